import { type Acknowledgement, type AppLink, deliver, deliverEvent } from './app-link.ts'
import type { InteractiveElement } from './block-elements.ts'
import type { MessageBlock, ModalBlock } from './block-kit.ts'
import { app, channels, command, person, team } from './cast.ts'
import { judgeFields, stateOf } from './form-state.ts'
import { judgeView } from './judge.ts'
import { mention, messageObject, viewObject } from './payload-objects.ts'
import { acceptReply } from './reply.ts'
import type { Message, OpenView, Workspace } from './workspace.ts'

/** What the person at the page does, turned into the requests that Slack would send for it. */
export interface Slack {
  readonly workspace: Workspace
  readonly link: AppLink
}

/** Where a button stands, and the option that was chosen when it is a menu. */
export interface Press {
  readonly block: string
  readonly action: string
  readonly options: readonly string[]
}

/** Text from the composer: a slash command, or a message that stays in the channel. */
export async function typeText(slack: Slack, channel: string, text: string): Promise<void> {
  if (!text.startsWith('/')) {
    await tellApp(slack, slack.workspace.post({ channel, author: 'person', text }))
    return
  }
  const [, name = '', rest = ''] = /^(\/\S*)(?:\s([\s\S]*))?$/.exec(text) ?? []
  if (name !== command) {
    tell(slack, channel, `\`${name}\` is not a valid command. This page knows \`${command}\` only.`)
    return
  }
  await runCommand(slack, channel, rest)
}

/** The app hears of messages that mention it, and of those in its own conversation. */
async function tellApp({ workspace, link }: Slack, message: Message): Promise<void> {
  const direct = channels.some(({ id, direct }) => direct && id === message.channel)
  if (!direct && !message.text.includes(mention)) return
  const kind = direct ? { type: 'message', channel_type: 'im' } : { type: 'app_mention' }
  const acknowledgement = await deliverEvent(link, {
    token: 'playground',
    type: 'event_callback',
    team_id: team.id,
    api_app_id: app.id,
    event_id: `Ev${message.ts.replace('.', '')}`,
    event_time: Math.floor(Number(message.ts)),
    authorizations: [{ enterprise_id: null, team_id: team.id, user_id: app.user, is_bot: true }],
    is_ext_shared_channel: false,
    event: { ...messageObject(message), ...kind, channel: message.channel, event_ts: message.ts },
  })
  if (!acknowledgement.ok) recordFailure(workspace, kind.type, acknowledgement)
}

async function runCommand({ workspace, link }: Slack, channel: string, text: string): Promise<void> {
  const target = { channel, message: null }
  const acknowledgement = await deliver(link, {
    token: 'playground',
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel,
    channel_name: channelName(channel),
    user_id: person.id,
    user_name: person.name,
    command,
    text,
    api_app_id: app.id,
    is_enterprise_install: 'false',
    response_url: workspace.responseUrls.issue('commands', team.id, target),
    trigger_id: workspace.triggers.issue(channel),
  })
  if (!acknowledgement.ok) {
    tell({ workspace }, channel, `\`${command}\` failed with the error "${acknowledgement.error}"`)
    recordFailure(workspace, command, acknowledgement)
    return
  }
  if (acknowledgement.body === '') return
  const refusal = acceptReply(workspace, target, jsonOr(acknowledgement.body, { text: acknowledgement.body }))
  if (refusal === null) return
  tell({ workspace }, channel, `\`${command}\` failed with the error "invalid_command_response"`)
  workspace.recordRefusal(`${command} (acknowledgement)`, refusal)
}

/** A press on a button, or a choice from a menu, of a message. */
export async function pressInMessage(slack: Slack, ts: string, press: Press): Promise<void> {
  const message = slack.workspace.message(ts)
  const element = message === undefined ? undefined : findElement(message.blocks, press)
  if (message === undefined || element === undefined) return
  await act(slack, message.channel, press, element, {
    container: {
      type: 'message',
      message_ts: ts,
      channel_id: message.channel,
      is_ephemeral: message.ephemeral,
      ...(message.thread === null ? {} : { thread_ts: message.thread }),
    },
    channel: { id: message.channel, name: channelName(message.channel) },
    ...withoutEphemeral(message),
    state: { values: {} },
    response_url: slack.workspace.responseUrls.issue('actions', team.id, { channel: message.channel, message: ts }),
  })
}

/** A press on a button, or a choice from a menu, of a modal; what stands in the form goes along. */
export async function pressInModal(slack: Slack, viewId: string, press: Press, form: FormData): Promise<void> {
  const open = openView(slack.workspace, viewId)
  const element = open === undefined ? undefined : findElement(open.view.blocks, press)
  if (open === undefined || element === undefined) return
  await act(slack, open.channel, press, element, {
    container: { type: 'view', view_id: viewId },
    view: { ...viewObject(open, slack.workspace), state: { values: await stateOf(open.view, form, slack.workspace) } },
  })
}

