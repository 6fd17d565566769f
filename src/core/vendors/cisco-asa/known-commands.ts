import type { Command } from '../cisco/command.ts'
import type { Notes } from './notes.ts'

/** First words of commands that have nothing to do with a tunnel between sites (Cisco ASA Series Command Reference). */
const OTHER = new Set(
  `aaa aaa-server access-list action admin-context alias allocate-interface anyconnect anyconnect-custom-data aqm arp asdm asp
  auth-prompt authentication auto-update banner bfd bgp boot call-home capture cbl checkheaps class class-map client-update
  clear clock cluster command-alias compression config config-register config-url configure console content-policy context
  copy coredump cpu crashinfo crypto ctl-file ctl-provider cts cxsc default-domain ddns debug delete description dhcp-client
  dhcpd dhcpprelay dhcprelay disable dir dns dns-group dns-guard domain-name dynamic-access-policy-config
  dynamic-access-policy-record dynamic-filter dynamic-map eigrp email enable encryption-scheme established exit failover
  filter firewall fips fixup flow-export flow-offload fragment ftp ftp-map global group-object group-policy h225-map
  hostname hpm hsts http http-map https-proxy hw-module icmp igmp imap4s inspect interface ip ip-comp ipsec-udp ipv6 isakmp
  isis jumbo-frame key key-chain keepout ldap license lisp local-host log-adj-changes logging login-history logout mac-address
  mac-address-table mac-list management-access management-interface map-name mac match media-termination media-type memberof
  mfib mgcp-map migrate mobile-user-security mode monitor-interface mount mpf-map mroute mtu multicast-routing mus
  name names name-interface nat nat-assigned-to-public-ip network network-acl nop ntp nve object object-group object-group-search
  onscreen-keyboard ospf packet-tracer pager parameters passwd password password-policy passive-interface ping pim
  policy-list policy-map policy-route pop3s port-channel port-forward prefix-list priority-queue privilege prompt proxy
  quic quit quota radius-common-pw regex reload remote-access report resource rest-api route route-map router router-id
  saml same-security-traffic scansafe sdi-version security security-group-tag service service-interface service-module
  service-policy session setup shun sla slp smtp-server smtps snmp snmp-map snmp-server sntp software-version sqlnet ssh
  ssl ssp static static-route-monitor storage-key storage-objects subject-name-default sunrpc-server switchport sysopt
  tcp-map tcp-options telnet terminal test tftp tftp-server threat-detection time-range timeout timers tls-proxy tos track
  traffic-forward transfer trust-verification-server tunnel-group tunnel-group-map type uauth-prompt uc-ime umbrella-global
  undebug unix-auth url url-block url-cache url-list url-server user-identity user-statistics username virtual vlan vnmc
  vpdn vpn vpn-addr-assign vpn-group vpn-load-balancing vpn-mode vpn-sessiondb vpnclient vpnsetup vxlan wccp webvpn
  web-update-url who write xlate zone zonelabs-integrity vpn-simultaneous-logins snmp-server-group no end show
  active message-length profile destination subscribe-to-alert-group`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

/** Whether a line of an ASA may be the rest of an access list or of an entry's transform sets: it begins like no command. */
export function mayGoOn(said: string): boolean {
  const [first = ''] = said.toLowerCase().split(' ', 1)
  return !OTHER.has(first) || OF_A_LIST.test(said)
}

const OF_A_LIST =
  /^(?:object(?:-group)? (?!(?:network|service|protocol|icmp-type|user|security)(?: |$))\S|(?:ip|icmp) (?:any|host|object|\d))/i

/** Commands of IPsec that a tunnel does not hang on, by their words behind `crypto`. */
const OTHER_CRYPTO =
  /^(?:ca|key|engine|vpn|pki|ipsec (?:fragmentation|df-bit|security-association (?:lifetime kilobytes|pmtu-aging|replay|multi-sa)|inner-routing-lookup|sa|profile|stats|anti-replay)|(?:isakmp|ikev1|ikev2|ikev1-v2) ?(?:am-disable|nat-traversal|disconnect-notify|reload-wait|ipsec-over-tcp|cookie-challenge|limit|fragmentation|remote-access|notify|redirect|enable|keepalive|policy|identity|invalid-spi-recovery)|large-cert-acceleration|map \S+ interface|dynamic-map|map|accelerator-bias)/

/**
 * What becomes of the lines that no reader took. What `no` or a later command took away has no say any more, and is known
 * all the same.
 */
export function accountFor(commands: readonly Command[], notes: Notes) {
  for (const command of commands) {
    if (notes.roleOf(command.line) !== undefined) {
      for (const child of command.children) if (isKnownInside(command, child)) settle(child, notes)
      continue
    }
    if (!isKnown(command)) continue
    settle(command, notes)
    for (const child of command.children) settleAll(child, notes)
  }
}

function settle({ line }: Command, notes: Notes) {
  if (notes.roleOf(line) === undefined) notes.irrelevant({ line })
}

function settleAll(command: Command, notes: Notes) {
  settle(command, notes)
  for (const child of command.children) settleAll(child, notes)
}

function isKnown({ words, no }: Command): boolean {
  const text = words.map((word) => word.toLowerCase())
  const [first = ''] = text
  if (/^(?:asa|pix)$/.test(first)) return text[1] === 'version'
  if (first === 'crypto')
    return (
      OTHER_CRYPTO.test(text.slice(1).join(' ')) ||
      (no && /^(?:map|dynamic-map|ipsec|ikev[12]|isakmp)$/.test(text[1] ?? ''))
    )
  // A line of an access list that is not understood is not passed over.
  if (first === 'access-list')
    return no || /;$|^cached$|^alert-interval$|^deny-flow-max$/.test(text[1] ?? '') || /elements/.test(text.join(' '))
  if (/^(?:tunnel-group|group-policy|object|object-group|nat|route|name)$/.test(first))
    return no || first === 'object' || first === 'object-group'
  return OTHER.has(first)
}

/** Within an interface much is about other things; within IPsec's own modes nothing is passed over. */
function isKnownInside({ words }: Command, child: Command): boolean {
  return words[0]?.toLowerCase() !== 'crypto' || child.no
}
