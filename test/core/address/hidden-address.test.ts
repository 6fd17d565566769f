import { describe, expect, it } from 'vitest'
import { formatHost, nameRange } from '../../../src/core/address/address-range.ts'
import { isHiddenNetwork, mayBeHidden } from '../../../src/core/address/hidden-address.ts'
import {
  isProblem,
  parseAddress,
  parseHost,
  parseMasked,
  parsePrefix,
} from '../../../src/core/address/parse-address.ts'

function told(range: ReturnType<typeof parseAddress>): string {
  return isProblem(range) ? range.problem : `${range.family} ${formatHost(range)} ${isHiddenNetwork(range)}`
}

describe('an address of which a part is hidden', () => {
  it.each([
    'x.x.x.x',
    'XX.XX.XX.XX',
    '203.0.113.x',
    '1xx.20x.30.4',
    '10.*.*.*',
    '***.***.***.***',
    'A.B.C.D',
    'aa.bb.cc.dd',
    '2001:db8:x::1',
    '2001:db8:xxxx:xxxx:1:2:3:4',
    '2axx:xx:xx:xx::1',
  ])('is a name: %s', (text) => {
    expect(told(parseAddress(text))).toBe(`name ${text.toLowerCase()} true`)
  })

  it.each([
    '10.x.x',
    '10.x.x.x.x',
    '10.0.0.1x',
    'x10.0.0.1',
    '10.0.0.xy',
    '2001x:xx::1',
    'www.ab.co.uk',
    'vpn.example.com',
    '2001:x:1',
    '2001:db8::zz',
    'x',
    'x:x:x',
  ])('is none, since that may be something else: %s', (text) => {
    expect(told(parseAddress(text))).toBe(`"${text}" is not an ${text.includes(':') ? 'IPv6' : 'IP'} address.`)
  })
})

describe('a word in the place of an address', () => {
  it.each([
    ['<HQ-WAN>', 'name <hq-wan> true'],
    ['[removed]', 'name [removed] true'],
    ['{{ peer_ip }}', 'name {{ peer_ip }} true'],
    ['$PEER_IP', 'name $peer_ip true'],
    ['%PEER%', 'name %peer% true'],
    ['PEER_A', 'name PEER_A false'],
    ['HQ-PUBLIC-IP', 'name HQ-PUBLIC-IP false'],
  ])('is a host where nothing else can stand: %s', (text, host) => {
    expect(told(parseHost(text))).toBe(host)
    expect(told(parseMasked(text, '255.255.255.255'))).toBe(host)
    expect(told(parseAddress(text))).toBe(`"${text}" is not an IP address.`)
  })

  it.each(['peer', '<none>', '%any', '%defaultroute', 'a.b', '<a/b>', '[2001:db8::1]', ''])('is none: %j', (text) => {
    expect(isProblem(parseHost(text))).toBe(true)
  })
})

describe('a network of which a part is hidden', () => {
  it('is the same in each notation of its mask, and in capitals', () => {
    const all = [
      parsePrefix('10.x.x.0/24'),
      parsePrefix('10.X.X.0/24'),
      parseMasked('10.x.x.0', '255.255.255.0'),
      parseMasked('10.x.x.0', '/24'),
      parseMasked('10.x.x.0', '24'),
    ].map(told)
    expect(new Set(all)).toEqual(new Set(['name 10.x.x.0/24 true']))
  })

  it('is another one with another length, and a host with the longest', () => {
    expect(told(parsePrefix('10.x.x.0/16'))).toBe('name 10.x.x.0/16 true')
    expect(told(parsePrefix('10.x.x.1/32'))).toBe('name 10.x.x.1 true')
    expect(told(parsePrefix('2001:db8:x::/48'))).toBe('name 2001:db8:x::/48 true')
    expect(told(parsePrefix('<branch-lan>/24'))).toBe('name <branch-lan>/24 true')
  })

  it('is none where the mask is none', () => {
    expect(told(parsePrefix('10.x.x.0/33'))).toBe('"33" is not a mask of 10.x.x.0.')
    expect(told(parseMasked('10.x.x.0', '255.0.255.0'))).toBe('"255.0.255.0" is not a mask of 10.x.x.0.')
  })
})

describe('what a hidden one may be', () => {
  it.each([
    ['x.x.x.x', '203.0.113.1/32', true],
    ['203.0.113.x', '203.0.113.1/32', true],
    ['203.0.113.x', '203.0.114.1/32', false],
    ['203.0.113.1xx', '203.0.113.120/32', true],
    ['203.0.113.1xx', '203.0.113.12/32', false],
    ['10.x.x.0/24', '10.1.2.0/24', true],
    ['10.x.x.0/24', '10.1.2.0/25', false],
    ['10.x.x.0/24', '10.0.0.0/16', false],
    ['<branch-lan>/24', '10.1.2.0/24', true],
    ['2001:db8:x::/48', '2001:db8:1::/48', false],
    ['10.1.2.0/24', '10.1.2.0/24', false],
  ])('%s and %s: %s', (hidden, shown, wanted) => {
    const [one, other] = [hidden.includes('/') ? parsePrefix(hidden) : parseAddress(hidden), parsePrefix(shown)]
    expect(!isProblem(one) && !isProblem(other) && mayBeHidden(one, other)).toBe(wanted)
  })
})

describe('a name', () => {
  it.each(['SubnetA', 'vpn.example.com', 'ISA-A'])('that stands for a network or a host hides nothing: %s', (name) => {
    expect(isHiddenNetwork(nameRange(name))).toBe(false)
  })
})
