import type { AddressRange } from '../../address/address-range.ts'
import { isProblem, parseAddressText } from '../../address/parse-address.ts'
import { ANY_PORT, ANY_PROTOCOL, type Interval } from '../../selectors/interval.ts'
import { parseProtocol } from '../../selectors/protocol.ts'
import { servicePort } from '../freeswan/service-names.ts'

/** A network as a log names it, with its protocol and port. */
export interface ListedNetwork {
  readonly addresses: AddressRange
  readonly protocol: Interval
  readonly ports: Interval
}

/** The networks that an end was asked for; `own`: on the side of the gateway that logs. */
interface ListedSelectors {
  readonly own: readonly ListedNetwork[]
  readonly peer: readonly ListedNetwork[]
  /** Where in the lines the last of them stands. */
  readonly at: number
}

/** The text around both sides on one line, with ` === ` between them. */
interface Around {
  readonly start: string
  readonly end: string
  readonly first: 'own' | 'peer'
}

/** How charon logs the networks that one end asked it for: in IKEv2 its own first, in quick mode those of the other end. There may be any number of them. */
const OF_CHARON: readonly Around[] = [
  { start: 'traffic selectors ', end: ' unacceptable', first: 'own' },
  { start: 'no matching CHILD_SA config found for ', end: '', first: 'peer' },
]
const BETWEEN = ' === '

const MASKED = String.raw`[\d.]{7,15}\/[\d.]{7,15}`
const SPAN = String.raw`[\d.:a-f]{2,40}-[\d.:a-f]{2,40}`
const ENDS = String.raw`[\d.:a-f]{2,40}\/[\d.:a-f]{2,40}\/\d{1,5}\/\d{1,5}\/\d{1,3}`
const SERVICE = String.raw`\/\d{1,3}\/\d{1,5}`

/** One network on each side; each pattern names them `own` and `peer`. */
const OF_OTHERS: readonly RegExp[] = [
  // pluto, IKEv1.
  /the peer proposed: (?<own>[\d.:/a-f]{2,50}) -\S{0,20}-> (?<peer>[\d.:/a-f]{2,50})/g,
  // An ASA and an IOS; protocol and port stand behind the mask.
  new RegExp(
    `for remote proxy (?<peer>${MASKED}(?:${SERVICE})?)\\S{0,20} local proxy (?<own>${MASKED}(?:${SERVICE})?)`,
    'g',
  ),
  new RegExp(
    `local_proxy= (?<own>${MASKED}${SERVICE})(?: \\(type=\\d\\))?, remote_proxy= (?<peer>${MASKED}(?:${SERVICE})?)`,
    'g',
  ),
  // An ASA, IKEv2: the first and the last address, the first and the last port, and the protocol (syslog message 751022).
  new RegExp(`for remote traffic selector (?<peer>${ENDS}) local traffic selector (?<own>${ENDS})!`, 'g'),
  // A FortiGate: the protocol in front, the port behind.
  new RegExp(`peer proposal is: peer:(?<peer>\\d{1,3}:${SPAN}:\\d{1,5}), me:(?<own>\\d{1,3}:${SPAN}:\\d{1,5})`, 'g'),
]

/** What a FortiGate has itself, behind the above. */
const MINE = new RegExp(
  `\\bmine: type=\\d{1,2}\\/\\d{1,2}, local=(?<own>\\d{1,3}:${SPAN}:\\d{1,5}), remote=(?<peer>\\d{1,3}:${SPAN}:\\d{1,5})`,
)

interface Written {
  readonly own: string | undefined
  readonly peer: string | undefined
  readonly at: number
}

/** What was asked for last; `null` where the lines do not tell. */
export function askedSelectors(lines: readonly string[]): ListedSelectors | null {
  const ofCharon = lines.flatMap((text, at) => askedOfCharon(text, at) ?? []).at(-1)
  return listed(ofCharon ?? askedOfOthers(lines) ?? askedOfFortigate(lines))
}

/** What a FortiGate says that it has itself; `null` where the lines do not tell. */
export function ownSelectors(lines: readonly string[]): ListedSelectors | null {
  const at = lines.findLastIndex((text) => MINE.test(text))
  const groups = MINE.exec(lines[at] ?? '')?.groups
  return groups === undefined ? null : listed({ own: groups['own'], peer: groups['peer'], at })
}

function listed(written: Written | undefined): ListedSelectors | null {
  const [own, peer] = [networks(written?.own), networks(written?.peer)]
  return written === undefined || own === null || peer === null ? null : { own, peer, at: written.at }
}

