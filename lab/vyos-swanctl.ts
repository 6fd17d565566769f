import { isIPv6 } from 'node:net'
import type { VyosDraft, VyosProposal, VyosTunnel } from './vyos-text.ts'

/**
 * The swanctl.conf that VyOS 1.4 makes of a configuration (vyos-1x: swanctl.conf.j2, swanctl/peer.j2, `get_esp_ike_cipher`), but for the
 * script of tunnel interfaces, and what is about dead peers.
 */
export function vyosSwanctl(end: VyosDraft): string {
  return `connections {
  other {
    proposals = ${end.ike.map((proposal) => cipher(proposal, GROUPS[proposal.dh ?? '2'])).join(',')}
    version = ${end.keyExchange?.slice(4) ?? '0'}
${end.virtualAddress ? '    vips = 0.0.0.0\n' : ''}    local_addrs = ${end.address} # dhcp:no
    remote_addrs = ${end.remote === undefined || end.remote.includes('any') ? '%any' : end.remote.join(',')}
${end.keyExchange === 'ikev1' && end.aggressive ? '    aggressive = yes\n' : ''}    rekey_time = 28800s
    mobike = ${end.mobike ? 'yes' : 'no'}
    keyingtries = 1
${end.encapsulates ? '    encap = yes\n' : ''}    local {
${end.localId === undefined ? '' : `      id = "${end.localId}"\n`}      auth = psk
    }
    remote {
      id = "${end.remoteId ?? '%any'}"
      auth = psk
    }
    children {
${children(end)}
    }
  }
}
secrets {
  ike-other {
${end.key.ids.map((id, at) => `    id-${at + 1} = "${id}"\n`).join('')}    secret = "${end.key.secret}"
  }
}
`
}

const GROUPS: Readonly<Record<string, string>> = {
  2: 'modp1024',
  5: 'modp1536',
  14: 'modp2048',
  15: 'modp3072',
  19: 'ecp256',
  20: 'ecp384',
  31: 'curve25519',
}

function cipher({ encryption = 'aes128', hash = 'sha1', prf }: VyosProposal, group: string | undefined): string {
  return [encryption, hash, ...(prf === undefined ? [] : [prf]), ...(group === undefined ? [] : [group])].join('-')
}

function espProposals({ esp, pfs = 'enable', ike }: VyosDraft): string {
  const group =
    pfs === 'disable' ? undefined : pfs === 'enable' ? GROUPS[ike[0]?.dh ?? '2'] : GROUPS[pfs.replace('dh-group', '')]
  return esp.map((proposal) => cipher(proposal, group)).join(',')
}

/** In the lab nobody begins by himself, so that what is begun is what is asked for. */
const ACTIONS = { initiate: 'trap', respond: 'trap', none: 'none' } as const

function children(end: VyosDraft): string {
  if (end.vti !== undefined && end.tunnels.length === 0)
    return child(end, 'other-vti', ['local_ts = 0.0.0.0/0,::/0', 'remote_ts = 0.0.0.0/0,::/0'])
  return end.tunnels
    .filter(({ disable }) => disable !== true)
    .flatMap((tunnel) => [child(end, `other-tunnel-${tunnel.number}`, selectors(end, tunnel)), ...passing(tunnel)])
    .join('\n')
}

function child(end: VyosDraft, name: string, own: readonly string[]): string {
  const id = Number(end.vti?.replace('vti', '') ?? 0) + 1
  return `      ${name} {
        esp_proposals = ${espProposals(end)}
        life_time = 3600s
${own.map((line) => `        ${line}\n`).join('')}        ipcomp = ${end.compression ? 'yes' : 'no'}
        mode = ${end.mode ?? 'tunnel'}
        start_action = ${ACTIONS[end.connectionType ?? 'initiate']}
        close_action = none
${end.vti === undefined ? '' : `        if_id_in = ${id}\n        if_id_out = ${id}\n`}      }`
}

function selectors({ mode, address, remote = [] }: VyosDraft, tunnel: VyosTunnel): string[] {
  const { protocol, localPort, remotePort } = tunnel
  const [own, peer] = [suffix(protocol, localPort), suffix(protocol, remotePort)]
  if (mode === 'transport') return [`local_ts = ${address}${own}`, `remote_ts = ${remote.join(',')}${peer}`]
  return [
    ...(tunnel.local.length === 0 ? [] : [`local_ts = ${tunnel.local.join(`${own},`)}${own}`]),
    ...(tunnel.remote.length === 0 ? [] : [`remote_ts = ${tunnel.remote.join(`${peer},`)}${peer}`]),
  ]
}

function suffix(protocol: string | undefined, port: number | undefined): string {
  return protocol === undefined && port === undefined ? '' : `[${protocol ?? ''}/${port ?? ''}]`
}

/** An own network that meets a remote one goes past the tunnel. */
function passing({ number, local, remote }: VyosTunnel): string[] {
  const own = local.flatMap((mine) => remote.filter((theirs) => meet(mine, theirs)).map(() => mine))
  if (own.length === 0) return []
  return [
    `      other-tunnel-${number}-passthrough {
        local_ts = ${own.join(',')}
        remote_ts = ${own.join(',')}
        start_action = trap
        mode = pass
      }`,
  ]
}

/** Of IPv4; networks of IPv6 that are drawn do not meet. */
function meet(one: string, other: string): boolean {
  if (isIPv6(one.split('/')[0] ?? '') || isIPv6(other.split('/')[0] ?? '')) return false
  const [a, b] = [one, other].map((text) => {
    const [address = '', length = '32'] = text.split('/')
    const number = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0)
    const size = 2 ** (32 - Number(length))
    return { from: number - (number % size), to: number - (number % size) + size - 1 }
  })
  return a !== undefined && b !== undefined && a.from <= b.to && b.from <= a.to
}
