import type { TunnelEnd } from '../tunnel.ts'
import { proposalText } from './swanctl.ts'

/** strongSwan's ipsec.conf(5): a conn for each pair; they share one IKE SA. */
export function strongswanIpsecConfText(end: TunnelEnd): string {
  return `# ipsec.conf - strongSwan IPsec configuration file
conn %default
    keyexchange=ikev${end.version}
    authby=psk
    left=${end.address}
    leftid=${end.id}
    right=${end.peer}
    rightid=${end.peerId}
    ike=${proposalText(end.ike, end.ike.group)}!
    ikelifetime=${end.ikeLifetime}s
    esp=${proposalText(end.child, end.pfs)}!
    lifetime=${end.childLifetime}s
    type=${end.mode}${EXTRAS[end.extra ?? ''] ?? ''}
${end.pairs.map((pair, at) => connText(at, pair.local, pair.remote)).join('')}`
}

const EXTRAS: Readonly<Record<string, string>> = {
  aggressive: '\n    aggressive=yes',
  compression: '\n    compress=yes',
}

function connText(at: number, local: string, remote: string): string {
  return `
conn net-${at + 1}
    leftsubnet=${local}
    rightsubnet=${remote}
    auto=route
`
}

/** ipsec.secrets(5), the same for strongSwan and Libreswan. */
export function secretsText({ id, peerId, key, keyOf }: TunnelEnd): string {
  return `${id} ${keyOf ?? peerId} : PSK "${key}"\n`
}
