import type { Report, TunnelRow } from '../src/core/index.ts'
import { judgeMessage } from '../src/playground/judge.ts'
import { limits } from '../src/playground/limits.ts'
import { answerButtons } from '../src/slack/blocks/buttons.ts'
import { afterTable } from '../src/slack/blocks/flows-table.ts'
import { answerText, preformattedReplies, replyBlocks } from '../src/slack/blocks/reply.ts'
import type { Reply } from '../src/slack/blocks/text.ts'
import { tunnelMenu } from '../src/slack/blocks/tunnels-table.ts'
import { reportFiles } from '../src/slack/compose/report-files.ts'
import type { Complaint } from './complaint.ts'

/** Slack takes a gigabyte; what is longer than this is of no use to anybody, unless the paste was as long itself. */
const LONGEST_FILE = 20_000_000
/** Times that one word of a paste may stand in an answer: the report has the ends, the tunnels and both after the remedy. */
const TIMES = 12

/** All that Slack is given of one answer. */
export interface SlackForms {
  readonly messages: readonly Reply[]
  readonly files: readonly string[]
}

/** The answer in each form that it can take. */
export function slackForms(report: Report, rows: readonly TunnelRow[]): SlackForms {
  const key = 'U0FUZZ:0123456789abcdef'
  const shareTo = 'Share in channel'
  const buttons = [
    ...tunnelMenu(report, key),
    ...answerButtons(key, { shareTo, hasAfter: report.remediation.after !== null, cut: true }),
  ]
  const after = afterTable(report)
  return {
    messages: [
      replyBlocks(report, { mark: 'answer', buttons }),
      replyBlocks({ ...report, flows: [], tunnels: [...rows] }, { mark: 'answer', buttons }),
      ...preformattedReplies(report, { mark: 'answer' }),
      ...(after === null ? [] : [{ text: 'After the fix', blocks: [after] }]),
    ],
    files: [answerText(report), ...reportFiles(report).map(({ bytes }) => new TextDecoder().decode(bytes))],
  }
}

/** Of an answer to so many characters: what Slack would send back, and what it would show otherwise than it was meant. */
export function slackComplaints({ messages, files }: SlackForms, pasted: number): Complaint[] {
  const most = Math.max(LONGEST_FILE, TIMES * pasted)
  return [
    ...messages.flatMap((message) => [...messageComplaints(message)]),
    ...(files.some(({ length }) => length > most) ? [say(`a file has more than ${most} characters`)] : []),
  ]
}

function* messageComplaints(message: Reply): Generator<Complaint> {
  const judged = judgeMessage(message)
  if ('refused' in judged) yield say(`${judged.refused.error}: ${judged.refused.messages[0]?.slice(0, 200)}`)
  if (message.text === '') yield say('a message has no text')
  if (message.text.length > limits.message.text) yield say(`a message has ${message.text.length} characters of text`)
  const json = JSON.stringify(message)
  // An escape of half a character is no JSON for most programs, and that would lose the whole message.
  if (/\\u[dD][89a-fA-F][0-9a-fA-F]{2}/.test(json)) yield say('a message holds half a character')
  if (/[\u202a-\u202e\u2066-\u2069]/.test(json)) yield say('a message holds a mark that turns the direction of text')
  if (/\\u00(?!0a|09)[01]/.test(json) || /\\[bf]/.test(json.replaceAll('\\\\', '')))
    yield say('a message holds a control character')
}

function say(text: string): Complaint {
  return { kind: 'slack', say: text }
}
