import type { App } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import * as z from 'zod'
import { judgeAccess } from './access.ts'
import { converse } from './conversation/converse.ts'
import { isByPerson, SlackMessage } from './conversation/message.ts'
import { type Place, placeFor } from './delivery/place.ts'
import { forgetWorkspace } from './forget.ts'
import { publishHome, publishRefusal } from './home.ts'
import type { Services } from './services.ts'
import { receive, type Surface } from './visit.ts'

/** The frame around an event. */
const Envelope = z.looseObject({
  event_id: z.string().optional(),
  team_id: z.string().optional(),
  is_ext_shared_channel: z.boolean().optional(),
})

const Heard = SlackMessage.extend({
  channel: z.string(),
  channel_type: z.string().optional(),
  /** The asker's own workspace, where it is not the one that the app is installed in. */
  user_team: z.string().optional(),
})

/** Mentions in channels and threads, messages to the app, its Home tab, and its end. */
export function registerEvents(app: App, services: Services): void {
  app.event('app_mention', ({ event, body, client }) => hear('mention', event, body, client))
  app.event('message', async ({ event, body, client }) => {
    if (event.channel_type === 'im') await hear('dm', event, body, client)
  })
  app.event('app_home_opened', async ({ event, body, client }) => {
    if (event.tab !== 'home') return
    const team = Envelope.safeParse(body).data?.team_id ?? ''
    const place = { ...placeFor('', event.user), kind: 'private' as const }
    const asked = { surface: 'home' as const, team, user: event.user, client, place, claims: [], always: true }
    await receive(services, asked, async (visit) => {
      // Who is refused is told so in the tab itself, not in a message each time it is opened.
      const access = await judgeAccess({ team, channel: '', user: event.user, external: null }, services, client)
      if (access.ok) await publishHome(visit)
      else await publishRefusal(visit, access.say)
    })
  })
  app.event('app_uninstalled', () => forgetWorkspace(services))
  app.event('tokens_revoked', () => forgetWorkspace(services))

  /** Edits, other bots and unfurls are not for the app; a message that comes as two events is answered once. */
  async function hear(surface: Surface, event: unknown, body: unknown, client: WebClient): Promise<void> {
    const message = Heard.safeParse(event).data
    const envelope = Envelope.safeParse(body).data ?? {}
    if (message === undefined || !isByPerson(message) || message.edited !== undefined) return
    const { user = '', channel, ts } = message
    const team = message.user_team ?? envelope.team_id ?? ''
    const claims = [
      ...(envelope.event_id === undefined ? [] : [`event:${envelope.event_id}`]),
      `message:${envelope.team_id ?? ''}:${channel}:${ts}`,
    ]
    const thread = message.thread_ts ?? ts
    const active = message.thread_ts !== undefined
    const place: Place = { kind: 'visible', channel, user, thread, active, responseUrl: null, placeholder: null }
    const external = envelope.is_ext_shared_channel ?? false
    await receive(services, { surface, team, user, client, place, claims, external }, (visit) =>
      converse(visit, message),
    )
  }
}
