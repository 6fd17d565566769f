import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../src/core/address/address-range.ts'
import type { Endpoint } from '../../../src/core/model/endpoint.ts'
import type { SpdEntry } from '../../../src/core/model/spd-entry.ts'
import { coverages } from '../../../src/core/negotiation/coverage.ts'
import { MEETING } from '../../../src/core/negotiation/effective-entries.ts'
import {
  effectiveEntries,
  entriesMeeting,
  isUnrestricted,
  lookup,
  lookupTowards,
} from '../../../src/core/negotiation/spd-lookup.ts'
import { isTowards } from '../../../src/core/negotiation/towards.ts'
import { pair } from '../../../src/core/rules/negotiation/examples.ts'
import { range } from '../../support/boxes.ts'
import { endsOf } from '../remedy/two-ends.ts'
import { anyBox } from '../selectors/universe.ts'
import { asWritten, box, end, entry, LOCAL, OWN, PEER, packet, REMOTE, setting, tunnel } from './made-ends.ts'

const B = end('B', [])

function listed(...spd: readonly SpdEntry[]): Endpoint {
  return end('A', spd, { vendor: asWritten })
}

describe('the packets that reach an entry', () => {
  const regions = (of: Endpoint) =>
    effectiveEntries(of, 'out', B).map(({ entry: { name }, region, before, rough, alone }) => ({
      name,
      region: region.map(({ local, remote }) => `${formatHost(local)} > ${formatHost(remote)}`),
      before: before.map((each) => each.name),
      rough,
      alone,
    }))
  const host = entry('host', 'out', { selectors: [box(LOCAL, '10.2.0.0/25')] })
  const net = entry('net', 'out')

  it('are all of its own where no other has them', () => {
    expect(regions(listed(net, entry('in', 'in')))).toEqual([
      { name: 'net', region: [`${LOCAL} > ${REMOTE}`], before: [], rough: false, alone: true },
    ])
  })

  it('are without those of the entries before it, in the order of lookup', () => {
    const [first, second] = [
      { name: 'host', region: [`${LOCAL} > 10.2.0.0/25`], before: [], rough: false, alone: false },
      { name: 'net', region: [`${LOCAL} > 10.2.0.128/25`], before: ['host'], rough: false, alone: false },
    ]
    expect(regions(listed(host, net))).toEqual([first, second])
    expect(regions(listed(net, host))).toEqual([
      { name: 'net', region: [`${LOCAL} > ${REMOTE}`], before: [], rough: false, alone: false },
      { name: 'host', region: [], before: ['net'], rough: false, alone: false },
    ])
    // The order is the product's.
    const heavy = {
      ...asWritten,
      entryOrder: (a: SpdEntry, b: SpdEntry) => Number((b.weight ?? 0n) - (a.weight ?? 0n)),
    }
    expect(regions(end('A', [net, { ...host, weight: 1n }], { vendor: heavy }))).toEqual([first, second])
  })

  it('are those of each direction, whatever the other has', () => {
    // Often with the same boxes, of which the order or the interface may be another.
    const scopes = [0, 1, 2].map((interfaceId) => ({ interfaceId, mark: null }))
    const anyPlace = fc.record({ weight: fc.constantFrom(null, 1n, 2n), scope: fc.constantFrom(...scopes) })
    const anyList = fc.array(fc.record({ out: anyPlace, back: fc.option(anyPlace), boxes: fc.tuple(anyBox, anyBox) }), {
      maxLength: 4,
    })
    const heavyFirst = (a: SpdEntry, b: SpdEntry) => Number((b.weight ?? 0n) - (a.weight ?? 0n))
    const of = (...spd: readonly SpdEntry[]) => end('A', spd, { vendor: { ...asWritten, entryOrder: heavyFirst } })
    fc.assert(
      fc.property(anyList, fc.boolean(), (list, isSame) => {
        const made = list.flatMap(({ out, back, boxes: [box, other] }, at) =>
          (['out', 'in'] as const).map((direction) => {
            const { weight, scope } = direction === 'out' ? out : (back ?? out)
            const selectors = [direction === 'out' || isSame ? box : other]
            return entry(`${direction} ${at}`, direction, { selectors, weight, installed: { scope, templates: [] } })
          }),
        )
        for (const spd of [made, made.slice(1)]) {
          const both = of(...spd)
          for (const way of ['out', 'in'] as const) {
            const alone = of(...spd.filter(({ direction }) => direction === way))
            expect(effectiveEntries(both, way, B)).toEqual(effectiveEntries(alone, way, B))
          }
        }
      }),
    )
  })

  it('are those of each direction also where but the interface or the order is another', () => {
    const of = (spd: readonly SpdEntry[], vendor = asWritten) => end('A', spd, { vendor })
    const through = (interfaceId: number) => ({ installed: { scope: { interfaceId, mark: null }, templates: [] } })
    const [one, two] = [through(1), through(2)]
    const scoped = of([entry('a', 'out', one), entry('b', 'out', one), entry('c', 'in', one), entry('d', 'in', two)])
    const reached = (end: Endpoint, way: 'out' | 'in') =>
      effectiveEntries(end, way, B).flatMap((each) => (each.region.length > 0 ? [each.entry.name] : []))
    expect([reached(scoped, 'out'), reached(scoped, 'in')]).toEqual([['a'], ['c', 'd']])
    const lightFirst = { ...asWritten, entryOrder: (a: SpdEntry, b: SpdEntry) => Number(a.weight) - Number(b.weight) }
    const weight = (value: bigint) => ({ weight: value })
    const weighed = [entry('a', 'out', weight(1n)), entry('b', 'out', weight(2n))]
    const back = [entry('c', 'in', weight(2n)), entry('d', 'in', weight(1n))]
    const ordered = of([...weighed, ...back], lightFirst)
    expect([reached(ordered, 'out'), reached(ordered, 'in')]).toEqual([['a'], ['d']])
  })

  it('are not looked for among entries of another interface, or of other marks', () => {
    const scoped = (name: string, interfaceId: number, mark: number | null = null) =>
      entry(name, 'out', {
        installed: {
          scope: { interfaceId, mark: mark === null ? null : { value: mark, mask: 255 } },
          templates: [],
        },
      })
    const reaches = (...spd: readonly SpdEntry[]) => regions(listed(...spd)).map(({ region }) => region.length > 0)
    expect(reaches(scoped('a', 1), scoped('b', 1))).toEqual([true, false])
    expect(reaches(scoped('a', 1), scoped('b', 2))).toEqual([true, true])
    expect(reaches(scoped('a', 0), net)).toEqual([true, false])
    expect(reaches(scoped('a', 7), net)).toEqual([true, true])
    expect(reaches(scoped('a', 0, 1), scoped('b', 0, 2))).toEqual([true, true])
    expect(reaches(scoped('a', 0, 1), scoped('b', 0))).toEqual([true, false])
  })

  it('are all that it is for, roughly, where more others meet it than are looked at', () => {
    const hosts = (count: number) =>
      Array.from({ length: count }, (_, at) =>
        entry(`h${at}`, 'out', { selectors: [box(LOCAL, `10.2.${at >> 8}.${at & 255}`)] }),
      )
    const wide = entry('wide', 'out', { selectors: [box(LOCAL, '10.2.0.0/16')] })
    const last = (count: number) => effectiveEntries(listed(...hosts(count), wide), 'out', B).at(-1)
    // It meets itself as well.
    expect(last(MEETING - 1)).toMatchObject({ rough: false, alone: false })
    expect(last(MEETING - 1)?.before).toHaveLength(MEETING - 1)
    expect(last(MEETING)).toMatchObject({ rough: true, alone: false, region: wide.selectors })
  })
})

