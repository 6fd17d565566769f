import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../../src/core/address/address-range.ts'
import type { Endpoint } from '../../../../src/core/model/endpoint.ts'
import { policySpd } from '../../../../src/core/model/ends/number-entries.ts'
import type { ChildConfig, SelectorTemplate } from '../../../../src/core/model/ike-policy.ts'
import { findMismatches, groupMismatches, type MismatchKind } from '../../../../src/core/negotiation/mismatches.ts'
import { simulate } from '../../../../src/core/negotiation/simulate.ts'
import { type Gateway, libreswanPair, pair } from '../../../../src/core/rules/negotiation/examples.ts'
import type { Party } from '../../../../src/core/rules/negotiation/failures.ts'
import type { Example, Plan } from '../../../../src/core/rules/rule.ts'
import { unionPlans, withUnion } from '../../../../src/core/rules/traffic-selectors/child-plans.ts'
import { description } from '../../../../src/core/rules/traffic-selectors/examples.ts'
import {
  coverOf,
  type MismatchFacts,
  theyTakeOurs,
  weTakeTheirs,
  withOneProtocol,
} from '../../../../src/core/rules/traffic-selectors/mismatch-rule.ts'
import { ownPairsPlans, splitPlans } from '../../../../src/core/rules/traffic-selectors/split-plans.ts'
import { toldMismatches } from '../../../../src/core/rules/traffic-selectors/told-mismatches.ts'
import { wider } from '../../../../src/core/rules/traffic-selectors/ts004-wider.ts'
import { shifted } from '../../../../src/core/rules/traffic-selectors/ts005-shifted.ts'
import { range } from '../../../support/boxes.ts'
import { endsOf } from '../../remedy/two-ends.ts'
import { factsBetween, factsOf } from '../facts-of.ts'

function listOf(list: readonly SelectorTemplate[]): string {
  return list
    .map(({ addresses, protocol: { from, to } }) => {
      const text = addresses === 'dynamic' ? addresses : formatHost(addresses)
      return from === 0 && to === 255 ? text : `${text}[${from}]`
    })
    .join('+')
}

/** What each way out comes to. */
function told(plans: readonly Plan[]): string[] {
  return plans.map(({ changes }) =>
    changes
      .map(({ end, change }) => {
        switch (change.kind) {
          case 'child-selectors':
            return `${end} ${change.child} ${listOf(change.local)} <> ${listOf(change.remote)}`
          case 'replace':
            return `${end} ${formatHost(change.from.remote)} becomes ${formatHost(change.to.remote)}`
          case 'cover':
            return `${end} covers ${formatHost(change.box.local)} <> ${formatHost(change.box.remote)}`
          case 'remove':
            return `${end} without ${change.entry}`
          default:
            return `${end} ${change.kind}`
        }
      })
      .join(', '),
  )
}

/** The first mismatch of two ends, with all that rules know of it. */
function mismatch(example: Example, kind?: MismatchKind) {
  const { a, b } = endsOf(example)
  const simulation = simulate(a, b)
  const group = groupMismatches(findMismatches(a, b)).find((each) => kind === undefined || each.kind === kind)
  if (group === undefined) throw new Error('They differ.')
  const peer = group.ours.end === a ? b : a
  const facts: MismatchFacts = {
    ...group,
    mine: [],
    others: [],
    peer: peer.name,
    peerLabel: peer.label,
    peerIsRouted: false,
    authority: '',
    flows: [],
  }
  return { facts, group, simulation }
}

const nets = (local: string, remote: string, more: Gateway = {}): Gateway => ({ nets: [local, remote], ...more })
const [LOCAL, REMOTE, THIRD] = ['10.1.0.0/24', '10.2.0.0/24', '10.3.0.0/24']

