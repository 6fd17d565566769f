import type { AddressRange } from '../../address/address-range.ts'
import { formatHost } from '../../address/address-range.ts'
import type { AuthRound, Identity, IkeConnection, IkePolicy } from '../../model/ike-policy.ts'
import type { Certainty } from '../flow.ts'
import { hasWildcard, matchIdentity } from './identity.ts'
import { compareKeys, keysFor } from './keys.ts'
import type { Failure, IkeSa, Notify, Reason } from './outcome.ts'
import { connectionsFor, withIdentities } from './peers.ts'
import { asVersion1, chooseProposal, offers } from './proposal.ts'

/** One end of a negotiation: its policy and its address. */
export interface Side {
  readonly policy: IkePolicy
  readonly host: AddressRange
}

/** IKE_SA_INIT and IKE_AUTH without the child (RFC 7296 1.2), as strongSwan 5.9 answers. */
export function negotiateIkeV2(connection: IkeConnection, initiator: Side, responder: Side): IkeSa | Failure {
  const known = connectionsFor(responder.policy, 2, { own: responder.host, peer: initiator.host })
  if (known.length === 0) return refused('NO_PROPOSAL_CHOSEN', missingConnection(2, initiator, responder))
  // A group that differs from the first one offered costs a round trip (INVALID_KE_PAYLOAD), nothing more (2.7).
  const proposal = firstOf(known, ({ proposals }) => chooseProposal(proposals.value, connection.proposals.value))
  if (proposal === undefined) return refused('NO_PROPOSAL_CHOSEN', 'ike-proposals')

  const shown = ownIdentity(connection.local, initiator.host)
  // Whoever shows a pattern is asked again and again.
  if (hasWildcard(shown)) return failed('timeout', 'initiator')
  const expected = connection.remote[0]?.id?.value
  const asked = expected === undefined || hasWildcard(expected) ? undefined : expected
  const keys = usesPsk(connection.local) ? keysFor(initiator.policy.keys, shown, expected) : []
  const [used] = keys
  if (usesPsk(connection.local) && used === undefined) return failed('no-shared-key', 'initiator')

  const acceptable = known.filter(({ proposals }) => offers(proposals.value, proposal))
  const candidates = withIdentities(acceptable, shown, asked)
  if (candidates.length === 0) return refused('AUTHENTICATION_FAILED', 'peer-identity')
  const peer = candidates.find(({ remote }) => sameMethod(connection.local, remote))
  if (peer === undefined) return refused('AUTHENTICATION_FAILED', 'authentication-method')
  let certainty: Certainty = 'stated'
  const written = peer.local[0]?.id?.value
  if (used !== undefined) {
    const theirs = keysFor(responder.policy.keys, asked ?? written, shown)
    const comparison = compareKeys(used, theirs)
    if (theirs.length === 0) return refused('AUTHENTICATION_FAILED', 'no-shared-key')
    if (comparison === 'differs') return refused('AUTHENTICATION_FAILED', 'shared-key')
    if (comparison === 'undecidable') certainty = 'assumed'
  } else certainty = 'assumed'

  // The responder shows its own identity, or the one that it was asked for when it has none written.
  const answered = written !== undefined && !hasWildcard(written) ? written : (asked ?? addressIdentity(responder.host))
  const after = { connection: peer, proposal, certainty }
  const rejected = (reason: Reason): Failure => ({ ...failed(reason, 'initiator', 'AUTHENTICATION_FAILED'), after })
  if (!sameMethod(peer.local, connection.remote)) return rejected('authentication-method')
  if (matchIdentity(expected, answered) === 0) return rejected('peer-identity')
  if (usesPsk(peer.local)) {
    const [theirs] = keysFor(responder.policy.keys, answered, shown)
    if (theirs === undefined) return refused('AUTHENTICATION_FAILED', 'no-shared-key')
    const comparison = compareKeys(theirs, keysFor(initiator.policy.keys, shown, answered))
    if (comparison === 'differs') return rejected('shared-key')
    if (comparison === 'undecidable') certainty = 'assumed'
  }
  // A responder that wants no child in IKE_AUTH takes one for a mistake (RFC 6023 3).
  const childless = connection.childless.value === 'force'
  if (peer.childless.value === 'force' && !childless) return refused('INVALID_SYNTAX', 'childless')
  if (peer.childless.value === 'never' && childless) return failed('childless', 'initiator')
  return { connection: peer, proposal, certainty }
}

