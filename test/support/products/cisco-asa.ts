import { addressAndMask, isAddress, networksOf, type TunnelEnd } from '../tunnel.ts'

/**
 * `show running-config` of an ASA 9.14 with a crypto map, and with the NAT that nearly every one has: what goes out takes the
 * address of the interface, but for what goes into the tunnel (CLI Book 3, chapters IPsec and ISAKMP, LAN-to-LAN IPsec
 * VPNs; CLI Book 2, NAT for VPN).
 */
export function ciscoAsaText(end: TunnelEnd): string {
  return `${[
    ': Saved',
    ':',
    'ASA Version 9.14(4)',
    '!',
    `hostname ${end.name}`,
    'domain-name example',
    '!',
    'interface GigabitEthernet0/0',
    ' nameif outside',
    ' security-level 0',
    ` ip address ${end.address} 255.255.255.0`,
    '!',
    'interface GigabitEthernet0/1',
    ' nameif inside',
    ' security-level 100',
    ` ip address ${insideAddress(end)}`,
    '!',
    ...[...networksOf(end, 'local'), ...networksOf(end, 'remote')].flatMap(objectLines),
    ...end.pairs.map(
      ({ local, remote }) => `access-list VPN-TRAFFIC extended permit ip ${term(local)} ${term(remote)}`,
    ),
    ...(end.lacks === 'exemption' ? [] : end.pairs.map(exemption)),
    'nat (inside,outside) after-auto source dynamic any interface',
    `route outside 0.0.0.0 0.0.0.0 ${end.address.replace(/\d+$/, '254')} 1`,
    ...(end.version === 1
      ? [
          `crypto ipsec ikev1 transform-set TUNNEL esp-${CIPHERS[end.child.encryption]} esp-${HASHES[end.child.integrity]}-hmac`,
          ...(end.mode === 'transport' ? ['crypto ipsec ikev1 transform-set TUNNEL mode transport'] : []),
        ]
      : [
          'crypto ipsec ikev2 ipsec-proposal TUNNEL',
          ` protocol esp encryption ${CIPHERS[end.child.encryption]}`,
          ` protocol esp integrity ${IKEV2_HASHES[end.child.integrity]}`,
        ]),
    'crypto map OUTSIDE 10 match address VPN-TRAFFIC',
    ...(end.pfs === null ? [] : [`crypto map OUTSIDE 10 set pfs group${end.pfs}`]),
    `crypto map OUTSIDE 10 set peer ${end.peer}`,
    `crypto map OUTSIDE 10 set ${end.version === 1 ? 'ikev1 transform-set' : 'ikev2 ipsec-proposal'} TUNNEL`,
    `crypto map OUTSIDE 10 set security-association lifetime seconds ${end.childLifetime}`,
    ...(end.version === 2 && end.mode === 'transport' ? ['crypto map OUTSIDE 10 set ikev2 mode transport'] : []),
    ...(end.lacks === 'application' ? [] : ['crypto map OUTSIDE interface outside']),
    `crypto isakmp identity ${isAddress(end.id) ? 'address' : 'hostname'}`,
    ...(end.version === 1 ? phase1(end) : ikev2(end)),
    `tunnel-group ${end.keyOf ?? end.peer} type ipsec-l2l`,
    `tunnel-group ${end.keyOf ?? end.peer} ipsec-attributes`,
    ...(end.version === 1
      ? [` ikev1 pre-shared-key ${end.key}`]
      : [
          ` ikev2 remote-authentication pre-shared-key ${end.key}`,
          ` ikev2 local-authentication pre-shared-key ${end.key}`,
        ]),
    ': end',
  ].join('\n')}\n`
}

function phase1({ ike, ikeLifetime }: TunnelEnd): string[] {
  return [
    'crypto ikev1 enable outside',
    'crypto ikev1 policy 10',
    ' authentication pre-share',
    ` encryption ${CIPHERS[ike.encryption]}`,
    ` hash ${HASHES[ike.integrity]}`,
    ` group ${ike.group}`,
    ` lifetime ${ikeLifetime}`,
  ]
}

function ikev2({ ike, ikeLifetime }: TunnelEnd): string[] {
  const hash = ike.integrity === 'sha1' ? 'sha' : ike.integrity
  return [
    'crypto ikev2 policy 10',
    ` encryption ${CIPHERS[ike.encryption]}`,
    ` integrity ${hash}`,
    ` group ${ike.group}`,
    ` prf ${hash}`,
    ` lifetime seconds ${ikeLifetime}`,
    'crypto ikev2 enable outside',
  ]
}

const CIPHERS = { '3des': '3des', aes128: 'aes', aes256: 'aes-256' } as const
/** In IKEv1 an ASA has no SHA-2. */
const HASHES = { md5: 'md5', sha1: 'sha', sha256: 'sha' } as const
const IKEV2_HASHES = { md5: 'md5', sha1: 'sha-1', sha256: 'sha-256' } as const

function objectLines(prefix: string): string[] {
  const { address, mask, length } = addressAndMask(prefix)
  return [`object network ${nameOf(prefix)}`, length === 32 ? ` host ${address}` : ` subnet ${address} ${mask}`]
}

function exemption({ local, remote }: TunnelEnd['pairs'][number]): string {
  const [own, far] = [nameOf(local), nameOf(remote)]
  return `nat (inside,outside) source static ${own} ${own} destination static ${far} ${far} no-proxy-arp route-lookup`
}

function nameOf(prefix: string): string {
  return `NET-${prefix.replace('/', '-')}`
}

function insideAddress(end: TunnelEnd): string {
  const [network = ''] = networksOf(end, 'local').filter((prefix) => !prefix.endsWith('/32'))
  const { address, mask } = addressAndMask(network)
  return `${address.replace(/\d+$/, '1')} ${mask}`
}

function term(prefix: string): string {
  const { address, mask, length } = addressAndMask(prefix)
  return length === 32 ? `host ${address}` : `${address} ${mask}`
}
