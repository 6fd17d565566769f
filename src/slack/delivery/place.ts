import * as z from 'zod'

/**
 * Where an answer goes. `private`: for the asker alone, in a channel or thread; `visible`: a message that all in the
 * channel, thread or conversation see. Plain data, so that it can be kept.
 */
export const Place = z.object({
  kind: z.enum(['private', 'visible']),
  channel: z.string(),
  user: z.string(),
  /** `ts` of the thread's first message. */
  thread: z.string().nullable(),
  /** Whether that thread has replies: only in such does Slack show what is for one person alone. */
  active: z.boolean(),
  /** Slack's address for answers: five of them, within half an hour. */
  responseUrl: z.string().nullable(),
  /** `ts` of a message of the app that the answer takes the place of. */
  placeholder: z.string().nullable(),
})
export type Place = z.infer<typeof Place>

/** Conversations with the app alone: what stands there is seen by the asker only, but stays. */
export function isDirect(channel: string): boolean {
  return channel.startsWith('D')
}

/** For the asker alone; in the conversation with the app that needs no hiding. */
export function placeFor(
  channel: string,
  user: string,
  more: { readonly thread?: string | null; readonly active?: boolean; readonly responseUrl?: string | null } = {},
): Place {
  const { thread = null, active = thread !== null, responseUrl = null } = more
  const kind = isDirect(channel) ? 'visible' : 'private'
  return { kind, channel, user, thread, active, responseUrl, placeholder: null }
}
