import type { SourceLine } from '../../../text/source-text.ts'
import { headingOf } from '../../blocks.ts'
import { isScreenLine, promptHost } from '../../freeswan/prompt-line.ts'
import * as statusall from './statusall-output.ts'
import * as swanctl from './swanctl-output.ts'

const COMMAND = /(?:swanctl {1,5}(?:--list-(?:sas|conns|pols)|-[lLP])|(?:ipsec|strongswan) {1,5}status(?:all)?)\b/
const STARTS = {
  swanctl: [swanctl.SA, swanctl.CONNECTION],
  starter: [statusall.SECTION, statusall.CONNECTION, statusall.SA],
} as const
/** An output of starter has one of each. */
const ONCE = /^(?:Status of IKE charon daemon|Security Associations \()/

/** Whose output can begin at this line; `null` for any other line. */
export function startOf(text: string): keyof typeof STARTS | null {
  // Most lines of a list of SAs have none.
  if (!text.includes(':')) return null
  if (STARTS.swanctl.some((start) => start.test(text))) return 'swanctl'
  return STARTS.starter.some((start) => start.test(text)) ? 'starter' : null
}

/** A command that prints a status, typed at a prompt or copied without it. */
export function isCommand(text: string): boolean {
  if (!text.includes('swanctl') && !text.includes('status')) return false
  const at = COMMAND.exec(text)?.index
  return (
    at !== undefined && (at === 0 || /^(?:\$|#|sudo|.{1,120}[#$>])\s{0,5}(?:sudo\s{1,5})?$/.test(text.slice(0, at)))
  )
}

/** All outputs of one gateway that stand together are one block; those of its peer, or behind a heading, are another. */
export function statusAnchors(lines: readonly SourceLine[]): number[] {
  const anchors: number[] = []
  let host: string | null = null
  let command: number | null = null
  let open: Seen | null = null
  for (const [at, { number, text: written }] of lines.entries()) {
    const text = written.trim()
    if (text === '') continue
    if (isCommand(text)) {
      const named = promptHost(text)
      if (named !== null && host !== null && named !== host) open = null
      host = named ?? host
      command ??= number
      continue
    }
    const begins = startOf(text) !== null
    if (!begins && open !== null && (isScreenLine(text) || isHeading(text))) {
      open = null
      host = null
    }
    if (begins) {
      const [own, peer] = gatewaysAt(lines, at)
      if (open === null || isPeer(open, own) || (ONCE.test(text) && open.once.has(text.slice(0, 8)))) {
        anchors.push(command ?? number)
        open = { own: new Set(), peers: new Set(), once: new Set() }
      }
      open.own.add(own)
      open.peers.add(peer)
      if (ONCE.test(text)) open.once.add(text.slice(0, 8))
    }
    command = null
  }
  return anchors
}

/** What a block has told of its gateway so far. */
interface Seen {
  readonly own: Set<string>
  readonly peers: Set<string>
  readonly once: Set<string>
}

/** The address of this output is the peer's of those above. */
function isPeer({ own, peers }: Seen, address: string): boolean {
  return address !== '' && peers.has(address) && !own.has(address)
}

/** `local pre-shared key authentication:` ends as a heading does. */
function isHeading(text: string): boolean {
  return !/^(?:local|remote)\b/.test(text) && headingOf(text) !== null
}

const LOCAL = /^\s*local:? {1,3}(?:'.{0,200}' @ )?([\da-f.:]{2,45})/
const REMOTE = /^\s*remote:? {1,3}(?:'.{0,200}' @ )?([\da-f.:]{2,45})/

/** The own and the peer's address of the connection or IKE SA that begins here; empty where they are not told. */
function gatewaysAt(lines: readonly SourceLine[], at: number): readonly [string, string] {
  const text = lines[at]?.text.trim() ?? ''
  if (statusall.SA.test(text)) return statusall.endsOf(text)
  const connection = statusall.CONNECTION.exec(text)
  if (connection !== null) return [connection[2] ?? '', connection[3] ?? '']
  if (!swanctl.SA.test(text) && !swanctl.CONNECTION.test(text)) return ['', '']
  return [LOCAL.exec(lines[at + 1]?.text ?? '')?.[1] ?? '', REMOTE.exec(lines[at + 2]?.text ?? '')?.[1] ?? '']
}