async function act(
  { workspace, link }: Slack,
  channel: string,
  press: Press,
  element: InteractiveElement,
  place: object,
): Promise<void> {
  const payload = {
    type: 'block_actions',
    ...who(workspace, channel),
    ...place,
    actions: [{ ...actionObject(element, press), action_ts: (workspace.clock() / 1_000).toFixed(6) }],
  }
  const acknowledgement = await deliver(link, { payload: JSON.stringify(payload) })
  if (acknowledgement.ok) return
  tell({ workspace }, channel, `The app did not take this press: "${acknowledgement.error}"`)
  recordFailure(workspace, `block_actions ${press.action}`, acknowledgement)
}

/** The modal's submit button: first what Slack checks by itself, then the app's answer. */
export async function submitModal({ workspace, link }: Slack, viewId: string, form: FormData): Promise<void> {
  const open = openView(workspace, viewId)
  if (open === undefined) return
  const mistakes = judgeFields(open.view, form)
  workspace.setViewErrors(viewId, mistakes)
  if (Object.keys(mistakes).length > 0) return
  const view = { ...viewObject(open, workspace), state: { values: await stateOf(open.view, form, workspace) } }
  const payload = { type: 'view_submission', ...who(workspace, open.channel), view, response_urls: [] }
  const acknowledgement = await deliver(link, { payload: JSON.stringify(payload) })
  if (!acknowledgement.ok) {
    workspace.setViewErrors(viewId, { '': `We had some trouble connecting. Try again? (${acknowledgement.error})` })
    recordFailure(workspace, 'view_submission', acknowledgement)
    return
  }
  afterSubmission(workspace, open, jsonOr(acknowledgement.body, {}))
}

function afterSubmission(workspace: Workspace, open: OpenView, answer: unknown): void {
  const action = field(answer, 'response_action')
  if (action === undefined) {
    workspace.closeView('top')
    return
  }
  if (action === 'clear') {
    workspace.closeView('all')
    return
  }
  if (action === 'errors') {
    const inputs = open.view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id)
    const errors = Object.entries(Object(field(answer, 'errors'))).map(
      ([block, text]) => [block, String(text)] as const,
    )
    const stray = errors.find(([block]) => !inputs.includes(block))
    if (stray !== undefined) {
      workspace.recordRefusal('view_submission', { error: 'invalid_errors', messages: [`no input block ${stray[0]}`] })
    }
    workspace.setViewErrors(open.id, Object.fromEntries(errors))
    return
  }
  const judged = judgeView(field(answer, 'view'))
  if ('refused' in judged) {
    workspace.setViewErrors(open.id, { '': 'We had some trouble connecting. Try again?' })
    workspace.recordRefusal(`view_submission (${String(action)})`, judged.refused)
    return
  }
  if (action === 'push') workspace.show(judged.accepted, open.channel, 'push')
  if (action === 'update') workspace.updateView(open.id, judged.accepted)
}

function who(workspace: Workspace, channel: string): object {
  return {
    team: { id: team.id, domain: team.domain },
    user: { id: person.id, username: person.name, name: person.name, team_id: team.id },
    api_app_id: app.id,
    token: 'playground',
    enterprise: null,
    is_enterprise_install: false,
    trigger_id: workspace.triggers.issue(channel),
  }
}

/** Slack leaves the message out of the payload when it is ephemeral. */
function withoutEphemeral(message: Message): object {
  return message.ephemeral ? {} : { message: messageObject(message) }
}

function actionObject(element: InteractiveElement, press: Press): object {
  const base = { type: element.type, action_id: press.action, block_id: press.block }
  if (element.type === 'button') {
    return { ...base, text: element.text, ...(element.value === undefined ? {} : { value: element.value }) }
  }
  const chosen = element.options.filter((option) => press.options.includes(option.value))
  return element.type === 'checkboxes'
    ? { ...base, selected_options: chosen }
    : { ...base, selected_option: chosen[0] ?? null }
}

function findElement(blocks: readonly (MessageBlock | ModalBlock)[], press: Press): InteractiveElement | undefined {
  for (const block of blocks) {
    if (block.type === 'container') {
      const inside = findElement(block.child_blocks, press)
      if (inside !== undefined) return inside
    }
    if (block.block_id !== press.block) continue
    const elements = block.type === 'actions' ? block.elements : block.type === 'section' ? [block.accessory] : []
    for (const element of elements) {
      if (element !== undefined && element.type !== 'image' && element.action_id === press.action) return element
    }
  }
  return undefined
}

function openView(workspace: Workspace, id: string): OpenView | undefined {
  return workspace.views.find((open) => open.id === id)
}

function channelName(id: string): string {
  const channel = channels.find((known) => known.id === id)
  return channel === undefined || channel.direct ? 'directmessage' : channel.name
}

function tell({ workspace }: Pick<Slack, 'workspace'>, channel: string, text: string): void {
  workspace.post({ channel, author: 'slackbot', text, ephemeral: true })
}

function recordFailure(workspace: Workspace, call: string, failure: Acknowledgement & { ok: false }): void {
  workspace.recordRefusal(call, { error: failure.error, messages: [failure.say] })
}

function jsonOr(body: string, otherwise: object): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return otherwise
  }
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}
