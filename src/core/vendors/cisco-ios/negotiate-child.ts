import { containsRange } from '../../address/address-range.ts'
import { childrenMeeting, childrenOfAll } from '../../model/children-meeting.ts'
import type { Reason } from '../../model/failure-reason.ts'
import type {
  ChildExchange,
  ChildMatch,
  ChildOffer,
  Hosts,
  InstalledChild,
  OfferContext,
} from '../../model/ike-daemon.ts'
import type { ChildConfig, IkeConnection, IkePolicy, Proposal, SelectorTemplate } from '../../model/ike-policy.ts'
import { selectorSides } from '../../model/resolve-selectors.ts'
import {
  containsSelector,
  equalSelectors,
  type Selector,
  type SelectorSides,
} from '../../selectors/traffic-selector.ts'
import { findConnections } from './find-connections.ts'

/** Each child has one pair, and proposes exactly that, whatever packet brings it up. */
export function offerSelectors(child: ChildConfig, { hosts }: OfferContext): SelectorSides {
  return selectorSides(child, hosts)
}

/**
 * The first child, over all entries for the peer by sequence, whose pair is or holds an offered one: "the request of the
 * peer must be permitted by the crypto access list" (Cisco IOS Security Configuration Guide, "Mirror Image Crypto Access
 * Lists"). A static virtual tunnel interface takes exactly its own. Equal pairs come first.
 */
export function findChild(
  policy: IkePolicy,
  { initiates }: IkeConnection,
  offer: ChildOffer,
  hosts: Hosts,
): ChildMatch | undefined {
  const request = { version: offer.version, exchange: 'main', method: undefined, hosts, shown: undefined } as const
  const children = childrenMeeting(childrenOfAll(findConnections(policy, request)), offer.selectors, hosts).filter(
    ({ connection }) => connection.initiates.value === initiates.value,
  )
  for (const fits of [isEqual, isWithin]) {
    for (const { connection, config, own } of children) {
      const agreed = fits(config, own, offer.selectors)
      if (agreed !== undefined) return { connection, config, agreed }
    }
  }
  return undefined
}

function isEqual(_: ChildConfig, own: SelectorSides, offered: SelectorSides): SelectorSides | undefined {
  const [local] = own.local
  const [remote] = own.remote
  if (local === undefined || remote === undefined) return undefined
  const same = (mine: Selector, theirs: readonly Selector[]) => theirs.some((each) => equalSelectors(mine, each))
  return same(local, offered.local) && same(remote, offered.remote) ? { local: [local], remote: [remote] } : undefined
}

/** The widest of the offered pairs that lies within the own one, and is not taken out of it. */
function isWithin(
  { narrows, except = [] }: ChildConfig,
  own: SelectorSides,
  offered: SelectorSides,
): SelectorSides | undefined {
  const [mine, theirs] = [own.local[0], own.remote[0]]
  if (!narrows.value || mine === undefined || theirs === undefined) return undefined
  const local = offered.local.filter((each) => containsSelector(mine, each)).at(-1)
  const remote = offered.remote.filter((each) => containsSelector(theirs, each)).at(-1)
  if (local === undefined || remote === undefined) return undefined
  const isOut = except.some((pair) => holds(pair.local, local) && holds(pair.remote, remote))
  return isOut ? undefined : { local: [local], remote: [remote] }
}

function holds(denied: SelectorTemplate, { addresses, protocol, ports }: Selector): boolean {
  return (
    denied.addresses !== 'dynamic' &&
    containsRange(denied.addresses, addresses) &&
    denied.protocol.from <= protocol.from &&
    protocol.to <= denied.protocol.to &&
    denied.ports.from <= ports.from &&
    ports.to <= denied.ports.to
  )
}

/**
 * Without "require" a transform set of transport mode takes tunnel mode too (Cisco IOS Security Command Reference, "mode
 * (IPSec)"); one of tunnel mode takes no other in IKEv1, where the mode is a part of the proposal, and in IKEv2 makes it a
 * tunnel (RFC 7296 1.3.1).
 */
export function agreeMode({ mode }: ChildConfig, offer: ChildOffer): InstalledChild['mode'] | undefined {
  if (mode.value === 'transport' && offer.mode === 'transport') return 'transport'
  return offer.mode === 'transport' && offer.version === 1 ? undefined : 'tunnel'
}

/** In IKEv1 the answer has to be what was proposed (RFC 2409 5.5); in IKEv2 it may be a part of it (RFC 7296 2.9). */
export function takeAnswer(_: ChildConfig, offer: ChildOffer, answer: InstalledChild): InstalledChild | Reason {
  const { local, remote } = offer.selectors
  const within = (own: readonly Selector[], theirs: readonly Selector[]) =>
    theirs.length > 0 && theirs.every((each) => own.some((mine) => containsSelector(mine, each)))
  const same = (own: readonly Selector[], theirs: readonly Selector[]) =>
    theirs.length === own.length && theirs.every((each) => own.some((mine) => equalSelectors(mine, each)))
  const fits = offer.version === 1 ? same : within
  if (!fits(local, answer.local) || !fits(remote, answer.remote)) return 'selectors'
  return offer.version === 1 ? { ...answer, mode: offer.mode === 'transport' ? 'transport' : 'tunnel' } : answer
}

/**
 * Without `set pfs` every offer is good, with a group or without one; a group that is set has
 * to be part of the offer (Cisco IOS Security Command Reference, "set pfs").
 */
export function acceptChild(
  { proposals }: ChildConfig,
  _: ChildExchange,
  offered: readonly Proposal[],
): readonly Proposal[] {
  const groups = [...new Set(offered.flatMap(({ ke }) => ke))]
  return proposals.value.flatMap((own) => {
    if (own.ke.length > 0 || groups.length === 0) return [own]
    return [{ ...own, ke: groups }, own]
  })
}
