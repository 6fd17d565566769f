import { type AddressRange, containsRange, equalRanges, rangeKey } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { entriesOfChildren } from '../../model/entries-of-children.ts'
import { unknownHost } from '../../model/hosts.ts'
import { matchIdentity, ownIdentity, writtenIdentity } from '../../model/identity.ts'
import type { ChildConfig, IkeConnection } from '../../model/ike-policy.ts'
import { identityKey } from '../../model/ike-requests.ts'
import { rememberedFor, rememberedOf } from '../../model/remembered.ts'
import type { SpdEntry } from '../../model/spd-entry.ts'
import { MEETING } from '../../negotiation/effective-entries.ts'
import { type Failure, isFailure, type NegotiationOutcome } from '../../negotiation/ike/outcome.ts'
import { chooseProposal } from '../../negotiation/ike/proposal.ts'
import { forSelectorsOf } from '../../negotiation/ike/untold.ts'
import type { Simulation } from '../../negotiation/simulate.ts'
import { type Box, mirrorBox } from '../../selectors/box.ts'
import { buildBoxIndex } from '../../selectors/box-index.ts'
import { wayFrom } from '../both-ways.ts'

/** One end of a negotiation that fails, with the connection that it uses, or would use if it were right. */
export interface Party {
  readonly end: Endpoint
  /** `unknownHost` where nobody tells it. */
  readonly host: AddressRange
  readonly connection: IkeConnection
  readonly child: ChildConfig | undefined
}

/** A negotiation that fails, with both ends. */
export interface FailedNegotiation {
  readonly initiator: Endpoint
  readonly responder: Endpoint
  readonly outcome: NegotiationOutcome
  readonly failure: Failure
  /** All entries that it keeps from coming up. */
  readonly entries: readonly SpdEntry[]
  /** Who begins, and whom it should meet; `undefined` where the other end has no connection at all. */
  readonly parties: readonly [Party, Party] | undefined
}

/**
 * Each cause once for a pair of connections, in the words of the end that meets it first: an IKE SA that does not come up
 * fails for all children of its connection, and most often whoever begins. Each rule about negotiations asks for them.
 */
export const failures = rememberedOf((simulation: Simulation): readonly FailedNegotiation[] => {
  const found = new Map<string, FailedNegotiation & { readonly entries: SpdEntry[] }>()
  for (const { outcome, entry } of asLogged(simulation)) {
    if (outcome === null) continue
    const { ike, childSa } = outcome
    const failure = isFailure(ike) ? ike : isFailure(childSa) ? childSa : undefined
    if (failure === undefined) continue
    const [initiator, responder] = wayFrom(simulation, outcome.initiator)
    const parties = partiesOf(outcome, initiator, responder)
    const names = (parties ?? []).map(({ end, connection }) => `${end.label} ${connection.name}`)
    // Who has nothing to offer has nothing to accept either, and what is not read is not accepted.
    const isUntaken = failure.reason === 'no-proposals' || failure.reason === 'unreadable-proposal'
    const cause = isUntaken ? 'child-proposals' : failure.reason
    const key = [cause, ...names.toSorted()].join('\n')
    const known = found.get(key)
    if (known === undefined) found.set(key, { initiator, responder, outcome, failure, entries: [entry], parties })
    else known.entries.push(entry)
  }
  return [...found.values()]
})

/** Where a log tells what an end asked for, what that end begins is seen, and told first. */
function asLogged({ a, b, quickModes }: Simulation): Simulation['quickModes'] {
  const asks = [a, b].find(({ toldByLog }) => toldByLog !== undefined)
  if (asks === undefined) return quickModes
  const isSeen = ({ outcome }: Simulation['quickModes'][number]) => Number(outcome?.initiator === asks.label)
  return quickModes.toSorted((one, other) => isSeen(other) - isSeen(one))
}

/** Both ends of a negotiation as it is, or should be. */
export function partiesOf(
  { connection, child, ike, childSa }: NegotiationOutcome,
  initiator: Endpoint,
  responder: Endpoint,
): readonly [Party, Party] | undefined {
  const [own, peer] = [hostOf(initiator, responder), hostOf(responder, initiator)]
  const first = { end: initiator, host: own, connection, child }
  const used = isFailure(ike) ? ike.after?.connection : ike.connection
  const met = used ?? likeliest(first, { end: responder, host: peer })
  if (met === undefined) return undefined
  const config = childSa !== null && !isFailure(childSa) ? childSa.config : undefined
  const untold = met.childUntold && forSelectorsOf(child, met.childUntold)
  const partner = config ?? untold ?? partnerIn(met, child, initiator, responder)
  return [first, { end: responder, host: peer, connection: met, child: partner }]
}

/** Its address, as it or its peer tells it. */
export function hostOf(end: Endpoint, peer: Endpoint): AddressRange {
  return end.addresses[0]?.value ?? peer.peers[0]?.value ?? unknownHost(end.label)
}

interface Responder {
  readonly end: Endpoint
  readonly host: AddressRange
}

/**
 * The connection of the responder that is meant for an initiator, most of all by its addresses and its traffic; of equally
 * likely ones the first.
 */
