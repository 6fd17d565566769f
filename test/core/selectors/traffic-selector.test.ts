import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AddressRange, nameRange } from '../../../src/core/address/address-range.ts'
import { isProblem } from '../../../src/core/address/parse-address.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../../src/core/selectors/interval.ts'
import { parsePacket } from '../../../src/core/selectors/packet.ts'
import {
  containsSelector,
  equalSelectors,
  formatSelectors,
  intersectSelectors,
  mirrorSides,
  narrow,
  packetSides,
  type Selector,
  selectorKey,
  sidesKey,
  withoutContained,
} from '../../../src/core/selectors/traffic-selector.ts'
import { range, selector, TCP } from '../../support/boxes.ts'
import { anyBox, PACKETS } from './universe.ts'

describe('narrowing', () => {
  it.each([
    [['10.1.0.0/24'], ['10.0.0.0/8'], ['10.1.0.0/24']],
    [['10.1.0.0/24', '10.1.5.0/24'], ['10.1.0.0/24'], ['10.1.0.0/24']],
    [['0.0.0.0/0'], ['10.1.0.0/24', '10.1.5.0/24'], ['10.1.0.0/24', '10.1.5.0/24']],
    [['10.1.0.0/24'], ['10.2.0.0/24'], []],
    [['10.0.0.0/8', '10.1.0.0/24'], ['10.1.0.0/16'], ['10.1.0.0/16']],
    [['10.1.0.0/24', '2001:db8:1::/64'], ['2001:db8:1::/64'], ['2001:db8:1::/64']],
  ])('%j with %j gives %j', (own, received, both) => {
    expect(
      formatSelectors(
        narrow(
          own.map((text) => selector(text)),
          received.map((text) => selector(text)),
        ),
      ),
    ).toEqual(both)
  })

  it('is written in the order of addresses, IPv4 first, and of their ends', () => {
    const ordered = [
      '10.0.0.1/32',
      '10.0.0.1-10.0.0.5',
      '10.0.0.1-10.0.0.9',
      '10.0.0.2/32',
      '2001:db8::1/128',
      '2001:db8::2/128',
    ]
    const selectors = ordered.map((text) => selector(text))
    expect(formatSelectors(selectors)).toEqual(ordered)
    expect(formatSelectors(selectors.toReversed())).toEqual(ordered)
  })

  it('intersects protocols and ports', () => {
    const found = narrow([selector('10.2.0.0/24', [1000, 2000])], [selector('10.2.0.0/24', [1500, 3000])])
    expect(formatSelectors(found)).toEqual(['10.2.0.0/24[tcp/1500-2000]'])
    expect(formatSelectors(narrow([selector('10.2.0.0/24')], [selector('10.2.0.0/24', [80, 80])]))).toEqual([
      '10.2.0.0/24[tcp/80]',
    ])
  })
})

/** Any selector of the small universe, and which of its packets, as their sources, a selector has. */
const anySelector = anyBox.map(
  ({ local, protocol, localPort }): Selector => ({ addresses: local, protocol, ports: localPort }),
)

function sourcesOf({ addresses, protocol, ports }: Selector): number[] {
  return PACKETS.flatMap(({ source, protocol: number, sourcePort }, at) =>
    source.family === addresses.family &&
    addresses.from <= source.from &&
    source.from <= addresses.to &&
    protocol.from <= number &&
    number <= protocol.to &&
    ports.from <= sourcePort &&
    sourcePort <= ports.to
      ? [at]
      : [],
  )
}

describe('lists of selectors of a small universe', () => {
  it('narrow to each of the one with each of the other, in their order, however long they are', () => {
    const list = fc.array(anySelector, { maxLength: 40, size: 'max' })
    fc.assert(
      fc.property(list, list, (own, received) => {
        const each = own.flatMap((mine) => received.flatMap((theirs) => intersectSelectors(mine, theirs) ?? []))
        expect(narrow(own, received)).toEqual(withoutContained(each))
      }),
    )
  })
})