/** Main or aggressive mode with a pre-shared key (RFC 2409 5.4), as strongSwan 5.9 answers. */
export function negotiateIkeV1(connection: IkeConnection, initiator: Side, responder: Side): IkeSa | Failure {
  const known = connectionsFor(responder.policy, 1, { own: responder.host, peer: initiator.host })
  if (known.length === 0) return refused('NO_PROPOSAL_CHOSEN', missingConnection(1, initiator, responder))
  // No group is negotiated again in IKEv1, and each proposal names one algorithm of each kind.
  const offered = asVersion1(connection.proposals.value)
  const proposal = firstOf(known, ({ proposals }) => chooseProposal(proposals.value, offered))
  if (proposal === undefined) return refused('NO_PROPOSAL_CHOSEN', 'ike-proposals')

  const aggressive = connection.exchange.value === 'aggressive'
  if (aggressive && usesPsk(connection.local) && responder.policy.daemon.aggressivePsk?.value !== true) {
    return refused('AUTHENTICATION_FAILED', 'aggressive-psk')
  }
  const acceptable = known.filter(({ proposals }) => offers(proposals.value, proposal))
  const shown = ownIdentity(connection.local, initiator.host)
  const expected = connection.remote[0]?.id?.value
  const [used] = keysFor(initiator.policy.keys, shown, expected ?? addressIdentity(responder.host))
  if (usesPsk(connection.local) && used === undefined) return failed('no-shared-key', 'initiator')
  let certainty: Certainty = 'stated'
  if (used !== undefined) {
    const theirs = keysOfResponder(acceptable, initiator, responder)
    const comparison = compareKeys(used, theirs)
    if (theirs.length === 0) return failed('no-shared-key', 'responder')
    // The key is part of what encrypts main mode: the peer cannot even read who is there (RFC 2409 5.4).
    if (comparison === 'differs')
      return refused(aggressive ? 'AUTHENTICATION_FAILED' : 'PAYLOAD_MALFORMED', 'shared-key')
    if (comparison === 'undecidable') certainty = 'assumed'
  } else certainty = 'assumed'

  const candidates = withIdentities(acceptable, shown, undefined)
  if (candidates.length === 0) return refused('AUTHENTICATION_FAILED', 'peer-identity')
  const peer = candidates.find(
    (each) => each.exchange.value === connection.exchange.value && sameMethod(connection.local, each.remote),
  )
  if (peer === undefined) return refused('AUTHENTICATION_FAILED', 'exchange-mode')
  const answered = ownIdentity(peer.local, responder.host)
  // In main mode the initiator deletes what the responder took for established, and sends no error.
  const notify = aggressive ? 'INVALID_ID_INFORMATION' : null
  if (matchIdentity(expected, answered) === 0) return failed('peer-identity', 'initiator', notify)
  return { connection: peer, proposal, certainty }
}

/** Main mode has to choose a key before it knows who is there: by the identities of its connections, or by address. */
function keysOfResponder(known: readonly IkeConnection[], initiator: Side, responder: Side) {
  const { keys } = responder.policy
  for (const { local, remote } of known) {
    const own = local[0]?.id?.value
    const found = own === undefined ? [] : keysFor(keys, own, remote[0]?.id?.value)
    if (found.length > 0) return found.slice(0, 1)
  }
  return keysFor(keys, addressIdentity(responder.host), addressIdentity(initiator.host)).slice(0, 1)
}

/** The other version would have found something. */
function missingConnection(version: 1 | 2, initiator: Side, responder: Side): Reason {
  const other = connectionsFor(responder.policy, version === 1 ? 2 : 1, { own: responder.host, peer: initiator.host })
  return other.length > 0 ? 'ike-version' : 'no-connection'
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}

function ownIdentity(rounds: readonly AuthRound[], host: AddressRange): Identity {
  return rounds[0]?.id?.value ?? addressIdentity(host)
}

function addressIdentity(host: AddressRange): Identity {
  return { kind: 'address', text: formatHost(host) }
}

function usesPsk(rounds: readonly AuthRound[]): boolean {
  return rounds[0]?.method.value === 'psk'
}

function sameMethod(shown: readonly AuthRound[], expected: readonly AuthRound[]): boolean {
  const [mine, theirs] = [shown[0]?.method.value, expected[0]?.method.value]
  return mine === undefined || theirs === undefined || mine === 'any' || theirs === 'any' || mine === theirs
}

function refused(notify: Notify, reason: Reason): Failure {
  return { notify, reason, by: 'responder', certainty: 'stated' }
}

function failed(reason: Reason, by: Failure['by'], notify: Notify | null = null): Failure {
  return { notify, reason, by, certainty: 'stated' }
}
