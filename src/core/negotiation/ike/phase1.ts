import { equalRanges } from '../../address/address-range.ts'
import type { Reason } from '../../model/failure-reason.ts'
import { addressIdentity, hasWildcard, isBlanked, ownIdentity, writtenIdentity } from '../../model/identity.ts'
import type { IkeRequest, Role } from '../../model/ike-daemon.ts'
import type { AuthRound, Identity, IkeConnection, IkeVersion } from '../../model/ike-policy.ts'
import { remembered, rememberedOf } from '../../model/remembered.ts'
import type { Certainty } from '../flow.ts'
import {
  chosenForIke,
  connectionsByIdentity,
  connectionsFor,
  connectionsWith,
  keysByHosts,
  keysFor,
} from './inquiries.ts'
import { compareKeys } from './keys.ts'
import { type Ends, type Failure, failure, hostsSeenBy, type IkeSa, type Side } from './outcome.ts'
import { faultAtBeginning, faultGoingOn } from './ports.ts'
import { agreePostQuantumKey } from './post-quantum.ts'
import { offers } from './proposal.ts'

/** The IKE SA of a connection, from the first message on; one for all of its children. */
export function beginIke(
  connection: IkeConnection,
  version: IkeVersion,
  [initiator, responder]: Ends,
): IkeSa | Failure {
  return begunBetween(initiator, responder)[version](connection)
}

const begunBetween = remembered((initiator: Side, responder: Side) => ({
  1: rememberedOf((connection: IkeConnection) => begin(connection, 1, [initiator, responder])),
  2: rememberedOf((connection: IkeConnection) => begin(connection, 2, [initiator, responder])),
}))

function begin(connection: IkeConnection, version: IkeVersion, ends: Ends): IkeSa | Failure {
  if (connection.oriented === false) return unsent('not-oriented')
  if (connection.onlyAnswers !== undefined) return unsent('only-answers')
  const peer = connection.remoteAddresses.value.find(({ from, to }) => from === to)
  // Who knows no single address of the peer waits for it to begin.
  if (peer === undefined) return unsent('no-peer-address')
  if (!equalRanges(peer, hostsSeenBy(...ends).peer)) return unsent('timeout')
  if (ends[1].policy.daemon.listens === false) return unsent('timeout')
  if (faultAtBeginning(connection, ends) !== null) return unsent('port')
  return version === 1 ? negotiateIkeV1(connection, ends) : negotiateIkeV2(connection, ends)
}

/** A failure before anything is sent, or to which nobody answers. */
export function unsent(reason: Reason): Failure {
  return { notify: null, reason, by: 'initiator', certainty: 'stated' }
}

