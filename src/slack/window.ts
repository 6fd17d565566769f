import type { ModalView } from '@slack/types'
import { WebAPIPlatformError } from '@slack/web-api'
import type { Reply } from './blocks/text.ts'
import { patiently, reasonOf } from './calls/patiently.ts'
import { say, tell, type Visit } from './visit.ts'

const TOO_LATE = 'Slack lets a window open within three seconds, and they had passed.'
const TRY_AGAIN = 'Please try it again; text can also be pasted behind the command.'

/**
 * Opens a window. Slack lets one open for three seconds after the press, and not later; then `instead` is said, or that
 * it came too late.
 */
export async function openWindow(visit: Visit, trigger: string, view: ModalView, instead?: Reply): Promise<boolean> {
  try {
    await visit.client.views.open({ trigger_id: trigger, view })
    return true
  } catch (error) {
    const reason = reasonOf(error)
    visit.services.metrics.refusals.inc({ method: 'views.open', error: reason })
    if (instead !== undefined) await say(visit, instead)
    else if (reason.endsWith('_trigger_id')) await tell(visit, `${TOO_LATE} ${TRY_AGAIN}`)
    else if (error instanceof WebAPIPlatformError) throw error
    else await tell(visit, `The window did not open (${reason}). ${TRY_AGAIN}`)
    return false
  }
}

/** Shows the end of the work in a window that may be closed by now; the answer itself does not depend on it. */
export async function updateWindow(
  { client, services }: Pick<Visit, 'client' | 'services'>,
  id: string,
  view: ModalView,
): Promise<void> {
  await patiently(services, 'views.update', () => client.views.update({ view_id: id, view })).catch(() => undefined)
}
