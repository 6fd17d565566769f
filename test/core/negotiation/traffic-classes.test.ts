import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Endpoint } from '../../../src/core/model/endpoint.ts'
import type { SpdEntry } from '../../../src/core/model/spd-entry.ts'
import { lookupTowards } from '../../../src/core/negotiation/spd-lookup.ts'
import { isBounded, type TrafficClass } from '../../../src/core/negotiation/traffic-class.ts'
import { trafficClasses } from '../../../src/core/negotiation/traffic-classes.ts'
import { type Box, mirrorBox } from '../../../src/core/selectors/box.ts'
import { type Packet, replyTo } from '../../../src/core/selectors/packet.ts'
import { anyBox, isIn, PACKETS, packetsOf, packetsOfEach } from '../selectors/universe.ts'
import { asWritten, box, end, entry } from './made-ends.ts'

function ends(outs: readonly SpdEntry[], ins: readonly SpdEntry[]): readonly [Endpoint, Endpoint] {
  return [end('A', outs, { vendor: asWritten }), end('B', ins, { vendor: asWritten })]
}

function classesOf(outs: readonly SpdEntry[], ins: readonly SpdEntry[]): TrafficClass[] {
  const [a, b] = ends(outs, ins)
  return trafficClasses(lookupTowards(a, 'out', b), lookupTowards(b, 'in', a))
}

/** `A1 > B1`, and what is left over of either. */
function told(classes: readonly TrafficClass[]): string[] {
  return classes.map(({ out, inbound, rest, shadowed }) => {
    const pair = `${out?.entry.name ?? 'none'} > ${inbound?.entry.name ?? 'none'}`
    return `${pair}${rest ? ' rest' : ''}${shadowed ? ' shadowed' : ''}`
  })
}

const ofA = (number: number, selectors: readonly Box[], action: SpdEntry['action'] = 'protect') =>
  entry(`A${number}`, 'out', { selectors, action, tunnel: { source: null, destination: null } })
/** What B sees as 10.2.0.0/24 with 10.1.0.0/24 is what A sends to it. */
const ofB = (number: number, selectors: readonly Box[], action: SpdEntry['action'] = 'protect') =>
  entry(`B${number}`, 'in', { selectors, action, tunnel: { source: null, destination: null } })

const [L, R] = ['10.1.0.0/24', '10.2.0.0/24']

describe('classes of packets', () => {
  it('are one where both ends have the same entry', () => {
    const classes = classesOf([ofA(1, [box(L, R)])], [ofB(1, [box(R, L)])])
    expect(told(classes)).toEqual(['A1 > B1'])
    expect(classes[0]).toMatchObject({ region: [box(L, R)], owner: { name: 'A1' }, rest: false })
  })

  it('have what is left of the wider entry beside it, whichever end has that', () => {
    const [wide, narrow] = [box(L, '10.2.0.0/16'), box(R, L)]
    expect(told(classesOf([ofA(1, [wide])], [ofB(1, [narrow])]))).toEqual(['A1 > B1', 'A1 > none rest'])
    expect(told(classesOf([ofA(1, [box(L, R)])], [ofB(1, [box('10.2.0.0/16', L)])]))).toEqual([
      'A1 > B1',
      'none > B1 rest',
    ])
  })

  it('are of one end alone where the other has nothing for them', () => {
    expect(told(classesOf([ofA(1, [box(L, R)])], []))).toEqual(['A1 > none'])
    expect(told(classesOf([], [ofB(1, [box(R, L)])]))).toEqual(['none > B1'])
    expect(told(classesOf([ofA(1, [box(L, R)])], [ofB(1, [box('10.9.0.0/24', L)])]))).toEqual([
      'A1 > none',
      'none > B1',
    ])
  })

  it('show an entry that no packet reaches, with all that it is for', () => {
    const classes = classesOf([ofA(1, [box(L, '10.2.0.0/16')]), ofA(2, [box(L, R)])], [])
    expect(told(classes)).toEqual(['A1 > none', 'A2 > none rest shadowed'])
    expect(classes[1]?.region).toEqual([box(L, R)])
  })

  it('of entries that protect nothing are shown once, and with what is protected at the other end', () => {
    const pass = (number: number, selectors: readonly Box[]) => ofA(number, selectors, 'bypass')
    expect(told(classesOf([pass(1, [box(L, R)])], []))).toEqual(['A1 > none'])
    expect(told(classesOf([pass(1, [box(L, R)])], [ofB(1, [box(R, L)])]))).toEqual(['A1 > B1'])
    // Packets that neither end protects are told by the sender's entry alone.
    expect(told(classesOf([pass(1, [box(L, R)])], [ofB(1, [box(R, L)], 'bypass')]))).toEqual(['A1 > none'])
    // Its rest needs no class: it has been seen.
    expect(told(classesOf([pass(1, [box(L, '10.2.0.0/16')])], [ofB(1, [box(R, L)])]))).toEqual(['A1 > B1'])
    expect(told(classesOf([ofA(1, [box(L, R)])], [ofB(1, [box('10.2.0.0/16', L)], 'discard')]))).toEqual(['A1 > B1'])
  })

  it('are given roughly where what is left of an entry has too many pieces', () => {
    const hosts = (count: number) => Array.from({ length: count }, (_, at) => box(`10.2.${at}.${at}`, `10.1.0.${at}`))
    const rest = (count: number) =>
      classesOf([ofA(1, [box('10.1.0.0/24', '10.2.0.0/16')])], [ofB(1, hosts(count))]).at(-1)
    expect(rest(1)).toMatchObject({ inbound: null, rest: true })
    expect(rest(1)).toHaveProperty('rough', false)
    const rough = rest(150)
    expect(rough).toMatchObject({ inbound: null, rest: true, rough: true })
    expect(rough && isBounded(rough)).toBe(true)
  })

  it('follow the entries of the sender, then those of the receiver that have no sender', () => {
    const [first, second, third] = ['10.2.0.0/24', '10.3.0.0/24', '10.4.0.0/24'].map((remote) => box(L, remote))
    if (first === undefined || second === undefined || third === undefined) throw new Error('there are three')
    const back = ['10.4.0.0/24', '10.3.0.0/24', '10.5.0.0/24'].map((local, at) => ofB(at + 1, [box(local, L)]))
    expect(told(classesOf([ofA(1, [first]), ofA(2, [second]), ofA(3, [third])], back))).toEqual([
      'A1 > none',
      'A2 > B2',
      'A3 > B1',
      'none > B3',
    ])
  })

  it('are bounded where something was not worked out', () => {
    const [plain] = classesOf([ofA(1, [box(L, R)])], [])
    if (plain?.out == null) throw new Error('there is one')
    const rough = { ...plain.out, rough: true }
    expect(
      [
        plain,
        { ...plain, crowded: true },
        { ...plain, rough: true },
        { ...plain, out: rough },
        { ...plain, inbound: rough },
      ].map(isBounded),
    ).toEqual([false, true, true, true, true])
  })
})

