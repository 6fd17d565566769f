import { describe, expect, it } from 'vitest'
import { type Endpoint, type PolicySettings, TOPICS } from '../../../../src/core/model/endpoint.ts'
import type { Lifetime } from '../../../../src/core/model/ike-policy.ts'
import { planned, stated } from '../../../../src/core/model/setting.ts'
import { simulate } from '../../../../src/core/negotiation/simulate.ts'
import { ikeRenewal } from '../../../../src/core/rules/lifetimes/lt003-ike-renewal.ts'
import { noConnection } from '../../../../src/core/rules/negotiation/ad003-no-connection.ts'
import { noPeerAddress } from '../../../../src/core/rules/negotiation/ad004-no-peer-address.ts'
import { authenticationMethod } from '../../../../src/core/rules/negotiation/au004-method.ts'
import { libreswanPair, pair } from '../../../../src/core/rules/negotiation/examples.ts'
import { modesDiffer } from '../../../../src/core/rules/negotiation/md003-mode.ts'
import { entryMode } from '../../../../src/core/rules/negotiation/md007-entry-mode.ts'
import { placeOf } from '../../../../src/core/rules/negotiation/negotiation-rule.ts'
import { perfectForwardSecrecy } from '../../../../src/core/rules/negotiation/pr003-pfs.ts'
import { failingRekey } from '../../../../src/core/rules/negotiation/pr004-rekey.ts'
import { shownSettings } from '../../../../src/core/rules/negotiation/pr006-shown-settings.ts'
import { asWritten, box, end, entry, flow, OWN, PEER, tunnel } from '../../negotiation/made-ends.ts'
import { endsOf } from '../../remedy/two-ends.ts'
import { factsBetween, factsOf, gistOf, placesOf, waysOf } from '../facts-of.ts'

