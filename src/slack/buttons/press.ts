import type { App, BlockAction } from '@slack/bolt'
import type { AnswerKey } from '../compose/answer-key.ts'
import { placeFor } from '../delivery/place.ts'
import { type KeptAnswer, keptAnswer, keptRest } from '../kept-answers.ts'
import type { Services } from '../services.ts'
import { receive, tell, type Visit } from '../visit.ts'

/** A press, or a choice from a menu, with the answer that it belongs to. */
interface Press {
  readonly value: string
  /** Good for one window, three seconds long. */
  readonly trigger: string
}

interface AnswerPress extends Press {
  readonly key: AnswerKey
  readonly kept: KeptAnswer
}

/** With what worker threads read of the answer. */
export interface RestPress extends AnswerPress {
  readonly rest: string
}

const EXPIRED =
  'This answer is no longer kept (it is for a day, or until a restart, or was made by another version). Paste the texts again; the new answer has working buttons.'

/** Listens to one `action_id`, or to all that match. */
export function onPress(
  app: App,
  action: string | RegExp,
  services: Services,
  work: (visit: Visit, press: Press) => Promise<void>,
): void {
  app.action({ type: 'block_actions', action_id: action }, async ({ ack, action: pressed, body, client }) => {
    await ack()
    const { user, trigger_id: trigger, response_url: responseUrl } = body
    const place = placeFor(channelOf(body), user.id, { thread: threadOf(body), responseUrl: responseUrl ?? null })
    const team = user.team_id ?? body.team?.id ?? ''
    const value =
      pressed.type === 'button'
        ? (pressed.value ?? '')
        : pressed.type === 'static_select'
          ? pressed.selected_option.value
          : ''
    const asked = { surface: 'button' as const, team, user: user.id, client, place, claims: [`trigger:${trigger}`] }
    await receive(services, asked, (visit) => work(visit, { value, trigger }))
  })
}

/** Listens to a button under an answer. One whose answer is no longer kept is answered with a way on. */
export function onAnswerPress(
  app: App,
  action: string,
  services: Services,
  work: (visit: Visit, press: AnswerPress) => Promise<void>,
): void {
  onPress(app, action, services, async (visit, press) => {
    const [key = ''] = press.value.split(' ')
    const kept = await keptAnswer(key, services)
    if (kept === undefined) await tell(visit, EXPIRED)
    else await work(visit, { ...press, key, kept })
  })
}

/** The same, for what a thread makes of the kept answer. */
export function onRestPress(
  app: App,
  action: string,
  services: Services,
  work: (visit: Visit, press: RestPress) => Promise<void>,
): void {
  onAnswerPress(app, action, services, async (visit, press) => {
    const rest = await keptRest(press.key, services)
    if (rest === undefined) await tell(visit, EXPIRED)
    else await work(visit, { ...press, rest })
  })
}

function channelOf({ channel, container }: BlockAction): string {
  return channel?.id ?? stringIn(container, 'channel_id') ?? ''
}

function threadOf({ container, message }: BlockAction): string | null {
  return stringIn(container, 'thread_ts') ?? stringIn(message, 'thread_ts') ?? null
}

function stringIn(value: unknown, key: string): string | undefined {
  const found = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  return typeof found === 'string' ? found : undefined
}
