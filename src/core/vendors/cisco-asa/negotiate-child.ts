import { childrenMeeting, childrenOf, childrenOfAll } from '../../model/children-meeting.ts'
import type { Reason } from '../../model/failure-reason.ts'
import type {
  ChildExchange,
  ChildMatch,
  ChildOffer,
  Hosts,
  IkeDaemon,
  InstalledChild,
  OfferContext,
} from '../../model/ike-daemon.ts'
import type { ChildConfig, IkeConnection, IkePolicy, Proposal } from '../../model/ike-policy.ts'
import { selectorSides } from '../../model/resolve-selectors.ts'
import {
  containsSelector,
  equalSelectors,
  packetSides,
  type Selector,
  type SelectorSides,
} from '../../selectors/traffic-selector.ts'
import { findConnections } from './find-connections.ts'

/** A line of the crypto ACL is one pair of selectors; in IKEv2 the packet that brings it up stands before it. */
export function offerSelectors(child: ChildConfig, { version, hosts, packet }: OfferContext): SelectorSides {
  const own = selectorSides(child, hosts)
  if (version === 1 || packet === null) return own
  const first = packetSides(packet)
  return { local: [...first.local, ...own.local], remote: [...first.remote, ...own.remote] }
}

/**
 * Of all entries for the peer the first whose line is exactly the offered pair; where the entry takes a part (IKEv2, a
 * dynamic map), the first that holds an offered pair, of which the widest is taken. A wider offer is refused: what an ASA
 * permits is what the peer has to ask for ("no matching crypto map entry for remote proxy ... local proxy").
 */
export function findChild(
  policy: IkePolicy,
  connection: IkeConnection,
  offer: ChildOffer,
  hosts: Hosts,
): ChildMatch | undefined {
  const request = { version: offer.version, exchange: 'main', method: undefined, hosts, shown: undefined } as const
  const known = findConnections(policy, request)
  const children = known.some(({ name }) => name === connection.name) ? childrenOfAll(known) : childrenOf(connection)
  const candidates = childrenMeeting(children, offer.selectors, hosts)
  const pairs = pairsOf(offer.selectors)
  for (const { own, ...found } of candidates) {
    if (pairs.some((pair) => isPair(own, pair, equalSelectors))) return { ...found, agreed: own }
  }
  for (const { own, ...found } of candidates) {
    if (!found.config.narrows.value) continue
    const within = pairs.filter((pair) => isPair(own, pair, (mine, theirs) => containsSelector(mine, theirs)))
    const widest = within.find((pair) => within.every((other) => !isWider(other, pair)))
    if (widest !== undefined) return { ...found, agreed: sides(widest) }
  }
  return undefined
}

interface Pair {
  readonly local: Selector
  readonly remote: Selector
}

function pairsOf({ local, remote }: SelectorSides): Pair[] {
  return local.flatMap((mine) => remote.map((theirs) => ({ local: mine, remote: theirs })))
}

function isPair(
  { local, remote }: SelectorSides,
  pair: Pair,
  fits: (mine: Selector, theirs: Selector) => boolean,
): boolean {
  return local.some((mine) => fits(mine, pair.local)) && remote.some((mine) => fits(mine, pair.remote))
}

function isWider(one: Pair, other: Pair): boolean {
  const same = equalSelectors(one.local, other.local) && equalSelectors(one.remote, other.remote)
  return !same && containsSelector(one.local, other.local) && containsSelector(one.remote, other.remote)
}

function sides({ local, remote }: Pair): SelectorSides {
  return { local: [local], remote: [remote] }
}

/**
 * Where the entry has no `set pfs`, any group that the peer offers is good, and none; where it has, the offer has
 * to be that group (Command Reference, "crypto map set pfs").
 */
export function acceptChild(
  { proposals }: ChildConfig,
  { purpose }: ChildExchange,
  offered: readonly Proposal[],
): readonly Proposal[] {
  const groups = [...new Set(offered.flatMap(({ ke }) => ke))]
  return proposals.value.map((each) => (each.ke.length > 0 || purpose === 'first' ? each : { ...each, ke: groups }))
}

/** IKEv1 has the mode in each proposal (RFC 2407 4.5); in IKEv2 transport mode falls back to tunnel ("set ikev2 mode"). */
export function agreeMode(own: ChildConfig, offer: ChildOffer): InstalledChild['mode'] | undefined {
  const mode = own.mode.value === 'transport' ? 'transport' : 'tunnel'
  if (offer.version === 1) return mode === offer.mode ? mode : undefined
  return mode === 'transport' && offer.mode === 'transport' ? 'transport' : 'tunnel'
}

/** Of its offer it takes a part. */
export function takeAnswer(
  _: ChildConfig,
  offer: ChildOffer,
  answer: InstalledChild,
  __: Parameters<IkeDaemon['takeAnswer']>[3],
): InstalledChild | Reason {
  const within = (side: 'local' | 'remote') =>
    answer[side].every((mine) => offer.selectors[side].some((offered) => containsSelector(offered, mine)))
  return within('local') && within('remote') ? answer : 'selectors'
}
