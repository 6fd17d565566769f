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
