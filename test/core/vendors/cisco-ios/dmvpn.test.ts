import { expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

const router = (own: string, mode: string, nhrp: string) => `crypto isakmp policy 10
 encr aes 256
 authentication pre-share
 group 14
crypto isakmp key Example-key-1 address 0.0.0.0
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
 mode ${mode}
crypto ipsec profile P
 set transform-set TS
interface GigabitEthernet0/0
 ip address ${own} 255.255.255.0
interface Tunnel0
 ip address 172.16.0.1 255.255.255.0
${nhrp}
 tunnel source GigabitEthernet0/0
 tunnel mode gre multipoint
 tunnel protection ipsec profile P
`
const SPOKE = ' ip nhrp map 172.16.0.1 203.0.113.1\n ip nhrp nhs 172.16.0.1'

// Cisco's "NAT-Transparency Aware DMVPN".
it.each([
  ['transport', 'up'],
  ['tunnel', 'down'],
])('a hub behind a NAT has a tunnel with its spokes in %s mode: %s', (mode, expected) => {
  const pastes = [
    { source: 'hub.txt', end: 'A', text: router('10.0.0.1', mode, ' ip nhrp map multicast dynamic') },
    { source: 'spoke.txt', end: 'B', text: router('198.51.100.7', mode, SPOKE) },
  ]
  const { verdict, flows } = analyse({ pastes })
  expect(verdict).toBe(expected)
  expect(flows.some(({ certainty }) => certainty === 'assumed')).toBe(true)
})
