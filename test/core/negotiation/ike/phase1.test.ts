import { describe, expect, it } from 'vitest'
import type { IkeDaemon } from '../../../../src/core/model/ike-daemon.ts'
import type { AuthRound, IkeConnection, NatTraversal, Proposal } from '../../../../src/core/model/ike-policy.ts'
import { beginIke } from '../../../../src/core/negotiation/ike/phase1.ts'
import { range } from '../../../support/boxes.ts'
import { type Different, identity, key, only, set, sides } from './sides.ts'

function begin(a: Different, b: Different, version: 1 | 2) {
  const ends = sides(a, b, version)
  return beginIke(only(ends[0].policy.connections), version, ends)
}

/** `up, stated`, or who ends it, why, and the error message. */
function ikeV2(a: Different = {}, b: Different = {}): string {
  return inWords(begin(a, b, 2))
}

function ikeV1(a: Different = {}, b: Different = {}): string {
  return inWords(begin(a, b, 1))
}

function inWords(sa: ReturnType<typeof beginIke>): string {
  return 'reason' in sa ? `${sa.by} ${sa.reason} ${sa.notify}` : `up, ${sa.certainty}`
}

const round = (method: AuthRound['method']['value'], id: string, more: Partial<AuthRound> = {}): AuthRound => ({
  method: set(method),
  id: set(identity(id)),
  ...more,
})
const [A, B] = ['gw-a.example', 'gw-b.example']
const local = (...rounds: readonly AuthRound[]): Different => ({ connection: { local: rounds } })
const remote = (...rounds: readonly AuthRound[]): Different => ({ connection: { remote: rounds } })
const addresses = (...texts: readonly string[]) => set(texts.map(range))
const only3des: Proposal = {
  protocol: 'ike',
  encryption: ['3DES_CBC'],
  integrity: ['HMAC_SHA1_96'],
  prf: ['PRF_HMAC_SHA1'],
  ke: ['MODP_1024'],
  esn: [],
}

describe.each([1, 2] as const)('before anything is said, in version %i', (version) => {
  const begun = (a: Different, b: Different = {}) => inWords(begin(a, b, version))

  it('a connection with no side of its own begins nothing', () => {
    expect(begun({ connection: { oriented: false } })).toBe('initiator not-oriented null')
  })

  it('who knows no single address of the peer waits', () => {
    expect(begun({ connection: { remoteAddresses: addresses() } })).toBe('initiator no-peer-address null')
    expect(begun({ connection: { remoteAddresses: addresses('192.0.2.0/24') } })).toBe('initiator no-peer-address null')
    expect(begun({ connection: { remoteAddresses: addresses('192.0.2.0/24', '192.0.2.2') } })).toBe('up, stated')
  })

  it('nobody answers at another address, or where the daemon did not start', () => {
    expect(begun({ connection: { remoteAddresses: addresses('192.0.2.9') } })).toBe('initiator timeout null')
    expect(begun({}, { settings: { listens: false } })).toBe('initiator timeout null')
    expect(begun({}, { settings: { listens: true } })).toBe('up, stated')
  })
})

describe('a responder without a connection for the first message says by what it would have one', () => {
  const finds = (isFound: (request: Parameters<IkeDaemon['findConnections']>[1]) => boolean): Different => ({
    daemon: { findConnections: ({ connections }, request) => (isFound(request) ? connections : []) },
  })
  const aggressive: Different = { connection: { exchange: set('aggressive') } }

  it.each<readonly [string, Different, Different, string]>([
    ['another identity', aggressive, finds(({ shown }) => shown === undefined), 'responder peer-identity null'],
    [
      'main mode',
      aggressive,
      finds(({ exchange }) => exchange === 'main'),
      'responder exchange-mode AUTHENTICATION_FAILED',
    ],
    [
      'aggressive mode',
      {},
      finds(({ exchange }) => exchange === 'aggressive'),
      'responder exchange-mode AUTHENTICATION_FAILED',
    ],
    [
      'any method',
      {},
      finds(({ method }) => method === undefined),
      'responder authentication-method AUTHENTICATION_FAILED',
    ],
    ['version 2', {}, finds(({ version }) => version === 2), 'responder ike-version NO_PROPOSAL_CHOSEN'],
    ['nothing', {}, finds(() => false), 'responder no-connection NO_PROPOSAL_CHOSEN'],
  ])('%s', (_, a, b, expected) => {
    expect(ikeV1(a, b)).toBe(expected)
  })

  it('and in IKEv2 as well', () => {
    expect(
      ikeV2(
        {},
        finds(({ version }) => version === 1),
      ),
    ).toBe('responder ike-version NO_PROPOSAL_CHOSEN')
    expect(
      ikeV2(
        {},
        finds(({ method }) => method !== 'psk'),
      ),
    ).toBe('responder authentication-method AUTHENTICATION_FAILED')
  })

  it('while who is found is asked with both hosts as the responder sees them', () => {
    const hosts = finds(
      ({ hosts: { own, peer } }) => own.from === range('192.0.2.2').from && peer.from === range('192.0.2.1').from,
    )
    expect([ikeV1({}, hosts), ikeV2({}, hosts)]).toEqual(['up, stated', 'up, stated'])
  })
})

