import type { App } from '@slack/bolt'
import { answer } from '../answer.ts'
import { ACTIONS } from '../blocks/buttons.ts'
import { escapeText } from '../blocks/text.ts'
import { isDirect } from '../delivery/place.ts'
import { withProgress } from '../delivery/progress.ts'
import { openDirect, uploadFiles } from '../delivery/uploads.ts'
import { forgetPerson } from '../forget.ts'
import { publishHome } from '../home.ts'
import { diagnoseModal, notice } from '../modal.ts'
import type { Services } from '../services.ts'
import { requesterOf, say, tell, type Visit } from '../visit.ts'
import { openWindow } from '../window.ts'
import { explanation } from '../words.ts'
import { onAnswerPress, onPress, onRestPress } from './press.ts'
import { share } from './share.ts'

/** Everything that can be pressed under an answer and in the Home tab. */
export function registerButtons(app: App, services: Services): void {
  onRestPress(app, ACTIONS.share, services, share)

  onRestPress(app, ACTIONS.after, services, async (visit, { rest }) => {
    const made = await services.pool.run('afterTheFix', rest, goingOn(visit))
    if (made.ok) await say(visit, made.result)
    else await tell(visit, made.say)
  })

  onRestPress(app, ACTIONS.file, services, async (visit, { kept, rest }) => {
    const made = await services.pool.run('fullReport', rest, goingOn(visit))
    if (!made.ok) {
      await tell(visit, made.say)
      return
    }
    const { channel, thread } = visit.place
    const inPlace = isDirect(channel) || (kept.place.kind === 'visible' && kept.place.channel === channel)
    const target = inPlace
      ? { channel, thread }
      : { channel: await openDirect(visit.user, services, visit.client), thread: null }
    await uploadFiles(target, `The full report: ${escapeText(kept.gist.title)}`, made.result, services, visit.client)
    if (!inPlace)
      await tell(
        visit,
        'The full report is in your direct messages with the app, since files cannot be shown to one person alone.',
      )
  })

  onAnswerPress(app, ACTIONS.addEnd, services, async (visit, { key, kept, trigger }) => {
    const { channel, thread, responseUrl } = visit.place
    await openWindow(
      visit,
      trigger,
      diagnoseModal({ channel, thread, responseUrl, kind: kept.place.kind, answer: key }, kept),
    )
  })

  for (const action of [ACTIONS.helped, ACTIONS.notHelped]) {
    onPress(app, action, services, async (visit, { value }) => {
      const helped = action === ACTIONS.helped
      services.metrics.feedback.inc({ answer: helped ? 'helped' : 'not-helped' })
      services.log.info({ feedback: { helped, answer: value } }, 'feedback')
      await tell(
        visit,
        helped
          ? 'Thank you, that is good to know.'
          : 'Thank you for saying so. What would help most: the same output from the other end, the status output or the log of a failed try, pasted here with what was tried. If the answer is wrong, tell whoever runs this app.',
      )
    })
  }

  onPress(app, ACTIONS.explain, services, async (visit, { value, trigger }) => {
    const page = explanation(value)
    await openWindow(visit, trigger, notice(page.blocks), page)
  })

  onPress(app, ACTIONS.open, services, async (visit, { trigger }) => {
    const { channel, thread, responseUrl } = visit.place
    await openWindow(visit, trigger, diagnoseModal({ channel, thread, responseUrl, kind: 'private', answer: null }))
  })

  onRestPress(app, ACTIONS.tunnel, services, async (visit, { kept, rest, value }) => {
    if (!kept.hasPastes) {
      await tell(visit, 'The texts were too long to be kept. Paste the part that concerns one tunnel.')
      return
    }
    if (kept.place.kind === 'visible') visit.place = { ...visit.place, kind: 'visible' }
    const tunnelAt = Number(value.split(' ')[1])
    await withProgress(visit, 'this tunnel', async () => {
      await answer(visit, { asked: { pastes: [] }, kept: { rest, tunnelAt } })
    })
  })

  onRestPress(app, ACTIONS.again, services, async (visit, { rest }) => {
    const made = await services.pool.run('again', rest, goingOn(visit))
    if (!made.ok) {
      await tell(visit, made.say)
      return
    }
    const channel = await openDirect(visit.user, services, visit.client)
    visit.place = { ...visit.place, kind: 'visible', channel, thread: null }
    const { best, plain } = made.result
    await say(visit, best).catch(async () => {
      for (const piece of plain) await say(visit, piece)
    })
  })

  // The link is opened by Slack; it only wants to be told that the press was heard.
  app.action(ACTIONS.link, ({ ack }) => ack())

  onPress(app, ACTIONS.forget, services, async (visit) => {
    await forgetPerson(visit)
    await publishHome(visit)
  })

  // A button that only another version of the app knew.
  onPress(app, new RegExp(`^(?!(?:${Object.values(ACTIONS).join('|')})$)`), services, (visit) =>
    tell(
      visit,
      'This button is of another version of the app and does nothing any more. Ask again for a new answer.',
    ).then(() => undefined),
  )
}

/** A press goes on with an answer that had its turn. */
function goingOn(visit: Visit) {
  return { requester: requesterOf(visit), goesOn: true }
}
