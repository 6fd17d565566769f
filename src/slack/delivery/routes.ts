import type { WebClient } from '@slack/web-api'
import type { Reply } from '../blocks/text.ts'
import { patiently } from '../calls/patiently.ts'
import { GarbledAnswer } from '../calls/sound-answers.ts'
import type { Services } from '../services.ts'
import type { Place } from './place.ts'
import { postToResponseUrl } from './response-url.ts'
import { openDirect, uploadAnswer } from './uploads.ts'

/** Where a message went; `ts` where Slack tells it. */
export interface Sent {
  readonly channel: string
  readonly ts: string | null
}

/** One way to a person. */
export interface Route {
  post(reply: Reply): Promise<Sent>
  /** `null` where a file cannot be seen by the asker alone. */
  readonly upload: ((file: Uint8Array, comment: string) => Promise<Sent>) | null
  /** Said before the answer when it comes this way though it was not asked for. */
  readonly detour: string | null
}

/** The ways to a place in their order. */
export function* routesTo(place: Place, services: Services, client: WebClient): Generator<Route> {
  const { kind, channel, user, thread, responseUrl, placeholder } = place
  const inThread = thread === null ? {} : { thread_ts: thread }
  const aside = asideOf(place)
  const call = (method: string, send: () => Promise<{ channel?: string; ts?: string; message_ts?: string }>) =>
    patiently(services, method, send, (seconds) => void sayWait(seconds, method, place, services, client)).then(
      (answer): Sent => {
        const ts = answer.ts ?? answer.message_ts
        if (ts === undefined) throw new GarbledAnswer()
        return { channel: answer.channel ?? channel, ts }
      },
    )
  const upload = async (file: Uint8Array, comment: string, to = { channel, thread }): Promise<Sent> => {
    await uploadAnswer(to, file, comment, services, client)
    return { channel: to.channel, ts: null }
  }

  const alone: Route = {
    post: (reply) => call('chat.postEphemeral', () => client.chat.postEphemeral({ channel, user, ...aside, ...reply })),
    upload: null,
    detour: 'Only you see this, since it could not be posted for all',
  }
  const overResponseUrl: Route = {
    async post(reply) {
      await postToResponseUrl(
        responseUrl ?? '',
        { response_type: 'ephemeral', replace_original: false, ...reply },
        services,
      )
      return { channel, ts: null }
    },
    upload: null,
    detour: null,
  }
  if (kind === 'private') {
    const routes = [...(responseUrl === null ? [] : [overResponseUrl]), ...(channel === '' ? [] : [alone])]
    // A response address knows nothing of threads, so there the person's thread comes first.
    yield* ('thread_ts' in aside ? routes.toReversed() : routes).map((route) => ({ ...route, detour: null }))
  } else {
    if (placeholder !== null) {
      let replaced = false
      const update = (reply: Reply) => {
        const first = !replaced
        replaced = true
        return first
          ? call('chat.update', () => client.chat.update({ channel, ts: placeholder, ...reply }))
          : call('chat.postMessage', () => client.chat.postMessage({ channel, ...inThread, ...QUIET, ...reply }))
      }
      yield {
        post: (reply) =>
          update(reply).catch((error: unknown) => {
            replaced = false
            throw error
          }),
        async upload(file, comment) {
          const sent = await upload(file, comment)
          await client.chat
            .update({ channel, ts: placeholder, text: 'The answer is in the file below.' })
            .catch(() => null)
          return sent
        },
        detour: null,
      }
    }
    yield {
      post: (reply) =>
        call('chat.postMessage', () => client.chat.postMessage({ channel, ...inThread, ...QUIET, ...reply })),
      upload: (file, comment) => upload(file, comment),
      detour: null,
    }
    // It works where the app is no member too.
    if (responseUrl !== null) {
      yield {
        async post(reply) {
          const body = { response_type: 'in_channel', replace_original: false, ...inThread, ...reply }
          await postToResponseUrl(responseUrl, body, services)
          return { channel, ts: null }
        },
        upload: null,
        detour: null,
      }
    }
    yield alone
    if (responseUrl !== null) yield { ...overResponseUrl, detour: alone.detour }
  }
  const where = channel === '' || channel.startsWith('D') ? 'where you asked' : `in <#${channel}>`
  yield {
    post: (reply) => call('chat.postMessage', () => client.chat.postMessage({ channel: user, ...QUIET, ...reply })),
    upload: async (file, comment) =>
      upload(file, comment, { channel: await openDirect(user, services, client), thread: null }),
    detour: `This comes to you alone, since Slack did not take it ${where}`,
  }
}

/** Where in the channel something for one person alone is shown: in the thread, if it has begun. */
function asideOf({ thread, active }: Place): { readonly thread_ts?: string } {
  return thread === null || !active ? {} : { thread_ts: thread }
}

/** Names of hosts in a config make no previews. */
const QUIET = { unfurl_links: false, unfurl_media: false } as const

/** While Slack asks to wait, the person hears of it over a way that is not the one that is limited. */
async function sayWait(seconds: number, method: string, place: Place, services: Services, client: WebClient) {
  const time = seconds === 1 ? 'a second' : `${seconds} seconds`
  const text = `The answer is ready. Slack asks to wait ${time} before it may be posted.`
  const { channel, user, responseUrl } = place
  try {
    if (method !== 'chat.postEphemeral' && channel !== '')
      await client.chat.postEphemeral({ channel, user, text, ...asideOf(place) })
    else if (responseUrl !== null)
      await postToResponseUrl(responseUrl, { response_type: 'ephemeral', replace_original: false, text }, services)
  } catch {
    // The answer itself is still to come.
  }
}