describe('two children with lists', () => {
  const union = (a: Gateway, b: Gateway = {}) => {
    const { group, simulation } = mismatch(pair(a, b))
    return told(unionPlans(group, simulation))
  }

  it('get what the two have together, and nothing is taken away', () => {
    expect(union(nets(LOCAL, `${REMOTE}, ${THIRD}`))).toEqual([`B net ${REMOTE}+${THIRD} <> ${LOCAL}`])
    expect(union(nets(`${LOCAL}, ${THIRD}`, REMOTE))).toEqual([`B net ${REMOTE} <> ${LOCAL}+${THIRD}`])
    expect(union({}, nets(`${REMOTE}, ${THIRD}`, LOCAL))).toEqual([`A net ${LOCAL} <> ${REMOTE}+${THIRD}`])
    expect(union(nets(LOCAL, `${REMOTE}, ${THIRD}`), nets(`${REMOTE}, 10.4.0.0/24`, LOCAL))).toEqual([
      `A net ${LOCAL} <> ${REMOTE}+${THIRD}+10.4.0.0/24, B net ${REMOTE}+10.4.0.0/24+${THIRD} <> ${LOCAL}`,
    ])
  })

  it('tell protocols and ports apart', () => {
    expect(union(nets(LOCAL, `${REMOTE}, ${REMOTE}[tcp]`))).toEqual([`B net ${REMOTE}+${REMOTE}[6] <> ${LOCAL}`])
    expect(union(nets(LOCAL, `${REMOTE}[tcp/80]`), nets(`${REMOTE}[tcp/443]`, LOCAL))).toEqual([
      `A net ${LOCAL} <> ${REMOTE}[6]+${REMOTE}[6], B net ${REMOTE}[6]+${REMOTE}[6] <> ${LOCAL}`,
    ])
  })

  it('take the address of the gateway for what stands for it', () => {
    expect(union(nets('dynamic', `${REMOTE}, ${THIRD}`), nets(REMOTE, '192.0.2.1'))).toEqual([
      `B net ${REMOTE}+${THIRD} <> 192.0.2.1`,
    ])
  })

  it('need IKEv2, of which a quick mode of IKEv1 knows nothing', () => {
    expect(
      union(nets(LOCAL, `${REMOTE}, ${THIRD}`, { connection: 'version = 1' }), { connection: 'version = 1' }),
    ).toEqual([`B net ${REMOTE}+${THIRD} <> ${LOCAL}, A version, B version`])
  })

  it('in transport mode have nothing to add', () => {
    expect(union(nets(LOCAL, `${REMOTE}, ${THIRD}`), { child: 'mode = transport' })).toEqual([])
  })

  it('are no way out where lists of networks negotiate nothing', () => {
    const { group, simulation } = mismatch(
      description(
        { vendor: 'other', locals: [LOCAL], remotes: [REMOTE, THIRD] },
        { vendor: 'other', locals: [REMOTE], remotes: [LOCAL] },
      ),
    )
    expect(unionPlans(group, simulation)).toEqual([])
    const plans: Plan[] = [{ changes: [] }]
    expect(withUnion(plans, group, simulation)).toEqual(plans)
  })

  it('are none where a product has one pair in each child', () => {
    const { group, simulation } = mismatch(pair(nets(LOCAL, `${REMOTE}, ${THIRD}`)))
    const inPairs = (end: Endpoint): Endpoint => ({ ...end, vendor: { ...end.vendor, onePairEach: true } })
    const plans: Plan[] = [{ changes: [] }]
    const { a, b } = simulation
    expect(withUnion(plans, group, simulation)).toHaveLength(2)
    expect(withUnion(plans, group, { ...simulation, a: inPairs(a) })).toEqual(plans)
    expect(withUnion(plans, group, { ...simulation, b: inPairs(b) })).toEqual(plans)
  })

  it('come first in IKEv2, and after the other ways in IKEv1', () => {
    const order = (connection: string) => {
      const { group, simulation } = mismatch(pair(nets(LOCAL, `${REMOTE}, ${THIRD}`, { connection }), { connection }))
      return withUnion([{ changes: [] }], group, simulation).map(({ changes }) => changes.length > 0)
    }
    expect(order('version = 2').slice(0, 2)).toEqual([true, false])
    expect(order('version = 1').slice(0, 2)).toEqual([false, true])
  })
})

