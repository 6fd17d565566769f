import { expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

const SWANCTL = `connections {
  branch {
    local_addrs = 203.0.113.1
    remote_addrs = 198.51.100.7
    children { net { local_ts = 10.1.0.0/24
      remote_ts = 10.2.0.0/24 } }
  }
}`
const CONF = `conn branch
    left=203.0.113.1
    leftsubnet=10.1.0.0/24
    right=198.51.100.7
    rightsubnet=10.2.0.0/24
    auto=route
`
/** It covers the external address of the other end, as an ISA Server wants it to. */
const WINDOWS = `Policy Name            : Tunnel
Store                  : Local Store <GW-B>
Assigned               : YES

Rule Name              : Out
FilterList Name        : Outbound
Tunnel Dest IP Address : 203.0.113.1

Rule Name              : In
FilterList Name        : Inbound
Tunnel Dest IP Address : 198.51.100.7

${list('Outbound', ['10.2.0.0 255.255.255.0', '10.1.0.0 255.255.255.0'], ['10.2.0.0 255.255.255.0', '203.0.113.1 255.255.255.255'])}
${list('Inbound', ['10.1.0.0 255.255.255.0', '10.2.0.0 255.255.255.0'], ['203.0.113.1 255.255.255.255', '10.2.0.0 255.255.255.0'])}`
const SUMMARY = `Local Tunnel Endpoint: 203.0.113.1
Remote Tunnel Endpoint: 198.51.100.7

Remote Network 'Branch' IP Subnets:
    Subnet: 10.2.0.0/255.255.255.0

Local Network 'Internal' IP Subnets:
    Subnet: 10.1.0.0/255.255.255.0
`
const DESCRIPTION = `ends:
  B:
    vendor: checkpoint
    external_address: 198.51.100.7
    peer_address: 203.0.113.1
    local_networks: [10.2.0.0/24]
    remote_networks: [10.1.0.0/24]
`
const XFRM = `src 10.1.0.0/24 dst 10.2.0.0/24
\tdir out priority 375423 ptype main
\ttmpl src 203.0.113.1 dst 198.51.100.7
\t\tproto esp reqid 1 mode tunnel
src 10.2.0.0/24 dst 10.1.0.0/24
\tdir in priority 375423 ptype main
\ttmpl src 198.51.100.7 dst 203.0.113.1
\t\tproto esp reqid 1 mode tunnel
`

function list(name: string, ...pairs: readonly (readonly [string, string])[]): string {
  const filters = pairs.map((pair) => {
    const [source, destination] = pair.map((side) => side.split(' '))
    return `Mirrored               : NO
Source IP Address      : ${source?.[0]}
Source Mask            : ${source?.[1]}
Destination IP Address : ${destination?.[0]}
Destination Mask       : ${destination?.[1]}
Protocol               : ANY
`
  })
  return `FilterList Name        : ${name}\nNo. of Filters         : ${filters.length}\n${filters.join('\n')}`
}

function endsOf(...texts: readonly string[]): string[][] {
  const { ends } = analyse({ pastes: texts.map((text, at) => ({ source: `text-${at}`, text })) })
  return ends.map(({ inputs }) => inputs.map(({ source }) => source))
}

it.each([
  ['a configuration of strongSwan and a policy of Windows', SWANCTL, WINDOWS],
  ['an ipsec.conf that does not tell its own side and a policy of Windows', CONF, WINDOWS],
  ['an ipsec.conf that does not tell its own side and a description', CONF, DESCRIPTION],
  ['the summary of an ISA Server and a policy that somebody made on a Windows', SUMMARY, WINDOWS],
])('%s are of two ends', (_, a, b) => {
  for (const ends of [endsOf(a, b), endsOf(b, a)]) expect(ends.toSorted()).toEqual([['text-0'], ['text-1']])
})

it.each([
  ['a configuration of strongSwan', SWANCTL],
  ['an ipsec.conf that does not tell its own side', CONF],
])('%s and what the kernel has installed of it are of one', (_, configuration) => {
  expect(endsOf(configuration, XFRM)).toContainEqual(['text-0', 'text-1'])
})
