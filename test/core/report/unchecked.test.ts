import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'

const SWANCTL = `connections {
  b {
    local_addrs = 192.0.2.1
    remote_addrs = 192.0.2.2
    local { auth = psk }
    remote { auth = psk }
    children {
      net {
        local_ts = 10.1.0.0/24
        remote_ts = 10.2.0.0/24
      }
    }
  }
}
`

const POLICIES = `src 10.2.0.0/24 dst 10.1.0.0/24
\tdir out priority 375423 ptype main
\ttmpl src 192.0.2.2 dst 192.0.2.1
\t\tproto esp reqid 1 mode tunnel
src 10.1.0.0/24 dst 10.2.0.0/24
\tdir in priority 375423 ptype main
\ttmpl src 192.0.2.1 dst 192.0.2.2
\t\tproto esp reqid 1 mode tunnel
`

function asked(...pastes: readonly { readonly source: string; readonly text: string; readonly end: string }[]) {
  const settings = analyse({ pastes }).unchecked.filter(({ code }) => code !== 'TS001')
  return settings.map(({ code, missing }) => `${code} ${missing.join(' ')}`)
}

const A = { source: 'swanctl.conf', text: SWANCTL, end: 'A' }

it.each([
  ['that was not pasted', []],
  ['of which only the installed policies were', [{ source: 'policies.txt', text: POLICIES, end: 'B' }]],
])('asks for the settings of an end %s, and not again for a configuration that is here', (_, pastes) => {
  expect(asked(A, ...pastes)).toEqual(['PR001 b.ikePolicies', 'PR002 b.espProposals', 'AU001 b.authentication'])
})

it('asks for the settings of both where neither end tells any', () => {
  const mirrored = POLICIES.replaceAll('dir out', 'dir ?').replaceAll('dir in', 'dir out').replaceAll('dir ?', 'dir in')
  const ends = [
    { source: 'a.txt', text: mirrored, end: 'A' },
    { source: 'b.txt', text: POLICIES, end: 'B' },
  ]
  expect(asked(...ends)).toEqual([
    'PR001 a.ikePolicies b.ikePolicies',
    'PR002 a.espProposals b.espProposals',
    'AU001 a.authentication b.authentication',
  ])
})

it('asks one question for all settings, also where an end tells some of them', () => {
  const summary = `Local Tunnel Endpoint: 192.0.2.1
Remote Tunnel Endpoint: 192.0.2.2

IKE Phase I Parameters:
    Authentication Method: Pre-shared secret (an example, not a key)

Remote Network 'Branch' IP Subnets:
    Subnet: 10.2.0.0/255.255.255.0
`
  const { unchecked } = analyse({ pastes: [{ source: 'a.txt', text: summary, end: 'A' }] })
  const settings = unchecked.filter(({ code }) => code !== 'TS001')
  expect(settings.map(({ code, missing }) => `${code} ${missing.join(' ')}`)).toEqual([
    'PR001 a.ikePolicies b.ikePolicies',
    'PR002 a.espProposals b.espProposals',
    'AU001 b.authentication',
  ])
  expect(new Set(settings.map(({ ask }) => ask)).size).toBe(1)
})

