import { describe, expect, it } from 'vitest'
import { type Endpoint, type PolicySettings, TOPICS } from '../../../../src/core/model/endpoint.ts'
import type { Lifetime } from '../../../../src/core/model/ike-policy.ts'
import { planned, stated } from '../../../../src/core/model/setting.ts'
import { simulate } from '../../../../src/core/negotiation/simulate.ts'
import { ikeRenewal } from '../../../../src/core/rules/lifetimes/lt003-ike-renewal.ts'
import { noConnection } from '../../../../src/core/rules/negotiation/ad003-no-connection.ts'
import { noPeerAddress } from '../../../../src/core/rules/negotiation/ad004-no-peer-address.ts'
import { libreswanPair, pair } from '../../../../src/core/rules/negotiation/examples.ts'
import { failingRekey } from '../../../../src/core/rules/negotiation/pr004-rekey.ts'
import { shownSettings } from '../../../../src/core/rules/negotiation/pr006-shown-settings.ts'
import { asWritten, box, end, entry, OWN, PEER, tunnel } from '../../negotiation/made-ends.ts'
import { endsOf } from '../../remedy/two-ends.ts'
import { factsBetween, factsOf, placesOf, waysOf } from '../facts-of.ts'

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

  it('have no way out where the weaker end cannot be told, which is said', () => {
    const cannot = { vendor: { ...plain, lacksWordsFor: () => true } }
    const [one] = found(cipher('3DES'), cipher('AES256'), cannot)
    expect(one && waysOf(one)).toEqual([''])
    expect(one?.explain()).toEqual({
      what: 'For IKE encryption, A has 3DES and B has AES256.',
      why: 'Both ends must have one in common: whoever is asked refuses everything else, and no traffic flows. Of IKE encryption no end can be set to what the other one has without becoming weaker, so that no step says so. Either end would have to take what the other one has as well.',
    })
    const [other] = found(cipher('3DES'), cipher('AES256'))
    expect(other?.explain().why).toBe(
      'Both ends must have one in common: whoever is asked refuses everything else, and no traffic flows.',
    )
    const { ike } = endsOf(pair()).a
    // An end with a whole policy is told in its own terms.
    expect(steps(cipher('3DES'), cipher('AES256'), ike === undefined ? {} : { ike })).toEqual([])
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

describe('AD004: an end that does not know where its peer is', () => {
  it('gets the address, and where it only stands in the way of another, waits', () => {
    const [one] = factsOf(noPeerAddress, pair({ peer: '%any', child: 'start_action = trap' }))
    expect(one && waysOf(one)).toEqual(['A peer-addresses'])
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
