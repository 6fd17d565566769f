import { type AddressRange, containsRange, formatRange } from '../../address/address-range.ts'
import { childrenMeeting, childrenOf } from '../../model/children-meeting.ts'
import type { Reason } from '../../model/failure-reason.ts'
import type { ChildMatch, ChildOffer, Hosts, IkeDaemon, InstalledChild, OfferContext } from '../../model/ike-daemon.ts'
import type { ChildConfig, IkeConnection, IkePolicy } from '../../model/ike-policy.ts'
import { remembered, rememberedOf } from '../../model/remembered.ts'
import { resolveSelectors } from '../../model/resolve-selectors.ts'
import { isAnyPort } from '../../selectors/interval.ts'
import {
  equalSelectors,
  intersectSelectors,
  narrow,
  nearIn,
  packetSides,
  positionsNear,
  type Selector,
  type SelectorSides,
  withoutContained,
} from '../../selectors/traffic-selector.ts'

/**
 * IKEv2 offers all selectors, and before them those of the packet that brings the child up; quick mode one pair, the first
 * of each list (RFC 2409 5.5).
 */
export function offerSelectors(child: ChildConfig, { version, hosts, packet }: OfferContext): SelectorSides {
  const all = proposedSides(child, hosts)
  if (version === 2) {
    // Without selectors of its own a child waits for no packet.
    if (packet === null || all.local.length === 0 || all.remote.length === 0) return all
    const first = packetSides(packet)
    return { local: [...first.local, ...all.local], remote: [...first.remote, ...all.remote] }
  }
  return { local: all.local.slice(0, 1).map(asIdentity), remote: all.remote.slice(0, 1).map(asIdentity) }
}

function sidesOf(child: ChildConfig, { own, peer }: Hosts): SelectorSides {
  return writtenSides(child)(own, peer)
}

/** Each child of the other end asks for those of one that may have a long list. */
const writtenSides = rememberedOf(({ local, remote }: ChildConfig) =>
  remembered(
    (own: AddressRange, peer: AddressRange): SelectorSides => ({
      local: withoutContained(resolveSelectors(local.value, own)),
      remote: withoutContained(resolveSelectors(remote.value, peer)),
    }),
  ),
)

/**
 * What it proposes, and compares an offer with: in transport mode the two hosts in the place of networks that hold them; the
 * other networks are left out (measured; RFC 4301 5.1.1).
 */
function proposedSides(child: ChildConfig, hosts: Hosts): SelectorSides {
  const sides = sidesOf(child, hosts)
  if (child.mode.value !== 'transport' || child.proxies === true) return sides
  const at = (selectors: readonly Selector[], places: readonly (AddressRange | undefined)[]) =>
    withoutContained(
      selectors.flatMap((each) => {
        const addresses = places.find((place) => place !== undefined && containsRange(each.addresses, place))
        return addresses === undefined ? [] : [{ ...each, addresses }]
      }),
    )
  return { local: at(sides.local, [hosts.met, hosts.own]), remote: at(sides.remote, [hosts.peer]) }
}

/** An identity of quick mode holds one port (RFC 2407 4.6.2): a range goes out as its first. */
function asIdentity(selector: Selector): Selector {
  const { ports } = selector
  return isAnyPort(ports) ? selector : { ...selector, ports: { from: ports.from, to: ports.from } }
}

/**
 * The child of the connection whose selectors fit best, and of equal ones the first. IKEv1 wants the same mode; in IKEv2 what
 * only passes or drops packets answers as well (measured). The selectors are narrowed, in quick mode too.
 */
