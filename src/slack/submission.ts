import type { App } from '@slack/bolt'
import { z } from 'zod'
import type { AnalysisRequest } from '../core/index.ts'
import { answer, type Send } from './answer.ts'
import type { Services } from './app.ts'
import { reportFailure } from './failure.ts'
import { downloadFile } from './files.ts'
import { MODAL } from './modal.ts'

const OriginSchema = z.object({ channel: z.string(), user: z.string(), responseUrl: z.string() })
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
  app.view(MODAL, async ({ ack, view, client, logger }) => {
    const origin = OriginSchema.parse(JSON.parse(view.private_metadata))
    const values = Values.parse(view.state.values)
    const filled = Object.entries(values).some(
      ([id, { value }]) => id !== 'probe' && (value.value?.trim() || (value.files ?? []).length > 0),
    )
    if (!filled) {
      await ack({ response_action: 'errors', errors: { text_A: 'Paste the text of at least one end, or add a file.' } })
      return
    }
    await ack()
    const send: Send = (reply) =>
      post(origin, services, reply, () =>
        client.chat.postEphemeral({ channel: origin.channel, user: origin.user, ...reply }),
      )
    try {
      await answer(await requestOf(values, services), services, send)
    } catch (error) {
      await reportFailure(error, logger, (text) => send({ text, blocks: [] }))
    }
  })
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

/** The command's response address works where the app is no member; after half an hour the channel itself is tried. */
async function post(
  { responseUrl }: z.infer<typeof OriginSchema>,
  { fetch }: Services,
  reply: object,
  otherwise: () => Promise<unknown>,
): Promise<unknown> {
  const response = await fetch(responseUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...reply }),
  }).catch(() => undefined)
  return response?.ok ? response : otherwise()
}
