import { type AddressRange, isUnspecified } from '../../address/address-range.ts'
import { type AddressProblem, isProblem, parseAddress, parseAddressText } from '../../address/parse-address.ts'
import { rememberedTexts } from '../../model/remembered.ts'
import { NO_SCOPE } from '../../model/security-association.ts'
import type { PacketFilter } from '../../model/spd-entry.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../selectors/box.ts'
import { type SourceLine, spanAt } from '../../text/source-text.ts'
import type { PolicyReading, RankedFilter } from './read-policy.ts'
import { directionOf, ipsecProtocol, modeOf } from './record-values.ts'

const PAIR = /^src ([\da-f.:/]+) dst ([\da-f.:/]+)(?= ?$)/
const DIRECTION = /^\tdir (in|out|fwd) priority (\d{1,10})(?: ptype main)? ?$/
const TEMPLATE = /^\ttmpl src ([\da-f.:]+) dst ([\da-f.:]+)(?= ?$)/
const IDS = /^\t\tproto (\w+)(?: spi (0x[\da-f]{8}))? reqid (\d{1,10}) mode (tunnel|transport) ?$/

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
  return at === lines.length || /^src /.test(textAt(lines, at))
}

/**
 * Reads such policies, one after the other: gives what the one at an index says, and `null` for any other text, which `readPolicy` reads
 * whatever its shape. It would read the same of this one.
 */
export function plainPolicies(): (lines: readonly SourceLine[], at: number) => PolicyReading | null {
  const directionIn = rememberedTexts(readDirection)
  const networks = [lastRead(parseAddressText), lastRead(parseAddressText)] as const
  const hosts = [lastRead(parseAddress), lastRead(parseAddress)] as const
  return (lines, at) => plainPolicyAt(lines, at, directionIn, networks, hosts)
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
function lastRead<R>(parse: (text: string) => R): (text: string) => R {
  let last: { readonly text: string; readonly read: R } | undefined
  return (text) => {
    if (last?.text !== text) last = { text, read: parse(text) }
    return last.read
  }
}

type Read = (text: string) => AddressRange | AddressProblem

function plainPolicyAt(
  lines: readonly SourceLine[],
  at: number,
  directionIn: (text: string) => Direction | false,
  networks: readonly [Read, Read],
  hosts: readonly [Read, Read],
): PolicyReading | null {
  const [pairLine, tmplLine] = [lines[at], lines[at + 2]]
  if (pairLine === undefined || tmplLine === undefined) return null
  const pair = PAIR.exec(pairLine.text)
  const direction = pair !== null && directionIn(textAt(lines, at + 1))
  const tmpl = direction ? TEMPLATE.exec(tmplLine.text) : null
  const ids = tmpl && IDS.exec(textAt(lines, at + 3))
  if (!pair || !direction || !tmpl || !ids || !endsAbove(lines, at + PLAIN_LINES)) return null
  const [source, destination] = [networks[0](pair[1] ?? ''), networks[1](pair[2] ?? '')]
  const [start, end] = [hosts[0](tmpl[1] ?? ''), hosts[1](tmpl[2] ?? '')]
  if (isProblem(source) || isProblem(destination) || isProblem(start) || isProblem(end)) return null
  const [, protocol, spi, reqid, written] = ids
  const mode = modeOf(written)
  const tunnel = { source: isUnspecified(start) ? null : start, destination: isUnspecified(end) ? null : end }
  const template = {
    source: tunnel.source,
    destination: tunnel.destination,
    protocol: ipsecProtocol(protocol),
    spi: Number(spi ?? 0) || null,
    reqid: Number(reqid),
    mode,
    optional: false,
  }
  const filter: RankedFilter = {
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
    spans: [spanAt(pairLine, 0, pair[0].length), spanAt(tmplLine, 1, tmpl[0].length - 1)],
    installed: { scope: NO_SCOPE, templates: [template] },
  }
  return { filter, kind: 'filter', problems: NO_PROBLEMS }
}

const NO_PROBLEMS: PolicyReading['problems'] = []

function textAt(lines: readonly SourceLine[], at: number): string {
  return lines[at]?.text ?? ''
}
