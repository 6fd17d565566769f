import { setTimeout as wait } from 'node:timers/promises'
import type { WebClient } from '@slack/web-api'
import { patiently, reasonOf } from './calls/patiently.ts'
import { isSlackAddress } from './calls/slack-address.ts'
import { GarbledAnswer } from './calls/sound-answers.ts'
import { SlackFile } from './conversation/message.ts'
import type { Services } from './services.ts'

/** A file of Slack as it came, or why there is none. The bytes are shared with other threads, not copied to them. */
export type LoadedFile = { readonly bytes: Uint8Array } | { readonly unreadable: string }

const LARGEST = 10 * 1024 * 1024
/**
 * Bytes of all files of one question. A thread has 512 MB and each byte may become two, or much more once it is read; what is read
 * little by little ends the thread alone, but 600 MB at once would end the program (measured with Node 20).
 */
export const TOGETHER = 40 * 1024 * 1024
const REDIRECTS = 3
/** Bytes in which a page says that it is one. */
const BEGINNING = 1_000
const TOO_LARGE = 'It has more than 10 MB. Cut out the part that concerns one tunnel.'
const TOO_MUCH =
  'It was not read, since the files together have more than 40 MB. Cut out the parts that concern one tunnel.'
const GONE = 'It is gone: it was deleted, or Slack keeps it no longer. Upload it again.'

/**
 * A file that was attached to a message or a window. The token goes to Slack's own hosts over https only, and redirects
 * are followed by hand for that; a login page (Slack's answer to a missing permission, with status 200) is recognised. `room` is
 * how many bytes the files before it leave.
 */
export async function loadFile(
  file: SlackFile,
  services: Services,
  client: WebClient,
  room = TOGETHER,
): Promise<LoadedFile> {
  if (file.mode === 'tombstone' || file.mode === 'hidden_by_limit') return { unreadable: GONE }
  const known = file.file_access === 'check_file_info' ? await fileInfo(file, services, client) : file
  if (typeof known === 'string') return { unreadable: known }
  if ((known.size ?? 0) > LARGEST) return { unreadable: TOO_LARGE }
  if ((known.size ?? 0) > room) return { unreadable: TOO_MUCH }
  try {
    return await download(known.url_private_download ?? known.url_private ?? '', room, services)
  } catch (error) {
    services.log.warn({ reason: reasonOf(error) }, 'a file could not be fetched')
    return { unreadable: 'Slack did not hand it out in time. Try it again.' }
  }
}

/** Files of other workspaces come as their id alone. Answers a sentence where there is nothing to be had. */
async function fileInfo({ id }: SlackFile, services: Services, client: WebClient): Promise<SlackFile | string> {
  try {
    const answer = await patiently(services, 'files.info', () => client.files.info({ file: id ?? '' }))
    const known = SlackFile.safeParse(answer.file).data
    if (known === undefined) throw new GarbledAnswer()
    return known
  } catch (error) {
    const reason = reasonOf(error)
    return /^file_(not_found|deleted)$/.test(reason) ? GONE : `Slack does not hand it out (${reason}).`
  }
}

async function download(url: string, room: number, { botToken, fetch, metrics }: Services): Promise<LoadedFile> {
  let target = url
  for (let hop = 0; hop <= REDIRECTS; hop += 1) {
    if (!isSlackAddress(target)) return { unreadable: 'It does not lie on a host of Slack, so it was not fetched.' }
    const response = await fetch(target, {
      headers: { authorization: `Bearer ${botToken}` },
      redirect: 'manual',
      signal: AbortSignal.timeout(30_000),
    })
    const location = response.headers.get('location')
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel()
      target = new URL(location, target).href
      continue
    }
    if (response.status === 429) {
      await response.body?.cancel()
      metrics.refusals.inc({ method: 'file', error: 'rate_limited' })
      await wait(Math.min(Number(response.headers.get('retry-after') ?? 1), 20) * 1_000)
      continue
    }
    if (response.status === 404 || response.status === 410) return { unreadable: GONE }
    if (!response.ok) return { unreadable: `Slack did not hand it out (status ${response.status}).` }
    return bytesOf(response, room)
  }
  return { unreadable: 'Slack did not hand it out. Try it again in a minute.' }
}

async function bytesOf(response: Response, room: number): Promise<LoadedFile> {
  const bytes = await readUpTo(response, Math.min(LARGEST, room))
  if (bytes === undefined) return { unreadable: room < LARGEST ? TOO_MUCH : TOO_LARGE }
  const isPage = (response.headers.get('content-type') ?? '').includes('text/html')
  const start = Buffer.from(bytes.slice(0, BEGINNING)).toString('latin1')
  if (isPage && /^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)/i.test(start)) {
    return { unreadable: 'Slack answered with a login page: the app lacks the permission files:read.' }
  }
  return { bytes }
}

async function readUpTo(response: Response, limit: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > limit) return undefined
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(new SharedArrayBuffer(size))
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes
}
