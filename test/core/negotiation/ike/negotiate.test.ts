import { describe, expect, it } from 'vitest'
import { analyse, type Negotiation } from '../../../../src/core/index.ts'
import { type EndText, ipsecConf, ipsecSecrets, swanctl } from './ends.ts'

type Product = 'strongswan' | 'libreswan'
type Pair = readonly [a: Product, b: Product]

const SS: Pair = ['strongswan', 'strongswan']
const LS: Pair = ['libreswan', 'strongswan']
const SL: Pair = ['strongswan', 'libreswan']
const LL: Pair = ['libreswan', 'libreswan']

/** The negotiation that A begins. */
function negotiated(
  [a, b]: Pair,
  ofA: EndText,
  ofB: EndText,
  more: Readonly<Record<'A' | 'B', string>> = { A: '', B: '' },
) {
  const pastes = (product: Product, own: 'a' | 'b', text: EndText) =>
    product === 'strongswan'
      ? [{ source: `${own}.conf`, text: swanctl(own, text), end: own.toUpperCase() }]
      : [
          { source: `${own}.conf`, text: ipsecConf(own, text), end: own.toUpperCase() },
          { source: `${own}.secrets`, text: ipsecSecrets(text.key), end: own.toUpperCase() },
        ]
  const daemon = (end: 'A' | 'B') =>
    more[end] === '' ? [] : [{ source: `${end}-strongswan.conf`, text: `charon {\n  ${more[end]}\n}\n`, end }]
  const report = analyse({ pastes: [...pastes(a, 'a', ofA), ...pastes(b, 'b', ofB), ...daemon('A'), ...daemon('B')] })
  const found = report.negotiations.find(({ initiator }) => initiator === 'A')
  if (found === undefined) throw new Error('A begins no negotiation.')
  return { ...found, flows: report.flows }
}

/** `up`, or where it ends, and the error message or the reason. */
function outcome({ ike, child_sa: child }: Negotiation): string {
  if (ike.outcome === 'failed') return `ike ${ike.notify ?? ike.reason}`
  return child?.outcome === 'established' ? 'up' : `child ${child?.notify ?? child?.reason}`
}

const both = (text: EndText): [EndText, EndText] => [text, text]
const v1 = (a: EndText = {}, b: EndText = {}): [EndText, EndText] => [
  { version: 1, ...a },
  { version: 1, ...b },
]