describe('PR006: settings that are shown in words', () => {
  const span = (line: number) => ({ source: 'a.txt', line, column: 1, length: 3 })
  const { lacksWordsFor: _, ...plain } = asWritten
  const WORDS: PolicySettings = Object.fromEntries(TOPICS.map((topic) => [topic, planned('the same')]))
  const gateway = (label: 'A' | 'B', settings: PolicySettings, more: Partial<Endpoint> = {}) =>
    end(
      label,
      label === 'A'
        ? [entry('A1', 'out')]
        : [entry('B1', 'in', { selectors: [box('10.2.0.0/24', '10.1.0.0/24')], tunnel: tunnel(OWN, PEER) })],
      { vendor: plain, settings: { ...WORDS, ...settings }, ...more },
    )
  const found = (a: PolicySettings, b: PolicySettings, ofA: Partial<Endpoint> = {}, ofB: Partial<Endpoint> = {}) =>
    factsBetween(shownSettings, simulate(gateway('A', a, ofA), gateway('B', b, ofB)))
  const cipher = (word: string): PolicySettings => ({ 'IKE encryption': planned(word) })
  /** `B AES256`: who is to have what. */
  const steps = (...args: Parameters<typeof found>) =>
    found(...args).flatMap(({ plans }) =>
      plans.flatMap(({ changes }) =>
        changes.map(({ end: at, change }) => `${at} ${change.kind === 'shown-setting' ? change.value : change.kind}`),
      ),
    )

  it('are changed at the weaker end, of lists to the strongest that is no weaker than its own', () => {
    expect(steps(cipher('3DES'), cipher('AES256'))).toEqual(['A AES256'])
    expect(steps(cipher('AES256'), cipher('3DES'))).toEqual(['B AES256'])
    // A could take AES128 as well, and B AES256.
    expect(steps(cipher('3DES or AES256'), cipher('AES128'))).toEqual(['B AES256'])
    expect(steps(cipher('AES128'), cipher('3DES or AES256'))).toEqual(['A AES256'])
    expect(steps(cipher('3DES or AES128'), cipher('AES192'))).toEqual(['A AES192'])
  })

  const group = (word: string): PolicySettings => ({ 'IKE Diffie-Hellman group': planned(word) })

  it('become what both can be told, at the end that has it not yet, where the stronger one can be told nothing better', () => {
    const only14: Partial<Endpoint> = {
      vendor: { ...plain, lacksWordsFor: (change) => change.kind !== 'shown-setting' || change.value !== '14' },
    }
    expect(steps(group('14'), group('15'), only14)).toEqual(['B 14'])
    expect(steps(group('15'), group('14'), {}, only14)).toEqual(['A 14'])
    expect(steps(group('2'), group('5'), only14, only14)).toEqual(['A 14', 'B 14'])
  })

  it('are changed at the first end where neither of the two is weaker', () => {
    const [one] = found(group('19'), group('20'))
    expect(steps(group('19'), group('20'))).toEqual(['A 20'])
    expect(one?.explain().why).not.toContain('weaker')
    expect(steps(group('19'), group('14'))).toEqual(['B 19'])
    expect(steps(group('18'), group('19'))).toEqual(['A 19'])
  })

  it('are changed to a cipher of the middle where nothing better can be told, which is no weaker than its own list', () => {
    const { vendor } = { vendor: { ...plain, lacksWordsFor: () => true } }
    const args = [cipher('3DES or AES256'), cipher('AES128'), {}, { vendor }] as const
    expect(steps(...args)).toEqual(['A AES128'])
    expect(found(...args)[0]?.explain().why).not.toContain('weaker')
  })

  it('are changed at the stronger end where the weaker one cannot be told, since nothing comes up without', () => {
    const cannot = { vendor: { ...plain, lacksWordsFor: () => true } }
    expect(steps(cipher('3DES'), cipher('AES256'), cannot)).toEqual(['B 3DES'])
  })

  it('have no way out where neither end can be told, which is said', () => {
    const cannot = { vendor: { ...plain, lacksWordsFor: () => true } }
    const [one] = found(cipher('3DES'), cipher('AES256'), cannot, cannot)
    expect(one && waysOf(one)).toEqual([''])
    expect(one?.explain()).toEqual({
      what: 'For IKE encryption, A has 3DES and B has AES256.',
      why: 'Both ends must have one in common: whoever is asked refuses everything else, and no traffic flows. Of IKE encryption no step can set one end to what the other one has: its product has no such single setting. Give both ends something that both products have.',
    })
    const [other] = found(cipher('3DES'), cipher('AES256'))
    expect(other?.explain().why).toBe(
      'Both ends must have one in common: whoever is asked refuses everything else, and no traffic flows.',
    )
    const { ike } = endsOf(pair()).a
    // An end with a whole policy is told in its own terms.
    expect(steps(cipher('3DES'), cipher('AES256'), ike === undefined ? {} : { ike })).toEqual(['A ike-proposals'])
  })

  it('are shown with the lines of both ends and the packets that they stop', () => {
    const [one, ...more] = found(
      { 'ESP integrity': stated('MD5', span(3)) },
      { 'ESP integrity': stated('SHA1', span(7)) },
    )
    expect(more).toEqual([])
    expect(one && placesOf(one)).toEqual(['a.txt 3 A: ESP integrity', 'a.txt 7 B: ESP integrity'])
    expect(one?.flows.map(({ out, inbound, outcome }) => `${out?.name} ${inbound?.name} ${outcome}`)).toEqual([
      'A1 B1 refused',
    ])
    const spd = [
      entry('A0', 'out', { action: 'bypass', selectors: [box('10.1.0.0/25', '10.2.0.0/25')] }),
      entry('A1', 'out'),
    ]
    const [beside] = found(cipher('3DES'), cipher('AES256'), { spd })
    expect(beside?.flows.map(({ out }) => out?.name)).toEqual(['A1'])
  })

  it('of a key get a new one at both ends, in the place of the one that is written', () => {
    const [one] = found(
      { 'pre-shared key': stated('‹secret 1›', span(5)) },
      { 'pre-shared key': planned('‹secret 2›') },
    )
    expect(one?.explain().what).toBe('A and B have different pre-shared keys.')
    expect(one?.plans.flatMap(({ changes }) => changes)).toEqual([
      { end: 'A', change: { kind: 'new-key', owners: [], replaces: span(5) } },
      { end: 'B', change: { kind: 'new-key', owners: [], replaces: null } },
    ])
  })

  it('are a warning where one end alone has perfect forward secrecy, beside what is refused', () => {
    const pfs = (word: string): PolicySettings => ({ 'perfect forward secrecy': planned(word) })
    const [one, ...more] = found(pfs('group 2'), pfs('off'))
    expect(more).toEqual([])
    expect([one?.severity, one?.explain().why]).toEqual([
      'warning',
      'Some products take a group that they are offered though they have none set, others refuse. Make both ends equal.',
    ])
    expect(one?.flows.map(({ outcome }) => outcome)).toEqual(['unknown'])
    expect(steps(pfs('group 2'), pfs('off'))).toEqual(['B group 2'])
    const both = found({ ...pfs('group 2'), ...cipher('3DES') }, { ...pfs('off'), ...cipher('AES256') })
    expect(both.map(({ severity, flows }) => [severity, ...flows.map(({ outcome }) => outcome)])).toEqual([
      ['error', 'refused'],
      ['warning', 'refused'],
    ])
    expect(both.map((each) => each.explain().what)).toEqual([
      'For IKE encryption, A has 3DES and B has AES256.',
      'For perfect forward secrecy, A has group 2 and B has off.',
    ])
  })

  it('are nothing to tell where they agree, or differ in a lifetime alone', () => {
    expect(found({}, {})).toEqual([])
    expect(found({ 'IKE lifetime': planned('1 h') }, { 'IKE lifetime': planned('8 h') })).toEqual([])
  })
})

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

