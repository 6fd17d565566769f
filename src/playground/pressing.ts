import { deliver } from './app-link.ts'
import type { InteractiveElement } from './block-elements.ts'
import type { MessageBlock, ModalBlock } from './block-kit.ts'
import { person, team } from './cast.ts'
import { judgeFields, stateOf } from './form-state.ts'
import { judgeView } from './judge.ts'
import { messageObject, viewObject } from './payload-objects.ts'
import { channelName, jsonOr, recordFailure, type Slack, tell, who } from './slack.ts'
import type { Message, OpenView, Workspace } from './workspace.ts'

/** Where a button stands, and the option that was chosen when it is a menu. */
export interface Press {
  readonly block: string
  readonly action: string
  readonly options: readonly string[]
}

/** A press on a button, or a choice from a menu, of a message. */
export async function pressInMessage(slack: Slack, ts: string, press: Press, user: string = person.id): Promise<void> {
  const message = slack.workspace.message(ts)
  const element = message === undefined ? undefined : findElement(message.blocks, press)
  if (message === undefined || element === undefined) return
  await act(slack, message.channel, user, press, element, {
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
    response_url: slack.workspace.responseUrls.issue('actions', team.id, {
      channel: message.channel,
      message: ts,
      user,
    }),
  })
}

/** A press on a button, or a choice from a menu, of a modal; what stands in the form goes along. */
export async function pressInModal(slack: Slack, viewId: string, press: Press, form: FormData): Promise<void> {
  const open = openView(slack.workspace, viewId)
  const element = open === undefined ? undefined : findElement(open.view.blocks, press)
  if (open === undefined || element === undefined) return
  await act(slack, open.channel, open.user, press, element, {
    container: { type: 'view', view_id: viewId },
    view: {
      ...viewObject(open, slack.workspace),
      state: { values: await stateOf(open.view, form, slack.workspace, open.user) },
    },
  })
}

/** A press in the Home tab, which is in no channel. */
export async function pressInHome(slack: Slack, press: Press, user: string = person.id): Promise<void> {
  const home = slack.workspace.home(user)
  const element = home === undefined ? undefined : findElement(home.blocks, press)
  if (element === undefined) return
  await act(slack, '', user, press, element, { container: { type: 'view' }, view: { ...home, id: `V${user}` } })
}

async function act(
  { workspace, link }: Slack,
  channel: string,
  user: string,
  press: Press,
  element: InteractiveElement,
  place: object,
): Promise<void> {
  const payload = {
    type: 'block_actions',
    ...who(workspace, channel, user),
    ...place,
    actions: [{ ...actionObject(element, press), action_ts: (workspace.clock() / 1_000).toFixed(6) }],
  }
  const acknowledgement = await deliver(link, { payload: JSON.stringify(payload) })
  if (acknowledgement.ok) return
  tell({ workspace }, channel, `The app did not take this press: "${acknowledgement.error}"`, user)
  recordFailure(workspace, `block_actions ${press.action}`, acknowledgement)
}

/** The modal's submit button: first what Slack checks by itself, then the app's answer. */
export async function submitModal({ workspace, link }: Slack, viewId: string, form: FormData): Promise<void> {
  const open = openView(workspace, viewId)
  if (open === undefined) return
  const mistakes = judgeFields(open.view, form)
  workspace.setViewErrors(viewId, mistakes)
  if (Object.keys(mistakes).length > 0) return
  const view = {
    ...viewObject(open, workspace),
    state: { values: await stateOf(open.view, form, workspace, open.user) },
  }
  const payload = { type: 'view_submission', ...who(workspace, open.channel, open.user), view, response_urls: [] }
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
    workspace.closeView('top', open.user)
    return
  }
  if (action === 'clear') {
    workspace.closeView('all', open.user)
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
  if (action === 'push') workspace.show(judged.accepted, open, 'push')
  if (action === 'update') workspace.updateView(open.id, judged.accepted)
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

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}
