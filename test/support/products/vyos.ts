import { isAddress, networksOf, type Suite, type TunnelEnd } from '../tunnel.ts'

/**
 * `show configuration commands` of VyOS 1.4: a tunnel for each pair, a key with the identities of both ends, and source NAT with an
 * exception for each pair (VyOS documentation, "Site-to-Site" and "NAT44").
 */
export function vyosText(end: TunnelEnd): string {
  const peer = 'set vpn ipsec site-to-site peer other-end'
  return `set interfaces ethernet eth0 address '${end.address}/24'
set interfaces ethernet eth1 address '${insideAddress(end)}'
${end.lacks === 'exemption' ? '' : end.pairs.map(exception).join('\n')}
set nat source rule 100 outbound-interface name 'eth0'
set nat source rule 100 source address '10.0.0.0/8'
set nat source rule 100 translation address 'masquerade'
set protocols static route 0.0.0.0/0 next-hop ${end.address.replace(/\d+$/, '254')}
set system host-name '${end.name}'
set vpn ipsec authentication psk other-end id '${end.id}'
set vpn ipsec authentication psk other-end id '${end.keyOf ?? end.peerId}'
set vpn ipsec authentication psk other-end secret '${end.key}'
${end.extra === 'compression' ? 'set vpn ipsec esp-group ESP compression' : ''}
set vpn ipsec esp-group ESP lifetime '${end.childLifetime}'
set vpn ipsec esp-group ESP mode '${end.mode}'
set vpn ipsec esp-group ESP pfs '${end.pfs === null ? 'disable' : `dh-group${end.pfs}`}'
${proposal('set vpn ipsec esp-group ESP proposal 1', end.child)}
set vpn ipsec ike-group IKE key-exchange 'ikev${end.version}'
set vpn ipsec ike-group IKE lifetime '${end.ikeLifetime}'
${end.extra === 'aggressive' ? "set vpn ipsec ike-group IKE mode 'aggressive'" : ''}
set vpn ipsec ike-group IKE proposal 1 dh-group '${end.ike.group}'
${proposal('set vpn ipsec ike-group IKE proposal 1', end.ike)}
set vpn ipsec interface 'eth0'
${peer} authentication local-id '${end.id}'
${peer} authentication mode 'pre-shared-secret'
${peer} authentication remote-id '${end.peerId}'
${peer} connection-type 'initiate'
${peer} default-esp-group 'ESP'
${peer} ike-group 'IKE'
${peer} local-address '${end.address}'
${peer} remote-address '${end.peer}'
${end.pairs.map(({ local, remote }, at) => `${peer} tunnel ${at + 1} local prefix '${local}'\n${peer} tunnel ${at + 1} remote prefix '${remote}'`).join('\n')}
${end.extra === 'virtual address' ? `${peer} virtual-address '0.0.0.0'` : ''}
`.replaceAll(/\n\n+/g, '\n')
}

function exception({ local, remote }: TunnelEnd['pairs'][number], at: number): string {
  const rule = `set nat source rule ${10 + at}`
  return `${rule} destination address '${remote}'
${rule} exclude
${rule} outbound-interface name 'eth0'
${rule} source address '${local}'`
}

function proposal(path: string, { encryption, integrity }: Suite): string {
  return `${path} encryption '${encryption}'\n${path} hash '${integrity}'`
}

/** What a saved file of EdgeOS has: a peer by its address, one network on each side (Ubiquiti, "EdgeRouter - Policy-Based Site-to-Site IPsec VPN"). */
export function edgeosText(end: TunnelEnd): string {
  return `interfaces {
    ethernet eth0 {
        address ${end.address}/24
        duplex auto
    }
    ethernet eth1 {
        address ${insideAddress(end)}
    }
}
service {
    nat {
        rule 5010 {
            description "masquerade for WAN"
            outbound-interface eth0
            type masquerade
        }
    }
}
system {
    host-name ${end.name}
}
vpn {
    ipsec {
        ${end.lacks === 'exemption' ? 'auto-firewall-nat-exclude disable' : 'auto-firewall-nat-exclude enable'}
        esp-group FOO0 {
            compression ${end.extra === 'compression' ? 'enable' : 'disable'}
            lifetime ${end.childLifetime}
            mode ${end.mode}
            pfs ${end.pfs === null ? 'disable' : `dh-group${end.pfs}`}
            proposal 1 {
                encryption ${end.child.encryption}
                hash ${end.child.integrity}
            }
        }
        ike-group FOO0 {
            key-exchange ikev${end.version}
            lifetime ${end.ikeLifetime}
            ${end.extra === 'aggressive' ? 'mode aggressive' : ''}
            proposal 1 {
                dh-group ${end.ike.group}
                encryption ${end.ike.encryption}
                hash ${end.ike.integrity}
            }
        }
        site-to-site {
            peer ${end.peer} {
                authentication {
                    ${isAddress(end.id) ? '' : `id @${end.id}`}
                    mode pre-shared-secret
                    pre-shared-secret ${end.key}
                    ${isAddress(end.peerId) ? '' : `remote-id @${end.peerId}`}
                }
                connection-type initiate
                ike-group FOO0
                local-address ${end.address}
${end.pairs.map(tunnel).join('\n')}
            }
        }
    }
}
/* Warning: Do not remove the following line. */
/* === vyatta-config-version: "config-management@1:conntrack@1:firewall@5:ipsec@5:nat@3:system@4" === */
/* Release version: v2.0.9-hotfix.7.5622762.230615.1131 */
`.replaceAll(/\n\s*\n/g, '\n')
}

function tunnel({ local, remote }: TunnelEnd['pairs'][number], at: number): string {
  return `                tunnel ${at + 1} {
                    esp-group FOO0
                    local {
                        prefix ${local}
                    }
                    remote {
                        prefix ${remote}
                    }
                }`
}

function insideAddress(end: TunnelEnd): string {
  const [network = ''] = networksOf(end, 'local').filter((prefix) => !prefix.endsWith('/32'))
  return network.replace(/\d+\/(\d+)$/, '1/$1')
}
