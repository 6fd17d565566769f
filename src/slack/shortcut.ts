import { randomBytes } from 'node:crypto'
import type { App } from '@slack/bolt'
import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import * as z from 'zod'
import { answer, permalink } from './answer.ts'
import { VERDICTS } from './blocks/reply.ts'
import { bold, paragraphs, plain, sentence } from './blocks/rich-text.ts'
import { context, sections } from './blocks/text.ts'
import type { Gist } from './compose/gist.ts'
import { answerThread } from './conversation/answer-thread.ts'
import { SlackFile, SlackMessage } from './conversation/message.ts'
import { messageText } from './conversation/message-text.ts'
import { messagesOf, pastesOf } from './conversation/pastes.ts'
import { type Place, placeFor } from './delivery/place.ts'
import { jsonOrNull } from './json-or-null.ts'
import { notice } from './modal.ts'
import type { Services } from './services.ts'
import { receive, requesterOf, tell, type Visit } from './visit.ts'
import { openWindow, updateWindow } from './window.ts'

export const SHORTCUT = 'diagnose-message'
const CHOICE = 'diagnose-message-choice'
const STASHED_FOR = 60 * 60_000

const Origin = z.object({
  channel: z.string(),
  ts: z.string(),
  thread: z.string(),
  /** Whether the message stands in a thread already. */
  active: z.boolean(),
  responseUrl: z.string(),
  stash: z.string(),
})

/** What is kept of a message between the shortcut and the choice: its text without secrets, and where its files lie. */
const Stash = z.object({ text: z.string(), user: z.string(), files: z.array(SlackFile) })

const Choice = z.looseObject({
  where: chosen('private', 'visible').optional(),
  what: chosen('message', 'thread').optional(),
})

function chosen<const Value extends string>(...values: readonly [Value, ...Value[]]) {
  return z.looseObject({
    choice: z.looseObject({ selected_option: z.looseObject({ value: z.enum(values) }).nullish() }),
  })
}

/** "Diagnose IPsec tunnel" on a message: asks where the answer is to go, then reads the message with its files. */
export function registerShortcut(app: App, services: Services): void {
  app.shortcut({ type: 'message_action', callback_id: SHORTCUT }, async ({ ack, shortcut, client }) => {
    await ack()
    const { channel, user, team, trigger_id: trigger, response_url: responseUrl } = shortcut
    const message = SlackMessage.safeParse(shortcut.message).data
    if (message === undefined) return
    const thread = message.thread_ts ?? message.ts
    const inThread = message.thread_ts ?? null
    const place = placeFor(channel.id, user.id, { thread: inThread, responseUrl })
    const asked = {
      surface: 'shortcut' as const,
      team: user.team_id ?? team?.id ?? '',
      user: user.id,
      client,
      place,
      claims: [`trigger:${trigger}`],
    }
    await receive(services, asked, async (visit) => {
      const text = messageText(message, services.installed().bot)
      const files = message.files ?? []
      if (text === '' && files.length === 0) {
        await tell(visit, 'This message holds neither text nor files, so there is nothing to diagnose.')
        return
      }
      const stash = randomBytes(12).toString('base64url')
      const origin = { channel: channel.id, ts: message.ts, thread, active: inThread !== null, responseUrl, stash }
      const opened = await openWindow(
        visit,
        trigger,
        choiceModal(
          origin,
          text,
          files.flatMap(({ name }) => name ?? []),
        ),
      )
      if (!opened) return
      const blanked = await services.pool.run('blank', text, { requester: requesterOf(visit), goesOn: true })
      const kept = { text: blanked.ok ? blanked.result : '', user: message.user ?? '', files }
      await services.store.set(`stash:${stash}`, JSON.stringify(kept), STASHED_FOR)
    })
  })

  app.view(CHOICE, async ({ ack, view, body, client }) => {
    await ack({ response_action: 'update', view: notice(sections('*Analysing ...* You may close this window.')) })
    const origin = originOf(view.private_metadata)
    const { where, what } = Choice.safeParse(view.state.values).data ?? {}
    const kind = where?.choice.selected_option?.value ?? 'private'
    const wholeThread = what?.choice.selected_option?.value === 'thread'
    const { channel, thread, active, responseUrl } = origin
    const place: Place = {
      ...placeFor(channel, body.user.id, { thread, active, responseUrl }),
      ...(kind === 'visible' && { kind }),
    }
    const team = body.user.team_id ?? body.team?.id ?? ''
    let end: readonly KnownBlock[] = sections('It could not be answered; the reason was sent to you.')
    const asked = { surface: 'shortcut' as const, team, user: body.user.id, client, place, claims: [`view:${view.id}`] }
    await receive(services, asked, async (visit) => {
      if (visit.hidden !== null && kind === 'visible') visit.place = { ...place, kind: 'private' }
      const message = (await fetchMessage(origin, client)) ?? (await stashed(origin, services))
      if (message === undefined) {
        const gone = 'The message is no longer there. Use the shortcut on it again.'
        end = sections(gone)
        await tell(visit, gone)
        return
      }
      const hidden = visit.hidden !== null && kind === 'visible' ? [visit.hidden] : []
      const gist = wholeThread
        ? await answerThread(visit, { message: { ...message, thread_ts: thread }, notes: hidden })
        : await answerAlone(visit, message, origin, hidden)
      const at =
        visit.place.kind === 'visible'
          ? 'The whole answer is in the thread.'
          : 'The whole answer is where the message is; only you see it.'
      if (gist !== null) {
        end = [...paragraphs(bold(VERDICTS[gist.verdict]), sentence(gist.summary)), ...sections(at)]
      }
    }).finally(() =>
      updateWindow({ services, client }, view.id, notice([...end, context('You may close this window.')])),
    )
  })
}