describe('two selectors of a small universe', () => {
  it('intersect, contain and equal each other as counting says', () => {
    fc.assert(
      fc.property(anySelector, anySelector, (a, b) => {
        const [inA, inB] = [sourcesOf(a), new Set(sourcesOf(b))]
        const inBoth = inA.filter((at) => inB.has(at))
        const common = intersectSelectors(a, b)
        expect(common === undefined ? [] : sourcesOf(common)).toEqual(inBoth)
        expect(common === undefined).toBe(inBoth.length === 0)
        expect(containsSelector(a, b)).toBe(inBoth.length === inB.size)
        expect(equalSelectors(a, b)).toBe(inBoth.length === inA.length && inBoth.length === inB.size)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('withoutContained', () => {
  it('drops what lies in another one, and of equal ones all but the first', () => {
    const [wide, narrower, other] = [selector('10.1.0.0/16'), selector('10.1.2.0/24'), selector('10.2.0.0/16')]
    const again = { ...wide }
    const left = withoutContained([narrower, wide, other, again])
    expect(left).toEqual([wide, other])
    expect(left[0]).toBe(wide)
    expect(withoutContained([wide, again])).toEqual([wide])
  })

  it('keeps everything that the selectors select', () => {
    fc.assert(
      fc.property(fc.array(anySelector, { maxLength: 6 }), (selectors) => {
        const packets = (list: readonly Selector[]) => new Set(list.flatMap(sourcesOf))
        const left = withoutContained(selectors)
        expect(packets(left)).toEqual(packets(selectors))
        for (const [at, one] of left.entries()) {
          for (const [index, another] of left.entries()) {
            if (at !== index) expect(containsSelector(one, another)).toBe(false)
          }
        }
      }),
    )
  })
})

describe('the two sides', () => {
  it('of a packet are its source and its destination, each with its port (RFC 7296 2.9)', () => {
    const packet = parsePacket('10.1.0.5 -> 10.2.0.9 tcp/80')
    if (isProblem(packet)) throw new Error(packet.problem)
    const sides = packetSides(packet)
    expect(formatSelectors(sides.local)).toEqual(['10.1.0.5/32[tcp/49152]'])
    expect(formatSelectors(sides.remote)).toEqual(['10.2.0.9/32[tcp/80]'])
    expect(mirrorSides(sides)).toEqual({ local: sides.remote, remote: sides.local })
  })
})

describe('formatSelectors', () => {
  it('sorts by family, first and last address', () => {
    const ranges: readonly AddressRange[] = [
      nameRange('A'),
      range('2001:db8::/32'),
      range('10.2.0.0/24'),
      range('10.1.0.0/16'),
      range('10.1.0.0/24'),
      range('10.1.0.0/20'),
      range('10.1.5.0/24'),
      range('9.0.0.0/8'),
    ]
    const sorted = [
      '9.0.0.0/8',
      '10.1.0.0/24',
      '10.1.0.0/20',
      '10.1.0.0/16',
      '10.1.5.0/24',
      '10.2.0.0/24',
      '2001:db8::/32',
      'A',
    ]
    const selectors = ranges.map((addresses) => ({ addresses, protocol: ANY_PROTOCOL, ports: ANY_PORT }))
    expect(formatSelectors(selectors)).toEqual(sorted)
    expect(formatSelectors(selectors.toReversed())).toEqual(sorted)
  })

  it.each([
    [{}, '10.2.0.0/24'],
    [{ protocol: TCP }, '10.2.0.0/24[tcp]'],
    [{ protocol: TCP, ports: { from: 80, to: 80 } }, '10.2.0.0/24[tcp/80]'],
    [{ protocol: TCP, ports: { from: 80, to: 90 } }, '10.2.0.0/24[tcp/80-90]'],
    [{ ports: { from: 80, to: 80 } }, '10.2.0.0/24[0/80]'],
  ])('of %j is %s', (service, expected) => {
    expect(formatSelectors([{ ...selector('10.2.0.0/24'), ...service }])).toEqual([expected])
  })
})

it('has one key for equal selectors, and another for the address of the IKE SA', () => {
  const [one, other] = [selector('10.1.0.0/16', [80, 80]), selector('10.1.0.0/16', [81, 81])]
  expect(selectorKey(selector('10.1.0.0/16', [80, 80]))).toBe(selectorKey(one))
  expect(new Set([one, other, { ...one, addresses: 'dynamic' as const }].map(selectorKey)).size).toBe(3)
})

describe('the key of both sides', () => {
  const [a, b] = [selector('10.1.0.0/24'), selector('10.2.0.0/24')]

  it('is the same for the same selectors alone', () => {
    expect(sidesKey({ local: [a, b], remote: [b] })).toBe(
      sidesKey({ local: [selector('10.1.0.0/24'), b], remote: [b] }),
    )
    const others = [
      { local: [a], remote: [b, b] },
      { local: [b, a], remote: [b] },
      { local: [b], remote: [a, b] },
      { local: [a, b], remote: [selector('10.2.0.0/24', [80, 80])] },
    ]
    expect(new Set([{ local: [a, b], remote: [b] }, ...others].map(sidesKey)).size).toBe(5)
  })
})
