import { describe, expect, it } from 'vitest'
import type { ChildConfig, Identity, Proposal, SharedKey } from '../../../../src/core/model/ike-policy.ts'
import { chooseProposal } from '../../../../src/core/negotiation/ike/proposal.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../../../src/core/selectors/interval.ts'
import { formatSelectors, type Selector, type SelectorSides } from '../../../../src/core/selectors/traffic-selector.ts'
import { isHeldByItself } from '../../../../src/core/vendors/libreswan/cannot-install.ts'
import { type Fit, fitPair } from '../../../../src/core/vendors/libreswan/fit-selectors.ts'
import { pluto } from '../../../../src/core/vendors/libreswan/ike-daemon.ts'
import { range } from '../../../support/boxes.ts'

/** What was measured with Libreswan 4.10. */
const span = { source: 'a', line: 1, column: 1, length: 1 }
const stated = <T>(value: T) => ({ origin: 'stated', value, span }) as const

/** `10.1.0.0/24`, or `10.1.0.0/24 tcp 80`, where 0 is any port. */
function selector(text: string): Selector {
  const [addresses = '', protocol, port = '0'] = text.split(' ')
  const number = { tcp: 6, udp: 17 }[protocol ?? '']
  return {
    addresses: range(addresses),
    protocol: number === undefined ? ANY_PROTOCOL : { from: number, to: number },
    ports: port === '0' ? ANY_PORT : { from: Number(port), to: Number(port) },
  }
}

const sides = (local: string[], remote: string[]): SelectorSides => ({
  local: local.map(selector),
  remote: remote.map(selector),
})
const hosts = { own: range('192.0.2.2'), peer: range('192.0.2.1') }
const first = { hosts, purpose: 'first' } as const
const further = { hosts, purpose: 'further' } as const

describe('ipsec.secrets', () => {
  const fqdn = (text: string): Identity => ({ kind: 'fqdn', text })
  const any: Identity = { kind: 'any', text: '%any' }
  const address = (text: string): Identity => ({ kind: 'address', text })
  const key = (mark: string, ...owners: Identity[]): SharedKey => ({ mark, owners, span })
  const found = (...keys: SharedKey[]) => pluto.findKeys(keys, fqdn('b'), fqdn('a'), hosts).map(({ mark }) => mark)

  it.each([
    ['anybody’s', [], true],
    ['the own identity alone', [fqdn('b')], true],
    ['both', [fqdn('b'), fqdn('a')], true],
    ['the own one and anybody', [fqdn('b'), any], true],
    ['anybody beside a stranger', [fqdn('x'), any], true],
    ['the peer alone', [fqdn('a')], false],
    ['the own one and a stranger', [fqdn('b'), fqdn('x')], false],
    ['the addresses, where names are shown', [address('192.0.2.2'), address('192.0.2.1')], false],
  ] as const)('an entry for %s', (_, owners, fits) => {
    expect(found(key('one', ...owners))).toEqual(fits ? ['one'] : [])
  })

  it('gives the most specific entry, and of equal ones the first', () => {
    expect(found(key('all'), key('own', fqdn('b')), key('both', fqdn('b'), fqdn('a')))).toEqual(['both'])
    expect(found(key('any', any), key('own', fqdn('b')))).toEqual(['own'])
    expect(found(key('first', fqdn('b'), fqdn('a')), key('second', fqdn('b'), fqdn('a')))).toEqual(['first'])
  })

  it('knows a peer without an identity by its address', () => {
    const keys = [key('pair', fqdn('b'), address('192.0.2.1'))]
    expect(pluto.findKeys(keys, fqdn('b'), undefined, hosts).map(({ mark }) => mark)).toEqual(['pair'])
  })
})

