import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../lab/random.ts'
import { addressInside, addressText, narrow, randomSubnet, type Subnet, subnetText, widen } from '../../lab/subnet.ts'

const net: Subnet = { family: 4, first: 0x0a010200n, length: 24 }

describe('subnets of the generator', () => {
  it('are written as people write them', () => {
    expect(subnetText(net)).toBe('10.1.2.0/24')
    expect(addressText(6, 0n)).toBe('::')
    expect(addressText(6, 0x20010db8n << 96n)).toBe('2001:db8::')
    expect(addressText(6, (0x20010db8n << 96n) | 1n)).toBe('2001:db8::1')
    expect(addressText(6, (0x20010db8n << 96n) | (0x1n << 64n) | 0xan)).toBe('2001:db8:0:1::a')
    expect(addressText(6, 1n)).toBe('::1')
  })

  it('grow and shrink without leaving host bits', () => {
    expect(subnetText(widen(net, 8))).toBe('10.1.0.0/16')
    expect(subnetText(widen(net, 99))).toBe('0.0.0.0/0')
    const random = seededRandom(4)
    for (let round = 0; round < 200; round += 1) {
      const outer = randomSubnet(random, random.chance(0.5) ? 4 : 6)
      const inner = narrow(outer, random.integer(0, 9), random)
      expect(widen(inner, inner.length - outer.length)).toEqual(outer)
    }
  })

  it('hold the addresses asked for', () => {
    expect(addressInside(net, 10n)).toBe('10.1.2.10')
    expect(addressInside(net, (1n << 128n) - 1n)).toBe('10.1.2.255')
    expect(addressInside({ ...net, length: 32 }, 7n)).toBe('10.1.2.0')
  })
})
