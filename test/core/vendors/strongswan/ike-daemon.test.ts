import { describe, expect, it } from 'vitest'
import type { ChildConfig, Identity, Proposal, SharedKey } from '../../../../src/core/model/ike-policy.ts'
import { formatSelectors, type Selector } from '../../../../src/core/selectors/traffic-selector.ts'
import { findKeys, findKeysAsInitiator, findKeysByHosts } from '../../../../src/core/vendors/strongswan/find-keys.ts'
import { charon } from '../../../../src/core/vendors/strongswan/ike-daemon.ts'
import { scoreOf } from '../../../../src/core/vendors/strongswan/negotiate-child.ts'
import { range, selector, TCP } from '../../../support/boxes.ts'

const NONE = { encryption: [], integrity: [], prf: [], ke: [], esn: [] }

function ike(encryption: string[], integrity: string[], ke: string[]): Proposal {
  return {
    ...NONE,
    protocol: 'ike',
    encryption,
    integrity,
    prf: integrity.map((name) => `PRF_${name.replace(/_(?:96|128)$/, '')}`),
    ke,
  }
}

function esp(encryption: string[], integrity: string[], ke: string[] = []): Proposal {
  return { ...NONE, protocol: 'esp', encryption, integrity, ke, esn: ['NO_EXT_SEQ'] }
}

const fqdn = (text: string): Identity => ({ kind: 'fqdn', text })
const span = { source: 'a', line: 1, column: 1, length: 1 }
const key = (mark: string, ...owners: Identity[]): SharedKey => ({ mark, owners, span })

const stated = <T>(value: T) => ({ origin: 'stated', value, span }) as const

function template(text: string, selected: Partial<Selector> = {}) {
  return { ...selector(text), ...selected, span: null }
}

function childOf(proposals: Proposal[]): ChildConfig {
  return {
    name: 'net',
    span,
    local: stated([template('10.1.0.0/24'), template('192.0.2.1')]),
    remote: stated([template('10.2.0.0/24', { protocol: TCP, ports: { from: 500, to: 600 } })]),
    proposals: stated(proposals),
    mode: stated('tunnel'),
    narrows: stated(true),
    pfs: stated('as proposed'),
    compression: stated(false),
    waits: false,
    lifetime: { rekey: undefined, end: undefined },
  }
}

describe('the keys for two identities', () => {
  it('are those of one of them, the peer first, and anybody’s', () => {
    const keys = [
      key('‹secret 1›'),
      key('‹secret 2›', fqdn('a.example')),
      key('‹secret 3›', fqdn('b.example')),
      key('‹secret 4›', fqdn('c.example')),
    ]
    expect(findKeys(keys, fqdn('a.example'), fqdn('b.example')).map(({ mark }) => mark)).toEqual([
      '‹secret 3›',
      '‹secret 1›',
      '‹secret 2›',
    ])
    const two = [key('‹secret 1›', fqdn('a.example')), key('‹secret 2›', fqdn('a.example'))]
    expect(findKeys(two, fqdn('a.example'), fqdn('b.example'))[0]?.mark).toBe('‹secret 2›')
  })
})

describe('the key of IKEv1', () => {
  const address = (text: string): Identity => ({ kind: 'address', text })
  const hosts = { own: range('192.0.2.1'), peer: range('192.0.2.2') }
  const keys = [
    key('‹secret 1›', { kind: 'any', text: '%any' }),
    key('‹secret 2›', address('192.0.2.1'), address('192.0.2.2')),
    key('‹secret 3›', fqdn('b.example')),
  ]
  const used = (found: readonly SharedKey[]) => found.map(({ mark }) => mark)
  const round = { method: { value: 'psk', origin: 'stated', span }, id: undefined } as const
  /** Identities that are not written. */
  const unnamed = { local: [round], remote: [round] }

  it('is anybody’s for an initiator that does not name its peer', () => {
    expect(used(findKeysAsInitiator(keys, unnamed, hosts, undefined))).toEqual(['‹secret 1›'])
    expect(used(findKeysAsInitiator(keys.slice(1), unnamed, hosts, undefined))).toEqual(['‹secret 2›'])
  })

  it('is that of the two addresses for a responder of main mode that does not name itself', () => {
    expect(used(findKeysByHosts(keys, [unnamed], hosts, undefined))).toEqual(['‹secret 2›'])
  })

  it('is that of the identity that is shown in aggressive mode', () => {
    const shown = fqdn('b.example')
    expect(used(findKeysByHosts(keys, [unnamed], hosts, shown))).toEqual(['‹secret 3›'])
    expect(used(findKeysAsInitiator(keys, unnamed, hosts, shown))).toEqual(['‹secret 3›'])
  })
})

