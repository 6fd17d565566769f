import type { App } from '@slack/bolt'
import type { Report } from '../core/index.ts'
import { answer } from './answer.ts'
import { type Reply, sections } from './blocks/text.ts'
import { forgetPerson } from './forget.ts'
import { diagnoseModal } from './modal.ts'
import { secretNote } from './notes.ts'
import { placeFor } from './place.ts'
import { withProgress } from './progress.ts'
import type { Services } from './services.ts'
import { receive, say } from './visit.ts'
import { openWindow } from './window.ts'
import { COMMAND, EXAMPLE, wordReply } from './words.ts'

/** The source name of text that was typed behind the command. */
const INLINE = 'command'
/** Longer text may have been cut on its way through a slash command. */
const CUT_ABOVE = 3_500

/** `/ipsec-diagnose`: a paste, one of the words of the help, or nothing, which opens the window. */
export function registerCommand(app: App, services: Services): void {
  app.command(COMMAND, async ({ ack, command, client }) => {
    await ack()
    const {
      team_id: team,
      user_id: user,
      channel_id: channel,
      trigger_id: trigger,
      response_url: responseUrl,
    } = command
    const place = { ...placeFor(channel, user, { responseUrl }), kind: 'private' as const }
    const text = command.text.replaceAll('\r\n', '\n').trim()
    const always = text === 'forget'
    // Slack may deliver one command twice; the trigger is the same then.
    const asked = { surface: 'command' as const, team, user, client, place, claims: [`trigger:${trigger}`], always }
    await receive(services, asked, async (visit) => {
      if (text === '') {
        await openWindow(visit, trigger, diagnoseModal({ ...place, answer: null }))
        return
      }
      if (text === 'forget') {
        await forgetPerson(visit)
        return
      }
      const page = wordReply(text)
      if (page !== undefined) {
        await say(visit, page)
        return
      }
      const paste = text === 'example' ? { source: 'example', text: EXAMPLE } : { source: INLINE, text }
      const cut = (report: Report) =>
        paste.source === INLINE && (text.length > CUT_ABOVE || report.diagnostics.some(({ code }) => code === 'PA008'))
      await withProgress(visit, 'what stands behind the command', async () => {
        await answer(visit, { request: { pastes: [paste] }, cut, notes: (report) => notes(report, cut(report)) })
      })
    })
  })
}

/** The front end's own sentences: where a pasted secret now lies, and that the text may have been cut. */
function notes(report: Report, cut: boolean): Reply['blocks'] {
  return [
    ...(cut
      ? sections(
          '*This may have been cut.* Slack limits what a command carries; use the window or files for long text.',
        )
      : []),
    ...secretNote(report, 'command'),
  ]
}
