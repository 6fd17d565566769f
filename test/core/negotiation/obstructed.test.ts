import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../src/core/address/address-range.ts'
import { assignEnds } from '../../../src/core/model/ends/assign-ends.ts'
import { pairsOf } from '../../../src/core/model/ends/pick-pair.ts'
import type { Obstacle } from '../../../src/core/model/obstacle.ts'
import type { Flow } from '../../../src/core/negotiation/flow.ts'
import { simulate } from '../../../src/core/negotiation/simulate.ts'
import { verdictOf } from '../../../src/core/negotiation/verdict.ts'
import { applyChanges } from '../../../src/core/remedy/apply.ts'
import { trafficBetween } from '../../../src/core/selectors/box.ts'
import { thirdParty } from '../../../src/core/vendors/generic/products.ts'
import { readMaterial } from '../../../src/core/vendors/read-pastes.ts'
import { range } from '../../support/boxes.ts'

function gateway(own: string, peer: string, local: string, remote: string): string {
  return `connections {
  net {
    local_addrs = ${own}
    remote_addrs = ${peer}
    children {
      net {
        local_ts = ${local}
        remote_ts = ${remote}
      }
    }
  }
}
`
}

function obstacle(kind: Obstacle['kind'], local: string, remote: string, more: Partial<Obstacle> = {}): Obstacle {
  return {
    kind,
    direction: 'out',
    packets: [trafficBetween(range(local), range(remote))],
    packet: 'clear',
    connection: null,
    say: 'Something is in the way.',
    spans: [],
    steps: [],
    ...more,
  }
}

function pair(networks: readonly [string, string], obstacles: readonly Obstacle[]) {
  const [a, b] = networks
  const { fragments } = readMaterial([
    { source: 'a', text: gateway('203.0.113.1', '198.51.100.7', a, b), end: 'A' },
    { source: 'b', text: gateway('198.51.100.7', '203.0.113.1', b, a), end: 'B' },
  ])
  const unknown = thirdParty('other')
  const [assignment] = assignEnds(fragments, new Map())
  const [found] = unknown === undefined || assignment === undefined ? [] : pairsOf(assignment.endpoints, unknown)
  if (found === undefined) throw new Error('The two texts are no pair.')
  return { a: { ...found.a, obstacles }, b: found.b }
}

function told({ flows }: { readonly flows: readonly Flow[] }): string[] {
  return flows.map(({ sender, initiator, outcome, packet, region, remainder }) => {
    const boxes = region.map(({ local, remote }) => `${formatHost(local)} > ${formatHost(remote)}`)
    return `${sender} by ${initiator}: ${boxes.join(', ')} ${outcome}, ${packet}${remainder ? ' (rest)' : ''}`
  })
}

const NETWORKS = ['10.1.0.0/24', '10.2.0.0/24'] as const
const THERE = 'A by A: 10.1.0.0/24 > 10.2.0.0/24'
const BACK = 'B by B: 10.2.0.0/24 > 10.1.0.0/24'

describe('an obstacle', () => {
  it('lets packets go on in clear that never come to their entry', () => {
    const { a, b } = pair(NETWORKS, [obstacle('no-route', ...NETWORKS)])
    expect(told(simulate(a, b))).toEqual([`${THERE} bypassed, clear`, `${BACK} established, encrypted`])
    expect(verdictOf(simulate(a, b).flows)).toBe('partial')
  })

  it('concerns only the packets that it names', () => {
    const { a, b } = pair(NETWORKS, [obstacle('translated', '10.1.0.0/25', '10.2.0.0/24')])
    expect(told(simulate(a, b)).slice(0, 2)).toEqual([
      'A by A: 10.1.0.128/25 > 10.2.0.0/24 established, encrypted',
      'A by A: 10.1.0.0/25 > 10.2.0.0/24 bypassed, clear',
    ])
  })

  it('loses what comes out of the tunnel and is not let on', () => {
    const { a, b } = pair(NETWORKS, [obstacle('not-admitted', ...NETWORKS, { direction: 'in', packet: 'dropped' })])
    expect(told(simulate(a, b))).toEqual([`${THERE} established, encrypted`, `${BACK} lost, dropped`])
  })

  it('keeps a connection that is switched off from beginning and from answering', () => {
    const { a, b } = pair(NETWORKS, [obstacle('inactive', ...NETWORKS, { direction: 'both', connection: 'net' })])
    const simulation = simulate(a, b)
    expect(told(simulation)).toEqual([`${THERE} bypassed, clear`, `${BACK} refused, dropped`])
    expect(simulation.quickModes.map(({ outcome }) => outcome?.ike)).toEqual([
      expect.objectContaining({ reason: 'inactive', by: 'initiator' }),
      expect.objectContaining({ reason: 'inactive', by: 'responder' }),
    ])
  })

  it('does not concern another connection', () => {
    const { a, b } = pair(NETWORKS, [obstacle('inactive', ...NETWORKS, { direction: 'both', connection: 'other' })])
    expect(verdictOf(simulate(a, b).flows)).toBe('up')
  })

  it('is no fault where two ends for everything route a part of it', () => {
    const { a, b } = pair(['0.0.0.0/0', '0.0.0.0/0'], [obstacle('no-route', '0.0.0.0/0', '128.0.0.0/1')])
    expect(told(simulate(a, b)).slice(0, 2)).toEqual([
      'A by A: 0.0.0.0/0 > 0.0.0.0/1 established, encrypted',
      'A by A: 0.0.0.0/0 > 128.0.0.0/1 narrowed, dropped (rest)',
    ])
    expect(verdictOf(simulate(a, b).flows)).toBe('up')
  })

  it('is taken away by its change', () => {
    const found = obstacle('no-route', ...NETWORKS)
    const { a, b } = pair(NETWORKS, [found])
    const after = applyChanges(a, [{ kind: 'clear-obstacle', obstacle: found }])
    expect(after && verdictOf(simulate(after, b).flows)).toBe('up')
  })
})
