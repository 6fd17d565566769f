import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../../src/core/address/address-range.ts'
import { analyse } from '../../../../src/core/index.ts'
import type { ChildConfig } from '../../../../src/core/model/ike-policy.ts'
import { planned } from '../../../../src/core/model/setting.ts'
import type { Flow } from '../../../../src/core/negotiation/flow.ts'
import { simulate } from '../../../../src/core/negotiation/simulate.ts'
import { pair } from '../../../../src/core/rules/negotiation/examples.ts'
import type { Diagnostic, Example, Finding } from '../../../../src/core/rules/rule.ts'
import { type DescribedEnd, description } from '../../../../src/core/rules/traffic-selectors/examples.ts'
import { howRangesAreKept } from '../../../../src/core/rules/traffic-selectors/mismatch-rule.ts'
import { missing } from '../../../../src/core/rules/traffic-selectors/ts003-missing.ts'
import { wider } from '../../../../src/core/rules/traffic-selectors/ts004-wider.ts'
import { shifted } from '../../../../src/core/rules/traffic-selectors/ts005-shifted.ts'
import { split } from '../../../../src/core/rules/traffic-selectors/ts007-split.ts'
import { unrestricted } from '../../../../src/core/rules/traffic-selectors/ts008-unrestricted.ts'
import { overlap } from '../../../../src/core/rules/traffic-selectors/ts011-overlap.ts'
import { box, end, entry } from '../../negotiation/made-ends.ts'
import { endsOf } from '../../remedy/two-ends.ts'
import { factsBetween, factsOf, gistOf, placesOf, waysOf } from '../facts-of.ts'

const other = (locals: readonly string[], remotes: readonly string[]): DescribedEnd => ({
  vendor: 'other',
  locals,
  remotes,
})
const [LOCAL, REMOTE] = ['10.1.0.0/24', '10.2.0.0/24']
const RANGES = 'ISA Server keeps networks as ranges'

/** Two strongSwans narrow what they answer; here nothing comes of it. */
function refused(
  rule: Diagnostic,
  example: Example,
  more: Partial<Flow> = {},
  change: (child: ChildConfig) => ChildConfig = (child) => child,
): Finding[] {
  const { b, ...ends } = endsOf(example)
  const spd = ends.a.spd?.map(({ negotiated, ...rest }) => ({
    ...rest,
    ...(negotiated && { negotiated: { ...negotiated, child: change(negotiated.child) } }),
  }))
  const a = { ...ends.a, spd }
  const simulation = simulate(a, b)
  const flows = simulation.flows.map((flow): Flow => ({ ...flow, outcome: 'refused', packet: 'dropped', ...more }))
  return factsBetween(rule, { ...simulation, flows })
}

describe('TS007: one pair that is several at the other end', () => {
  const example = description(other(['10.1.0.0/23'], [REMOTE]), other([REMOTE], [LOCAL, '10.1.1.0/24']))

  it('is told with the lines of both, and divided at the one end or joined at the other', () => {
    const [found, ...more] = factsOf(split, example)
    expect(more).toEqual([])
    expect(found && gistOf(found)).toBe('error assumed, 10.1.0.1 -> 10.2.0.1 icmp')
    expect(found && placesOf(found)).toEqual([
      'tunnel.yaml 7 Gateway-A: A1 (10.1.0.0/23 > 10.2.0.0/24)',
      'tunnel.yaml 6 Gateway-A: A1 (10.1.0.0/23 > 10.2.0.0/24)',
      'tunnel.yaml 13 Gateway-B: B1 (10.2.0.0/24 > 10.1.0.0/24)',
      'tunnel.yaml 12 Gateway-B: B1 (10.2.0.0/24 > 10.1.0.0/24)',
    ])
    expect(found && waysOf(found)).toEqual(['A replace, A cover', 'B replace, B remove, B remove'])
    expect(found?.explain().what).toMatch(/; Gateway-B has the same traffic in 2 pairs: B1, B2, B3 and B4\.$/)
    expect(found?.explain().why).toContain(RANGES)
  })

  it('is explained by how ISA Server keeps ranges, unless both ends show how they negotiate', () => {
    const coverage = (more: Parameters<typeof end>[2]) => ({
      ...{ end: end('A', [], more), box: box(), at: 0, out: entry('A1', 'out'), in: null },
    })
    const { ike } = endsOf(pair()).a
    if (ike === undefined) throw new Error('It is a configuration.')
    expect(howRangesAreKept([coverage({ ike }), coverage({ ike })])).toBe('')
    expect(howRangesAreKept([coverage({ ike }), coverage({})])).toContain(RANGES)
  })
})

