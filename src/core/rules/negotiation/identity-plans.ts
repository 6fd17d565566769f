import { addressIdentity, hasWildcard, matchIdentity, ownIdentity, writtenIdentity } from '../../model/identity.ts'
import type { AuthRound, Identity, IkeConnection } from '../../model/ike-policy.ts'
import { takesAny } from '../../model/meant-connections.ts'
import type { Plan } from '../rule.ts'
import type { Party } from './failures.ts'
import { changeOf, plansOf } from './plans.ts'

/**
 * What one end shows and the other expects made the same: by changing what is expected, or what is shown. Whose identity
 * is right, only people can say. Nobody is made to expect a pattern, or anybody.
 */
export function identityPlans(parties: readonly [Party, Party]): Plan[] {
  const wrong = misfits(parties)
  const expect = wrong.flatMap(([shows, expects]) => {
    const identity = concrete(shownBy(shows), shows)
    return [
      ...(hasWildcard(shownBy(shows)) ? [show(shows, identity)] : []),
      changeOf(expects, { kind: 'peer-identity', connection: expects.connection.name, identity }),
    ]
  })
  const shown = wrong.flatMap(([shows, expects]) => {
    const wanted = writtenIdentity(expects.connection.remote)
    return [show(shows, wanted === undefined ? addressIdentity(shows.host) : concrete(wanted, shows))]
  })
  // What a connection for whoever comes expects may be right for others.
  const isForMany = wrong.some(([, { connection }]) => takesAny(connection))
  return plansOf(
    ...(isForMany ? [shown, expect] : [expect, shown]),
    ...(wrong.length < 2 ? [] : [expect.slice(0, 1), expect.slice(1)]),
  )
}

/** Whoever expects anybody, or somebody of a pattern, expects the peer that there is, for whom a key is known. */
export function namingPlans([initiator, responder]: readonly [Party, Party]): Plan[] {
  const pairs = [
    [initiator, responder],
    [responder, initiator],
  ] as const
  return pairs.flatMap(([shows, expects]) => {
    const identity = shownBy(shows)
    const expected = writtenIdentity(expects.connection.remote)
    if ((expected !== undefined && !hasWildcard(expected)) || hasWildcard(identity)) return []
    return plansOf([changeOf(expects, { kind: 'peer-identity', connection: expects.connection.name, identity })])
  })
}

/** Who shows what the other does not expect, shower first. */
export function misfits([initiator, responder]: readonly [Party, Party]): (readonly [Party, Party])[] {
  const pairs = [
    [initiator, responder],
    [responder, initiator],
  ] as const
  const found = pairs.filter(([shows, expects]) => !fits(shows, expectedBy(expects, shows), expects))
  if (found.length > 0) return found
  // Who expects nobody as initiator, a profile of IOS for one, may as responder be looked for by what the peer shows.
  return isOther(writtenIdentity(responder.connection.remote), initiator) ? [pairs[0]] : []
}

function isOther(expected: Identity | undefined, shows: Party): boolean {
  return expected !== undefined && matchIdentity(expected, shownBy(shows)) === 0
}

function show(party: Party, identity: Identity) {
  return changeOf(party, { kind: 'own-identity', connection: party.connection.name, identity })
}

function fits(shows: Party, expected: Identity | undefined, expects: Party): boolean {
  const shown = shownBy(shows)
  // What the stars of a name mean is the daemon's matter: Libreswan has none.
  const { daemon } = expects.end.vendor
  return !hasWildcard(shown) && matchIdentity(expected, shown) > 0 && daemon?.isExpected(expected, shown) !== false
}

/** Where nothing is written, whom it expects is the daemon's matter: anybody (`undefined`), or the address. */
export function expectedBy({ connection, end, host }: Party, shows: Party): Identity | undefined {
  const asked = end.vendor.daemon?.expects(connection, { own: host, peer: shows.host })
  return asked ?? writtenIdentity(connection.remote)
}

export function shownBy({ connection, host }: Party): Identity {
  return ownIdentity(connection.local, host)
}