describe('selectors that differ', () => {
  const lists = (remotes: readonly string[], locals: readonly string[]) =>
    description({ vendor: 'other', locals: [LOCAL], remotes }, { vendor: 'other', locals, remotes: [LOCAL] })

  it('are taken from the one end, or from the other', () => {
    const { facts } = mismatch(lists(['10.2.0.0/16'], [REMOTE]), 'wider')
    expect(told([theyTakeOurs(facts), weTakeTheirs(facts)])).toEqual([
      `B ${LOCAL} becomes ${LOCAL}`,
      `A 10.2.0.0/16 becomes ${REMOTE}`,
    ])
  })

  it('are the first of several, of which the others go, or are added', () => {
    const { facts } = mismatch(lists([REMOTE], ['10.2.0.0/25', '10.2.0.128/25']), 'split')
    expect(told([theyTakeOurs(facts), weTakeTheirs(facts)])).toEqual([
      `B ${LOCAL} becomes ${LOCAL}, B without B#3, B without B#4`,
      `A ${REMOTE} becomes 10.2.0.0/25, A covers ${LOCAL} <> 10.2.0.128/25`,
    ])
  })

  it('are covered by the other end where it has nothing for them', () => {
    const { facts } = mismatch(lists([REMOTE, THIRD], [REMOTE]), 'missing')
    expect(told([theyTakeOurs(facts), weTakeTheirs(facts)])).toEqual([`B covers ${THIRD} <> ${LOCAL}`, ''])
    // Where each pair is negotiated by itself, by an entry of its own.
    const { end } = facts.ours
    expect(coverOf(facts.ours)).not.toHaveProperty('alone')
    const inPairs = { ...end, vendor: { ...end.vendor, onePairEach: true as const } }
    expect(coverOf({ ...facts.ours, end: inPairs })).toMatchObject({ kind: 'cover', alone: true })
  })
})

describe('a child with a protocol on one side alone', () => {
  const rest: Plan = { changes: [] }
  const ways = (a: Gateway) => {
    const { facts } = mismatch(pair(a))
    return told(withOneProtocol(facts, rest))
  }

  it('gets it on both', () => {
    expect(ways(nets(LOCAL, `${REMOTE}[tcp]`))).toEqual([`A net ${LOCAL}[6] <> ${REMOTE}[6]`])
    expect(ways(nets(`${LOCAL}[tcp]`, REMOTE))).toEqual([`A net ${LOCAL}[6] <> ${REMOTE}[6]`])
  })

  it('stays where it has none, or one on both, or several', () => {
    expect(ways(nets(LOCAL, '10.2.0.0/16'))).toEqual([])
    expect(ways(nets(`${LOCAL}[tcp]`, `${REMOTE}[tcp]`))).toEqual([])
    expect(ways(nets(LOCAL, `${REMOTE}[tcp], ${REMOTE}[udp]`))).toEqual([])
    const range = mismatch(pair(nets(LOCAL, `${REMOTE}[tcp], 10.3.0.0/24[tcp]`)))
    const { out } = range.facts.ours
    if (out?.negotiated === undefined) throw new Error('It is negotiated.')
    // TCP, and TCP to UDP.
    const remote = out.negotiated.child.remote.value.map((each, at) => ({
      ...each,
      protocol: { from: 6, to: 6 + 11 * at },
    }))
    const child = { ...out.negotiated.child, remote: { origin: 'planned' as const, value: remote } }
    const ours = { ...range.facts.ours, out: { ...out, negotiated: { ...out.negotiated, child } } }
    expect(withOneProtocol({ ours }, rest)).toEqual([])
    const { facts } = mismatch(libreswanPair({ keys: ['leftprotoport=tcp'] }))
    expect(told(withOneProtocol(facts, rest))).toEqual([`A to-b ${LOCAL}[6] <> ${REMOTE}[6]`])
  })
})

