import { WebAPIPlatformError, type WebClient } from '@slack/web-api'
import { context, type Reply } from '../blocks/text.ts'
import { reasonOf } from '../calls/patiently.ts'
import type { Services } from '../services.ts'
import type { Place } from './place.ts'
import { ResponseUrlRefused } from './response-url.ts'
import { type Route, routesTo, type Sent } from './routes.ts'

/** An answer in the forms that it can take, the best first; each is for when Slack refuses the one before. */
interface Forms {
  readonly best: Reply
  /** The same as preformatted text, in as many messages as it takes. */
  readonly plain: readonly Reply[]
  /** The same as a file of text in UTF-8. */
  readonly file: Uint8Array | null
}

/** Slack took the answer nowhere. */
class NotDelivered extends Error {
  override readonly name = 'NotDelivered'
}

/**
 * Tries the ways to a place in their order, and on each the forms of the answer. Rejects when none is left. Without
 * `detours` it goes to the place itself or nowhere.
 */
export async function deliver(
  forms: Forms,
  place: Place,
  services: Services,
  client: WebClient,
  { detours = true }: { readonly detours?: boolean } = {},
): Promise<Sent> {
  let instead: string | null = null
  for (const route of routesTo(place, services, client)) {
    if (!detours && route.detour !== null) continue
    const note = instead !== null && route.detour !== null ? context(`${route.detour} (${instead}).`) : null
    const first = note === null ? forms.best : { ...forms.best, blocks: [note, ...forms.best.blocks] }
    const attempts: (() => Promise<Sent>)[] = [() => route.post(first), () => postAll(route, forms.plain)]
    const { upload } = route
    const { file } = forms
    if (upload !== null && file !== null) {
      attempts.push(() => upload(file, forms.best.text))
    }
    for (const attempt of attempts) {
      try {
        return await attempt()
      } catch (error) {
        instead ??= reasonOf(error)
        if (!isAboutTheForm(error)) break
      }
    }
  }
  throw new NotDelivered()
}

async function postAll(route: Route, replies: readonly Reply[]): Promise<Sent> {
  let sent: Sent | undefined
  for (const reply of replies) {
    const posted = await route.post(reply)
    sent ??= posted
  }
  if (sent === undefined) throw new NotDelivered()
  return sent
}

/**
 * Whether another form of the answer may be taken by the same way. What is wrong with the place is wrong with every form,
 * and a way on which no answer came back is not waited for again.
 */
function isAboutTheForm(error: unknown): boolean {
  if (error instanceof ResponseUrlRefused) return error.status === 200 || error.status === 400
  if (!(error instanceof WebAPIPlatformError)) return false
  return !/^(not_in_channel|channel_not_found|is_archived|user_not_in_channel|restricted_action.*|message_not_found|cant_update_message|edit_window_closed|missing_scope|messages_tab_disabled|cannot_dm_bot|user_not_found)$/.test(
    error.data.error,
  )
}
