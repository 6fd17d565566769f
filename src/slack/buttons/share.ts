import { permalink } from '../answer.ts'
import { answerButtons } from '../blocks/buttons.ts'
import { preformattedReplies, replyBlocks } from '../blocks/reply.ts'
import { context } from '../blocks/text.ts'
import { ANSWER_MARK } from '../conversation/thread.ts'
import { deliver } from '../delivery.ts'
import { keepAnswer } from '../kept-answers.ts'
import { reasonOf } from '../patiently.ts'
import { isDirect, type Place } from '../place.ts'
import { tell, type Visit } from '../visit.ts'
import type { AnswerPress } from './press.ts'

/** Posts a private answer for all, once; only who asked may do so. */
export async function share(visit: Visit, { key, kept }: AnswerPress): Promise<void> {
  const { services, client, place, user } = visit
  if (kept.user !== user) {
    await tell(visit, 'Only the person who asked can share this answer.')
    return
  }
  if (visit.hidden !== null) {
    await tell(visit, `It was not shared. ${visit.hidden}`)
    return
  }
  if (!(await services.store.claim(`shared:${key}`, 60_000))) return
  const to: Place = { ...place, kind: 'visible' }
  const mark = `${ANSWER_MARK}${key}`
  const by = [context(`Shared by <@${user}>.`)]
  const { remediation } = kept.report
  const buttons = answerButtons(key, { shareTo: null, hasAfter: remediation.after !== null, cut: false })
  try {
    const delivered = await deliver(
      {
        best: replyBlocks(kept.report, { mark, notes: by, buttons }),
        plain: () => preformattedReplies(kept.report, { mark }),
        file: null,
      },
      to,
      services,
      client,
      { detours: false },
    )
    visit.audit.shared = place.channel
    const link =
      delivered.ts === null || isDirect(delivered.channel)
        ? null
        : permalink(delivered.channel, delivered.ts, place.thread, services)
    await keepAnswer(key, { ...kept, place: { ...kept.place, kind: 'visible' }, link }, services)
  } catch (error) {
    await services.store.delete(`shared:${key}`)
    services.log.warn({ reason: reasonOf(error) }, 'an answer could not be shared')
    await tell(visit, 'Slack did not let the app post here. Invite it to the channel with /invite, and press again.')
  }
}
