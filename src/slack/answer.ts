import type { KnownBlock } from '@slack/types'
import type { AnalysisAnswer } from '../analysis-pool.ts'
import type { AnalysisRequest, Report } from '../core/index.ts'
import { answerButtons } from './blocks/buttons.ts'
import { answerText, preformattedReplies, replyBlocks, type Surroundings, VERDICTS } from './blocks/reply.ts'
import { tunnelMenu } from './blocks/tunnels-table.ts'
import { ANSWER_MARK } from './conversation/thread.ts'
import { type Delivered, deliver } from './delivery.ts'
import { type AnswerKey, isTooLong, type KeptAnswer, keepAnswer, newAnswerKey } from './kept-answers.ts'
import { isDirect, type Place } from './place.ts'
import type { Services } from './services.ts'
import { requesterOf, tell, type Visit } from './visit.ts'

/** What is to be analysed, and what this way of asking puts around the answer. */
export interface Question {
  readonly request: AnalysisRequest
  /** What came of it, where that is known already. */
  readonly analysed?: AnalysisAnswer
  /** What stands before everything else. */
  readonly opening?: (report: Report) => readonly KnownBlock[]
  readonly notes?: (report: Report) => readonly KnownBlock[]
  readonly sources?: (report: Report) => readonly KnownBlock[]
  /** Whether the text may have been cut on its way. */
  readonly cut?: (report: Report) => boolean
}

/** Analyses, keeps what the buttons need, and answers. Returns the report, or `null` when there is none. */
export async function answer(visit: Visit, question: Question): Promise<Report | null> {
  const { services, audit } = visit
  const analysed = question.analysed ?? (await services.pool.analyse(question.request, requesterOf(visit)))
  if (!analysed.ok) {
    await visit.settled()
    await tell(visit, analysed.say)
    return null
  }
  const { report } = analysed
  const redacted = isTooLong(question.request.pastes)
    ? ({ ok: false } as const)
    : await services.pool.redact(question.request.pastes, requesterOf(visit))
  const key = newAnswerKey(visit.user)
  const kept: KeptAnswer = {
    version: 1,
    at: Date.now(),
    user: visit.user,
    place: visit.place,
    title: titleOf(report),
    link: null,
    pastes: redacted.ok ? [...redacted.pastes] : null,
    laterReplaces: question.request.laterReplaces === true,
    report,
  }
  await keepAnswer(key, kept, services)
  const delivered = await send(visit, key, report, {
    opening: question.opening?.(report) ?? [],
    notes: question.notes?.(report) ?? [],
    sources: question.sources?.(report) ?? [],
    cut: question.cut?.(report) ?? false,
  })
  const link = linkTo(delivered, visit.place, services)
  if (link !== null) await keepAnswer(key, { ...kept, place: visit.place, link }, services)
  audit.outcome = 'answered'
  audit.verdict = report.verdict
  audit.codes = [...new Set(report.diagnostics.map(({ code }) => code))]
  audit.formats = [
    ...new Set(
      [...report.ends.flatMap(({ inputs }) => inputs), ...report.otherInputs].flatMap(({ format }) => format ?? []),
    ),
  ]
  if (visit.place.kind === 'visible' && !isDirect(visit.place.channel)) audit.shared = visit.place.channel
  services.metrics.verdicts.inc({ verdict: report.verdict })
  return report
}

/** An answer in all its forms, where the visit wants it. */
async function send(
  visit: Visit,
  key: AnswerKey,
  report: Report,
  { cut, ...around }: Surroundings & { readonly cut: boolean },
): Promise<Delivered> {
  const buttons = answerButtons(key, {
    shareTo: shareLabel(visit.place),
    hasAfter: report.remediation.after !== null,
    cut,
  })
  const mark = `${ANSWER_MARK}${key}`
  await visit.settled()
  return deliver(
    {
      best: replyBlocks(report, { ...around, mark, buttons: [...tunnelMenu(report, key), ...buttons] }),
      plain: () => preformattedReplies(report, { ...around, mark }),
      file: () => answerText(report, around),
    },
    visit.place,
    visit.services,
    visit.client,
  )
}

function shareLabel({ kind, channel, thread }: Place): string | null {
  if (kind === 'visible' || channel === '' || isDirect(channel)) return null
  return thread === null ? 'Share in channel' : 'Share in thread'
}

/** A line by which a person finds an answer again. */
function titleOf(report: Report): string {
  const names = report.ends.map(({ name }) => name).join(' and ')
  return `${VERDICTS[report.verdict]}${names === '' ? '' : `: ${names}`}`.slice(0, 200)
}

function linkTo({ channel, ts }: Delivered, { kind, thread }: Place, services: Services): string | null {
  return kind === 'private' || ts === null ? null : permalink(channel, ts, thread, services)
}

/** The address of a message, as Slack makes them. */
export function permalink(channel: string, ts: string, thread: string | null, { installed }: Services): string {
  const inThread = thread === null ? '' : `?thread_ts=${thread}&cid=${channel}`
  return `${installed().url}archives/${channel}/p${ts.replace('.', '')}${inThread}`
}
