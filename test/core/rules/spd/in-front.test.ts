import { describe, expect, it } from 'vitest'
import type { Endpoint } from '../../../../src/core/model/endpoint.ts'
import type { SpdEntry } from '../../../../src/core/model/spd-entry.ts'
import { pair } from '../../../../src/core/rules/negotiation/examples.ts'
import { shadowed } from '../../../../src/core/rules/spd/sp002-shadowed.ts'
import { notProtected } from '../../../../src/core/rules/spd/sp003-not-protected.ts'
import { asWritten, box, entry, LOCAL, OWN, REMOTE, tunnel } from '../../negotiation/made-ends.ts'
import { endsOf } from '../../remedy/two-ends.ts'
import { found, lines, out } from './found.ts'

describe('SP003: an entry in front', () => {
  const inFront = (action: 'bypass' | 'discard') =>
    entry('A0', 'out', { action, selectors: [box(LOCAL, '10.2.0.0/25')], spans: lines(1) })

  it('lets packets through, or drops them, which the entry behind should protect', () => {
    const told = (action: 'bypass' | 'discard') =>
      found(notProtected, [inFront(action), out], [], { vendor: asWritten })
    expect(told('bypass')).toEqual([
      {
        gist: expect.stringMatching(/^error stated, 10\.1\.0\.\d+ -> 10\.2\.0\.\d+/),
        places: [
          'a.txt 1 A: A0 (10.1.0.0/24 > 10.2.0.0/25)',
          'a.txt 2 A: A1 (10.1.0.0/24 > 10.2.0.0/24)',
          'a.txt 3 A: A1 (10.1.0.0/24 > 10.2.0.0/24)',
        ],
        ways: [['A remove A0']],
        flows: true,
        what: 'On A, A0 (10.1.0.0/24 > 10.2.0.0/25) lets through in clear packets that A1 (10.1.0.0/24 > 10.2.0.0/24) should protect, and is looked up first.',
        why: 'These packets leave outside the tunnel, in clear; the other end, which expects them protected, drops them.',
      },
    ])
    expect(told('discard').map(({ what, why }) => [what.slice(0, 50), why])).toEqual([
      ['On A, A0 (10.1.0.0/24 > 10.2.0.0/25) drops packets', 'These packets are dropped before IPsec sees them.'],
    ])
  })

  it.each([
    ['a network of the own side that speaks to itself', LOCAL, LOCAL, 'info', []],
    ['a part of it', '10.1.0.0/25', '10.1.0.0/25', 'info', []],
    ['what is wider than the own side', '10.0.0.0/8', '10.2.0.0/24', 'error', [['A remove A0']]],
    ['anything', '0.0.0.0/0', '10.2.0.0/24', 'error', [['A remove A0']]],
  ])(
    'is meant so, in front of a tunnel to a wider network, where it is for %s, or a fault',
    (_, local, remote, severity, ways) => {
      const passes = entry('A0', 'out', { action: 'bypass', selectors: [box(local, remote)], spans: lines(1) })
      const wide = entry('A1', 'out', { selectors: [box(LOCAL, '10.0.0.0/8')], spans: lines(2) })
      const [told] = found(notProtected, [passes, wide], [], { vendor: asWritten })
      expect([told?.gist.split(' ')[0], told?.ways]).toEqual([severity, ways])
    },
  )

  it('drops the packets of a network to itself, which nobody means', () => {
    const drops = entry('A0', 'out', { action: 'discard', selectors: [box(LOCAL, LOCAL)], spans: lines(1) })
    const wide = entry('A1', 'out', { selectors: [box(LOCAL, '10.0.0.0/8')], spans: lines(2) })
    expect(found(notProtected, [drops, wide], [], { vendor: asWritten })[0]?.gist).toMatch(/^error /)
  })

  it('with several networks is taken away with its first', () => {
    const two = { ...inFront('bypass'), selectors: [box(LOCAL, '10.2.0.0/25'), box(LOCAL, '10.2.0.128/25')] }
    expect(found(notProtected, [two, out], [], { vendor: asWritten }).map(({ ways }) => ways)).toEqual([
      [['A remove A0']],
    ])
  })

  it('is none that protects as well, nor one behind', () => {
    const [first, second] = [entry('A0', 'out', { selectors: [box(LOCAL, '10.2.0.0/25')] }), inFront('bypass')]
    expect(found(notProtected, [first, out], [], { vendor: asWritten })).toEqual([])
    expect(found(notProtected, [out, second], [], { vendor: asWritten })).toEqual([])
  })
})

