import { describe, expect, it } from 'vitest'
import {
  formatIcmp,
  formatPort,
  formatProtocol,
  icmpPorts,
  isPortless,
  parseProtocol,
} from '../../../src/core/selectors/protocol.ts'

const only = (value: number) => ({ from: value, to: value })

describe('parseProtocol', () => {
  it.each([
    ['any', { from: 0, to: 255 }],
    ['*', { from: 0, to: 255 }],
    ['0', { from: 0, to: 255 }],
    ['TCP', only(6)],
    [' udp ', only(17)],
    ['icmp', only(1)],
    ['icmpv6', only(58)],
    ['ipv6-icmp', only(58)],
    ['esp', only(50)],
    ['ah', only(51)],
    ['gre', only(47)],
    ['sctp', only(132)],
    ['6', only(6)],
    ['255', only(255)],
    ['256', undefined],
    ['-1', undefined],
    ['', undefined],
    ['tpc', undefined],
  ])('reads "%s"', (text, expected) => {
    expect(parseProtocol(text)).toEqual(expected)
  })

  it('takes 0 as a protocol of its own where a product does not mean any by it', () => {
    expect(parseProtocol('0', false)).toEqual(only(0))
  })

  it('reads back the name that it gives each protocol', () => {
    for (let number = 1; number <= 255; number += 1) {
      expect(parseProtocol(formatProtocol(only(number)))).toEqual(only(number))
    }
    expect(formatProtocol(only(58))).toBe('icmpv6')
    expect(formatProtocol(only(4))).toBe('ipip')
    expect(formatProtocol(only(200))).toBe('200')
    expect(formatProtocol({ from: 0, to: 255 })).toBe('any')
    expect(formatProtocol({ from: 1, to: 6 })).toBe('1-6')
  })
})

describe('ports', () => {
  it('are written as any, one, or a range', () => {
    expect(formatPort({ from: 0, to: 65_535 })).toBe('any')
    expect(formatPort(only(80))).toBe('80')
    expect(formatPort({ from: 1000, to: 2000 })).toBe('1000-2000')
  })

  it('carry type and code of ICMP messages (RFC 4301 4.4.1.1)', () => {
    expect(icmpPorts(3, 1)).toEqual(only(769))
    expect(icmpPorts(8)).toEqual({ from: 2048, to: 2303 })
    expect(icmpPorts()).toEqual({ from: 0, to: 65_535 })
    expect(formatIcmp(icmpPorts(3, 1))).toBe('type 3 code 1')
    expect(formatIcmp(icmpPorts(8))).toBe('type 8')
    expect(formatIcmp(icmpPorts())).toBe('any')
    expect(formatIcmp({ from: 768, to: 1279 })).toBe('type 3 code 0 to type 4 code 255')
    expect([1, 58, 6].map((protocol) => isPortless(only(protocol)))).toEqual([true, true, false])
  })
})
