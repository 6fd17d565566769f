import { formatHost } from '../../address/address-range.ts'
import { isProblem, parseAddressText } from '../../address/parse-address.ts'
import { formatProtocol, parseProtocol } from '../../selectors/protocol.ts'

/** The text between others on one line; each stands behind the one before. */
interface Between {
  readonly start: string
  readonly middle: string
  readonly end: string
}

/**
 * How charon logs the networks that one end asked it for: its own first, as RFC 7296 2.9 has TSr and TSi and RFC 2409 5.5 the
 * identities of quick mode. There may be any number of them.
 */
const OF_CHARON: readonly Between[] = [
  { start: 'traffic selectors ', middle: ' === ', end: ' unacceptable' },
  { start: 'no matching CHILD_SA config found for ', middle: ' === ', end: '' },
]

/** One network on each side; each pattern names them `own` and `peer`. */
const OF_OTHERS: readonly RegExp[] = [
  // pluto, IKEv1.
  /the peer proposed: (?<own>[\d.:/a-f]{2,50}) -\S{0,20}-> (?<peer>[\d.:/a-f]{2,50})/g,
  // An ASA and an IOS; protocol and port stand behind the mask.
  /for remote proxy (?<peer>[\d.]{7,15}\/[\d.]{7,15})\S{0,20} local proxy (?<own>[\d.]{7,15}\/[\d.]{7,15})/g,
  /local_proxy= (?<own>[\d.]{7,15}\/[\d.]{7,15})\/\d{1,3}\/\d{1,5}(?: \(type=\d\))?, remote_proxy= (?<peer>[\d.]{7,15}\/[\d.]{7,15})/g,
  // A FortiGate.
  /peer proposal is: peer:\d{1,3}:(?<peer>[\d.:a-f]{2,40}-[\d.:a-f]{2,40}):\d{1,5}, me:\d{1,3}:(?<own>[\d.:a-f]{2,40}-[\d.:a-f]{2,40}):\d{1,5}/g,
]

/** What a FortiGate has itself, behind the above. */
const MINE =
  /\bmine: type=\d{1,2}\/\d{1,2}, local=\d{1,3}:(?<own>[\d.:a-f]{2,40}-[\d.:a-f]{2,40}):\d{1,5}, remote=\d{1,3}:(?<peer>[\d.:a-f]{2,40}-[\d.:a-f]{2,40}):\d{1,5}/

interface Asked {
  readonly own: string | undefined
  readonly peer: string | undefined
}

/** What was asked for last, in a sentence; `null` where the lines do not tell. Nothing is repeated but addresses. */
export function selectorsIn(lines: readonly string[]): string | null {
  const last = lines.map(askedOfCharon).findLast((asked) => asked !== null) ?? askedOfOthers(lines)
  const [own, peer] = [addresses(last?.own), addresses(last?.peer)]
  if (own === null || peer === null) return null
  const mine = lines.map((text) => MINE.exec(text)?.groups).findLast((groups) => groups !== undefined)
  const [has, towards] = [addresses(mine?.['own']), addresses(mine?.['peer'])]
  const instead = has === null || towards === null ? '' : `; this gateway has ${has} and ${towards}`
  return `The other end asks for ${own} on the side of this gateway and ${peer} on its own${instead}: give this gateway an entry for them, or the other end the networks that this one has.`
}

function askedOfCharon(text: string): Asked | null {
  for (const { start, middle, end } of OF_CHARON) {
    const from = text.indexOf(start)
    const between = text.indexOf(middle, from)
    const to = end === '' ? text.length : text.indexOf(end, between)
    if (from < 0 || between < 0 || to < 0) continue
    return { own: text.slice(from + start.length, between), peer: text.slice(between + middle.length, to) }
  }
  return null
}

/** An IOS writes what belongs together on lines of its own. */
function askedOfOthers(lines: readonly string[]): Asked | undefined {
  const text = lines.map((line) => line.trim()).join(' ')
  const found = OF_OTHERS.map((pattern) => [...text.matchAll(pattern)].at(-1)).find((match) => match !== undefined)
  return found && { own: found.groups?.['own'], peer: found.groups?.['peer'] }
}

/** Several stand with blanks between them, each perhaps with `[tcp/443]`. */
function addresses(text: string | undefined): string | null {
  const words = (text?.trim().split(' ') ?? []).map(oneOf)
  return words.includes(null) || words.length === 0 ? null : words.join(', ')
}

function oneOf(word: string): string | null {
  const [, written = word, protocol, port] = /^([^[]{1,100})\[(\w{1,12})(?:\/(\w{1,20}))?\]$/.exec(word) ?? []
  const address = parseAddressText(written)
  if (isProblem(address)) return null
  const service = protocol === undefined ? undefined : parseProtocol(protocol)
  if (service === undefined) return formatHost(address)
  return `${formatHost(address)} (${formatProtocol(service)}${port !== undefined && /^\d+$/.test(port) ? `, port ${port}` : ''})`
}
