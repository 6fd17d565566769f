import { rememberedOf } from '../../model/remembered.ts'

/** What becomes of a key: it is read, it decides nothing here, or it decides something that is not modelled. */
type KeyRole = 'read' | 'irrelevant' | 'unsupported'

interface Keys {
  readonly read: string
  readonly irrelevant: string
  /** Of these any other value than the one behind the colon is not modelled. */
  readonly unsupported?: string
}

const PHASE1: Keys = {
  read: `type interface ip-version ike-version local-gw local-gw6 remote-gw remote-gw6 remotegw-ddns keylife authmethod
    authmethod-remote mode peertype peerid peer peergrp usrgrp proposal dhgrp localid localid-type psksecret
    psksecret-remote passive-mode childless-ike mode-cfg assign-ip reauth auto-negotiate certificate add-gw-route comments
    nattraversal esn rekey ppk ppk-identity ppk-secret remote-gw-match remote-gw-subnet remote-gw-start-ip
    remote-gw-end-ip network-overlay network-id`,
  irrelevant: `default-gw default-gw-priority monitor monitor-hold-down-type monitor-hold-down-delay
    monitor-hold-down-weekday monitor-hold-down-time net-device tunnel-search passive aggregate-member aggregate-weight
    exchange-interface-ip exchange-ip-addr4 exchange-ip-addr6 exchange-fgt-device-id dpd dpd-retrycount dpd-retryinterval
    keepalive distance priority add-route forticlient-enforcement npu-offload send-cert-chain fragmentation
    fragmentation-mtu digital-signature-auth signature-hash-alg rsa-signature-format rsa-signature-hash-override
    enforce-unique-id cert-id-validation fec-egress fec-send-timeout fec-base fec-codec fec-redundant fec-ingress
    fec-receive-timeout fec-health-check fec-mapping-profile loopback-asymroute link-cost
    exchange-fgt-device-id ems-sn-check inbound-dscp-copy auto-discovery-sender auto-discovery-receiver
    auto-discovery-forwarder auto-discovery-psk auto-discovery-shortcuts auto-discovery-crossover
    auto-discovery-offer-interval auto-discovery-dialup-placeholder vni dns-mode ipv4-dns-server1 ipv4-dns-server2
    ipv4-dns-server3 ipv4-wins-server1 ipv4-wins-server2 ipv4-start-ip ipv4-end-ip ipv4-netmask ipv4-split-include
    ipv4-split-exclude ipv4-name split-include-service ipv6-start-ip ipv6-end-ip ipv6-prefix ipv6-split-include
    ipv6-split-exclude ipv6-name ipv6-dns-server1 ipv6-dns-server2 ipv6-dns-server3 domain banner unity-support
    include-local-lan save-password client-auto-negotiate client-keep-alive client-resume client-resume-interval
    idle-timeout idle-timeoutinterval ha-sync-esp-seqno nattraversal-keepalive negotiate-timeout priority
    group-authentication group-authentication-secret authusr authusrgrp authpasswd xauthtype eap eap-identity
    eap-exclude-peergrp acct-verify wizard-type ip-fragmentation kms azure-ad-autoconnect qkd qkd-profile transport
    fallback-tcp-threshold auto-transport-threshold fortinet-esp remote-gw-country remote-gw-ztna-tags
    monitor-min mode-cfg-allow-client-selector dhcp6-ra-linkaddr ip-delay-interval eap-cert-auth fgsp-sync
    ipv6-auto-linklocal fec-codec-string backup-gateway assign-ip-from remote-gw6-match remote-gw6-subnet
    remote-gw6-start-ip remote-gw6-end-ip remote-gw6-country dev-id dev-id-notification cert-peer-username-validation
    cert-peer-username-strip cert-trust-store shared-idle-timeout internal-domain-list dns-suffix-search uuid
    ike-version-fallback packet-redistribution peer-egress-shaping peer-egress-shaping-value link-monitor`,
  unsupported: `encapsulation:none mesh-selector-type:disable suite-b:disable addke1:0 addke2:0 addke3:0 addke4:0
    addke5:0 addke6:0 addke7:0 dhcp-ra-giaddr:0.0.0.0
    encapsulation-address:ike encap-local-gw4:0.0.0.0 encap-remote-gw4:0.0.0.0 encap-local-gw6::: encap-remote-gw6:::
    interface-name-address:0.0.0.0`,
}

