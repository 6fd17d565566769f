import type { Hosts, Role } from '../../model/ike-daemon.ts'
import type { Identity, IkeConnection, PostQuantumKey } from '../../model/ike-policy.ts'
import type { Certainty } from '../flow.ts'
import { postQuantumKeysFor } from './inquiries.ts'
import { compareKeys } from './keys.ts'
import type { Ends, Side } from './outcome.ts'

/** Whom the initiator shows and whom it expects; the hosts as it sees them. */
interface Pair {
  readonly shown: Identity
  readonly expected: Identity | undefined
  readonly hosts: Hosts
}

/** A key that the initiator names. */
interface Offer {
  /** As it is sent; `null` where nobody could read it. */
  readonly name: string | null
  readonly key: PostQuantumKey
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
  [initiator, responder]: Ends,
): { readonly by: Role } | Certainty {
  const [mine, theirs] = [connection.postQuantum?.value ?? 'never', peer.postQuantum?.value ?? 'never']
  const insists = mine === 'insist' || theirs === 'insist'
  const isSilent = mine === 'never' || mine === 'answer'
  const offered = isSilent ? [] : offeredKeys(connection, pair, initiator)
  if (mine === 'insist' && offered?.length === 0) return { by: 'initiator' }
  if (mine === 'insist' && peer.postQuantum === undefined) return 'assumed'
  if (isSilent || theirs === 'never') return insists ? { by: 'responder' } : 'stated'
  const known = responder.policy.postQuantumKeys
  if (offered === undefined || known === undefined) return insists ? 'assumed' : 'stated'
  const { postQuantum } = responder.daemon
  if (known.length === 0 && postQuantum?.showsWhetherAny === true && mine === 'insist') return { by: 'initiator' }
  if (known.length > 0 && offered.some(({ name }) => postQuantum?.takes(peer, name ?? '') === false))
    return { by: 'responder' }
  const compared = offered.flatMap(({ name, key }) => {
    const same = name === null ? [] : postQuantumKeysFor(responder, name)
    return same.length === 0 ? [] : [compareKeys(key, same)]
  })
  if (compared.length === 0) return insists ? { by: 'responder' } : 'stated'
  if (compared.includes('equal')) return 'stated'
  return compared.includes('undecidable') ? 'assumed' : { by: 'responder' }
}

/** `undefined`: no text tells of any keys. */
function offeredKeys(
  { postQuantumIds }: IkeConnection,
  { shown, expected, hosts }: Pair,
  initiator: Side,
): readonly Offer[] | undefined {
  const { policy, daemon } = initiator
  const known = policy.postQuantumKeys
  if (known === undefined) return undefined
  const sent = (name: string) => (daemon.postQuantum === undefined ? name : daemon.postQuantum.sent(name))
  if (postQuantumIds !== undefined)
    return postQuantumIds.flatMap((id) => postQuantumKeysFor(initiator, id).map((key) => ({ name: sent(id), key })))
  const [found] = daemon.findKeys(known, shown, expected, hosts)
  return known.filter((key) => key === found).flatMap((key) => key.ids.map((id) => ({ name: sent(id), key })))
}
