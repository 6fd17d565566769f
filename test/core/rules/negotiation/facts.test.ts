import { describe, expect, it } from 'vitest'
import type { Endpoint } from '../../../../src/core/model/endpoint.ts'
import { planned, stated } from '../../../../src/core/model/setting.ts'
import { simulate } from '../../../../src/core/negotiation/simulate.ts'
import { noConnection } from '../../../../src/core/rules/negotiation/ad003-no-connection.ts'
import { noPeerAddress } from '../../../../src/core/rules/negotiation/ad004-no-peer-address.ts'
import { sharedKey } from '../../../../src/core/rules/negotiation/au002-shared-key.ts'
import { authenticationMethod } from '../../../../src/core/rules/negotiation/au004-method.ts'
import { postQuantumKey } from '../../../../src/core/rules/negotiation/au006-post-quantum-key.ts'
import { libreswanPair, pair } from '../../../../src/core/rules/negotiation/examples.ts'
import { modesDiffer } from '../../../../src/core/rules/negotiation/md003-mode.ts'
import { entryMode } from '../../../../src/core/rules/negotiation/md007-entry-mode.ts'
import { placeOf } from '../../../../src/core/rules/negotiation/negotiation-rule.ts'
import { espProposals } from '../../../../src/core/rules/negotiation/pr002-esp-proposals.ts'
import { perfectForwardSecrecy } from '../../../../src/core/rules/negotiation/pr003-pfs.ts'
import { box, end, entry, flow, OWN, PEER, tunnel } from '../../negotiation/made-ends.ts'
import { endsOf } from '../../remedy/two-ends.ts'
import { factsBetween, factsOf, gistOf, placesOf, waysOf } from '../facts-of.ts'

describe('AD003: a connection for the address of the peer', () => {
  it('is missing beside others, also where one more is not loaded', () => {
    const elsewhere = pair({}, { peer: '203.0.113.9' })
    const { a, b } = endsOf(elsewhere)
    const told = (more: Partial<Endpoint>) =>
      factsBetween(noConnection, simulate(a, { ...b, ...more })).map((each) => each.explain().what)
    expect(told({})).toHaveLength(2)
    if (b.ike === undefined) throw new Error('It is a configuration.')
    const refused = {
      name: 'other',
      say: 'It is not loaded.',
      span: { source: 'b.conf', line: 1, column: 1, length: 1 },
    }
    expect(told({ ike: { ...b.ike, notLoaded: [refused] } })).toHaveLength(2)
    // Without any, what is told is why it is not loaded.
    expect(told({ ike: { ...b.ike, connections: [], notLoaded: [refused] }, spd: [] })).toEqual([])
    expect(told({ ike: { ...b.ike, connections: [] }, spd: [] })).toHaveLength(1)
  })
})

describe('AD003: a connection without a side of its own', () => {
  it('neither begins nor answers, which is told of it', () => {
    const { a, b } = endsOf(pair())
    if (a.ike === undefined) throw new Error('It is a configuration.')
    const connections = a.ike.connections.map((each) => ({ ...each, oriented: false as const }))
    const facts = factsBetween(noConnection, simulate({ ...a, ike: { ...a.ike, connections } }, b))
    expect(facts.map((each) => each.explain().what)).toContain(
      'Neither side of to-b of A (192.0.2.1) has an address of A (192.0.2.1), so that it neither begins nor answers.',
    )
    const [refused] = factsOf(noConnection, pair({}, { peer: '203.0.113.9' }))
    expect(refused?.explain().what).toBe(
      'B (192.0.2.2) has no connection for the addresses that A (192.0.2.1) uses with to-b: B (192.0.2.2) answers NO_PROPOSAL_CHOSEN.',
    )
  })
})

describe('AU004: methods of authentication', () => {
  it('are shown where one end uses what the other does not expect', () => {
    const [one] = factsOf(authenticationMethod, pair({}, { remoteMethod: 'pubkey' }))
    const lines = one?.evidence.map(({ span, label }) => [span.source, label])
    // What A uses, and what B expects; how B proves itself fits.
    expect(lines).toEqual([
      ['a.conf', 'A (192.0.2.1): to-b'],
      ['b.conf', 'B (192.0.2.2): to-a'],
    ])
  })
})

describe('AU006: post-quantum keys', () => {
  const why = (more: readonly string[], other: readonly string[]) =>
    factsOf(postQuantumKey, libreswanPair({ keys: more }, { keys: other }))[0]?.explain().what

  it('are told with what the texts say of them', () => {
    expect(why(['ppk=no'], ['ppk=insist'])).toContain(
      ', since A (192.0.2.1) uses none and B (192.0.2.2) insists on one',
    )
  })
})