describe('the proposals of an IKE SA', () => {
  /** The peer's connection, and one before it with these settings. */
  const withFirst = (first: Partial<IkeConnection>, second: Partial<IkeConnection> = {}): Different => {
    const [{ policy }] = [sides()[1]]
    const connection = only(policy.connections)
    const both = [
      { ...connection, ...first, name: 'first' },
      { ...connection, ...second, name: 'second' },
    ]
    return {
      daemon: {
        findConnections: (_, { version }) => both.filter(({ accepts }) => accepts.includes(version) || version === 1),
        findByIdentity: (_, candidates, __, shown) =>
          candidates.filter(({ remote: [expected] }) => expected?.id?.value.text === shown.text),
      },
    }
  }

  it('may be those of any connection for the address in IKEv2, and are those of the first in IKEv1', () => {
    const b = withFirst({ proposals: set([only3des]) })
    expect(ikeV2({}, b)).toBe('up, stated')
    expect(ikeV1({}, b)).toBe('responder ike-proposals NO_PROPOSAL_CHOSEN')
  })

  it('have to be in common', () => {
    const b: Different = { connection: { proposals: set([only3des]) } }
    expect(ikeV2({}, b)).toBe('responder ike-proposals NO_PROPOSAL_CHOSEN')
  })

  it('leave the connections out that do not have what was chosen, though their identity fits', () => {
    const b = withFirst({ proposals: set([only3des]) }, { remote: [round('psk', 'gw-x.example')] })
    expect(ikeV2({}, b)).toBe('responder peer-identity AUTHENTICATION_FAILED')
  })

  it('are chosen in the order of the end whose order counts', () => {
    const proposal = (first: string, second: string): Proposal => ({ ...only3des, encryption: [first, second] })
    const ike = (prefers: 'initiator' | 'responder') => {
      const sa = begin(
        { connection: { proposals: set([proposal('AES_CBC_256', 'AES_CBC_128')]) } },
        {
          connection: { proposals: set([proposal('AES_CBC_128', 'AES_CBC_256')]) },
          daemon: { prefersProposalsOf: () => prefers },
        },
        2,
      )
      return 'reason' in sa ? sa.reason : sa.proposal.encryption
    }
    expect([ike('responder'), ike('initiator')]).toEqual(['AES_CBC_128', 'AES_CBC_256'])
  })
})