describe('IKEv1', () => {
  it('offers the first algorithm of each kind', () => {
    const [offered] = charon.offerIke(
      [ike(['AES_CBC_128', 'AES_CBC_256'], ['HMAC_SHA2_256_128', 'HMAC_SHA1_96'], ['CURVE_25519', 'MODP_2048'])],
      1,
      'main',
    )
    expect(offered).toMatchObject({
      encryption: ['AES_CBC_128'],
      integrity: ['HMAC_SHA2_256_128'],
      ke: ['CURVE_25519'],
    })
  })

  it('passes over what has no number there', () => {
    const [modp, sha1] = [['MODP_2048'], ['HMAC_SHA1_96']]
    const offered = (encryption: string[], integrity: string[]) =>
      charon.offerIke([ike(encryption, integrity, modp)], 1, 'main').map((each) => each.encryption[0])
    expect(offered(['AES_CTR_256', 'AES_CBC_256'], sha1)).toEqual(['AES_CBC_256'])
    expect(offered(['AES_CTR_256'], sha1)).toEqual([])
    expect(offered(['AES_CBC_256'], ['AES_CMAC_96'])).toEqual([])
    const child = childOf([esp(['AES_CBC_256'], ['AES_CMAC_96'])])
    const accepted = (version: 1 | 2) => charon.acceptChild(child, { version, purpose: 'first', ikeGroup: null }, [])
    expect([accepted(1), accepted(2)].map(({ length }) => length)).toEqual([0, 1])
  })

  it('offers nothing that has no hash, and with a hash its own pseudo-random function', () => {
    const sha256 = ike(['AES_CBC_256'], ['HMAC_SHA2_256_128'], ['MODP_2048'])
    const offered = (prf: string, integrity: readonly string[]) =>
      charon.offerIke([{ ...sha256, integrity, prf: [prf] }], 1, 'main').flatMap((each) => each.prf)
    expect(offered('PRF_HMAC_SHA2_256', ['HMAC_SHA2_256_128'])).toEqual(['PRF_HMAC_SHA2_256'])
    expect(offered('PRF_HMAC_SHA2_384', ['HMAC_SHA2_256_128'])).toEqual(['PRF_HMAC_SHA2_256'])
    expect(offered('PRF_HMAC_SHA2_384', [])).toEqual([])
  })

  it('has one group for all proposals of quick mode: that of the IKE SA, or the first', () => {
    const list = [esp(['A'], ['I']), esp(['B'], ['I'], ['MODP_2048', 'ECP_256']), esp(['C'], ['I'], ['ECP_256'])]
    const offered = (group: string | null) =>
      charon
        .offerChild(childOf(list), { version: 1, purpose: 'further', ikeGroup: group })
        .map(({ encryption, ke }) => [...encryption, ...ke])
    expect(offered('MODP_4096')).toEqual([['B', 'MODP_2048']])
    expect(offered('ECP_256')).toEqual([
      ['B', 'ECP_256'],
      ['C', 'ECP_256'],
    ])
    expect(
      charon
        .offerChild(childOf(list.slice(0, 1)), { version: 1, purpose: 'further', ikeGroup: 'ECP_256' })
        .map(({ encryption, ke }) => [...encryption, ...ke]),
    ).toEqual([['A']])
  })

  it('cannot offer ChaCha20', () => {
    expect(
      charon.offerChild(childOf([esp(['CHACHA20_POLY1305'], [])]), { version: 1, purpose: 'further', ikeGroup: null }),
    ).toEqual([])
  })
})