/** IKE_SA_INIT and IKE_AUTH without the child (RFC 7296 1.2). */
function negotiateIkeV2(connection: IkeConnection, ends: Ends): IkeSa | Failure {
  const [initiator, responder] = ends
  const request = requestOf(connection, 2, ends)
  const fail = (reason: Reason, by: Role): Failure => failure(reason, by, ends, request)
  const known = connectionsFor(responder, request)
  if (known.length === 0) return fail(missingConnection(request, ends), 'responder')
  // A group that differs from the first one offered costs a round trip (INVALID_KE_PAYLOAD), nothing more (2.7).
  const proposal = chosenForIke(known, {
    offered: initiator.daemon.offerIke(connection.proposals.value, 2, request.exchange),
    version: 2,
    responder,
  })
  if (proposal === undefined) return fail('ike-proposals', 'responder')
  const floats = connection.natTraversal?.floats === true || believesInNat(connection, known[0], ends)
  if (floats && faultGoingOn(connection, ends) !== null) return unsent('port')

  const shown = ownIdentity(connection.local, initiator.host)
  // Whoever shows a pattern is asked again and again.
  if (hasWildcard(shown)) return fail('timeout', 'initiator')
  const expected = initiator.daemon.expects(connection, hostsSeenBy(...ends))
  const asked = initiator.daemon.asksFor(expected)
  const namedByInitiator = (other: Identity | undefined) => (initiator.daemon.keyByAddress ? undefined : other)
  const [used] = usesPsk(connection.local)
    ? keysFor(initiator, { own: shown, other: namedByInitiator(expected), hosts: hostsSeenBy(...ends) })
    : []
  if (usesPsk(connection.local) && used === undefined) return fail('no-shared-key', 'initiator')

  if (initiator.daemon.carriesOut?.(connection, 2) === false) return unsent('authentication-method')
  if (lacksKey(connection.local)) return fail('own-key', 'initiator')
  const acceptable = connectionsWith(known, proposal)
  const candidates = connectionsByIdentity(acceptable, { responder, request, shown, asked })
  if (candidates.length === 0) return fail('peer-identity', 'responder')
  const peer = candidates.find(({ remote }) => sameRounds(connection.local, remote))
  if (peer === undefined) return fail('authentication-method', 'responder')
  let certainty: Certainty = 'stated'
  if (used !== undefined) {
    const verifying = responder.daemon.verifiesAs(peer, asked, request.hosts)
    const theirs = keysFor(responder, { own: verifying, other: shown, hosts: request.hosts })
    const comparison = compareKeys(used, theirs)
    if (theirs.length === 0) return fail('no-shared-key', 'responder')
    if (comparison === 'differs') return fail('shared-key', 'responder')
    if (comparison === 'undecidable') certainty = 'assumed'
  } else certainty = 'assumed'

  const answered = responder.daemon.answersAs(peer, asked, request.hosts)
  if (isBlankedAtOne(peer, shown) || isBlankedAtOne(connection, answered)) certainty = 'assumed'
  const rejected = (reason: Reason): Failure => ({
    ...fail(reason, 'initiator'),
    after: { connection: peer, proposal, certainty },
  })
  const own = usesPsk(peer.local) ? keysFor(responder, { own: answered, other: shown, hosts: request.hosts })[0] : null
  if (own === undefined) return fail('no-shared-key', 'responder')
  if (lacksKey(peer.local)) return fail('own-key', 'responder')
  if (responder.daemon.carriesOut?.(peer, 2) === false) return fail('authentication-method', 'responder')
  // The error stands in the answer in which the responder shows who it is.
  const childless = connection.childless.value === 'force'
  if (peer.childless.value === 'force' && !childless) return fail('childless', 'responder')
  // A responder never goes on to a second round (measured; RFC 4739 3).
  if (!sameRounds(peer.local.slice(0, 1), connection.remote)) return rejected('authentication-method')
  if (!initiator.daemon.isExpected(expected, answered)) return rejected('peer-identity')
  if (own !== null) {
    const comparison = compareKeys(
      own,
      keysFor(initiator, { own: shown, other: namedByInitiator(answered), hosts: hostsSeenBy(...ends) }),
    )
    if (comparison === 'differs') return rejected('shared-key')
    if (comparison === 'undecidable') certainty = 'assumed'
  }
  const postQuantum = agreePostQuantumKey(connection, peer, { shown, expected, hosts: hostsSeenBy(...ends) }, ends)
  if (typeof postQuantum === 'object') return fail('post-quantum-key', postQuantum.by)
  if (postQuantum === 'assumed') certainty = 'assumed'
  if (peer.childless.value === 'never' && childless) return fail('childless', 'initiator')
  return { connection: peer, proposal, certainty }
}

