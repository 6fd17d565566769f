import { describe, expect, it } from 'vitest'
import { nameRange } from '../../../src/core/address/address-range.ts'
import type { Endpoint } from '../../../src/core/model/endpoint.ts'
import { planned, stated } from '../../../src/core/model/setting.ts'
import { simulate } from '../../../src/core/negotiation/simulate.ts'
import { wrongPeer } from '../../../src/core/rules/addresses/ad001-wrong-peer.ts'
import { privateAddress } from '../../../src/core/rules/addresses/ad002-private-address.ts'
import { pair } from '../../../src/core/rules/negotiation/examples.ts'
import type { Diagnostic } from '../../../src/core/rules/rule.ts'
import { MATCHING } from '../../../src/core/rules/traffic-selectors/examples.ts'
import { range } from '../../support/boxes.ts'
import { endsOf } from '../remedy/two-ends.ts'
import { factsBetween, gistOf, placesOf, waysOf } from './facts-of.ts'

const span = (line: number) => ({ source: 'a.txt', line, column: 1, length: 3 })

/** The two ends of a matching tunnel, with what is different. */
function between(rule: Diagnostic, ofA: Partial<Endpoint>, ofB: Partial<Endpoint> = {}) {
  const { a, b } = endsOf(MATCHING)
  return factsBetween(rule, simulate({ ...a, ...ofA }, { ...b, ...ofB }))
}

describe('AD001: the tunnel address', () => {
  const to = (line: number, ...texts: readonly string[]): Partial<Endpoint> => ({
    peers: texts.map((text, at) => stated(range(text), span(line + at))),
  })
  const own = (line: number, ...texts: readonly string[]): Partial<Endpoint> => ({
    addresses: texts.map((text, at) => stated(range(text), span(line + at))),
  })

  it('that is not the one of the peer is mended at who goes there, with both lines', () => {
    const [found, ...more] = between(wrongPeer, to(3, '198.51.100.9'), own(7, '198.51.100.7'))
    expect(more).toEqual([])
    if (found === undefined) throw new Error('It is told.')
    expect(gistOf(found)).toBe('error stated, no packet')
    expect(placesOf(found)).toEqual([
      'a.txt 3 ISA-A: tunnel to 198.51.100.9',
      'a.txt 7 ISA-B: own address 198.51.100.7',
    ])
    expect(found.plans).toEqual([
      {
        changes: [{ end: 'A', change: { kind: 'retarget', from: range('198.51.100.9'), to: range('198.51.100.7') } }],
      },
    ])
    expect(found.flows.length).toBeGreaterThan(0)
    expect(new Set(found.flows.map(({ sender }) => sender))).toEqual(new Set(['A', 'B']))
    expect(found.explain().what).toBe('ISA-A sends its tunnel to 198.51.100.9, but ISA-B has 198.51.100.7.')
  })

  it('that the gateway of the peer has too is mended there first, at the connection for this end', () => {
    const spareAddresses = [stated(range('198.51.100.9'), span(9))]
    const ike = endsOf(pair()).b.ike
    const [found] = between(wrongPeer, to(3, '198.51.100.9'), {
      ...own(7, '198.51.100.7'),
      spareAddresses,
      ...(ike && { ike }),
    })
    if (found === undefined) throw new Error('It is told.')
    expect(waysOf(found)).toEqual(['B own-addresses', 'A retarget'])
    expect(placesOf(found)).toContain('a.txt 9 ISA-B: further address')
    expect(found.explain().what).toBe(
      'ISA-A sends its tunnel to 198.51.100.9, which ISA-B has too, but its tunnel begins at 198.51.100.7.',
    )
    const elsewhere = { ...own(7, '198.51.100.7'), spareAddresses: [stated(range('198.51.100.8'), span(9))] }
    expect(between(wrongPeer, to(3, '198.51.100.9'), elsewhere).map(waysOf)).toEqual([['A retarget']])
  })

  it('is told of the second end as well', () => {
    const found = between(wrongPeer, own(1, '203.0.113.1'), to(3, '203.0.113.9'))
    expect(found.map((each) => [waysOf(each), each.explain().what])).toEqual([
      [['B retarget'], 'ISA-B sends its tunnel to 203.0.113.9, but ISA-A has 203.0.113.1.'],
    ])
  })

  it('has no line where nothing was written', () => {
    const [found] = between(
      wrongPeer,
      { peers: [planned(range('198.51.100.9'))] },
      { addresses: [planned(range('198.51.100.7'))] },
    )
    expect(found && placesOf(found)).toEqual([])
  })

  it.each<readonly [string, Partial<Endpoint>, Partial<Endpoint>]>([
    ['is one of several that the peer has', to(3, '198.51.100.8'), own(7, '198.51.100.7', '198.51.100.8')],
    ['is one of several to which the end goes', to(3, '198.51.100.9', '198.51.100.7'), own(7, '198.51.100.7')],
    ['is not told by the one', { peers: [] }, {}],
    ['is not told by the other', to(3, '198.51.100.9'), { addresses: [] }],
    [
      'is of an end whose entries were not pasted',
      to(3, '198.51.100.9'),
      { ...own(7, '198.51.100.7'), spd: undefined },
    ],
  ])('is nothing to tell where it %s', (_, ofA, ofB) => {
    expect(between(wrongPeer, ofA, ofB)).toEqual([])
  })
})