describe('TS004 and TS011: pairs of which one end has several', () => {
  it('are mended at the end that has one, which lists them all', () => {
    const wide = description(other(['10.1.0.0/16'], [REMOTE]), other([REMOTE], [LOCAL, '10.1.1.0/24']))
    const [found] = factsOf(wider, wide)
    expect(found && waysOf(found)).toEqual(['A replace, A cover'])
    expect(found?.explain().why).not.toContain(RANGES)
    const crossing = description(other(['10.1.0.0/23'], [REMOTE]), other(['10.2.0.0/23'], [LOCAL, '10.1.1.0/24']))
    expect(factsOf(overlap, crossing).map(waysOf)).toEqual([['A replace, A cover']])
    const single = description(other(['10.1.0.0/23'], [REMOTE]), other(['10.2.0.0/23'], [LOCAL]))
    expect(factsOf(overlap, single).map(waysOf)).toEqual([['B replace', 'A replace']])
  })

  it('may be exchanged for one where an ISA Server has made them of one range', () => {
    const beside = (...remotes: readonly string[]) =>
      factsOf(
        wider,
        description(other([LOCAL], [REMOTE, '198.51.100.7']), {
          locals: [REMOTE],
          remotes: [...remotes, '203.0.113.1'],
        }),
      ).map((found) => [waysOf(found)[0], found.explain().why.includes(RANGES)])
    // The range up to .130 is a network of 128 addresses, one of two, and a host.
    const inThree = ['B replace, B replace, B replace', true]
    expect(beside('10.1.0.0-10.1.0.130')).toEqual([inThree, inThree])
    const apart = ['A replace, A cover', false]
    expect(beside('10.1.0.0/26', '10.1.0.128/26')).toEqual([apart, apart])
  })
})

describe('TS004: children of which one is wider', () => {
  const wide = (more: Parameters<typeof pair>[0] = {}) => pair({ nets: [LOCAL, '10.2.0.0/16'], ...more })

  it('become the mirror image of the other, where a pair alone does not do', () => {
    const [found] = refused(wider, wide())
    const lists = found?.plans.map(({ changes }) =>
      changes.map(({ end: label, change }) => {
        if (change.kind !== 'child-selectors') return `${label} ${change.kind}`
        const [local, remote] = [change.local, change.remote].map((list) =>
          list.map(({ addresses, span }) => (addresses === 'dynamic' || span !== null ? '?' : formatHost(addresses))),
        )
        return `${label} ${change.connection} ${change.child} ${local} <> ${remote}`
      }),
    )
    expect(lists).toEqual([
      ['B replace'],
      ['A replace'],
      ['B to-a net 10.2.0.0/16 <> 10.1.0.0/24'],
      ['A to-b net 10.1.0.0/24 <> 10.2.0.0/24'],
    ])
  })

  it('is told with a packet that is not carried', () => {
    const { a, b } = endsOf(wide())
    const simulation = simulate(a, b)
    const only = (sender: string) =>
      simulation.flows.map(
        (flow): Flow => ({ ...flow, outcome: 'refused', packet: flow.sender === sender ? 'dropped' : 'encrypted' }),
      )
    const packets = ['A', 'B'].map((sender) => factsBetween(wider, { ...simulation, flows: only(sender) }).map(gistOf))
    expect(packets).toEqual([['error stated, 10.1.0.1 -> 10.2.0.1 icmp'], ['error stated, 10.2.0.1 -> 10.1.0.1 icmp']])
  })

  it('is meant so of who answers anybody with a part of what it has, unless the networks are others', () => {
    const anybody = { peer: '%any' }
    expect(refused(wider, wide())).toHaveLength(1)
    expect(refused(wider, wide(anybody))).toEqual([])
    const whole = (child: ChildConfig): ChildConfig => ({ ...child, narrows: planned(false) })
    expect(refused(wider, wide(anybody), {}, whole)).toHaveLength(1)
    const everything = { nets: ['0.0.0.0/0', '0.0.0.0/0'] } as const
    expect(refused(unrestricted, pair(everything))).toHaveLength(1)
    expect(refused(unrestricted, pair({ ...everything, ...anybody }))).toEqual([])
    expect(refused(shifted, pair({ nets: [LOCAL, '10.9.0.0/24'], ...anybody }))).toHaveLength(1)
    expect(refused(wider, wide(), { outcome: 'established', packet: 'encrypted' })).toEqual([])
  })
})

