import { describe, expect, it } from 'vitest'
import type { Endpoint } from '../../../src/core/model/endpoint.ts'
import type { Obstacle } from '../../../src/core/model/obstacle.ts'
import type { SpdEntry } from '../../../src/core/model/spd-entry.ts'
import { type Simulation, simulate } from '../../../src/core/negotiation/simulate.ts'
import { inactive } from '../../../src/core/rules/negotiation/md006-inactive.ts'
import { notRouted } from '../../../src/core/rules/spd/sp008-not-routed.ts'
import { notAdmitted } from '../../../src/core/rules/spd/sp009-not-admitted.ts'
import { type Box, mirrorBox } from '../../../src/core/selectors/box.ts'
import { box, end, entry, flow, LOCAL, OWN, PEER, tunnel } from '../negotiation/made-ends.ts'
import { factsBetween, gistOf, placesOf, waysOf } from './facts-of.ts'

const span = (line: number) => ({ source: 'a.txt', line, column: 1, length: 3 })

function obstacle(more: Partial<Obstacle> = {}): Obstacle {
  return {
    kind: 'no-route',
    direction: 'out',
    packets: [box()],
    packet: 'clear',
    connection: null,
    say: 'Nothing leads there.',
    spans: [span(4)],
    steps: [],
    ...more,
  }
}

const out = entry('A1', 'out')
const inbound = entry('B1', 'in', { selectors: [mirrorBox(box())], tunnel: tunnel(OWN, PEER) })

/** The flow from A to B comes to this, and A or B has something in the way. */
function between(more: Parameters<typeof flow>[1], ofA: Partial<Endpoint>, ofB: Partial<Endpoint> = {}): Simulation {
  const [a, b] = [end('A', [out], ofA), end('B', [inbound], ofB)]
  return { ...simulate(a, b), flows: [flow(out, { inbound, ...more })] }
}

const lost = { outcome: 'bypassed', packet: 'clear' } as const

describe('what is in the way of packets', () => {
  it('is told with its sentence, its lines and the first of them, and is to be cleared', () => {
    const [one, ...more] = factsBetween(notRouted, between(lost, { obstacles: [obstacle()] }))
    expect(more).toEqual([])
    expect(one && gistOf(one)).toMatch(/^error stated, 10\.1\.0\.\d+ -> 10\.2\.0\.\d+/)
    expect(one && placesOf(one)).toEqual(['a.txt 4 A'])
    expect(one && waysOf(one)).toEqual(['A clear-obstacle'])
    expect(one?.explain().what).toBe('Nothing leads there.')
    expect(one?.explain().why).toMatch(/^A chooses the tunnel by its routes, .* what B sends is dropped /)
    expect(one?.flows).toHaveLength(1)
    const [assumed] = factsBetween(notRouted, between(lost, { obstacles: [obstacle()], partlyRead: true }))
    expect(assumed?.certainty).toBe('assumed')
  })

  it('is told by the rule of its kind', () => {
    const simulation = between(lost, { obstacles: [obstacle({ kind: 'not-admitted' })] })
    expect(factsBetween(notRouted, simulation)).toEqual([])
    expect(factsBetween(notAdmitted, simulation)).toHaveLength(1)
  })

  it('is nothing to tell where the packets come through, are not known, or are none that anybody asked for', () => {
    const found = (more: Parameters<typeof flow>[1]) =>
      factsBetween(notRouted, between(more, { obstacles: [obstacle()] })).length
    expect(found({ outcome: 'established' })).toBe(0)
    expect(found({ outcome: 'unknown' })).toBe(0)
    expect(found({ ...lost, remainder: true })).toBe(0)
    expect(found({ outcome: 'discarded' })).toBe(1)
  })

  it('is of the packets that it names, on their way out at the sender and in at the receiver', () => {
    const atA = (more: Partial<Obstacle>) =>
      factsBetween(notRouted, between(lost, { obstacles: [obstacle(more)] })).length
    const atB = (more: Partial<Obstacle>) =>
      factsBetween(notRouted, between({ outcome: 'lost', packet: 'dropped' }, {}, { obstacles: [obstacle(more)] })).map(
        waysOf,
      )
    const elsewhere: readonly Box[] = [box(LOCAL, '10.9.0.0/24')]
    expect([atA({}), atA({ direction: 'both' }), atA({ direction: 'in' }), atA({ packets: elsewhere })]).toEqual([
      1, 1, 0, 0,
    ])
    expect(atA({ packets: [...elsewhere, box(LOCAL, '10.2.0.128/25')] })).toBe(1)
    const here = [mirrorBox(box())]
    expect(atB({ direction: 'in', packets: here })).toEqual([['B clear-obstacle']])
    expect(atB({ direction: 'both', packets: here })).toHaveLength(1)
    expect(atB({ direction: 'out', packets: here })).toEqual([])
    // B sees them the other way round.
    expect(atB({ direction: 'in', packets: [box()] })).toEqual([])
  })

  it('is of one connection, where it says so', () => {
    const named = (connection: string | null, of: Partial<SpdEntry> = {}) => {
      const [a, b] = [end('A', [out], { obstacles: [obstacle({ connection })] }), end('B', [inbound])]
      const flows = [flow({ ...out, ...of }, { inbound, ...lost })]
      return factsBetween(notRouted, { ...simulate(a, b), flows }).length
    }
    expect([named(null), named('to-b')]).toEqual([1, 0])
  })

  it('is nothing to tell between two entries for everything that fail for another reason, unless nothing leads there at all', () => {
    const all = [box('0.0.0.0/0', '0.0.0.0/0')]
    const [any, theirs] = [entry('A1', 'out', { selectors: all }), entry('B1', 'in', { selectors: all })]
    const found = (kind: Obstacle['kind'], peer: SpdEntry, more: Partial<Obstacle> = {}) => {
      const [a, b] = [end('A', [any], { obstacles: [obstacle({ kind, packets: all, ...more })] }), end('B', [peer])]
      const flows = [flow(any, { inbound: peer, outcome: 'refused', packet: 'dropped' })]
      const rule = kind === 'no-route' ? notRouted : notAdmitted
      return factsBetween(rule, { ...simulate(a, b), flows }).length
    }
    expect([found('no-route', theirs), found('not-admitted', theirs)]).toEqual([0, 0])
    expect(found('no-route', theirs, { total: true })).toBe(1)
    expect(found('no-route', inbound)).toBe(1)
    const gre = entry('B1', 'in', { selectors: [box(PEER, OWN)], tunnel: tunnel(OWN, PEER) })
    expect([found('no-route', gre), found('not-admitted', gre)]).toEqual([0, 1])
  })

  it('in either direction hinders what is switched off', () => {
    const off = obstacle({ kind: 'inactive', direction: 'in' })
    expect(factsBetween(inactive, between({ outcome: 'refused' }, { obstacles: [off] }))).toHaveLength(1)
  })
})
