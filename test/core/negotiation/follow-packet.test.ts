import { describe, expect, it } from 'vitest'
import type { Endpoint } from '../../../src/core/model/endpoint.ts'
import type { Obstacle } from '../../../src/core/model/obstacle.ts'
import type { Vendor } from '../../../src/core/model/vendor.ts'
import { followPacket } from '../../../src/core/negotiation/follow-packet.ts'
import { simulate } from '../../../src/core/negotiation/simulate.ts'
import { type Packet, packetInBox } from '../../../src/core/selectors/packet.ts'
import { asWritten, box, end, entry, LOCAL, OWN, PEER, packet, REMOTE, tunnel } from './made-ends.ts'

const OF_A = [entry('A1', 'out'), entry('A2', 'in'), entry('A3', 'fwd')]
const mirrored = { selectors: [box(REMOTE, LOCAL)] }
const OF_B = [
  entry('B1', 'out', { ...mirrored, tunnel: tunnel(PEER, OWN) }),
  entry('B2', 'in', { ...mirrored, tunnel: tunnel(OWN, PEER) }),
  entry('B3', 'fwd', { ...mirrored, tunnel: tunnel(OWN, PEER) }),
]

/** `A out A1 encrypted`, for each end that the packet and its answer pass. */
function followed(a: Endpoint, b: Endpoint, one: Packet) {
  const { outcome, sender, receiver, legs, brought } = followPacket(simulate(a, b), one)
  return {
    outcome,
    way: `${sender.label} to ${receiver.label}`,
    legs: legs.map((leg) => `${leg.way} ${leg.end.label} ${leg.entry?.name ?? 'none'} ${leg.packet}`),
    brought,
  }
}

const THERE = packet('10.1.0.5', '10.2.0.5')

