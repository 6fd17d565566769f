import { addressAndMask, isAddress, networksOf, type Suite, type TunnelEnd } from '../tunnel.ts'

/**
 * `show running-config` of IOS 15 with a crypto map: its ACL has a line for each pair (Security for VPNs with IPsec
 * Configuration Guide; for IKEv2, Configuring IKEv2 and FlexVPN Site-to-Site).
 */
export function ciscoIosText(end: TunnelEnd): string {
  return `${[
    'version 15.7',
    `hostname ${end.name}`,
    'ip domain name example',
    ...(end.version === 1 ? phase1(end) : ikev2(end)),
    `crypto ipsec transform-set TUNNEL ${transforms(end.child)}`,
    ` mode ${end.mode}`,
    'crypto map OUTSIDE 10 ipsec-isakmp',
    ` set peer ${end.peer}`,
    ` set security-association lifetime seconds ${end.childLifetime}`,
    ' set transform-set TUNNEL',
    ...(end.pfs === null ? [] : [` set pfs group${end.pfs}`]),
    ...(end.version === 2 ? [' set ikev2-profile TUNNEL'] : []),
    ' match address VPN-TRAFFIC',
    'interface GigabitEthernet0/0',
    ' description outside',
    ` ip address ${end.address} 255.255.255.0`,
    ...(end.lacks === 'application' ? [] : [' crypto map OUTSIDE']),
    'interface GigabitEthernet0/1',
    ' description inside',
    ` ip address ${insideAddress(end)}`,
    `ip route 0.0.0.0 0.0.0.0 ${end.address.replace(/\d+$/, '254')}`,
    'ip access-list extended VPN-TRAFFIC',
    ...end.pairs.map(({ local, remote }) => ` permit ip ${wildcard(local)} ${wildcard(remote)}`),
  ]
    .join('\n!\n')
    .replaceAll(/\n!\n /g, '\n ')}\n!\nend\n`
}

function phase1({ ike, ikeLifetime, key, keyOf, peer, id }: TunnelEnd): string[] {
  return [
    'crypto isakmp policy 10',
    ` encr ${CIPHERS[ike.encryption]}`,
    ` hash ${HASHES[ike.integrity]}`,
    ' authentication pre-share',
    ` group ${ike.group}`,
    ` lifetime ${ikeLifetime}`,
    ...(isAddress(id) ? [] : ['crypto isakmp identity hostname']),
    `crypto isakmp key ${key} address ${keyOf ?? peer}`,
  ]
}

function ikev2({ ike, ikeLifetime, key, keyOf, peer, id, peerId }: TunnelEnd): string[] {
  return [
    'crypto ikev2 proposal TUNNEL',
    ` encryption ${IKEV2_CIPHERS[ike.encryption]}`,
    ` integrity ${ike.integrity}`,
    ` group ${ike.group}`,
    'crypto ikev2 policy TUNNEL',
    ' proposal TUNNEL',
    'crypto ikev2 keyring TUNNEL',
    ' peer OTHER',
    `  address ${keyOf ?? peer}`,
    `  pre-shared-key ${key}`,
    ' !',
    'crypto ikev2 profile TUNNEL',
    isAddress(peerId)
      ? ` match identity remote address ${peerId} 255.255.255.255`
      : ` match identity remote fqdn ${peerId}`,
    isAddress(id) ? ` identity local address ${id}` : ` identity local fqdn ${id}`,
    ' authentication remote pre-share',
    ' authentication local pre-share',
    ' keyring local TUNNEL',
    ` lifetime ${ikeLifetime}`,
  ]
}

const CIPHERS = { '3des': '3des', aes128: 'aes', aes256: 'aes 256' } as const
const HASHES = { md5: 'md5', sha1: 'sha', sha256: 'sha256' } as const
const IKEV2_CIPHERS = { '3des': '3des', aes128: 'aes-cbc-128', aes256: 'aes-cbc-256' } as const

function transforms({ encryption, integrity }: Suite): string {
  return `esp-${CIPHERS[encryption]} esp-${HASHES[integrity]}-hmac`
}

function insideAddress(end: TunnelEnd): string {
  const [network = ''] = networksOf(end, 'local').filter((prefix) => !prefix.endsWith('/32'))
  const { address, mask } = addressAndMask(network)
  return `${address.replace(/\d+$/, '1')} ${mask}`
}

/** `10.1.0.0 0.0.0.255`, or `host 10.1.0.1`. */
function wildcard(prefix: string): string {
  const { address, mask, length } = addressAndMask(prefix)
  const inverse = mask.split('.').map((byte) => 255 - Number(byte))
  return length === 32 ? `host ${address}` : `${address} ${inverse.join('.')}`
}
