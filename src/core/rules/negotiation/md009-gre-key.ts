import { obstacleRule } from '../obstacle-rule.ts'
import type { Example } from '../rule.ts'

export const greKeys = obstacleRule({
  code: 'MD009',
  title: 'The keys of GRE differ',
  kind: 'wrapped',
  why: () =>
    'The key of GRE (RFC 2890) is no secret and protects nothing: it tells tunnels between the same two addresses apart. IKE knows nothing of it, so that the SAs come up and both ends count packets, which belong to no tunnel where they arrive. Either both ends have the same key, or neither has one.',
  page: {
    text: `Two routers wrap packets in GRE and protect that by IPsec. The tunnel of one of them has a key that the other one has not, or
another one: packets arrive, are decrypted, and are dropped, since they are for no interface.`,
    fires: routers(' tunnel key 100\n', ''),
    quiet: routers(' tunnel key 100\n', ' tunnel key 100\n'),
  },
})

/** Two routers with a tunnel of GRE between them, each with its line for the key. */
function routers(a: string, b: string): Example {
  return {
    pastes: [
      { source: 'a.txt', end: 'A', text: router('203.0.113.1', '198.51.100.7', a) },
      { source: 'b.txt', end: 'B', text: router('198.51.100.7', '203.0.113.1', b) },
    ],
  }
}

function router(own: string, peer: string, key: string): string {
  return `crypto isakmp policy 10
 encryption aes 256
 hash sha256
 authentication pre-share
 group 14
crypto isakmp key Example-key-1 address ${peer}
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
 mode transport
crypto ipsec profile GRE
 set transform-set TS
interface Tunnel0
 tunnel source GigabitEthernet0/0
 tunnel destination ${peer}
${key} tunnel protection ipsec profile GRE
interface GigabitEthernet0/0
 ip address ${own} 255.255.255.0
`
}