describe('SP002: an entry that others shadow', () => {
  const halves = ['10.2.0.0/25', '10.2.0.128/25'].map((half, at) =>
    entry(`A${at + 5}`, 'out', { selectors: [box(LOCAL, half)], spans: lines(at + 20) }),
  )

  it('is told with all that take its packets, or with the one that takes them alone', () => {
    const told = (...spd: readonly SpdEntry[]) =>
      found(shadowed, spd, [], { vendor: asWritten }).map(({ what }) => what.replace(/ \([^)]+\)/g, ''))
    expect(told(...halves, out)).toEqual(['No packet reaches A1 of A: A5 and A6 take all of them first.'])
    const whole = entry('A9', 'out')
    expect(told(...halves, whole, out)).toContain('No packet reaches A1 of A: A9 takes all of them first.')
    expect(told(...halves.slice(1), out)).toEqual([])
    // What protects nothing is missed by nobody.
    expect(told(entry('A9', 'out'), { ...out, action: 'bypass' })).toEqual([])
    // Of two children of a configuration one is loaded at a time.
    const [negotiated] = (endsOf(pair()).a.spd ?? []).flatMap((each) => each.negotiated ?? [])
    if (negotiated === undefined) throw new Error('It is a configuration.')
    expect(told({ ...whole, negotiated }, { ...out, negotiated })).toEqual([])
    expect(told({ ...whole, negotiated }, out)).toHaveLength(1)
    expect(told(whole, { ...out, negotiated })).toHaveLength(1)
    // Of one that goes both ways it is told once.
    expect(told(entry('A9', 'both'), entry('A1', 'both'))).toHaveLength(1)
    expect(told(entry('A9', 'in'), entry('A1', 'in'))).toHaveLength(1)
  })

  it('is of a crypto map where one for another peer is in front, which the same list may be', () => {
    const [negotiated] = (endsOf(pair()).a.spd ?? []).flatMap((each) => each.negotiated ?? [])
    if (negotiated === undefined) throw new Error('It is a configuration.')
    const name = negotiated.connection.name
    const routed = { ...negotiated, child: { ...negotiated.child, routed: true as const } }
    const map = { vendor: { ...asWritten, firstTakes: true as const } }
    const told = (front: Partial<SpdEntry>, behind: Partial<SpdEntry> = {}, more: Partial<Endpoint> = {}) => {
      const entries = [entry('A9', 'out', { negotiated, ...front }), entry('A1', 'out', { negotiated, ...behind })]
      return found(shadowed, entries, [], { ...map, ...more }).map(({ what }) => what.replaceAll(/ \([^)]+\)/g, ''))
    }
    const elsewhere = { tunnel: tunnel(OWN, '192.0.2.9') }
    const sentence = `No packet reaches A1 of ${name} of A: A9 of ${name} takes all of them first.`
    expect(told(elsewhere)).toEqual([sentence])
    expect(told({})).toEqual([])
    expect(told({ tunnel: tunnel(OWN, null) })).toEqual([sentence])
    expect(told({ tunnel: tunnel(OWN, null) }, { tunnel: tunnel(OWN, null) })).toEqual([sentence])
    // Routes choose before any entry is looked up, and another peer's entries are another pair's matter.
    expect(told({ ...elsewhere, negotiated: routed })).toEqual([])
    expect(told(elsewhere, { negotiated: routed })).toEqual([])
    expect(told(elsewhere, {}, { meant: new Set([name]) })).toEqual([sentence])
    expect(told(elsewhere, {}, { meant: new Set(['other']) })).toEqual([])
    expect(told(elsewhere, {}, { vendor: asWritten })).toEqual([])
  })

  it('is shown with the lines of all, and a packet that it was for', () => {
    const [one, ...more] = found(shadowed, [entry('A9', 'out', { spans: lines(8) }), out], [], { vendor: asWritten })
    expect(more).toEqual([])
    expect(one).toMatchObject({
      gist: 'warning stated, 10.1.0.1 -> 10.2.0.1 icmp',
      places: [
        `a.txt 2 A: A1 (${LOCAL} > ${REMOTE})`,
        `a.txt 3 A: A1 (${LOCAL} > ${REMOTE})`,
        `a.txt 8 A: A9 (${LOCAL} > ${REMOTE})`,
      ],
      ways: [],
    })
  })
})