describe('two ends that tell all of their settings', () => {
  const summary = (method: string) => `Local Tunnel Endpoint: 192.0.2.1
Remote Tunnel Endpoint: 192.0.2.2

IKE Phase I Parameters:
    Encryption: 3DES
    Integrity: SHA1
    Diffie-Hellman group: Group 2 (1024 bit)
    Authentication Method: ${method}

IKE Phase II Parameters:
    Encryption: 3DES
    Integrity: SHA1
    Perfect Forward Secrecy: OFF

Remote Network 'Branch' IP Subnets:
    Subnet: 10.2.0.0/255.255.255.0

Local Network 'Internal' IP Subnets:
    Subnet: 10.1.0.0/255.255.255.0
`
  const swapped = (method: string) =>
    summary(method)
      .replace('192.0.2.1', '192.0.2.9')
      .replace('192.0.2.2', '192.0.2.1')
      .replace('192.0.2.9', '192.0.2.2')
      .replace('10.1.', '10.9.')
      .replace('10.2.', '10.1.')
      .replace('10.9.', '10.2.')

  it.each([
    ['of which neither shows its key', 'Pre-shared secret (********)', ['AU002 a.keys b.keys']],
    ['of which both show it', 'Pre-shared secret (an example, not a key)', []],
    ['that use certificates', 'Certificate', []],
  ])('%s are asked of nothing but their keys, where these are open', (_, method, questions) => {
    const ends = [
      { source: 'a.txt', text: summary(method), end: 'A' },
      { source: 'b.txt', text: swapped(method), end: 'B' },
    ]
    expect(asked(...ends)).toEqual(questions)
  })
})

describe('the own address of an end', () => {
  const CRYPTO = `hostname R1
crypto isakmp policy 10
 encr aes 256
 hash sha256
 authentication pre-share
 group 14
crypto isakmp key Example-key-1 address 203.0.113.9
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
crypto map VPN 10 ipsec-isakmp
 set peer 203.0.113.9
 set transform-set TS
 set pfs group14
 match address VPN
ip access-list extended VPN
 permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255
`
  const INTERFACE = `interface GigabitEthernet0/0
 ip address 203.0.113.1 255.255.255.0
 crypto map VPN
`
  const FORTIGATE = `config vpn ipsec phase1-interface
    edit "to-a"
        set interface "port1"
        set proposal aes256-sha256
        set dhgrp 14
        set remote-gw 203.0.113.1
        set psksecret Example-key-1
    next
end
config vpn ipsec phase2-interface
    edit "to-a"
        set phase1name "to-a"
        set proposal aes256-sha256
        set dhgrp 14
        set src-subnet 10.2.0.0 255.255.255.0
        set dst-subnet 10.1.0.0 255.255.255.0
    next
end
`
  const PORT = `config system interface
    edit "port1"
        set ip 203.0.113.9 255.255.255.0
    next
end
`
  const router = { source: 'r1.txt', text: CRYPTO + INTERFACE, end: 'A' }
  const questions = (...texts: readonly string[]) => {
    const pastes = texts.map((text, at) => ({ source: `b${at}.txt`, text, end: 'B' }))
    return analyse({ pastes: [router, ...pastes] }).unchecked.filter(({ code }) => code === 'AD001')
  }

  it('is asked for where no text of it shows it, since the peer’s tunnel is compared with nothing', () => {
    expect(questions(FORTIGATE)).toEqual([
      {
        code: 'AD001',
        topic: 'own address of B (203.0.113.9)',
        missing: ['b.addresses'],
        ask: 'Run `show system interface` on B (203.0.113.9) and paste it as well: no paste shows its own address, and R1 sends its tunnel to 203.0.113.9; until then that is taken to be right.',
      },
    ])
  })

  it('is asked for at each of two ends', () => {
    const pastes = [
      { source: 'a.txt', text: CRYPTO, end: 'A' },
      { source: 'b.txt', text: FORTIGATE, end: 'B' },
    ]
    const { unchecked } = analyse({ pastes })
    expect(unchecked.filter(({ code }) => code === 'AD001').map(({ missing }) => missing)).toEqual([
      ['a.addresses'],
      ['b.addresses'],
    ])
  })

  it('is not asked for once it is pasted, or given', () => {
    expect(questions(FORTIGATE, PORT)).toEqual([])
    expect(questions(PORT + FORTIGATE)).toEqual([])
    const pastes = [router, { source: 'b.txt', text: FORTIGATE, end: 'B' }]
    const { unchecked } = analyse({ pastes, addresses: { B: '203.0.113.9' } })
    expect(unchecked.filter(({ code }) => code === 'AD001')).toEqual([])
  })

  it('is not asked for where nothing of the end was pasted', () => {
    expect(questions()).toEqual([])
  })
})
