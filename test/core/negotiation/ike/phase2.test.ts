import { describe, expect, it } from 'vitest'
import type { ChildOffer, IkeDaemon } from '../../../../src/core/model/ike-daemon.ts'
import type { Proposal } from '../../../../src/core/model/ike-policy.ts'
import type { Ends, IkeSa } from '../../../../src/core/negotiation/ike/outcome.ts'
import { beginIke } from '../../../../src/core/negotiation/ike/phase1.ts'
import { type ChildRequest, endsAtFirstGroup, negotiateChild } from '../../../../src/core/negotiation/ike/phase2.ts'
import type { ChosenProposal } from '../../../../src/core/negotiation/ike/proposal.ts'
import { parsePacket } from '../../../../src/core/selectors/packet.ts'
import { type Different, espProposal, only, set, sides } from './sides.ts'

function established(ends: Ends, version: 1 | 2): IkeSa {
  const sa = beginIke(only(ends[0].policy.connections), version, ends)
  if ('reason' in sa) throw new Error(sa.reason)
  return sa
}

interface Asked {
  readonly version?: 1 | 2
  readonly purpose?: ChildRequest['purpose']
  readonly packet?: ChildRequest['packet']
  readonly earlier?: ChildRequest['earlier']
  readonly throughNat?: boolean
}

function child(a: Different = {}, b: Different = {}, { version = 2, throughNat, ...asked }: Asked = {}) {
  const ends = sides(a, b, version)
  const connection = only(ends[0].policy.connections)
  const sa = { ...established(ends, version), ...(throughNat !== undefined && { throughNat }) }
  return negotiateChild(
    { connection, child: only(connection.children), sa, purpose: 'first', packet: null, ...asked },
    ends,
  )
}

function inWords(found: ReturnType<typeof child>): string {
  return 'reason' in found ? `${found.by} ${found.reason} ${found.notify}` : `up, ${found.responder.mode}`
}

/** The offer as the responder gets it. */
function offerOf(a: Different, asked: Asked = {}): ChildOffer {
  const offers: ChildOffer[] = []
  const findChild: IkeDaemon['findChild'] = (_, __, offer) => {
    offers.push(offer)
    return undefined
  }
  child(a, { daemon: { findChild } }, asked)
  return only(offers)
}

const packet = (() => {
  const parsed = parsePacket('10.1.0.5 -> 10.2.0.9 udp/9')
  if ('problem' in parsed) throw new Error(parsed.problem)
  return parsed
})()

const proposals = (...list: readonly Proposal[]): Different => ({ child: { proposals: set(list) } })

describe('a child', () => {
  it('comes up at both ends, each with the selectors as it sees them', () => {
    const found = child()
    expect(found).toMatchObject({ connection: { name: 'to-a' }, config: { name: 'net' }, proposal: { ke: null } })
    if ('reason' in found) throw new Error(found.reason)
    expect([found.initiator.local, found.initiator.remote]).toEqual([found.responder.remote, found.responder.local])
  })

  it('in transport mode is offered as such, but by who offers no proposal (RFC 2407 4.5: without one it is a tunnel)', () => {
    const transport: Different = { child: { mode: set('transport') } }
    expect(offerOf(transport).mode).toBe('transport')
    expect(offerOf({ ...transport, daemon: { offerChild: () => [] } }).mode).toBe('tunnel')
    expect(offerOf({}).mode).toBe('tunnel')
  })

  it('is offered with its version, whether there is a NAT, and what came up before', () => {
    expect(offerOf({})).toMatchObject({ version: 2, throughNat: false })
    expect(offerOf({})).not.toHaveProperty('earlier')
    const earlier = { as: () => [], have: () => false }
    const offer = offerOf({}, { version: 1, purpose: 'further', throughNat: true, earlier })
    expect(offer).toMatchObject({ version: 1, throughNat: true, earlier })
  })

  it('without a fitting one of the responder is refused by its selectors', () => {
    expect(inWords(child({}, { daemon: { findChild: () => undefined } }))).toBe('responder selectors TS_UNACCEPTABLE')
  })

  it('is refused by a responder that cannot install it, or agrees to no mode', () => {
    expect(inWords(child({}, { daemon: { cannotInstall: () => 'pfs' } }))).toMatch(/^responder pfs /)
    expect(inWords(child({}, { daemon: { cannotInstall: () => undefined } }))).toBe('up, tunnel')
    expect(inWords(child({}, { daemon: { agreeMode: () => undefined } }))).toMatch(/^responder mode /)
  })

  it('is refused by an initiator that does not take the answer', () => {
    expect(inWords(child({ daemon: { takeAnswer: () => 'mode' } }))).toMatch(/^initiator mode /)
  })
})

