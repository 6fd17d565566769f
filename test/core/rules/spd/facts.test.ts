import { describe, expect, it } from 'vitest'
import { formatRange } from '../../../../src/core/address/address-range.ts'
import { NO_SCOPE } from '../../../../src/core/model/scope.ts'
import type { SpdEntry } from '../../../../src/core/model/spd-entry.ts'
import type { Flow } from '../../../../src/core/negotiation/flow.ts'
import { simulate } from '../../../../src/core/negotiation/simulate.ts'
import { oneDirection } from '../../../../src/core/rules/spd/sp001-one-direction.ts'
import { mirroredTunnel } from '../../../../src/core/rules/spd/sp004-mirrored-tunnel.ts'
import { direction } from '../../../../src/core/rules/spd/sp005-direction.ts'
import { forward } from '../../../../src/core/rules/spd/sp006-forward.ts'
import { optional } from '../../../../src/core/rules/spd/sp007-optional.ts'
import { unlikeDirections } from '../../../../src/core/rules/spd/sp011-unlike-directions.ts'
import { box, end, entry, LOCAL, OWN, PEER, REMOTE, template, tunnel } from '../../negotiation/made-ends.ts'
import { factsBetween, factsOf } from '../facts-of.ts'
import { back, found, lines, out } from './found.ts'

const ofB = (id: string, way: 'out' | 'in') =>
  entry(id, way, {
    selectors: [box(REMOTE, LOCAL)],
    tunnel: way === 'out' ? tunnel(PEER, OWN) : tunnel(OWN, PEER),
    spans: lines(9),
  })

describe('SP001: one direction without the other', () => {
  it('lacks the way back', () => {
    expect(found(oneDirection, [out])).toEqual([
      {
        gist: 'error stated, 10.2.0.1 -> 10.1.0.1 icmp',
        places: [`a.txt 2 A: A1 (${LOCAL} > ${REMOTE})`, `a.txt 3 A: A1 (${LOCAL} > ${REMOTE})`],
        ways: [['A add-direction in A1']],
        flows: true,
        what: `A has the outbound filter A1 (${LOCAL} > ${REMOTE}) without an inbound one for the same traffic.`,
        why: expect.stringMatching(/^What comes back through the tunnel matches no filter/),
      },
    ])
  })

  it('lacks the way there', () => {
    expect(found(oneDirection, [back])).toMatchObject([
      {
        gist: 'error stated, 10.1.0.1 -> 10.2.0.1 icmp',
        ways: [['A add-direction out A2']],
        what: `A has the inbound filter A2 (${REMOTE} > ${LOCAL}) without an outbound one for the same traffic.`,
        why: expect.stringMatching(/^What this end sends matches no filter/),
      },
    ])
  })

  it('is told of either end, and of no end that has both', () => {
    expect(found(oneDirection, [out, back], [ofB('B1', 'out')]).map(({ ways }) => ways)).toEqual([
      [['B add-direction in B1']],
    ])
    expect(found(oneDirection, [out, back], [ofB('B1', 'out'), ofB('B2', 'in')])).toEqual([])
    expect(found(oneDirection, [entry('A1', 'both')])).toEqual([])
  })
})

