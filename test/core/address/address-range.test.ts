import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { describe, expect, it } from 'vitest'
import {
  type AddressRange,
  between,
  bitsOf,
  block,
  containsRange,
  equalRanges,
  formatAddress,
  formatHost,
  formatPrefixes,
  formatRange,
  intersectRanges,
  isPrivate,
  isUnrestricted,
  isUnspecified,
  nameRange,
  point,
  prefixLength,
  rangeKey,
  rangesMeet,
  sizeOf,
  toPrefixes,
  wholeFamily,
} from '../../../src/core/address/address-range.ts'
import { parseAddressText } from '../../../src/core/address/parse-address.ts'
import { range } from '../../support/boxes.ts'

/** Sixteen addresses at the start, in the middle and at the end of both families. */
const corner = fc.constantFrom<readonly ['ipv4' | 'ipv6', bigint]>(
  ['ipv4', 0n],
  ['ipv4', 0x0a000000n],
  ['ipv4', 2n ** 32n - 16n],
  ['ipv6', 0n],
  ['ipv6', 2n ** 64n],
  ['ipv6', 2n ** 128n - 16n],
)
const ends = fc.tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 15 })).map(([a, b]) => ({
  from: Math.min(a, b),
  to: Math.max(a, b),
}))

/** The fewest aligned blocks that make up `from` to `to`, by trying all. */
function fewestBlocks(from: number, to: number): number {
  if (from > to) return 0
  const sizes = [1, 2, 4, 8, 16].filter((size) => from % size === 0 && from + size - 1 <= to)
  return 1 + Math.min(...sizes.map((size) => fewestBlocks(from + size, to)))
}

/** The blocks of a range by doubling each as long as it is aligned and fits. */
function blockByBlock(family: 'ipv4' | 'ipv6', from: bigint, to: bigint): AddressRange[] {
  const blocks: AddressRange[] = []
  for (let start = from; start <= to; ) {
    let size = 1n
    while (start % (2n * size) === 0n && start + 2n * size - 1n <= to) size *= 2n
    blocks.push(between(family, start, start + size - 1n))
    start += size
  }
  return blocks
}

describe('toPrefixes', () => {
  it('takes the largest aligned block each time, however long the range is', () => {
    const addresses = fc
      .constantFrom<readonly ['ipv4' | 'ipv6', number]>(['ipv4', 32], ['ipv6', 128])
      .chain(([family, bits]) => {
        const near = fc
          .tuple(fc.integer({ min: 0, max: bits }), fc.bigInt({ min: -2n, max: 2n }))
          .map(([power, shift]) => 2n ** BigInt(power) + shift)
          .filter((value) => value >= 0n && value < 2n ** BigInt(bits))
        const any = fc.oneof(near, fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n }))
        return fc.tuple(fc.constant(family), any, any)
      })
    fc.assert(
      fc.property(addresses, ([family, a, b]) => {
        const [from, to] = a < b ? [a, b] : [b, a]
        expect(toPrefixes(between(family, from, to))).toEqual(blockByBlock(family, from, to))
      }),
      { numRuns: 2000 },
    )
  })

  it('covers a range exactly, in order, with the fewest blocks', () => {
    fc.assert(
      fc.property(corner, ends, ([family, start], { from, to }) => {
        const blocks = toPrefixes(between(family, start + BigInt(from), start + BigInt(to)))
        const covered = blocks.flatMap((part) => {
          expect(prefixLength(part)).toBeDefined()
          return Array.from({ length: Number(sizeOf(part)) }, (_, index) => Number(BigInt(part.from) - start) + index)
        })
        expect(covered).toEqual(Array.from({ length: to - from + 1 }, (_, index) => from + index))
        expect(blocks).toHaveLength(fewestBlocks(from, to))
      }),
    )
  })

  it.each([
    ['10.1.0.1-10.1.0.6', ['10.1.0.1/32', '10.1.0.2/31', '10.1.0.4/31', '10.1.0.6/32']],
    ['10.1.0.0-10.1.1.255', ['10.1.0.0/23']],
    ['0.0.0.0/0', ['0.0.0.0/0']],
    ['0.0.0.0-255.255.255.254', Array.from({ length: 32 }, (_, index) => expect.stringMatching(`/${index + 1}$`))],
    ['2001:db8::-2001:db8::2', ['2001:db8::/127', '2001:db8::2/128']],
  ])('splits %s', (text, blocks) => {
    expect(toPrefixes(range(text)).map(formatRange)).toEqual(blocks)
    expect(formatPrefixes(range(text))).toEqual(blocks)
  })

  it('leaves a name as it is', () => {
    expect(toPrefixes(nameRange('SubnetA'))).toEqual([nameRange('SubnetA')])
  })
})

