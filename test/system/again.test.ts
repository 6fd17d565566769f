import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { colleague } from '../../src/playground/cast.ts'
import { FIXED_A, FIXED_B, LIST_A, LIST_B } from '../slack/workspace.ts'
import { expectAccessible, playgroundPages } from './support/playground.ts'
import { file, lastAnswer, reply, write } from './support/talk.ts'

const openPage = playgroundPages()
let you: Page
const slow = { timeout: 30_000 }
const BEFORE = 'The tunnel works in part'

beforeEach(async () => {
  you = await openPage()
})

afterEach(async () => {
  expect(await you.locator('.refusals').allInnerTexts()).toEqual([])
})

describe('the ends as they are after the change', () => {
  it('in a direct message: the answer to the reply begins with "Fixed"', async () => {
    await you.getByRole('button', { name: 'ipsec-diagnose', exact: true }).click()
    await write(you, `${LIST_A}\n\n${LIST_B}`)
    await lastAnswer(you).getByText(BEFORE, { exact: true }).waitFor(slow)
    await reply(you, `${FIXED_A}\n\n${FIXED_B}`)
    await expectFixed()
  })

  it('by the shortcut in a thread: each reads the thread before it, and the second says "Fixed"', async () => {
    const kim = await openPage(`/?as=${colleague.id}`)
    await write(you, 'The tunnel to the branch is down')
    await you.getByRole('button', { name: 'Reply in thread' }).click()
    await reply(you, LIST_A)
    await kim.getByRole('button', { name: '1 reply' }).click()
    await reply(kim, LIST_B)
    await useShortcut(you, LIST_B)
    await lastAnswer(you).getByText(BEFORE, { exact: true }).waitFor(slow)
    await reply(kim, FIXED_B)
    await reply(you, FIXED_A)
    await useShortcut(you, FIXED_A)
    await expectFixed()
    await lastAnswer(kim).getByText('Fixed', { exact: true }).waitFor(slow)
  })

  it('as files in the window: a new window says that it comes up, and that of the answer before what changed', async () => {
    await askWithFiles(you, LIST_A, LIST_B)
    const first = privateAnswer(you)
    await first.getByText(BEFORE, { exact: true }).waitFor(slow)

    await first.getByRole('button', { name: 'Add the other end' }).click()
    await you.getByRole('dialog').getByText('Kept from before').waitFor(slow)
    await submitFiles(you, FIXED_A, FIXED_B)
    await privateAnswer(you).getByText('Fixed', { exact: true }).waitFor(slow)
    const told = (await privateAnswer(you).textContent()) ?? ''
    expect(told).toContain('TS001 is fixed.')
    expect(told).toContain('The tunnel comes up')
    await expectAccessible(you)

    await askWithFiles(you, FIXED_A, FIXED_B)
    const fresh = privateAnswer(you)
    expect(await fresh.textContent()).toContain('The tunnel comes up')
    expect(await fresh.textContent(), 'a window by itself knows of no answer before').not.toContain('TS001 is fixed.')
  })
})

async function expectFixed(): Promise<void> {
  const answer = lastAnswer(you)
  await answer.getByText('Fixed', { exact: true }).waitFor(slow)
  const told = (await answer.textContent()) ?? ''
  expect(told).toContain('TS001 is fixed.')
  expect(told).toContain('The tunnel comes up')
  expect(told.indexOf('TS001 is fixed.')).toBeLessThan(told.indexOf('The tunnel comes up'))
  await expectAccessible(you)
}

/** On the last message of the open thread that a person wrote, for all to see, read with the thread before it. */
async function useShortcut(page: Page, text: string): Promise<void> {
  const message = page.locator('#thread .thread:visible .message').filter({ hasText: text.split('\n').at(-1) ?? '' })
  await message.last().getByRole('button', { name: 'Diagnose IPsec tunnel' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('In the thread of the message, for all').check(slow)
  expect(await form.getByLabel('This message and the thread before it').isChecked()).toBe(true)
  await form.getByRole('button', { name: 'Diagnose' }).click()
  await form.getByText('The whole answer is in the thread.').waitFor(slow)
  await form.getByRole('button', { name: 'Close' }).last().click()
  await form.waitFor({ state: 'detached' })
}

async function askWithFiles(page: Page, a: string, b: string): Promise<void> {
  await write(page, '/ipsec-diagnose')
  await submitFiles(page, a, b)
}

async function submitFiles(page: Page, a: string, b: string): Promise<void> {
  const form = page.getByRole('dialog')
  await form.locator('input[type="file"]').nth(0).setInputFiles(file('a.txt', a))
  await form.locator('input[type="file"]').nth(1).setInputFiles(file('b.txt', b))
  await form.getByRole('button', { name: 'Diagnose' }).click()
  await form.getByText('The whole answer is').waitFor(slow)
  await form.getByRole('button', { name: 'Close' }).last().click()
  await form.waitFor({ state: 'detached' })
}

function privateAnswer(page: Page) {
  return page.locator('.message.ephemeral:visible').last()
}
