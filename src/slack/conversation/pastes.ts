import { setImmediate as nextTurn } from 'node:timers/promises'
import type { WebClient } from '@slack/web-api'
import type { Pasted, SourceMessage } from '../compose/question.ts'
import { loadFile, TOGETHER } from '../files.ts'
import type { Services } from '../services.ts'
import type { SlackMessage } from './message.ts'
import { messageText } from './message-text.ts'

/** A paste of a conversation, and the message that it stood in. */
export interface SentPaste {
  readonly paste: Pasted
  readonly ts: string
}

/** More files than these of one conversation are not fetched. */
const FILES = 30
/** Characters of messages that are read before anything else has its turn. */
const AT_ONCE = 200_000

/**
 * Texts and files of messages, in their order and each under a name of its own: `message 2`, or the file's name. Files
 * that cannot be had come with the reason.
 */
export async function pastesOf(
  messages: readonly SlackMessage[],
  services: Services,
  client: WebClient,
): Promise<readonly SentPaste[]> {
  const self = services.installed().bot
  const taken = new Set<string>()
  const sent: SentPaste[] = []
  let fetched = 0
  let room = TOGETHER
  let readAtOnce = 0
  for (const [index, message] of messages.entries()) {
    const name = messages.length === 1 ? 'message' : `message ${index + 1}`
    const from = message.user ?? ''
    const text = messageText(message, self)
    readAtOnce += text.length
    if (readAtOnce > AT_ONCE) {
      await nextTurn()
      readAtOnce = 0
    }
    if (text !== '') sent.push({ ts: message.ts, paste: { source: name, text, talk: true, from } })
    for (const file of message.files ?? []) {
      const source = ownName(file.name ?? 'file', name, taken)
      fetched += 1
      const loaded =
        fetched > FILES
          ? { unreadable: `Only ${FILES} files of a conversation are read.` }
          : await loadFile(file, services, client, room)
      if ('bytes' in loaded) room -= loaded.bytes.byteLength
      sent.push({
        ts: message.ts,
        paste: 'bytes' in loaded ? { source, from, ...loaded } : { source, text: '', from, ...loaded },
      })
    }
  }
  return sent
}

/** Which message was pasted under which name, with the address where each is seen. */
export function messagesOf(sent: readonly SentPaste[], urlOf: (ts: string) => string): SourceMessage[] {
  return sent.map(({ paste: { source }, ts }) => ({ source, ts, url: urlOf(ts) }))
}

function ownName(name: string, message: string, taken: Set<string>): string {
  const candidates = [name, `${name} of ${message}`]
  const found = candidates.find((candidate) => !taken.has(candidate)) ?? `${name} of ${message} (${taken.size})`
  taken.add(found)
  return found
}
