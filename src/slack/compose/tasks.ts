/** What a thread does for the front end in Slack, chosen by name. All of it is made of plain data and makes plain data. */
import { analyse, redact, verdictAfter } from '../../core/index.ts'
import { answerButtons } from '../blocks/buttons.ts'
import { afterTable } from '../blocks/flows-table.ts'
import { preformattedReplies, replyBlocks } from '../blocks/reply.ts'
import { context, header, type Reply, sections } from '../blocks/text.ts'
import { type AnswerKey, markOf } from './answer-key.ts'
import { type Gist, gistOf } from './gist.ts'
import { readRest } from './kept-rest.ts'
import { type Asked, requestOf } from './question.ts'
import { type ReportFile, reportFiles } from './report-files.ts'

export { makeAnswer } from './make-answer.ts'

/** What was the answer to something. */
export function gist(asked: Asked): Gist {
  return gistOf(analyse(requestOf(asked)))
}

/** One text without its secrets. */
export function blank(text: string): string {
  return redact([{ source: 'text', text }])[0]?.text ?? ''
}

/** A reply, and the same as preformatted text. */
interface Shown {
  readonly best: Reply
  readonly plain: readonly Reply[]
}

/** A kept answer for all, with who shares it. */
export function shared({ rest, key, by }: { rest: string; key: AnswerKey; by: string }): Shown {
  const { report } = readRest(rest)
  const mark = markOf(key)
  const notes = [context(`Shared by <@${by}>.`)]
  const buttons = answerButtons(key, { shareTo: null, hasAfter: report.remediation.after !== null, cut: false })
  return { best: replyBlocks(report, { mark, notes, buttons }), plain: preformattedReplies(report, { mark }) }
}

/** A kept answer once more. */
export function again(rest: string): Shown {
  const { report } = readRest(rest)
  const notes = [context('Shown again from the Home tab.')]
  return { best: replyBlocks(report, { notes }), plain: preformattedReplies(report) }
}

/** The flows of a kept answer as they will be. */
export function afterTheFix(rest: string): Reply {
  const { report } = readRest(rest)
  const table = afterTable(report)
  const { after } = report.remediation
  const text = `After the steps the simulation says: ${after === null ? 'nothing' : verdictAfter(after)}.`
  return { text, blocks: [header('After the fix'), ...sections(text), ...(table === null ? [] : [table])] }
}

/** The whole report of a kept answer. */
export function fullReport(rest: string): readonly ReportFile[] {
  return reportFiles(readRest(rest).report)
}
