import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LIST_A, LIST_B } from '../slack/workspace.ts'
import { pictures, playgroundPages } from './support/playground.ts'

const openPage = playgroundPages()
let page: Page

beforeEach(async () => {
  page = await openPage('', { width: 1280, height: 1000 })
})

afterEach(async () => {
  expect(await page.locator('.refusals').allInnerTexts()).toEqual([])
})

describe('the playground in a browser', () => {
  it('answers the example with a table, for the person alone', async () => {
    await page.getByRole('button', { name: 'Try the example' }).click()
    const answer = await answerTo(() => page.keyboard.press('Enter'))
    expect(await answer.textContent()).toContain('Only visible to you')
    await expectTheCase(answer)
    await page.mouse.move(0, 0)
    await page.screenshot({ path: join(pictures, 'reply.png') })
  })

  it('answers both lists pasted after the command', async () => {
    await page.getByRole('textbox', { name: 'Message' }).click()
    await page.keyboard.insertText(`/ipsec-diagnose ${LIST_A}\n`)
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.insertText(LIST_B)
    const answer = await answerTo(() => page.keyboard.press('Enter'))
    await expectTheCase(answer)
    await expectTopInView(answer)
  })

  it('opens the form, takes both ends in it, and shares the answer in the channel', async () => {
    await page.getByRole('textbox', { name: 'Message' }).fill('/ipsec-diagnose')
    await page.keyboard.press('Enter')
    const form = page.getByRole('dialog')
    await form.waitFor()
    await form.locator('textarea').nth(0).fill(LIST_A)
    await form.locator('textarea').nth(1).fill(LIST_B)
    const answer = await answerTo(() => form.locator('button[type="submit"]').click())
    await form.getByText('The whole answer is').waitFor()
    await form.getByRole('button', { name: 'Close' }).last().click()
    await form.waitFor({ state: 'detached' })
    await expectTheCase(answer)

    const shared = await answerTo(() => answer.getByRole('button', { name: /^share/i }).click())
    const text = await shared.textContent()
    expect(text).not.toContain('Only visible to you')
    expect(text).toContain('A3')
    expect(await shared.locator('table').count()).toBe(1)
  })

  it('takes the ends as files too', async () => {
    await page.getByRole('textbox', { name: 'Message' }).fill('/ipsec-diagnose')
    await page.keyboard.press('Enter')
    const form = page.getByRole('dialog')
    await form.waitFor()
    await form.locator('input[type="file"]').nth(0).setInputFiles(file('a.txt', LIST_A))
    await form.locator('input[type="file"]').nth(1).setInputFiles(file('b.txt', LIST_B))
    await expectTheCase(await answerTo(() => form.locator('button[type="submit"]').click()))
  })
})

/** What the article says: A3 and B3 meet nothing, and the fix is each other's address on both ends. */
async function expectTheCase(answer: Locator): Promise<void> {
  const table = await answer.locator('table').textContent()
  for (const entry of ['A1', 'A3', 'B1', 'B3']) expect(table).toContain(entry)
  const text = await answer.textContent()
  expect(text).toContain('Negotiating IP Security')
  expect(text).toContain('Addresses')
  expect(text).toMatch(/ISA-B/)
  expect(text).toMatch(/ISA-A/)
}

/** However long an answer is, its first line is where the person reads on. */
async function expectTopInView(answer: Locator): Promise<void> {
  const header = await page.locator('.conversation:visible > header').boundingBox()
  const composer = await page.locator('#composer').boundingBox()
  const top = (await answer.boundingBox())?.y ?? -1
  expect(top).toBeGreaterThanOrEqual((header?.y ?? 0) + (header?.height ?? 0))
  expect(top).toBeLessThan(composer?.y ?? 0)
}

/** The message with a table that a deed brings; before it one may say that the answer takes a moment. */
async function answerTo(deed: () => Promise<void>): Promise<Locator> {
  const answers = page.locator('.message:visible').filter({ has: page.locator('table') })
  const before = await answers.count()
  await deed()
  const answer = answers.nth(before)
  await answer.waitFor({ timeout: 20_000 })
  return page.locator(`[id="${await answer.getAttribute('id')}"]`)
}

function file(name: string, text: string): { name: string; mimeType: string; buffer: Buffer } {
  return { name, mimeType: 'text/plain', buffer: Buffer.from(text) }
}