/** Main or aggressive mode with a pre-shared key (RFC 2409 5.4). */
function negotiateIkeV1(connection: IkeConnection, ends: Ends): IkeSa | Failure {
  const [initiator, responder] = ends
  const request = requestOf(connection, 1, ends)
  const fail = (reason: Reason, by: Role): Failure => failure(reason, by, ends, request)
  if (initiator.daemon.carriesOut?.(connection, 1) === false) return unsent('authentication-method')
  const known = connectionsFor(responder, request)
  if (known.length === 0) {
    const reason = missingConnection(request, ends)
    // Who has no connection for an identity that is shown at once, as in aggressive mode, says nothing.
    return reason === 'peer-identity' ? { ...fail(reason, 'responder'), notify: null } : fail(reason, 'responder')
  }
  // No group is negotiated again in IKEv1, and no other connection tried: the first one's proposals decide.
  const proposal = chosenForIke(known.slice(0, 1), {
    offered: initiator.daemon.offerIke(connection.proposals.value, 1, request.exchange),
    version: 1,
    responder,
  })
  if (proposal === undefined) return fail('ike-proposals', 'responder')
  // What was sent may be another one than what is written, which the answer is compared with.
  if (!offers(connection.proposals.value, proposal)) return fail('ike-proposals', 'initiator')
  const throughNat = believesInNat(connection, known[0], ends)
  if (throughNat && faultGoingOn(connection, ends) !== null) return unsent('port')

  const aggressive = request.exchange === 'aggressive'
  if (aggressive && usesPsk(connection.local) && !responder.daemon.allowsAggressivePsk(responder.policy)) {
    return fail('aggressive-psk', 'responder')
  }
  const shown = ownIdentity(connection.local, initiator.host)
  const expected = initiator.daemon.expects(connection, hostsSeenBy(...ends))
  const other = expected ?? addressIdentity(hostsSeenBy(...ends).peer)
  if (lacksKey(connection.local)) return fail('own-key', 'initiator')
  const candidates = connectionsByIdentity(known, { responder, request, shown, asked: undefined })
  const { carriesOut } = responder.daemon
  const inMode = candidates.filter(({ exchange }) => exchange.value === request.exchange)
  const peer = inMode.find(
    (each) =>
      sameMethod(connection.local[0], each.remote[0]) &&
      namesSameUser(connection, each) &&
      carriesOut?.(each, 1) !== false,
  )
  const answered = peer && responder.daemon.answersAs(peer, undefined, request.hosts)
  const hosts = hostsSeenBy(...ends)
  const { findKeysAsInitiator } = initiator.daemon
  // A signature has no part in a key that there may be for others (RFC 2409 5.1).
  const [used] = usesPsk(connection.local)
    ? (findKeysAsInitiator?.(initiator.policy.keys, connection, hosts, aggressive ? answered : undefined) ??
      keysFor(initiator, { own: shown, other, hosts }))
    : []
  // In aggressive mode the identity is read before the key is looked for.
  if (aggressive && candidates.length === 0) return fail('peer-identity', 'responder')
  // The responder then shows itself in the clear, and proves itself first.
  const strange = aggressive && answered !== undefined && !initiator.daemon.isExpected(expected, answered)
  if (usesPsk(connection.local) && used === undefined && !strange) return fail('no-shared-key', 'initiator')
  let certainty: Certainty = 'stated'
  if (used !== undefined) {
    const theirs = keysByHosts(known, { responder, hosts: request.hosts, shown: request.shown })
    const comparison = compareKeys(used, theirs)
    if (theirs.length === 0) return fail('no-shared-key', 'responder')
    if (strange) return fail('peer-identity', 'initiator')
    // In main mode the key is part of what encrypts the identities.
    if (comparison === 'differs') return fail('shared-key', aggressive ? 'initiator' : 'responder')
    if (comparison === 'undecidable') certainty = 'assumed'
  } else certainty = 'assumed'

  if (candidates.length === 0) return fail('peer-identity', 'responder')
  if (peer === undefined || answered === undefined) {
    return fail(inMode.length === 0 ? 'exchange-mode' : 'authentication-method', 'responder')
  }
  if (request.xauth !== undefined) certainty = 'assumed'
  if (isBlankedAtOne(peer, shown) || isBlankedAtOne(connection, answered)) certainty = 'assumed'
  if (strange) return fail('peer-identity', 'initiator')
  const sa = { connection: peer, proposal, certainty, throughNat }
  return !initiator.daemon.isExpected(expected, answered) ? { ...fail('peer-identity', 'initiator'), after: sa } : sa
}

/**
 * The addresses are compared before anybody has shown an identity (RFC 3947 3.2), so that of the responder the connection counts
 * that was found by address.
 */