describe('prefixLength', () => {
  it('is given for exactly the ranges that are a block', () => {
    fc.assert(
      fc.property(corner, ends, ([family, start], { from, to }) => {
        const range = between(family, start + BigInt(from), start + BigInt(to))
        const bits = family === 'ipv4' ? 32 : 128
        const length = [bits - 4, bits - 3, bits - 2, bits - 1, bits].find((candidate) =>
          equalRanges(block(family, range.from, candidate), range),
        )
        expect(prefixLength(range)).toBe(length)
      }),
    )
  })
})

describe('names', () => {
  it('are printed back as they were written', () => {
    const names = fc.string({ unit: 'binary', minLength: 1 }).filter((name) => !name.startsWith('\0'))
    fc.assert(
      fc.property(names, (name) => {
        expect(formatRange(nameRange(name))).toBe(name)
      }),
    )
  })

  it.each(['SubnetA', 'ISA-A', '分部', '\uFEFFx'])('%s is one point that equals only itself', (name) => {
    expect(formatRange(nameRange(name))).toBe(name)
    expect(sizeOf(nameRange(name))).toBe(1n)
    expect(equalRanges(nameRange(name), nameRange(name))).toBe(true)
    expect(intersectRanges(nameRange(name), nameRange(`${name}2`))).toBeUndefined()
  })

  it('never meet an address, whatever their number', () => {
    const name = nameRange('A')
    expect(intersectRanges(name, wholeFamily('ipv4'))).toBeUndefined()
    expect(containsRange(wholeFamily('ipv6'), name)).toBe(false)
    expect(equalRanges(point('ipv4', name.from), name)).toBe(false)
    expect(equalRanges(point('ipv6', name.from), name)).toBe(false)
    expect(isUnspecified(name)).toBe(false)
    expect(formatPrefixes(name)).toEqual(['A'])
    expect(isUnrestricted(name)).toBe(false)
    expect(isPrivate(name)).toBe(false)
    expect(rangesMeet(name, wholeFamily('ipv4'))).toBe(false)
    expect(prefixLength(name)).toBeUndefined()
    expect(formatHost(name)).toBe('A')
  })
})

describe('bitsOf', () => {
  it('is the length of an address, and a name has none', () => {
    expect([bitsOf('ipv4'), bitsOf('ipv6'), bitsOf('name')]).toEqual([32, 128, undefined])
  })
})

describe('rangeKey', () => {
  it('is the same for equal ranges alone, also where two stand one behind the other', () => {
    const ranges = fc.oneof(
      fc
        .tuple(corner, ends)
        .map(([[family, start], { from, to }]) => between(family, start + BigInt(from), start + BigInt(to))),
      fc.constantFrom('A', 'B', 'a', 'AB').map(nameRange),
    )
    fc.assert(
      fc.property(ranges, ranges, ranges, ranges, (a, b, c, d) => {
        expect(rangeKey(a) === rangeKey(b)).toBe(equalRanges(a, b))
        const same = equalRanges(a, c) && equalRanges(b, d)
        expect(rangeKey(a) + rangeKey(b) === rangeKey(c) + rangeKey(d)).toBe(same)
      }),
      { numRuns: 500 },
    )
  })

  it('tells apart addresses that differ in any of their bits', () => {
    const keys = Array.from({ length: 32 }, (_, bit) => rangeKey(point('ipv4', 1n << BigInt(bit))))
    const lasts = Array.from({ length: 32 }, (_, bit) => rangeKey(between('ipv4', 0, 2 ** bit)))
    expect(new Set([...keys, ...lasts]).size).toBe(64)
  })
})

describe('intersectRanges, rangesMeet and containsRange', () => {
  it('agree with counting', () => {
    fc.assert(
      fc.property(ends, ends, (a, b) => {
        const range = ({ from, to }: typeof a): AddressRange => between('ipv4', from, to)
        const all = Array.from({ length: 16 }, (_, index) => index)
        const inBoth = all.filter((at) => a.from <= at && at <= a.to && b.from <= at && at <= b.to)
        const [first, last] = [inBoth.at(0), inBoth.at(-1)]
        const expected = first === undefined || last === undefined ? undefined : range({ from: first, to: last })
        expect(intersectRanges(range(a), range(b))).toEqual(expected)
        expect(containsRange(range(a), range(b))).toBe(inBoth.length === b.to - b.from + 1)
        expect(rangesMeet(range(a), range(b))).toBe(inBoth.length > 0)
        expect(rangesMeet(range(a), between('ipv6', b.from, b.to))).toBe(false)
      }),
    )
  })
})

