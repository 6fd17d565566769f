import { expect } from 'vitest'
import { channels } from '../../../src/playground/cast.ts'
import { pressInMessage } from '../../../src/playground/pressing.ts'
import type { Slack } from '../../../src/playground/slack.ts'
import { mention } from '../../../src/playground/typed-text.ts'
import type { Message } from '../../../src/playground/workspace.ts'
import { Workspace } from '../../../src/playground/workspace.ts'
import { typeText } from '../../../src/playground/writing.ts'
import { LIST_A, LIST_B, shown } from '../../slack/workspace.ts'
import { SIGNING_SECRET } from './processes.ts'
import type { SlackDoor } from './slack-door.ts'

/** Where people write, what they ask, and how the answer begins. */
export const CHANNEL: string = channels[0].id
export const QUESTION = `${LIST_A}\n\n${LIST_B}`
export const ANSWER = 'The tunnel works in part'

/** A person in front of the built program. */
export interface Lane {
  readonly door: SlackDoor
  readonly slack: Slack
}

/** Whoever writes now, with nothing in Slack before. */
export function enter(door: SlackDoor, port: number): Lane {
  door.workspace = new Workspace()
  door.struck.length = 0
  door.fileDelay = 0
  const link = { url: `http://127.0.0.1:${port}/slack/events`, signingSecret: SIGNING_SECRET }
  return { door, slack: { workspace: door.workspace, link } }
}

export function fromApp({ door }: Lane): readonly Message[] {
  return door.workspace.messages.filter(({ author }) => author === 'app')
}

/** Slack said that all was well, so nobody is told anything; the next request is answered. */
export async function goesOn(lane: Lane): Promise<void> {
  await until(lane, () => lane.door.struck.length > 0)
  lane.door.fault = null
  await typeText(lane.slack, CHANNEL, '/ipsec-diagnose help')
  await seen(lane, 'Why does the tunnel not come up?')
}

export async function answered(lane: Lane): Promise<Message> {
  await typeText(lane.slack, CHANNEL, `${mention}\n${QUESTION}`)
  return seen(lane, ANSWER)
}

export async function press({ slack, door }: Lane, message: Message, action: string): Promise<void> {
  const block = message.blocks.find((each) => JSON.stringify(each).includes(`"action_id":"${action}"`))
  expect(block, `a button ${action}`).toBeDefined()
  await pressInMessage({ ...slack, workspace: door.workspace }, message.ts, {
    block: block?.block_id ?? '',
    action,
    options: [],
  })
}

export async function seen(lane: Lane, text: string | RegExp): Promise<Message> {
  const holds = (message: Message) =>
    typeof text === 'string' ? shown(message).includes(text) : text.test(shown(message))
  await until(
    lane,
    () => fromApp(lane).some(holds),
    () => `${text} was not seen, but: ${fromApp(lane).map(shown).join('\n---\n')}`,
  )
  const found = fromApp(lane).find(holds)
  if (found === undefined) throw new Error('it was deleted')
  return found
}

export async function seenFile(lane: Lane, where: string): Promise<void> {
  const holds = () => fromApp(lane).some(({ files, channel: at }) => files.length === 2 && at === where)
  await until(lane, holds, () => `no files, but: ${fromApp(lane).map(shown).join('\n---\n')}`)
}

/** Milliseconds. A call takes up to ten seconds, then comes another way; a file takes up to half a minute. */
const PATIENCE = 45_000

export async function until(
  lane: Lane,
  holds: () => boolean,
  why: () => string = () => 'it did not happen',
): Promise<void> {
  const end = Date.now() + PATIENCE
  while (!holds()) {
    if (Date.now() > end) throw new Error(`${why()}\n(struck: ${lane.door.struck.join()})`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
