import type { Hosts, Role } from '../../model/ike-daemon.ts'
import type { Identity, IkeConnection, PostQuantumKey } from '../../model/ike-policy.ts'
import type { Certainty } from '../flow.ts'
import { compareKeys } from './keys.ts'
import type { Ends } from './outcome.ts'

/** Whom the initiator shows and whom it expects; the hosts as it sees them. */
interface Pair {
  readonly shown: Identity
  readonly expected: Identity | undefined
  readonly hosts: Hosts
}

/**
 * The post-quantum key of an IKE SA (RFC 8784 3): who finds that it cannot be, or how certain it is that it can. The
 * initiator names one of its keys, or several, of which the responder takes one that is the same (RFC 9867 3.1); a
 * responder that knows none of them goes on without, unless either end insists.
 */
export function agreePostQuantumKey(
  connection: IkeConnection,
  peer: IkeConnection,
  pair: Pair,
  ends: Ends,
): { readonly by: Role } | Certainty {
  const [mine, theirs] = [connection.postQuantum?.value ?? 'never', peer.postQuantum?.value ?? 'never']
  const insists = mine === 'insist' || theirs === 'insist'
  const offered = mine === 'never' ? [] : offeredKeys(connection, pair, ends)
  if (mine === 'insist' && offered?.length === 0) return { by: 'initiator' }
  // A responder may answer with a key among its secrets, though its connection says nothing of one (measured: strongSwan).
  if (mine === 'insist' && peer.postQuantum === undefined) return 'assumed'
  if (mine === 'never' || theirs === 'never') return insists ? { by: 'responder' } : 'stated'
  const known = ends[1].policy.postQuantumKeys
  if (offered === undefined || known === undefined) return insists ? 'assumed' : 'stated'
  const pairs = offered.map((key) => ({ key, same: known.filter(({ id }) => id === key.id) }))
  const compared = pairs.flatMap(({ key, same }) => (same.length === 0 ? [] : [compareKeys(key, same)]))
  if (compared.length === 0) return insists ? { by: 'responder' } : 'stated'
  if (compared.includes('equal')) return 'stated'
  return compared.includes('undecidable') ? 'assumed' : { by: 'responder' }
}

/** `undefined`: no text tells of any keys. */
function offeredKeys(
  { postQuantumIds }: IkeConnection,
  { shown, expected, hosts }: Pair,
  [{ policy, daemon }]: Ends,
): readonly PostQuantumKey[] | undefined {
  const known = policy.postQuantumKeys
  if (known === undefined || postQuantumIds !== undefined)
    return known?.filter(({ id }) => postQuantumIds?.includes(id))
  const [found] = daemon.findKeys(known, shown, expected, hosts)
  return known.filter((key) => key === found)
}