describe('PR003: the group of a child', () => {
  it('is refused for the first one by who does not ask for another, or by who does not begin again', () => {
    const { a, b } = endsOf(pair())
    const simulation = simulate(a, b)
    const why = (reason: 'pfs' | 'first-group', notify: 'INVALID_KE_PAYLOAD' | 'NO_PROPOSAL_CHOSEN') => {
      const failure = { notify, reason, by: 'responder', certainty: 'stated' } as const
      const quickModes = simulation.quickModes.map(({ outcome, ...rest }) => ({
        ...rest,
        outcome: outcome && { ...outcome, childSa: failure },
      }))
      return factsBetween(perfectForwardSecrecy, { ...simulation, quickModes })[0]?.explain()
    }
    expect(why('pfs', 'NO_PROPOSAL_CHOSEN')?.what).toMatch(
      /^The ciphers of net agree between .*, the Diffie-Hellman group does not: /,
    )
    expect(why('first-group', 'NO_PROPOSAL_CHOSEN')).toEqual({
      what: 'net has a Diffie-Hellman group in common between A (192.0.2.1) and B (192.0.2.2), but not the one that A (192.0.2.1) names first: B (192.0.2.2) answers NO_PROPOSAL_CHOSEN.',
      why: 'The key exchange is sent along with the first group of the proposal (RFC 7296 1.3). B (192.0.2.2) does not ask for another one with INVALID_KE_PAYLOAD; it refuses. Name the group that both have first.',
    })
    expect(why('first-group', 'INVALID_KE_PAYLOAD')?.why).toContain(
      'B (192.0.2.2) asks for another one with INVALID_KE_PAYLOAD, and A (192.0.2.1) does not begin again. ',
    )
  })
})

describe('MD003: the mode of a child', () => {
  it('differs in IKEv1 where one is of a tunnel and the other of transport', () => {
    const differ = (version: 1 | 2, ...modes: readonly ('tunnel' | 'transport')[]) => {
      const { a, b } = endsOf(pair({ connection: `version = ${version}` }, { connection: `version = ${version}` }))
      const [first, second] = [a, b].map((end, at) => {
        const [connection] = end.ike?.connections ?? []
        const [host] = end.addresses
        const [child] = connection?.children ?? []
        const mode = modes[at]
        if (connection === undefined || host === undefined || child === undefined || mode === undefined)
          throw new Error('It is a configuration.')
        return { end, host: host.value, connection, child: { ...child, mode: planned(mode) } }
      })
      return first !== undefined && second !== undefined && modesDiffer([first, second])
    }
    expect([differ(1, 'tunnel', 'transport'), differ(1, 'transport', 'tunnel')]).toEqual([true, true])
    expect([differ(1, 'tunnel', 'tunnel'), differ(1, 'transport', 'transport')]).toEqual([false, false])
    expect(differ(2, 'tunnel', 'transport')).toBe(false)
  })
})

