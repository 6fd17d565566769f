import { type AddressRange, isUnspecified } from '../../address/address-range.ts'
import { type AddressProblem, isProblem, parseAddress, parseAddressText } from '../../address/parse-address.ts'
import { rememberedTexts } from '../../model/remembered.ts'
import { NO_SCOPE } from '../../model/scope.ts'
import type { PacketFilter } from '../../model/spd-entry.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../selectors/interval.ts'
import { type SourceLine, spanAt } from '../../text/source-text.ts'
import type { RankedFilter } from './read-policy.ts'
import { directionOf, ipsecProtocol, modeOf } from './record-values.ts'

const PAIR = /^src [\da-f.:/]+ dst [\da-f.:/]+ ?$/
const DIRECTION = /^\tdir (in|out|fwd) priority (\d{1,10})(?: ptype main)? ?$/
const TEMPLATE = /^\ttmpl src [\da-f.:]+ dst [\da-f.:]+ ?$/
const IDS = /^\t\tproto (\w+)(?: spi (0x[\da-f]{8}))? reqid (\d{1,10}) mode (tunnel|transport) ?$/
const BEGINS = /^src /

/** How many lines a policy has that stands there as it is printed. */
export const PLAIN_LINES = 4

/** Whether the lines from an index on are a policy for any service with one template, as `ip xfrm policy` prints it, and nothing more of it. */
export function isPlainPolicy(lines: readonly SourceLine[], at: number): boolean {
  return (
    PAIR.test(textAt(lines, at)) &&
    DIRECTION.test(textAt(lines, at + 1)) &&
    TEMPLATE.test(textAt(lines, at + 2)) &&
    IDS.test(textAt(lines, at + 3)) &&
    endsAbove(lines, at + PLAIN_LINES)
  )
}

function endsAbove(lines: readonly SourceLine[], at: number): boolean {
  return at === lines.length || BEGINS.test(textAt(lines, at))
}

/**
 * Reads such policies, one after the other: gives what the one at an index says, and `null` for any other text, which `readPolicy` reads
 * whatever its shape. It would read the same of this one.
 */
export function plainPolicies(): (lines: readonly SourceLine[], at: number) => RankedFilter | null {
  const readers: Readers = {
    direction: rememberedTexts(readDirection),
    source: lastRead(parseAddressText),
    destination: lastRead(parseAddressText),
    start: lastRead(parseAddress),
    end: lastRead(parseAddress),
  }
  return (lines, at) => plainPolicyAt(lines, at, readers)
}

/** What reads each part of a policy. */
interface Readers {
  readonly direction: (text: string) => Direction | false
  readonly source: Read
  readonly destination: Read
  readonly start: Read
  readonly end: Read
}

interface Direction {
  readonly direction: PacketFilter['direction']
  readonly weight: bigint
}

/** Many policies have the same. `false`: it is another line. */
function readDirection(text: string): Direction | false {
  const match = DIRECTION.exec(text)
  return match !== null && { direction: directionOf(match[1]), weight: BigInt(match[2] ?? 0) << 32n }
}

/** One side or the other is mostly that of the policy before, and then the same object. */
function lastRead(parse: Read): Read {
  let [last, read] = ['', parse('')]
  return (text) => {
    if (text !== last) {
      read = parse(text)
      last = text
    }
    return read
  }
}

type Read = (text: string) => AddressRange | AddressProblem

function plainPolicyAt(lines: readonly SourceLine[], at: number, read: Readers): RankedFilter | null {
  const [pairLine, tmplLine] = [lines[at], lines[at + 2]]
  if (pairLine === undefined || tmplLine === undefined) return null
  const [pair, tmpl] = [pairLine.text, tmplLine.text]
  if (!PAIR.test(pair) || !TEMPLATE.test(tmpl) || !endsAbove(lines, at + PLAIN_LINES)) return null
  const direction = read.direction(textAt(lines, at + 1))
  const ids = IDS.exec(textAt(lines, at + 3))
  if (!direction || ids === null) return null
  const source = read.source(firstOf(pair, PAIR_AT))
  const destination = read.destination(secondOf(pair, PAIR_AT))
  const start = read.start(firstOf(tmpl, TEMPLATE_AT))
  const end = read.end(secondOf(tmpl, TEMPLATE_AT))
  if (isProblem(source) || isProblem(destination) || isProblem(start) || isProblem(end)) return null
  const mode = modeOf(ids[4])
  const tunnel = { source: isUnspecified(start) ? null : start, destination: isUnspecified(end) ? null : end }
  const template = {
    source: tunnel.source,
    destination: tunnel.destination,
    protocol: ipsecProtocol(ids[1]),
    spi: Number(ids[2] ?? 0) || null,
    reqid: Number(ids[3]),
    mode,
    optional: false,
  }
  return {
    name: null,
    source,
    destination,
    protocol: ANY_PROTOCOL,
    sourcePort: ANY_PORT,
    destinationPort: ANY_PORT,
    mirrored: false,
    tunnel,
    direction: direction.direction,
    action: 'protect',
    mode,
    weight: direction.weight,
    spans: [spanAt(pairLine, 0, endOf(pair)), spanAt(tmplLine, 1, endOf(tmpl) - 1)],
    installed: { scope: NO_SCOPE, templates: [template] },
  }
}

/** Where the first of the two addresses begins. */
const [PAIR_AT, TEMPLATE_AT] = ['src '.length, '\ttmpl src '.length]
const BETWEEN = ' dst '

function firstOf(text: string, from: number): string {
  return text.slice(from, text.indexOf(BETWEEN, from))
}

function secondOf(text: string, from: number): string {
  return text.slice(text.indexOf(BETWEEN, from) + BETWEEN.length, endOf(text))
}

/** Without the blank that stands behind some lines. */
function endOf(text: string): number {
  return text.charCodeAt(text.length - 1) === BLANK ? text.length - 1 : text.length
}

const BLANK = 32

function textAt(lines: readonly SourceLine[], at: number): string {
  return lines[at]?.text ?? ''
}