describe('the fit of selectors', () => {
  const fitted = (own: SelectorSides, offered: SelectorSides, fit: Fit) => {
    const pair = fitPair(own, offered, fit)
    return pair && [formatSelectors(pair.selectors.local), formatSelectors(pair.selectors.remote)]
  }
  const own = sides(['10.2.0.0/24'], ['10.1.0.0/24'])

  it('takes one exact pair of lists', () => {
    const lists = sides(['10.2.9.0/24', '10.2.0.0/24'], ['10.1.0.0/24', '10.1.9.0/24'])
    expect(fitted(own, lists, 'equal')).toEqual([['10.2.0.0/24'], ['10.1.0.0/24']])
    expect(fitted(own, sides(['10.2.0.0/16'], ['10.1.0.0/24']), 'equal')).toBeUndefined()
  })

  it('takes the longest prefix of an offer within the own selectors', () => {
    const packetFirst = sides(['10.2.0.0/24', '10.2.0.9/32'], ['10.1.0.0/24', '10.1.0.5/32'])
    expect(fitted(own, packetFirst, 'around')).toEqual([['10.2.0.9/32'], ['10.1.0.5/32']])
  })

  it('does not narrow one side and widen the other', () => {
    const crossed = sides(['10.2.0.0/25'], ['10.1.0.0/16'])
    expect(fitted(own, crossed, 'around')).toBeUndefined()
    expect(fitted(own, crossed, 'within')).toBeUndefined()
  })

  it('narrows protocols and single ports', () => {
    const web = sides(['10.2.0.0/24 tcp 80'], ['10.1.0.0/24 tcp'])
    expect(fitted(own, web, 'around')).toEqual([['10.2.0.0/24[tcp/80]'], ['10.1.0.0/24[tcp]']])
    expect(fitted(sides(['10.2.0.0/24 udp'], ['10.1.0.0/24 udp']), web, 'around')).toBeUndefined()
  })
})

function childOf(change: Partial<ChildConfig> = {}): ChildConfig {
  const template = (text: string) => [{ ...selector(text), span: null }]
  return {
    name: 'net',
    span,
    local: stated(template('10.1.0.0/24')),
    remote: stated(template('10.2.0.0/24')),
    proposals: stated([]),
    mode: stated('tunnel'),
    narrows: stated(false),
    pfs: stated('ike-group'),
    compression: stated(false),
    waits: true,
    lifetime: { rekey: undefined, end: undefined },
    ...change,
  }
}

describe('a responder without ike=', () => {
  it('takes groups in IKEv1 that it does not offer', () => {
    const proposal: Proposal = { protocol: 'ike', encryption: [], integrity: [], prf: [], ke: ['MODP_2048'], esn: [] }
    const byDefault = { proposals: { origin: 'default', value: [proposal], authority: 'a test' } } as const
    const groups = pluto.acceptIke(byDefault, 1).flatMap(({ ke }) => ke)
    expect(groups).toEqual(expect.arrayContaining(['ECP_256', 'CURVE_25519']))
    expect(pluto.acceptIke(byDefault, 2)).toEqual([proposal])
    expect(pluto.acceptIke({ proposals: stated([proposal]) }, 1)).toEqual([proposal])
  })
})

describe('a responder without esp=', () => {
  const offered = (encryption: string, integrity: string[]): Proposal => ({
    protocol: 'esp',
    encryption: [encryption],
    integrity,
    prf: [],
    ke: [],
    esn: ['NO_EXT_SEQ'],
  })
  const byDefault = [offered('AES_CBC_128', ['HMAC_SHA1_96'])]

  it.each([
    ['AES_GCM_16_256', []],
    ['AES_CBC_256', ['HMAC_SHA2_512_256']],
  ])('takes %s in quick mode, which it does not offer', (encryption, integrity) => {
    const offer = [offered(encryption, integrity)]
    const accepted = (proposals: ChildConfig['proposals']) =>
      pluto.acceptChild(
        childOf({ proposals, pfs: stated('as proposed') }),
        { version: 1, purpose: 'first', ikeGroup: null },
        offer,
      )
    const unset = { origin: 'default', value: byDefault, authority: 'a test' } as const
    expect(chooseProposal(offer, accepted(unset))).toMatchObject({ encryption })
    expect(chooseProposal(offer, accepted(stated(byDefault)))).toBeUndefined()
  })
})