describe('MD007: the mode of entries', () => {
  it('is told with its line and those of both entries, and becomes a tunnel where a configuration says it', () => {
    const [found, ...more] = factsOf(entryMode, entryMode.page.fires)
    expect(more).toEqual([])
    expect(found && gistOf(found)).toBe('error stated, 10.1.0.1 -> 10.2.0.1 icmp')
    expect(found && placesOf(found).map((place) => place.replace(/ \(.*/, ''))).toEqual([
      'a.conf 9 A',
      'a.conf 8 A',
      'a.conf 7 A',
      'b.yaml 6 B',
      'b.yaml 5 B',
    ])
    expect(found?.evidence[0]?.label).toBe('A (203.0.113.1): transport mode')
    expect(found?.plans).toEqual([
      { changes: [{ end: 'A', change: { kind: 'mode', connection: 'b', child: 'net', mode: 'tunnel' } }] },
    ])
  })

  it('is told once for each entry in transport mode, whichever end has it', () => {
    const transport = entry('A1', 'out', { mode: 'transport', selectors: [box(OWN, PEER)] })
    const inTunnel = entry('B1', 'in', { selectors: [box(PEER, OWN)], tunnel: tunnel(OWN, PEER) })
    const [a, b] = [end('A', [transport]), end('B', [inTunnel])]
    const simulation = simulate(a, b)
    const refused = (certainty: 'stated' | 'assumed') =>
      flow(transport, { inbound: inTunnel, outcome: 'refused', packet: 'dropped', certainty })
    const found = (...flows: readonly ReturnType<typeof flow>[]) => factsBetween(entryMode, { ...simulation, flows })
    const [one, ...more] = found(refused('assumed'), refused('stated'))
    expect(more).toEqual([])
    expect([one?.certainty, one?.flows.length]).toEqual(['stated', 2])
    expect(one?.explain().what).toBe(
      'A protects A1 (203.0.113.1 > 198.51.100.7) in transport mode, and B has B1 (203.0.113.1 > 198.51.100.7) in a tunnel.',
    )
    expect(found(refused('assumed'))[0]?.certainty).toBe('assumed')
    expect(found({ ...refused('stated'), outcome: 'established' })).toEqual([])
    expect(found({ ...refused('stated'), inbound: null })).toEqual([])
    const turned = { ...refused('stated'), sender: 'B', receiver: 'A', out: inTunnel, inbound: transport }
    expect(found(turned)[0]?.explain().what).toMatch(/^A protects A1 .* in transport mode, and B has B1 /)
  })
})

describe('the packet of a negotiation that fails', () => {
  it('is one that the tunnel is there for, where an entry is for everything', () => {
    const everything = { nets: ['0.0.0.0/0', '0.0.0.0/0'] } as const
    const found = factsOf(sharedKey, pair({ ...everything, secret: 'one' }, { secret: 'two' }))
    expect(found.map(gistOf)).toEqual(['error stated, 10.1.0.1 -> 10.2.0.1 icmp'])
    expect(found[0]?.flows.some(({ remainder }) => remainder)).toBe(true)
  })

  it('is told once for who has nothing to offer, and so nothing to accept', () => {
    const v1 = (proposals: string) => ({ connection: 'version = 1', child: `esp_proposals = ${proposals}` })
    const [one, ...more] = factsOf(espProposals, pair(v1('chacha20poly1305'), v1('aes256-sha256')))
    expect(more).toEqual([])
    expect(one?.flows.map(({ initiator, outcome }) => `${initiator} ${outcome}`)).toEqual(['A refused', 'B refused'])
    expect(one?.explain().what).toContain('A (192.0.2.1) has no ESP or AH proposal of net that it could offer: ')
  })
})

describe('the place of a setting', () => {
  it('is its lines, or the head of the connection, with the document of a default', () => {
    const { a } = endsOf(pair())
    const [connection] = a.ike?.connections ?? []
    if (connection === undefined) throw new Error('It is a configuration.')
    const line = { source: 'a.conf', line: 7, column: 1, length: 2 }
    expect(placeOf(a, connection, stated('x', line))).toEqual([{ span: line, label: 'A (192.0.2.1): to-b' }])
    const head = connection.span
    expect(placeOf(a, connection, undefined)).toEqual([{ span: head, label: 'A (192.0.2.1): to-b' }])
    expect(placeOf(a, connection, planned('x'))).toEqual([{ span: head, label: 'A (192.0.2.1): to-b' }])
    expect(placeOf(a, connection, { origin: 'default', value: 'x', authority: 'a page' })).toEqual([
      { span: head, label: 'A (192.0.2.1): the default (a page)' },
    ])
  })
})

describe('AD004: an end that does not know where its peer is', () => {
  it('gets the address, and where it only stands in the way of another, waits', () => {
    const [one] = factsOf(noPeerAddress, pair({ peer: '%any', child: 'start_action = trap' }))
    expect(one && waysOf(one)).toEqual(['A peer-addresses'])
    expect(one && gistOf(one)).toBe('warning stated, 10.1.0.1 -> 10.2.0.1 icmp')
    const pastes = libreswanPair().pastes.map((each) => ({
      ...each,
      text: each.source === 'b.conf' ? each.text.replace('right=192.0.2.1', 'right=%any') : each.text,
    }))
    const trapped = factsOf(noPeerAddress, { pastes }).filter(({ plans }) => plans.length > 0)
    expect(trapped.map((each) => each.explain().what)).toEqual([
      'to-a of B (192.0.2.2) is for any peer and catches packets for it, though it cannot begin: that trap is in the way when a peer begins. B (192.0.2.2) answers TS_UNACCEPTABLE.',
      expect.stringMatching(/^to-a of B \S+ names no single address of A /),
    ])
    expect(trapped.map((each) => waysOf(each)[0])).toEqual(['B waits', 'B peer-addresses'])
  })
})

describe('AD004: an end that waits for its peer', () => {
  it('is at fault where the peer waits as well, and not where that begins, whatever comes of it', () => {
    const told = (...gateways: Parameters<typeof pair>) =>
      factsOf(noPeerAddress, pair(...gateways)).map((each) => [each.severity, each.explain().what.split(' names ')[0]])
    const anybody = { peer: '%any' }
    // Once for the two connections, of the end that is tried first.
    expect(told(anybody, anybody)).toEqual([['error', 'to-b of A (192.0.2.1)']])
    expect(told(anybody)).toEqual([])
    expect(told(anybody, { secret: 'another' })).toEqual([])
  })
})
