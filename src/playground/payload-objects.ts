import { extname } from 'node:path'
import { app, type Channel, team } from './cast.ts'
import { typedBlock, typedText } from './typed-text.ts'
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
    mode: file.snippet ? 'snippet' : 'hosted',
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
    is_member: channel.member,
    is_shared: channel.external,
    is_ext_shared: channel.external,
    is_org_shared: false,
  }
}

/** A message as `conversations.replies` and button payloads describe it. */
export function messageObject(message: Message): Record<string, unknown> {
  const byApp = { bot_id: app.bot, user: app.user, app_id: app.id }
  const typed = message.author === 'person'
  return {
    type: 'message',
    ...(typed ? { user: message.user } : byApp),
    ...(typed && message.files.length > 0 ? { subtype: 'file_share' } : {}),
    team: team.id,
    text: typed ? typedText(message.text) : message.text,
    ts: message.ts,
    ...(message.thread === null ? {} : { thread_ts: message.thread }),
    ...(typed && message.text === '' ? {} : { blocks: typed ? [typedBlock(message.text)] : message.blocks }),
    ...(message.files.length === 0 ? {} : { files: message.files.map(fileObject) }),
    ...(message.edited && typed ? { edited: { user: message.user, ts: message.ts } } : {}),
  }
}

/** A modal as Slack's answers and `view_submission` payloads describe it. */
export function viewObject(open: OpenView, workspace: Workspace): Record<string, unknown> {
  const stack = workspace.viewsOf(open.user)
  const place = stack.findIndex(({ id }) => id === open.id)
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
    root_view_id: stack[0]?.id ?? open.id,
    previous_view_id: stack[place - 1]?.id ?? null,
    state: { values: {} },
  }
}
