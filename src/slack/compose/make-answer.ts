import type { KnownBlock } from '@slack/types'
import { type AnalysisRequest, analyse, type Report, redact } from '../../core/index.ts'
import { answerButtons } from '../blocks/buttons.ts'
import { answerText, preformattedReplies, replyBlocks } from '../blocks/reply.ts'
import { context, escapeText, type Reply, sections } from '../blocks/text.ts'
import { tunnelMenu } from '../blocks/tunnels-table.ts'
import { markOf } from './answer-key.ts'
import { changesBlocks } from './changes.ts'
import { type Gist, gistOf } from './gist.ts'
import { isTooLong, readRest, writeRest } from './kept-rest.ts'
import { type Question, requestOf } from './question.ts'
import { secretNote } from './secret-note.ts'
import { sourcesBlocks } from './sources.ts'

/** An answer in all its forms and ready to be sent. Of none does the size depend on what was pasted. */
interface Made {
  readonly best: Reply
  /** The same as preformatted text, for when Slack refuses the blocks. */
  readonly plain: readonly Reply[]
  /** The same as a file of text in UTF-8, for when it refuses that, too. */
  readonly file: Uint8Array
  readonly gist: Gist
  /** What later presses of buttons need a thread for; `null` where it is too long to be kept. */
  readonly rest: { readonly text: string; readonly hasPastes: boolean } | null
}

/** Characters of a command that is longer than what certainly came whole. */
const CUT_ABOVE = 3_500
/** Bytes of the answer as a file. */
const LARGEST = 5_000_000
const BY_AUTHOR = 'The texts do not tell which end they are of, so what one person pasted was taken as one end.'

/** Analyses and makes the answer. */
export function makeAnswer(question: Question): Made {
  const { key, before = null, way, messages, shareTo } = question
  const { request, report, byAuthor } = decide(question)
  const cut = way === 'command' && mayBeCut(request, report)
  const around = {
    opening: before === null ? [] : changesBlocks(before.gist, gistOf(report), before.link),
    notes: [
      ...(cut ? CUT : []),
      ...[...(question.notes ?? []), ...(byAuthor ? [BY_AUTHOR] : [])].map((note) => context(escapeText(note))),
      ...(way === undefined ? [] : secretNote(report, way)),
    ],
    sources: messages === undefined ? [] : sourcesBlocks(report, messages),
  }
  const mark = markOf(key)
  const text = answerText(report, around)
  const hasAfter = report.remediation.after !== null
  const buttons = [...tunnelMenu(report, key), ...answerButtons(key, { shareTo, hasAfter, cut })]
  return {
    best: replyBlocks(report, { ...around, mark, buttons }),
    plain: preformattedReplies(report, { mark }, text),
    file: asFile(text),
    gist: gistOf(report),
    rest: writeRest({
      pastes: isTooLong(request.pastes) ? null : redact(request.pastes),
      laterReplaces: request.laterReplaces === true,
      report,
    }),
  }
}

const CUT: readonly KnownBlock[] = sections(
  '*This may have been cut.* Slack limits what a command carries; use the window or files for long text.',
)

function mayBeCut({ pastes }: AnalysisRequest, { diagnostics }: Report): boolean {
  return pastes.some(({ text }) => text.length > CUT_ABOVE) || diagnostics.some(({ code }) => code === 'PA008')
}

/** What is asked, with what is kept of before. */
function whole({ asked, kept }: Question): AnalysisRequest {
  const request = requestOf(asked)
  if (kept === undefined) return request
  const { pastes, laterReplaces, report } = readRest(kept.rest)
  const tunnel = kept.tunnelAt === undefined ? undefined : report.tunnels[kept.tunnelAt]?.id
  return { laterReplaces, ...request, pastes: [...(pastes ?? []), ...request.pastes], ...(tunnel && { tunnel }) }
}

interface Decided {
  readonly request: AnalysisRequest
  readonly report: Report
  readonly byAuthor: boolean
}

function decide(question: Question): Decided {
  const request = whole(question)
  const asIs = { request, report: analyse(request), byAuthor: false }
  if (question.byAuthor !== true || asIs.report.verdict !== 'unknown') return asIs
  const talkOnly = new Set(asIs.report.setAside.flatMap(({ source, by }) => (by === null ? [source] : [])))
  const pastes = request.pastes.filter(({ source }) => !talkOnly.has(source))
  const [a, b, ...more] = [...new Set(pastes.map(({ from }) => from))]
  if (a === undefined || b === undefined || more.length > 0) return asIs
  const labelled = { ...request, pastes: pastes.map((paste) => ({ ...paste, end: paste.from === a ? 'A' : 'B' })) }
  const report = analyse(labelled)
  return report.verdict === 'unknown' ? asIs : { request: labelled, report, byAuthor: true }
}

/** What is longer than a file of ours is cut, and says so. */
function asFile(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text.slice(0, LARGEST))
  return text.length <= LARGEST && bytes.byteLength <= LARGEST
    ? bytes
    : Buffer.concat([bytes.subarray(0, LARGEST), Buffer.from('\n... The rest was left out: it is too long.\n')])
}
