import { z } from 'zod'
import type { MessageBlock } from './block-kit.ts'
import { app, type Channel, channels, person, team } from './cast.ts'
import { judgeBlocks, judgeMessage, judgeView, type Refusal, refuse } from './judge.ts'
import { limits } from './limits.ts'
import { channelObject, fileObject, messageObject, viewObject } from './payload-objects.ts'
import type { Workspace } from './workspace.ts'

/** What a Web API method answers. */
export type Answer = { readonly ok: true; readonly [key: string]: unknown } | RefusedAnswer

/** A method's "no", with the places at fault where blocks or a view were judged. */
export interface RefusedAnswer {
  readonly ok: false
  readonly error: string
  readonly errors?: readonly string[]
  readonly response_metadata?: { readonly messages: readonly string[] }
}

/** A call's arguments as they came over the wire: text, with JSON in it where the method takes a structure. */
export type Arguments = Readonly<Record<string, string>>

const FileArguments = z.array(z.object({ id: z.string() }))
const MessageArgument = z
  .object({ text: z.string().optional(), blocks: z.unknown(), attachments: z.unknown() })
  .partial()

type Method = (workspace: Workspace, args: Arguments) => Answer

/** Methods of the Web API that need no token. */
export const publicMethods: readonly string[] = ['api.test', 'blocks.validate']

/** Answers one call. An unknown method is named as Slack names it. */
export function callMethod(workspace: Workspace, method: string, args: Arguments): Answer {
  const run = methods.get(method)
  return run === undefined ? no('unknown_method') : run(workspace, args)
}

const methods = new Map<string, Method>([
  ['api.test', () => ({ ok: true })],
  ['auth.test', authTest],
  ['bots.info', () => ({ ok: true, bot: { id: app.bot, app_id: app.id, user_id: app.user, name: app.name } })],
  ['team.info', () => ({ ok: true, team })],
  ['users.info', usersInfo],
  ['conversations.info', (_, args) => withChannel(args, (channel) => ({ ok: true, channel: channelObject(channel) }))],
  ['conversations.join', (_, args) => withChannel(args, (channel) => ({ ok: true, channel: channelObject(channel) }))],
  ['conversations.members', (_, args) => withChannel(args, () => ({ ok: true, members: [person.id, app.user] }))],
  ['conversations.list', () => ({ ok: true, channels: channels.map(channelObject) })],
  ['conversations.open', conversationsOpen],
  ['conversations.replies', conversationsReplies],
  ['conversations.history', conversationsHistory],
  ['chat.postMessage', postMessage],
  ['chat.postEphemeral', postEphemeral],
  ['chat.update', updateMessage],
  ['chat.delete', deleteMessage],
  ['views.open', (workspace, args) => showView(workspace, args, 'open')],
  ['views.push', (workspace, args) => showView(workspace, args, 'push')],
  ['views.update', updateView],
  ['views.publish', () => ({ ok: true })],
  ['files.info', filesInfo],
  ['files.getUploadURLExternal', getUploadUrl],
  ['files.completeUploadExternal', completeUpload],
  ['blocks.validate', (_, args) => validateBlocks(args)],
  ['reactions.add', () => ({ ok: true })],
  ['reactions.remove', () => ({ ok: true })],
  ['assistant.threads.setStatus', () => ({ ok: true })],
])

function authTest(): Answer {
  return {
    ok: true,
    url: `https://${team.domain}.slack.com/`,
    team: team.name,
    team_id: team.id,
    user: app.name,
    user_id: app.user,
    bot_id: app.bot,
    is_enterprise_install: false,
  }
}

function usersInfo(_: Workspace, args: Arguments): Answer {
  if (args['user'] === person.id) {
    return {
      ok: true,
      user: { id: person.id, team_id: team.id, name: person.name, real_name: person.realName, is_bot: false },
    }
  }
  if (args['user'] === app.user) {
    return { ok: true, user: { id: app.user, team_id: team.id, name: app.name, real_name: app.name, is_bot: true } }
  }
  return no('user_not_found')
}

function conversationsOpen(_: Workspace, args: Arguments): Answer {
  const direct = channels.find((channel) => channel.direct)
  if (direct === undefined || (args['users'] !== person.id && args['channel'] !== direct.id))
    return no('user_not_found')
  return { ok: true, channel: { id: direct.id } }
}

function conversationsReplies(workspace: Workspace, args: Arguments): Answer {
  return withChannel(args, (channel) => {
    const thread = workspace.messages.filter(
      (message) =>
        message.channel === channel.id &&
        !message.ephemeral &&
        (message.ts === args['ts'] || message.thread === args['ts']),
    )
    if (thread.length === 0) return no('thread_not_found')
    return { ok: true, messages: thread.map(messageObject), has_more: false }
  })
}

function conversationsHistory(workspace: Workspace, args: Arguments): Answer {
  return withChannel(args, (channel) => {
    const seen = workspace.messages.filter((message) => message.channel === channel.id && !message.ephemeral)
    return { ok: true, messages: seen.reverse().map(messageObject), has_more: false }
  })
}

function postMessage(workspace: Workspace, args: Arguments): Answer {
  return withChannel(args, (channel) =>
    withContent(args, (text, blocks) => {
      const message = workspace.post({
        channel: channel.id,
        author: 'app',
        text,
        blocks,
        thread: args['thread_ts'] ?? null,
      })
      return { ok: true, channel: channel.id, ts: message.ts, message: messageObject(message) }
    }),
  )
}

