import type { Identity, SharedKey } from '../../model/ike-policy.ts'
import { UNKNOWN_SECRET } from '../../text/secrets.ts'
import { matchIdentity } from './identity.ts'

/** Whether a key that one end uses is among those that the other end knows; a mark that cannot be decoded may be it. */
export type KeyComparison = 'equal' | 'differs' | 'undecidable'

/**
 * The keys for a pair of identities, the best first: a key is anybody's, or one of its owners is one of the two
 * (strongSwan: "tried N shared keys for"); of two that fit alike the one that was loaded last. An unknown own identity matches nothing but anybody's.
 */
export function keysFor(
  keys: readonly SharedKey[],
  own: Identity | undefined,
  other: Identity | undefined,
): SharedKey[] {
  return keys
    .toReversed()
    .map((key) => ({ key, other: bestOwner(key, other), own: bestOwner(key, own) }))
    .filter((each) => each.other > 0 || each.own > 0)
    .toSorted((a, b) => b.other - a.other || b.own - a.own)
    .map(({ key }) => key)
}

export function compareKeys(used: SharedKey, known: readonly SharedKey[]): KeyComparison {
  if (known.some(({ mark }) => mark === used.mark && mark !== UNKNOWN_SECRET)) return 'equal'
  return [used, ...known].some(({ mark }) => mark === UNKNOWN_SECRET) ? 'undecidable' : 'differs'
}

function bestOwner({ owners }: SharedKey, identity: Identity | undefined): number {
  if (owners.length === 0) return 1
  if (identity === undefined || identity.kind === 'any') return owners.some(({ kind }) => kind === 'any') ? 1 : 0
  return Math.max(...owners.map((owner) => matchIdentity(owner, identity)))
}
