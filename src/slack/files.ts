import { decodeText } from '../text-encoding.ts'

/** A file of the modal as text, or why there is none. */
export type DownloadedFile = { readonly text: string } | { readonly unreadable: string }

const LARGEST = 10 * 1024 * 1024
const REDIRECTS = 3

/**
 * Downloads a file from Slack. The token goes to Slack's own hosts over https only, redirects are followed by hand for
 * that; a login page (Slack's answer to a missing permission, with status 200) is recognised.
 */
export async function downloadFile(
  url: string,
  token: string,
  fetch: typeof globalThis.fetch,
): Promise<DownloadedFile> {
  let target = url
  for (let hop = 0; hop <= REDIRECTS; hop++) {
    if (!isSlack(target)) return { unreadable: 'It does not lie on a host of Slack, so it was not fetched.' }
    const response = await fetch(target, { headers: { authorization: `Bearer ${token}` }, redirect: 'manual' })
    const location = response.headers.get('location')
    if (response.status >= 300 && response.status < 400 && location !== null) {
      target = new URL(location, target).href
      continue
    }
    if (!response.ok) return { unreadable: `Slack did not hand it out (status ${response.status}).` }
    const bytes = await readUpTo(response, LARGEST)
    if (bytes === undefined) return { unreadable: 'It has more than 10 MB.' }
    const decoded = decodeText(bytes)
    if ('problem' in decoded) return { unreadable: decoded.problem }
    const isPage = (response.headers.get('content-type') ?? '').includes('text/html')
    if (isPage && /^\s*<(?:!doctype html|html)/i.test(decoded.text)) {
      return { unreadable: 'Slack answered with a login page: the app lacks the permission files:read.' }
    }
    return { text: decoded.text }
  }
  return { unreadable: 'Slack redirected it too often.' }
}

function isSlack(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' && (hostname === 'slack.com' || hostname.endsWith('.slack.com'))
}

async function readUpTo(response: Response, limit: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  if (response.body === null) return new Uint8Array()
  for await (const chunk of response.body) {
    size += chunk.byteLength
    if (size > limit) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
