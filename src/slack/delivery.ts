import { WebAPIPlatformError, type WebClient } from '@slack/web-api'
import { context, type Reply } from './blocks/text.ts'
import { ANSWER_FILE } from './conversation/thread.ts'
import { patiently, reasonOf } from './patiently.ts'
import type { Place } from './place.ts'
import type { Services } from './services.ts'
import { isSlackAddress } from './slack-address.ts'
import { GarbledAnswer } from './sound-answers.ts'

/** An answer in the forms that it can take, the best first; each is for when Slack refuses the one before. */
export interface Forms {
  readonly best: Reply
  /** The same as preformatted text, in as many messages as it takes; made when it is needed. */
  readonly plain: () => readonly Reply[]
  /** The same as the content of a file. */
  readonly file: (() => string) | null
}

/** Where an answer went. */
export interface Delivered {
  readonly form: 'blocks' | 'preformatted' | 'file'
  readonly channel: string
  /** `ts` of the message, where Slack tells it. */
  readonly ts: string | null
  /** Slack's word for why it went elsewhere than asked; `null` when it did not. */
  readonly instead: string | null
}

/** Slack took the answer nowhere. */
export class NotDelivered extends Error {
  override readonly name = 'NotDelivered'
}

/** Slack did not take an answer at its response address; what it says of why is nothing to depend on. */
class ResponseUrlRefused extends Error {
  override readonly name = 'ResponseUrlRefused'
  /** `0` where it was not even asked. */
  readonly status: number

  constructor(status: number) {
    super()
    this.status = status
  }
}

interface Sent {
  readonly channel: string
  readonly ts: string | null
}

/** One way to a person. */
interface Route {
  readonly method: string
  post(reply: Reply): Promise<Sent>
  /** `null` where a file cannot be seen by the asker alone. */
  readonly upload: ((content: string, comment: string) => Promise<Sent>) | null
  /** Said before the answer when it comes this way though it was not asked for. */
  readonly detour: string | null
}

/**
 * Tries the ways to a place in their order, and on each the forms of the answer. Rejects when none is left. Without
 * `detours` it goes to the place itself or nowhere.
 */
export async function deliver(
  forms: Forms,
  place: Place,
  services: Services,
  client: WebClient,
  { detours = true }: { readonly detours?: boolean } = {},
): Promise<Delivered> {
  let instead: string | null = null
  for (const route of routesTo(place, services, client)) {
    if (!detours && route.detour !== null) continue
    const note = instead !== null && route.detour !== null ? context(`${route.detour} (${instead}).`) : null
    const first = note === null ? forms.best : { ...forms.best, blocks: [note, ...forms.best.blocks] }
    const attempts: (() => Promise<Omit<Delivered, 'instead'>>)[] = [
      async () => ({ form: 'blocks', ...(await route.post(first)) }),
      async () => ({ form: 'preformatted', ...(await postAll(route, forms.plain())) }),
    ]
    const { upload } = route
    const { file } = forms
    if (upload !== null && file !== null) {
      attempts.push(async () => ({ form: 'file', ...(await upload(file(), forms.best.text)) }))
    }
    for (const attempt of attempts) {
      try {
        return { ...(await attempt()), instead }
      } catch (error) {
        instead ??= reasonOf(error)
        if (!isAboutTheForm(error)) break
      }
    }
  }
  throw new NotDelivered()
}

async function postAll(route: Route, replies: readonly Reply[]): Promise<Sent> {
  let sent: Sent | undefined
  for (const reply of replies) {
    const posted = await route.post(reply)
    sent ??= posted
  }
  if (sent === undefined) throw new NotDelivered()
  return sent
}

/**
 * Whether another form of the answer may be taken by the same way. What is wrong with the place is wrong with every form,
 * and a way on which no answer came back is not waited for again.
 */
function isAboutTheForm(error: unknown): boolean {
  if (error instanceof ResponseUrlRefused) return error.status === 200 || error.status === 400
  if (!(error instanceof WebAPIPlatformError)) return false
  return !/^(not_in_channel|channel_not_found|is_archived|user_not_in_channel|restricted_action.*|message_not_found|cant_update_message|edit_window_closed|missing_scope|messages_tab_disabled|cannot_dm_bot|user_not_found)$/.test(
    error.data.error,
  )
}