describe('SP011: two directions that are for different traffic', () => {
  const wide = entry('A2', 'in', { spans: lines(6), selectors: [box(LOCAL, '10.2.0.0/16')] })
  const both = (remote: string) => [
    entry('B1', 'out', { selectors: [box(remote, LOCAL)], tunnel: tunnel(PEER, OWN) }),
    entry('B2', 'in', { selectors: [box(remote, LOCAL)], tunnel: tunnel(OWN, PEER) }),
  ]
  const exchanged = (ofA: readonly SpdEntry[], ofB: readonly SpdEntry[] = []) =>
    factsBetween(unlikeDirections, simulate(end('A', ofA), end('B', ofB))).map(({ plans }) =>
      plans.flatMap(({ changes }) =>
        changes.map(({ end: label, change }) =>
          change.kind === 'replace'
            ? `${label} ${formatRange(change.from.remote)} ${formatRange(change.to.remote)}`
            : '',
        ),
      ),
    )

  it('are one fault, with a packet that goes one way alone', () => {
    expect(found(unlikeDirections, [out, wide])).toEqual([
      {
        gist: 'error stated, 10.2.1.1 -> 10.1.0.1 icmp',
        places: [
          `a.txt 2 A: A1 (${LOCAL} > ${REMOTE})`,
          `a.txt 3 A: A1 (${LOCAL} > ${REMOTE})`,
          `a.txt 6 A: A2 (10.2.0.0/16 > ${LOCAL})`,
        ],
        ways: [['A replace '], ['A replace ']],
        flows: true,
        what: `A has A1 (${LOCAL} > ${REMOTE}) and A2 (10.2.0.0/16 > ${LOCAL}), the one outbound and the other inbound, which are not for the same traffic.`,
        why: expect.not.stringContaining('B has the pair'),
      },
    ])
    expect(found(oneDirection, [out, wide])).toEqual([])
    const narrow = entry('A2', 'in', { selectors: [box(LOCAL, '10.2.0.0/25')] })
    expect(found(unlikeDirections, [out, narrow])[0]?.gist).toBe('error stated, 10.1.0.1 -> 10.2.0.129 icmp')
  })

  it('get the traffic that the other end has, if it has one of the two', () => {
    expect(exchanged([out, wide], both(REMOTE))).toEqual([['A 10.2.0.0/16 10.2.0.0/24', 'A 10.2.0.0/24 10.2.0.0/16']])
    expect(exchanged([out, wide], both('10.2.0.0/16'))).toEqual([
      ['A 10.2.0.0/24 10.2.0.0/16', 'A 10.2.0.0/16 10.2.0.0/24'],
    ])
    expect(found(unlikeDirections, [out, wide], both(REMOTE))[0]?.why).toContain('B has the pair of the outbound one.')
    expect(found(unlikeDirections, [out, wide], both('10.2.0.0/16'))[0]?.why).toContain(
      'B has the pair of the inbound one.',
    )
  })

  it('are none where they are the same, have nothing in common, or one could go with several', () => {
    const other = entry('A2', 'in', { selectors: [box(LOCAL, '10.3.0.0/24')] })
    const second = entry('A3', 'out', { selectors: [box(LOCAL, '10.2.1.0/24')] })
    for (const ofA of [[out, back], [out, other], [out, second, wide], [out]]) expect(exchanged(ofA)).toEqual([])
    expect(found(oneDirection, [out, second, wide])).toHaveLength(3)
  })
})

describe('SP004: a mirrored filter of a tunnel', () => {
  const mirrored = (more: Partial<SpdEntry> = {}) => entry('A1', 'both', { spans: lines(2), ...more })

  it('becomes two', () => {
    expect(found(mirroredTunnel, [mirrored()])).toMatchObject([
      {
        gist: 'warning stated, no packet',
        places: [`a.txt 2 A: A1 (${LOCAL} <> ${REMOTE})`],
        ways: [['A unmirror A1']],
        flows: true,
        what: `A1 (${LOCAL} <> ${REMOTE}) of A is a tunnel filter with "Mirrored: yes".`,
      },
    ])
  })

  it('is none of one direction, in transport mode, without packets, or that nobody wrote', () => {
    for (const one of [
      mirrored({ direction: 'out' }),
      mirrored({ mode: 'transport' }),
      mirrored({ selectors: [] }),
      mirrored({ spans: [] }),
    ]) {
      expect(found(mirroredTunnel, [one])).toEqual([])
    }
  })
})

