import * as z from 'zod'
import { app, type Channel, channels, directOf, people, team } from '../cast.ts'
import { judgeBlocks, judgeMessage, judgeView, type Refusal } from '../judge.ts'
import { channelObject } from '../payload-objects.ts'
import type { Workspace } from '../workspace.ts'
import { type Answer, type Arguments, type Method, no, parsed, refused, withChannel } from './answer.ts'
import { fileMethods } from './files.ts'
import { messageMethods } from './messages.ts'
import { viewMethods } from './views.ts'

export type { Answer, Arguments } from './answer.ts'

const MessageArgument = z
  .object({ text: z.string().optional(), blocks: z.unknown(), attachments: z.unknown() })
  .partial()

/** Methods of the Web API that need no token. */
export const publicMethods: readonly string[] = ['api.test', 'blocks.validate']

/** The scope that a method needs; of the conversations it depends on their kind. */
const scopes: Readonly<Record<string, string>> = {
  'chat.postMessage': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.update': 'chat:write',
  'chat.delete': 'chat:write',
  'conversations.open': 'im:write',
  'files.info': 'files:read',
  'files.getUploadURLExternal': 'files:write',
  'files.completeUploadExternal': 'files:write',
}

/** Answers one call. An unknown method is named as Slack names it. */
export function callMethod(workspace: Workspace, method: string, args: Arguments): Answer {
  const run = methods.get(method)
  if (run === undefined) return no('unknown_method')
  const needed = scopeOf(method, args)
  if (needed !== undefined && !workspace.scopes.has(needed)) return { ok: false, error: 'missing_scope', needed }
  return run(workspace, args)
}

function scopeOf(method: string, args: Arguments): string | undefined {
  const direct = channels.some(({ id, direct: isDirect }) => isDirect && id === args['channel'])
  if (method === 'conversations.replies' || method === 'conversations.history')
    return direct ? 'im:history' : 'channels:history'
  if (method === 'conversations.info') return direct ? undefined : 'channels:read'
  return scopes[method]
}

const methods = new Map<string, Method>([
  ['api.test', () => ({ ok: true })],
  ['auth.test', authTest],
  ['bots.info', () => ({ ok: true, bot: { id: app.bot, app_id: app.id, user_id: app.user, name: app.name } })],
  ['team.info', () => ({ ok: true, team })],
  ['users.info', usersInfo],
  ['conversations.info', (_, args) => withChannel(args, (channel) => ({ ok: true, channel: channelObject(channel) }))],
  ['conversations.join', (_, args) => withChannel(args, (channel) => ({ ok: true, channel: channelObject(channel) }))],
  ['conversations.members', (_, args) => withChannel(args, membersOf)],
  ['conversations.list', () => ({ ok: true, channels: channels.map(channelObject) })],
  ['conversations.open', conversationsOpen],
  ...messageMethods,
  ...viewMethods,
  ...fileMethods,
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
  const someone = people.find(({ id }) => id === args['user'])
  if (someone !== undefined) {
    const { id, name, realName } = someone
    return { ok: true, user: { id, team_id: team.id, name, real_name: realName, is_bot: false } }
  }
  if (args['user'] !== app.user) return no('user_not_found')
  return { ok: true, user: { id: app.user, team_id: team.id, name: app.name, real_name: app.name, is_bot: true } }
}

function membersOf({ owner, member }: Channel): Answer {
  const there = people.filter(({ id }) => owner === null || owner === id).map(({ id }) => id)
  return { ok: true, members: member ? [...there, app.user] : there }
}

function conversationsOpen(_: Workspace, args: Arguments): Answer {
  const direct = directOf(args['users'] ?? '') ?? channels.find(({ id, direct: is }) => is && id === args['channel'])
  return direct === undefined ? no('user_not_found') : { ok: true, channel: { id: direct.id } }
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
