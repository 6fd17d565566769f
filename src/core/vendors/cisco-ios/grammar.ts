import type { ModeGrammar } from '../cisco/open-modes.ts'
import { inFull } from './abbreviations.ts'
import type { Mode } from './mode.ts'

/** Each mode by the command that opens it. */
const OPENERS: readonly (readonly [pattern: RegExp, mode: Mode])[] = [
  [/^crypto isakmp policy \d+$/i, 'isakmp-policy'],
  [/^crypto isakmp profile \S+/i, 'isakmp-profile'],
  [/^crypto isakmp peer /i, 'isakmp-peer'],
  [/^crypto isakmp client configuration group /i, 'client-group'],
  [/^crypto keyring \S+/i, 'keyring'],
  [/^crypto ikev2 proposal \S+/i, 'ikev2-proposal'],
  [/^crypto ikev2 policy \S+/i, 'ikev2-policy'],
  [/^crypto ikev2 keyring \S+/i, 'ikev2-keyring'],
  [/^crypto ikev2 profile \S+/i, 'ikev2-profile'],
  [/^crypto ipsec transform-set \S+ \S+/i, 'transform-set'],
  [/^crypto ipsec profile \S+/i, 'ipsec-profile'],
  [/^crypto (?:ipv6 )?map (?:ipv6 )?\S+ \d+/i, 'crypto-map'],
  [/^crypto dynamic-map \S+ \d+/i, 'crypto-map'],
  [/^int(?:e(?:r(?:f(?:a(?:ce?)?)?)?)?)? \S/i, 'interface'],
  [/^ip access-list (?:extended|standard) \S+/i, 'acl'],
  [/^(?:extended|standard) ip access list \S+/i, 'acl'],
  [/^ipv6 access(?:-| )list \S+$/i, 'acl'],
  [/^object-group (?:network|service) \S+/i, 'object-group'],
  [/^crypto (?:pki|ca) trustpoint \S+/i, 'trustpoint'],
  [/^crypto (?:pki|ca) certificate chain \S+/i, 'certificates'],
  [/^route-map \S+/i, 'route-map'],
  [/^vrf definition \S+/i, 'vrf'],
  [/^router \S+/i, 'router'],
]

/** How the commands of each mode begin, for texts without indentation. */
const COMMANDS: { readonly [mode in Mode]: RegExp } = {
  'isakmp-policy': /^(?:encr|encryption|hash|authentication|group|lifetime|description)\b/i,
  'isakmp-profile':
    /^(?:description|keyring|match identity|match certificate|self-identity|local-address|initiate|vrf|virtual-template|client|isakmp|keepalive|ca|accounting|qos-group)\b/i,
  'isakmp-peer': /^(?:set aggressive-mode|description)\b/i,
  'client-group':
    /^(?:key|pool|acl|dns|domain|wins|save-password|split-dns|pfs|max-users|max-logins|netmask|banner|include-local-lan|firewall|group-lock|backup-gateway|access-restrict)\b/i,
  keyring: /^(?:pre-shared-key|local-address|rsa-pubkey|description)\b/i,
  'ikev2-proposal': /^(?:encryption|integrity|prf|group|pqc)\b/i,
  'ikev2-policy': /^(?:match (?:address local|fvrf)|proposal)\b/i,
  'ikev2-keyring': /^(?:peer)\b/i,
  'ikev2-peer': /^(?:description|hostname|identity|address|pre-shared-key|virtual-template|ppk)\b/i,
  'ikev2-profile':
    /^(?:description|match (?:address|identity|fvrf|certificate)|identity local|authentication (?:local|remote)|keyring|pki|lifetime|dpd|nat|ivrf|aaa|virtual-template|initial-contact|config-exchange|reconnect|redirect|no-initiate|shutdown|anyconnect|ppk)\b/i,
  'transform-set': /^(?:mode|esn)\b/i,
  'ipsec-profile': /^(?:set|description|responder-only|reverse-route|dialer)\b/i,
  'crypto-map': /^(?:set|match address|description|reverse-route|qos|responder-only|discover)\b/i,
  interface:
    /^(?:ip|ipv6|no ip|description|crypto map \S+(?: redundancy \S+(?: stateful)?)?$|crypto ipsec df-bit|tunnel |shutdown|duplex|speed|negotiation|keepalive|bandwidth|mtu|encapsulation|vrf|standby|zone-member|nat|media-type|load-interval|service-policy|switchport|cdp|lldp|dialer|ppp|pppoe|peer|arp|delay|channel-group|hold-queue|carrier-delay)\b/i,
  acl: /^(?:\d+ (?:permit|deny|remark)|permit|deny|remark|sequence \d+|evaluate)\b/i,
  'object-group':
    /^(?:host|any|range|group-object|description|\d[\d.]+ \d[\d.]*|\d[\d.]+\/\d+|ip|tcp|udp|icmp|tcp-udp|esp|ahp|gre)\b/i,
  trustpoint:
    /^(?:enrollment|serial-number|ip-address|fqdn|subject-name|subject-alt-name|revocation-check|rsakeypair|eckeypair|usage|vrf|source interface|auto-enroll|auto-trigger|chain-validation|crl|ocsp|match certificate|primary|regenerate|storage|hash|authorization|root|default|query|on \S)\b/i,
  // The certificate itself is lines of numbers, up to "quit".
  certificates: /^(?:certificate|quit$|(?:[\dA-F]{8} ){0,9}[\dA-F]{2,8}$)/i,
  'route-map': /^(?:match|set|description)\b/i,
  vrf: /^(?:rd|route-target|address-family|description)\b/i,
  router: /^(?:neighbor|network|redistribute|router-id|passive-interface|bgp|address-family|no auto-summary|timers)\b/i,
}

/** Commands that are global wherever they stand. */
const GLOBAL =
  /^(?:crypto (?:isakmp|keyring|ikev2|pki|ca|ipsec (?:transform-set|profile|security-association)|dynamic-map|map \S+ \d)|interface \S|ip access-list|ipv6 access-list|access-list \d|object-group \S+ \S|hostname \S|router \S|route-map \S|ip route|ip nat (?:inside|outside) source|version \d|line (?:con|vty|aux))/i

/** With what the openers begin. */
const MAY_OPEN = /^(?:crypto|int|ip|extended|standard|object-group|route-map|vrf|router)/i

export const iosGrammar: ModeGrammar = {
  opens: ({ text }, mode) => {
    if (mode === 'ikev2-keyring' && /^peer(?: |$)/i.test(text)) return 'ikev2-peer'
    return MAY_OPEN.test(text) ? (OPENERS.find(([pattern]) => pattern.test(text))?.[1] ?? null) : null
  },
  // A peer of a keyring has a host name of its own.
  belongs: ({ text }, mode) =>
    isMode(mode) && (mode === 'ikev2-peer' || !GLOBAL.test(text)) && COMMANDS[mode].test(text),
  isGlobal: ({ text }) => GLOBAL.test(text),
  inFull,
}

function isMode(mode: string): mode is Mode {
  return mode in COMMANDS
}