describe('the trap of a connection for any peer', () => {
  const trapped = childOf({ trapped: true })
  const anybody = { remoteAddresses: stated([]) }
  const named = { remoteAddresses: stated([range('192.0.2.1')]) }

  it('is in the way of a peer, for its very network', () => {
    const [same, narrower] = ['10.2.0.0/24', '10.2.0.0/25'].map((remote) => sides(['10.1.0.0/24'], [remote]))
    if (same === undefined || narrower === undefined) throw new Error('There are two.')
    expect(isHeldByItself(anybody, trapped, same)).toBe(true)
    expect(isHeldByItself(anybody, trapped, narrower)).toBe(false)
    expect(isHeldByItself(named, trapped, same)).toBe(false)
    expect(isHeldByItself(anybody, childOf(), same)).toBe(false)
  })
})

describe('the answer of a responder', () => {
  const offer = (version: 1 | 2) =>
    ({ version, mode: 'tunnel', selectors: sides(['10.1.0.0/24'], ['10.2.0.0/16']) }) as const
  const narrower = { mode: 'tunnel', ...sides(['10.1.0.0/24'], ['10.2.0.0/24']) } as const

  it('is refused in IKEv2 where it is narrower, but for narrowing=yes', () => {
    expect(pluto.takeAnswer(childOf(), offer(2), narrower, first)).toBe('selectors')
    expect(pluto.takeAnswer(childOf({ narrows: stated(true) }), offer(2), narrower, first)).toEqual(narrower)
  })

  it('is taken in quick mode, and the own offer installed: the two ends disagree', () => {
    expect(pluto.takeAnswer(childOf(), offer(1), narrower, first)).toEqual({ mode: 'tunnel', ...offer(1).selectors })
    const otherPort = { mode: 'tunnel', ...sides(['10.1.0.0/24'], ['10.2.0.0/24 tcp 80']) } as const
    expect(pluto.takeAnswer(childOf(), offer(1), otherPort, first)).toBe('selectors')
  })

  it('is refused in tunnel mode where transport mode is wanted, in IKEv2 only', () => {
    const transport = childOf({ mode: stated('transport') })
    const same = { mode: 'tunnel', ...offer(2).selectors } as const
    expect(pluto.takeAnswer(transport, { ...offer(2), mode: 'transport' }, same, first)).toBe('mode')
    // Of a further child it takes the mode that comes.
    expect(pluto.takeAnswer(transport, { ...offer(2), mode: 'transport' }, same, further)).toEqual(same)
    expect(pluto.takeAnswer(transport, { ...offer(1), mode: 'transport' }, same, first)).toMatchObject({
      mode: 'transport',
    })
    // What it installs in transport mode is for the peer alone.
    expect(
      pluto.takeAnswer(transport, { ...offer(2), mode: 'transport' }, { ...same, mode: 'transport' }, first),
    ).toEqual({
      mode: 'transport',
      ...sides(['10.1.0.0/24'], ['192.0.2.1/32']),
    })
    expect(pluto.agreeMode(transport, offer(2), same, first.hosts)).toBeUndefined()
    expect(pluto.agreeMode(transport, offer(1), same, first.hosts)).toBe('transport')
  })
})

