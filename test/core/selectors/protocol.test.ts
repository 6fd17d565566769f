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

  it('knows the names of the protocols that gateways print (IANA, Protocol Numbers)', () => {
    const list =
      'icmp 1, igmp 2, ipip 4, ipencap 4, tcp 6, egp 8, igp 9, udp 17, dccp 33, ipv6 41, rsvp 46, gre 47, esp 50, ah 51, ' +
      'icmpv6 58, ipv6-icmp 58, icmp6 58, eigrp 88, ospf 89, pim 103, ipcomp 108, vrrp 112, l2tp 115, sctp 132, udplite 136'
    for (const [name = '', number] of list.split(', ').map((entry) => entry.split(' '))) {
      expect([name, parseProtocol(name)]).toEqual([name, only(Number(number))])
    }
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
    expect(formatProtocol({ from: 0, to: 6 })).toBe('0-6')
    expect(formatProtocol({ from: 6, to: 255 })).toBe('6-255')
    expect(formatProtocol(only(0))).toBe('0')
  })
})

describe('ports', () => {
  it('are written as any, one, or a range', () => {
    expect(formatPort({ from: 0, to: 65_535 })).toBe('any')
    expect(formatPort(only(80))).toBe('80')
    expect(formatPort({ from: 1000, to: 2000 })).toBe('1000-2000')
    expect(formatPort({ from: 0, to: 1023 })).toBe('0-1023')
    expect(formatPort({ from: 1024, to: 65_535 })).toBe('1024-65535')
    expect(formatPort(only(0))).toBe('0')
  })

  it('carry type and code of ICMP messages (RFC 4301 4.4.1.1)', () => {
    expect(icmpPorts(3, 1)).toEqual(only(769))
    expect(icmpPorts(8)).toEqual({ from: 2048, to: 2303 })
    expect(icmpPorts()).toEqual({ from: 0, to: 65_535 })
    expect(formatIcmp(icmpPorts(3, 1))).toBe('type 3 code 1')
    expect(formatIcmp(icmpPorts(8))).toBe('type 8')
    expect(formatIcmp(icmpPorts())).toBe('any')
    expect(formatIcmp({ from: 768, to: 1279 })).toBe('type 3 code 0 to type 4 code 255')
    expect(icmpPorts(3, 0)).toEqual(only(768))
    expect(formatIcmp(icmpPorts(0))).toBe('type 0')
    expect(formatIcmp(only(768))).toBe('type 3 code 0')
    expect(formatIcmp({ from: 769, to: 1024 })).toBe('type 3 code 1 to type 4 code 0')
    expect(formatIcmp({ from: 768, to: 65_535 })).toBe('type 3 code 0 to type 255 code 255')
  })

  it('are not what people call type and code of ICMP and ICMPv6, where a selector has one of them alone', () => {
    expect([1, 58, 6].map((protocol) => isPortless(only(protocol)))).toEqual([true, true, false])
    expect(isPortless({ from: 1, to: 58 })).toBe(false)
    expect(isPortless({ from: 58, to: 60 })).toBe(false)
  })
})