const anyEntry = fc.record({
  boxes: fc.array(anyBox, { minLength: 1, maxLength: 2 }),
  action: fc.constantFrom('protect' as const, 'protect' as const, 'bypass' as const, 'discard' as const),
})
const anyList = fc.array(anyEntry, { maxLength: 4 })
/** Two lists, the second of anything, or the mirror image of the first, in which entries may be missing. */
const anyLists = fc.oneof(
  fc.tuple(anyList, anyList),
  anyList.chain((list) =>
    fc.tuple(
      fc.constant(list),
      fc.subarray(list.map(({ boxes, action }) => ({ boxes: boxes.map(mirrorBox), action }))),
    ),
  ),
)

/** The first entry, in the order of lookup, that a packet hits. */
function hitOf(entries: readonly SpdEntry[], packet: Packet): SpdEntry | undefined {
  return entries.find(({ selectors }) => selectors.some((each) => isIn(packet, each)))
}

describe('every packet', () => {
  it('that an end protects is in the one class of the entries that it hits at both ends', () => {
    fc.assert(
      fc.property(anyLists, ([first, second]) => {
        // Boxes of one entry are disjoint, as everywhere.
        const disjoint = (boxes: readonly Box[]) =>
          boxes.filter((each, at) =>
            packetsOf([each]).every((one) => !boxes.slice(0, at).some((other) => isIn(one, other))),
          )
        const outs = first.map(({ boxes, action }, at) => ofA(at + 1, disjoint(boxes), action))
        const ins = second.map(({ boxes, action }, at) => ofB(at + 1, disjoint(boxes), action))
        const classes = classesOf(outs, ins).filter(({ shadowed }) => !shadowed)
        const turned = (one: Packet): Packet => replyTo(one)
        for (const each of classes) {
          for (const one of packetsOf(each.region)) {
            expect(hitOf(outs, one)).toBe(each.out?.entry)
            if (each.inbound !== null) expect(hitOf(ins, turned(one))).toBe(each.inbound.entry)
            expect(each.owner).toBe(each.out?.entry ?? each.inbound?.entry)
          }
        }
        const times = new Map<Packet, number>()
        for (const one of classes.flatMap(({ region }) => packetsOfEach(region)))
          times.set(one, (times.get(one) ?? 0) + 1)
        for (const one of PACKETS) {
          const isProtected = [hitOf(outs, one), hitOf(ins, turned(one))].some((hit) => hit?.action === 'protect')
          if (isProtected) expect(times.get(one)).toBe(1)
          else expect(times.get(one) ?? 0).toBeLessThanOrEqual(2)
        }
      }),
      { numRuns: 120 },
    )
  })
})
