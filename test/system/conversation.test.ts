import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { colleague } from '../../src/playground/cast.ts'
import { FIXED_A, FIXED_B, LIST_A, LIST_B } from '../slack/workspace.ts'
import { expectAccessible, openBrowser, pictures, startPlaygroundProgram, watchFaults } from './support/playground.ts'
import { file, lastAnswer, reply, write } from './support/talk.ts'

let program: ChildProcess
let browser: Browser
let you: Page
/** A colleague with the other end of the tunnel, on the phone. */
let kim: Page
const faults: string[] = []
const slow = { timeout: 20_000 }

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

beforeEach(async () => {
  const started = await startPlaygroundProgram()
  program = started.program
  you = await browser.newPage({ viewport: { width: 1360, height: 1000 }, deviceScaleFactor: 2 })
  kim = await browser.newPage({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true })
  watchFaults(you, faults)
  watchFaults(kim, faults)
  await you.goto(started.address)
  await kim.goto(`${started.address}/?as=${colleague.id}`)
})

afterEach(async () => {
  expect(await you.locator('.refusals').allInnerTexts()).toEqual([])
  expect(faults.splice(0)).toEqual([])
  await you.close()
  await kim.close()
  program.kill('SIGTERM')
})

describe('two colleagues in a thread', () => {
  it('paste the two ends, get table and fix, apply it, paste again, and get "fixed"', async () => {
    await write(you, 'The tunnel to the branch is down since this morning. Ours:')
    await you.getByRole('button', { name: 'Reply in thread' }).click()
    await reply(you, LIST_A)
    await kim.getByRole('button', { name: '1 reply' }).click()
    await reply(kim, LIST_B)
    await reply(kim, '@ipsec-diagnose what is wrong?')
    const answer = lastAnswer(kim)
    await answer.getByText('The tunnel works in part', { exact: true }).waitFor(slow)
    const table = (await answer.locator('table').textContent()) ?? ''
    for (const entry of ['A1', 'A3', 'B1', 'B3', 'Negotiating IP Security.']) expect(table).toContain(entry)
    const text = (await answer.textContent()) ?? ''
    expect(text).toContain('Step 1, on ISA-A')
    expect(text).toContain('Step 2, on ISA-B')
    expect(text).toMatch(/message 2.*end A, ISA-A/)
    expect(text).toMatch(/message 3.*end B, ISA-B/)
    await expectWithin(kim, answer.locator('table'))
    await expectAccessible(kim)
    await kim.screenshot({ path: join(pictures, 'thread-phone.png') })

    await reply(you, FIXED_A)
    await reply(kim, FIXED_B)
    await kim.getByText('B6 SubnetB > ISA-A').last().waitFor()
    await reply(you, '@ipsec-diagnose and now?')
    const fixed = lastAnswer(you)
    await fixed.getByText('Fixed', { exact: true }).waitFor(slow)
    const told = (await fixed.textContent()) ?? ''
    expect(told).toContain('TS001 is fixed.')
    expect(told).toContain('The tunnel comes up')
    expect(told).toContain('replaced by')
    await kim.getByText('Fixed', { exact: true }).waitFor(slow)
    await expectAccessible(you)
    await you.screenshot({ path: join(pictures, 'thread.png') })
  })
})