describe('authentication in IKEv2 (RFC 7296 2.15)', () => {
  it('is certain where both keys are known and equal', () => {
    expect(ikeV2()).toBe('up, stated')
    expect(ikeV2({ keys: [key('1')] }, { keys: [key('1')] })).toBe('up, stated')
    expect(ikeV2({ keys: [key('1')] }, { keys: [key('?')] })).toBe('up, assumed')
  })

  it('fails without a key, or with another', () => {
    expect(ikeV2({ keys: [] })).toBe('initiator no-shared-key null')
    expect(ikeV2({}, { keys: [] })).toBe('responder no-shared-key AUTHENTICATION_FAILED')
    expect(ikeV2({ keys: [key('1')] }, { keys: [key('2')] })).toBe('responder shared-key AUTHENTICATION_FAILED')
  })

  it('needs something to sign with', () => {
    const signs = (hasKey: boolean) => ikeV2(local(round('pubkey', A, { hasKey })), remote(round('pubkey', A)))
    expect(signs(false)).toBe('initiator own-key null')
    expect(signs(true)).toBe('up, assumed')
  })

  it('cannot show a pattern as an identity', () => {
    expect(ikeV2(local(round('psk', '*')), remote(round('psk', '%any')))).toBe('initiator timeout null')
  })

  it.each<readonly [string, Different, Different, string]>([
    [
      'a key for a signature',
      local(round('psk', A)),
      remote(round('pubkey', A)),
      'responder authentication-method AUTHENTICATION_FAILED',
    ],
    [
      'a signature for a key',
      local(round('pubkey', A)),
      remote(round('psk', A)),
      'responder authentication-method AUTHENTICATION_FAILED',
    ],
    ['a key where anything goes', local(round('psk', A)), remote(round('any', A)), 'up, stated'],
    ['a key where nothing is said', local(round('psk', A)), remote(), 'up, stated'],
    ['nothing that is said for a key', local(), remote(round('psk', '%any')), 'up, assumed'],
    [
      'of the responder, a key for a signature',
      remote(round('pubkey', B)),
      local(round('psk', B)),
      'initiator authentication-method AUTHENTICATION_FAILED',
    ],
    ['of the responder, a key where anything goes', remote(round('any', B)), local(round('psk', B)), 'up, stated'],
    ['of the responder, whatever it likes for a key', remote(round('psk', B)), local(round('any', B)), 'up, stated'],
  ])('takes %s: %s', (_, a, b, expected) => {
    expect(ikeV2(a, b)).toBe(expected)
  })

  it.each<readonly [readonly string[] | undefined, readonly string[] | undefined, string]>([
    [['RSA SHA2_256'], ['RSA SHA2_512'], 'responder authentication-method AUTHENTICATION_FAILED'],
    [['RSA SHA2_256', 'RSA SHA2_512'], ['RSA SHA2_512'], 'up, assumed'],
    [undefined, ['RSA SHA2_512'], 'up, assumed'],
    [['RSA SHA2_256'], undefined, 'up, assumed'],
  ])('of signatures %j and %j needs one in common (RFC 7427 4)', (mine, theirs, expected) => {
    const a = local(round('pubkey', A, { signatures: mine }))
    expect(ikeV2(a, remote(round('pubkey', A, { signatures: theirs })))).toBe(expected)
  })

  it('by a signature at one end and a key at the other is about the key of that other end', () => {
    const a = (mark: string): Different => ({ ...local(round('pubkey', A)), keys: [key(mark)] })
    const b = (...keys: readonly ReturnType<typeof key>[]): Different => ({ ...remote(round('pubkey', A)), keys })
    expect(ikeV2(a('1'), b(key('1')))).toBe('up, assumed')
    expect(ikeV2(a('1'), b(key('2')))).toBe('initiator shared-key AUTHENTICATION_FAILED')
    expect(ikeV2(a('1'), b())).toBe('responder no-shared-key AUTHENTICATION_FAILED')
  })

  it('takes the key of the responder for the identity that it shows, which may not be the one that was asked for', () => {
    // The initiator expects a pattern, so that the responder does not know for whom it is asked.
    const a: Different = { ...remote(round('psk', '*.example')), keys: [key('1', A)] }
    const b = (mark: string): Different => ({ keys: [key('1', A), key(mark, A, B)] })
    expect(ikeV2(a, b('2'))).toBe('initiator shared-key AUTHENTICATION_FAILED')
    expect(ikeV2(a, b('?'))).toBe('up, assumed')
    expect(ikeV2(a, b('1'))).toBe('up, stated')
  })

  it('that the initiator rejects left an IKE SA at the responder', () => {
    const sa = begin(remote(round('psk', '*.other')), {}, 2)
    expect(inWords(sa)).toBe('initiator peer-identity AUTHENTICATION_FAILED')
    expect(sa).toMatchObject({ after: { connection: { name: 'to-a' }, certainty: 'stated' } })
    const asked = begin(remote(round('psk', 'gw-x.example')), {}, 2)
    expect(inWords(asked)).toBe('responder peer-identity AUTHENTICATION_FAILED')
    expect(asked).not.toHaveProperty('after')
  })

  it.each<readonly [IkeConnection['childless']['value'], IkeConnection['childless']['value'], string]>([
    ['allow', 'force', 'responder childless INVALID_SYNTAX'],
    ['force', 'force', 'up, stated'],
    ['force', 'allow', 'up, stated'],
    ['force', 'never', 'initiator childless null'],
    ['never', 'never', 'up, stated'],
    ['allow', 'never', 'up, stated'],
  ])('without a child, %s and %s (RFC 6023 3)', (a, b, expected) => {
    const childless = (value: typeof a): Different => ({ connection: { childless: set(value) } })
    expect(ikeV2(childless(a), childless(b))).toBe(expected)
  })
})

