import { formatHost } from '../../address/address-range.ts'
import { isProblem, parseAddress } from '../../address/parse-address.ts'

/** An identity as it is written without blanks; a distinguished name has some, and is not repeated. */
const PLAIN = /^[\w.@:*-]{1,80}$/
const ANY = /^%any6?$/

/** Between which addresses a gateway looked for a connection, in a sentence; `null` where the lines do not tell. */
export function addressesIn(lines: readonly string[]): string | null {
  const found = lines.map((text) => NO_CONFIG.exec(text) ?? NOBODY.exec(text)).findLast((match) => match !== null)
  const [own, peer] = [addressOf(found?.groups?.['own']), addressOf(found?.groups?.['peer'])]
  return own === null || peer === null ? null : `It has none from its own address ${own} to ${peer}.`
}

const NO_CONFIG = /no IKE config found for (?<own>[\d.:a-f]{2,45})\.\.\.(?<peer>[\d.:a-f]{2,45})/
/** Of pluto, with its ports. */
const NOBODY =
  /packet from (?<peer>[\d.:a-f]{2,45}):\d{1,5}: .{3,60} message received on (?<own>[\d.:a-f]{2,45}):\d{1,5} but no /

/** By which identities an end was looked for, in a sentence; `null` where the lines do not tell. */
export function identitiesIn(lines: readonly string[]): string | null {
  const shown = shownIdentity(lines)
  if (shown === null) return null
  const { identity, asked, peer } = shown
  const wanted = asked !== '' ? ` and asks for ${asked}` : ''
  return `The other end${peer === null ? '' : ` (${peer})`} calls itself ${identity}${wanted}.`
}

/** What an end called itself, as the log writes it. */
interface ShownIdentity {
  readonly identity: string
  /** Whom it asked for; empty where it named nobody. */
  readonly asked: string
  readonly peer: string | null
  /** Where in the lines it stands. */
  readonly at: number
}

/** The last that is told; `null` where the lines tell none, or one with blanks. */
export function shownIdentity(lines: readonly string[]): ShownIdentity | null {
  const at = lines.findLastIndex((text) => LOOKED_FOR.test(text))
  const [, asked = '', address, identity = ''] = LOOKED_FOR.exec(lines[at] ?? '') ?? []
  const peer = addressOf(address)
  if (peer !== null && PLAIN.test(identity)) return { identity, asked: PLAIN.test(asked) ? asked : '', peer, at }
  const refused = lines.findLastIndex((text) => REFUSED.test(text))
  const [, one = ''] = REFUSED.exec(lines[refused] ?? '') ?? []
  return PLAIN.test(one) ? { identity: one, asked: '', peer: null, at: refused } : null
}

/** Of charon as responder, with the addresses of both ends; and of others who are refused, or have no key. */
const LOOKED_FOR = /peer configs matching [\d.:a-f]{2,45}(?:\[([^\]]{1,80})\])?\.\.\.([\d.:a-f]{2,45})\[([^\]]{1,80})\]/
const REFUSED =
  /(?:Peer ID '|IDir '|peer's identity '|no shared key found for '[^']{1,80}'\S{0,50} - '|no PSK found for ')([^']{1,80})'/

/** For which identities a key was looked up, in a sentence; `null` where the lines do not tell. */
export function keyIn(lines: readonly string[]): string | null {
  const [, own = '', peer = ''] =
    last(lines, /shared keys? for '([^']{1,80})' - '([^']{1,80})', but MAC mismatched/) ?? []
  if (!PLAIN.test(peer) || !(PLAIN.test(own) || ANY.test(own))) return null
  return `It has a key for ${peer}${ANY.test(own) ? '' : ` and itself, ${own}`}, and the other end has another one.`
}

function last(lines: readonly string[], pattern: RegExp): RegExpExecArray | undefined {
  return lines.map((text) => pattern.exec(text)).findLast((match) => match !== null)
}

function addressOf(text: string | undefined): string | null {
  const address = text === undefined ? null : parseAddress(text)
  return address === null || isProblem(address) ? null : formatHost(address)
}
