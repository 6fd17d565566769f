import { describe, expect, it } from 'vitest'
import { parseSelector } from '../../../../src/core/vendors/strongswan/traffic-selectors.ts'
import { selectorInWords } from './read-settings.ts'

const SPAN = { source: 'a.conf', line: 1, column: 1, length: 1 }

function read(text: string) {
  const { template, remark, certain } = parseSelector(text, SPAN)
  return { selector: template === null ? null : selectorInWords(template), remark, certain }
}

describe('a selector', () => {
  it.each([
    ['dynamic', 'dynamic any any'],
    ['dynamic[udp/1701]', 'dynamic udp 1701'],
    ['10.1.0.5/24', '10.1.0.0/24 any any'],
    ['10.1.0.1', '10.1.0.1 any any'],
    ['10.1.0.0-10.1.0.9', '10.1.0.0-10.1.0.9 any any'],
    ['2001:db8::/32', '2001:db8::/32 any any'],
    ['0.0.0.0/0', '0.0.0.0/0 any any'],
    ['10.1.0.0/24[tcp/80]', '10.1.0.0/24 tcp 80'],
    ['10.1.0.0/24 [tcp/80]', '10.1.0.0/24 tcp 80'],
    ['10.1.0.0/24[tcp]', '10.1.0.0/24 tcp any'],
    ['10.1.0.0/24[/80]', '10.1.0.0/24 any 80'],
    ['10.1.0.0/24[any/8080]', '10.1.0.0/24 any 8080'],
    ['10.1.0.0/24[0/http]', '10.1.0.0/24 any 80'],
    ['10.1.0.0/24[TCP/1000-2000]', '10.1.0.0/24 tcp 1000-2000'],
    ['10.1.0.0/24[0x6/0x50]', '10.1.0.0/24 tcp 80'],
    ['10.1.0.0/24[47]', '10.1.0.0/24 gre any'],
    ['10.1.0.0/24[ipip]', '10.1.0.0/24 94 any'],
    ['10.1.0.0/24[icmp/8]', '10.1.0.0/24 icmp 2048'],
    ['10.1.0.0/24[icmp/2048-2303]', '10.1.0.0/24 icmp 2048-2303'],
    ['10.1.0.0/24[]', '10.1.0.0/24 any any'],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual({ selector: expected, remark: null, certain: true })
  })

  it.each([
    ['10.1.0.0/24[%any/8080]', /protocol "%any".*written "any"/],
    ['10.1.0.0/24[Tcp]', /protocol "Tcp"/],
    ['10.1.0.0/24[256]', /protocol "256"/],
    ['10.1.0.0/24[tcp/70000]', /"70000".*no port/],
    ['10.1.0.0/24[tcp/80 ]', /no port/],
    ['10.1.0.0/24[tcp', /closing bracket/],
    ['10.1.0/24', /not an IPv4 address/],
    ['10.1.0.0/-1', /neither a network nor a range/],
    ['10.1.0.1 [tcp]', /not an IP address/],
    ['gw.example.net', /not an IP address/],
    ['%dynamic', /not an IP address/],
    ['Dynamic', /not an IP address/],
    ['any', /not an IP address/],
    ['10.1.0.0-2001:db8::1', /mixes/],
  ])('%s is refused', (text, expected) => {
    const { selector, remark, certain } = read(text)
    expect([selector, certain]).toEqual([null, true])
    expect(remark).toMatch(expected)
  })

  it.each([
    ['10.1.0.0/255.255.255.0', '10.1.0.0 any any', /prefix length of 32/],
    ['10.1.0.0/33', '10.1.0.0 any any', /prefix length of 32/],
    ['10.1.0.0/', '0.0.0.0/0 any any', /prefix length of 0/],
    ['10.1.0.0/24 10.2.0.0/24', '10.1.0.0/24 any any', /prefix length of 24/],
    ['%any', '0.0.0.0 any any', /single address 0\.0\.0\.0/],
  ])('%s is read as something else than was meant, which is told', (text, expected, remark) => {
    expect(read(text)).toMatchObject({ selector: expected, certain: true })
    expect(read(text).remark).toMatch(remark)
  })

  it.each([
    ['10.1.0.0/24[tcp/opaque]', '10.1.0.0/24 tcp any'],
    ['10.1.0.0/24[tcp/frobnicate]', '10.1.0.0/24 tcp any'],
    ['10.1.0.0/24[tcp/2000-1000]', '10.1.0.0/24 tcp 2000'],
    ['10.1.0.9-10.1.0.0', '10.1.0.9 any any'],
    ['NET_A[tcp/80]', 'NET_A tcp 80'],
    ['HOST_A/32', 'HOST_A any any'],
    ['NET_A/24', 'NET_A/24 any any'],
  ])('%s is not known for certain', (text, expected) => {
    const { selector, certain, remark } = read(text)
    expect([selector, certain]).toEqual([expected, false])
    expect(remark).toMatch(/\.$/)
  })
})