describe('authentication in IKEv1 (RFC 2409 5.4)', () => {
  const aggressive: Different = { connection: { exchange: set('aggressive') } }
  const allowed: Different = { ...aggressive, settings: { aggressivePsk: set(true) } }
  const withAll = (...all: readonly Different[]): Different => ({
    ...Object.assign({}, ...all),
    connection: Object.assign({}, ...all.map(({ connection }) => connection)),
  })
  /** One method for both ends, of which the initiator is as the round says. */
  const signs = (own: Partial<AuthRound> = {}): Different =>
    withAll(local(round('pubkey', A, own)), remote(round('pubkey', B)))
  const answers = withAll(local(round('pubkey', B)), remote(round('pubkey', A)))

  it('is certain where both keys are known and equal', () => {
    expect(ikeV1()).toBe('up, stated')
    expect(ikeV1({ keys: [key('1')] }, { keys: [key('?')] })).toBe('up, assumed')
    expect(ikeV1(signs(), answers)).toBe('up, assumed')
    expect(ikeV1(aggressive, allowed)).toBe('up, stated')
  })

  it('fails without a key, or with nothing to sign with', () => {
    expect(ikeV1({ keys: [] })).toBe('initiator no-shared-key INVALID_KEY_INFORMATION')
    expect(ikeV1({}, { keys: [] })).toBe('responder no-shared-key INVALID_KEY_INFORMATION')
    expect(ikeV1(signs({ hasKey: false }), answers)).toBe('initiator own-key null')
  })

  it('is by one method for both ends', () => {
    expect(ikeV1(local(round('pubkey', A)), remote(round('pubkey', A)))).toBe('initiator authentication-method null')
    expect(ikeV1(signs(), remote(round('pubkey', A)))).toBe('responder authentication-method AUTHENTICATION_FAILED')
  })

  it('by signatures has nothing to do with keys that are there for others', () => {
    const b = (mark: string): Different => ({ ...answers, keys: [key(mark)] })
    expect(ikeV1({ ...signs(), keys: [key('1')] }, b('1'))).toBe('up, assumed')
    expect(ikeV1({ ...signs(), keys: [key('1')] }, b('2'))).toBe('up, assumed')
  })

  it('finds another key at the responder in main mode, whose messages it cannot read, and at the initiator in aggressive mode', () => {
    const [one, other] = [{ keys: [key('1')] }, { keys: [key('2')] }]
    expect(ikeV1(one, other)).toBe('responder shared-key PAYLOAD_MALFORMED')
    expect(ikeV1(withAll(aggressive, one), withAll(allowed, other))).toBe('initiator shared-key AUTHENTICATION_FAILED')
  })

  it('does aggressive mode with keys only where it is allowed to, and with signatures anyhow', () => {
    expect(ikeV1(aggressive, aggressive)).toBe('responder aggressive-psk AUTHENTICATION_FAILED')
    expect(ikeV1(withAll(aggressive, signs()), withAll(aggressive, answers))).toBe('up, assumed')
  })

  it('needs a connection in the same mode', () => {
    expect(ikeV1({}, aggressive)).toBe('responder exchange-mode AUTHENTICATION_FAILED')
    expect(ikeV1(aggressive, { settings: { aggressivePsk: set(true) } })).toBe(
      'responder exchange-mode AUTHENTICATION_FAILED',
    )
  })

  describe('of an initiator whom the responder does not know', () => {
    const stranger = local(round('psk', 'gw-x.example'))

    it('is about the key first in main mode, and about the identity in aggressive mode, where that is read before', () => {
      const [one, other] = [{ keys: [key('1')] }, { keys: [key('2')] }]
      expect(ikeV1(withAll(stranger, one), other)).toBe('responder shared-key PAYLOAD_MALFORMED')
      expect(ikeV1(withAll(stranger, one), one)).toBe('responder peer-identity AUTHENTICATION_FAILED')
      expect(ikeV1(withAll(stranger, aggressive, one), withAll(allowed, other))).toBe(
        'responder peer-identity AUTHENTICATION_FAILED',
      )
      expect(ikeV1(withAll(stranger, aggressive, { keys: [] }), allowed)).toBe(
        'responder peer-identity AUTHENTICATION_FAILED',
      )
    })
  })

  describe('of a responder whom the initiator does not want', () => {
    const picky = remote(round('psk', 'gw-x.example'))

    it('ends at the initiator, in main mode when the responder has an IKE SA', () => {
      const main = begin(picky, {}, 1)
      expect(inWords(main)).toBe('initiator peer-identity null')
      expect(main).toMatchObject({ after: { connection: { name: 'to-a' }, certainty: 'stated' } })
      const quick = begin(withAll(picky, aggressive), allowed, 1)
      expect(inWords(quick)).toBe('initiator peer-identity INVALID_ID_INFORMATION')
      expect(quick).not.toHaveProperty('after')
    })

    it('is found before the key is looked at in aggressive mode', () => {
      const without = (a: Different, b: Different) => ikeV1(withAll(picky, aggressive, a), withAll(allowed, b))
      const found = 'initiator peer-identity INVALID_ID_INFORMATION'
      expect(without({ keys: [] }, {})).toBe(found)
      expect(without({ keys: [key('1')] }, { keys: [key('2')] })).toBe(found)
      // The responder answers with a hash that it makes with the key.
      expect(without({}, { keys: [] })).toBe('responder no-shared-key INVALID_KEY_INFORMATION')
    })
  })
})