describe('SP005: a direction that contradicts the end of the tunnel', () => {
  it('goes out and ends here, or comes in and ends elsewhere', () => {
    const [loop, away] = [
      entry('A1', 'out', { spans: lines(2), tunnel: tunnel(PEER, OWN) }),
      entry('A2', 'in', { spans: lines(6), tunnel: tunnel(OWN, PEER) }),
    ]
    expect(found(direction, [loop, away])).toMatchObject([
      {
        gist: 'error stated, no packet',
        places: [`a.txt 2 A: A1 (${LOCAL} > ${REMOTE})`],
        ways: [],
        what: `A1 (${LOCAL} > ${REMOTE}) of A is outbound, but its tunnel ends at ${OWN}, which is an own address.`,
      },
      {
        places: [`a.txt 6 A: A2 (${REMOTE} > ${LOCAL})`],
        what: `A2 (${REMOTE} > ${LOCAL}) of A is inbound, but its tunnel ends at ${PEER}, which is not an own address.`,
      },
    ])
  })

  it('is told of the second end, and is none where they agree or nothing is said', () => {
    const wrong = { ...ofB('B1', 'out'), tunnel: tunnel(OWN, PEER) }
    expect(found(direction, [out, back], [wrong]).map(({ what }) => what)).toEqual([
      expect.stringMatching(/^B1 .* of B is outbound, /),
    ])
    expect(found(direction, [out, back], [ofB('B1', 'out'), ofB('B2', 'in')])).toEqual([])
    expect(found(direction, [{ ...out, tunnel: tunnel(OWN, null) }])).toEqual([])
    expect(found(direction, [{ ...out, tunnel: tunnel(PEER, OWN), spans: [] }])).toEqual([])
    expect(found(direction, [entry('A1', 'both', { tunnel: tunnel(PEER, OWN), spans: lines(2) })])).toEqual([])
  })
})

describe('SP006: a policy for what is routed on', () => {
  const fwd = (...remotes: readonly string[]) =>
    entry('A3', 'fwd', { selectors: remotes.map((remote) => box(LOCAL, remote)), tunnel: tunnel(PEER, OWN) })

  it('is told of the flows that it stops, and of no others', () => {
    const policies = (own: string, peer: string, local: string, remote: string) =>
      `src ${local} dst ${remote}\n\tdir out priority 1\n\ttmpl src ${own} dst ${peer}\n\t\tproto esp reqid 1 mode tunnel\nsrc ${remote} dst ${local}\n\tdir in priority 1\n\ttmpl src ${peer} dst ${own}\n\t\tproto esp reqid 1 mode tunnel\n`
    const [here, there] = ['203.0.113.1', '198.51.100.7']
    const remotes = ['10.2.0.0/24', '10.3.0.0/24']
    const a = remotes.map((remote) => policies(here, there, '10.1.0.0/24', remote)).join('')
    const b = remotes.map((remote) => policies(there, here, remote, '10.1.0.0/24')).join('')
    const flowsOf = factsOf(forward, {
      pastes: [
        { source: 'a.txt', text: a, end: 'A' },
        { source: 'b.txt', text: b, end: 'B' },
      ],
    }).map(({ flows }) =>
      flows.map(({ sender, region }) => `${sender} ${region.map((each) => formatRange(each.local)).join()}`),
    )
    expect(flowsOf).toEqual([['B 10.2.0.0/24'], ['B 10.3.0.0/24'], ['A 10.1.0.0/24'], ['A 10.1.0.0/24']])
  })

  it('is missing beside one that lets in', () => {
    expect(found(forward, [out, back])).toMatchObject([
      {
        gist: 'error stated, 10.2.0.1 -> 10.1.0.1 icmp',
        places: [`a.txt 6 A: A2 (${REMOTE} > ${LOCAL})`],
        ways: [['A add-direction fwd A2']],
        what: `A has the inbound policy A2 (${REMOTE} > ${LOCAL}) and no forward policy (dir fwd) for ${LOCAL} <> ${REMOTE}.`,
      },
    ])
  })

  it('is told with the packets that are lost for want of it', () => {
    const [ours, theirs] = [
      [out, back],
      [ofB('B1', 'out'), ofB('B2', 'in')],
    ]
    const lost = factsBetween(forward, simulate(end('A', ours), end('B', theirs))).map(({ flows }) =>
      flows.map(({ receiver, inbound, outcome }) => `${receiver} ${inbound?.name ?? 'none'} ${outcome}`),
    )
    expect(lost).toEqual([['A none lost'], ['B none lost']])
    // What gets lost though a policy lets it on is lost for another reason, and so is what is lost elsewhere.
    const simulation = simulate(end('A', ours), end('B', theirs))
    const others = simulation.flows.flatMap((flow) =>
      flow.receiver === 'A'
        ? [
            { ...flow, inbound: back },
            { ...flow, receiver: 'B' },
            { ...flow, outcome: 'refused' as const },
          ]
        : [],
    )
    const lostAtA = (flows: readonly Flow[]) => factsBetween(forward, { ...simulation, flows })[0]?.flows.length
    expect([lostAtA(simulation.flows), lostAtA(others), lostAtA([...simulation.flows, ...others])]).toEqual([1, 0, 1])
  })

  it('may be in several parts, and is not whole where one of them is missing', () => {
    expect(found(forward, [out, back, fwd(REMOTE)])).toEqual([])
    expect(found(forward, [out, back, fwd('10.2.0.0/25', '10.2.0.128/25')])).toEqual([])
    expect(found(forward, [out, back, fwd('10.2.0.0/25')])).toHaveLength(1)
    expect(found(forward, [out, back, { ...fwd(REMOTE), action: 'bypass' }])).toHaveLength(1)
  })

  it('is not needed for the gateway itself, in transport mode, or by a product that does not look', () => {
    const own = entry('A2', 'in', { selectors: [box(OWN, REMOTE)], spans: lines(6) })
    expect(found(forward, [own])).toEqual([])
    expect(found(forward, [entry('A2', 'in', { mode: 'transport', selectors: [box('10.1.0.5', PEER)] })])).toEqual([])
    const { checksForwarded: _, ...vendor } = end('A', []).vendor
    expect(found(forward, [out, back], [], { vendor })).toEqual([])
  })
})