describe('entries for whoever comes', () => {
  const { ike, spd = [] } = endsOf(pair({ peer: '%any' })).a
  const [template] = spd
  if (ike === undefined || template?.negotiated === undefined) throw new Error('It is a configuration.')

  it('are in the list of those alone for whom their connection is meant', () => {
    const of = (meant: string) => ({ ...listed(template, entry('1', 'out')), meant: new Set([meant]) })
    const names = (end: Endpoint) => effectiveEntries(end, 'out', B).map((each) => each.entry.name)
    expect(names(of('to-b'))).toEqual([template.name, '1'])
    expect(names(of('other'))).toEqual(['1'])
  })
})

describe('questions to the entries of one direction', () => {
  const [first, second] = [entry('1', 'out'), entry('2', 'out', { selectors: [box(LOCAL, '10.3.0.0/24')] })]
  const bypass = entry('3', 'out', { action: 'bypass', selectors: [box(LOCAL, '10.2.0.0/16')] })
  const elsewhere = entry('4', 'out', { tunnel: tunnel(OWN, '192.0.2.9'), selectors: [box('10.9.0.0/24', REMOTE)] })
  const of = listed(first, second, bypass, elsewhere, entry('5', 'both', { selectors: [box('10.8.0.0/24', REMOTE)] }))
  const names = (list: readonly { readonly entry: SpdEntry }[] | null | undefined) =>
    list?.map((each) => each.entry.name)

  it('are of those of the tunnel, and of those of none', () => {
    expect(names(lookupTowards(of, 'out', B).entries)).toEqual(['1', '2', '3', '5'])
    expect(names(lookupTowards(of, 'in', B).entries)).toEqual(['5'])
  })

  it('name those that have a packet in common with a box, each once, in order', () => {
    const { meeting } = lookupTowards(of, 'out', B)
    expect(names(meeting([box()]))).toEqual(['1', '3'])
    expect(names(meeting([box(LOCAL, '10.3.0.0/24'), box(), box()]))).toEqual(['1', '2', '3'])
    expect(names(meeting([box('10.9.0.0/24', REMOTE)]))).toEqual([])
    expect(names(meeting([]))).toEqual([])
  })

  it('name the first that has just that box', () => {
    const { equalTo } = lookupTowards(listed(elsewhere, first, { ...first, id: '9', name: '9' }), 'out', B)
    expect(equalTo(box())?.entry.name).toBe('1')
    expect(equalTo(box('10.9.0.0/24', REMOTE))).toBeUndefined()
    expect(equalTo(box(LOCAL, '10.2.0.0/25'))).toBeUndefined()
  })

  it('of all directions and tunnels are answered for what hangs together', () => {
    const inbound = entry('6', 'in')
    const all = listed(first, second, elsewhere, inbound, entry('7', 'fwd'))
    expect(entriesMeeting(all, B, box())?.map(({ name }) => name)).toEqual(['1', '6', '7'])
    expect(entriesMeeting(all, B, box('10.9.0.0/24', REMOTE))?.map(({ name }) => name)).toEqual(['4'])
  })

  it('are not answered where too many have packets in common', () => {
    const many = (count: number) =>
      listed(
        ...Array.from({ length: count }, (_, at) =>
          entry(`${at}`, 'out', { selectors: [box(LOCAL, `10.2.${at >> 8}.${at & 255}`)] }),
        ),
      )
    const wide = box(LOCAL, '10.2.0.0/16')
    expect(lookupTowards(many(MEETING), 'out', B).meeting([wide])).toHaveLength(MEETING)
    expect(lookupTowards(many(MEETING + 1), 'out', B).meeting([wide])).toBeNull()
    // Of several boxes as well, in sum.
    const elsewhere = box(LOCAL, '10.3.0.0/24')
    expect(lookupTowards(many(MEETING), 'out', B).meeting([elsewhere, wide])).toHaveLength(MEETING)
    expect(lookupTowards(many(MEETING + 1), 'out', B).meeting([elsewhere, wide])).toBeNull()
    const [lower, upper] = [box(LOCAL, '10.2.0.0/24'), box(LOCAL, '10.2.1.0/24')]
    expect(lookupTowards(many(MEETING + 1), 'out', B).meeting([lower, upper])).toBeNull()
    expect(entriesMeeting(many(MEETING), B, wide)).toHaveLength(MEETING)
    expect(entriesMeeting(many(MEETING + 1), B, wide)).toBeNull()
  })

  it('find the one that a packet hits first', () => {
    const found = (...args: readonly [string, string]) =>
      lookup(listed(bypass, first, second), 'out', packet(...args))?.name
    expect(found('10.1.0.5', '10.2.0.5')).toBe('3')
    expect(found('10.1.0.5', '10.3.0.5')).toBe('2')
    expect(found('10.5.0.5', '10.2.0.5')).toBeUndefined()
    expect(lookup(listed(entry('both', 'both')), 'in', packet('10.1.0.5', '10.2.0.5'))?.name).toBe('both')
    expect(lookup(listed(entry('in', 'in')), 'out', packet('10.1.0.5', '10.2.0.5'))).toBeUndefined()
    expect(lookup(end('A', undefined), 'out', packet('10.1.0.5', '10.2.0.5'))).toBeUndefined()
  })
})