describe('a packet that is followed', () => {
  it('goes through the entries of both ends, and its answer comes back', () => {
    expect(followed(end('A', OF_A), end('B', OF_B), THERE)).toEqual({
      outcome: 'established',
      way: 'A to B',
      legs: ['there A A1 encrypted', 'there B B2 encrypted', 'back B B1 encrypted', 'back A A2 encrypted'],
      // Entries alone tell no negotiation.
      brought: null,
    })
  })

  it('starts at the end that has its source, by network or by address, whichever is called A', () => {
    const [a, b] = [end('A', OF_A), end('B', OF_B)]
    expect(followed(a, b, packet('10.2.0.5', '10.1.0.5')).way).toBe('B to A')
    expect(followed(a, b, packet(PEER, '10.1.0.5')).way).toBe('B to A')
    expect(followed(a, b, packet(OWN, '10.2.0.5')).way).toBe('A to B')
    // Neither has it.
    expect(followed(a, b, packet('192.0.2.5', '10.2.0.5')).way).toBe('A to B')
    // Nor this one, and its destination tells.
    expect(followed(a, b, packet('192.0.2.5', '10.1.0.5')).way).toBe('B to A')
    const wide = end('B', [entry('B1', 'out', { selectors: [box('10.0.0.0/8', LOCAL)], tunnel: tunnel(PEER, OWN) })])
    expect(followed(a, wide, THERE).way).toBe('A to B')
  })

  it('leaves in clear where no entry is for it, and is dropped by an end that wants it protected', () => {
    expect(followed(end('A', []), end('B', OF_B), THERE)).toMatchObject({
      outcome: 'no-policy',
      legs: ['there A none clear', 'there B B2 dropped', 'back B B1 dropped', 'back A none dropped'],
    })
    expect(followed(end('A', []), end('B', []), THERE)).toMatchObject({
      outcome: 'no-policy',
      legs: ['there A none clear', 'there B none clear', 'back B none clear', 'back A none clear'],
    })
  })

  it.each(['bypass', 'discard'] as const)('is let through or not by an entry that says so: %s', (action) => {
    const pass = [entry('A1', 'out', { action: 'bypass' })]
    const of = end('B', [entry('B2', 'in', { action, ...mirrored })])
    expect(followed(end('A', pass), of, THERE).legs.slice(0, 2)).toEqual([
      'there A A1 clear',
      `there B B2 ${action === 'bypass' ? 'clear' : 'dropped'}`,
    ])
  })

  it('is not known to arrive at an end that is not', () => {
    expect(followed(end('A', OF_A), end('B', undefined), THERE)).toMatchObject({
      outcome: 'unknown',
      legs: ['there A A1 unknown', 'there B none unknown', 'back B none unknown', 'back A A2 unknown'],
    })
    const pass = end('A', [entry('A1', 'out', { action: 'bypass' })])
    expect(followed(pass, end('B', undefined), THERE).legs.slice(0, 2)).toEqual([
      'there A A1 clear',
      'there B none unknown',
    ])
    expect(followed(end('A', undefined), end('B', OF_B), packet('192.0.2.5', '10.2.0.5')).outcome).toBe('unknown')
  })

  it('hits the first entry of one of its boxes', () => {
    const hosts = { selectors: [box('10.1.0.4', REMOTE), box('10.1.0.5', REMOTE)] }
    const back = { selectors: [box(REMOTE, '10.1.0.4'), box(REMOTE, '10.1.0.5')], tunnel: tunnel(OWN, PEER) }
    const [a, b] = [
      end('A', [entry('A1', 'out', hosts)]),
      end('B', [entry('B2', 'in', back), entry('B3', 'fwd', back)]),
    ]
    expect(followed(a, b, THERE).legs.slice(0, 2)).toEqual(['there A A1 encrypted', 'there B B2 encrypted'])
    expect(followed(a, b, packet('10.1.0.6', '10.2.0.5')).legs.slice(0, 2)).toEqual([
      'there A none clear',
      'there B none clear',
    ])
  })

  it('is discarded where an end keeps it off and means so, while its answer would come back', () => {
    const keeps = (direction: 'out' | 'in', of: ReturnType<typeof box>): readonly Obstacle[] => [
      {
        kind: 'not-admitted',
        direction,
        packets: [of],
        packet: 'dropped',
        meant: true,
        connection: null,
        say: 'It is kept.',
        spans: [],
        steps: [],
      },
    ]
    for (const [a, b] of [
      [end('A', OF_A, { obstacles: keeps('out', box('10.1.0.5', REMOTE)) }), end('B', OF_B)],
      [end('A', OF_A), end('B', OF_B, { obstacles: keeps('in', box(REMOTE, '10.1.0.5')) })],
    ] as const) {
      expect(followed(a, b, THERE)).toMatchObject({
        outcome: 'discarded',
        legs: ['there A A1 dropped', 'there B B2 dropped', 'back B B1 encrypted', 'back A A2 encrypted'],
      })
      expect(followed(a, b, packet('10.1.0.6', '10.2.0.5')).outcome).toBe('established')
    }
  })

  it('comes through where any of its ways does', () => {
    // B takes only what it has itself, and A takes what lies within its own.
    const [mine, theirs] = [box('10.1.0.0/16', REMOTE), box('10.1.0.0/16', REMOTE)]
    const a = end('A', [entry('A1', 'out', { selectors: [mine] }), entry('A2', 'in', { selectors: [theirs] })])
    const { installsByNeed: _, ...plain } = asWritten
    const exact: Vendor = { ...plain, selectorRule: { rule: 'exact', certainty: 'stated', authority: 'an example' } }
    const simulation = simulate(a, end('B', OF_B, { vendor: exact }))
    const ways = simulation.flows.filter(({ region }) => region.some((each) => packetInBox(THERE, each)))
    expect(ways.map(({ initiator, outcome }) => `${initiator} ${outcome}`)).toEqual([
      // For the gateway itself, and routed on.
      'A refused',
      'A refused',
      'B established',
      'B established',
    ])
    expect(followPacket(simulation, THERE).outcome).toBe('established')
  })
})
