import { describe, expect, it } from 'vitest'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { ciscoSegments } from '../../../../src/core/vendors/cisco/which-product.ts'

const segments = (text: string) => ciscoSegments(splitLines('a.txt', text))

describe('whose configuration it is', () => {
  it.each([
    ['crypto map VPN 10 ipsec-isakmp\n set peer 198.51.100.7\n match address 101'],
    ['access-list 101 permit ip 10.1.0.0 0.0.255.255 10.2.0.0 0.0.255.255'],
    ['crypto isakmp policy 10\n encr aes 256\n hash sha256\n authentication pre-share\n group 14'],
    ['crypto ikev2 proposal P\n encryption aes-cbc-256\n integrity sha256\n prf sha256\n group 14'],
    ['interface Tunnel0\n tunnel source 192.0.2.1\n tunnel mode ipsec ipv4'],
    ['crypto ipsec transform-set T esp-aes 256 esp-sha-hmac'],
    ['ip access-list extended VPN\n permit ip any any'],
    ['crypto dynamic-map D 10\n set transform-set T'],
  ])('is IOS: %s', (text) => {
    expect(segments(text)).toEqual([{ product: 'ios', anchor: 1 }])
  })

  it.each([
    ['crypto map VPN 10 match address ACL\ncrypto map VPN 10 set peer 198.51.100.7\ncrypto map VPN interface outside'],
    ['access-list ACL extended permit ip object-group A object-group B'],
    ['crypto ikev1 policy 10\n authentication pre-share\n encryption aes-256\n hash sha\n group 14'],
    ['crypto ikev2 policy 1\n encryption aes-256\n integrity sha256\n group 14\n prf sha256'],
    ['tunnel-group 198.51.100.7 type ipsec-l2l'],
    ['nat (inside,outside) source static A A destination static B B'],
    [
      'crypto isakmp policy 10 encryption aes\ncrypto isakmp enable outside\ncrypto ipsec transform-set T esp-aes esp-sha-hmac',
    ],
    [
      'interface Tunnel1\n nameif vti\n tunnel source interface outside\n tunnel mode ipsec ipv4\n tunnel protection ipsec profile P\n tunnel destination 198.51.100.7\ncrypto ikev2 enable outside',
    ],
  ])('is ASA: %s', (text) => {
    expect(segments(text)).toEqual([{ product: 'asa', anchor: 1 }])
  })

  it.each([
    ['The tunnel is down, the peer is 198.51.100.7. Which interface is it?'],
    ['conn a\n left=192.0.2.1\n right=198.51.100.7'],
    ['src 10.1.0.0/24 dst 10.2.0.0/24\n\tdir out priority 371327'],
    ['hostname r1'],
  ])('is neither: %s', (text) => {
    expect(segments(text)).toEqual([])
  })

  it('is none of what a packet-tracer prints of it', () => {
    const phase =
      'Phase: 2\nType: NAT\nResult: ALLOW\nConfig:\nobject network A\n nat (inside,outside) dynamic interface\n'
    const below = '\nhostname gw\ncrypto map VPN 10 match address ACL\ncrypto map VPN interface outside'
    expect(segments(`${phase}Additional Information:\n`)).toEqual([])
    expect(segments(`${phase}Additional Information:${below}`)).toEqual([{ product: 'asa', anchor: 8 }])
    expect(segments(`Config:${below}`)).toEqual([{ product: 'asa', anchor: 2 }])
  })

  it('begins at the first line of the configuration, not of what people write in front of it', () => {
    expect(
      segments('Hi all, here is the config:\n\nR1#show run\nBuilding configuration...\n\ncrypto isakmp policy 1\n'),
    ).toEqual([{ product: 'ios', anchor: 3 }])
  })

  it('begins anew at the prompt of another host, at a heading, and where a configuration begins again', () => {
    const map = 'crypto map VPN 10 ipsec-isakmp\n set peer 198.51.100.7'
    const asa = 'hostname fw\ncrypto map VPN 10 set peer 192.0.2.1'
    expect(segments(`R1#sh run\n${map}\nR2#sh run\n${map}`)).toEqual([
      { product: 'ios', anchor: 1 },
      { product: 'ios', anchor: 4 },
    ])
    expect(segments(`gw-a:\n${map}\ngw-b:\n${asa}`)).toEqual([
      { product: 'ios', anchor: 2 },
      { product: 'asa', anchor: 5 },
    ])
    expect(segments(`hostname R1\n${map}\nend\nhostname R2\n${map}`)).toEqual([
      { product: 'ios', anchor: 1 },
      { product: 'ios', anchor: 5 },
    ])
    expect(segments(`version 15.7\nhostname R1\n${map}\nend\n\n: Saved\n:\nASA Version 9.14(4)\n${asa}`)).toEqual([
      { product: 'ios', anchor: 1 },
      { product: 'asa', anchor: 7 },
    ])
  })
})
