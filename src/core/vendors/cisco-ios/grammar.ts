import type { ModeGrammar } from '../cisco/open-modes.ts'
import { inFull } from './abbreviations.ts'

/** The modes of IOS that matter here, by the command that opens them. */
const OPENERS: readonly (readonly [pattern: RegExp, mode: Mode])[] = [
  [/^crypto isakmp policy \d+$/, 'isakmp-policy'],
  [/^crypto isakmp profile \S+/, 'isakmp-profile'],
  [/^crypto isakmp peer /, 'isakmp-peer'],
  [/^crypto isakmp client configuration group /, 'client-group'],
  [/^crypto keyring \S+/, 'keyring'],
  [/^crypto ikev2 proposal \S+/, 'ikev2-proposal'],
  [/^crypto ikev2 policy \S+/, 'ikev2-policy'],
  [/^crypto ikev2 keyring \S+/, 'ikev2-keyring'],
  [/^crypto ikev2 profile \S+/, 'ikev2-profile'],
  [/^crypto ipsec transform-set \S+ \S+/, 'transform-set'],
  [/^crypto ipsec profile \S+/, 'ipsec-profile'],
  [/^crypto (?:ipv6 )?map (?:ipv6 )?\S+ \d+/, 'crypto-map'],
  [/^crypto dynamic-map \S+ \d+/, 'crypto-map'],
  [/^int(?:e(?:r(?:f(?:a(?:ce?)?)?)?)?)? \S/, 'interface'],
  [/^ip access-list (?:extended|standard) \S+/, 'acl'],
  [/^(?:extended|standard) ip access list \S+/, 'acl'],
  [/^ipv6 access(?:-| )list \S+$/, 'acl'],
  [/^object-group (?:network|service) \S+/, 'object-group'],
  [/^route-map \S+/, 'route-map'],
  [/^vrf definition \S+/, 'vrf'],
  [/^router \S+/, 'router'],
]

export type Mode =
  | 'isakmp-policy'
  | 'isakmp-profile'
  | 'isakmp-peer'
  | 'client-group'
  | 'keyring'
  | 'ikev2-proposal'
  | 'ikev2-policy'
  | 'ikev2-keyring'
  | 'ikev2-peer'
  | 'ikev2-profile'
  | 'transform-set'
  | 'ipsec-profile'
  | 'crypto-map'
  | 'interface'
  | 'acl'
  | 'object-group'
  | 'route-map'
  | 'vrf'
  | 'router'

/** How the commands of each mode begin, for texts without indentation. */
const COMMANDS: { readonly [mode in Mode]: RegExp } = {
  'isakmp-policy': /^(?:encr|encryption|hash|authentication|group|lifetime|description)\b/,
  'isakmp-profile':
    /^(?:description|keyring|match identity|match certificate|self-identity|local-address|initiate|vrf|virtual-template|client|isakmp|keepalive|ca|accounting|qos-group)\b/,
  'isakmp-peer': /^(?:set aggressive-mode|description)\b/,
  'client-group':
    /^(?:key|pool|acl|dns|domain|wins|save-password|split-dns|pfs|max-users|max-logins|netmask|banner|include-local-lan|firewall|group-lock|backup-gateway|access-restrict)\b/,
  keyring: /^(?:pre-shared-key|local-address|rsa-pubkey|description)\b/,
  'ikev2-proposal': /^(?:encryption|integrity|prf|group|pqc)\b/,
  'ikev2-policy': /^(?:match (?:address local|fvrf)|proposal)\b/,
  'ikev2-keyring': /^(?:peer)\b/,
  'ikev2-peer': /^(?:description|hostname|identity|address|pre-shared-key|virtual-template|ppk)\b/,
  'ikev2-profile':
    /^(?:description|match (?:address|identity|fvrf|certificate)|identity local|authentication (?:local|remote)|keyring|pki|lifetime|dpd|nat|ivrf|aaa|virtual-template|initial-contact|config-exchange|reconnect|redirect|no-initiate|shutdown|anyconnect|ppk)\b/,
  'transform-set': /^(?:mode|esn)\b/,
  'ipsec-profile': /^(?:set|description|responder-only|reverse-route|dialer)\b/,
  'crypto-map': /^(?:set|match address|description|reverse-route|qos|responder-only|discover)\b/,
  interface:
    /^(?:ip|ipv6|no ip|description|crypto map \S+$|crypto ipsec df-bit|tunnel |shutdown|duplex|speed|negotiation|keepalive|bandwidth|mtu|encapsulation|vrf|standby|zone-member|nat|media-type|load-interval|service-policy|switchport|cdp|lldp|dialer|ppp|pppoe|peer|arp|delay|channel-group|hold-queue|carrier-delay)\b/,
  acl: /^(?:\d+ (?:permit|deny|remark)|permit|deny|remark|sequence \d+|evaluate)\b/,
  'object-group':
    /^(?:host|any|range|group-object|description|\d[\d.]+ \d|\d[\d.]+\/\d|ip|tcp|udp|icmp|tcp-udp|esp|ahp|gre)\b/,
  'route-map': /^(?:match|set|description)\b/,
  vrf: /^(?:rd|route-target|address-family|description)\b/,
  router: /^(?:neighbor|network|redistribute|router-id|passive-interface|bgp|address-family|no auto-summary|timers)\b/,
}

/** Commands that are global wherever they stand. */
const GLOBAL =
  /^(?:crypto (?:isakmp|keyring|ikev2|ipsec (?:transform-set|profile|security-association)|dynamic-map|map \S+ \d)|interface \S|ip access-list|ipv6 access-list|access-list \d|object-group \S+ \S|hostname \S|router \S|route-map \S|ip route|ip nat (?:inside|outside) source|version \d|line (?:con|vty|aux))/

/** With what the openers begin. */
const MAY_OPEN = /^(?:crypto|int|ip|extended|standard|object-group|route-map|vrf|router)/

export const iosGrammar: ModeGrammar = {
  opens: ({ lower: text }, mode) => {
    if (mode === 'ikev2-keyring' && /^peer(?: |$)/.test(text)) return 'ikev2-peer'
    return MAY_OPEN.test(text) ? (OPENERS.find(([pattern]) => pattern.test(text))?.[1] ?? null) : null
  },
  belongs: ({ lower: text }, mode) => isMode(mode) && !GLOBAL.test(text) && COMMANDS[mode].test(text),
  isGlobal: ({ lower }) => GLOBAL.test(lower),
  inFull,
}

function isMode(mode: string): mode is Mode {
  return mode in COMMANDS
}