function askedOfCharon(text: string, at: number): Written | null {
  for (const { start, end, first } of OF_CHARON) {
    const from = text.indexOf(start)
    const between = text.indexOf(BETWEEN, from)
    const to = end === '' ? text.length : text.indexOf(end, between)
    if (from < 0 || between < 0 || to < 0) continue
    const [before, behind] = [text.slice(from + start.length, between), text.slice(between + BETWEEN.length, to)]
    return first === 'own' ? { own: before, peer: behind, at } : { own: behind, peer: before, at }
  }
  return null
}

/** One selector on a line, of which IKEv2 has several on each side; those of the initiator are the peer's. */
const SELECTOR = new RegExp(`\\bTS(?<side>[ir])_\\d{1,3} (?<network>\\d{1,3}:${SPAN}:\\d{1,5})$`)

/** A FortiGate, IKEv2: the list of each side below \`peer proposal:\`. */
function askedOfFortigate(lines: readonly string[]): Written | undefined {
  const at = lines.findLastIndex((text) => /\bpeer proposal:\s*$/.test(text))
  if (at < 0) return undefined
  const sides: { readonly [side: string]: string[] } = { i: [], r: [] }
  for (const text of lines.slice(at + 1)) {
    const { side = '', network = '' } = SELECTOR.exec(text.trimEnd())?.groups ?? {}
    if (side === '') break
    sides[side]?.push(network)
  }
  const [own, peer] = [sides['r']?.join(' '), sides['i']?.join(' ')]
  return own === '' || peer === '' ? undefined : { own, peer, at }
}

/** An IOS writes what belongs together on lines of its own. */
function askedOfOthers(lines: readonly string[]): Written | undefined {
  const parts = lines.map((line) => line.trim())
  const text = parts.join(' ')
  const found = OF_OTHERS.map((pattern) => [...text.matchAll(pattern)].at(-1)).find((match) => match !== undefined)
  if (found === undefined) return undefined
  let at = 0
  for (let end = parts[0]?.length ?? 0; end < found.index && at < parts.length - 1; end += 1 + (parts[at]?.length ?? 0))
    at += 1
  return { own: found.groups?.['own'], peer: found.groups?.['peer'], at }
}

/** Several stand with blanks between them; `null` where one of them is none. */
function networks(text: string | undefined): readonly ListedNetwork[] | null {
  const found = (text?.trim().split(' ') ?? []).map(networkOf)
  return found.length === 0 || found.includes(null) ? null : found.flatMap((network) => network ?? [])
}

/**
 * `10.1.0.0/24[tcp/443]` of charon, `10.1.0.0/255.255.255.0/6/443` and `10.1.0.0/10.1.0.255/443/443/6` of a Cisco,
 * `6:10.1.0.0-10.1.0.255:443` of a FortiGate.
 */
function networkOf(word: string): ListedNetwork | null {
  const [, first, last, from, to, behind] =
    /^([^/]{2,40})\/([^/]{2,40})\/(\d{1,5})\/(\d{1,5})\/(\d{1,3})$/.exec(word) ?? []
  if (first !== undefined && last !== undefined)
    return from === to || (from === '0' && to === '65535') ? networkOf(`${behind}:${first}-${last}:${from}`) : null
  const [, charon, charonProtocol, charonPort] = /^([^[]{1,100})\[(\w{1,12})(?:\/([\w-]{1,20}))?\]$/.exec(word) ?? []
  const [, masked, maskedProtocol, maskedPort] = /^([\d.]+\/[\d.]+)\/(\d{1,3})\/(\d{1,5})$/.exec(word) ?? []
  const [, protocolBefore, between, portBehind] = /^(\d{1,3}):(\S{1,90}):(\d{1,5})$/.exec(word) ?? []
  const isRange = between?.includes('-') === true
  const address = parseAddressText(charon ?? masked ?? (isRange ? between : undefined) ?? word)
  if (isProblem(address)) return null
  const protocol = protocolOf(charonProtocol ?? maskedProtocol ?? (isRange ? protocolBefore : undefined))
  const ports = portsOf(charonPort ?? maskedPort ?? (isRange ? portBehind : undefined))
  return protocol === undefined || ports === undefined ? null : { addresses: address, protocol, ports }
}

/** Of old an IOS writes 256 for any. */
function protocolOf(word: string | undefined): Interval | undefined {
  return word === undefined || word === '0' || word === '256' ? ANY_PROTOCOL : parseProtocol(word)
}

function portsOf(word: string | undefined): Interval | undefined {
  if (word === undefined || word === '0') return ANY_PORT
  const port = /^\d{1,5}$/.test(word) ? Number(word) : servicePort(word)
  return port === undefined ? undefined : { from: port, to: port }
}
