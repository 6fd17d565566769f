import { type AddressRange, equalRanges, formatHost, isUnrestricted, rangeKey } from '../../../address/address-range.ts'
import type { Change } from '../../../model/change.ts'
import { childrenWith } from '../../../model/children-with-box.ts'
import type { Endpoint } from '../../../model/endpoint.ts'
import { entryById } from '../../../model/entry-by-id.ts'
import type { ChildConfig, IkeConnection, SelectorTemplate } from '../../../model/ike-policy.ts'
import type { Box } from '../../../selectors/box.ts'
import { equalIntervals, type Interval, isAnyProtocol } from '../../../selectors/interval.ts'
import { formatPort, formatProtocol } from '../../../selectors/protocol.ts'

/** What a rule says of the packets that it is for, as netsh takes it. */
export interface RuleLists {
  readonly endpoint1: string
  readonly endpoint2: string
  readonly port1: string
  readonly port2: string
  readonly protocol: string
}

interface Pair {
  readonly local: SelectorTemplate
  readonly remote: SelectorTemplate
}

/** The changes of what a rule is for. */
type ListChange = Change<'replace' | 'remove' | 'child-selectors'>

/** The connections whose rules a change is about. */
export function ownersOf(end: Endpoint, change: ListChange): readonly IkeConnection[] {
  if (change.kind === 'child-selectors')
    return end.ike?.connections.filter(({ name }) => name === change.connection) ?? []
  if (change.kind === 'remove') {
    const owner = entryById(end.spd, change.entry)?.negotiated?.connection
    return owner === undefined ? [] : [owner]
  }
  return [...new Set(childrenWith(end, change.from).map(({ connection }) => connection))]
}

/** The lists of a rule after a change; `null` where no two lists make these pairs, `'none'` where none is left. */
export function listsAfter(connection: IkeConnection, change: ListChange): RuleLists | null | 'none' {
  const pairs = pairsAfter(connection.children, change)
  return pairs.length === 0 ? 'none' : listsOf(pairs)
}

/** The lists of a rule as its connection is. */
export function listsOfChildren(children: readonly ChildConfig[]): RuleLists | null {
  return listsOf(children.flatMap(pairsOf))
}

/** Whether a rule can say it. */
export function planOf(end: Endpoint, change: ListChange): 'said' | null {
  const owners = ownersOf(end, change)
  return owners.length > 0 && owners.every((owner) => listsAfter(owner, change) !== null) ? 'said' : null
}

/** The lists of a rule for a box alone. */
export function listsOfBox(box: Box): RuleLists {
  const { protocol } = box
  return {
    endpoint1: addressWord(box.local),
    endpoint2: addressWord(box.remote),
    port1: formatPort(box.localPort),
    port2: formatPort(box.remotePort),
    protocol: protocolWord(protocol),
  }
}

function pairsOf({ local, remote }: ChildConfig): Pair[] {
  return local.value.flatMap((mine) => remote.value.map((other) => ({ local: mine, remote: other })))
}

function pairsAfter(children: readonly ChildConfig[], change: ListChange): Pair[] {
  if (change.kind === 'child-selectors')
    return children.flatMap((child) =>
      child.name === change.child
        ? change.local.flatMap((local) => change.remote.map((remote) => ({ local, remote })))
        : pairsOf(child),
    )
  const from = change.kind === 'remove' ? change.box : change.from
  const pairs = children.flatMap(pairsOf)
  if (change.kind === 'remove') return pairs.filter((pair) => !isOf(pair, from))
  return pairs.map((pair) => (isOf(pair, from) ? pairOf(change.to) : pair))
}

function pairOf({ local, remote, protocol, localPort, remotePort }: Box): Pair {
  return {
    local: { addresses: local, protocol, ports: localPort, span: null },
    remote: { addresses: remote, protocol, ports: remotePort, span: null },
  }
}

function isOf({ local, remote }: Pair, box: Box): boolean {
  return isSide(local, box.local, box.localPort) && isSide(remote, box.remote, box.remotePort)
}

function isSide({ addresses, ports }: SelectorTemplate, range: AddressRange, interval: Interval): boolean {
  return addresses !== 'dynamic' && equalRanges(addresses, range) && equalIntervals(ports, interval)
}

/** Each of one list goes with each of the other, so that the pairs have to be all of them, of one protocol. */
function listsOf(pairs: readonly Pair[]): RuleLists | null {
  const [first] = pairs
  if (first === undefined) return null
  const { protocol } = first.local
  const [ours, theirs] = [sideOf(pairs.map(({ local }) => local)), sideOf(pairs.map(({ remote }) => remote))]
  const distinct = new Set(pairs.map(({ local, remote }) => `${keyOf(local)} ${keyOf(remote)}`))
  if (ours === null || theirs === null || distinct.size !== ours.count * theirs.count) return null
  if (pairs.some(({ local }) => !equalIntervals(local.protocol, protocol))) return null
  return {
    endpoint1: ours.addresses,
    endpoint2: theirs.addresses,
    port1: ours.ports,
    port2: theirs.ports,
    protocol: protocolWord(protocol),
  }
}

interface Side {
  readonly addresses: string
  readonly ports: string
  readonly count: number
}

/** The addresses and the ports of a side; `null` where not each address goes with each port. */
function sideOf(templates: readonly SelectorTemplate[]): Side | null {
  const distinct = [...new Map(templates.map((template) => [keyOf(template), template])).values()]
  const addresses = new Set(distinct.map(({ addresses: each }) => (each === 'dynamic' ? '' : addressWord(each))))
  const ports = new Set(distinct.map((template) => formatPort(template.ports)))
  if (addresses.has('') || addresses.size * ports.size !== distinct.length) return null
  return { addresses: [...addresses].join(','), ports: [...ports].join(','), count: distinct.length }
}

function keyOf({ addresses, ports }: SelectorTemplate): string {
  return `${addresses === 'dynamic' ? '' : rangeKey(addresses)} ${formatPort(ports)}`
}

function addressWord(range: AddressRange): string {
  return isUnrestricted(range) ? 'any' : formatHost(range)
}

/** netsh takes the numbers of others than these. */
function protocolWord(protocol: Interval): string {
  if (isAnyProtocol(protocol)) return 'any'
  const name = formatProtocol(protocol)
  if (name === 'icmp') return 'icmpv4'
  return ['tcp', 'udp', 'icmpv6'].includes(name) ? name : String(protocol.from)
}
