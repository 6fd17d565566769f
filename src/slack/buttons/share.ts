import { permalink } from '../answer.ts'
import { reasonOf } from '../calls/patiently.ts'
import { deliver } from '../delivery/delivery.ts'
import { isDirect, type Place } from '../delivery/place.ts'
import { keepAnswer } from '../kept-answers.ts'
import { requesterOf, tell, type Visit } from '../visit.ts'
import type { RestPress } from './press.ts'

/** Posts a private answer for all, once; only who asked may do so. */
export async function share(visit: Visit, { key, kept, rest }: RestPress): Promise<void> {
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
  const turn = { requester: requesterOf(visit), goesOn: true }
  const made = await services.pool.run('shared', { rest, key, by: user }, turn)
  if (!made.ok) {
    await services.store.delete(`shared:${key}`)
    await tell(visit, made.say)
    return
  }
  try {
    const forms = { ...made.result, file: null }
    const delivered = await deliver(forms, to, services, client, { detours: false })
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
