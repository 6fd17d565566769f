import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../src/core/address/address-range.ts'
import type { Endpoint } from '../../../src/core/model/endpoint.ts'
import type { Obstacle } from '../../../src/core/model/obstacle.ts'
import type { SpdEntry } from '../../../src/core/model/spd-entry.ts'
import type { Flow } from '../../../src/core/negotiation/flow.ts'
import { isInactive, obstaclesOf, partsOf } from '../../../src/core/negotiation/obstructed.ts'
import type { QuickMode } from '../../../src/core/negotiation/quick-modes.ts'
import { ridersOn } from '../../../src/core/negotiation/riders.ts'
import { forwardEntries, routedOn } from '../../../src/core/negotiation/routed-on.ts'
import { pair } from '../../../src/core/rules/negotiation/examples.ts'
import { type Box, mirrorBox } from '../../../src/core/selectors/box.ts'
import { endsOf } from '../remedy/two-ends.ts'
import { asWritten, box, end, entry, flow, LOCAL, OWN, PEER, REMOTE, tunnel } from './made-ends.ts'

const remotes = (region: readonly Box[]) => region.map(({ remote }) => formatHost(remote)).join('+')

function obstacle(say: string, packets: readonly Box[], more: Partial<Obstacle> = {}): Obstacle {
  return {
    kind: 'no-route',
    direction: 'out',
    packets,
    packet: 'clear',
    connection: null,
    say,
    spans: [],
    steps: [],
    ...more,
  }
}

describe('a region in which something is in the way', () => {
  const parts = (region: readonly Box[], ...obstacles: readonly Obstacle[]) =>
    partsOf(region, null, obstaclesOf(end('A', [], { obstacles }), 'out')).map(
      (part) => `${part.obstacle?.say ?? 'free'}: ${remotes(part.region)}`,
    )
  const half = box(LOCAL, '10.2.0.0/25')

  it('is cut along it, what is free first', () => {
    expect(parts([box()])).toEqual([`free: ${REMOTE}`])
    expect(parts([box()], obstacle('x', [half]))).toEqual(['free: 10.2.0.128/25', 'x: 10.2.0.0/25'])
    expect(parts([box()], obstacle('x', [box()]))).toEqual([`x: ${REMOTE}`])
    expect(parts([box()], obstacle('x', [box(LOCAL, '10.9.0.0/24')]))).toEqual([`free: ${REMOTE}`])
  })

  it('is kept back by the first of several, and told once for all pieces', () => {
    expect(parts([box()], obstacle('x', [half]), obstacle('y', [box()]))).toEqual([
      'x: 10.2.0.0/25',
      'y: 10.2.0.128/25',
    ])
    const pieces = [box(LOCAL, '10.2.0.0/26'), box(LOCAL, '10.2.0.128/26')]
    expect(parts([box()], obstacle('x', pieces))).toEqual([
      'free: 10.2.0.64/26+10.2.0.192/26',
      'x: 10.2.0.0/26+10.2.0.128/26',
    ])
    expect(parts([half, box(LOCAL, '10.2.0.128/25')], obstacle('x', [half]))).toEqual([
      'free: 10.2.0.128/25',
      'x: 10.2.0.0/25',
    ])
  })

  it('is so in the direction of what is in the way', () => {
    const both = [
      obstacle('out', [box()]),
      obstacle('in', [box()], { direction: 'in' }),
      obstacle('both', [box()], { direction: 'both' }),
    ]
    const of = (direction: 'out' | 'in') =>
      obstaclesOf(end('A', [], { obstacles: both }), direction).all.map((each) => each.obstacle.say)
    expect([of('out'), of('in')]).toEqual([
      ['out', 'both'],
      ['in', 'both'],
    ])
    expect(obstaclesOf(end('A', []), 'out').all).toEqual([])
  })

  it('is free of what is in the way of another connection', () => {
    const other = obstacle('x', [box()], { connection: 'other' })
    expect(parts([box()], other)).toEqual([`free: ${REMOTE}`])
  })

  it("is nobody's where all connections that are meant are switched off", () => {
    const { a } = endsOf(pair())
    const off = (connection: string | null, more: Partial<Endpoint> = {}) =>
      isInactive({ ...a, obstacles: [obstacle('off', [], { kind: 'inactive', connection })], ...more })
    expect(off('to-b')).toBe(true)
    expect(off(null)).toBe(true)
    expect(off('other')).toBe(false)
    const [known] = a.ike?.connections ?? []
    if (a.ike === undefined || known === undefined) throw new Error('It is a configuration.')
    const two = { ike: { ...a.ike, connections: [known, { ...known, name: 'other' }] } }
    expect(off('to-b', { ...two, meant: new Set(['to-b']) })).toBe(true)
    expect(off('to-b', { ...two, meant: new Set(['to-b', 'other']) })).toBe(false)
    expect(off('to-b', { meant: new Set() })).toBe(false)
    expect(isInactive({ ...a, obstacles: [obstacle('in the way', [], { connection: 'to-b' })] })).toBe(false)
    expect(isInactive(end('A', [], { obstacles: [obstacle('off', [], { kind: 'inactive' })] }))).toBe(false)
  })
})

