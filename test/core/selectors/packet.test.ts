import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nameRange } from '../../../src/core/address/address-range.ts'
import { isProblem } from '../../../src/core/address/parse-address.ts'
import { type Box, trafficBetween } from '../../../src/core/selectors/box.ts'
import { formatPacket, packetInBox, parsePacket, replyTo, witness } from '../../../src/core/selectors/packet.ts'
import { icmpPorts, parseProtocol } from '../../../src/core/selectors/protocol.ts'
import { box } from '../../support/boxes.ts'
import { anyBox, isIn, PACKETS } from './universe.ts'

function protocol(text: string): Partial<Box> {
  const found = parseProtocol(text)
  return found === undefined ? {} : { protocol: found }
}

const port = (from: number, to = from) => ({ from, to })

describe('packetInBox', () => {
  it('compares all five fields', () => {
    fc.assert(
      fc.property(anyBox, fc.constantFrom(...PACKETS), (one, packet) => {
        expect(packetInBox(packet, one)).toBe(isIn(packet, one))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('witness', () => {
  it('is one of the packets of its box', () => {
    fc.assert(
      fc.property(anyBox, (one) => {
        const packet = witness([one])
        expect(packet !== undefined && isIn(packet, one)).toBe(true)
      }),
    )
    expect(witness([])).toBeUndefined()
  })

  it.each<[string, Box]>([
    ['203.0.113.1 -> 10.2.0.1 icmp', box('203.0.113.1', '10.2.0.0/24')],
    ['10.1.0.0 -> 10.2.0.4 icmp', box('10.1.0.0/31', '10.2.0.4-10.2.0.9')],
    ['10.1.0.1 -> 10.2.0.65 icmp', box('10.1.0.0/16', '10.2.0.64/26')],
    ['2001:db8:1::1 -> 2001:db8:2::1 icmpv6', box('2001:db8:1::/48', '2001:db8:2::/64')],
    ['2001:db8::5 -> 2001:db8:2::1 icmpv6', box('2001:db8::5-2001:db8::9', '2001:db8:2::/64')],
    ['ISA-A -> SubnetB icmp', trafficBetween(nameRange('ISA-A'), nameRange('SubnetB'))],
    ['192.0.2.1 -> 10.2.0.1 icmp', box('any', '10.2.0.0/24')],
    ['9.255.255.254 -> 10.2.0.1 icmp', box('0.0.0.0-9.255.255.255', '10.2.0.0/24')],
    ['2001:db8::1 -> 2001:db8:2::1 icmpv6', box('::/0', '2001:db8:2::/64')],
    ['10.1.0.1 -> 10.2.0.1 tcp/80', box('10.1.0.0/24', '10.2.0.0/24', protocol('tcp'))],
    ['10.1.0.1 -> 10.2.0.1 udp/53', box('10.1.0.0/24', '10.2.0.0/24', protocol('udp'))],
    ['10.1.0.1 -> 10.2.0.1 gre', box('10.1.0.0/24', '10.2.0.0/24', protocol('gre'))],
    [
      '10.1.0.1 -> 10.2.0.1 tcp/3389',
      box('10.1.0.0/24', '10.2.0.0/24', { ...protocol('tcp'), remotePort: port(3389, 4000) }),
    ],
    ['10.1.0.1 -> 10.2.0.1 tcp/443', box('10.1.0.0/24', '10.2.0.0/24', { remotePort: port(443) })],
    ['10.1.0.1 -> 10.2.0.1 tcp/80', box('10.1.0.0/24', '10.2.0.0/24', { remotePort: port(1, 80) })],
    ['10.1.0.1 -> 10.2.0.1 tcp/80', box('10.1.0.0/24', '10.2.0.0/24', { remotePort: port(80, 90) })],
    ['10.1.0.1 -> 10.2.0.1 tcp/1024', box('10.1.0.0/24', '10.2.0.0/24', { remotePort: port(1024, 65_535) })],
    ['10.1.0.1 -> 10.2.0.1 tcp/80', box('10.1.0.0/24', '10.2.0.0/24', { protocol: port(2, 255) })],
    ['10.1.0.1 -> 10.2.0.1 icmp', box('10.1.0.0/24', '10.2.0.0/24', protocol('icmp'))],
    ['192.0.2.1 -> 192.0.2.2 icmp', box('0.0.0.0/0', '0.0.0.0/0')],
    ['2001:db8::1 -> 2001:db8::2 icmpv6', box('::/0', '::/0')],
    ['10.1.0.1 -> 10.1.0.2 icmp', box('10.1.0.0/24', '10.1.0.0/16')],
    ['10.1.0.1 -> 10.1.0.1 icmp', box('10.1.0.1', '10.1.0.1')],
    [
      '10.1.0.1 -> 10.2.0.1 icmp/3',
      box('10.1.0.0/24', '10.2.0.0/24', { ...protocol('icmp'), localPort: icmpPorts(3) }),
    ],
    [
      '10.1.0.1 -> 10.2.0.1 icmp/3',
      box('10.1.0.0/24', '10.2.0.0/24', { ...protocol('icmp'), remotePort: icmpPorts(3) }),
    ],
  ])('%s', (expected, one) => {
    const packet = witness([one])
    expect(packet && formatPacket(packet)).toBe(expected)
    expect(packet && packetInBox(packet, one)).toBe(true)
  })

  it.each<[string, string, readonly Box[]]>([
    [
      'an address of a host, where the network itself was cut off first',
      '10.1.0.1 -> 10.2.0.2 icmp',
      [box('10.1.0.0/24', '10.2.0.0'), box('10.1.0.0/24', '10.2.0.2-10.2.0.4')],
    ],
    [
      'the same of who sends',
      '10.2.0.2 -> 10.1.0.1 icmp',
      [box('10.2.0.0', '10.1.0.0/24'), box('10.2.0.2-10.2.0.4', '10.1.0.0/24')],
    ],
    [
      'the next one where a remainder begins with the network',
      '10.1.0.1 -> 10.2.0.5 icmp',
      [box('10.1.0.0-10.1.0.4', '10.2.0.5')],
    ],
    ['the same in IPv6', '2001:db8:1::1 -> 2001:db8:2::5 icmpv6', [box('2001:db8:1::-2001:db8:1::4', '2001:db8:2::5')]],
    [
      'the network itself where there is nothing else (RFC 3021 gives it to a host)',
      '10.1.0.1 -> 10.2.0.0 icmp',
      [box('10.1.0.0/24', '10.2.0.0'), box('10.1.0.0/24', '10.3.0.0')],
    ],
  ])('takes %s', (_, expected, boxes) => {
    const packet = witness(boxes)
    expect(packet && formatPacket(packet)).toBe(expected)
  })
})

describe('parsePacket', () => {
  it.each([
    ['203.0.113.1 -> 10.2.0.10 icmp', '203.0.113.1 -> 10.2.0.10 icmp'],
    ['203.0.113.1 -> 10.2.0.10', '203.0.113.1 -> 10.2.0.10 icmp'],
    ['  203.0.113.1→10.2.0.10   ICMP ', '203.0.113.1 -> 10.2.0.10 icmp'],
    ['203.0.113.1 > 10.2.0.10 1', '203.0.113.1 -> 10.2.0.10 icmp'],
    ['203.0.113.1 to 10.2.0.10', '203.0.113.1 -> 10.2.0.10 icmp'],
    ['10.1.0.5->10.2.0.9 tcp/80', '10.1.0.5 -> 10.2.0.9 tcp/80'],
    ['10.1.0.5 => 10.2.0.9 TCP : 443', '10.1.0.5 -> 10.2.0.9 tcp/443'],
    ['10.1.0.5 -> 10.2.0.9 tcp 443', '10.1.0.5 -> 10.2.0.9 tcp/443'],
    ['10.1.0.5 -> 10.2.0.9 tcp', '10.1.0.5 -> 10.2.0.9 tcp/80'],
    ['10.1.0.5 -> 10.2.0.9 icmp/3', '10.1.0.5 -> 10.2.0.9 icmp/3'],
    ['10.1.0.5 -> 10.2.0.9 icmp/8', '10.1.0.5 -> 10.2.0.9 icmp'],
    ['10.1.0.5 -> 10.2.0.9 0', '10.1.0.5 -> 10.2.0.9 0'],
    ['10.1.0.5/32 -> 10.2.0.9/32 esp', '10.1.0.5 -> 10.2.0.9 esp'],
    ['2001:db8::1 -> 2001:db8::2', '2001:db8::1 -> 2001:db8::2 icmpv6'],
    ['SubnetA -> 2001:db8::2', 'SubnetA -> 2001:db8::2 icmpv6'],
    ['ISA-A -> SubnetB icmp', 'ISA-A -> SubnetB icmp'],
    ['ISA-A>SubnetB', 'ISA-A -> SubnetB icmp'],
    ['A -> 分部', 'A -> 分部 icmp'],
    ['2001:db8::1 -> SubnetB', '2001:db8::1 -> SubnetB icmpv6'],
    ['Site2_a.b-c -> _x', 'Site2_a.b-c -> _x icmp'],
    ['anyone -> 10.2.0.9', 'anyone -> 10.2.0.9 icmp'],
    ['10.1.0.5 -> 10.2.0.9 sctp', '10.1.0.5 -> 10.2.0.9 sctp/80'],
    ['10.1.0.5 -> 10.2.0.9 udp', '10.1.0.5 -> 10.2.0.9 udp/53'],
    ['10.1.0.5 -> 10.2.0.9 tcp/65535', '10.1.0.5 -> 10.2.0.9 tcp/65535'],
    ['10.1.0.5 -> 10.2.0.9 icmp/255', '10.1.0.5 -> 10.2.0.9 icmp/255'],
    ['2001:db8::1 -> 2001:db8::2 icmpv6/1', '2001:db8::1 -> 2001:db8::2 icmpv6/1'],
  ])('reads "%s"', (text, expected) => {
    const packet = parsePacket(text)
    expect(isProblem(packet) ? packet.problem : formatPacket(packet)).toBe(expected)
  })

  it.each([
    ['', '"" is not a packet.'],
    ['203.0.113.1', '"203.0.113.1" is not a packet.'],
    ['-> 10.2.0.9', '"-> 10.2.0.9" is not a packet.'],
    ['a -> b -> c', '"a -> b -> c" is not a packet.'],
    ['10.1.0.5 -> 10.2.0.9 tcp/80 now', '"10.1.0.5 -> 10.2.0.9 tcp/80 now" is not a packet.'],
    ['999.1.1.1 -> 10.2.0.9', '"999.1.1.1" is not an IPv4 address: 999 is larger than 255.'],
    ['10.1.0.5 -> 10.2.0.0/24', '"10.2.0.0/24" is more than one address.'],
    ['any -> 10.2.0.9', '"any" is more than one address.'],
    ['SubnetA/24 -> 10.2.0.9', '"SubnetA" is not an IP address.'],
    ['10.1.0.5 -> 2SubnetB', '"2SubnetB" is not an IP address.'],
    ['10.1.0.5 -> 10.2.0.9 tcp/123456', '"10.1.0.5 -> 10.2.0.9 tcp/123456" is not a packet.'],
    ['10.1.0.5 -> 2001:db8::1', 'The packet "10.1.0.5 -> 2001:db8::1" mixes IPv4 and IPv6.'],
    ['10.1.0.5 -> 10.2.0.9 tpc', '"tpc" is not one protocol.'],
    ['10.1.0.5 -> 10.2.0.9 any', '"any" is not one protocol.'],
    ['10.1.0.5 -> 10.2.0.9 256', '"256" is not one protocol.'],
    ['10.1.0.5 -> 10.2.0.9 tcp/65536', '65536 is not a port.'],
    ['10.1.0.5 -> 10.2.0.9 icmp/256', '256 is not a type of ICMP message.'],
    ['10.1.0.5 -> 10.2.0.9 gre/80', 'The protocol gre has no ports.'],
  ])('says of "%s": %s', (text, problem) => {
    expect(parsePacket(text)).toEqual({ problem: expect.stringContaining(problem) })
    expect(parsePacket(text)).toEqual({ problem: expect.stringContaining('Write a packet as "203.0.113.1 ->') })
  })

  it('reads back what was printed', () => {
    const protocols = fc.constantFrom('icmp', 'tcp', 'udp', 'sctp', 'gre', '0', '200')
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), protocols, fc.option(fc.nat(65_535)), (source, destination, name, number) => {
        const hasPorts = ['tcp', 'udp', 'sctp'].includes(name)
        const packet = parsePacket(`${source} -> ${destination} ${name}${hasPorts ? `/${number ?? 0}` : ''}`)
        if (isProblem(packet)) throw new Error(packet.problem)
        expect(parsePacket(formatPacket(packet))).toEqual(packet)
        expect(packet.destinationPort).toBe(hasPorts ? (number ?? 0) : packet.sourcePort)
      }),
    )
  })

  it('never throws', () => {
    const near = fc.string({ unit: fc.constantFrom(...'01.:/->→ tocpani%') })
    fc.assert(
      fc.property(fc.oneof(fc.string(), near), (text) => {
        const packet = parsePacket(text)
        expect(isProblem(packet) || formatPacket(packet).includes(' -> ')).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('replyTo', () => {
  it.each([
    ['10.1.0.5 -> 10.2.0.9 icmp', '10.2.0.9 -> 10.1.0.5 icmp/0'],
    ['2001:db8::1 -> 2001:db8::2', '2001:db8::2 -> 2001:db8::1 icmpv6/129'],
    ['10.1.0.5 -> 10.2.0.9 tcp/80', '10.2.0.9 -> 10.1.0.5 tcp/49152'],
    ['10.1.0.5 -> 10.2.0.9 esp', '10.2.0.9 -> 10.1.0.5 esp'],
  ])('answers %s with %s', (text, expected) => {
    const packet = parsePacket(text)
    if (isProblem(packet)) throw new Error(packet.problem)
    expect(formatPacket(replyTo(packet))).toBe(expected)
    expect(replyTo(packet).sourcePort).toBe(text.endsWith('tcp/80') ? 80 : replyTo(packet).destinationPort)
  })
})
