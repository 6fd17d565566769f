import { addressIdentity, hasWildcard, matchIdentity, ownIdentity } from '../../model/identity.ts'
import type { IkeRequest, Reason, Role } from '../../model/ike-daemon.ts'
import type { AuthRound, IkeConnection, Proposal } from '../../model/ike-policy.ts'
import type { Certainty } from '../flow.ts'
import { compareKeys } from './keys.ts'
import { type Ends, type Failure, failure, type IkeSa } from './outcome.ts'
import { type ChosenProposal, chooseProposal, offers } from './proposal.ts'

/** IKE_SA_INIT and IKE_AUTH without the child (RFC 7296 1.2). */
export function negotiateIkeV2(connection: IkeConnection, ends: Ends): IkeSa | Failure {
  const [initiator, responder] = ends
  const request = requestOf(connection, 2, ends)
  const fail = (reason: Reason, by: Role): Failure => failure(reason, by, ends, request)
  const known = responder.daemon.findConnections(responder.policy, request)
  if (known.length === 0) return fail(missingConnection(request, ends), 'responder')
  // A group that differs from the first one offered costs a round trip (INVALID_KE_PAYLOAD), nothing more (2.7).
  const proposal = chooseForIke(known, connection.proposals.value, ends)
  if (proposal === undefined) return fail('ike-proposals', 'responder')

  const shown = ownIdentity(connection.local, initiator.host)
  // Whoever shows a pattern is asked again and again.
  if (hasWildcard(shown)) return fail('timeout', 'initiator')
  const expected = connection.remote[0]?.id?.value
  const asked = expected === undefined || hasWildcard(expected) ? undefined : expected
  const [used] = usesPsk(connection.local) ? initiator.daemon.findKeys(initiator.policy.keys, shown, expected) : []
  if (usesPsk(connection.local) && used === undefined) return fail('no-shared-key', 'initiator')

  const acceptable = known.filter(({ proposals }) => offers(proposals.value, proposal))
  const candidates = responder.daemon.findByIdentity(acceptable, shown, asked)
  if (candidates.length === 0) return fail('peer-identity', 'responder')
  const peer = candidates.find(({ remote }) => sameMethod(connection.local, remote))
  if (peer === undefined) return fail('authentication-method', 'responder')
  let certainty: Certainty = 'stated'
  const written = peer.local[0]?.id?.value
  if (used !== undefined) {
    const theirs = responder.daemon.findKeys(responder.policy.keys, asked ?? written, shown)
    const comparison = compareKeys(used, theirs)
    if (theirs.length === 0) return fail('no-shared-key', 'responder')
    if (comparison === 'differs') return fail('shared-key', 'responder')
    if (comparison === 'undecidable') certainty = 'assumed'
  } else certainty = 'assumed'

  // The responder shows its own identity, or the one that it was asked for when it has none written.
  const answered = written !== undefined && !hasWildcard(written) ? written : (asked ?? addressIdentity(responder.host))
  const rejected = (reason: Reason): Failure => ({
    ...fail(reason, 'initiator'),
    after: { connection: peer, proposal, certainty },
  })
  if (!sameMethod(peer.local, connection.remote)) return rejected('authentication-method')
  if (matchIdentity(expected, answered) === 0) return rejected('peer-identity')
  if (usesPsk(peer.local)) {
    const [theirs] = responder.daemon.findKeys(responder.policy.keys, answered, shown)
    if (theirs === undefined) return fail('no-shared-key', 'responder')
    const comparison = compareKeys(theirs, initiator.daemon.findKeys(initiator.policy.keys, shown, answered))
    if (comparison === 'differs') return rejected('shared-key')
    if (comparison === 'undecidable') certainty = 'assumed'
  }
  const childless = connection.childless.value === 'force'
  if (peer.childless.value === 'force' && !childless) return fail('childless', 'responder')
  if (peer.childless.value === 'never' && childless) return fail('childless', 'initiator')
  return { connection: peer, proposal, certainty }
}