describe('LT003 and PR004: a renewal that fails', () => {
  const version1 = pair(
    { connection: 'version = 1\n    proposals = aes128-sha256-modp2048' },
    { connection: 'version = 1\n    proposals = aes256-aes128-sha256-modp2048' },
  )

  it('tells when the IKE SA is given up, if it is', () => {
    const { a, b } = endsOf(version1)
    const what = (stops: number | undefined) => {
      if (b.ike === undefined) throw new Error('It is a configuration.')
      const connections = b.ike.connections.map((each) => ({
        ...each,
        lifetime: { rekey: { from: 3000, to: 3240 }, end: stops },
      }))
      return factsBetween(ikeRenewal, simulate(a, { ...b, ike: { ...b.ike, connections } })).map(
        (each) => each.explain().what,
      )
    }
    const start =
      'to-b is up, and when B (192.0.2.2) renews its IKE SA, 3,000 s to 3,240 s later, A (192.0.2.1) answers NO_PROPOSAL_CHOSEN.'
    expect(what(undefined)).toEqual([start])
    expect(what(3600)).toEqual([`${start} B (192.0.2.2) gives the IKE SA up after 3,600 s.`])
  })

  it('tells when a child is renewed and stops, as far as that is known', () => {
    const { a, b } = endsOf(
      pair({ child: 'esp_proposals = aes256-sha256-modp2048' }, { child: 'esp_proposals = aes256-sha256' }),
    )
    const simulation = simulate(a, b)
    const what = (lifetime: Lifetime) => {
      const quickModes = simulation.quickModes.map(({ outcome, ...rest }) => ({
        ...rest,
        outcome: outcome && { ...outcome, child: { ...outcome.child, lifetime } },
      }))
      const [one] = factsBetween(failingRekey, { ...simulation, quickModes })
      return one?.explain().what
    }
    const start = 'net comes up when A (192.0.2.1) begins, and B (192.0.2.2) answers its rekey'
    expect(what({ rekey: { from: 3000, to: 3240 }, end: 3600 })).toBe(
      `${start}, 3,000 s to 3,240 s after it came up, with NO_PROPOSAL_CHOSEN. Its traffic stops after 3,600 s.`,
    )
    expect(what({ rekey: undefined, end: undefined })).toBe(`${start}, with NO_PROPOSAL_CHOSEN.`)
  })
})
