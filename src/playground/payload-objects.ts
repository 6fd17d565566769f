import { extname } from 'node:path'
import { app, type Channel, person, team } from './cast.ts'
import type { Message, OpenView, Workspace, WorkspaceFile } from './workspace.ts'

/** A file as Slack's payloads describe it. */
export function fileObject(file: WorkspaceFile): Record<string, unknown> {
  const base = `https://files.slack.com/files-pri/${team.id}-${file.id}`
  const name = encodeURIComponent(file.name)
  return {
    id: file.id,
    name: file.name,
    title: file.name,
    mimetype: file.mimetype,
    filetype: fileType(file.name),
    user: file.owner,
    mode: 'hosted',
    size: file.bytes.byteLength,
    is_external: false,
    url_private: `${base}/${name}`,
    url_private_download: `${base}/download/${name}`,
  }
}

/** Slack's word for plain text is `text`; other kinds go by their ending. */
function fileType(name: string): string {
  const ending = extname(name).slice(1).toLowerCase()
  return ['', 'txt', 'log'].includes(ending) ? 'text' : ending
}

/** The file's id in an address made by {@link fileObject}. */
export function fileIdIn(path: string): string | null {
  return /^\/files-pri\/[A-Z0-9]+-([A-Z0-9]+)\//.exec(path)?.[1] ?? null
}

/** A conversation as `conversations.info` describes it. */
export function channelObject(channel: Channel): Record<string, unknown> {
  return {
    id: channel.id,
    name: channel.name,
    is_channel: !channel.direct,
    is_im: channel.direct,
    is_private: false,
    is_archived: false,
    is_member: true,
    is_shared: false,
    is_ext_shared: false,
    is_org_shared: false,
  }
}

/** A message as `conversations.replies` and button payloads describe it. */
export function messageObject(message: Message): Record<string, unknown> {
  const byApp = { bot_id: app.bot, user: app.user, app_id: app.id }
  return {
    type: 'message',
    ...(message.author === 'person' ? { user: person.id } : byApp),
    team: team.id,
    text: message.author === 'person' ? escaped(message.text) : message.text,
    ts: message.ts,
    ...(message.thread === null ? {} : { thread_ts: message.thread }),
    blocks: message.author === 'person' ? [typedBlock(message.text)] : message.blocks,
    ...(message.files.length === 0 ? {} : { files: message.files.map(fileObject) }),
  }
}

/** How the person writes to the app in a channel. */
export const mention = `@${app.name}`

/** Typed text as `text` carries it: entities, and a mention by id. */
function escaped(text: string): string {
  const entities = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return entities.replaceAll(mention, `<@${app.user}>`)
}

/** Typed text as `blocks` carry it: verbatim. */
function typedBlock(text: string): object {
  const parts = text.split(mention)
  const elements = parts.flatMap((part, index) => [
    ...(index > 0 ? [{ type: 'user', user_id: app.user }] : []),
    ...(part === '' ? [] : [{ type: 'text', text: part }]),
  ])
  return { type: 'rich_text', block_id: 'typed', elements: [{ type: 'rich_text_section', elements }] }
}

/** A modal as Slack's answers and `view_submission` payloads describe it. */
export function viewObject(open: OpenView, workspace: Workspace): Record<string, unknown> {
  const place = workspace.views.findIndex(({ id }) => id === open.id)
  return {
    callback_id: '',
    private_metadata: '',
    external_id: '',
    submit: null,
    close: null,
    clear_on_close: false,
    notify_on_close: false,
    ...open.view,
    id: open.id,
    hash: open.hash,
    team_id: team.id,
    app_id: app.id,
    app_installed_team_id: team.id,
    bot_id: app.bot,
    root_view_id: workspace.views[0]?.id ?? open.id,
    previous_view_id: workspace.views[place - 1]?.id ?? null,
    state: { values: {} },
  }
}