describe('AD002: a private tunnel address', () => {
  const at = (own: string, peer: string): Partial<Endpoint> => ({
    addresses: [stated(range(own), span(2))],
    peers: [stated(range(peer), span(3))],
  })

  it.each(['10.0.0.1', '172.16.0.1', '192.168.7.2', '100.64.0.1', '169.254.1.1'])(
    'with a public peer passes a NAT: %s (RFC 1918, RFC 6598, RFC 3927)',
    (own) => {
      const [found] = between(privateAddress, at(own, '198.51.100.7'))
      expect(found && gistOf(found)).toBe('warning assumed, no packet')
      expect(found && placesOf(found)).toEqual(['a.txt 2 ISA-A: own tunnel address'])
      expect(found?.explain().what).toBe(
        `ISA-A has the private tunnel address ${own}, and its peer 198.51.100.7 is public.`,
      )
    },
  )

  it('is a matter of the product where nothing tells how the end negotiates', () => {
    const behindNat = at('10.0.0.1', '198.51.100.7')
    const why = (more: Partial<Endpoint>) =>
      between(privateAddress, { ...behindNat, ...more }).map((each) => each.explain().why)
    expect(why({})).toEqual([expect.stringMatching(/identities that are not the addresses\. ISA Server supports/)])
    const ike = { connections: [], keys: [], daemon: {}, notLoaded: [] }
    expect(why({ ike })).toEqual([expect.stringMatching(/identities that are not the addresses\.$/)])
  })

  it('is told of either end, and without a line where none says it', () => {
    const ofB = { addresses: [planned(range('10.0.0.2'))], peers: [planned(range('203.0.113.1'))] }
    const found = between(privateAddress, {}, ofB)
    expect(found.map((each) => [placesOf(each), each.explain().what])).toEqual([
      [[], 'ISA-B has the private tunnel address 10.0.0.2, and its peer 203.0.113.1 is public.'],
    ])
  })

  it('is nothing to tell between two private ones, of a public one, of a name, or of what is not known', () => {
    expect(between(privateAddress, at('10.0.0.1', '10.9.0.1'))).toEqual([])
    expect(between(privateAddress, at('203.0.113.1', '10.9.0.1'))).toEqual([])
    expect(between(privateAddress, at('203.0.113.1', '198.51.100.7'))).toEqual([])
    const named = { peers: [planned(nameRange('gw.example'))] }
    expect(between(privateAddress, { ...at('10.0.0.1', '198.51.100.7'), ...named })).toEqual([])
    expect(between(privateAddress, { ...at('10.0.0.1', '198.51.100.7'), addresses: named.peers })).toEqual([])
    expect(between(privateAddress, { ...at('10.0.0.1', '198.51.100.7'), addresses: [] })).toEqual([])
    expect(between(privateAddress, { ...at('10.0.0.1', '198.51.100.7'), peers: [] })).toEqual([])
  })
})
