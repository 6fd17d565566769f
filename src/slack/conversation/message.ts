import * as z from 'zod'

/** A file as events, modals and `files.info` describe it. */
export const SlackFile = z.looseObject({
  id: z.string().nullish(),
  name: z.string().nullish(),
  mode: z.string().nullish(),
  size: z.number().nullish(),
  file_access: z.string().nullish(),
  url_private: z.string().nullish(),
  url_private_download: z.string().nullish(),
})
export type SlackFile = z.infer<typeof SlackFile>

/** What is read of a message, of an event or of a thread. Parts that are not as expected are taken as not there. */
export const SlackMessage = z.looseObject({
  ts: z.string(),
  thread_ts: z.string().optional().catch(undefined),
  user: z.string().optional().catch(undefined),
  bot_id: z.string().optional().catch(undefined),
  app_id: z.string().optional().catch(undefined),
  subtype: z.string().optional().catch(undefined),
  text: z.string().optional().catch(undefined),
  blocks: z.array(z.unknown()).optional().catch(undefined),
  attachments: z.array(z.unknown()).optional().catch(undefined),
  files: z.array(SlackFile).optional().catch(undefined),
  edited: z.looseObject({ ts: z.string() }).optional().catch(undefined),
})
export type SlackMessage = z.infer<typeof SlackMessage>

/** Whether a person wrote it: no bot, no edit, no join, no unfurl. */
export function isByPerson({ subtype, bot_id: bot, user }: SlackMessage): boolean {
  const plain = subtype === undefined || subtype === 'file_share' || subtype === 'thread_broadcast'
  return plain && bot === undefined && user !== undefined
}