describe('lists that become a child for each pair', () => {
  /** Both ends take their own selectors alone, unless it says otherwise. */
  function between(
    a: Gateway,
    b: Gateway,
    rule: 'exact' | 'subset' = 'exact',
    change: (child: ChildConfig) => ChildConfig = (child) => child,
  ) {
    const ends = endsOf(pair(a, b))
    const [first, second] = [ends.a, ends.b].map((end): Endpoint => {
      if (end.ike === undefined) throw new Error('It is a configuration.')
      const connections = end.ike.connections.map((each) => ({ ...each, children: each.children.map(change) }))
      const vendor = { ...end.vendor, selectorRule: { ...end.vendor.selectorRule, rule } }
      const ike = { ...end.ike, connections }
      return { ...end, vendor, ike, spd: policySpd(end, ike) }
    })
    if (first === undefined || second === undefined) throw new Error('There are two.')
    return simulate(first, second)
  }

  function ways(...args: Parameters<typeof between>): string[] {
    const simulation = between(...args)
    const [group] = groupMismatches(findMismatches(simulation.a, simulation.b))
    if (group === undefined) throw new Error('They differ.')
    return told(splitPlans(group, simulation))
  }

  const list = (count: number) => Array.from({ length: count }, (_, at) => `10.1.${at}.0/24`)

  it('keep the first pair of each, and get what the other end has beside', () => {
    expect(ways(nets(`${LOCAL}, ${THIRD}`, REMOTE), nets(REMOTE, LOCAL))).toEqual([
      `A net ${LOCAL} <> ${REMOTE}, A covers ${THIRD} <> ${REMOTE}, B covers ${REMOTE} <> ${THIRD}`,
    ])
    expect(ways(nets(LOCAL, REMOTE), nets(REMOTE, `${LOCAL}, ${THIRD}`))).toEqual([
      `B net ${REMOTE} <> ${LOCAL}, B covers ${REMOTE} <> ${THIRD}, A covers ${THIRD} <> ${REMOTE}`,
    ])
    expect(ways(nets(`${LOCAL}, ${THIRD}`, REMOTE), nets(REMOTE, `${LOCAL}, 10.4.0.0/24`))).toEqual([
      `A net ${LOCAL} <> ${REMOTE}, A covers ${THIRD} <> ${REMOTE}, A covers 10.4.0.0/24 <> ${REMOTE}, B net ${REMOTE} <> ${LOCAL}, B covers ${REMOTE} <> 10.4.0.0/24, B covers ${REMOTE} <> ${THIRD}`,
    ])
  })

  it('are no way out of ends that take narrower ones, of many pairs, in transport mode, or without one protocol', () => {
    const [two, one] = [nets(`${LOCAL}, ${THIRD}`, REMOTE), nets(REMOTE, LOCAL)]
    expect(ways(two, one, 'subset')).toEqual([])
    expect(ways(nets(list(7).join(), REMOTE), nets(REMOTE, '10.1.0.0/24'))).toHaveLength(1)
    expect(ways(nets(list(8).join(), REMOTE), nets(REMOTE, '10.1.0.0/24'))).toEqual([])
    expect(ways(nets(`${LOCAL}[tcp], ${THIRD}[tcp]`, REMOTE), one)).toEqual([])
    const transport = (child: ChildConfig): ChildConfig => ({
      ...child,
      mode: { origin: 'planned', value: 'transport' },
    })
    const { a, b } = between(two, one, 'exact', transport)
    const tunnel = between(two, one)
    const [group] = groupMismatches(findMismatches(tunnel.a, tunnel.b))
    if (group === undefined) throw new Error('They differ.')
    const quickModes = tunnel.quickModes.map(({ outcome, ...rest }) => ({
      ...rest,
      outcome: outcome && { ...outcome, child: transport(outcome.child) },
    }))
    expect(told(splitPlans(group, { ...tunnel, quickModes }))).toEqual([])
    expect([a, b].every(({ ike }) => ike?.connections[0]?.children[0]?.mode.value === 'transport')).toBe(true)
    // Where nothing is negotiated, there are no children.
    const lists = mismatch(
      description(
        { vendor: 'other', locals: [LOCAL], remotes: [REMOTE, THIRD] },
        { vendor: 'other', locals: [REMOTE], remotes: [LOCAL] },
      ),
    )
    expect(splitPlans(lists.group, lists.simulation)).toEqual([])
  })

  it('are of one end alone where it asks for them', () => {
    const of = (gateway: Gateway): Party => {
      const { a } = endsOf(pair(gateway))
      const [connection] = a.ike?.connections ?? []
      const [host] = a.addresses
      if (connection === undefined || host === undefined) throw new Error('It is a configuration.')
      return { end: a, host: host.value, connection, child: connection.children[0] }
    }
    const party = (count: number) => of(nets(list(count).join(), REMOTE))
    expect(told(ownPairsPlans(party(2)))).toEqual([`A net 10.1.0.0/24 <> ${REMOTE}, A covers 10.1.1.0/24 <> ${REMOTE}`])
    expect(told(ownPairsPlans(party(1)))).toEqual([])
    expect(told(ownPairsPlans(party(8)))).toHaveLength(1)
    expect(told(ownPairsPlans(party(9)))).toEqual([])
    expect(told(ownPairsPlans({ ...party(2), child: undefined }))).toEqual([])
    // What stands for the gateway is its address, and no pair has that on both sides, or two families.
    expect(told(ownPairsPlans(of(nets(`dynamic, ${LOCAL}`, REMOTE))))).toEqual([
      `A net dynamic <> ${REMOTE}, A covers ${LOCAL} <> ${REMOTE}`,
    ])
    for (const other of ['dynamic', '192.0.2.1/32', '2001:db8::/32']) {
      expect(told(ownPairsPlans(of(nets(`dynamic, ${LOCAL}`, other))))).toEqual([])
    }
    expect(told(ownPairsPlans(of(nets(`${LOCAL}, 2001:db8::/32`, REMOTE))))).toEqual([])
    // Another child has the second pair already, or has it in a list.
    const beside = (local: string) =>
      `start_action = none\n      }\n      other {\n        local_ts = ${local}\n        remote_ts = ${REMOTE}`
    const two = nets(list(2).join(), REMOTE)
    expect(told(ownPairsPlans(of({ ...two, child: beside('10.1.1.0/24') })))).toEqual([
      `A net 10.1.0.0/24 <> ${REMOTE}`,
    ])
    expect(told(ownPairsPlans(of({ ...two, child: beside('10.1.1.0/24, 10.1.2.0/24') })))).toEqual([
      `A net 10.1.0.0/24 <> ${REMOTE}, A covers 10.1.1.0/24 <> ${REMOTE}`,
    ])
  })
})

