import { randomBytes } from 'node:crypto'
import { deliver, deliverEvent } from './app-link.ts'
import { app, channelOf, command, directOf, people, person, shortcut, team } from './cast.ts'
import { messageObject } from './payload-objects.ts'
import { acceptReply } from './reply.ts'
import { channelName, jsonOr, recordFailure, type Slack, tell, who } from './slack.ts'
import { mention } from './typed-text.ts'
import type { Message, Workspace, WorkspaceFile } from './workspace.ts'

/** Who does it, in which thread, and what is attached. */
export interface Manner {
  readonly user?: string
  readonly thread?: string | null
  readonly files?: readonly File[]
}

/** More characters than this, and Slack's client makes a snippet of them. Where exactly it does is not known. */
const longestMessage = 4_000

/** Text from the composer: a slash command, or a message that stays in the channel. */
export async function typeText(slack: Slack, channel: string, text: string, manner: Manner = {}): Promise<void> {
  const { user = person.id, thread = null, files = [] } = manner
  if (text.startsWith('/') && thread !== null) {
    tell(slack, channel, 'Slash commands of apps cannot be used in threads.', user)
    return
  }
  if (!text.startsWith('/')) {
    const snippet = text.length > longestMessage && !text.includes(mention)
    const attached = [...files, ...(snippet ? [new File([text], 'Untitled.txt', { type: 'text/plain' })] : [])]
    const uploaded: WorkspaceFile[] = []
    for (const file of attached) uploaded.push(await upload(slack.workspace, file, user, snippet))
    const written = { channel, author: 'person', user, text: snippet ? '' : text, files: uploaded, thread } as const
    await tellApp(slack, slack.workspace.post(written))
    return
  }
  const [, name = '', rest = ''] = /^(\/\S*)(?:\s([\s\S]*))?$/.exec(text) ?? []
  if (name !== command) {
    tell(slack, channel, `\`${name}\` is not a valid command. This page knows \`${command}\` only.`, user)
    return
  }
  await runCommand(slack, channel, rest, user)
}

async function upload(workspace: Workspace, file: File, owner: string, snippet: boolean): Promise<WorkspaceFile> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const mimetype = file.type === '' ? 'application/octet-stream' : file.type
  return workspace.addFile({
    name: file.name,
    mimetype,
    owner,
    bytes,
    snippet: snippet && file.name === 'Untitled.txt',
  })
}

/** The app hears of messages that mention it, and of those in its own conversation. */
async function tellApp(slack: Slack, message: Message): Promise<void> {
  const channel = channelOf(message.channel)
  if (channel === undefined || (!channel.direct && !message.text.includes(mention))) return
  if (!channel.member) {
    tell(
      slack,
      channel.id,
      `You mentioned ${mention}, but it is not in this channel. It hears nothing here until it is invited.`,
      message.user,
    )
    return
  }
  const kind = channel.direct ? { type: 'message', channel_type: 'im' } : { type: 'app_mention' }
  await sendEvent(
    slack,
    { ...messageObject(message), ...kind, channel: channel.id, event_ts: message.ts },
    channel.external,
  )
}

/** One event, in Slack's frame. */
export async function sendEvent(
  { workspace, link }: Slack,
  event: { readonly type: string; readonly [field: string]: unknown },
  external = false,
  eventId = `Ev${randomBytes(5).toString('hex').toUpperCase()}`,
): Promise<void> {
  const acknowledgement = await deliverEvent(link, {
    token: 'playground',
    type: 'event_callback',
    team_id: team.id,
    api_app_id: app.id,
    event_id: eventId,
    event_time: Math.floor(workspace.clock() / 1_000),
    authorizations: [{ enterprise_id: null, team_id: team.id, user_id: app.user, is_bot: true }],
    is_ext_shared_channel: external,
    event,
  })
  if (!acknowledgement.ok) recordFailure(workspace, event.type, acknowledgement)
}

/** Looks at the app's Home tab. */
export async function openHome(slack: Slack, user: string = person.id): Promise<void> {
  const channel = directOf(user)?.id ?? ''
  await sendEvent(slack, { type: 'app_home_opened', user, channel, tab: 'home', event_ts: '1' })
}

/** The message shortcut, from the menu of a message. */
export async function chooseShortcut(slack: Slack, ts: string, user: string = person.id): Promise<void> {
  const { workspace, link } = slack
  const message = workspace.message(ts)
  if (message === undefined) return
  const { channel } = message
  const payload = {
    type: 'message_action',
    callback_id: shortcut.callback,
    ...who(workspace, channel, user),
    channel: { id: channel, name: channelName(channel) },
    message: messageObject(message),
    message_ts: ts,
    action_ts: String(workspace.clock() / 1_000),
    response_url: workspace.responseUrls.issue('actions', team.id, { channel, message: null, user }),
  }
  const acknowledgement = await deliver(link, { payload: JSON.stringify(payload) })
  if (acknowledgement.ok) return
  tell(slack, channel, `The app did not take this: "${acknowledgement.error}"`, user)
  recordFailure(workspace, shortcut.name, acknowledgement)
}

async function runCommand({ workspace, link }: Slack, channel: string, text: string, user: string): Promise<void> {
  const target = { channel, message: null, user }
  const acknowledgement = await deliver(link, {
    token: 'playground',
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel,
    channel_name: channelName(channel),
    user_id: user,
    user_name: people.find(({ id }) => id === user)?.name ?? user,
    command,
    text,
    api_app_id: app.id,
    is_enterprise_install: 'false',
    response_url: workspace.responseUrls.issue('commands', team.id, target),
    trigger_id: workspace.triggers.issue(channel, user),
  })
  if (!acknowledgement.ok) {
    tell({ workspace }, channel, `\`${command}\` failed with the error "${acknowledgement.error}"`, user)
    recordFailure(workspace, command, acknowledgement)
    return
  }
  if (acknowledgement.body === '') return
  const refusal = acceptReply(workspace, target, jsonOr(acknowledgement.body, { text: acknowledgement.body }))
  if (refusal === null) return
  tell({ workspace }, channel, `\`${command}\` failed with the error "invalid_command_response"`, user)
  workspace.recordRefusal(`${command} (acknowledgement)`, refusal)
}
