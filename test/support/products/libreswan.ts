import { isAddress, type TunnelEnd } from '../tunnel.ts'
import { proposalText } from './swanctl.ts'

/** Libreswan's ipsec.conf(5): a conn for each pair. */
export function libreswanText(end: TunnelEnd): string {
  return `# ipsec.conf - Libreswan IPsec configuration file
config setup
    ikev1-policy=${end.extra === 'no IKEv1' ? 'drop' : 'accept'}
${end.pairs.map((pair, at) => connText(end, at, pair.local, pair.remote)).join('')}`
}

function connText(end: TunnelEnd, at: number, local: string, remote: string): string {
  const esp = proposalText(end.child, null)
  return `
conn net-${at + 1}
    left=${end.address}
    leftid=${idText(end.id)}
    leftsubnet=${local}
    right=${end.peer}
    rightid=${idText(end.peerId)}
    rightsubnet=${remote}
    authby=secret
    ikev2=${end.version === 2 ? 'insist' : 'no'}
    ike=${proposalText(end.ike, end.ike.group)}
    ikelifetime=${end.ikeLifetime}s
    esp=${end.pfs === null ? esp : `${esp};${proposalText(end.child, end.pfs).split('-').at(-1)}`}
    pfs=${end.pfs === null ? 'no' : 'yes'}
    salifetime=${end.childLifetime}s
    type=${end.mode}${EXTRAS[end.extra ?? ''] ?? ''}
    auto=ondemand
`
}

const EXTRAS: Readonly<Record<string, string>> = {
  aggressive: '\n    aggressive=yes',
  compression: '\n    compress=yes',
}

/** A name without the sign would be looked up. */
function idText(id: string): string {
  return isAddress(id) ? id : `@${id}`
}

export function libreswanSecretsText({ id, peerId, key, keyOf }: TunnelEnd): string {
  return `${idText(id)} ${idText(keyOf ?? peerId)} : PSK "${key}"\n`
}
