import type { Suite, TunnelEnd } from '../tunnel.ts'

/** swanctl.conf(5): a child for each pair, since the lists of one child would be a cross product. */
export function swanctlText(end: TunnelEnd): string {
  return `connections {
  tunnel {
    version = ${end.version}
    local_addrs = ${end.address}
    remote_addrs = ${end.peer}${EXTRAS[end.extra ?? ''] ?? ''}
    proposals = ${proposalText(end.ike, end.ike.group)}
    rekey_time = ${end.ikeLifetime}s
    local {
      auth = psk
      id = ${end.id}
    }
    remote {
      auth = psk
      id = ${end.peerId}
    }
    children {
${end.pairs.map((_, at) => childText(end, at)).join('\n')}
    }
  }
}
secrets {
  ike-peer {
    id-a = ${end.id}
    id-b = ${end.keyOf ?? end.peerId}
    secret = ${end.key}
  }
}
`
}

const EXTRAS: Readonly<Record<string, string>> = {
  aggressive: '\n    aggressive = yes',
  childless: '\n    childless = force',
  'virtual address': '\n    vips = 0.0.0.0',
}

function childText({ pairs, mode, child, pfs, childLifetime, extra }: TunnelEnd, at: number): string {
  return `      net-${at + 1} {
        local_ts = ${pairs[at]?.local}
        remote_ts = ${pairs[at]?.remote}
        mode = ${mode}
        esp_proposals = ${proposalText(child, pfs)}
        rekey_time = ${childLifetime}s${extra === 'compression' ? '\n        ipcomp = yes' : ''}
      }`
}

const MODP: Readonly<Record<number, string>> = { 2: 'modp1024', 5: 'modp1536', 14: 'modp2048', 15: 'modp3072' }

export function proposalText({ encryption, integrity }: Suite, group: number | null): string {
  return [encryption, integrity, ...(group === null ? [] : [MODP[group]])].join('-')
}