/** Answers from the one message, of which nothing is talk: somebody chose it. */
async function answerAlone(
  visit: Visit,
  message: SlackMessage,
  { channel, ts, thread }: z.infer<typeof Origin>,
  notes: readonly string[],
): Promise<Gist | null> {
  const { services, client } = visit
  const sent = await pastesOf([message], services, client)
  const link = () => permalink(channel, ts, thread === ts ? null : thread, services)
  return answer(visit, {
    asked: { pastes: sent.map(({ paste: { talk: _, ...paste } }) => paste) },
    notes,
    way: 'message',
    messages: messagesOf(sent, link),
  })
}

function choiceModal(origin: z.infer<typeof Origin>, text: string, files: readonly string[]): ModalView {
  const lines = text === '' ? [] : [`${text.split('\n').length} lines of text`]
  const found = [...lines, ...files.map((name) => `the file ${name}`)].join(', ')
  const alone = { text: { type: 'plain_text', text: 'To me alone' }, value: 'private' } as const
  const all = { text: { type: 'plain_text', text: 'In the thread of the message, for all' }, value: 'visible' } as const
  const before = {
    text: { type: 'plain_text', text: 'This message and the thread before it' },
    value: 'thread',
  } as const
  const single = { text: { type: 'plain_text', text: 'This message alone' }, value: 'message' } as const
  const isReply = origin.active && origin.thread !== origin.ts
  return {
    type: 'modal',
    callback_id: CHOICE,
    private_metadata: JSON.stringify(origin),
    title: { type: 'plain_text', text: 'Diagnose IPsec' },
    submit: { type: 'plain_text', text: 'Diagnose' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      ...paragraphs(plain(`In this message: ${found}.`)).slice(0, 1),
      ...(isReply ? [choice('what', 'What is to be read?', [before, single])] : []),
      choice('where', 'Where is the answer to go?', [alone, all]),
    ],
  }
}

/** One of some options, the first unless another is chosen. */
function choice(block: string, label: string, options: readonly [PlainTextOption, ...PlainTextOption[]]): InputBlock {
  return {
    type: 'input',
    block_id: block,
    label: { type: 'plain_text', text: label },
    element: { type: 'radio_buttons', action_id: 'choice', options: [...options], initial_option: options[0] },
  }
}

function originOf(metadata: string): z.infer<typeof Origin> {
  const none = { channel: '', ts: '', thread: '', active: false, responseUrl: '', stash: '' }
  return Origin.safeParse(jsonOrNull(metadata)).data ?? none
}

/** The message itself, where the app may read it: there its keys can still be compared. */
async function fetchMessage(
  { channel, ts, thread }: z.infer<typeof Origin>,
  client: WebClient,
): Promise<SlackMessage | undefined> {
  const read = await client.conversations
    .replies({ channel, ts: thread, latest: ts, oldest: ts, inclusive: true, limit: 2 })
    .catch(() => undefined)
  return (read?.messages ?? [])
    .flatMap((message) => SlackMessage.safeParse(message).data ?? [])
    .find((each) => each.ts === ts)
}

async function stashed({ stash, ts }: z.infer<typeof Origin>, { store }: Services): Promise<SlackMessage | undefined> {
  const kept = await store.get(`stash:${stash}`)
  if (kept === undefined) return undefined
  const read = Stash.safeParse(JSON.parse(kept)).data
  if (read === undefined) return undefined
  const { text, user, files } = read
  const element = { type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }
  return { ts, user, files, blocks: text === '' ? [] : [{ type: 'rich_text', elements: [element] }] }
}
