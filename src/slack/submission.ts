import type { App } from '@slack/bolt'
import type { KnownBlock } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import * as z from 'zod'
import { answer } from './answer.ts'
import { VERDICTS } from './blocks/reply.ts'
import { bold, paragraphs, sentence } from './blocks/rich-text.ts'
import { context, sections } from './blocks/text.ts'
import type { Asked, Pasted } from './compose/question.ts'
import { SlackFile } from './conversation/message.ts'
import { isDirect, type Place, placeFor } from './delivery/place.ts'
import { loadFile, TOGETHER } from './files.ts'
import { jsonOrNull } from './json-or-null.ts'
import { keptAnswer, keptRest } from './kept-answers.ts'
import { MODAL, notice, Origin } from './modal.ts'
import type { Services } from './services.ts'
import { receive, tell } from './visit.ts'
import { updateWindow } from './window.ts'

const Values = z.record(
  z.string(),
  z.object({ value: z.object({ value: z.string().nullish(), files: z.array(SlackFile).nullish() }) }),
)
type Values = z.infer<typeof Values>

const WORKING = notice(sections('*Analysing ...* The answer comes in a moment; you may close this window.'))

/** The window's answer: read the fields and files, analyse, and post where the window was opened. */
export function registerModal(app: App, services: Services): void {
  app.view(MODAL, async ({ ack, view, body, client }) => {
    const values = Values.safeParse(view.state.values).data ?? {}
    const filled = Object.entries(values).some(
      ([id, { value }]) => id !== 'probe' && (value.value?.trim() || (value.files ?? []).length > 0),
    )
    const origin = originOf(view.private_metadata)
    if (!filled && (origin.answer === null || !values['probe']?.value.value?.trim())) {
      await ack({ response_action: 'errors', errors: { text_A: 'Paste the text of at least one end, or add a file.' } })
      return
    }
    await ack({ response_action: 'update', view: WORKING })
    const { user } = body
    const place: Place = { ...placeFor(origin.channel, user.id, origin), kind: origin.kind }
    const team = user.team_id ?? body.team?.id ?? ''
    const asked = { surface: 'modal' as const, team, user: user.id, client, place, claims: [`view:${view.id}`] }
    let end: readonly KnownBlock[] = sections('It could not be answered; the reason was sent to you.')
    await receive(services, asked, async (visit) => {
      if (visit.hidden !== null) visit.place = { ...place, kind: 'private' }
      const before = origin.answer === null ? undefined : await keptAnswer(origin.answer, services)
      const rest = origin.answer === null ? undefined : await keptRest(origin.answer, services)
      if (origin.answer !== null && (before === undefined || rest === undefined)) {
        const gone = 'What was pasted before is no longer kept. Paste both ends again.'
        end = sections(gone)
        await tell(visit, gone)
        return
      }
      const asked = await askedOf(values, services, client)
      const gist = await answer(visit, {
        asked: { ...asked, laterReplaces: before !== undefined },
        ...(rest !== undefined && { kept: { rest } }),
        // While the answer before still lacked an end, everything would be new.
        before: before === undefined || before.gist.verdict === 'unknown' ? null : before,
        way: 'window',
      })
      if (gist !== null)
        end = [...paragraphs(bold(VERDICTS[gist.verdict]), sentence(gist.summary)), ...sections(whereText(visit.place))]
    }).finally(() => updateWindowOf(end))

    async function updateWindowOf(blocks: readonly KnownBlock[]): Promise<void> {
      await updateWindow({ services, client }, view.id, notice([...blocks, context('You may close this window.')]))
    }
  })
}

function originOf(metadata: string): Origin {
  const none = { channel: '', thread: null, responseUrl: null, kind: 'private' as const, answer: null }
  return Origin.safeParse(jsonOrNull(metadata)).data ?? none
}

async function askedOf(values: Values, services: Services, client: WebClient): Promise<Asked> {
  const pastes: Pasted[] = []
  let room = TOGETHER
  for (const end of ['A', 'B']) {
    const text = values[`text_${end}`]?.value.value ?? ''
    if (text.trim() !== '') pastes.push({ source: `field ${end}`, text, end })
    for (const [index, file] of (values[`files_${end}`]?.value.files ?? []).entries()) {
      const source = file.name ?? `file ${end}${index + 1}`
      const loaded = await loadFile(file, services, client, room)
      if ('bytes' in loaded) room -= loaded.bytes.byteLength
      pastes.push('bytes' in loaded ? { source, end, ...loaded } : { source, text: '', end, ...loaded })
    }
  }
  const probe = values['probe']?.value.value ?? ''
  return { pastes, ...(probe.trim() !== '' && { probe }) }
}

function whereText({ kind, channel, thread }: Place): string {
  if (channel === '' || isDirect(channel)) return 'The whole answer is in your direct messages with the app.'
  const place = thread === null ? `in <#${channel}>` : `in the thread in <#${channel}>`
  return kind === 'visible' ? `The whole answer is ${place}.` : `The whole answer is ${place}, where only you see it.`
}