const PHASE2: Keys = {
  read: `phase1name proposal pfs dhgrp keylife-type keylifeseconds keylifekbs src-addr-type dst-addr-type src-subnet
    dst-subnet src-subnet6 dst-subnet6 src-start-ip src-end-ip dst-start-ip dst-end-ip src-start-ip6 src-end-ip6
    dst-start-ip6 dst-end-ip6 src-name dst-name src-name6 dst-name6 protocol src-port dst-port encapsulation
    selector-match initiator-ts-narrow auto-negotiate keepalive comments`,
  irrelevant: `dhcp-ipsec use-natip ipv4-df replay add-route auto-discovery-sender auto-discovery-forwarder single-source
    route-overlap diffserv diffservcode inbound-dscp-copy l2tp uuid`,
  unsupported: 'addke1:0 addke2:0 addke3:0 addke4:0 addke5:0 addke6:0 addke7:0',
}

const INTERFACE: Keys = {
  read: 'vdom ip ip6-address mode status interface remote-ip type alias description snmp-index',
  irrelevant: '*',
}

const ROUTE: Keys = {
  read: 'status dst dstaddr device gateway blackhole sdwan sdwan-zone distance comment priority weight',
  irrelevant: '*',
}

const POLICY: Keys = {
  read: `name srcintf dstintf srcaddr dstaddr srcaddr6 dstaddr6 action status schedule service nat ippool poolname
    vpntunnel inbound outbound natinbound natoutbound srcaddr-negate dstaddr-negate comments uuid`,
  irrelevant: '*',
}

const ADDRESS: Keys = {
  read: 'type subnet start-ip end-ip ip6 wildcard member exclude exclude-member fqdn comment uuid',
  irrelevant: '*',
}

/** Tables of which something is read. */
const TABLES: ReadonlyMap<string, Keys> = new Map([
  ['vpn ipsec phase1-interface', PHASE1],
  ['vpn ipsec phase1', PHASE1],
  ['vpn ipsec phase2-interface', PHASE2],
  ['vpn ipsec phase2', PHASE2],
  ['system interface', INTERFACE],
  ['system zone', { read: 'interface intrazone', irrelevant: '*' }],
  ['system global', { read: 'hostname alias', irrelevant: '*' }],
  ['system sdwan', { read: 'status', irrelevant: '*' }],
  ['system virtual-wan-link', { read: 'status', irrelevant: '*' }],
  ['router static', ROUTE],
  ['router static6', ROUTE],
  ['firewall policy', POLICY],
  ['firewall policy6', POLICY],
  ['firewall address', ADDRESS],
  ['firewall address6', ADDRESS],
  ['firewall addrgrp', ADDRESS],
  ['firewall addrgrp6', ADDRESS],
])

/** The names of the tables of which something is read. */
export const readTables: readonly string[] = [...TABLES.keys()]

/** Tables that make other tunnels, which are not read. */
const UNSUPPORTED = /^vpn ipsec (?:manualkey(?:-interface)?|concentrator|forticlient)$/

/** Everything that a table is known to have, for a slip of the keyboard. */
export function knownKeys(table: string): readonly string[] {
  const keys = TABLES.get(table)
  if (keys === undefined) return []
  const { read, irrelevant, neutral } = setsOf(keys)
  return [...read, ...irrelevant, ...neutral.keys()]
}

/** `undefined`: no release of FortiOS is known to have it there. */
export function roleOfKey(table: string, key: string, value: string): KeyRole | undefined {
  const keys = TABLES.get(table)
  if (keys === undefined) return UNSUPPORTED.test(table) ? 'unsupported' : 'irrelevant'
  const { read, irrelevant, neutral } = setsOf(keys)
  const special = neutral.get(key)
  if (special !== undefined) return special === value ? 'irrelevant' : 'unsupported'
  if (read.has(key)) return 'read'
  return keys.irrelevant === '*' || irrelevant.has(key) ? 'irrelevant' : undefined
}

/** Whether lines of a table tell something that is read. */
export function isReadTable(table: string): boolean {
  return TABLES.has(table)
}

export function isUnsupportedTable(table: string): boolean {
  return UNSUPPORTED.test(table)
}

/** `neutral`: the value of each other key with which it changes nothing. */
const setsOf = rememberedOf(({ read, irrelevant, unsupported = '' }: Keys) => ({
  read: new Set(words(read)),
  irrelevant: new Set(words(irrelevant)),
  neutral: new Map(
    words(unsupported).map((word) => [word.slice(0, word.indexOf(':')), word.slice(word.indexOf(':') + 1)]),
  ),
}))

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}