function believesInNat({ natTraversal: mine }: IkeConnection, found: IkeConnection | undefined, ends: Ends): boolean {
  const theirs = found?.natTraversal
  if (mine?.declinesAs.includes('initiator') || theirs?.declinesAs.includes('responder')) return false
  return mine?.forces === true || theirs?.forces === true || ends.some(({ natAddress }) => natAddress !== undefined)
}

function requestOf(connection: IkeConnection, version: IkeVersion, [initiator, responder]: Ends): IkeRequest {
  const { exchange, local } = connection
  const hosts = hostsSeenBy(responder, initiator)
  const shown = version === 1 && exchange.value === 'aggressive' ? ownIdentity(local, initiator.host) : undefined
  const xauth = version === 1 ? namesUser(connection) : undefined
  const request = { version, exchange: exchange.value, method: local[0]?.method.value, hosts, shown }
  return xauth === undefined ? request : { ...request, xauth }
}

/** Who names a user in IKEv1, behind the key or the signature (XAuth), where this end begins. */
function namesUser({ local, remote }: IkeConnection): IkeRequest['xauth'] {
  const isUser = ({ method }: AuthRound) => method.value === 'xauth'
  return local.some(isUser) ? 'initiator' : remote.some(isUser) ? 'responder' : undefined
}

function namesSameUser(connection: IkeConnection, { local, remote }: IkeConnection): boolean {
  const [own, theirs] = [namesUser(connection), namesUser({ ...connection, local: remote, remote: local })]
  return own === theirs
}

/** Why no connection was found: what would have to be different for one to be found. */
function missingConnection(request: IkeRequest, [, responder]: Ends): Reason {
  const others: readonly (readonly [Reason, IkeRequest])[] = [
    ['peer-identity', { ...request, shown: undefined }],
    ['exchange-mode', { ...request, exchange: request.exchange === 'main' ? 'aggressive' : 'main' }],
    ['authentication-method', { ...request, method: undefined }],
    ...USERS.map((xauth) => ['authentication-method', withUser(request, xauth)] as const),
    ['ike-version', { ...request, version: request.version === 1 ? 2 : 1 }],
  ]
  return others.find(([, other]) => connectionsFor(responder, other).length > 0)?.[0] ?? 'no-connection'
}

const USERS = [undefined, 'initiator', 'responder'] as const

function withUser({ xauth: _, ...request }: IkeRequest, xauth: IkeRequest['xauth']): IkeRequest {
  return xauth === undefined ? request : { ...request, xauth }
}

/** What is expected and what is shown cannot be compared, since one of them is blanked. */
function isBlankedAtOne({ remote }: IkeConnection, shown: Identity): boolean {
  const expected = writtenIdentity(remote)
  return expected !== undefined && isBlanked(expected) !== isBlanked(shown)
}

function usesPsk(rounds: readonly AuthRound[]): boolean {
  return rounds[0]?.method.value === 'psk'
}

/** It is to sign, and names nothing to sign with. */
function lacksKey([round]: readonly AuthRound[]): boolean {
  return round?.method.value === 'pubkey' && round.hasKey === false
}

/** Each round of one end is wanted by the other, and none is missing (RFC 4739), where anything is said of them. */
function sameRounds(shown: readonly AuthRound[], expected: readonly AuthRound[]): boolean {
  if (shown.length === 0 || expected.length === 0) return true
  return shown.length === expected.length && shown.every((round, at) => sameMethod(round, expected[at]))
}

function sameMethod(shown: AuthRound | undefined, expected: AuthRound | undefined): boolean {
  const [mine, theirs] = [shown?.method.value, expected?.method.value]
  if (mine === 'pubkey' && theirs === 'pubkey') return shareSignature(shown, expected)
  if (expected?.demands !== undefined) return false
  return mine === undefined || theirs === undefined || mine === 'any' || theirs === 'any' || mine === theirs
}

/** The hash is negotiated (RFC 7427 4), so that one in common is enough. */
function shareSignature(shown: AuthRound | undefined, expected: AuthRound | undefined): boolean {
  const [mine, theirs] = [shown?.signatures, expected?.signatures]
  return mine === undefined || theirs === undefined || mine.some((signature) => theirs.includes(signature))
}
