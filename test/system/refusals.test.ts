import type { Page } from 'playwright-core'
import { beforeEach, describe, it } from 'vitest'
import { LIST_A, LIST_B } from '../slack/workspace.ts'
import { expectAccessible, playgroundPages } from './support/playground.ts'
import { file, lastAnswer, reply, write } from './support/talk.ts'

const openPage = playgroundPages()
let you: Page
const slow = { timeout: 30_000 }

beforeEach(async () => {
  you = await openPage()
})

describe('what cannot be answered as it was asked is told on the page', () => {
  it('a paste that is nothing known, with what can be pasted', async () => {
    await write(you, '/ipsec-diagnose the tunnel is broken, please help')
    const told = you.locator('.message.ephemeral:visible').last()
    await told.getByRole('button', { name: 'Explain PA002' }).waitFor(slow)
    await expectAccessible(you)
  })

  it('a text too long for a field, and a window with nothing in it, under the field', async () => {
    await write(you, '/ipsec-diagnose')
    const form = you.getByRole('dialog')
    await form.waitFor(slow)
    await form.getByRole('button', { name: 'Diagnose' }).click()
    await form.getByText('Paste the text of at least one end, or add a file.').waitFor(slow)
    await form.locator('textarea').nth(0).fill(`${LIST_A}\n`.repeat(50))
    await form.getByRole('button', { name: 'Diagnose' }).click()
    await form.getByRole('alert').getByText('Slack takes at most 3000 here').waitFor(slow)
    await expectAccessible(you)
    await you.keyboard.press('Escape')
  })

  it('a file that was deleted meanwhile', async () => {
    await you.locator('#composer input[type="file"]').setInputFiles(file('gone.txt', LIST_A))
    await write(you, 'Ours is attached')
    await you.getByRole('button', { name: 'Delete gone.txt' }).click()
    await you.getByText('This file was deleted.').waitFor(slow)
    await you.getByRole('button', { name: 'Reply in thread' }).last().click()
    await reply(you, `@ipsec-diagnose theirs:\n${LIST_B}`)
    await lastAnswer(you).getByText('It is gone: it was deleted', { exact: false }).first().waitFor(slow)
    await expectAccessible(you)
  })

  it('a button of an answer that is no longer kept', async () => {
    await you.getByRole('button', { name: 'ipsec-diagnose', exact: true }).click()
    await write(you, `${LIST_A}\n\n${LIST_B}`)
    const old = lastAnswer(you)
    await old.getByText('The tunnel works in part', { exact: true }).waitFor(slow)
    await write(you, '/ipsec-diagnose forget')
    await you.getByText(/^Deleted: \d+ answer/).waitFor(slow)
    await old.getByRole('button', { name: 'Table after the fix' }).click()
    await you.locator('#thread').getByText('This answer is no longer kept', { exact: false }).waitFor(slow)
    await expectAccessible(you)
  })

  it('a channel that the app is not in: a mention, and a thread that it cannot read', async () => {
    await you.getByRole('button', { name: 'networks' }).click()
    await write(you, `@ipsec-diagnose\n${LIST_A}`)
    await you.getByText('but it is not in this channel', { exact: false }).waitFor(slow)
    await you.getByRole('button', { name: 'Reply in thread' }).filter({ visible: true }).click()
    await reply(you, LIST_B)
    await you.locator('#thread').getByRole('button', { name: 'Diagnose IPsec tunnel' }).click()
    const form = you.getByRole('dialog')
    await form.getByRole('button', { name: 'Diagnose' }).click()
    await form.getByText('only you see it').waitFor(slow)
    await form.getByRole('button', { name: 'Close' }).last().click()
    const note = 'Of this thread only the message itself was read: the app is not in this channel.'
    await you.getByText(note, { exact: false }).filter({ visible: true }).first().waitFor(slow)
    await expectAccessible(you)
  })
})
