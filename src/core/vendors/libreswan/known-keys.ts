import type { LineRole } from '../../model/format.ts'
import { keyRows, type TableKey } from '../freeswan/key-table.ts'

/** What a value may be, by what addconn of Libreswan 4.10 refuses (measured). */
type ValueKind = 'text' | 'yes or no' | 'percent' | readonly [string, ...string[]]

type KnownKey = TableKey<ValueKind>

const keys = keyRows<ValueKind>

const YES_OR_NO = /^(?:y|yes|true|on|n|no|false|off)$/i
const NO = /^(?:n|no|false|off|never)$/i

const KNOWN: ReadonlyMap<string, KnownKey> = new Map([
  // What decides a negotiation.
  ...keys('read', 'text', 'also alsoflip left right authby ike esp ah phase2alg'),
  ...sided('read', 'text', 'id subnet subnets protoport addresspool sourceip'),
  ...sided('read', ['secret', 'rsasig', 'rsa', 'ecdsa', 'null', 'never', 'eaponly'], 'auth'),
  ...sided('read', 'yes or no', 'modecfgclient modecfgserver xauthclient xauthserver'),
  ...keys('read', ['tunnel', 'transport', 'pass', 'passthrough', 'reject', 'drop'], 'type'),
  ...keys('read', ['add', 'ondemand', 'route', 'start', 'up', 'keep', 'ignore'], 'auto'),
  ...keys('read', ['yes', 'no', 'insist', 'always', 'never', 'permit', 'propose'], 'ikev2'),
  ...keys('read', ['yes', 'no', 'insist', 'always', 'never', 'permit', 'propose'], 'ppk'),
  ...keys('read', ['ike', 'ikev1', 'ikev2'], 'keyexchange'),
  ...keys('read', ['esp', 'ah'], 'phase2'),
  ...keys('read', ['yes', 'no', 'either'], 'esn'),
  ...keys('read', 'yes or no', 'pfs narrowing overlapip aggressive aggrmode compress rekey reauth sha2-truncbug'),
  ...keys('read', 'text', 'ikelifetime salifetime lifetime keylife ipsec-lifetime rekeymargin'),
  ...keys('read', 'text', 'replay-window ppk-ids'),
  ...keys('read', 'percent', 'rekeyfuzz'),
  ...keys('read', ['accept', 'reject', 'drop'], 'ikev1-policy'),
  // What decides something that is not modelled.
  ...sided('read', 'text', 'ikeport'),
  ...sided('unsupported', 'yes or no', 'cat', NO),
  ...sided('unsupported', ['none', 'tls', 'mschapv2'], 'autheap', /^none$/i),
  ...keys('read', ['yes', 'no', 'fallback'], 'enable-tcp'),
  ...keys('unsupported', 'text', 'tcp-remoteport', /^4500$/),
  ...keys('unsupported', 'text', 'sec-label policy-label mark mark-in mark-out reqid'),
  ...keys('unsupported', 'yes or no', 'cisco-unity', NO),
  ...keys('unsupported', ['cisco'], 'remote-peer-type remote_peer_type'),
  // What decides nothing that shows before the tunnel is up.
  ...sided(
    'irrelevant',
    'text',
    'ca cert ckaid ecdsakey groundhog interface-ip nexthop pubkey rsasigkey updown username vti xauthusername',
  ),
  ...sided('irrelevant', ['always', 'alwayssend', 'never', 'sendifasked', 'yes', 'no', 'ifasked'], 'sendcert'),
  ...keys('irrelevant', ['clear', 'hold', 'restart', 'restart_by_peer', 'none'], 'dpdaction'),
  ...keys('irrelevant', ['ipv4', 'ipv6', 'inet', 'inet6'], 'hostaddrfamily clientaddrfamily connaddrfamily'),
  ...keys('irrelevant', ['none', 'passthrough', 'drop', 'reject', 'hold'], 'failureshunt negotiationshunt'),
  ...keys('irrelevant', ['yes', 'no', 'never', 'force', 'insist'], 'fragmentation'),
  ...keys('read', ['yes', 'no', 'auto'], 'encapsulation'),
  ...keys('irrelevant', ['yes', 'no', 'auto'], 'nic-offload'),
  ...keys('irrelevant', ['yes', 'no', 'never'], 'accept-redirect send-redirect'),
  ...keys('read', ['both', 'rfc', 'drafts', 'none'], 'nat-ikev1-method'),
  ...keys('irrelevant', ['none', 'issuer', 'all'], 'sendca'),
  ...keys('irrelevant', ['file', 'pam', 'alwaysok'], 'xauthby'),
  ...keys('irrelevant', ['hard', 'soft'], 'xauthfail'),
  ...keys(
    'irrelevant',
    'yes or no',
    `audit-log cat decap-dscp encap-dscp fake-strongswan ignore-peer-dns ikepad initial-contact intermediate mobike
    modecfgpull ms-dh-downgrade nat-keepalive nm-configured nopmtudisc pam-authorize require-id-on-certificate
    send-no-esp-tfc send-vendorid vti-routing vti-shared`,
  ),
  ...keys(
    'irrelevant',
    'text',
    `accept-redirect-to connalias dpddelay dpdtimeout dns-match-id dns-resolver forceencaps iptfs ipsec-interface
    ipsec-max-bytes ipsec-max-packets keyingtries metric modecfgbanner modecfgdns modecfgdns1 modecfgdns2
    modecfgdomain modecfgdomains mtu nflog nflog-group priority redirect-to  retransmit-interval
    retransmit-timeout send-supported-auth-methods tfc vti-interface`,
  ),
])

