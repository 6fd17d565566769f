import {
  type AddressRange,
  containsRange,
  equalRanges,
  formatRange,
  intersectRanges,
  rangeKey,
} from '../address/address-range.ts'
import type { Box } from './box.ts'
import { type BoxIndex, buildBoxIndex } from './box-index.ts'
import {
  ANY_PORT,
  ANY_PROTOCOL,
  containsInterval,
  equalIntervals,
  type Interval,
  intersectIntervals,
} from './interval.ts'
import type { Packet } from './packet.ts'
import { protocolName } from './protocol.ts'

/** One traffic selector (RFC 7296 3.13.1): one side of what an SA carries. */
export interface Selector {
  readonly addresses: AddressRange
  readonly protocol: Interval
  readonly ports: Interval
}

/** The selectors of the two sides, as one end sees them. */
export interface SelectorSides {
  readonly local: readonly Selector[]
  readonly remote: readonly Selector[]
}

/** The same traffic as the other end sees it. */
export function mirrorSides({ local, remote }: SelectorSides): SelectorSides {
  return { local: remote, remote: local }
}

/** The selectors of one packet alone, as its sender sees them (RFC 7296 2.9). */
export function packetSides({ source, destination, protocol, sourcePort, destinationPort }: Packet): SelectorSides {
  const only = (value: number): Interval => ({ from: value, to: value })
  return {
    local: [{ addresses: source, protocol: only(protocol), ports: only(sourcePort) }],
    remote: [{ addresses: destination, protocol: only(protocol), ports: only(destinationPort) }],
  }
}

/** What two selectors have in common, or `undefined`. */
export function intersectSelectors(a: Selector, b: Selector): Selector | undefined {
  const addresses = intersectRanges(a.addresses, b.addresses)
  const protocol = intersectIntervals(a.protocol, b.protocol)
  const ports = intersectIntervals(a.ports, b.ports)
  return addresses === undefined || protocol === undefined || ports === undefined
    ? undefined
    : { addresses, protocol, ports }
}

/** Whatever `inner` selects, `outer` does too. */
export function containsSelector(outer: Selector, inner: Selector): boolean {
  return (
    containsRange(outer.addresses, inner.addresses) &&
    containsInterval(outer.protocol, inner.protocol) &&
    containsInterval(outer.ports, inner.ports)
  )
}

export function equalSelectors(a: Selector, b: Selector): boolean {
  return (
    equalRanges(a.addresses, b.addresses) && equalIntervals(a.protocol, b.protocol) && equalIntervals(a.ports, b.ports)
  )
}

/** The same string for the same selectors in the same order on both sides, and for no others; no text for people. */
export function sidesKey({ local, remote }: SelectorSides): string {
  return `${local.map(selectorKey).join('')}>${remote.map(selectorKey).join('')}`
}

/**
 * The same string for the same selector, and for no other; no text for people. `dynamic` stands for the address of the IKE SA,
 * whichever that is.
 */
export function selectorKey({
  addresses,
  protocol,
  ports,
}: Omit<Selector, 'addresses'> & { readonly addresses: AddressRange | 'dynamic' }): string {
  const where = addresses === 'dynamic' ? 'dynamic ' : rangeKey(addresses)
  return `${where}${protocol.from}-${protocol.to},${ports.from}-${ports.to};`
}

/** Every intersection of one with another, without those that lie in a third (RFC 7296 2.9). */
export function narrow(own: readonly Selector[], received: readonly Selector[]): Selector[] {
  return withoutContained(pairsNear(own, received).flatMap(([mine, theirs]) => intersectSelectors(mine, theirs) ?? []))
}

/**
 * At least the pairs of two lists that have something in common, by the order of the first and then of the second. The longer
 * list is not walked through.
 */
function pairsNear(
  own: readonly Selector[],
  others: readonly Selector[],
): (readonly [mine: Selector, other: Selector])[] {
  if (own.length <= others.length) {
    const near = nearIn(others)
    return own.flatMap((mine) => near(mine).map((other) => [mine, other] as const))
  }
  const near = positionsNear(own)
  return others
    .flatMap((other) => near(other).map((at) => ({ at, other })))
    .toSorted((x, y) => x.at - y.at)
    .flatMap(({ at, other }) => (own[at] === undefined ? [] : [[own[at], other] as const]))
}

/** Without those that lie in another one; of equal ones the first stays. */
export function withoutContained(selectors: readonly Selector[]): Selector[] {
  if (selectors.length < 2) return [...selectors]
  const known = new Set<string>()
  const distinct = selectors.filter((selector) => {
    const key = selectorKey(selector)
    return !known.has(key) && known.add(key)
  })
  const near = nearIn(distinct)
  return distinct.filter(
    (selector) => !near(selector).some((other) => other !== selector && containsSelector(other, selector)),
  )
}

/** So few are looked at one by one. */
const FEW = 16

/** Gives for a selector those of a list, in their order, that it may have something in common with; of few all. */
export function nearIn(selectors: readonly Selector[]): (wanted: Selector) => readonly Selector[] {
  if (selectors.length <= FEW) return () => selectors
  const near = positionsNear(selectors)
  return (wanted) => near(wanted).flatMap((at) => selectors[at] ?? [])
}

/** The same by their positions in the list. */
export function positionsNear(selectors: readonly Selector[]): (wanted: Selector) => readonly number[] {
  if (selectors.length <= FEW) return () => [...selectors.keys()]
  const index = indexOf(selectors)
  return (wanted) => index.overlapping(boxOf(wanted))
}

/** Kept with the list, which each negotiation of the other end may ask. */
const lists = new WeakMap<readonly Selector[], BoxIndex>()

function indexOf(selectors: readonly Selector[]): BoxIndex {
  const known = lists.get(selectors)
  if (known !== undefined) return known
  const index = buildBoxIndex(selectors.map(boxOf))
  lists.set(selectors, index)
  return index
}

function boxOf({ addresses, protocol, ports }: Selector): Box {
  return { local: addresses, remote: addresses, protocol, localPort: ports, remotePort: ports }
}

/** `10.2.0.0/24[tcp/80]`, `10.1.0.0-10.1.0.9[udp/500-600]`; sorted by address. */
export function formatSelectors(selectors: readonly Selector[]): string[] {
  return selectors.toSorted(byAddress).map(formatSelector)
}

function byAddress({ addresses: a }: Selector, { addresses: b }: Selector): number {
  if (a.family !== b.family) return a.family < b.family ? -1 : 1
  return a.from < b.from ? -1 : a.from > b.from ? 1 : a.to < b.to ? -1 : a.to > b.to ? 1 : 0
}

function formatSelector({ addresses, protocol, ports }: Selector): string {
  const anyProtocol = equalIntervals(protocol, ANY_PROTOCOL)
  const anyPort = equalIntervals(ports, ANY_PORT)
  if (anyProtocol && anyPort) return formatRange(addresses)
  const name = anyProtocol ? '0' : protocolName(protocol.from)
  const port = anyPort ? '' : `/${ports.from === ports.to ? ports.from : `${ports.from}-${ports.to}`}`
  return `${formatRange(addresses)}[${name}${port}]`
}
