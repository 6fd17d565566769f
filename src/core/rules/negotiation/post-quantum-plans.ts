import { hostsOf } from '../../model/hosts.ts'
import { hasWildcard } from '../../model/identity.ts'
import type { PostQuantumKey } from '../../model/ike-policy.ts'
import { UNKNOWN_SECRET } from '../../text/secrets/secret-mark.ts'
import type { Plan } from '../rule.ts'
import type { Party } from './failures.ts'
import { shownBy } from './identity-plans.ts'
import { changeOf, type PlannedChange, plansOf } from './plans.ts'

type Parties = readonly [Party, Party]

/**
 * Both ends insist on one post-quantum key: on that which both have, or on a new one, beside what else they have or in the place of
 * what they would offer. Nobody is told to do without one.
 */
export function postQuantumPlans(parties: Parties): Plan[] {
  const common = commonName(parties)
  if (common !== undefined) return plansOf(parties.flatMap((party) => insisting(party, common)))
  const id = nameFor(parties)
  const setting = (chosen: (party: Party) => PostQuantumKey | undefined) =>
    parties.map((party) => withNewKey(parties, party, { id, replaces: named(party, id) ?? chosen(party) }))
  const offersAnother = parties.some((party) => named(party, id) === undefined && offeredBy(parties, party))
  return plansOf(
    setting(() => undefined),
    offersAnother ? setting((party) => offeredBy(parties, party)) : [],
  )
}

/** The name of a key that both have. What cannot be read is taken to agree. */
function commonName([first, second]: Parties): string | undefined {
  for (const { ids, mark } of postQuantumKeysOf(first)) {
    for (const other of postQuantumKeysOf(second)) {
      const isSame = mark === other.mark || mark === UNKNOWN_SECRET || other.mark === UNKNOWN_SECRET
      const id = isSame ? ids.find((each) => other.ids.includes(each)) : undefined
      if (id !== undefined) return id
    }
  }
  return undefined
}

/** As one of the ends calls its key, whoever begins first. */
function nameFor(parties: Parties): string {
  const names = parties.flatMap((party) => [
    ...(party.connection.postQuantumIds ?? []),
    ...postQuantumKeysOf(party).flatMap(({ ids }) => ids),
  ])
  return names[0] ?? 'ppk'
}

function insisting(party: Party, id: string): PlannedChange[] {
  const { name, postQuantum, postQuantumIds } = party.connection
  const isNamed = postQuantumIds === undefined || (postQuantumIds.length === 1 && postQuantumIds[0] === id)
  if (isNamed && (postQuantum?.value === 'propose' || postQuantum?.value === 'insist')) return []
  return [changeOf(party, { kind: 'post-quantum-key', connection: name, id, key: null })]
}

function withNewKey(
  parties: Parties,
  party: Party,
  { id, replaces }: { readonly id: string; readonly replaces: PostQuantumKey | undefined },
): PlannedChange {
  const key = { owners: identitiesOf(parties, party), replaces: replaces?.span ?? null }
  return changeOf(party, { kind: 'post-quantum-key', connection: party.connection.name, id, key })
}

function named(party: Party, id: string): PostQuantumKey | undefined {
  return postQuantumKeysOf(party).find(({ ids }) => ids.includes(id))
}

/** Of a connection that names none, the key that fits best is offered. */
function offeredBy(parties: Parties, party: Party): PostQuantumKey | undefined {
  if (party.connection.postQuantumIds !== undefined) return undefined
  const { end } = party
  const [own, other] = [shownBy(party), shownBy(otherOf(parties, party))]
  const found = end.vendor.daemon?.findKeys(
    postQuantumKeysOf(party),
    own,
    other,
    hostsOf(end, otherOf(parties, party).end),
  )[0]
  return postQuantumKeysOf(party).find((key) => key === found)
}

function identitiesOf(parties: Parties, party: Party) {
  return [shownBy(party), shownBy(otherOf(parties, party))].filter((identity) => !hasWildcard(identity))
}

function otherOf([first, second]: Parties, party: Party): Party {
  return party === first ? second : first
}

/** The post-quantum keys of an end. */
export function postQuantumKeysOf({ end }: Party): readonly PostQuantumKey[] {
  return end.ike?.postQuantumKeys ?? []
}