describe('the shortcut on a message', () => {
  it('asks where the answer is to go, and answers in the thread', async () => {
    await write(you, `Both ends:\n${LIST_A}\n\n${LIST_B}`)
    await you.getByRole('button', { name: 'Diagnose IPsec tunnel' }).click()
    const form = you.getByRole('dialog')
    await form.getByText('In this message: 10 lines of text').waitFor(slow)
    await form.getByLabel('In the thread of the message, for all').check()
    await expectAccessible(you)
    await you.screenshot({ path: join(pictures, 'shortcut.png') })
    await form.getByRole('button', { name: 'Diagnose' }).click()
    await form.getByText('The whole answer is in the thread.').waitFor(slow)
    await form.getByRole('button', { name: 'Close' }).last().click()
    await lastAnswer(you).getByText('The tunnel works in part', { exact: true }).waitFor(slow)
    await kim.getByText('The tunnel works in part', { exact: true }).waitFor(slow)
  })

  it('answers the person alone when that is chosen, also from files, and shares in the thread', async () => {
    await you.locator('#composer input[type="file"]').setInputFiles([file('a.txt', LIST_A), file('b.txt', LIST_B)])
    await write(you, 'Both ends')
    await you.getByRole('button', { name: 'Diagnose IPsec tunnel' }).click()
    const form = you.getByRole('dialog')
    await form.getByRole('button', { name: 'Diagnose' }).click()
    await form.getByText('only you see it').waitFor(slow)
    await form.getByRole('button', { name: 'Close' }).last().click()
    await you.getByText('Only visible to you').waitFor(slow)
    expect(await kim.getByText('The tunnel works in part', { exact: true }).count()).toBe(0)
    await you.getByRole('button', { name: /^Share in/ }).click()
    await kim.getByText('The tunnel works in part', { exact: true }).waitFor(slow)
  })
})

describe('direct messages, Home and buttons', () => {
  it('answer, explain, add the other end, hand out the report, and forget', async () => {
    await you.getByRole('button', { name: 'ipsec-diagnose', exact: true }).click()
    await write(you, LIST_A)
    const one = lastAnswer(you)
    await one.getByText('Only one end was pasted').waitFor(slow)
    await one.getByRole('button', { name: 'Explain PA004' }).click()
    const dialog = you.getByRole('dialog')
    await dialog.getByText('Only one end was pasted').first().waitFor(slow)
    await expectAccessible(you)
    await you.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })

    await one.getByRole('button', { name: 'Add the other end' }).click()
    await dialog.getByText('Kept from before').waitFor(slow)
    await dialog.locator('textarea').nth(1).fill(LIST_B)
    await dialog.getByRole('button', { name: 'Diagnose' }).click()
    await dialog.getByText('The whole answer is').waitFor(slow)
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    const both = lastAnswer(you)
    await both.getByText('The tunnel works in part', { exact: true }).waitFor(slow)

    await both.getByRole('button', { name: 'Table after the fix' }).click()
    await lastAnswer(you).getByText('After the fix', { exact: true }).first().waitFor(slow)
    // The table is a message of its own by then, so that "the last answer" is another one.
    await you.locator('#thread').getByRole('button', { name: 'Full report' }).last().click()
    await you.locator('#thread').getByText('ipsec-report.md').waitFor(slow)

    await you.getByRole('button', { name: 'Home of the app' }).click()
    const home = you.locator('#home')
    await home.getByText('The tunnel works in part: ISA-A and ISA-B').waitFor(slow)
    await expectAccessible(you)
    await you.screenshot({ path: join(pictures, 'home.png') })
    you.once('dialog', (asked) => void asked.accept())
    await home.getByRole('button', { name: 'Delete what is kept of me' }).click()
    await home.getByText('None are kept.').waitFor(slow)
  })
})

describe('a channel that the app does not answer in', () => {
  it('is told to the asker alone, with a way on', async () => {
    await you.getByRole('button', { name: 'partner-vpn' }).click()
    await write(you, `@ipsec-diagnose\n${LIST_A}`)
    await you.getByText('this channel is shared with another organisation').waitFor(slow)
    await kim.getByRole('button', { name: 'partner-vpn' }).click()
    expect(await kim.getByText('this channel is shared with another organisation').count()).toBe(0)
    await expectAccessible(kim)
  })
})

/** A table may scroll by itself, but must not make the page wider than the screen. */
async function expectWithin(page: Page, table: Locator): Promise<void> {
  const width = page.viewportSize()?.width ?? 0
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
  const box = await table.boundingBox()
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width)
}
