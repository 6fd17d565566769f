import * as z from 'zod'
import { judgeMessage, type Refusal, refuse } from './judge.ts'
import type { ReplyTarget } from './passes.ts'
import type { Workspace } from './workspace.ts'

const Reply = z.looseObject({
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
  text: z.string().optional(),
  thread_ts: z.string().optional(),
  blocks: z.unknown().optional(),
  attachments: z.unknown().optional(),
})

/**
 * An answer over a `response_url`, or in the acknowledgement of a command. Ephemeral by default. A command has no
 * original that could be replaced, so `replace_original` posts a new message there; a button has one.
 */
export function acceptReply(workspace: Workspace, target: ReplyTarget, payload: unknown): Refusal | null {
  const parsed = Reply.safeParse(payload)
  if (!parsed.success) return refuse('invalid_payload', 'must be an object with `text` or `blocks`').refused
  const reply = parsed.data
  const original = target.message === null ? undefined : workspace.message(target.message)
  if (reply.delete_original === true) {
    if (original !== undefined) workspace.remove(original.ts)
    return null
  }
  const judged = judgeMessage(reply)
  if ('refused' in judged) return judged.refused
  const { text, blocks } = judged.accepted
  if (reply.replace_original === true && original !== undefined) {
    workspace.replace(original, text, blocks)
    return null
  }
  workspace.post({
    channel: target.channel,
    author: 'app',
    text,
    blocks,
    ephemeral: reply.response_type !== 'in_channel',
    ...(target.user !== undefined && { to: target.user }),
    // `thread_ts` counts for answers to all only.
    thread: reply.response_type === 'in_channel' ? (reply.thread_ts ?? null) : null,
  })
  return null
}