describe('two ranges', () => {
  it.each([
    ['10.0.0.1-10.0.0.5', '10.0.0.5-10.0.0.9', '10.0.0.5/32'],
    ['10.0.0.1-10.0.0.5', '10.0.0.6-10.0.0.9', undefined],
    ['2001:db8::1-2001:db8::5', '2001:db8::5-2001:db8::9', '2001:db8::5/128'],
    ['2001:db8::1-2001:db8::5', '2001:db8::6-2001:db8::9', undefined],
  ])('%s and %s have in common: %s', (first, second, common) => {
    const [a, b] = [range(first), range(second)]
    const shared = intersectRanges(a, b)
    expect(shared === undefined ? undefined : formatRange(shared)).toBe(common)
    expect([rangesMeet(a, b), rangesMeet(b, a)]).toEqual([common !== undefined, common !== undefined])
  })
})

describe('isUnspecified', () => {
  it.each([
    ['0.0.0.0', true],
    ['::', true],
    ['0.0.0.0/8', true],
    ['0.0.0.1', false],
    ['::1', false],
    ['255.255.255.255', false],
  ])('%s: %s', (text, expected) => {
    expect(isUnspecified(range(text))).toBe(expected)
  })
})

describe('formatRange', () => {
  it.each([
    ['203.0.113.1', '203.0.113.1/32'],
    ['10.2.0.0/255.255.255.0', '10.2.0.0/24'],
    ['10.2.0.0-10.2.0.255', '10.2.0.0/24'],
    ['10.2.0.1-10.2.0.9', '10.2.0.1-10.2.0.9'],
    ['any', '0.0.0.0/0'],
    ['::/0', '::/0'],
    ['2001:DB8::0001', '2001:db8::1/128'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1/128'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1/128'],
  ])('writes %s as %s', (text, expected) => {
    expect(formatRange(range(text))).toBe(expected)
  })

  it('is read back as the same range', () => {
    const address = (bits: bigint) => fc.bigInt({ min: 0n, max: 2n ** bits - 1n })
    const ranges = fc.oneof(
      fc.tuple(fc.constant<'ipv4'>('ipv4'), address(32n), address(32n)),
      // Below 2^64 lie the addresses in IPv4's clothes, which are refused.
      fc.tuple(fc.constant<'ipv6'>('ipv6'), address(128n), address(128n)).filter(([, a, b]) => a > 2n ** 64n && b > a),
    )
    fc.assert(
      fc.property(ranges, ([family, a, b]) => {
        const range = a < b ? between(family, a, b) : between(family, b, a)
        expect(parseAddressText(formatRange(range))).toEqual(range)
        for (const part of toPrefixes(range)) expect(parseAddressText(formatRange(part))).toEqual(part)
        expect(parseAddressText(formatAddress(family, a))).toEqual(point(family, a))
      }),
    )
  })
})

describe('formatHost', () => {
  it('writes one address bare and a network with its length', () => {
    expect(formatHost(range('203.0.113.1/32'))).toBe('203.0.113.1')
    expect(formatHost(range('203.0.113.0/31'))).toBe('203.0.113.0/31')
    expect(formatHost(nameRange('ISA-A'))).toBe('ISA-A')
  })
})

describe('isPrivate', () => {
  it.each([
    ['10.0.0.0/8', true],
    ['10.0.0.0/7', false],
    ['172.15.255.255', false],
    ['172.16.0.0-172.31.255.255', true],
    ['172.32.0.0', false],
    ['192.168.7.0/24', true],
    ['100.63.255.255', false],
    ['100.64.0.0/10', true],
    ['100.128.0.0', false],
    ['169.254.1.1', true],
    ['203.0.113.1', false],
    ['fc00::/7', true],
    ['fdff::1', true],
    ['fe00::1', false],
    ['fe80::1', true],
    ['2001:db8::1', false],
  ])('%s: %s', (text, expected) => {
    expect(isPrivate(range(text))).toBe(expected)
  })
})

describe('isUnrestricted', () => {
  it.each([
    ['any', true],
    ['0.0.0.0/0', true],
    ['::/0', true],
    ['0.0.0.0/1', false],
    ['0.0.0.1-255.255.255.255', false],
  ])('%s: %s', (text, expected) => {
    expect(isUnrestricted(range(text))).toBe(expected)
  })
})

describe('an IPv6 address', () => {
  const groups = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), { minLength: 8, maxLength: 8 })

  it('is written as ipaddr.js writes it by RFC 5952', () => {
    fc.assert(
      fc.property(groups, (parts) => {
        const address = new ipaddr.IPv6(parts)
        const value = BigInt(`0x${parts.map((part) => part.toString(16).padStart(4, '0')).join('')}`)
        expect(formatAddress('ipv6', value)).toBe(address.toRFC5952String())
      }),
      { numRuns: 1000 },
    )
  })
})