describe('a negotiation, as two daemons were seen to end it', () => {
  it.each<readonly [string, Pair, readonly [EndText, EndText], string]>([
    ['agreed, IKEv2', SS, [{}, {}], 'up'],
    ['agreed, IKEv1', SS, v1(), 'up'],
    ['selectors disjoint, IKEv2', SS, [{ remote: '10.9.0.0/24' }, {}], 'child TS_UNACCEPTABLE'],
    ['selectors disjoint, IKEv1', SS, v1({ remote: '10.9.0.0/24' }), 'child INVALID_ID_INFORMATION'],
    ['ESP proposals, IKEv2', SS, [{ esp: 'aes128-sha1' }, {}], 'child NO_PROPOSAL_CHOSEN'],
    ['GCM against CBC', SS, [{ esp: 'aes256gcm16' }, {}], 'child NO_PROPOSAL_CHOSEN'],
    ['ESP proposals, IKEv1', SS, v1({ esp: 'aes128-sha1' }), 'child NO_PROPOSAL_CHOSEN'],
    ['IKE proposals, IKEv2', SS, [{ ike: 'aes128-sha1-modp1536' }, {}], 'ike NO_PROPOSAL_CHOSEN'],
    ['IKE proposals, IKEv1', SS, v1({ ike: 'aes128-sha1-modp1536' }), 'ike NO_PROPOSAL_CHOSEN'],
    ['the second DH group, IKEv2', SS, [{ ike: 'aes256-sha256-ecp256-modp2048' }, {}], 'up'],
    ['the second DH group, IKEv1', SS, v1({ ike: 'aes256-sha256-ecp256-modp2048' }), 'ike NO_PROPOSAL_CHOSEN'],
    ['the key, IKEv2', SS, [{ key: 'another' }, {}], 'ike AUTHENTICATION_FAILED'],
    ['the key, main mode', SS, v1({ key: 'another' }), 'ike PAYLOAD_MALFORMED'],
    ['A unknown to B, IKEv2', SS, [{ id: 'x' }, {}], 'ike AUTHENTICATION_FAILED'],
    ['A unknown to B, IKEv1', SS, v1({ id: 'x' }), 'ike AUTHENTICATION_FAILED'],
    ['B not whom A wants, IKEv2', SS, [{}, { id: 'x' }], 'ike AUTHENTICATION_FAILED'],
    ['B not whom A wants, main mode', SS, v1({}, { id: 'x' }), 'ike peer-identity'],
    ['the version', SS, [{ version: 1 }, { version: 2 }], 'ike NO_PROPOSAL_CHOSEN'],
    ['the peer address', SS, [{}, { peer: '192.0.2.9' }], 'ike NO_PROPOSAL_CHOSEN'],
    ['one-sided PFS, IKEv2', SS, [{ esp: 'aes256-sha256-modp2048' }, {}], 'up'],
    ['one-sided PFS, IKEv1', SS, v1({ esp: 'aes256-sha256-modp2048' }), 'child NO_PROPOSAL_CHOSEN'],
    ['a virtual address without a pool', SS, [{ connection: 'vips = 0.0.0.0' }, {}], 'child INTERNAL_ADDRESS_FAILURE'],
    ['aggressive mode', SS, v1({ connection: 'aggressive = yes' }), 'ike AUTHENTICATION_FAILED'],
    ['main against aggressive', SS, v1({}, { connection: 'aggressive = yes' }), 'ike AUTHENTICATION_FAILED'],
    ['an own identity with a wildcard', SS, [{ id: '*' }, { peerId: '*' }], 'ike timeout'],
    ['transport mode with networks', SS, both({ child: 'mode = transport' }), 'child TS_UNACCEPTABLE'],
    [
      'a part of the ports',
      SS,
      [{ remote: '10.2.0.0/24[tcp/1000-2000]' }, { local: '10.2.0.0/24[tcp/1500-3000]' }],
      'up',
    ],
    ['tcp against udp', SS, [{ remote: '10.2.0.0/24[tcp]' }, { local: '10.2.0.0/24[udp]' }], 'child TS_UNACCEPTABLE'],
    ['the own address first, IKEv1', SS, v1({ local: '192.0.2.1, 10.1.0.0/24' }), 'child INVALID_ID_INFORMATION'],
    ['the own address second, IKEv1', SS, v1({ local: '10.1.0.0/24, 192.0.2.1' }), 'up'],

    ['wider for Libreswan, IKEv2', SL, [{ local: '10.1.0.0/16' }, {}], 'child TS_UNACCEPTABLE'],
    ['narrower for Libreswan, IKEv2', SL, [{ local: '10.1.0.0/25' }, {}], 'child TS_UNACCEPTABLE'],
    ['wider, narrowing=yes', SL, [{ local: '10.1.0.0/16' }, { child: 'narrowing=yes' }], 'up'],
    ['a list with one exact entry', SL, [{ local: '10.1.0.0/24, 10.1.5.0/24' }, {}], 'up'],
    ['wider for Libreswan, IKEv1', SL, v1({ local: '10.1.0.0/16' }), 'child INVALID_ID_INFORMATION'],
    ['narrowed by strongSwan, IKEv2', LS, [{ local: '10.1.0.0/16' }, {}], 'child TS_UNACCEPTABLE'],
    ['narrowed by strongSwan, IKEv1', LS, v1({ local: '10.1.0.0/16' }), 'up'],
    ['pfs by default, IKEv2', LS, [{ child: 'rekey=yes' }, {}], 'up'],
    ['pfs by default, IKEv1', LS, v1({ child: 'rekey=yes' }), 'child NO_PROPOSAL_CHOSEN'],
    ['the key, IKEv2, at Libreswan', SL, [{ key: 'another' }, {}], 'ike AUTHENTICATION_FAILED'],
    ['the key, main mode, at Libreswan', SL, v1({ key: 'another' }), 'ike timeout'],
    ['the version, at Libreswan', SL, [{ version: 1 }, { version: 2 }], 'ike timeout'],
    ['an identity, main mode, at Libreswan', SL, v1({ id: 'x' }), 'ike INVALID_ID_INFORMATION'],
    ['two Libreswans', LL, [{}, {}], 'up'],
    ['transport at one Libreswan, IKEv2', LL, [{}, { child: 'type=transport' }], 'child NO_PROPOSAL_CHOSEN'],
    ['transport at one Libreswan, IKEv1', LL, v1({}, { child: 'type=transport\n\tpfs=no' }), 'up'],
  ])('%s', (_, products, [a, b], expected) => {
    expect(outcome(negotiated(products, a, b))).toBe(expected)
  })

  it('does aggressive mode with keys where strongswan.conf says so', () => {
    const aggressive = { version: 1, connection: 'aggressive = yes' } as const
    const allowed = 'i_dont_care_about_security_and_use_aggressive_mode_psk = yes'
    expect(outcome(negotiated(SS, aggressive, aggressive, { A: '', B: allowed }))).toBe('up')
  })
})

