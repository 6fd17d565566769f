import type { WebClient } from '@slack/web-api'
import { patiently } from '../calls/patiently.ts'
import { ANSWER_FILE } from '../compose/answer-key.ts'
import type { ReportFile } from '../compose/report-files.ts'
import type { Services } from '../services.ts'

/** The conversation of a person with the app. */
export async function openDirect(user: string, services: Services, client: WebClient): Promise<string> {
  const opened = await patiently(services, 'conversations.open', () => client.conversations.open({ users: user }))
  return opened.channel?.id ?? user
}

/** An answer that Slack took in no other form. */
export async function uploadAnswer(
  place: { readonly channel: string; readonly thread: string | null },
  bytes: Uint8Array,
  comment: string,
  services: Services,
  client: WebClient,
): Promise<void> {
  const file = { filename: `${ANSWER_FILE}.txt`, bytes }
  const said = `${comment} The answer is in this file, since Slack took it in no other form.`
  await uploadFiles(place, said, [file], services, client)
}

/** Files with a sentence, as one message. */
export async function uploadFiles(
  { channel, thread }: { readonly channel: string; readonly thread: string | null },
  comment: string,
  files: readonly ReportFile[],
  services: Services,
  client: WebClient,
): Promise<void> {
  const file_uploads = files.map(({ filename, bytes }) => ({
    filename,
    file: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  }))
  const message = { initial_comment: comment, file_uploads }
  await patiently(services, 'files.uploadV2', () =>
    thread === null
      ? client.filesUploadV2({ channel_id: channel, ...message })
      : client.filesUploadV2({ channel_id: channel, thread_ts: thread, ...message }),
  )
}
