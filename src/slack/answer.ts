import { randomUUID } from 'node:crypto'
import type { AnalysisRequest, Report } from '../core/index.ts'
import type { Services } from './app.ts'
import { preformattedReplies, replyBlocks } from './blocks/reply.ts'
import { context, escapeText, type Reply, sections } from './blocks/text.ts'

/** Sends one message; rejects when Slack refuses it. */
export type Send = (reply: Reply) => Promise<unknown>

/** How a press of "Share in channel" finds its message again. */
export const SHARE = 'share'
const KEPT = 24 * 60 * 60 * 1000

/** Longer text may have been cut on its way through a slash command. */
const CUT_ABOVE = 3_500

/** Analyses and answers; a reply that Slack refuses goes again as preformatted text. */
export async function answer(request: AnalysisRequest, services: Services, send: Send): Promise<void> {
  const answered = await services.pool.analyse(request)
  if (!answered.ok) {
    await send({ text: answered.say, blocks: sections(escapeText(answered.say)) })
    return
  }
  const { report } = answered
  const key = randomUUID()
  await services.store.set(`${SHARE}:${key}`, JSON.stringify(replyBlocks(report)), KEPT)
  try {
    await send(replyBlocks(report, notes(report, request), [buttons(key, mayBeCut(report, request))]))
  } catch {
    for (const piece of preformattedReplies(report)) await send(piece)
  }
}

/** The front end's own sentences: where a pasted secret now lies, and that the text may have been cut. */
function notes(report: Report, request: AnalysisRequest): Reply['blocks'] {
  return [
    ...(mayBeCut(report, request)
      ? sections(
          '*This may have been cut.* Slack limits what a command carries; use the window or files for long text.',
        )
      : []),
    ...(report.diagnostics.some(({ code }) => code === 'PA003')
      ? [
          context(
            "A secret was in the text. A command's text is not in the channel's history, but it went through Slack to this app; files stay in the workspace until they are deleted.",
          ),
        ]
      : []),
  ]
}

function mayBeCut(report: Report, { pastes }: AnalysisRequest): boolean {
  const inline = pastes.some(({ source, text }) => source === INLINE && text.length > CUT_ABOVE)
  return inline || report.diagnostics.some(({ code }) => code === 'PA008')
}

/** The source name of text that was typed behind the command. */
export const INLINE = 'command'
export const OPEN = 'open-modal'

function buttons(key: string, cut: boolean): Reply['blocks'][number] {
  return {
    type: 'actions',
    elements: [
      { type: 'button', action_id: SHARE, value: key, text: { type: 'plain_text', text: 'Share in channel' } },
      ...(cut
        ? [
            {
              type: 'button' as const,
              action_id: OPEN,
              text: { type: 'plain_text' as const, text: 'Paste in a window' },
            },
          ]
        : []),
    ],
  }
}