describe('TS004: a finding about selectors that differ', () => {
  it('is as certain as its flows, and shows the lines of eight pairs of each end', () => {
    const { a, b } = endsOf(pair(nets(LOCAL, '10.2.0.0/16')))
    const simulation = simulate(a, b)
    const of = (certainty: 'stated' | 'assumed') =>
      factsBetween(wider, {
        ...simulation,
        flows: simulation.flows.map((flow) => ({ ...flow, outcome: 'refused', certainty })),
      })
    const [stated] = of('stated')
    expect([stated?.certainty, of('assumed')[0]?.certainty]).toEqual(['stated', 'assumed'])
    expect(stated?.evidence.map(({ span }) => span.source)).toEqual(['a.conf', 'a.conf', 'b.conf', 'b.conf'])
  })
})

describe('mismatches that are told', () => {
  it('are none of a pair that the other end has in transport mode, alone or within a wider one, or where it loads nothing', () => {
    const { a, b } = endsOf(pair(nets(LOCAL, REMOTE), nets(REMOTE, THIRD)))
    const kinds = (more: Partial<Endpoint>) => toldMismatches(simulate(a, { ...b, ...more })).map(({ kind }) => kind)
    expect(kinds({})).toEqual(['shifted'])
    const transport = (remote: string) =>
      (b.spd ?? []).map((each) => ({
        ...each,
        mode: 'transport' as const,
        selectors: each.selectors.map((own) => ({ ...own, remote: range(remote) })),
      }))
    expect(kinds({ spd: transport(LOCAL) })).toEqual([])
    expect(kinds({ spd: transport('10.0.0.0/8') })).toEqual([])
    expect(kinds({ spd: (b.spd ?? []).map((each) => ({ ...each, mode: 'transport' as const })) })).toEqual(['missing'])
    if (b.ike === undefined) throw new Error('It is a configuration.')
    const refused = {
      name: 'to-a',
      say: 'It is not loaded.',
      span: { source: 'b.conf', line: 1, column: 1, length: 1 },
    }
    const nothing = { ...b.ike, connections: [] }
    expect(kinds({ spd: [], ike: { ...nothing, notLoaded: [refused] } })).toEqual([])
    expect(kinds({ spd: [], ike: { ...nothing, notLoaded: [] } })).toEqual(['missing'])
    expect(kinds({ ike: { ...b.ike, notLoaded: [refused] } })).toEqual(['shifted'])
  })
})

describe('of two networks for one side', () => {
  const first = (ofA: string, ofB: string, listedByA: string, listedByB: string) =>
    factsOf(
      shifted,
      description(
        { vendor: 'other', locals: [ofA], remotes: [listedByA] },
        { vendor: 'other', locals: [ofB], remotes: [listedByB] },
      ),
    ).map(({ plans }) => told(plans)[0])

  it('that is right which its own end has, so that the other end is changed first', () => {
    expect(first('10.1.0.0/24', '10.2.0.0/24', '10.2.1.0/24', '10.1.0.0/24')).toEqual([
      'A 10.2.1.0/24 becomes 10.2.0.0/24',
    ])
    expect(first('10.1.1.0/24', '10.2.0.0/24', '10.2.0.0/24', '10.1.0.0/24')).toEqual([
      'B 10.1.0.0/24 becomes 10.1.1.0/24',
    ])
  })
})
