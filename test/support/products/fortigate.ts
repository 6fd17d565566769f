import { addressAndMask, isAddress, networksOf, type Suite, type TunnelEnd } from '../tunnel.ts'

/**
 * `show` of a FortiGate 7 with a route-based tunnel: a phase 2 entry for each pair, a route for each remote network, and a
 * policy for each direction (FortiOS Administration Guide, Site-to-site VPN; FortiOS CLI Reference).
 */
export function fortigateText(end: TunnelEnd): string {
  return `#config-version=FGT60F-7.2.8-FW-build1639-240313:opmode=0:vdom=0:user=admin
config system global
    set hostname "${end.name}"
end
config system interface
    edit "wan1"
        set vdom "root"
        set ip ${end.address} 255.255.255.0
        set type physical
    next
    edit "internal"
        set vdom "root"
        set ip ${insideAddress(end)}
        set type hard-switch
    next
    edit "tunnel"
        set vdom "root"
        set type tunnel${end.lacks === 'application' ? '\n        set status down' : ''}
        set interface "wan1"
    next
end
config vpn ipsec phase1-interface
    edit "tunnel"
        set interface "wan1"
        set ike-version ${end.version}
        set keylife ${end.ikeLifetime}${end.extra === 'aggressive' ? '\n        set mode aggressive' : ''}
        ${peerLines(end)}
        set net-device disable
        set proposal ${proposal(end.ike)}
        set dhgrp ${end.ike.group}${isAddress(end.id) ? '' : `\n        set localid "${end.id}"`}
        set remote-gw ${end.peer}
        set psksecret ${end.key}
    next
end
config vpn ipsec phase2-interface
${end.pairs.map((_, at) => phase2(end, at)).join('\n')}
end
config firewall policy
    edit 1
        set name "into the tunnel"
        set srcintf "internal"
        set dstintf "tunnel"
        set action accept
        set srcaddr "all"
        set dstaddr "all"
        set schedule "always"
        set service "ALL"${end.lacks === 'exemption' ? '\n        set nat enable' : ''}
    next${end.lacks === 'admission' ? '' : ADMISSION}
end
config router static
    edit 1
        set gateway ${end.address.replace(/\d+$/, '254')}
        set device "wan1"
    next
${end.lacks === 'route' ? '' : networksOf(end, 'remote').map(route).join('\n')}
end
`.replaceAll(/\n\n+/g, '\n')
}

const ADMISSION = `
    edit 2
        set name "out of the tunnel"
        set srcintf "tunnel"
        set dstintf "internal"
        set action accept
        set srcaddr "all"
        set dstaddr "all"
        set schedule "always"
        set service "ALL"
    next`

function peerLines({ peerId }: TunnelEnd): string {
  return isAddress(peerId) ? 'set peertype any' : `set peertype one\n        set peerid "${peerId}"`
}

function phase2({ pairs, child, pfs, childLifetime, mode }: TunnelEnd, at: number): string {
  const { local = '', remote = '' } = pairs[at] ?? {}
  return `    edit "tunnel-${at + 1}"
        set phase1name "tunnel"
        set proposal ${proposal(child)}
        ${pfs === null ? 'set pfs disable' : `set dhgrp ${pfs}`}
        set keylifeseconds ${childLifetime}${mode === 'transport' ? '\n        set encapsulation transport-mode' : ''}
        set src-subnet ${subnet(local)}
        set dst-subnet ${subnet(remote)}
    next`
}

function route(prefix: string, at: number): string {
  return `    edit ${at + 2}
        set dst ${subnet(prefix)}
        set device "tunnel"
    next`
}

function proposal({ encryption, integrity }: Suite): string {
  return `${encryption}-${integrity}`
}

function subnet(prefix: string): string {
  const { address, mask } = addressAndMask(prefix)
  return `${address} ${mask}`
}

function insideAddress(end: TunnelEnd): string {
  const [network = ''] = networksOf(end, 'local').filter((prefix) => !prefix.endsWith('/32'))
  const { address, mask } = addressAndMask(network)
  return `${address.replace(/\d+$/, '1')} ${mask}`
}
