import { WebAPIPlatformError, type WebClient } from '@slack/web-api'
import { patiently, reasonOf } from '../calls/patiently.ts'
import { GarbledAnswer } from '../calls/sound-answers.ts'
import { ANSWER_FILE, ANSWER_MARK } from '../compose/answer-key.ts'
import type { Services } from '../services.ts'
import { isByPerson, SlackMessage } from './message.ts'

/** A thread as it was when somebody asked. */
export interface ThreadReading {
  /** Messages of people, the question itself last. */
  readonly messages: readonly SlackMessage[]
  /** `ts` of the answer before, or `null`. */
  readonly previous: string | null
  /** What could not be read, in full sentences. */
  readonly notes: readonly string[]
}

/** Messages of one thread, and of one call: an answer with more takes long to be read, and nothing else is done meanwhile. */
const MOST = 1_000
const PAGE = 100

/**
 * Reads a thread once. Where the app may not, only the question itself is there, and a note says what to do about it.
 */
export async function readThread(
  question: SlackMessage,
  channel: string,
  services: Services,
  client: WebClient,
): Promise<ThreadReading> {
  const { thread_ts: root } = question
  if (root === undefined) return { messages: [question], previous: null, notes: [] }
  const { read, notes } = await replies(root, channel, services, client)
  const before = read.filter(({ ts }) => Number(ts) < Number(question.ts))
  const previous = before.findLast((message) => isOwnAnswer(message, services))
  return { messages: [...before.filter(isByPerson), question], previous: previous?.ts ?? null, notes }
}

async function replies(
  ts: string,
  channel: string,
  services: Services,
  client: WebClient,
): Promise<{ readonly read: readonly SlackMessage[]; readonly notes: readonly string[] }> {
  try {
    // It is not documented whether each page begins with the first message.
    const found = new Map<string, SlackMessage>()
    let cursor: string | undefined
    do {
      const page = { channel, ts, limit: PAGE, ...(cursor !== undefined && { cursor }) }
      const answer = await patiently(services, 'conversations.replies', () => client.conversations.replies(page))
      if (answer.messages === undefined) throw new GarbledAnswer()
      for (const message of answer.messages.flatMap((each) => SlackMessage.safeParse(each).data ?? [])) {
        if (!found.has(message.ts)) found.set(message.ts, message)
      }
      cursor = answer.has_more === true ? answer.response_metadata?.next_cursor : undefined
      if (answer.has_more === true && (!cursor || found.size >= MOST)) {
        return { read: [...found.values()], notes: [`Of this thread only the first ${found.size} messages were read.`] }
      }
    } while (cursor)
    return { read: [...found.values()], notes: [] }
  } catch (error) {
    const reason = reasonOf(error)
    const refused = error instanceof WebAPIPlatformError
    const why = `${refused ? 'Slack refuses it' : 'Slack did not hand it out'} (${reason})`
    const note = WHY_UNREAD[reason] ?? (refused ? why : `${why}. Ask again in a minute`)
    return { read: [], notes: [`Of this thread only the message itself was read: ${note}.`] }
  }
}

const WHY_UNREAD: Readonly<Record<string, string>> = {
  missing_scope:
    'the app lacks the permission channels:history (groups:history in private channels). Whoever installed it can add that; until then, put all pastes into one message',
  not_in_channel: 'the app is not in this channel. Invite it with /invite, and ask again',
  channel_not_found: 'the app is not in this channel. Invite it with /invite, and ask again',
}

function isOwnAnswer(message: SlackMessage, services: Services): boolean {
  const { bot, botId } = services.installed()
  if (message.user !== bot && message.bot_id !== botId) return false
  const marked = (message.blocks ?? []).some(
    (block) =>
      typeof block === 'object' && block !== null && String(Reflect.get(block, 'block_id')).startsWith(ANSWER_MARK),
  )
  return marked || (message.files ?? []).some(({ name }) => name?.startsWith(ANSWER_FILE))
}