describe('a virtual address that the responder has no pool for', () => {
  const asks: Different = { connection: { virtualAddresses: ['0.0.0.0'] } }
  const refuses = (...versions: readonly number[]): Different => ({
    daemon: { refusesWithoutPool: (version) => versions.includes(version) },
  })

  it.each<readonly [string, Different, Different, Asked, string]>([
    ['is why there is no first child', asks, refuses(2), {}, 'responder virtual-address INTERNAL_ADDRESS_FAILURE'],
    ['is no matter of a further child', asks, refuses(2), { purpose: 'further' }, 'up, tunnel'],
    [
      'is a matter of each quick mode',
      asks,
      refuses(1),
      { version: 1, purpose: 'further' },
      'responder virtual-address INVALID_ID_INFORMATION',
    ],
    ['is passed over by some daemons', asks, refuses(1), {}, 'up, tunnel'],
    ['is not asked for', {}, refuses(1, 2), {}, 'up, tunnel'],
  ])('%s', (_, a, b, asked, expected) => {
    expect(inWords(child(a, b, asked))).toBe(expected)
  })

  it('is not missed where there is a pool', () => {
    const b: Different = { ...refuses(2), connection: { pools: ['clients'] } }
    expect(inWords(child(asks, b))).not.toMatch(/virtual-address/)
  })
})

describe('an initiator without a selector to offer', () => {
  const offers = (side: 'local' | 'remote' | 'none'): Different => {
    const [{ daemon }] = sides()
    return {
      daemon: {
        offerSelectors: (config, context) => {
          const all = daemon.offerSelectors(config, context)
          return side === 'none' ? { local: [], remote: [] } : { ...all, [side]: [] }
        },
      },
    }
  }

  it.each(['local', 'remote', 'none'] as const)(
    'on a side (%s) gives up in quick mode, and where a packet asks for it',
    (side) => {
      expect(inWords(child(offers(side), {}, { version: 1 }))).toBe('initiator no-selectors null')
      expect(inWords(child(offers(side), {}, { packet }))).toBe('initiator no-selectors null')
      expect(inWords(child(offers(side)))).toBe('responder selectors TS_UNACCEPTABLE')
    },
  )
})

describe('compression in quick mode (RFC 2407 4.4.5)', () => {
  const compresses = (value: boolean): Different => ({ child: { compression: set(value) } })
  const takes = (insists: boolean, tolerates: boolean): Different => ({
    daemon: { compression: { insists, tolerates } },
  })

  it.each<readonly [string, Different, Different, 1 | 2, string]>([
    [
      'is left out by who tolerates it, for who does not insist',
      takes(false, true),
      takes(false, true),
      1,
      'up, tunnel',
    ],
    [
      'is refused by who does not tolerate it',
      takes(false, true),
      takes(false, false),
      1,
      'responder compression NO_PROPOSAL_CHOSEN',
    ],
    [
      'ends it where the initiator insists',
      takes(true, true),
      takes(false, true),
      1,
      'responder compression NO_PROPOSAL_CHOSEN',
    ],
    ['is a notify of its own in IKEv2 (RFC 7296 2.22)', takes(true, true), takes(false, false), 2, 'up, tunnel'],
  ])('%s', (_, a, b, version, expected) => {
    expect(inWords(child({ ...a, ...compresses(true) }, { ...b, ...compresses(false) }, { version }))).toBe(expected)
  })

  it('that both want, or that is not offered, is no obstacle', () => {
    const strict = takes(true, false)
    const between = (a: boolean, b: boolean) =>
      inWords(child({ ...strict, ...compresses(a) }, { ...strict, ...compresses(b) }, { version: 1 }))
    expect([between(true, true), between(false, false), between(false, true)]).toEqual(Array(3).fill('up, tunnel'))
  })
})

describe('the proposals of a child', () => {
  const [plain, group] = [espProposal('AES_CBC_256'), espProposal('AES_CBC_256', 'MODP_2048')]

  it('differ in an algorithm, or in the group alone, which counts in CREATE_CHILD_SA and in quick mode', () => {
    const other = proposals(espProposal('AES_CBC_128'))
    expect(inWords(child(proposals(plain), other))).toBe('responder child-proposals NO_PROPOSAL_CHOSEN')
    expect(inWords(child(proposals(group), proposals(plain)))).toBe('up, tunnel')
    for (const asked of [{ purpose: 'further' }, { version: 1, purpose: 'further' }] as const) {
      expect(inWords(child(proposals(group), proposals(plain), asked))).toBe('responder pfs NO_PROPOSAL_CHOSEN')
      expect(inWords(child(proposals(plain), proposals(group), asked))).toBe('responder pfs NO_PROPOSAL_CHOSEN')
      expect(inWords(child(proposals(group), other, asked))).toBe('responder child-proposals NO_PROPOSAL_CHOSEN')
      expect(inWords(child(proposals(group), proposals(group), asked))).toBe('up, tunnel')
    }
  })

  it('are chosen in the order of the end whose order counts', () => {
    const [strong, weak] = [espProposal('AES_CBC_256'), espProposal('AES_CBC_128')]
    const chosen = (prefers: 'initiator' | 'responder') => {
      const b: Different = { ...proposals(weak, strong), daemon: { prefersProposalsOf: () => prefers } }
      const found = child(proposals(strong, weak), b)
      return 'reason' in found ? found.reason : found.proposal.encryption
    }
    expect([chosen('initiator'), chosen('responder')]).toEqual(['AES_CBC_256', 'AES_CBC_128'])
  })

  it('are refused for the group of the key exchange where the responder does not ask for another', () => {
    const both = proposals(espProposal('AES_CBC_256', 'ECP_256', 'MODP_2048'))
    const b = (asksForGroup: boolean): Different => ({ ...proposals(group), daemon: { asksForGroup } })
    expect(inWords(child(both, b(false), { purpose: 'further' }))).toMatch(/^responder first-group /)
    expect(inWords(child(both, b(true), { purpose: 'further' }))).toBe('up, tunnel')
    expect(inWords(child(both, b(false)))).toBe('up, tunnel')
  })
})

