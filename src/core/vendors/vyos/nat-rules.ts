import { type AddressRange, wholeFamily } from '../../address/address-range.ts'
import { fromRanges, subtract } from '../../address/address-set.ts'
import { isProblem, parseAddress, parseAddressText } from '../../address/parse-address.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { type Box, trafficBetween } from '../../selectors/box.ts'
import { ANY_PORT, ANY_PROTOCOL, type Interval } from '../../selectors/interval.ts'
import { protocolNumber } from '../freeswan/service-names.ts'
import { type ConfigNode, nodeAt, nodesAt, valueAt } from './config-tree.ts'
import type { Configuration } from './configuration.ts'

/** A rule that changes the source of packets, or with `exclude` leaves them as they are. */
export interface NatRule {
  readonly node: ConfigNode
  readonly number: number
  /** The words from the top of the configuration, such as `nat source rule 100`. */
  readonly place: string
  /** The interface that the packets leave by; `null` for any. */
  readonly outbound: ConfigNode | null
  /** What `outbound-interface` is followed by, as it is written there. */
  readonly outboundWords: string | null
  /** `null` where it cannot be told which packets these are, as of groups. */
  readonly packets: readonly Box[] | null
  readonly isExclude: boolean
  /** The source that packets get; `null` for that of the interface. */
  readonly source: AddressRange | null
}

/** Those that are in force, in the order in which they are looked at; the first that fits counts. */
export const natRulesOf = rememberedOf(({ root }: Configuration): readonly NatRule[] => {
  const rules = [
    ...nodesAt(root, 'nat', 'source', 'rule').flatMap((node) => ruleOf(node, 'nat source rule')),
    ...nodesAt(root, 'service', 'nat', 'rule')
      .filter((node) => /^(?:masquerade|source)$/.test(valueAt(node, 'type')?.text ?? ''))
      .flatMap((node) => ruleOf(node, 'service nat rule')),
  ]
  return rules.toSorted((a, b) => a.number - b.number)
})

function ruleOf(node: ConfigNode, place: string): NatRule[] {
  if (nodeAt(node, 'disable') !== undefined || !/^\d{1,6}$/.test(node.text)) return []
  const outbound = nodeAt(node, 'outbound-interface')
  const named = valueAt(outbound, 'name') ?? [...(outbound?.below.values() ?? [])].at(-1) ?? null
  const byGroup = nodeAt(outbound, 'group') !== undefined || named?.text.startsWith('!') === true
  const written = valueAt(node, 'translation', 'address') ?? valueAt(node, 'outside-address', 'address')
  const source = parseAddress(written?.text.split('/')[0] ?? '')
  return [
    {
      node,
      number: Number(node.text),
      place: `${place} ${node.text}`,
      outbound: named?.text === 'any' ? null : named,
      outboundWords: named === null ? null : outbound?.below.has('name') === true ? `name ${named.text}` : named.text,
      packets: byGroup ? null : packetsOf(node),
      isExclude: nodeAt(node, 'exclude') !== undefined,
      source: isProblem(source) ? null : source,
    },
  ]
}

/** Every source with every destination, for the protocols and ports that are named. */
function packetsOf(node: ConfigNode): readonly Box[] | null {
  const [sources, destinations, protocols] = [
    rangesOf(node, 'source'),
    rangesOf(node, 'destination'),
    protocolsOf(node),
  ]
  const [localPort, remotePort] = [portOf(node, 'source'), portOf(node, 'destination')]
  if (sources === null || destinations === null || protocols === null || localPort === null || remotePort === null)
    return null
  return protocols.flatMap((protocol) =>
    sources.flatMap((source) =>
      destinations.map((destination) => ({ ...trafficBetween(source, destination), protocol, localPort, remotePort })),
    ),
  )
}

/** An exclamation mark in front stands for all but these. */
function rangesOf(node: ConfigNode, side: 'source' | 'destination'): readonly AddressRange[] | null {
  if (['group', 'fqdn'].some((key) => nodeAt(node, side, key) !== undefined)) return null
  const written = valueAt(node, side, 'address')?.text
  if (written === undefined) return [wholeFamily('ipv4')]
  const isOthers = written.startsWith('!')
  const range = parseAddressText(isOthers ? written.slice(1) : written)
  if (isProblem(range)) return null
  return isOthers ? subtract(fromRanges([wholeFamily('ipv4')]), fromRanges([range])).ranges : [range]
}

function protocolsOf(node: ConfigNode): readonly Interval[] | null {
  const written = valueAt(node, 'protocol')?.text
  if (written === undefined || written === 'all') return [ANY_PROTOCOL]
  const names = written === 'tcp_udp' ? ['tcp', 'udp'] : [written]
  const numbers = names.map((name) => (/^\d{1,3}$/.test(name) ? Number(name) : protocolNumber(name)))
  return numbers.some((number) => number === undefined)
    ? null
    : numbers.flatMap((number) => (number === undefined ? [] : [{ from: number, to: number }]))
}

function portOf(node: ConfigNode, side: 'source' | 'destination'): Interval | null {
  const written = valueAt(node, side, 'port')?.text
  if (written === undefined) return ANY_PORT
  const [, from, to = from] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(written) ?? []
  return from === undefined ? null : { from: Number(from), to: Number(to) }
}
