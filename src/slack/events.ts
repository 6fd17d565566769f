import type { App } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import { converse } from './conversation/converse.ts'
import { isByPerson, SlackMessage } from './conversation/message.ts'
import { forgetWorkspace } from './forget.ts'
import { publishHome } from './home.ts'
import type { Place } from './place.ts'
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
    const place: Place = {
      kind: 'private',
      channel: '',
      user: event.user,
      thread: null,
      responseUrl: null,
      placeholder: null,
    }
    await receive(services, { surface: 'home', team, user: event.user, client, place, claims: [] }, (visit) =>
      publishHome(visit),
    )
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
    const place: Place = { kind: 'visible', channel, user, thread, responseUrl: null, placeholder: null }
    const external = envelope.is_ext_shared_channel ?? false
    await receive(services, { surface, team, user, client, place, claims, external }, (visit) =>
      converse(visit, message),
    )
  }
}