describe('the key exchange of a child', () => {
  const esp = (ke: string[]): Proposal => ({
    protocol: 'esp',
    encryption: ['AES_CBC_256', 'AES_CBC_128'],
    integrity: ['HMAC_SHA2_256_128'],
    prf: [],
    ke,
    esn: [],
  })
  const groups = (child: ChildConfig, purpose: 'further' | 'rekey', version: 1 | 2) =>
    pluto.offerChild(child, { version, purpose, ikeGroup: 'MODP_2048' }).map(({ ke }) => ke.join())

  it('has the group of the IKE SA with pfs=yes, and none with pfs=no', () => {
    expect(groups(childOf({ proposals: stated([esp([])]) }), 'further', 2)).toEqual(['MODP_2048'])
    expect(groups(childOf({ proposals: stated([esp([])]), pfs: stated('as proposed') }), 'further', 2)).toEqual([''])
  })

  it('has the own groups for a further child, and that of the IKE SA for a rekey', () => {
    const child = childOf({ proposals: stated([esp(['ECP_256'])]) })
    expect(groups(child, 'further', 2)).toEqual(['ECP_256'])
    expect(groups(child, 'rekey', 2)).toEqual(['MODP_2048'])
  })

  it('keeps the own groups of a further child when that is rekeyed', () => {
    const exchange = { version: 2, purpose: 'rekey', ikeGroup: 'MODP_2048' } as const
    const child = childOf({ proposals: stated([esp(['ECP_256'])]) })
    const offered = (made: 'first' | 'further') => pluto.offerChild(child, { ...exchange, made }).map(({ ke }) => ke)
    expect(offered('further')).toEqual([['ECP_256']])
    expect(offered('first')).toEqual([['MODP_2048']])
  })

  it('takes any group in quick mode, and wants one with pfs=yes', () => {
    const child = childOf({ proposals: stated([esp([])]) })
    const accepted = (ke: string[]) =>
      pluto.acceptChild(child, { version: 1, purpose: 'further', ikeGroup: 'MODP_2048' }, [esp(ke)])[0]?.ke
    expect(accepted(['ECP_256'])).toEqual(['ECP_256'])
    expect(accepted([])).toEqual(['MODP_2048'])
  })

  it('names one algorithm of each kind in each proposal of IKEv1', () => {
    expect(
      pluto.offerIke([esp(['MODP_2048', 'MODP_1536'])], 1, 'main').map(({ encryption, ke }) => [...encryption, ...ke]),
    ).toEqual([
      ['AES_CBC_256', 'MODP_2048'],
      ['AES_CBC_256', 'MODP_1536'],
      ['AES_CBC_128', 'MODP_2048'],
      ['AES_CBC_128', 'MODP_1536'],
    ])
  })

  it.each([
    [['MODP_2048', 'ECP_256'], ['ECP_256']],
    [
      ['ECP_256', 'MODP_2048', 'MODP_2048'],
      ['MODP_2048', 'MODP_2048'],
    ],
    [
      ['MODP_2048', 'MODP_1536', 'MODP_2048', 'MODP_1536'],
      ['MODP_1536', 'MODP_1536'],
    ],
  ])('sends proposals of one group in aggressive mode: of %j %j', (groups, sent) => {
    const proposals = groups.map((group) => ({ ...esp([group]), encryption: ['AES_CBC_256'] }))
    expect(pluto.offerIke(proposals, 1, 'aggressive').flatMap(({ ke }) => ke)).toEqual(sent)
  })
})

describe('what it says when something fails', () => {
  it.each([
    ['no-connection', 'responder', 1, 'main', null],
    ['no-connection', 'responder', 2, 'main', 'NO_PROPOSAL_CHOSEN'],
    ['shared-key', 'responder', 1, 'main', null],
    ['shared-key', 'initiator', 1, 'aggressive', 'INVALID_HASH_INFORMATION'],
    ['shared-key', 'responder', 2, 'main', 'AUTHENTICATION_FAILED'],
    ['peer-identity', 'responder', 1, 'main', 'INVALID_ID_INFORMATION'],
    ['peer-identity', 'responder', 1, 'aggressive', 'INVALID_ID_INFORMATION'],
    ['mode', 'responder', 2, 'main', 'NO_PROPOSAL_CHOSEN'],
    ['first-group', 'responder', 2, 'main', 'INVALID_SYNTAX'],
    ['compression', 'responder', 1, 'main', 'BAD_PROPOSAL_SYNTAX'],
  ] as const)('%s at the %s of IKEv%i, %s mode', (reason, role, version, exchange, notify) => {
    expect(pluto.notifyOf(reason, role, { version, exchange })).toBe(notify)
  })
})
