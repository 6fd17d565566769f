import type { ModeGrammar, Said } from '../cisco/open-modes.ts'
import { mayGoOn } from './known-commands.ts'

/** What a mode's own commands begin with; no command of the global mode begins so, or its further words tell. */
const INNER: Readonly<Record<string, ReadonlySet<string>>> = {
  interface: words(
    'nameif security-level ip ipv6 shutdown speed duplex vlan mac-address tunnel bridge-group description mtu zone-member channel-group switchport allocate-interface management-only member-interface',
  ),
  'object network': words('host subnet range fqdn nat description'),
  'object service': words('service description'),
  'object-group': words(
    'network-object group-object service-object port-object protocol-object icmp-object user user-group security-group description',
  ),
  'ikev1 policy': words('authentication encryption hash group lifetime'),
  'ikev2 policy': words('encryption integrity group prf lifetime additional-key-exchange'),
  'ipsec-proposal': words('protocol'),
  'ipsec profile': words('set responder-only'),
  'tunnel-group': words(
    'pre-shared-key ikev1 ikev2 peer-id-validate chain trust-point isakmp default-group-policy address-pool authentication authentication-server-group authorization-server-group accounting-server-group radius-with-expiry annotation virtual-template authorization-required strip-realm strip-group password-management dhcp-server username-from-certificate',
  ),
  trustpoint: words(
    'enrollment fqdn subject-name serial-number ip-address email keypair id-usage id-cert-issuer proxy-ldc-issuer no crl revocation-check ocsp match validation-policy validation-usage client-types accept-subordinates auto-enroll support-user-cert-validation default',
  ),
  'group-policy': words(
    'vpn-tunnel-protocol vpn-filter vpn-idle-timeout vpn-session-timeout vpn-simultaneous-logins vpn-access-hours pfs re-xauth ip-comp group-lock dns-server wins-server default-domain split-tunnel-policy split-tunnel-network-list split-dns ipsec-udp ipsec-udp-port address-pools banner webvpn backup-servers password-storage msie-proxy nem user-authentication vlan periodic-authentication',
  ),
}

/** The certificate itself is lines of numbers, up to "quit". */
const CERTIFICATE = /^(?:certificate(?: |$)|quit$|(?:[\dA-F]{8} ){0,9}[\dA-F]{2,8}$)/i

/**
 * The modes of an ASA's configuration that matter here (Cisco ASA Series Command Reference). A typed configuration is
 * often not indented: there the words tell what belongs to the mode.
 */
export const asaGrammar: ModeGrammar = {
  opens,
  belongs: (said, mode) => {
    const [first, second] = said.lower.split(' ', 2)
    if (mode === 'certificates') return CERTIFICATE.test(said.text)
    if (first === undefined || INNER[mode]?.has(first) !== true) return false
    // `nat (in,out) source ...` is a rule of its own, `nat (in,out) static ...` that of the object above.
    if (first === 'nat') return mode === 'object network' && !isManualNat(said)
    if (first === 'ip') return second === 'address'
    if (first === 'isakmp') return second === 'keepalive' || second === 'ikev1-user-authentication'
    return true
  },
  isGlobal: ({ text }) => GLOBAL.test(text),
  mayGoOn,
}

const GLOBAL =
  /^(?:crypto|access-list|access-group|tunnel-group|group-policy|object-group|hostname|names?|route|sysopt|object (?:network|service))(?: |$)/i

function opens(said: Said): string | null {
  if (!MAY_OPEN.test(said.text)) return null
  const [first = '', second = '', third = '', fourth = ''] = said.words.map((word) => word.toLowerCase())
  if (first === 'interface') return 'interface'
  if (first === 'object') return second === 'service' ? 'object service' : 'object network'
  if (first === 'object-group') return 'object-group'
  if (first === 'isakmp' && second === 'policy') return 'ikev1 policy'
  if (first === 'tunnel-group')
    return /-attributes?$/.test(fourth) || /-attributes?$/.test(third) ? 'tunnel-group' : null
  if (first === 'group-policy') return third === 'attributes' ? 'group-policy' : null
  if (first !== 'crypto') return null
  if (second === 'ca' && third === 'trustpoint') return 'trustpoint'
  if (second === 'ca' && third === 'certificate' && fourth === 'chain') return 'certificates'
  if ((second === 'ikev1' || second === 'isakmp') && third === 'policy') return 'ikev1 policy'
  if (second === 'ikev2' && third === 'policy') return 'ikev2 policy'
  if (second === 'ipsec' && third === 'ikev2' && fourth === 'ipsec-proposal') return 'ipsec-proposal'
  return second === 'ipsec' && third === 'profile' ? 'ipsec profile' : null
}

const MAY_OPEN =
  /^(?:interface|object|object-group|isakmp|tunnel-group|group-policy|crypto (?:ikev[12]|isakmp|ipsec|ca))(?: |$)/i

function isManualNat({ words: all }: Said): boolean {
  return all.slice(2, 5).some((word) => word.toLowerCase() === 'source')
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '))
}