describe('child SAs that the other end brings up', () => {
  const accepted = (
    selectors: readonly Box[],
    more: { readonly disagreed?: boolean; readonly entry?: SpdEntry } = {},
  ): QuickMode => ({
    initiator: 'B',
    responder: 'A',
    entry: more.entry ?? entry('B1', 'out', { selectors: [box(REMOTE, LOCAL)] }),
    response: {
      kind: 'accepted',
      entry: entry('A2', 'in'),
      selectors,
      certainty: 'stated',
      ...(more.disagreed !== undefined && { disagreed: more.disagreed }),
    },
    outcome: null,
  })
  const carry = (region: readonly Box[], ...modes: readonly QuickMode[]) => ridersOn(modes).carry(region)
  const own = box(REMOTE, LOCAL)

  it('carry what lies in one of them', () => {
    expect(carry([box()], accepted([own]))).toBe(true)
    expect(carry([box(LOCAL, '10.2.0.0/25'), box(LOCAL, '10.2.0.128/25')], accepted([own]))).toBe(true)
    expect(carry([box(LOCAL, '10.2.0.0/16')], accepted([own]))).toBe(false)
    expect(carry([box(), box(LOCAL, '10.3.0.0/24')], accepted([own]))).toBe(false)
    expect(carry([], accepted([own]))).toBe(false)
    expect(carry([box()])).toBe(false)
  })

  it('do not where they were refused, protect nothing, or both ends differ about them', () => {
    const refused: QuickMode = { ...accepted([own]), response: { kind: 'refused', certainty: 'stated', notify: null } }
    expect(carry([box()], refused)).toBe(false)
    expect(carry([box()], { ...accepted([own]), response: null })).toBe(false)
    expect(carry([box()], accepted([own], { disagreed: true }))).toBe(false)
    expect(carry([box()], accepted([own], { disagreed: false }))).toBe(true)
    // What was agreed is more than a pair of the entry.
    const small = entry('B1', 'out', { selectors: [box('10.2.0.0/25', LOCAL)] })
    expect(carry([box()], accepted([own], { entry: small }))).toBe(false)
  })

  it('are not all looked at where there are very many', () => {
    const many = Array.from({ length: 300 }, () => accepted([box('10.2.0.0/25', LOCAL)]))
    expect(carry([box()], ...many)).toBeNull()
    expect(carry([box()], ...many, accepted([own]))).toBe(true)
    expect(carry([box()], ...many.slice(0, 200))).toBe(false)
  })
})

describe('packets that come out of a tunnel and are routed on', () => {
  const arriving = (more: Partial<Flow> = {}) =>
    flow(entry('A1', 'out'), {
      inbound: entry('B2', 'in', { selectors: [mirrorBox(box())], tunnel: tunnel(OWN, PEER) }),
      ...more,
    })
  const forward = (name: string, selectors: readonly Box[], action: SpdEntry['action'] = 'protect') =>
    entry(name, 'fwd', { selectors, action, tunnel: tunnel(OWN, PEER) })
  const routed = (flow: Flow, ...spd: readonly SpdEntry[]) => {
    const receiver = end('B', spd, { vendor: asWritten })
    return routedOn(flow, receiver, forwardEntries(receiver, end('A', []))).map(
      ({ outcome, packet, inbound, region }) => `${inbound?.name ?? 'none'} ${outcome} ${packet}: ${remotes(region)}`,
    )
  }
  const own = box(REMOTE, LOCAL)

  it('are let on by an entry of the same kind, and lost without one', () => {
    expect(routed(arriving(), forward('F1', [own]))).toEqual([`F1 established encrypted: ${REMOTE}`])
    expect(routed(arriving())).toEqual([`none lost dropped: ${REMOTE}`])
    expect(routed(arriving(), forward('F1', [box('10.2.0.0/25', LOCAL)]))).toEqual([
      'F1 established encrypted: 10.2.0.0/25',
      'none lost dropped: 10.2.0.128/25',
    ])
  })

  it('are lost by an entry that wants no SA', () => {
    expect(routed(arriving(), forward('F1', [own], 'bypass'))).toEqual([`F1 lost dropped: ${REMOTE}`])
    expect(routed(arriving({ outcome: 'narrowed' }), forward('F1', [own], 'bypass'))).toEqual([
      `F1 lost dropped: ${REMOTE}`,
    ])
  })

  it('cannot be lost where they do not arrive', () => {
    expect(routed(arriving({ outcome: 'refused', packet: 'dropped' }))).toEqual([`none refused dropped: ${REMOTE}`])
  })

  it('are none where they are for the receiver itself, or come through no tunnel', () => {
    expect(routed(arriving({ region: [box(LOCAL, PEER)] }))).toEqual([])
    expect(routed(arriving({ inbound: null }))).toEqual([])
    expect(routed(arriving({ inbound: entry('B2', 'in', { mode: 'transport' }) }))).toEqual([])
    const { checksForwarded: _, ...other } = asWritten
    const receiver = end('B', [], { vendor: other })
    expect(routedOn(arriving(), receiver, forwardEntries(receiver, end('A', [])))).toEqual([])
  })
})