describe('an entry belongs to the tunnel to a peer', () => {
  const towards = (one: SpdEntry, more: Partial<Endpoint> = {}) => isTowards(one, end('A', [one], more), B)
  const away = tunnel(OWN, '192.0.2.9')
  const twoPeers = { peers: [setting(range(PEER)), setting(range('192.0.2.9'))] }

  it('that it ends at, or comes from', () => {
    expect(towards(entry('1', 'out'))).toBe(true)
    expect(towards(entry('1', 'out', { tunnel: away }))).toBe(false)
    expect(towards(entry('1', 'in'))).toBe(true)
    expect(towards(entry('1', 'in', { tunnel: tunnel('192.0.2.9', OWN) }))).toBe(false)
    expect(towards(entry('1', 'fwd', { tunnel: tunnel('192.0.2.9', OWN) }))).toBe(false)
    expect(towards(entry('1', 'both', { tunnel: away }))).toBe(false)
  })

  it('at any of several addresses of the peer', () => {
    const known = { addresses: [setting(range('198.51.100.8')), setting(range(PEER))] }
    const to = (far: string) =>
      isTowards(entry('1', 'out', { tunnel: tunnel(OWN, far) }), end('A', []), end('B', [], known))
    expect([PEER, '198.51.100.8', '198.51.100.9'].map(to)).toEqual([true, true, false])
  })

  it('wherever it goes, where the end has one peer and that is not this one: an address is wrong then', () => {
    const lost = { peers: [setting(range('192.0.2.9'))] }
    expect(towards(entry('1', 'out', { tunnel: away }), lost)).toBe(true)
    expect(towards(entry('1', 'out', { tunnel: away }), { peers: [...lost.peers, setting(range('192.0.2.8'))] })).toBe(
      false,
    )
  })

  it('where it protects nothing, to every one', () => {
    for (const action of ['bypass', 'discard'] as const) {
      expect(towards(entry('1', 'out', { action, tunnel: away }))).toBe(true)
    }
  })

  it('where it is of transport mode, to the host that it names', () => {
    const transport = (remote: string) => entry('1', 'out', { mode: 'transport', selectors: [box(OWN, remote)] })
    expect([transport(PEER), transport('192.0.2.9')].map((one) => towards(one))).toEqual([true, false])
    const several = { ...transport('192.0.2.9'), selectors: [box(OWN, '192.0.2.9'), box(OWN, PEER)] }
    expect(towards(several)).toBe(true)
  })

  it('where it does not say, to the only one, or to that of the other direction for the same packets', () => {
    const open = entry('2', 'in', { tunnel: tunnel(null, OWN) })
    expect(towards(open)).toBe(true)
    expect(towards(open, twoPeers)).toBe(false)
    const beside = (...others: readonly SpdEntry[]) => isTowards(open, end('A', [...others, open], twoPeers), B)
    expect(beside(entry('1', 'out'))).toBe(true)
    expect(beside(entry('1', 'out', { tunnel: away }))).toBe(false)
    expect(beside(entry('1', 'out', { selectors: [box(LOCAL, '10.3.0.0/24')] }))).toBe(false)
    expect(beside(entry('1', 'out', { tunnel: away }), entry('3', 'out'))).toBe(false)
    expect(beside(entry('1', 'out', { tunnel: tunnel(OWN, null) }), entry('3', 'out'))).toBe(true)
    expect(beside(entry('1', 'in'))).toBe(false)
  })
})

