import type { App } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import type { AnalysisRequest } from '../core/index.ts'
import { answer, type Send } from './answer.ts'
import type { Services } from './app.ts'
import { type Reply, sections } from './blocks/text.ts'
import { reportFailure } from './failure.ts'
import { downloadFile } from './files.ts'
import { MODAL, type Origin } from './modal.ts'

const OriginSchema = z.object({ channel: z.string(), responseUrl: z.string() })
const Values = z.record(
  z.string(),
  z.object({
    value: z.object({
      value: z.string().nullish(),
      files: z.array(z.object({ name: z.string().nullish(), url_private_download: z.string().nullish() })).nullish(),
    }),
  }),
)

/** The window's answer: read the fields and files, analyse, and post where the window was opened. */
export function registerModal(app: App, services: Services): void {
  app.view(MODAL, async ({ ack, view, body, client, logger }) => {
    const values = Values.safeParse(view.state.values).data ?? {}
    const filled = Object.entries(values).some(
      ([id, { value }]) => id !== 'probe' && (value.value?.trim() || (value.files ?? []).length > 0),
    )
    if (!filled) {
      await ack({ response_action: 'errors', errors: { text_A: 'Paste the text of at least one end, or add a file.' } })
      return
    }
    await ack()
    const origin = readOrigin(view.private_metadata)
    const send: Send = (reply) => post(reply, origin, body.user.id, client, services.fetch)
    try {
      await answer(await requestOf(values, services), services, send)
    } catch (error) {
      await reportFailure(error, logger, (text) => send({ text, blocks: sections(text) }))
    }
  })
}

function readOrigin(metadata: string): Partial<Origin> {
  try {
    return OriginSchema.safeParse(JSON.parse(metadata)).data ?? {}
  } catch {
    return {}
  }
}

async function requestOf(values: z.infer<typeof Values>, services: Services): Promise<AnalysisRequest> {
  const pastes: AnalysisRequest['pastes'][number][] = []
  for (const end of ['A', 'B']) {
    const text = values[`text_${end}`]?.value.value ?? ''
    if (text.trim() !== '') pastes.push({ source: `field ${end}`, text, end })
    for (const [index, file] of (values[`files_${end}`]?.value.files ?? []).entries()) {
      const source = file.name ?? `file ${end}${index + 1}`
      const loaded = await downloadFile(file.url_private_download ?? '', services.botToken, services.fetch)
      pastes.push('text' in loaded ? { source, text: loaded.text, end } : { source, text: '', end, ...loaded })
    }
  }
  const probe = values['probe']?.value.value ?? ''
  return { pastes, ...(probe.trim() !== '' && { probe }) }
}

/**
 * The command's response address works where the app is no member; once it has expired the channel itself is tried, and
 * at last the person's direct messages.
 */
async function post(
  reply: Reply,
  { responseUrl, channel }: Partial<Origin>,
  user: string,
  client: WebClient,
  fetch: typeof globalThis.fetch,
): Promise<void> {
  if (responseUrl !== undefined) {
    const response = await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...reply }),
    }).catch(() => undefined)
    if (response?.ok) return
  }
  if (channel) {
    const posted = await client.chat.postEphemeral({ channel, user, ...reply }).catch(() => undefined)
    if (posted?.ok) return
  }
  await client.chat.postMessage({ channel: user, ...reply })
}