/** Main or aggressive mode with a pre-shared key (RFC 2409 5.4). */
export function negotiateIkeV1(connection: IkeConnection, ends: Ends): IkeSa | Failure {
  const [initiator, responder] = ends
  const request = requestOf(connection, 1, ends)
  const fail = (reason: Reason, by: Role): Failure => failure(reason, by, ends, request)
  const known = responder.daemon.findConnections(responder.policy, request)
  if (known.length === 0) return fail(missingConnection(request, ends), 'responder')
  // No group is negotiated again in IKEv1.
  const offered = initiator.daemon.offerIke(connection.proposals.value, 1)
  const proposal = chooseForIke(known, offered, ends)
  if (proposal === undefined) return fail('ike-proposals', 'responder')

  const aggressive = request.exchange === 'aggressive'
  if (aggressive && usesPsk(connection.local) && responder.policy.daemon.aggressivePsk?.value !== true) {
    return fail('aggressive-psk', 'responder')
  }
  const acceptable = known.filter(({ proposals }) => offers(proposals.value, proposal))
  const shown = ownIdentity(connection.local, initiator.host)
  const expected = connection.remote[0]?.id?.value
  const other = expected ?? addressIdentity(responder.host)
  const [used] = initiator.daemon.findKeys(initiator.policy.keys, shown, other)
  if (usesPsk(connection.local) && used === undefined) return fail('no-shared-key', 'initiator')
  let certainty: Certainty = 'stated'
  if (used !== undefined) {
    const theirs = responder.daemon.findKeysByHosts(responder.policy.keys, acceptable, request.hosts)
    const comparison = compareKeys(used, theirs)
    if (theirs.length === 0) return fail('no-shared-key', 'responder')
    if (comparison === 'differs') return fail('shared-key', 'responder')
    if (comparison === 'undecidable') certainty = 'assumed'
  } else certainty = 'assumed'

  const candidates = responder.daemon.findByIdentity(acceptable, shown, undefined)
  if (candidates.length === 0) return fail('peer-identity', 'responder')
  const peer = candidates.find(
    (each) => each.exchange.value === request.exchange && sameMethod(connection.local, each.remote),
  )
  if (peer === undefined) return fail('exchange-mode', 'responder')
  const answered = ownIdentity(peer.local, responder.host)
  const sa = { connection: peer, proposal, certainty }
  return matchIdentity(expected, answered) === 0 ? { ...fail('peer-identity', 'initiator'), after: sa } : sa
}

function requestOf({ exchange }: IkeConnection, version: 1 | 2, [initiator, responder]: Ends): IkeRequest {
  return { version, exchange: exchange.value, hosts: { own: responder.host, peer: initiator.host } }
}

/** The other version would have found something. */
function missingConnection(request: IkeRequest, [, { daemon, policy }]: Ends): Reason {
  const other = daemon.findConnections(policy, { ...request, version: request.version === 1 ? 2 : 1 })
  return other.length > 0 ? 'ike-version' : 'no-connection'
}

/** The proposal of the first connection that has one in common with the offer. */
function chooseForIke(
  known: readonly IkeConnection[],
  offered: readonly Proposal[],
  [, { daemon }]: Ends,
): ChosenProposal | undefined {
  for (const { proposals } of known) {
    const chosen =
      daemon.prefersProposalsOf === 'responder'
        ? chooseProposal(proposals.value, offered)
        : chooseProposal(offered, proposals.value)
    if (chosen !== undefined) return chosen
  }
  return undefined
}

function usesPsk(rounds: readonly AuthRound[]): boolean {
  return rounds[0]?.method.value === 'psk'
}

function sameMethod(shown: readonly AuthRound[], expected: readonly AuthRound[]): boolean {
  const [mine, theirs] = [shown[0]?.method.value, expected[0]?.method.value]
  return mine === undefined || theirs === undefined || mine === 'any' || theirs === 'any' || mine === theirs
}
