import { networksOf, type TunnelEnd } from '../tunnel.ts'

/** An end that nobody has a dump of, told in YAML. Its networks are lists, of which the product makes every pair. */
export function descriptionText(end: TunnelEnd): string {
  return `ends:
  ${end.name === 'gw-a' ? 'A' : 'B'}:
    name: ${end.name}
    vendor: other
    external_address: ${end.address}
    peer_address: ${end.peer}
    local_networks: [${networksOf(end, 'local').join(', ')}]
    remote_networks: [${networksOf(end, 'remote').join(', ')}]
    ike: { encryption: ${end.ike.encryption}, integrity: ${end.ike.integrity}, group: ${end.ike.group}, lifetime: ${end.ikeLifetime} }
    esp: { encryption: ${end.child.encryption}, integrity: ${end.child.integrity}, pfs: ${end.pfs ?? 'off'}, lifetime: ${end.childLifetime} }
    authentication: pre-shared key
    psk: ${end.key}
`
}