/** A pattern is nobody's identity; the own name in its domain is somebody's, and the address is. */
function concrete(identity: Identity, party: Party): Identity {
  if (!hasWildcard(identity)) return identity
  const { kind, text } = identity
  const own = shownBy(party)
  const [name] = own.text.split(kind === 'email' ? '@' : '.')
  const isSuffix = kind !== 'any' && text.startsWith('*') && text.indexOf('*', 1) < 0
  if (!isSuffix || own.kind !== kind || name === undefined || hasWildcard(own)) return addressIdentity(party.host)
  return { kind, text: `${name}${text.slice(1)}` }
}

/** Nobody can answer an identity that stands for many: it is asked for again and again. */
export function showsPattern({ local }: IkeConnection): boolean {
  const id = writtenIdentity(local)
  return id !== undefined && hasWildcard(id)
}

/**
 * A certificate stays what is asked for; what it is, the paste cannot show. An end that only by default would sign, or names a
 * key beside it (`authby=secret,rsasig`), and names nothing to sign with, takes the key that its peer wants on both sides: it
 * weakens nothing that ever worked.
 */
export function methodPlans(parties: readonly [Party, Party]): Plan[] {
  const [first, second] = parties
  const pairs = [
    [first, second],
    [second, first],
  ] as const
  const unsigned = pairs.flatMap(([end, peer]) =>
    cannotSign(end.connection) && takesKey(peer.connection)
      ? (['local', 'remote'] as const).map((side) =>
          changeOf(end, { kind: 'authentication', connection: end.connection.name, side, method: 'psk' }),
        )
      : [],
  )
  if (unsigned.length > 0) return plansOf(unsigned)
  return plansOf(
    pairs.flatMap(([shows, expects]) => {
      const [own] = shows.connection.local
      const [wanted] = expects.connection.remote
      if (own === undefined || wanted === undefined) return []
      // A user is named in IKEv1 alone: what the other end has counts in its place.
      if (first.connection.initiates.value === 2 && wanted.method.value === 'psk' && own.method.value === 'xauth') {
        return [
          changeOf(shows, { kind: 'authentication', connection: shows.connection.name, side: 'local', method: 'psk' }),
        ]
      }
      if (first.connection.initiates.value === 2 && wanted.method.value === 'xauth' && own.method.value === 'psk') {
        const connection = expects.connection.name
        return [changeOf(expects, { kind: 'authentication', connection, side: 'remote', method: 'psk' })]
      }
      if (wanted.method.value === 'pubkey' && own.method.value === 'psk') {
        const connection = shows.connection.name
        if (isForgotten(wanted, expects.connection.local[0])) {
          const name = expects.connection.name
          return [changeOf(expects, { kind: 'authentication', connection: name, side: 'remote', method: 'psk' })]
        }
        return [changeOf(shows, { kind: 'authentication', connection, side: 'local', method: 'pubkey' })]
      }
      if (own.method.value === 'pubkey' && wanted.method.value === 'psk') {
        const connection = expects.connection.name
        if (own.hasKey === false && isForgotten(own, shows.connection.remote[0])) {
          const name = shows.connection.name
          return [changeOf(shows, { kind: 'authentication', connection: name, side: 'local', method: 'psk' })]
        }
        return [changeOf(expects, { kind: 'authentication', connection, side: 'remote', method: 'pubkey' })]
      }
      return []
    }),
  )
}

/** One side of a connection says that it is by a key, and the other says nothing, which its product takes for a signature. */
function isForgotten({ method }: AuthRound, other: AuthRound | undefined): boolean {
  return method.origin === 'default' && other?.method.origin === 'stated' && other.method.value === 'psk'
}

function cannotSign({ local: [own] }: IkeConnection): boolean {
  if (own?.method.value !== 'pubkey' || own.hasKey !== false) return false
  return own.method.origin === 'default' || own.besideKey === true
}

/** It uses nothing but a key, or would if it were not for the signature that it names too. */
function takesKey({ local, remote }: IkeConnection): boolean {
  return local[0]?.besideKey === true || [...local, ...remote].every(({ method }) => method.value === 'psk')
}