export function findChild(
  _: IkePolicy,
  connection: IkeConnection,
  offer: ChildOffer,
  hosts: Hosts,
): ChildMatch | undefined {
  // Quick mode has no words for a label, so that a child with one finds none there (measured).
  const label = offer.version === 1 ? undefined : offer.label
  let best: { readonly config: ChildConfig; readonly own: SelectorSides; readonly score: number } | undefined
  for (const { config } of childrenMeeting(childrenOf(connection), offer.selectors, hosts)) {
    const mode = config.mode.value
    if (offer.version === 1 && config.onlyBegins === true) continue
    if (config.label?.value !== label || (offer.version === 1 && mode !== offer.mode)) continue
    const own = sidesOf(config, hosts)
    const proposed = proposedSides(config, hosts)
    const local = scoreOf(proposed.local, offer.selectors.local)
    const remote = scoreOf(proposed.remote, offer.selectors.remote)
    if (local === 0 || remote === 0 || (best !== undefined && local + remote <= best.score)) continue
    best = { config, own, score: local + remote }
  }
  if (best === undefined) return undefined
  const most = offer.version === 1 ? 1 : undefined
  const agreed = {
    local: narrow(best.own.local, offer.selectors.local).slice(0, most),
    remote: narrow(best.own.remote, offer.selectors.remote).slice(0, most),
  }
  // A child that was found for the hosts need not hold them.
  return agreed.local.length === 0 || agreed.remote.length === 0
    ? undefined
    : { connection, config: best.config, agreed }
}

/**
 * 5 for each equal pair, 1 for each that overlaps, and as many times as much as selectors are received from that one on: the
 * leading ones count most (measured; its log: "candidate ... with prio 5+1"). 0 when there is none.
 */
export function scoreOf(own: readonly Selector[], received: readonly Selector[]): number {
  let score = 0
  // The longer list is the one that is not walked through.
  if (own.length < received.length) {
    const near = positionsNear(received)
    for (const mine of own) for (const at of near(mine)) count(mine, received[at], at)
    return score
  }
  const near = nearIn(own)
  for (const [at, theirs] of received.entries()) for (const mine of near(theirs)) count(mine, theirs, at)
  return score

  function count(mine: Selector, theirs: Selector | undefined, at: number): void {
    if (theirs === undefined || intersectSelectors(mine, theirs) === undefined) return
    score += (received.length - at) * (equalSelectors(mine, theirs) ? 5 : 1)
  }
}

/**
 * One end that does not ask for transport mode makes it a tunnel (RFC 7296 1.3.1, USE_TRANSPORT_MODE); and in IKEv2 what is
 * agreed on, where that is more than the two hosts.
 */
export function agreeMode(
  own: ChildConfig,
  offer: ChildOffer,
  agreed: SelectorSides,
  hosts: Hosts,
): InstalledChild['mode'] {
  const wanted = own.mode.value === 'transport' && offer.mode === 'transport'
  const isOwn = isHost(agreed.local, hosts.own) || (hosts.met !== undefined && isHost(agreed.local, hosts.met))
  const fits = own.proxies === true || (isOwn && isHost(agreed.remote, hosts.peer))
  return wanted && (offer.version === 1 || fits) ? 'transport' : 'tunnel'
}

function isHost(selectors: readonly Selector[], host: AddressRange): boolean {
  return selectors.every(({ addresses }) => formatRange(addresses) === formatRange(host))
}

/**
 * In IKEv1 the mode is its own, of which the answer says nothing new; in IKEv2 the responder decides. In transport mode it
 * takes of the answer what lies within its own networks, which it did not propose, but as a proxy.
 */
export function takeAnswer(
  own: ChildConfig,
  offer: ChildOffer,
  answer: InstalledChild,
  { hosts }: Parameters<IkeDaemon['takeAnswer']>[3],
): InstalledChild | Reason {
  const mode = offer.version === 1 ? (offer.mode === 'transport' ? 'transport' : 'tunnel') : answer.mode
  if (own.mode.value !== 'transport' || own.proxies === true) return { ...answer, mode }
  const written = sidesOf(own, hosts)
  const [local, remote] = [narrow(written.local, answer.local), narrow(written.remote, answer.remote)]
  return local.length === 0 || remote.length === 0 ? 'selectors' : { mode, local, remote }
}
