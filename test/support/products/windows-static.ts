import { addressAndMask, type NetworkPair, type TunnelEnd } from '../tunnel.ts'

/**
 * What `netsh ipsec static show all` prints of a tunnel that was made by hand: one rule for each direction, whose filters are
 * not mirrored (Microsoft's guide to IPsec tunnels with Windows Server 2003).
 */
export function windowsStaticText({ name, address, peer, pairs, extra }: TunnelEnd): string {
  const back = extra === 'one direction' ? [] : pairs.map(({ local, remote }) => ({ local: remote, remote: local }))
  return `Policy Name            : Tunnel
Description            : NONE
Store                  : Local Store <${name.toUpperCase()}>
Assigned               : YES

Rule Name              : Out
Activated              : YES
FilterList Name        : Outbound
FilterAction Name      : Require ESP
Tunnel Dest IP Address : ${peer}

Rule Name              : In
Activated              : YES
FilterList Name        : Inbound
FilterAction Name      : Require ESP
Tunnel Dest IP Address : ${address}

Filter Lists

${listText('Outbound', pairs)}
${listText('Inbound', back)}
Filter Actions

FilterAction Name      : Require ESP
Action                 : NEGOTIATE SECURITY
`
}

function listText(name: string, pairs: readonly NetworkPair[]): string {
  return `FilterList Name        : ${name}
Description            : NONE
No. of Filters         : ${pairs.length}
Filter(s)
---------
${pairs.map(filterText).join('\n')}`
}

export function filterText({ local, remote }: NetworkPair): string {
  const [source, destination] = [addressAndMask(local), addressAndMask(remote)]
  return `Description            : NONE
Mirrored               : NO
Source IP Address      : ${source.address}
Source Mask            : ${source.mask}
Destination IP Address : ${destination.address}
Destination Mask       : ${destination.mask}
Protocol               : ANY
Source Port            : ANY
Destination Port       : ANY
`
}