describe('the choice of a child', () => {
  it('counts 5 for an equal selector and 1 for one that overlaps', () => {
    expect(scoreOf([selector('10.1.0.0/24')], [selector('10.1.0.0/24')])).toBe(5)
    expect(scoreOf([selector('10.1.0.128/25')], [selector('10.1.0.0/24')])).toBe(1)
    expect(scoreOf([selector('10.9.0.0/24')], [selector('10.1.0.0/24')])).toBe(0)
    // Of three that are received, the first counts three times.
    const received = ['10.1.0.0/24', '10.2.0.0/24', '10.3.0.0/24'].map((text) => selector(text))
    expect(scoreOf([selector('10.1.0.0/24')], received)).toBe(15)
    expect(scoreOf([selector('10.2.0.0/25'), selector('10.3.0.0/24')], received)).toBe(7)
  })
})

describe('what is offered', () => {
  const hosts = { own: range('192.0.2.1'), peer: range('192.0.2.2') }
  const offered = (change: Partial<ChildConfig>, version: 1 | 2) => {
    const sides = charon.offerSelectors({ ...childOf([]), ...change }, { version, hosts, packet: null })
    return [formatSelectors(sides.local), formatSelectors(sides.remote)]
  }

  it('is all of both lists in IKEv2', () => {
    expect(offered({}, 2)).toEqual([['10.1.0.0/24', '192.0.2.1/32'], ['10.2.0.0/24[tcp/500-600]']])
  })

  it('is the first of both lists in quick mode, with the first port of a range (RFC 2407 4.6.2)', () => {
    expect(offered({}, 1)).toEqual([['10.1.0.0/24'], ['10.2.0.0/24[tcp/500]']])
  })

  it('is the host alone in transport mode, also in the place of a network around it', () => {
    const mode = stated('transport' as const)
    expect(offered({ mode }, 2)).toEqual([['192.0.2.1/32'], []])
    expect(offered({ mode, remote: stated([template('192.0.2.0/24')]) }, 2)).toEqual([
      ['192.0.2.1/32'],
      ['192.0.2.2/32'],
    ])
  })

  it('has the host in the place of dynamic', () => {
    const dynamic = stated([{ ...template('10.1.0.0/24'), addresses: 'dynamic' as const }])
    expect(offered({ local: dynamic }, 2)[0]).toEqual(['192.0.2.1/32'])
  })
})

describe('transport mode', () => {
  const hosts = { own: range('192.0.2.2'), peer: range('192.0.2.1') }
  const mode = stated('transport' as const)
  const own = childOf([])
  const child = { ...own, mode, local: stated([template('192.0.2.2')]), remote: stated([template('0.0.0.0/0')]) }
  const offer = (version: 1 | 2) =>
    ({
      version,
      mode: 'transport',
      selectors: { local: [selector('192.0.2.2')], remote: [selector('0.0.0.0/0')] },
    }) as const

  it('becomes tunnel mode in IKEv2 where more than the two hosts is agreed on', () => {
    const { local, remote } = offer(2).selectors
    expect(charon.agreeMode(child, offer(2), { local, remote }, hosts)).toBe('tunnel')
    expect(charon.agreeMode(child, offer(2), { local, remote: [selector('192.0.2.1')] }, hosts)).toBe('transport')
  })

  it('takes of an answer what lies within the own networks, which it did not propose', () => {
    const context = { hosts: { own: hosts.own, peer: hosts.peer }, purpose: 'first' } as const
    const answer = { mode: 'transport', local: [selector('192.0.2.2')], remote: [selector('192.0.2.1')] } as const
    expect(charon.takeAnswer(child, offer(2), answer, context)).toEqual(answer)
    const elsewhere = { ...child, remote: stated([template('10.9.0.0/16')]) }
    expect(charon.takeAnswer(elsewhere, offer(2), answer, context)).toBe('selectors')
  })
})
