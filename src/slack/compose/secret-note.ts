import type { KnownBlock } from '@slack/types'
import type { Report } from '../../core/index.ts'
import { context } from '../blocks/text.ts'
import type { Way } from './question.ts'

const LIES: Readonly<Record<Way, string>> = {
  command: "A command's text is not in the channel's history, but it went through Slack to this app.",
  window:
    "A window's text is in no history, but it went through Slack to this app; files stay in the workspace until they are deleted.",
  message: 'It is blanked here, but the message or file stays in Slack until it is deleted there.',
}

/** Where a secret lies now that was in the text; nothing when there was none. */
export function secretNote(report: Report, way: Way): KnownBlock[] {
  const has = report.diagnostics.some(({ code }) => code === 'PA003')
  return has ? [context(`A secret was in the text. ${LIES[way]}`)] : []
}