describe('an entry', () => {
  it('asks for no particular traffic with any address on one side, and any protocol and port', () => {
    const asks = (...boxes: Parameters<typeof box>[]) =>
      isUnrestricted(entry('1', 'out', { selectors: boxes.map((each) => box(...each)) }))
    expect(asks([LOCAL, REMOTE])).toBe(false)
    expect(asks([LOCAL, '0.0.0.0/0'])).toBe(true)
    expect(asks([LOCAL, REMOTE], ['0.0.0.0/0', '0.0.0.0/0'])).toBe(true)
    expect(asks([LOCAL, '0.0.0.0/0', { protocol: { from: 6, to: 6 } }])).toBe(false)
  })
})

describe('what an end protects', () => {
  const told = (...spd: readonly SpdEntry[]) =>
    [...coverages(end('A', spd), B).values()].map(
      (each) => `${each.at}: ${formatHost(each.box.remote)} ${each.out?.name ?? 'none'} ${each.in?.name ?? 'none'}`,
    )

  it('is told once for both directions', () => {
    expect(told(entry('1', 'out'), entry('2', 'in'))).toEqual([`0: ${REMOTE} 1 2`])
    expect(told(entry('2', 'in'), entry('1', 'out'))).toEqual([`0: ${REMOTE} 1 2`])
    expect(told(entry('1', 'both'))).toEqual([`0: ${REMOTE} 1 1`])
    expect(told(entry('1', 'out'))).toEqual([`0: ${REMOTE} 1 none`])
    expect(told(entry('2', 'in'))).toEqual([`0: ${REMOTE} none 2`])
  })

  it('is of the first entry with the same packets, in the order in which it is found', () => {
    const other = box(LOCAL, '10.3.0.0/24')
    expect(told(entry('1', 'out', { selectors: [other, box()] }), entry('2', 'out'), entry('3', 'in'))).toEqual([
      '0: 10.3.0.0/24 1 none',
      `1: ${REMOTE} 1 3`,
    ])
  })

  it('is not what is let through, let on, or kept from its tunnel to another', () => {
    expect(
      told(
        entry('1', 'fwd'),
        entry('2', 'out', { action: 'bypass' }),
        entry('3', 'out', { mode: 'transport', selectors: [box(OWN, PEER)] }),
        entry('4', 'out', { tunnel: tunnel(OWN, '192.0.2.9') }),
      ),
    ).toEqual([])
    expect([...coverages(end('A', undefined), B)]).toEqual([])
  })
})
