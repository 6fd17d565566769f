import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../src/core/address/address-range.ts'
import type { Endpoint } from '../../../src/core/model/endpoint.ts'
import type { SpdEntry } from '../../../src/core/model/spd-entry.ts'
import type { SelectorRule, Vendor } from '../../../src/core/model/vendor.ts'
import { quickModesOf, reaches } from '../../../src/core/negotiation/quick-modes.ts'
import { lookupTowards } from '../../../src/core/negotiation/spd-lookup.ts'
import { trafficClasses } from '../../../src/core/negotiation/traffic-classes.ts'
import { pair } from '../../../src/core/rules/negotiation/examples.ts'
import { range } from '../../support/boxes.ts'
import { endsOf } from '../remedy/two-ends.ts'
import { asWritten, box, end, entry, LOCAL, OWN, PEER, REMOTE, setting, tunnel } from './made-ends.ts'

const { installsByNeed: _, ...plain } = asWritten
/** It takes its own selectors alone, and what it shows is all that it has. */
const exact: Vendor = { ...plain, selectorRule: { rule: 'exact', certainty: 'assumed', authority: 'an example' } }

const back = tunnel(OWN, PEER)
const inbound = (name: string, more: Partial<SpdEntry> = {}) =>
  entry(name, 'in', { selectors: [box(REMOTE, LOCAL)], tunnel: back, ...more })

/** What becomes of each of the sender's entries: `1 accepted by B2, stated`. */
function told(outs: readonly SpdEntry[], ins: readonly SpdEntry[] | undefined, more: Partial<Endpoint> = {}): string[] {
  const sender = end('A', outs, { vendor: exact })
  const receiver = end('B', ins, { vendor: exact, ...more })
  const [there, here] = [lookupTowards(sender, 'out', receiver), lookupTowards(receiver, 'in', sender)]
  const modes = quickModesOf(sender, receiver, there, trafficClasses(there, here))
  return [...modes.values()].map(({ entry: { name }, response }) => {
    if (response === null) return `${name} unknown`
    const by = response.kind === 'accepted' ? ` by ${response.entry.name}` : ''
    return `${name} ${response.kind}${by}, ${response.certainty}`
  })
}

