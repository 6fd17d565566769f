import type { Example } from './rule.ts'

/** Ends of one tunnel, 10.1.0.0/24 behind 203.0.113.1 and 10.2.0.0/24 behind 198.51.100.7, in IKEv2. */
const SWANCTL = `connections {
  branch {
    version = 2
    local_addrs = 203.0.113.1
    remote_addrs = 198.51.100.7
    proposals = aes256-sha256-modp2048
    local {
      auth = psk
    }
    remote {
      auth = psk
    }
    children {
      net {
        local_ts = 10.1.0.0/24
        remote_ts = 10.2.0.0/24
        esp_proposals = aes256-sha256-modp2048
      }
    }
  }
}
`

function withSwanctl(text: string, swanctl = SWANCTL): Example {
  return {
    pastes: [
      { source: 'a.conf', end: 'A', text: swanctl },
      { source: 'b.txt', end: 'B', text },
    ],
  }
}

/** A FortiGate with what is left of routes and policies. */
export function fortigateExample({
  route = true,
  admission = true,
}: {
  route?: boolean
  admission?: boolean
}): Example {
  return withSwanctl(`config system interface
    edit "wan1"
        set ip 198.51.100.7 255.255.255.0
    next
    edit "internal"
        set ip 10.2.0.1 255.255.255.0
    next
    edit "hq"
        set type tunnel
        set interface "wan1"
    next
end
config vpn ipsec phase1-interface
    edit "hq"
        set interface "wan1"
        set ike-version 2
        set peertype any
        set proposal aes256-sha256
        set dhgrp 14
        set remote-gw 203.0.113.1
    next
end
config vpn ipsec phase2-interface
    edit "hq-net"
        set phase1name "hq"
        set proposal aes256-sha256
        set dhgrp 14
        set src-subnet 10.2.0.0 255.255.255.0
        set dst-subnet 10.1.0.0 255.255.255.0
    next
end
config firewall policy
${policy(1, 'internal', 'hq')}${admission ? policy(2, 'hq', 'internal') : ''}end
config router static
    edit 1
        set gateway 198.51.100.254
        set device "wan1"
    next
${route ? '    edit 2\n        set dst 10.1.0.0 255.255.255.0\n        set device "hq"\n    next\n' : ''}end
`)
}

function policy(number: number, from: string, to: string): string {
  return `    edit ${number}
        set srcintf "${from}"
        set dstintf "${to}"
        set action accept
        set srcaddr "all"
        set dstaddr "all"
        set schedule "always"
        set service "ALL"
    next
`
}

/** An ASA whose NAT has an exception for the tunnel, or none, or which answers alone, as its peer then may. */
export function asaExample({
  exemption = true,
  answersOnly,
}: {
  exemption?: boolean
  answersOnly?: 'one' | 'both'
}): Example {
  const text = `ASA Version 9.14(4)
!
hostname gw-b
interface GigabitEthernet0/0
 nameif outside
 security-level 0
 ip address 198.51.100.7 255.255.255.0
!
interface GigabitEthernet0/1
 nameif inside
 security-level 100
 ip address 10.2.0.1 255.255.255.0
!
object network HERE
 subnet 10.2.0.0 255.255.255.0
object network THERE
 subnet 10.1.0.0 255.255.255.0
access-list HQ extended permit ip object HERE object THERE
${exemption ? 'nat (inside,outside) source static HERE HERE destination static THERE THERE no-proxy-arp route-lookup\n' : ''}nat (inside,outside) after-auto source dynamic any interface
route outside 0.0.0.0 0.0.0.0 198.51.100.254 1
crypto ipsec ikev2 ipsec-proposal AES
 protocol esp encryption aes-256
 protocol esp integrity sha-256
crypto map VPN 10 match address HQ
crypto map VPN 10 set pfs group14
crypto map VPN 10 set peer 203.0.113.1
${answersOnly === undefined ? '' : 'crypto map VPN 10 set connection-type answer-only\n'}crypto map VPN 10 set ikev2 ipsec-proposal AES
crypto map VPN interface outside
crypto ikev2 policy 10
 encryption aes-256
 integrity sha256
 group 14
 prf sha256
crypto ikev2 enable outside
tunnel-group 203.0.113.1 type ipsec-l2l
tunnel-group 203.0.113.1 ipsec-attributes
 ikev2 remote-authentication pre-shared-key *****
 ikev2 local-authentication pre-shared-key *****
`
  return withSwanctl(text, answersOnly === 'both' ? SWANCTL.replace('198.51.100.7', '%any') : SWANCTL)
}

/** An IOS whose crypto map is applied to its interface, or to none. */
export function iosExample({ applied }: { applied: boolean }): Example {
  return withSwanctl(`version 15.7
!
hostname gw-b
!
crypto ikev2 proposal AES
 encryption aes-cbc-256
 integrity sha256
 group 14
!
crypto ikev2 policy AES
 proposal AES
!
crypto ikev2 keyring KEYS
 peer HQ
  address 203.0.113.1
  pre-shared-key 6 *****
 !
!
crypto ikev2 profile HQ
 match identity remote address 203.0.113.1 255.255.255.255
 authentication remote pre-share
 authentication local pre-share
 keyring local KEYS
!
crypto ipsec transform-set AES esp-aes 256 esp-sha256-hmac
 mode tunnel
!
crypto map VPN 10 ipsec-isakmp
 set peer 203.0.113.1
 set transform-set AES
 set pfs group14
 set ikev2-profile HQ
 match address HQ
!
interface GigabitEthernet0/0
 ip address 198.51.100.7 255.255.255.0
${applied ? ' crypto map VPN\n' : ''}!
interface GigabitEthernet0/1
 ip address 10.2.0.1 255.255.255.0
!
ip route 0.0.0.0 0.0.0.0 198.51.100.254
!
ip access-list extended HQ
 permit ip 10.2.0.0 0.0.0.255 10.1.0.0 0.0.0.255
!
end
`)
}