function likeliest(party: Party & { readonly child: ChildConfig }, responder: Responder): IkeConnection | undefined {
  const candidates = responder.end.ike?.connections ?? []
  const scores = likeness(candidates, { party, responder })
  const met = new Map<number, number>()
  const { all, index } = boxesOfConnections(responder.end)
  for (const own of boxesOf(party.end, party.child)) {
    const box = mirrorBox(own)
    for (const hit of index.overlappingUpTo(box, MEETING) ?? index.equalTo(box).slice(0, MEETING)) {
      const found = all[hit]
      if (found === undefined) continue
      met.set(found.at, Math.max(met.get(found.at) ?? 0, likenessOf(found.box, box)))
    }
  }
  const inOrder = [scores.best, ...met.keys()].toSorted((x, y) => x - y)
  return candidates[bestOf(inOrder, (at) => (scores.all[at] ?? 0) + 5 * (met.get(at) ?? 0)) ?? 0]
}

interface Introduction {
  readonly party: Party
  readonly responder: Responder
}

/**
 * How likely each connection of a responder is meant by what it says beside its traffic, and the position of the first of the
 * best. Thousands of connections of an initiator mostly say the same.
 */
const likeness = rememberedFor(
  ({ party: { host, connection }, responder }: Introduction) =>
    [
      rangeKey(host),
      rangeKey(responder.host),
      identityKey(writtenIdentity(connection.remote)),
      identityKey(ownIdentity(connection.local, host)),
      connection.initiates.value,
      JSON.stringify(connection.proposals.value),
    ].join(' '),
  (candidates: readonly IkeConnection[], { party: { host, connection }, responder }) => {
    const expected = writtenIdentity(connection.remote)
    const shown = ownIdentity(connection.local, host)
    const all = candidates.map((candidate) => {
      const named = ownIdentity(candidate.local, responder.host)
      return (
        4 * addressFit(candidate.remoteAddresses.value, host) +
        addressFit(candidate.localAddresses.value, responder.host) +
        2 * matchIdentity(writtenIdentity(candidate.remote), shown) +
        matchIdentity(expected, named) +
        (candidate.accepts.includes(connection.initiates.value) ? 2 : 0) +
        (chooseProposal(candidate.proposals.value, connection.proposals.value) === undefined ? 0 : 1)
      )
    })
    return { all, best: bestOf([...all.keys()], (at) => all[at] ?? 0) ?? 0 }
  },
)

/** The boxes of all children of an end, and of each the position of its connection. */
const boxesOfConnections = rememberedOf((end: Endpoint) => {
  const all = (end.ike?.connections ?? []).flatMap(({ children }, at) =>
    children.flatMap((child) => boxesOf(end, child).map((box) => ({ at, box }))),
  )
  return { all, index: buildBoxIndex(all.map(({ box }) => box)) }
})

function addressFit(addresses: readonly AddressRange[], host: AddressRange): number {
  if (addresses.some((address) => equalRanges(address, host))) return 3
  if (addresses.some((address) => containsRange(address, host))) return 2
  return addresses.length === 0 ? 1 : 0
}

/**
 * The child of a connection that is for most of the same traffic, and of equal ones the first. One that meets too many of them is
 * for that with its very selectors, or for the first.
 */
function partnerIn(
  met: IkeConnection,
  child: ChildConfig,
  initiator: Endpoint,
  responder: Endpoint,
): ChildConfig | undefined {
  const { all, index } = childBoxes(responder)(met)
  const scores = new Map<number, number>()
  for (const own of boxesOf(initiator, child)) {
    const box = mirrorBox(own)
    for (const at of index.overlappingUpTo(box, MEETING) ?? index.equalTo(box)) {
      const found = all[at]
      if (found !== undefined) scores.set(at, Math.max(scores.get(at) ?? 0, likenessOf(found.box, box)))
    }
  }
  const inOrder = [...scores.keys()].toSorted((a, b) => a - b)
  const best = bestOf(inOrder, (at) => scores.get(at) ?? 0)
  return best === undefined ? met.children[0] : all[best]?.child
}

/** Of two pairs of selectors that have packets in common: 2 where they are for the same networks, 1 where in part. */
function likenessOf(a: Box, b: Box): number {
  return equalRanges(a.local, b.local) && equalRanges(a.remote, b.remote) ? 2 : 1
}

/** The boxes of a connection's children, and of each its child. */
const childBoxes = rememberedOf((end: Endpoint) =>
  rememberedOf((connection: IkeConnection) => {
    const all = connection.children.flatMap((child) => boxesOf(end, child).map((box) => ({ child, box })))
    return { all, index: buildBoxIndex(all.map(({ box }) => box)) }
  }),
)

function boxesOf({ spd }: Endpoint, child: ChildConfig): readonly Box[] {
  return (spd && entriesOfChildren(spd).get(child)?.selectors) ?? []
}

/** The first of the best; also where nothing speaks for any. */
function bestOf<T>(items: readonly T[], score: (item: T) => number): T | undefined {
  let best: { readonly item: T; readonly score: number } | undefined
  for (const item of items) {
    const own = score(item)
    if (best === undefined || own > best.score) best = { item, score: own }
  }
  return best?.item
}
