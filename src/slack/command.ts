import type { App } from '@slack/bolt'
import { answer } from './answer.ts'
import { placeFor } from './delivery/place.ts'
import { withProgress } from './delivery/progress.ts'
import { forgetPerson } from './forget.ts'
import { diagnoseModal } from './modal.ts'
import type { Services } from './services.ts'
import { receive, say } from './visit.ts'
import { openWindow } from './window.ts'
import { COMMAND, EXAMPLE, wordReply } from './words.ts'

/** The source name of text that was typed behind the command. */
const INLINE = 'command'

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
      const way = paste.source === INLINE ? { way: 'command' as const } : {}
      await withProgress(visit, 'what stands behind the command', async () => {
        await answer(visit, { asked: { pastes: [paste] }, ...way })
      })
    })
  })
}
