import { isIPv4, isIPv6 } from 'node:net'
import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { describe, expect, it } from 'vitest'
import { formatHost, formatRange, wholeFamily } from '../../../src/core/address/address-range.ts'
import {
  type AddressProblem,
  isProblem,
  parseAddress,
  parseAddressText,
  parseMasked,
  parsePrefix,
  parseRange,
  plainNetwork,
  plainPrefix,
} from '../../../src/core/address/parse-address.ts'

function show(result: ReturnType<typeof parseAddressText>): string {
  return isProblem(result) ? result.problem : formatRange(result)
}

describe('parseAddressText', () => {
  it.each([
    ['203.0.113.1', '203.0.113.1/32'],
    ['  203.0.113.1 ', '203.0.113.1/32'],
    ['0.0.0.0', '0.0.0.0/32'],
    ['255.255.255.255', '255.255.255.255/32'],
    ['10.0.0.0/24', '10.0.0.0/24'],
    ['10.0.0.0 / 24', '10.0.0.0/24'],
    ['10.0.0.7/24', '10.0.0.0/24'],
    ['10.0.0.0/255.255.255.0', '10.0.0.0/24'],
    ['10.0.0.0 255.255.255.0', '10.0.0.0/24'],
    ['10.0.0.0  (255.255.255.0)', '10.0.0.0/24'],
    ['10.0.0.1 255.255.255.255', '10.0.0.1/32'],
    ['0.0.0.0/0.0.0.0', '0.0.0.0/0'],
    ['10.0.0.1-10.0.0.9', '10.0.0.1-10.0.0.9'],
    ['10.0.0.1 - 10.0.0.9', '10.0.0.1-10.0.0.9'],
    ['10.0.0.1–10.0.0.9', '10.0.0.1-10.0.0.9'],
    ['10.0.0.1..10.0.0.9', '10.0.0.1-10.0.0.9'],
    ['10.0.0.3-10.0.0.3', '10.0.0.3/32'],
    ['any', '0.0.0.0/0'],
    ['Any', '0.0.0.0/0'],
    ['*', '0.0.0.0/0'],
    [' * ', '0.0.0.0/0'],
    ['2001:db8::/32', '2001:db8::/32'],
    ['2001:db8::1', '2001:db8::1/128'],
    ['2001:db8::1 - 2001:db8::9', '2001:db8::1-2001:db8::9'],
    ['fe80::1-fe80::2', 'fe80::1-fe80::2'],
    ['2001:db8::192.0.2.1', '2001:db8::c000:201/128'],
    ['::192.0.2.1', '::c000:201/128'],
    ['10.0.0.0 ( 255.255.255.0 )', '10.0.0.0/24'],
    ['10.0.0.0 / 255.255.255.0', '10.0.0.0/24'],
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['10.0.0.5/32', '10.0.0.5/32'],
    ['10.0.0.1—10.0.0.9', '10.0.0.1-10.0.0.9'],
    ['FE80::A - FE80::C', 'fe80::a-fe80::c'],
    // The last one before, and the first one behind the addresses in IPv4's clothes.
    ['::fffe:ffff:ffff', '::fffe:ffff:ffff/128'],
    ['::1:0:0:0', '::1:0:0:0/128'],
  ])('reads "%s" as %s', (text, expected) => {
    expect(show(parseAddressText(text))).toBe(expected)
  })

  it.each([
    ['', 'The address is empty.'],
    ['  ', 'The address is empty.'],
    ['SubnetA', '"SubnetA" is not an IP address.'],
    ['10', '"10" is not an IP address.'],
    ['many', '"many" is not an IP address.'],
    ['anyone', '"anyone" is not an IP address.'],
    ['x10.0.0.1-10.0.0.2', '"x10.0.0.1-10.0.0.2" is not an IP address.'],
    ['x 10.0.0.0 255.0.0.0', '"x 10.0.0.0 255.0.0.0" is not an IP address.'],
    ['10.0.0.0 255.0.0.0 x', '"10.0.0.0 255.0.0.0 x" is not an IP address.'],
    ['10.0.0.0/24 x', '"10.0.0.0/24 x" is not an IP address.'],
    ['x 10.0.0.0/24', '"x 10.0.0.0/24" is not an IP address.'],
    ['10.0.0.1x', '"10.0.0.1x" is not an IP address.'],
    ['10.0.0,1', '"10.0.0,1" is not an IP address.'],
    ['1+.0.0.1', '"1+.0.0.1" is not an IP address.'],
    ['10.0.0:1', '"10.0.0:1" is not an IPv6 address.'],
    ['x10.0.0.1', '"x10.0.0.1" is not an IP address.'],
    ['10.0.0.256', '"10.0.0.256" is not an IPv4 address: 256 is larger than 255.'],
    ['10.0.0.00', '"10.0.0.00" is ambiguous: 00 with a leading zero is read as octal by some programs.'],
    ['1.10.010.100', '"1.10.010.100" is ambiguous: 010 with a leading zero is read as octal by some programs.'],
    ['-', '"-" is not an IP address.'],
    ['/24', '"/24" is not an IP address.'],
    ['10.0.0.0/24/24', '"10.0.0.0/24/24" is not an IP address.'],
    ['999.1.1.1', '"999.1.1.1" is not an IPv4 address: 999 is larger than 255.'],
    ['999.1.1.0/24', '"999.1.1.0" is not an IPv4 address: 999 is larger than 255.'],
    ['10.0.0', '"10.0.0" is not an IPv4 address: it has 3 numbers, not 4.'],
    ['10.0.0.0.1', '"10.0.0.0.1" is not an IPv4 address: it has 5 numbers, not 4.'],
    ['10.01.0.1', '"10.01.0.1" is ambiguous: 01 with a leading zero is read as octal by some programs.'],
    ['255.0.0.01', '"255.0.0.01" is ambiguous: 01 with a leading zero is read as octal by some programs.'],
    ['10.0.0.1.', '"10.0.0.1." is not an IP address.'],
    ['10.0.0.0/33', 'The prefix length /33 of 10.0.0.0 is larger than 32.'],
    ['10.0.0.0/9999999999', 'The prefix length /9999999999 of 10.0.0.0 is larger than 32.'],
    ['2001:db8::/129', 'The prefix length /129 of 2001:db8:: is larger than 128.'],
    ['10.0.0.0/024', '"024" is not a mask.'],
    ['10.0.0.0/x', '"x" is not a mask.'],
    ['10.0.0.0/255.255.0.255', 'The mask 255.255.0.255 has a gap: a mask is ones, then zeros.'],
    ['10.0.0.0 0.0.0.255', 'The mask 0.0.0.255 has a gap: a mask is ones, then zeros.'],
    ['2001:db8::/255.255.0.0', 'The address 2001:db8:: and the mask 255.255.0.0 mix IPv4 and IPv6.'],
    ['10.0.0.9-10.0.0.1', 'The range 10.0.0.9-10.0.0.1 runs backwards.'],
    ['10.0.0.1 - 2001:db8::1', 'The range 10.0.0.1 - 2001:db8::1 mixes IPv4 and IPv6.'],
    ['10.0.0.1-', '"10.0.0.1-" is not an address range.'],
    ['10.0.0.1-10.0.0.2-10.0.0.3', '"10.0.0.1-10.0.0.2-10.0.0.3" is not an address range.'],
    ['10.0.0.256-10.0.0.9', '"10.0.0.256" is not an IPv4 address: 256 is larger than 255.'],
    ['10.0.0.1-10.0.0.256', '"10.0.0.256" is not an IPv4 address: 256 is larger than 255.'],
    ['2001:db8::1::2', '"2001:db8::1::2" is not an IPv6 address.'],
    ['2001:db8::192.0.2.256', '"2001:db8::192.0.2.256" is not an IPv6 address.'],
    ['2001:db8::192.0.2.010', '"2001:db8::192.0.2.010" is not an IPv6 address.'],
    ['fe80::1%eth0', '"fe80::1%eth0" has a zone, which has no meaning at the other end.'],
    ['::ffff:10.0.0.1', '"::ffff:10.0.0.1" is an IPv4 address written as IPv6, which matches no IPv4 address.'],
    ['::ffff:0:0', '"::ffff:0:0" is an IPv4 address written as IPv6, which matches no IPv4 address.'],
    ['::ffff:ffff:ffff', '"::ffff:ffff:ffff" is an IPv4 address written as IPv6, which matches no IPv4 address.'],
    ['::ffff:a00:1', '"::ffff:a00:1" is an IPv4 address written as IPv6, which matches no IPv4 address.'],
  ])('says of "%s": %s', (text, problem) => {
    expect(parseAddressText(text)).toEqual<AddressProblem>({ problem })
  })

  it('never throws, and gives a range that is no range only as a problem', () => {
    const near = fc.string({ unit: fc.constantFrom(...'0129afx:./-% –(,)') })
    fc.assert(
      fc.property(fc.oneof(fc.string(), near), (text) => {
        const result = parseAddressText(text)
        if (!isProblem(result)) expect(result.from <= result.to).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('parseAddress', () => {
  const dotted = fc.array(fc.constantFrom('0', '1', '9', '99', '255', '256', '01', ''), { minLength: 3, maxLength: 5 })
  const grouped = fc.array(fc.constantFrom('', '0', '1', 'ab', 'ffff', '10000', '0001', 'g', '192.0.2.1'), {
    minLength: 2,
    maxLength: 9,
  })
  const addresses = fc.oneof(
    dotted.map((octets) => octets.join('.')),
    grouped.map((groups) => groups.join(':')),
    fc.ipV4(),
    fc.ipV6(),
  )

  it('accepts what the runtime accepts, but for IPv4 addresses in IPv6 clothes', () => {
    fc.assert(
      fc.property(addresses, (text) => {
        const result = parseAddress(text)
        if (isProblem(result) && result.problem.includes('written as IPv6')) expect(isIPv6(text)).toBe(true)
        else expect(!isProblem(result)).toBe(isIPv4(text) || isIPv6(text))
      }),
      { numRuns: 5000 },
    )
  })

  it('reads IPv6 as ipaddr.js does', () => {
    const hexadecimal = fc.string({ unit: fc.constantFrom(...'0129afAF:::'), maxLength: 45 })
    fc.assert(
      fc.property(fc.oneof(hexadecimal, addresses), (text) => {
        fc.pre(text.includes(':') && !text.includes('.'))
        const [expected, result] = [ipaddr.IPv6.isValid(text), parseAddress(text)]
        if (isProblem(result)) expect(!expected || result.problem.includes('written as IPv6')).toBe(true)
        else expect(formatHost(result)).toBe(ipaddr.IPv6.parse(text).toRFC5952String())
      }),
      { numRuns: 5000 },
    )
  })
})

describe('parseMasked, parsePrefix, parseRange', () => {
  it('take only their own form', () => {
    expect(show(parseMasked('10.0.0.5', '/24'))).toBe('10.0.0.0/24')
    expect(show(parseMasked('10.0.0.5', '255.255.255.252'))).toBe('10.0.0.4/30')
    expect(show(parsePrefix('2001:db8::/32'))).toBe('2001:db8::/32')
    expect(show(parsePrefix('10.0.0.0'))).toBe('"10.0.0.0" is not a prefix, which is an address, a slash and a number.')
    expect(show(parsePrefix('10.0.0.0/255.0.0.0'))).toContain('is not a prefix')
    expect(show(parsePrefix('10.0.0.0/33'))).toBe('The prefix length /33 of 10.0.0.0 is larger than 32.')
    expect(show(parsePrefix(' 10.0.0.0 '))).toBe(
      '"10.0.0.0" is not a prefix, which is an address, a slash and a number.',
    )
    expect(show(parsePrefix('10.0.0.0/x8'))).toContain('is not a prefix')
    expect(show(parsePrefix('10.0.0.0/8x'))).toContain('is not a prefix')
    expect(show(parseMasked('10.0.0.5', ' /24 '))).toBe('10.0.0.0/24')
    expect(show(parseMasked('10.0.0.5', '/32'))).toBe('10.0.0.5/32')
    expect(show(parseMasked('2001:db8::5', '/128'))).toBe('2001:db8::5/128')
    expect(show(parseMasked('10.0.0.5', '24/'))).toBe('"24/" is not a mask.')
    expect(show(parseMasked(' 10.0.0.5 ', '33'))).toBe('The prefix length /33 of 10.0.0.5 is larger than 32.')
    expect(show(parseMasked(' 10.0.0.5 ', 'ffff::'))).toBe(
      'The address 10.0.0.5 and the mask ffff:: mix IPv4 and IPv6.',
    )
    expect(show(parseMasked('2001:db8::5', 'ffff:ffff::'))).toBe('2001:db8::/32')
    expect(show(parseRange(' 10.0.0.1 - 10.0.0.2 '))).toBe('10.0.0.1-10.0.0.2')
    expect(show(parseRange('  '))).toBe('"" is not an address range.')
    expect(show(parseRange(' 10.0.0.9 - 10.0.0.1 '))).toBe('The range 10.0.0.9 - 10.0.0.1 runs backwards.')
    expect(show(parseRange(' 10.0.0.9 '))).toBe('"10.0.0.9" is not an address range.')
    expect(show(parseRange('10.0.0.1'))).toBe('"10.0.0.1" is not an address range.')
  })

  it('reads each of the 33 dotted masks as its prefix length', () => {
    for (let length = 0; length <= 32; length += 1) {
      const mask = length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0
      const octets = [mask >>> 24, (mask >>> 16) & 255, (mask >>> 8) & 255, mask & 255].join('.')
      expect(parseMasked('10.9.8.7', octets)).toEqual(parsePrefix(`10.9.8.7/${length}`))
    }
    expect(parsePrefix('10.9.8.7/0')).toEqual(wholeFamily('ipv4'))
  })
})

/** What is read without a copy of any part of the text; for the rest, and to say what is wrong, there are the readers above. */
describe('plainNetwork and plainPrefix', () => {
  it.each([
    ['10.1.2.3/24', '10.1.2.0/24'],
    ['10.1.2.3/0', '0.0.0.0/0'],
    ['10.1.2.3/9', '10.0.0.0/9'],
    ['10.1.2.3/32', '10.1.2.3/32'],
  ])('%s is %s to both, also behind something else', (text, network) => {
    expect([plainNetwork(text, 0), plainNetwork(`a/b ${text}`, 4), plainPrefix(text)]).toEqual(
      Array(3).fill(parseAddressText(network)),
    )
  })

  it.each([
    ['10.1.2.3/255.255.0.0', '10.1.0.0/16'],
    ['10.1.2.3/0.0.0.0', '0.0.0.0/0'],
    ['10.1.2.3/255.255.255.255', '10.1.2.3/32'],
  ])('%s is %s to plainNetwork alone', (text, network) => {
    expect(plainNetwork(text, 0)).toEqual(parseAddressText(network))
    expect(plainPrefix(text)).toBeUndefined()
  })

  it.each([
    ['2001:db8::1/32', '2001:db8::/32'],
    ['::/0', '::/0'],
    ['2001:db8::1/128', '2001:db8::1/128'],
  ])('%s is %s to plainPrefix alone', (text, network) => {
    expect(plainPrefix(text)).toEqual(parseAddressText(network))
    expect(plainNetwork(text, 0)).toBeUndefined()
  })

  it.each([
    '10.1.2.3',
    '10.1.2.3/',
    '/24',
    '10.1.2.3/33',
    '10.1.2.3/024',
    '10.1.2.3/00',
    '10.1.2.3/1000',
    '10.1.2.3/2x',
    '10.1.2.3/2/',
    '10.1.2.3 /24',
    '10.1.2/24',
    '10.1.2.3/255.0.255.0',
    '10.1.2.3/0.0.0.255',
    '2001:db8::/129',
    '::ffff:a00:1/128',
    'net/24',
  ])('%s is none to both', (text) => {
    expect([plainNetwork(text, 0), plainPrefix(text)]).toEqual([undefined, undefined])
  })
})

describe('what is written plainly', () => {
  it('is read like what has blanks around it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: 0, max: 300 }).map(String), fc.constantFrom('', '00', '01', 'x')), {
          minLength: 3,
          maxLength: 5,
        }),
        fc.oneof(fc.integer({ min: 0, max: 40 }).map(String), fc.constantFrom('', '00', '08', 'x', '-1', '1e1')),
        (octets, length) => {
          const address = octets.join('.')
          expect(parseAddress(address)).toEqual(parseAddress(` ${address} `))
          expect(parsePrefix(`${address}/${length}`)).toEqual(parsePrefix(` ${address}/${length} `))
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('is read like what has blanks around it, of IPv6 too', () => {
    const group = fc.constantFrom('', '0', '1', 'ab', 'FFFF', '10000', '192.0.2.1')
    const length = fc.oneof(fc.integer({ min: 0, max: 140 }).map(String), fc.constantFrom('', '00', '064', 'x', '-1'))
    fc.assert(
      fc.property(fc.array(group, { minLength: 2, maxLength: 9 }), length, (groups, bits) => {
        const prefix = `${groups.join(':')}/${bits}`
        expect(parsePrefix(prefix)).toEqual(parsePrefix(` ${prefix} `))
      }),
      { numRuns: 2000 },
    )
  })
})