describe('a NAT that the ends of IKEv1 believe in (RFC 3947 3.2)', () => {
  const nat = (forces: boolean, ...declinesAs: NatTraversal['declinesAs']): Different => ({
    connection: { natTraversal: { forces, declinesAs } },
  })

  it.each<readonly [string, Different, Different, boolean]>([
    ['none, where nothing is said', {}, {}, false],
    ['none, where nobody makes the other believe in one', nat(false), nat(false), false],
    ['one that the initiator makes up', nat(true), {}, true],
    ['one that the responder makes up', {}, nat(true), true],
    ['none, where the initiator takes no part as such', nat(true, 'initiator'), nat(true), false],
    ['none, where the responder takes no part as such', nat(true), nat(true, 'responder'), false],
    ['one, where the two take no part in the other role', nat(true, 'responder'), nat(false, 'initiator'), true],
  ])('%s', (_, a, b, expected) => {
    expect(begin(a, b, 1)).toMatchObject({ throughNat: expected })
  })
  it('one that is there, in front of either end', () => {
    const natAddress = range('198.51.100.200')
    const seen: Different = { connection: { remoteAddresses: set([natAddress]) } }
    const [ofA, ofB] = [sides({}, seen, 1), sides(seen, {}, 1)]
    for (const ends of [
      [{ ...ofA[0], natAddress }, ofA[1]],
      [ofB[0], { ...ofB[1], natAddress }],
    ] as const) {
      expect(beginIke(only(ends[0].policy.connections), 1, ends)).toMatchObject({ throughNat: true })
    }
  })
})

describe('a post-quantum key of IKEv2 (RFC 8784 3)', () => {
  const insist = (mark: string): Different => ({
    connection: { postQuantum: set('insist'), postQuantumIds: ['one'] },
    postQuantumKeys: [{ ...key(mark), ids: ['one'] }],
  })

  it('that cannot be read leaves it open whether the IKE SA comes up', () => {
    expect(ikeV2(insist('1'), insist('1'))).toBe('up, stated')
    expect(ikeV2(insist('1'), insist('?'))).toBe('up, assumed')
    expect(ikeV2(insist('1'), insist('2'))).toMatch(/^responder post-quantum-key /)
  })
})