describe('TS008: any traffic against particular networks', () => {
  it.each([
    [
      'is a crypto map against a tunnel interface that cannot ask for particular networks',
      'cisco-ios-vti-15-crypto-map',
      /\. The tunnel interface of r-old cannot ask for particular networks: give MAP a route-based tunnel too, or r-old a crypto map; with any to any /,
    ],
    [
      'is a crypto map against one that can',
      'cisco-ios-vti-crypto-map',
      /\. Where R1 cannot ask for particular networks, R2 needs a route-based tunnel too: with any to any /,
    ],
    [
      'needs no tunnel interface where the other end has one',
      'cisco-ios-vti-fortigate',
      /"Phase 2 configuration": the phase 2 selectors of both ends must mirror each other\.$/,
    ],
  ])('%s', (_, golden, why) => {
    const pastes = ['a.txt', 'b.txt'].map((source) => ({
      source,
      text: readFileSync(new URL(`../../../golden/cases/${golden}/${source}`, import.meta.url), 'utf8'),
    }))
    expect(analyse({ pastes }).diagnostics.find(({ code }) => code === 'TS008')?.why).toMatch(why)
  })
})

describe('TS003: traffic that the other end has no entry for', () => {
  const why = (local: string) => {
    const [one] = factsOf(missing, description(other([LOCAL, local], [REMOTE]), other([REMOTE], [LOCAL])))
    return one?.explain().why
  }

  it('may be of a further address of the gateway, where that is a single one beside the tunnel address', () => {
    expect(why('203.0.113.9')).toContain('203.0.113.9 is a single address beside the tunnel address 203.0.113.1')
    for (const local of ['203.0.114.9', '203.0.113.8/31', '10.1.1.9'])
      expect(why(local)).not.toContain('beside the tunnel')
  })
})

describe('what a gateway sends itself to a network of which the other end has nothing', () => {
  const isa = (remotes: readonly string[]): DescribedEnd => ({ locals: [LOCAL], remotes })
  const codes = (remotes: readonly string[]) => {
    const { pastes } = description(isa(remotes), other([REMOTE], [LOCAL]))
    const { diagnostics } = analyse({ pastes: pastes.map(({ source, text }) => ({ source, text })) })
    return diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)
  }

  it('is told with that network (TS003), and its own address (TS001) where the other end has the network', () => {
    expect(codes([REMOTE])).toEqual(['TS001'])
    expect(codes([REMOTE, '10.9.0.0/24'])).toEqual(['TS001', 'TS003', 'TS003'])
    expect(codes(['10.9.0.0/24'])).toEqual(['TS005', 'TS003'])
  })
})

describe('TS004: a wider range', () => {
  const first = (remote: string) => {
    const [one] = factsOf(wider, description(other([LOCAL], [remote]), other([REMOTE], [LOCAL])))
    return one && waysOf(one)[0]
  }

  it('is narrowed where it holds networks of its own end, and else the other end is widened', () => {
    expect(first('10.0.0.0/8')).toBe('A replace')
    expect(first('10.2.0.0/16')).toBe('B replace')
  })
})
