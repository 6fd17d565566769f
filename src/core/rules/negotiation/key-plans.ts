import { hostsOf } from '../../model/hosts.ts'
import { addressIdentity, equalIdentities, hasWildcard } from '../../model/identity.ts'
import type { Role } from '../../model/ike-daemon.ts'
import type { Identity, SharedKey } from '../../model/ike-policy.ts'
import { takesAny } from '../../model/meant-connections.ts'
import { UNKNOWN_SECRET } from '../../text/secrets/secret-mark.ts'
import type { EvidencePlace, Plan } from '../rule.ts'
import type { Party } from './failures.ts'
import { identityPlans, shownBy } from './identity-plans.ts'
import { changeOf, type PlannedChange, plansOf } from './plans.ts'

type Parties = readonly [Party, Party]

/**
 * A key that both ends have is made the one for the two identities; where they have none in common, both get a new one:
 * in the place of the key that each uses now, or as one more that is for these identities alone. In main mode of IKEv1 a key is
 * looked for before an identity is shown, so that it may have to be for the two addresses (RFC 2409 5.4).
 */
export function keyPlans(parties: Parties): Plan[] {
  const [a, b] = parties
  const [ofA, ofB] = [a, b].map((party) =>
    keysOf(party).filter(({ mark, expects }) => expects === undefined || expects.mark === mark),
  )
  const marks = new Set(ofA?.map(({ mark }) => mark))
  const common = ofB?.find(({ mark }) => mark !== UNKNOWN_SECRET && marks.has(mark))
  const owned =
    common === undefined ? [] : parties.flatMap((party) => own(party, identitiesOf(parties, party), common.mark))
  const placed =
    common === undefined ? [] : parties.flatMap((party) => own(party, addressesOf(parties, party), common.mark))
  const replaced = parties.flatMap((party) => newKey(parties, party, usedBy(parties, party)))
  const added = parties.flatMap((party) => newKey(parties, party, undefined))
  const byAddress = parties.flatMap((party) => newKeyFor(party, addressesOf(parties, party), undefined))
  // The only key of an end that uses none for the other may be the right one for another address, where one cannot be read.
  const unread = parties.flatMap((party) => {
    const [only, ...more] = keysOf(party)
    if (only === undefined || more.length > 0 || usedBy(parties, party) !== undefined) return []
    const isUnread = [a, b].some((each) => keysOf(each).some(({ mark }) => mark === UNKNOWN_SECRET))
    return isUnread ? own(party, identitiesOf(parties, party), only.mark) : []
  })
  // The key with which whoever comes is answered is that of others as well: this peer gets one of its own.
  const shared = parties.some(({ connection }) => takesAny(connection))
    ? parties.flatMap((party) =>
        newKey(parties, party, takesAny(party.connection) ? undefined : usedBy(parties, party)),
      )
    : []
  // Who expects somebody else looks for the key of that one, whoever the key is for.
  const expected = owned.length === 0 ? [] : identityPlans(parties).filter(({ changes }) => changes.every(isOfPeer))
  const alone = parties.every((party) => keysOf(party).length === 1)
  const fresh = alone ? [replaced, added] : [added, replaced]
  const fitting = expected.map(({ changes }) => [...changes, ...owned])
  return plansOf(owned, placed, unread, shared, ...fresh, byAddress, ...fitting)
}

function isOfPeer({ change }: PlannedChange): boolean {
  return change.kind === 'peer-identity'
}

/** The key that each end uses for the other. */
export function keyPlaces(parties: Parties): EvidencePlace[] {
  return parties.flatMap((party) => {
    const key = usedBy(parties, party)
    if (key === undefined) return []
    return [key, ...(key.expects === undefined ? [] : [key.expects])].map(({ span }) => ({
      span,
      label: `${party.end.name}: ${party.connection.name}`,
    }))
  })
}

/** More keys than this are not quoted. */
const QUOTED = 3

/** The keys of an end that has none for the two identities; where both have one, of the end that finds none all the same. */
export function unfitKeyPlaces(parties: Parties, by: Role): EvidencePlace[] {
  const unfit = parties.filter((party) => usedBy(parties, party) === undefined)
  const finder = by === 'initiator' ? parties[0] : parties[1]
  return (unfit.length > 0 ? unfit : [finder].filter(isByAddress)).flatMap((party) =>
    keysOf(party)
      .slice(0, QUOTED)
      .map(({ span }) => ({ span, label: party.end.name })),
  )
}

function keysOf({ end }: Party): readonly SharedKey[] {
  return end.ike?.keys ?? []
}

/** What the end is called, and what it calls the other: as it is written at that end, where it is. */
function identitiesOf([initiator, responder]: Parties, party: Party): readonly [Identity, Identity] {
  const other = party === initiator ? responder : initiator
  return [shownBy(party), shownBy(other)]
}

/** Of an end that looks for its key by them, its address and that of the other one; none where nobody tells them. */
function addressesOf([initiator, responder]: Parties, party: Party): readonly Identity[] {
  if (!isByAddress(party)) return []
  const { own, peer, told } = hostsOf(party.end, party === initiator ? responder.end : initiator.end)
  return told ? [addressIdentity(own), addressIdentity(peer)] : []
}

/** It looks for its key by the address of the other end. */
function isByAddress({ end, connection: { initiates, exchange } }: Party): boolean {
  if (initiates.value === 2) return end.vendor.daemon?.keyByAddress === true
  return exchange.value === 'main'
}

function own(party: Party, owners: readonly Identity[], mark: string) {
  const key = keysOf(party).find((each) => each.mark === mark)
  const same =
    owners.length !== 2 ||
    (key?.owners.length === 2 && owners.every((owner) => key.owners.some((each) => equalIdentities(each, owner))))
  return key === undefined || same ? [] : [changeOf(party, { kind: 'key-owners', key: key.span, owners })]
}

function usedBy(parties: Parties, party: Party): SharedKey | undefined {
  const [mine, theirs] = identitiesOf(parties, party)
  const other = party === parties[0] ? parties[1] : parties[0]
  return party.end.vendor.daemon?.findKeys(keysOf(party), mine, theirs, hostsOf(party.end, other.end))[0]
}

function newKey(parties: Parties, party: Party, replaces: SharedKey | undefined) {
  return newKeyFor(party, identitiesOf(parties, party), replaces)
}

function newKeyFor(party: Party, identities: readonly Identity[], replaces: SharedKey | undefined) {
  const owners = identities.filter((identity) => !hasWildcard(identity))
  if (identities.length === 0) return []
  return [changeOf(party, { kind: 'new-key', owners, replaces: replaces?.span ?? null })]
}