describe('the selectors', () => {
  it('are all intersections in IKEv2, and a network of one side alone is dropped', () => {
    const { child_sa } = negotiated(SS, { local: '10.1.0.0/24, 10.1.5.0/24' }, { remote: '10.1.0.0/16' })
    expect(child_sa?.selectors.local).toEqual(['10.1.0.0/24', '10.1.5.0/24'])
    expect(negotiated(SS, { local: '10.1.0.0/24, 192.0.2.1' }, {}).child_sa?.selectors.local).toEqual(['10.1.0.0/24'])
  })

  it('are the first pair in IKEv1, with the first port of a range', () => {
    const [a, b] = v1({ remote: '10.2.0.0/24[udp/500-600]' }, { local: '10.2.0.0/24[udp/500-600]' })
    expect(negotiated(SS, a, b).child_sa?.selectors.remote).toEqual(['10.2.0.0/24[udp/500]'])
  })

  it('differ where a Libreswan initiator meets a strongSwan that narrows quick mode: every packet is lost', () => {
    const { child_sa, flows } = negotiated(LS, ...v1({ local: '10.1.0.0/16' }))
    expect(child_sa?.selectors.local).toEqual(['10.1.0.0/16'])
    expect(child_sa?.responderSelectors.remote).toEqual(['10.1.0.0/24'])
    const own = flows.filter(({ initiator, entries }) => initiator === 'A' && entries['A'] !== null)
    expect(own.map(({ outcome: word }) => word)).toContain('lost')
  })
})

describe('what comes later', () => {
  it('fails with the group that one end names alone: the rekey, and each further child', () => {
    const { child_sa } = negotiated(SS, { esp: 'aes256-sha256-modp2048' }, {})
    expect(child_sa?.asFurtherChild).toEqual({
      outcome: 'failed',
      notify: 'NO_PROPOSAL_CHOSEN',
      reason: 'pfs',
      rekey: null,
      rekeyByResponder: null,
      selectors: { local: [], remote: [] },
    })
    // swanctl.conf(5): rekeying after an hour, up to a tenth of that earlier, and the end a tenth later.
    const times = { attemptAfter: [3240, 3600], deadAfter: 3960 }
    expect(child_sa?.rekey).toEqual({ outcome: 'failed', notify: 'NO_PROPOSAL_CHOSEN', reason: 'pfs', ...times })
    expect(child_sa?.rekeyByResponder).toMatchObject({ outcome: 'failed', ...times })
  })

  it('is worked out from the lifetimes of the end that renews', () => {
    const { ike, child_sa } = negotiated(SS, { child: 'rekey_time = 10m' }, { connection: 'reauth_time = 3h' })
    expect(child_sa?.rekey?.attemptAfter).toEqual([540, 600])
    expect(child_sa?.rekeyByResponder?.attemptAfter).toEqual([3240, 3600])
    expect(ike.rekey).toMatchObject({ outcome: 'established', attemptAfter: [12_960, 14_400], deadAfter: null })
    expect(ike.rekeyByResponder).toMatchObject({ outcome: 'established', attemptAfter: [9720, 10_800] })
  })

  it('fails at a responder that knows no address to authenticate anew with', () => {
    const { ike } = negotiated(SS, ...v1({}, { peer: '%any' }))
    expect(ike.rekeyByResponder).toMatchObject({ outcome: 'failed', reason: 'no-peer-address' })
  })

  it('fails by pfs=yes of Libreswan against proposals without a group', () => {
    expect(negotiated(LS, { child: 'rekey=yes' }, {}).child_sa?.rekey).toMatchObject({
      outcome: 'failed',
      notify: 'NO_PROPOSAL_CHOSEN',
    })
  })
})

describe('a packet that brings the child up (RFC 7296 2.9)', () => {
  const probe = (a: string, b: string[], packet: string) =>
    analyse({
      pastes: [{ source: 'a', text: a, end: 'A' }, ...b.map((text, at) => ({ source: `b${at}`, text, end: 'B' }))],
      probe: packet,
    }).probe

  it('is dropped where the responder narrows to what it is not in', () => {
    const a = swanctl('a', { remote: '10.2.0.0/16', child: 'start_action = trap' })
    const found = probe(a, [swanctl('b')], '10.1.0.5 -> 10.2.7.9 icmp')
    expect(found?.negotiation?.child_sa?.selectors.remote).toEqual(['10.2.0.0/24'])
    expect(found?.outcome).toBe('uncovered')
  })

  it('is all that a Libreswan with narrowing=yes agrees to', () => {
    const a = swanctl('a', { child: 'start_action = trap' })
    const b = [ipsecConf('b', { child: 'narrowing=yes' }), ipsecSecrets()]
    const found = probe(a, b, '10.1.0.5 -> 10.2.0.9 udp/9')
    expect(found?.negotiation?.child_sa?.selectors.remote).toEqual(['10.2.0.9/32[udp/9]'])
  })
})