describe('the group of the first key exchange in CREATE_CHILD_SA (RFC 7296 1.3)', () => {
  const chosen = (ke: string | null): ChosenProposal => ({
    encryption: 'AES_CBC_256',
    integrity: null,
    prf: null,
    ke,
    esn: null,
  })
  const offered = [
    espProposal('AES_CBC_256'),
    espProposal('AES_CBC_256', 'ECP_256', 'MODP_2048'),
    espProposal('AES_CBC_256', 'MODP_4096'),
  ]
  const between = (a: Different['daemon'] = {}, b: Different['daemon'] = {}) => sides({ daemon: a }, { daemon: b })
  const silent = { asksForGroup: false }

  it.each<readonly [string, Ends, string | null, boolean]>([
    ['another is asked for, and tried', between(), 'MODP_2048', false],
    ['another is not asked for', between({}, silent), 'MODP_2048', true],
    ['another is asked for, and not tried', between({ keepsGroup: true }), 'MODP_2048', true],
    ['it is the one', between({}, silent), 'ECP_256', false],
    ['it is one of a further proposal', between({}, silent), 'MODP_4096', true],
    ['none is chosen', between({}, silent), null, false],
    ['it is chosen to have none', between({}, silent), 'NONE', false],
  ])('%s', (_, ends, ke, expected) => {
    expect(endsAtFirstGroup(chosen(ke), offered, 2, ends)).toBe(expected)
    // Quick mode has one for all proposals (RFC 2409 5.5).
    expect(endsAtFirstGroup(chosen(ke), offered, 1, ends)).toBe(false)
  })

  it('is that of the rekeyed child for who takes it again', () => {
    const again = between({ reusesGroup: true }, silent)
    expect(endsAtFirstGroup(chosen('MODP_2048'), offered, 2, again, 'MODP_2048')).toBe(false)
    expect(endsAtFirstGroup(chosen('ECP_256'), offered, 2, again, 'MODP_2048')).toBe(true)
    // The first child had none.
    expect(endsAtFirstGroup(chosen('ECP_256'), offered, 2, again, null)).toBe(false)
    const { reusesGroup: _, ...daemon } = again[0].daemon
    const anew: Ends = [{ ...again[0], daemon }, again[1]]
    expect(endsAtFirstGroup(chosen('MODP_2048'), offered, 2, anew, 'MODP_2048')).toBe(true)
    expect(endsAtFirstGroup(chosen('ECP_256'), offered, 2, anew, 'MODP_2048')).toBe(false)
  })

  it('is nothing where no group is offered', () => {
    expect(endsAtFirstGroup(chosen('MODP_2048'), [espProposal('AES_CBC_256')], 2, between({}, silent))).toBe(false)
  })
})

describe('a further child with the networks of one that is up', () => {
  const same = { as: () => [], have: () => true }
  const keepsOne: Different = { daemon: { endsAtSameNetworks: true } }

  it.each<readonly [string, Different, Asked, string]>([
    [
      'ends the IKE SA of a daemon that keeps one',
      keepsOne,
      { purpose: 'further', earlier: same },
      'initiator same-networks null',
    ],
    ['is one more of another daemon', {}, { purpose: 'further', earlier: same }, 'up, tunnel'],
    ['is one more in quick mode', keepsOne, { version: 1, purpose: 'further', earlier: same }, 'up, tunnel'],
    [
      'is none with other networks',
      keepsOne,
      { purpose: 'further', earlier: { as: () => [], have: () => false } },
      'up, tunnel',
    ],
    ['is none where nothing came before', keepsOne, { purpose: 'further' }, 'up, tunnel'],
  ])('%s', (_, a, asked, expected) => {
    expect(inWords(child(a, {}, asked))).toBe(expected)
  })
})