function* routesTo(place: Place, services: Services, client: WebClient): Generator<Route> {
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
  const upload = (content: string, comment: string) => uploadTo(channel, thread, content, comment, services, client)

  const alone: Route = {
    method: 'chat.postEphemeral',
    post: (reply) => call('chat.postEphemeral', () => client.chat.postEphemeral({ channel, user, ...aside, ...reply })),
    upload: null,
    detour: 'Only you see this, since it could not be posted for all',
  }
  const overResponseUrl: Route = {
    method: 'response_url',
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
        method: 'chat.update',
        post: (reply) =>
          update(reply).catch((error: unknown) => {
            replaced = false
            throw error
          }),
        async upload(content, comment) {
          const sent = await upload(content, comment)
          await client.chat
            .update({ channel, ts: placeholder, text: 'The answer is in the file below.' })
            .catch(() => null)
          return sent
        },
        detour: null,
      }
    }
    yield {
      method: 'chat.postMessage',
      post: (reply) =>
        call('chat.postMessage', () => client.chat.postMessage({ channel, ...inThread, ...QUIET, ...reply })),
      upload,
      detour: null,
    }
    // It works where the app is no member too.
    if (responseUrl !== null) {
      yield {
        method: 'response_url',
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
    method: 'chat.postMessage to the person',
    post: (reply) => call('chat.postMessage', () => client.chat.postMessage({ channel: user, ...QUIET, ...reply })),
    upload: async (content, comment) =>
      uploadTo(await openDirect(user, services, client), null, content, comment, services, client),
    detour: `This comes to you alone, since Slack did not take it ${where}`,
  }
}

/** Where in the channel something for one person alone is shown: in the thread, if it has begun. */
function asideOf({ thread, active }: Place): { readonly thread_ts?: string } {
  return thread === null || !active ? {} : { thread_ts: thread }
}

/** Names of hosts in a config make no previews. */
const QUIET = { unfurl_links: false, unfurl_media: false } as const

/** The conversation of a person with the app. */
export async function openDirect(user: string, services: Services, client: WebClient): Promise<string> {
  const opened = await patiently(services, 'conversations.open', () => client.conversations.open({ users: user }))
  return opened.channel?.id ?? user
}

async function uploadTo(
  channel: string,
  thread: string | null,
  content: string,
  comment: string,
  services: Services,
  client: WebClient,
): Promise<Sent> {
  const file = { filename: `${ANSWER_FILE}.txt`, content }
  const said = `${comment} The answer is in this file, since Slack took it in no other form.`
  await uploadFiles({ channel, thread }, said, [file], services, client)
  return { channel, ts: null }
}

/** Files with a sentence, as one message. */
export async function uploadFiles(
  { channel, thread }: { readonly channel: string; readonly thread: string | null },
  comment: string,
  files: readonly { readonly filename: string; readonly content: string }[],
  services: Services,
  client: WebClient,
): Promise<void> {
  const message = { initial_comment: comment, file_uploads: [...files] }
  await patiently(services, 'files.uploadV2', () =>
    thread === null
      ? client.filesUploadV2({ channel_id: channel, ...message })
      : client.filesUploadV2({ channel_id: channel, thread_ts: thread, ...message }),
  )
}

/**
 * One answer to a response address. Rejects on anything but success; what is no address of Slack is not called, nor is one
 * that a redirect leads to, which Slack never sends.
 */
export async function postToResponseUrl(url: string, body: object, { fetch, metrics }: Services): Promise<void> {
  if (!isSlackAddress(url)) {
    metrics.refusals.inc({ method: 'response_url', error: 'not_slack' })
    throw new ResponseUrlRefused(0)
  }
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  })
  const taken = response.ok && saysTaken(await response.text())
  if (!response.ok) await response.body?.cancel()
  if (taken) return
  metrics.refusals.inc({ method: 'response_url', error: `http_${response.status}` })
  throw new ResponseUrlRefused(response.status)
}

/** Slack says `ok`, or JSON with it. A page is of something that stands in between. */
function saysTaken(said: string): boolean {
  try {
    const answer: unknown = JSON.parse(said)
    return typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === true
  } catch {
    return !said.trimStart().startsWith('<')
  }
}

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
