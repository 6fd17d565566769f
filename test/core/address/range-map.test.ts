import fc from 'fast-check'
import { expect, test } from 'vitest'
import { between, nameRange, point, rangeKey, wholeFamily } from '../../../src/core/address/address-range.ts'
import { parseAddressText } from '../../../src/core/address/parse-address.ts'
import { RangeMap } from '../../../src/core/address/range-map.ts'

test('equal ranges are one key, and all others are others', () => {
  const addresses = fc.oneof(fc.constantFrom(0n, 1n, 0x7fffffffn, 0x80000000n, 0xffffffffn), fc.bigInt(0n, 0xffffffffn))
  const ipv4 = fc.tuple(addresses, addresses).map(([a, b]) => between('ipv4', a < b ? a : b, a < b ? b : a))
  const ipv6 = fc.bigInt(0n, (1n << 128n) - 1n).map((value) => point('ipv6', value))
  const ranges = fc.oneof(ipv4, ipv6, fc.constantFrom(wholeFamily('ipv4'), wholeFamily('ipv6'), nameRange('SubnetA')))
  fc.assert(
    fc.property(fc.array(ranges), fc.array(ranges), (set, asked) => {
      const map = new RangeMap<number>()
      const texts = new Map<string, number>()
      for (const [at, range] of set.entries()) {
        map.set(range, at)
        texts.set(rangeKey(range), at)
      }
      for (const range of [...set, ...asked]) expect(map.get({ ...range })).toBe(texts.get(rangeKey(range)))
    }),
  )
})

test('a prefix, its first address alone, and the same number of IPv6 are three keys', () => {
  const map = new RangeMap<string>()
  const [network, host] = [parseAddressText('255.0.0.0/8'), parseAddressText('255.0.0.0')]
  if ('problem' in network || 'problem' in host) throw new Error('Both are addresses.')
  map.set(network, 'network')
  expect([map.get(network), map.get(host), map.get(point('ipv6', host.from))]).toEqual([
    'network',
    undefined,
    undefined,
  ])
})