describe('SP007: a template that is optional', () => {
  const policy = (direction: 'out' | 'in', ...optional: readonly (boolean | 'comp')[]): SpdEntry =>
    entry(`A ${direction}`, direction, {
      spans: lines(3),
      installed: {
        scope: NO_SCOPE,
        templates: optional.map((each) =>
          each === 'comp' ? template({ protocol: 'comp', optional: true }) : template({ optional: each }),
        ),
      },
    })
  const told = (of: SpdEntry) => found(optional, [of]).map(({ gist, what, why }) => [gist, what, why.split('.')[0]])

  it('lets packets out in clear, or in', () => {
    expect(told(policy('out', true))).toEqual([
      [
        'warning stated, no packet',
        'The template of A out (10.1.0.0/24 > 10.2.0.0/24) of A is optional (level use).',
        'While there is no SA, these packets leave in clear',
      ],
    ])
    expect(told(policy('in', true))[0]?.[2]).toBe('Packets for it are accepted in clear, from anybody')
    expect(told(policy('out', 'comp', true))).toHaveLength(1)
  })

  it('is nothing to tell beside one that is not, of compression, or of what protects nothing', () => {
    expect(told(policy('out', false))).toEqual([])
    expect(told(policy('out', true, false))).toEqual([])
    expect(told(policy('out', 'comp', false))).toEqual([])
    expect(told(policy('out', 'comp'))).toEqual([])
    expect(told({ ...policy('out', true), action: 'bypass' })).toEqual([])
    expect(told(entry('A1', 'out'))).toEqual([])
  })

  it('is told of the second end as well', () => {
    const ofSecond = { ...policy('out', true), tunnel: tunnel(PEER, OWN) }
    expect(found(optional, [], [ofSecond])).toHaveLength(1)
  })
})
