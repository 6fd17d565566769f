import { describe, expect, it } from 'vitest'
import { configure } from './cisco-configuration.ts'

const ROUTER = `crypto isakmp policy 10
 encr aes 256
 group 14
crypto isakmp key one address 192.0.2.1
crypto ipsec transform-set AES esp-aes esp-sha-hmac
 mode tunnel
crypto map VPN 10 ipsec-isakmp
 set peer 192.0.2.1
 set transform-set AES
 match address LIST
interface GigabitEthernet0/0
 ip address 198.51.100.7 255.255.255.0
 shutdown
ip access-list extended LIST
 permit ip host 10.0.0.1 host 10.0.0.2
 permit ip host 10.0.0.3 host 10.0.0.4
`

const FIREWALL = `access-list LIST extended permit ip host 10.0.0.1 host 10.0.0.2
access-list LIST extended permit ip host 10.0.0.3 host 10.0.0.4
nat (inside,outside) source static A A destination static B B
nat (inside,outside) after-auto source dynamic any interface
crypto map VPN 10 match address LIST
crypto map VPN 10 set peer 192.0.2.1
tunnel-group 192.0.2.1 type ipsec-l2l
`

/** What is typed, and the one piece of the configuration that becomes another. */
type Case = readonly [title: string, commands: string, before: string, after: string]

describe('the running configuration of IOS', () => {
  it.each<Case>([
    ['replaces what has one value', 'crypto isakmp policy 10\n encr aes 128', 'encr aes 256', 'encr aes 128'],
    [
      'takes a key away by its address',
      'no crypto isakmp key <the key of line 4> address 192.0.2.1',
      'crypto isakmp key one address 192.0.2.1\n',
      '',
    ],
    ['adds to a list', 'crypto map VPN 10\n set peer 192.0.2.9', 'set transform-set', 'set transform-set'],
    [
      'keeps the mode of a transform set',
      'crypto ipsec transform-set AES esp-aes 256 esp-sha-hmac',
      'esp-aes esp',
      'esp-aes 256 esp',
    ],
    ['takes away', 'interface GigabitEthernet0/0\n no shutdown', ' shutdown\n', ''],
    [
      'numbers the lines of a list',
      'ip access-list extended LIST\n no 20',
      ' permit ip host 10.0.0.3 host 10.0.0.4\n',
      '',
    ],
    [
      'puts a numbered line in its place',
      'ip access-list extended LIST\n 15 permit ip any any',
      ' permit ip host 10.0.0.3',
      ' 15 permit ip any any\n permit ip host 10.0.0.3',
    ],
    [
      'leaves a mode for a command of another',
      'crypto isakmp policy 10\ninterface GigabitEthernet0/0\n crypto map VPN',
      ' shutdown\n',
      ' shutdown\n crypto map VPN\n',
    ],
    ['is not changed by what only shows or clears', 'clear crypto sa\nwrite memory', 'crypto map', 'crypto map'],
  ])('%s', (_, commands, before, after) => {
    const typed = `configure terminal\n${commands}\nend`
    const expected = commands.includes('set peer')
      ? ROUTER.replace(' match address LIST\n', ' match address LIST\n set peer 192.0.2.9\n')
      : ROUTER.replace(before, after)
    expect(configure(ROUTER, typed)).toBe(expected)
  })
})

describe('the running configuration of an ASA', () => {
  it.each<Case>([
    [
      'replaces what has one value',
      'crypto map VPN 10 match address OTHER',
      'match address LIST',
      'match address OTHER',
    ],
    [
      'puts a line of a list where it is told to',
      'access-list LIST line 2 extended permit ip any any',
      'access-list LIST extended permit ip host 10.0.0.3',
      'access-list LIST extended permit ip any any\naccess-list LIST extended permit ip host 10.0.0.3',
    ],
    [
      'puts an exception before what hides the network',
      'nat (inside,outside) source static A A destination static C C',
      'nat (inside,outside) after-auto',
      'nat (inside,outside) source static A A destination static C C\nnat (inside,outside) after-auto',
    ],
    [
      'puts it first where it is told to',
      'nat (inside,outside) 1 source static A A destination static C C',
      'nat (inside,outside) source static A A destination static B B',
      'nat (inside,outside) source static A A destination static C C\nnat (inside,outside) source static A A destination static B B',
    ],
    ['takes away', 'no crypto map VPN 10 set peer 192.0.2.1', 'crypto map VPN 10 set peer 192.0.2.1\n', ''],
  ])('%s', (_, commands, before, after) => {
    expect(configure(FIREWALL, commands)).toBe(FIREWALL.replace(before, after))
  })
})

describe('neither', () => {
  it.each([
    ['takes a word of no such box', 'config firewall policy'],
    ['takes what is of another mode', 'crypto isakmp policy 10\n permit ip any any\nset peer 192.0.2.1 now'],
    ['takes away what is not there', 'no crypto map VPN 20'],
    ['takes a second key for one address', 'crypto isakmp key two address 192.0.2.1'],
  ])('%s', (_, commands) => {
    expect(() => configure(ROUTER, commands)).toThrow()
  })
})