function postEphemeral(workspace: Workspace, args: Arguments): Answer {
  if (args['user'] !== person.id) return no('user_not_in_channel')
  if ((args['text'] ?? '').length > limits.message.text) return tooLong(args)
  return withChannel(args, (channel) =>
    withContent(args, (text, blocks) => {
      const thread = args['thread_ts'] ?? null
      const message = workspace.post({ channel: channel.id, author: 'app', text, blocks, thread, ephemeral: true })
      return { ok: true, message_ts: message.ts }
    }),
  )
}

function updateMessage(workspace: Workspace, args: Arguments): Answer {
  const message = workspace.message(args['ts'] ?? '')
  if (message === undefined || message.channel !== args['channel']) return no('message_not_found')
  if (message.ephemeral || message.author !== 'app') return no('cant_update_message')
  if ((args['text'] ?? '').length > limits.message.text) return tooLong(args)
  return withContent(args, (text, blocks) => {
    const replaced = workspace.replace(message, text, blocks)
    return { ok: true, channel: message.channel, ts: message.ts, text, message: messageObject(replaced) }
  })
}

function deleteMessage(workspace: Workspace, args: Arguments): Answer {
  const message = workspace.message(args['ts'] ?? '')
  if (message === undefined || message.channel !== args['channel']) return no('message_not_found')
  if (message.ephemeral || message.author !== 'app') return no('cant_delete_message')
  workspace.remove(message.ts)
  return { ok: true, channel: message.channel, ts: message.ts }
}

function showView(workspace: Workspace, args: Arguments, place: 'open' | 'push'): Answer {
  const judged = judgeView(parsed(args['view']))
  if ('refused' in judged) return refused(judged.refused)
  const trigger = workspace.triggers.use(args['trigger_id'] ?? '')
  if (typeof trigger === 'string') return no(trigger)
  const shown = workspace.show(judged.accepted, trigger.channel, place)
  return shown === null ? no('push_limit_reached') : { ok: true, view: viewObject(shown, workspace) }
}

function updateView(workspace: Workspace, args: Arguments): Answer {
  const open = workspace.views.find(
    ({ id, view }) =>
      id === args['view_id'] || (view.external_id !== undefined && view.external_id === args['external_id']),
  )
  if (open === undefined) return no('not_found')
  if (args['hash'] !== undefined && args['hash'] !== open.hash) return no('hash_conflict')
  const judged = judgeView(parsed(args['view']))
  if ('refused' in judged) return refused(judged.refused)
  const updated = workspace.updateView(open.id, judged.accepted)
  return updated === null ? no('not_found') : { ok: true, view: viewObject(updated, workspace) }
}

function filesInfo(workspace: Workspace, args: Arguments): Answer {
  const file = workspace.file(args['file'] ?? '')
  return file === undefined ? no('file_not_found') : { ok: true, file: fileObject(file) }
}

function getUploadUrl(workspace: Workspace, args: Arguments): Answer {
  const name = args['filename']
  if (name === undefined || !(Number(args['length']) > 0)) return no('invalid_arguments')
  const file = workspace.addFile({ name, mimetype: 'text/plain', owner: app.user, bytes: new Uint8Array() })
  return { ok: true, file_id: file.id, upload_url: `https://files.slack.com/upload/v1/${file.id}` }
}

function completeUpload(workspace: Workspace, args: Arguments): Answer {
  const listed = FileArguments.catch([]).parse(parsed(args['files']))
  const files = listed.flatMap(({ id }) => workspace.file(id) ?? [])
  if (files.length === 0) return no('file_not_found')
  const done: Answer = { ok: true, files: files.map(fileObject) }
  const channel = args['channel_id'] ?? args['channels']
  if (channel === undefined) return done
  return withChannel({ channel }, ({ id }) => {
    const text = args['initial_comment'] ?? ''
    workspace.post({ channel: id, author: 'app', text, files, thread: args['thread_ts'] ?? null })
    return done
  })
}

function validateBlocks(args: Arguments): Answer {
  if (args['view'] !== undefined) return answerJudged(judgeView(parsed(args['view'])))
  if (args['message'] !== undefined)
    return answerJudged(judgeMessage(MessageArgument.catch({}).parse(parsed(args['message']))))
  return answerJudged(judgeBlocks(parsed(args['blocks'])))
}

function answerJudged(judged: { readonly accepted: unknown } | { readonly refused: Refusal }): Answer {
  return 'refused' in judged ? refused(judged.refused) : { ok: true }
}

function withChannel(args: Arguments, answer: (channel: Channel) => Answer): Answer {
  const wanted = args['channel']
  const channel = channels.find(({ id, direct }) => id === wanted || (direct && wanted === person.id))
  return channel === undefined ? no('channel_not_found') : answer(channel)
}

function withContent(args: Arguments, answer: (text: string, blocks: readonly MessageBlock[]) => Answer): Answer {
  const judged = judgeMessage({
    text: args['text'],
    blocks: args['blocks'] === undefined ? undefined : parsed(args['blocks']),
    attachments: args['attachments'] === undefined ? undefined : parsed(args['attachments']),
  })
  if ('refused' in judged) return refused(judged.refused)
  return answer(judged.accepted.text, judged.accepted.blocks)
}

function tooLong(args: Arguments): Answer {
  const length = args['text']?.length ?? 0
  return refused(
    refuse('msg_too_long', `\`text\` has ${length} characters, ${limits.message.text} are allowed`).refused,
  )
}

function refused(refusal: Refusal): RefusedAnswer {
  return {
    ok: false,
    error: refusal.error,
    errors: refusal.messages.map((message) => message.replace('[ERROR] ', '')),
    response_metadata: { messages: refusal.messages },
  }
}

function no(error: string): Answer {
  return { ok: false, error }
}

function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? 'null')
  } catch {
    return null
  }
}
