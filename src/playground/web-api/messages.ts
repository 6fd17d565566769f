import type { MessageBlock } from '../block-kit.ts'
import { judgeMessage, refuse } from '../judge.ts'
import { limits } from '../limits.ts'
import { messageObject } from '../payload-objects.ts'
import type { Message, Workspace } from '../workspace.ts'
import { type Answer, type Arguments, asMember, isPerson, type Method, no, parsed, refused } from './answer.ts'

/** `chat.*` and the reading of conversations. */
export const messageMethods: readonly (readonly [string, Method])[] = [
  ['conversations.replies', conversationsReplies],
  ['conversations.history', conversationsHistory],
  ['chat.postMessage', postMessage],
  ['chat.postEphemeral', postEphemeral],
  ['chat.update', updateMessage],
  ['chat.delete', deleteMessage],
]

/**
 * The thread's first message, and of the others those between `oldest` and `latest`, from the oldest on and page by page; `cursor`
 * is how many came before.
 */
function conversationsReplies(workspace: Workspace, args: Arguments): Answer {
  return asMember(args, (channel) => {
    const { ts = '', limit = '1000', cursor = '0', oldest, latest } = args
    const thread = workspace.messages.filter(
      (message) => message.channel === channel.id && !message.ephemeral && (message.ts === ts || message.thread === ts),
    )
    if (thread.length === 0) return no('thread_not_found')
    const within = ({ ts: at }: Message) =>
      at === ts ||
      ((oldest === undefined || Number(at) >= Number(oldest)) && (latest === undefined || Number(at) <= Number(latest)))
    const found = thread.filter(within)
    const [from, to] = [Number(cursor), Number(cursor) + Number(limit)]
    const more = found.length > to
    const messages = found.slice(from, to).map(messageObject)
    return { ok: true, messages, has_more: more, ...(more && { response_metadata: { next_cursor: String(to) } }) }
  })
}

function conversationsHistory(workspace: Workspace, args: Arguments): Answer {
  return asMember(args, (channel) => {
    const seen = workspace.messages.filter((message) => message.channel === channel.id && !message.ephemeral)
    return { ok: true, messages: seen.reverse().map(messageObject), has_more: false }
  })
}

function postMessage(workspace: Workspace, args: Arguments): Answer {
  return asMember(args, (channel) =>
    withContent(args, (text, blocks) => {
      const thread = args['thread_ts'] ?? null
      const message = workspace.post({ channel: channel.id, author: 'app', text, blocks, thread })
      return { ok: true, channel: channel.id, ts: message.ts, message: messageObject(message) }
    }),
  )
}

function postEphemeral(workspace: Workspace, args: Arguments): Answer {
  const { user: to = '' } = args
  if (!isPerson(to)) return no('user_not_in_channel')
  if ((args['text'] ?? '').length > limits.message.text) return tooLong(args)
  return asMember(args, (channel) =>
    withContent(args, (text, blocks) => {
      const thread = args['thread_ts'] ?? null
      const active = workspace.messages.some((message) => message.thread === thread && !message.ephemeral)
      if (thread !== null && !active) {
        // Slack says yes to it all the same, and shows it to nobody.
        const reason = 'an ephemeral message is shown only in a thread that has replies'
        workspace.recordRefusal('chat.postEphemeral', refuse('not_shown', reason).refused)
        return { ok: true, message_ts: '0.0' }
      }
      const message = workspace.post({ channel: channel.id, author: 'app', text, blocks, thread, ephemeral: true, to })
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