describe('the negotiation of an entry', () => {
  it('meets those of the other end that have packets in common with it', () => {
    expect(told([entry('1', 'out')], [inbound('B2')])).toEqual(['1 accepted by B2, stated'])
    expect(told([entry('1', 'out')], [])).toEqual(['1 refused, stated'])
    expect(told([entry('1', 'out')], [inbound('B2', { selectors: [box('10.2.0.0/16', LOCAL)] })])).toEqual([
      '1 refused, assumed',
    ])
  })

  it('is not known where the other end is not, and is none of what is let through', () => {
    expect(told([entry('1', 'out')], undefined)).toEqual(['1 unknown'])
    expect(told([entry('1', 'out', { action: 'bypass' })], [inbound('B2')])).toEqual([])
  })

  it('is refused where the tunnel goes to somebody else', () => {
    expect(told([entry('1', 'out')], [inbound('B2')], { addresses: [setting(range('192.0.2.9'))] })).toEqual([
      '1 refused, stated',
    ])
  })

  it('meets entries of the same mode, and those that do not say', () => {
    const mode = (ours: SpdEntry['mode'], theirs: SpdEntry['mode']) =>
      told([entry('1', 'out', { mode: ours })], [inbound('B2', { mode: theirs })])[0]
    expect(mode('tunnel', 'tunnel')).toMatch(/accepted/)
    expect(mode('tunnel', null)).toMatch(/accepted/)
    expect(mode(null, 'tunnel')).toMatch(/accepted/)
    const hosts = (theirs: SpdEntry['mode']) =>
      told(
        [entry('1', 'out', { mode: 'transport', selectors: [box(OWN, PEER)] })],
        [inbound('B2', { mode: theirs, selectors: [box(PEER, OWN)] })],
      )
    expect(hosts('transport')).toEqual(['1 accepted by B2, stated'])
    expect(hosts('tunnel')).toEqual(['1 refused, stated'])
  })

  it('proposes the first pair alone, where no configuration says that it is IKEv2', () => {
    const pairs = [box(), box(LOCAL, '10.3.0.0/24')]
    const first = entry('1', 'out', { selectors: pairs })
    const second = entry('1', 'out', { selectors: pairs.toReversed() })
    expect(told([first], [inbound('B2')])).toEqual(['1 accepted by B2, stated'])
    expect(told([second], [inbound('B2')])).toEqual(['1 refused, stated'])
    expect(told([entry('1', 'out', { selectors: [] })], [inbound('B2')])).toEqual(['1 refused, stated'])
  })

  describe('in IKEv2, with an end that shows its entries alone', () => {
    const lists = pair({ nets: ['10.1.0.0/24, 10.3.0.0/24', '10.2.0.0/24'] })
    const { a } = endsOf({ pastes: lists.pastes.filter((paste) => paste.end === 'A') })

    /** What B takes with entries for these networks of A. */
    function taken(rule: SelectorRule['rule'], ...networks: readonly string[]): string {
      const ins = networks.map((network, at) =>
        entry(`B${at + 1}`, 'in', { selectors: [box(REMOTE, network)], tunnel: tunnel('192.0.2.1', '192.0.2.2') }),
      )
      const vendor: Vendor = { ...exact, selectorRule: { ...exact.selectorRule, rule } }
      const b = end('B', ins, {
        vendor,
        addresses: [setting(range('192.0.2.2'))],
        peers: [setting(range('192.0.2.1'))],
      })
      const modes = quickModesOf(
        a,
        b,
        lookupTowards(a, 'out', b),
        trafficClasses(lookupTowards(a, 'out', b), lookupTowards(b, 'in', a)),
      )
      return [...modes.values()]
        .map(({ response }) => {
          if (response?.kind !== 'accepted') return String(response?.kind)
          return `${response.entry.name} ${response.selectors.map(({ local }) => formatHost(local)).join('+')} ${response.certainty}`
        })
        .join()
    }

    it('proposes all of its pairs, of which those are taken that can be (RFC 7296 2.9)', () => {
      expect(taken('exact', '10.1.0.0/24', '10.3.0.0/24')).toBe('B1 10.1.0.0/24+10.3.0.0/24 stated')
      expect(taken('exact', '10.1.0.0/24')).toBe('B1 10.1.0.0/24 stated')
      expect(taken('exact', '10.3.0.0/24')).toBe('B1 10.3.0.0/24 stated')
      expect(taken('exact', '10.9.0.0/24')).toBe('refused')
    })

    it('is assumed where one of them is', () => {
      expect(taken('subset', '10.1.0.0/16', '10.3.0.0/24')).toBe('B1 10.1.0.0/24+10.3.0.0/24 assumed')
      expect(taken('subset', '10.1.0.0/24', '10.3.0.0/16')).toBe('B1 10.1.0.0/24+10.3.0.0/24 assumed')
    })
  })

  it('may be accepted all the same by a daemon that has installed nothing for it yet', () => {
    const byNeed = { vendor: { ...exact, installsByNeed: true as const } }
    expect(told([entry('1', 'out')], [], byNeed)).toEqual(['1 refused, assumed'])
    expect(told([entry('1', 'out')], [inbound('B2')], byNeed)).toEqual(['1 accepted by B2, stated'])
  })
})

describe('an end that is reached', () => {
  const to = (peers: readonly string[], addresses: readonly string[]) =>
    reaches(
      end('A', [], { peers: peers.map((text) => setting(range(text))) }),
      end('B', [], { addresses: addresses.map((text) => setting(range(text))) }),
    )

  it('has one of the addresses that the tunnel goes to, or is not known', () => {
    expect(to([PEER], [PEER])).toBe(true)
    expect(to([PEER], ['192.0.2.9'])).toBe(false)
    expect(to(['192.0.2.8', PEER], ['192.0.2.9', PEER])).toBe(true)
    expect(to([], [PEER])).toBe(true)
    expect(to([PEER], [])).toBe(true)
  })
})
