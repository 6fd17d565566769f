import { type AddressRange, containsRange, formatRange, intersectRanges } from '../../address/address-range.ts'
import type { ChildConfig, SelectorTemplate } from '../../model/ike-policy.ts'
import { ANY_PORT, ANY_PROTOCOL, type Interval, intersectIntervals } from '../../selectors/box.ts'
import { protocolName } from '../../selectors/protocol.ts'

/** One traffic selector (RFC 7296 3.13.1). */
export interface Selector {
  readonly addresses: AddressRange
  readonly protocol: Interval
  readonly ports: Interval
}

/**
 * The selectors of one side as they are offered: `dynamic` becomes the address of the IKE SA. In transport mode only
 * what is exactly the host can be protected (RFC 4301 5.1.1), and the rest is not offered.
 */
export function resolveSelectors(
  templates: readonly SelectorTemplate[],
  host: AddressRange,
  mode: ChildConfig['mode']['value'],
): Selector[] {
  const selectors = templates.map(({ addresses, protocol, ports }) => ({
    addresses: addresses === 'dynamic' ? host : addresses,
    protocol,
    ports,
  }))
  const offered =
    mode === 'transport' ? selectors.filter(({ addresses }) => formatRange(addresses) === formatRange(host)) : selectors
  return withoutContained(offered)
}

/** Every intersection of one with another, without those that lie in a third (as strongSwan narrows, RFC 7296 2.9). */
export function narrow(own: readonly Selector[], received: readonly Selector[]): Selector[] {
  const found: Selector[] = []
  for (const mine of own) {
    for (const theirs of received) {
      const both = intersect(mine, theirs)
      if (both !== undefined) found.push(both)
    }
  }
  return withoutContained(found)
}

/** Without those that lie in another one; of equal ones the first stays. */
function withoutContained(found: readonly Selector[]): Selector[] {
  const kept: Selector[] = []
  for (const [at, selector] of found.entries()) {
    const inAnother = found.some(
      (other, index) => index !== at && contains(other, selector) && (index < at || !contains(selector, other)),
    )
    if (!inAnother) kept.push(selector)
  }
  return kept
}

/**
 * How well a child's selectors fit what was received: 5 for each equal pair, 1 for each that overlaps, as strongSwan
 * counts (its log: "candidate ... with prio 5+1"); 0 when there is none.
 */
export function scoreOf(own: readonly Selector[], received: readonly Selector[]): number {
  let score = 0
  for (const theirs of received) {
    for (const mine of own) {
      if (intersect(mine, theirs) === undefined) continue
      score += contains(mine, theirs) && contains(theirs, mine) ? 5 : 1
    }
  }
  return score
}

export function intersect(a: Selector, b: Selector): Selector | undefined {
  const addresses = intersectRanges(a.addresses, b.addresses)
  const protocol = intersectIntervals(a.protocol, b.protocol)
  const ports = intersectIntervals(a.ports, b.ports)
  return addresses === undefined || protocol === undefined || ports === undefined
    ? undefined
    : { addresses, protocol, ports }
}

function contains(outer: Selector, inner: Selector): boolean {
  return (
    containsRange(outer.addresses, inner.addresses) &&
    containsInterval(outer.protocol, inner.protocol) &&
    containsInterval(outer.ports, inner.ports)
  )
}

function containsInterval(outer: Interval, inner: Interval): boolean {
  return outer.from <= inner.from && inner.to <= outer.to
}

/** An identity of quick mode holds one port (RFC 2407 4.6.2): a range goes out as its first. */
export function asQuickModeIdentity(selector: Selector): Selector {
  const { ports } = selector
  const any = ports.from === ANY_PORT.from && ports.to === ANY_PORT.to
  return any ? selector : { ...selector, ports: { from: ports.from, to: ports.from } }
}

/** `10.2.0.0/24[tcp/80]`, `10.1.0.0-10.1.0.9[udp/500-600]`; sorted by address as both daemons report them. */
export function formatSelectors(selectors: readonly Selector[]): string[] {
  return selectors.toSorted(byAddress).map(formatSelector)
}

function byAddress({ addresses: a }: Selector, { addresses: b }: Selector): number {
  if (a.family !== b.family) return a.family < b.family ? -1 : 1
  return a.from < b.from ? -1 : a.from > b.from ? 1 : a.to < b.to ? -1 : a.to > b.to ? 1 : 0
}

function formatSelector({ addresses, protocol, ports }: Selector): string {
  const anyProtocol = protocol.from === ANY_PROTOCOL.from && protocol.to === ANY_PROTOCOL.to
  const anyPort = ports.from === ANY_PORT.from && ports.to === ANY_PORT.to
  if (anyProtocol && anyPort) return formatRange(addresses)
  const name = anyProtocol ? '0' : protocolName(protocol.from)
  const port = anyPort ? '' : `/${ports.from === ports.to ? ports.from : `${ports.from}-${ports.to}`}`
  return `${formatRange(addresses)}[${name}${port}]`
}