/** The keys of one side. */
const SIDED: ReadonlySet<string> = new Set([...KNOWN.keys()].filter((name) => KNOWN.has(`right${name}`)))

/** A key of a side that names none is the right one's (measured). */
export function withSide(name: string): string {
  return SIDED.has(name) ? `right${name}` : name
}

const SETUP: ReadonlyMap<string, KnownKey> = new Map([
  ...keys('read', ['accept', 'reject', 'drop'], 'ikev1-policy'),
  ...keys('read', 'yes or no', 'listen-tcp'),
  ...keys('unsupported', 'yes or no', 'listen-udp', /^(?:y|yes|true|on)$/i),
  ...keys('irrelevant', ['busy', 'unlimited', 'auto'], 'ddos-mode'),
  ...keys('irrelevant', ['get', 'post'], 'ocsp-method'),
  ...keys(
    'irrelevant',
    'yes or no',
    `audit-log crl-strict dnssec-enable drop-oppo-null ike-socket-errqueue logappend logip logtime ocsp-enable
    ocsp-strict uniqueids`,
  ),
  ...keys(
    'irrelevant',
    'text',
    `crlcheckinterval dns-resolver curl-iface curl-timeout ddos-ike-threshold debug dnssec-anchors dnssec-rootkey-file dumpdir
    expire-lifetime global-redirect global-redirect-to ike-socket-bufsize ikev1-secctx-attr-type interfaces ipsecdir
    keep-alive listen logfile max-halfopen-ike myvendorid nflog-all nhelpers nssdir
    ocsp-cache-max-age ocsp-cache-min-age ocsp-cache-size ocsp-timeout ocsp-trustname ocsp-uri plutodebug
    plutostderrlog plutostderrlogtime protostack secctx-attr-type secretsfile seedbits shuntlifetime statsbin
    strictcrlpolicy syslog virtual-private virtual_private xfrmlifetime`,
  ),
])

function sided(role: LineRole, value: ValueKind, names: string, neutral?: RegExp): (readonly [string, KnownKey])[] {
  const both = names.split(/\s+/).flatMap((name) => [name, `left${name}`, `right${name}`])
  return keys(role, value, both.join(' '), neutral)
}

/** Keys that came after Libreswan 4.10, which refuses them. */
const LATER: ReadonlySet<string> = new Set(
  `connalias debug dns-match-id dns-resolver encap-dscp expire-lifetime groundhog iptfs interface-ip leftgroundhog
  leftinterface-ip ppk-ids rightgroundhog rightinterface-ip send-supported-auth-methods`.split(/\s+/),
)

/** A file of a version after 4.10 shows by its keys. */
export function isLater(name: string, value: string): boolean {
  return LATER.has(name) || (name === 'keyexchange' && /^ikev[12]$/i.test(value))
}

/** Keys that begin so are for whatever one likes. */
const ANYTHING: KnownKey = { role: 'irrelevant', value: 'text' }

/** `undefined`: Libreswan has no such key there, at which it refuses the whole file. */
export function knownKey(section: string, name: string): KnownKey | undefined {
  const known = section === 'config' ? SETUP.get(name) : (KNOWN.get(name) ?? SETUP.get(name))
  return known ?? (/^x[-_]/.test(name) ? ANYTHING : undefined)
}

/** All keys of a section. */
export function knownKeyNames(section: string): Iterable<string> {
  return section === 'config' ? SETUP.keys() : KNOWN.keys()
}

/** `null`: neither. */
export function yesOrNo(text: string): boolean | null {
  if (!YES_OR_NO.test(text)) return null
  return !NO.test(text)
}

/**
 * Words that stand for IKEv1, and those for IKEv2. 4.10 still has the ones that once allowed both, and takes each for one
 * of them (measured).
 */
export function versionOf(word: string): 1 | 2 {
  return /^(?:no|never|permit)$/i.test(word) ? 1 : 2
}

/** Whether two texts of one key are the same to Libreswan, which then does not mind that the key stands twice. */
export function isSameValue(name: string, one: string, other: string | undefined): boolean {
  if (other === undefined) return false
  if (name === 'ikev2') return strengthOf(one) === strengthOf(other)
  const isFlag = KNOWN.get(name)?.value === 'yes or no'
  return isFlag ? yesOrNo(one) === yesOrNo(other) : one.toLowerCase() === other.toLowerCase()
}

/** Each of these is one value with two words (measured). */
function strengthOf(word: string): string {
  const lower = word.toLowerCase()
  return { no: 'never', yes: 'propose', always: 'insist' }[lower] ?? lower
}

/** Why the product refuses a value, to be put behind the key; `null` when it takes it. */
export function refusedValue({ value }: KnownKey, text: string): string | null {
  if (value === 'text') return null
  if (value === 'percent') return /%$/.test(text) ? null : 'is no percentage, such as 100%'
  if (value === 'yes or no') return yesOrNo(text) === null ? 'is neither yes nor no' : null
  return value.includes(text.toLowerCase()) || /^\d+$/.test(text) ? null : `is not one of ${value.join(', ')}`
}
