import type { KnownBlock } from '@slack/types'
import type { AnalysisAnswer } from '../../analysis-pool.ts'
import type { AnalysisRequest, Report } from '../../core/index.ts'
import { answer, permalink } from '../answer.ts'
import { context, escapeText } from '../blocks/text.ts'
import { secretNote } from '../notes.ts'
import { requesterOf, tell, type Visit } from '../visit.ts'
import { changesBlocks } from './changes.ts'
import type { SlackMessage } from './message.ts'
import { pastesOf, type SentPaste } from './pastes.ts'
import { sourcesBlocks } from './sources.ts'
import { readThread, type ThreadReading } from './thread.ts'

/** What a question in a thread needs besides the message that asks it. */
export interface ThreadQuestion {
  readonly message: SlackMessage
  /** The one tunnel that is asked for. */
  readonly tunnel?: string | undefined
  /** Sentences that stand with the notes about the thread. */
  readonly notes?: readonly string[]
}

/**
 * Answers from the pastes of a thread up to a message, and begins with what changed since the answer before. Returns the
 * report, or `null` when there is none.
 */
export async function answerThread(
  visit: Visit,
  { message: question, tunnel, notes: around = [] }: ThreadQuestion,
): Promise<Report | null> {
  const { services, client, place } = visit
  const thread = await readThread(question, place.channel, services, client)
  const sent = await pastesOf(thread.messages, services, client)
  if (sent.length === 0) {
    await visit.settled()
    await tell(visit, nothingToRead(thread))
    return null
  }
  const { request, analysed, byAuthor } = await decide(visit, requestOf(sent, tunnel))
  const before = await reportBefore(visit, thread, sent, tunnel)
  const link = (ts: string) => permalink(place.channel, ts, place.thread, services)
  const opening = (after: Report): KnownBlock[] =>
    before === null || thread.previous === null ? [] : changesBlocks(before, after, link(thread.previous))
  const notes = [...around, ...thread.notes, ...editNotes(thread), ...(byAuthor ? [BY_AUTHOR] : [])]
  return answer(visit, {
    request,
    analysed,
    opening,
    notes: (report) => [...notes.map((note) => context(escapeText(note))), ...secretNote(report, 'message')],
    sources: (report) => sourcesBlocks(report, sent, link),
  })
}

const BY_AUTHOR = 'The texts do not tell which end they are of, so what one person pasted was taken as one end.'

/** Where the texts leave open which end they are of and two people pasted them, each person's are taken as one end. */
async function decide(
  visit: Visit,
  request: AnalysisRequest,
): Promise<{ readonly request: AnalysisRequest; readonly analysed: AnalysisAnswer; readonly byAuthor: boolean }> {
  const { pool } = visit.services
  const analysed = await pool.analyse(request, requesterOf(visit))
  const asIs = { request, analysed, byAuthor: false }
  if (!analysed.ok || analysed.report.verdict !== 'unknown') return asIs
  const talkOnly = new Set(analysed.report.setAside.flatMap(({ source, by }) => (by === null ? [source] : [])))
  const pastes = request.pastes.filter(({ source }) => !talkOnly.has(source))
  const [a, b, ...more] = [...new Set(pastes.map(({ from }) => from))]
  if (a === undefined || b === undefined || more.length > 0) return asIs
  const labelled = { ...request, pastes: pastes.map((paste) => ({ ...paste, end: paste.from === a ? 'A' : 'B' })) }
  const again = await pool.analyse(labelled, requesterOf(visit))
  return again.ok && again.report.verdict !== 'unknown' ? { request: labelled, analysed: again, byAuthor: true } : asIs
}

function requestOf(sent: readonly SentPaste[], tunnel: string | undefined): AnalysisRequest {
  return {
    pastes: sent.map(({ paste }) => paste),
    laterReplaces: true,
    ...(tunnel !== undefined && { tunnel }),
  }
}

/** What the answer before was about: the pastes that stood there then, analysed again. */
async function reportBefore(
  visit: Visit,
  { previous }: ThreadReading,
  sent: readonly SentPaste[],
  tunnel: string | undefined,
): Promise<Report | null> {
  if (previous === null) return null
  const older = sent.filter(({ ts }) => Number(ts) < Number(previous))
  if (older.length === 0) return null
  const analysed = await visit.services.pool.analyse(requestOf(older, tunnel), requesterOf(visit))
  return analysed.ok ? analysed.report : null
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
