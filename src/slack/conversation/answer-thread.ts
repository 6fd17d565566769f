import { answer, permalink, sizesOf } from '../answer.ts'
import type { Gist } from '../compose/gist.ts'
import type { Asked } from '../compose/question.ts'
import { requesterOf, tell, type Visit } from '../visit.ts'
import type { SlackMessage } from './message.ts'
import { messagesOf, pastesOf, type SentPaste } from './pastes.ts'
import { readThread, type ThreadReading } from './thread.ts'

/** What a question in a thread needs besides the message that asks it. */
interface ThreadQuestion {
  readonly message: SlackMessage
  /** The one tunnel that is asked for. */
  readonly tunnel?: string | undefined
  /** Sentences that stand with the notes about the thread. */
  readonly notes?: readonly string[]
}

/**
 * Answers from the pastes of a thread up to a message, and begins with what changed since the answer before. Returns the
 * gist of the answer, or `null` when there is none.
 */
export async function answerThread(
  visit: Visit,
  { message: question, tunnel, notes: around = [] }: ThreadQuestion,
): Promise<Gist | null> {
  const { services, client, place } = visit
  const thread = await readThread(question, place.channel, services, client)
  const sent = await pastesOf(thread.messages, services, client)
  if (sent.length === 0) {
    await visit.settled()
    await tell(visit, nothingToRead(thread))
    return null
  }
  const { previous } = thread
  const before = await gistBefore(visit, thread, sent, tunnel)
  const link = (ts: string) => permalink(place.channel, ts, place.thread, services)
  return answer(visit, {
    asked: askedOf(sent, tunnel),
    byAuthor: true,
    before: before === null || previous === null ? null : { gist: before, link: link(previous) },
    notes: [...around, ...thread.notes, ...editNotes(thread)],
    way: 'message',
    messages: messagesOf(sent, link),
  })
}

/** What the answer before was about: the pastes that stood there then, analysed again. */
async function gistBefore(
  visit: Visit,
  { previous }: ThreadReading,
  sent: readonly SentPaste[],
  tunnel: string | undefined,
): Promise<Gist | null> {
  if (previous === null) return null
  const older = sent.filter(({ ts }) => Number(ts) < Number(previous))
  if (older.length === 0) return null
  const asked = askedOf(older, tunnel)
  const turn = { requester: requesterOf(visit), texts: sizesOf(asked.pastes), goesOn: true }
  const made = await visit.services.pool.run('gist', asked, turn)
  return made.ok ? made.result : null
}

function askedOf(sent: readonly SentPaste[], tunnel: string | undefined): Asked {
  return { pastes: sent.map(({ paste }) => paste), laterReplaces: true, ...(tunnel !== undefined && { tunnel }) }
}

function editNotes({ messages, previous }: ThreadReading): string[] {
  const edited = messages.some(({ edited: edit }) => previous !== null && Number(edit?.ts ?? 0) > Number(previous))
  return edited
    ? [
        'A message was edited since the answer before; what it said then is not known any more, so it is compared as it is now.',
      ]
    : []
}

function nothingToRead({ notes }: ThreadReading): string {
  return [
    'There is nothing pasted here to look at.',
    ...notes,
    'Paste what you have of the two gateways (a config, filters, status output), or attach it as files, and mention me again. "formats" lists what can be pasted.',
  ].join(' ')
}
