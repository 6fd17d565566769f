import { addressAndMask, networksOf, type TunnelEnd } from '../tunnel.ts'

const GROUPS: Readonly<Record<number, string>> = { 2: 'Group 2 (1024 bit)', 14: 'Group 14 (2048 bit)' }

/** The summary of a Remote Site. ISA Server makes filters for its own address by itself, so no list here has it. */
export function isaSummaryText(end: TunnelEnd): string {
  return `Local Tunnel Endpoint: ${end.address}
Remote Tunnel Endpoint: ${end.peer}

IKE Phase I Parameters:
    Mode: Main mode
    Encryption: ${end.ike.encryption.toUpperCase()}
    Integrity: ${end.ike.integrity.toUpperCase()}
    Diffie-Hellman group: ${GROUPS[end.ike.group]}
    Authentication Method: Pre-shared secret (${end.key})
    Security Association Lifetime: ${end.ikeLifetime} seconds

IKE Phase II Parameters:
    Mode: ESP tunnel mode
    Encryption: ${end.child.encryption.toUpperCase()}
    Integrity: ${end.child.integrity.toUpperCase()}
    Perfect Forward Secrecy: ${end.pfs === null ? 'OFF' : `ON\n    Diffie-Hellman group: ${GROUPS[end.pfs]}`}
    Time Rekeying: ON
    Security Association Lifetime: ${end.childLifetime} seconds
    Kbyte Rekeying: OFF

Remote Network '${peerName(end)}' IP Subnets:
${subnets(networksOf(end, 'remote'))}

Local Network 'Internal' IP Subnets:
${subnets(locals(end))}

Routable Local IP Addresses:
${subnets(locals(end))}
`
}

/** The export of an array, as far as its networks and this tunnel go. */
export function isaXmlText(end: TunnelEnd): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<fpc4:Root xmlns:fpc4="http://schemas.microsoft.com/isa/config-4" xmlns:dt="urn:schemas-microsoft-com:datatypes" StorageName="FPC" StorageType="0">
  <fpc4:Arrays StorageName="Arrays" StorageType="0">
    <fpc4:Array StorageName="{11111111-0000-4000-8000-000000000001}" StorageType="0">
      <fpc4:NetConfig StorageName="NetConfig" StorageType="1">
        <fpc4:Networks StorageName="Networks" StorageType="1">
          <fpc4:Network StorageName="{11111111-0000-4000-8000-000000000010}" StorageType="1">
            <fpc4:Name dt:dt="string">Internal</fpc4:Name>
            <fpc4:IpRangeSet StorageName="IpRangeSet" StorageType="1">
${locals(end).map(rangeText).join('\n')}
            </fpc4:IpRangeSet>
          </fpc4:Network>
          <fpc4:Network StorageName="{11111111-0000-4000-8000-000000000020}" StorageType="1">
            <fpc4:Name dt:dt="string">${peerName(end)}</fpc4:Name>
            <fpc4:IpRangeSet StorageName="IpRangeSet" StorageType="1">
${networksOf(end, 'remote').map(rangeText).join('\n')}
            </fpc4:IpRangeSet>
            <fpc4:VpnConfiguration StorageName="VpnConfiguration" StorageType="1">
              <fpc4:IPSecSettings StorageName="IPSecSettings" StorageType="1">
                <fpc4:LocalServerAddress dt:dt="string">${end.address}</fpc4:LocalServerAddress>
                <fpc4:RemoteServerAddress dt:dt="string">${end.peer}</fpc4:RemoteServerAddress>
              </fpc4:IPSecSettings>
            </fpc4:VpnConfiguration>
          </fpc4:Network>
        </fpc4:Networks>
      </fpc4:NetConfig>
    </fpc4:Array>
  </fpc4:Arrays>
</fpc4:Root>
`
}

function rangeText(prefix: string): string {
  const { address, length } = addressAndMask(prefix)
  return `              <fpc4:IpRange StorageName="{${address}}" StorageType="1">
                <fpc4:IPFrom dt:dt="string">${address}</fpc4:IPFrom>
                <fpc4:IPTo dt:dt="string">${lastOf(address, length)}</fpc4:IPTo>
              </fpc4:IpRange>`
}

function lastOf(address: string, length: number): string {
  const bytes = address.split('.').map(Number)
  return bytes.map((byte, at) => byte | (255 >> Math.min(Math.max(length - 8 * at, 0), 8))).join('.')
}

function subnets(prefixes: readonly string[]): string {
  return prefixes
    .map(addressAndMask)
    .map(({ address, mask }) => `    Subnet: ${address}/${mask}`)
    .join('\n')
}

function locals(end: TunnelEnd): readonly string[] {
  return networksOf(end, 'local').filter((prefix) => prefix !== `${end.address}/32`)
}

function peerName({ name }: TunnelEnd): string {
  return name === 'gw-a' ? 'Branch' : 'Main office'
}
