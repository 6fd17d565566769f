import { childrenMeeting, childrenOf } from '../../model/children-meeting.ts'
import type { Reason } from '../../model/failure-reason.ts'
import type { ChildMatch, ChildOffer, Hosts, IkeDaemon, InstalledChild, OfferContext } from '../../model/ike-daemon.ts'
import type { ChildConfig, IkeConnection, IkePolicy } from '../../model/ike-policy.ts'
import { selectorSides } from '../../model/resolve-selectors.ts'
import {
  containsSelector,
  equalSelectors,
  narrow,
  type Selector,
  type SelectorSides,
} from '../../selectors/traffic-selector.ts'

/**
 * A phase 2 offers its networks as they are written, whatever packet brings it up; IKEv2 all that an address group holds
 * (Fortinet Technical Tip "Explanation of the IKEv2 Phase2 Setting initiator-ts-narrow").
 */
export function offerSelectors(child: ChildConfig, { version, hosts }: OfferContext): SelectorSides {
  const all = selectorSides(child, hosts)
  return version === 2 ? all : { local: all.local.slice(0, 1), remote: all.remote.slice(0, 1) }
}

/**
 * The phase 2 for an offer: exactly the own networks first, then one that holds what is offered ("phase2 matched by
 * subset", "rfc-rule-2" of its log), then one that holds a part of it, which is answered alone (RFC 7296 2.9). Quick mode
 * has no answer but the offer.
 */
export function findChild(
  _: IkePolicy,
  connection: IkeConnection,
  offer: ChildOffer,
  hosts: Hosts,
): ChildMatch | undefined {
  const { selectors, version } = offer
  const all = childrenMeeting(childrenOf(connection), selectors, hosts)
  const exact = all.find(({ own }) => bothSides((side) => sameSet(own[side], selectors[side])))
  if (exact !== undefined) return { connection, config: exact.config, agreed: selectors }
  const around = all.find(
    ({ config, own }) =>
      config.narrows.value && bothSides((side) => selectors[side].every((theirs) => isIn(theirs, own[side]))),
  )
  if (around !== undefined) return { connection, config: around.config, agreed: selectors }
  if (version === 1) return undefined
  for (const { config, own } of all) {
    const agreed = { local: narrow(own.local, selectors.local), remote: narrow(own.remote, selectors.remote) }
    if (agreed.local.length > 0 && agreed.remote.length > 0) return { connection, config, agreed }
  }
  return undefined
}

function bothSides(holds: (side: 'local' | 'remote') => boolean): boolean {
  return holds('local') && holds('remote')
}

function sameSet(own: readonly Selector[], theirs: readonly Selector[]): boolean {
  return (
    own.every((mine) => theirs.some((one) => equalSelectors(mine, one))) &&
    theirs.every((one) => own.some((mine) => equalSelectors(mine, one)))
  )
}

function isIn(inner: Selector, outer: readonly Selector[]): boolean {
  return outer.some((each) => containsSelector(each, inner))
}

/** It is as `set encapsulation` says; of a peer that wants the other one nothing is documented, and it is taken to refuse. */
export function agreeMode(own: ChildConfig, offer: ChildOffer): InstalledChild['mode'] | undefined {
  const mode = own.mode.value === 'transport' ? 'transport' : 'tunnel'
  if (mode === offer.mode) return mode
  // In IKEv2 transport mode is asked for, and who does not want it answers with tunnel mode (RFC 7296 1.3.1).
  return offer.version === 2 && mode === 'tunnel' ? mode : undefined
}

/** A narrowed answer is taken in IKEv2; quick mode wants its own pair back (RFC 2409 5.5). */
export function takeAnswer(
  own: ChildConfig,
  offer: ChildOffer,
  answer: InstalledChild,
): ReturnType<IkeDaemon['takeAnswer']> | Reason {
  const offered = offer.selectors
  if (offer.version === 1) {
    return bothSides((side) => sameSet(offered[side], answer[side])) ? answer : 'selectors'
  }
  if (own.mode.value === 'transport' && answer.mode !== 'transport') return 'mode'
  return bothSides((side) => answer[side].every((each) => isIn(each, offered[side]))) ? answer : 'selectors'
}
