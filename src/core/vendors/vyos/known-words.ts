import type { LineRole } from '../../model/format.ts'

/** What may stand behind a word: further words, any name (`*`), or a value whose line has a role. */
interface Words {
  readonly [word: string]: Words | LineRole
}

const [READ, IRRELEVANT, UNSUPPORTED] = ['read', 'irrelevant', 'unsupported'] as const

const PROPOSAL: Words = { '*': { encryption: READ, hash: READ, 'dh-group': READ, prf: READ } }

const X509: Words = {
  certificate: READ,
  'ca-certificate': READ,
  passphrase: IRRELEVANT,
  'private-key-passphrase': IRRELEVANT,
  'cert-file': READ,
  'ca-cert-file': IRRELEVANT,
  'crl-file': IRRELEVANT,
  key: { file: IRRELEVANT, password: IRRELEVANT },
}

const TUNNEL: Words = {
  disable: READ,
  'esp-group': READ,
  local: { prefix: READ, port: READ, subnet: READ },
  remote: { prefix: READ, port: READ, subnet: READ },
  protocol: READ,
  priority: UNSUPPORTED,
  'allow-nat-networks': { disable: IRRELEVANT, enable: UNSUPPORTED },
  'allow-public-networks': { disable: IRRELEVANT, enable: UNSUPPORTED },
  description: IRRELEVANT,
}

const PEER: Words = {
  disable: READ,
  authentication: {
    mode: READ,
    id: READ,
    'local-id': READ,
    'remote-id': READ,
    'pre-shared-secret': READ,
    'rsa-key-name': READ,
    rsa: { 'local-key': READ, 'remote-key': READ, passphrase: IRRELEVANT },
    'use-x509-id': UNSUPPORTED,
    x509: X509,
  },
  childless: READ,
  'connection-type': READ,
  'default-esp-group': READ,
  description: IRRELEVANT,
  'dhcp-interface': READ,
  'force-encapsulation': READ,
  'force-udp-encapsulation': READ,
  'ike-group': READ,
  'ikev2-reauth': READ,
  'local-address': READ,
  'local-ip': READ,
  ppk: { id: READ, required: READ },
  'remote-address': READ,
  'replay-window': IRRELEVANT,
  tunnel: { '*': TUNNEL },
  'virtual-address': READ,
  vti: { bind: READ, 'esp-group': READ, 'traffic-selector': UNSUPPORTED },
}

const KEY: Words = { id: READ, secret: READ, 'secret-type': READ, 'dhcp-interface': READ }

/** `vpn ipsec` of VyOS 1.1 to 1.5, EdgeOS and Vyatta (interface definitions of vyos-1x, templates of vyatta-cfg-vpn). */
const IPSEC: Words = {
  authentication: { psk: { '*': KEY }, ppk: { '*': KEY } },
  'allow-access-to-local-interface': IRRELEVANT,
  'auto-firewall-nat-exclude': READ,
  'auto-update': IRRELEVANT,
  'copy-tos': IRRELEVANT,
  'disable-uniqreqids': IRRELEVANT,
  'esp-group': {
    '*': {
      compression: READ,
      'disable-rekey': READ,
      'life-bytes': IRRELEVANT,
      'life-packets': IRRELEVANT,
      lifetime: READ,
      mode: READ,
      pfs: READ,
      proposal: PROPOSAL,
    },
  },
  'global-config': IRRELEVANT,
  'ike-group': {
    '*': {
      'aggressive-mode': READ,
      'close-action': IRRELEVANT,
      'dead-peer-detection': { action: IRRELEVANT, interval: IRRELEVANT, timeout: IRRELEVANT },
      'disable-mobike': READ,
      'ikev2-reauth': READ,
      'key-exchange': READ,
      lifetime: READ,
      mobike: READ,
      mode: READ,
      proposal: PROPOSAL,
    },
  },
  'include-ipsec-conf': UNSUPPORTED,
  'include-ipsec-secrets': UNSUPPORTED,
  interface: READ,
  'ipsec-interfaces': { interface: READ },
  log: { level: IRRELEVANT, subsystem: IRRELEVANT },
  logging: { facility: IRRELEVANT, level: IRRELEVANT, 'log-level': IRRELEVANT, 'log-modes': IRRELEVANT },
  'nat-networks': { 'allowed-network': { '*': { exclude: IRRELEVANT } } },
  'nat-traversal': IRRELEVANT,
  options: {
    'disable-route-autoinstall': IRRELEVANT,
    flexvpn: IRRELEVANT,
    interface: IRRELEVANT,
    retransmission: IRRELEVANT,
    'virtual-ip': IRRELEVANT,
  },
  profile: UNSUPPORTED,
  'remote-access': UNSUPPORTED,
  'site-to-site': { peer: { '*': PEER } },
}

const VPN: Words = {
  ipsec: IPSEC,
  'rsa-keys': IRRELEVANT,
  l2tp: UNSUPPORTED,
  pptp: IRRELEVANT,
  sstp: IRRELEVANT,
  openconnect: IRRELEVANT,
  anyconnect: IRRELEVANT,
}

const SOURCE_RULE: Words = { '*': READ }

/** The top of a configuration; what stands below most of it has nothing to do with tunnels. */
const TOP: Words = {
  vpn: VPN,
  interfaces: READ,
  nat: { source: { rule: SOURCE_RULE }, destination: IRRELEVANT, static: UNSUPPORTED },
  service: { nat: { rule: SOURCE_RULE }, '*': IRRELEVANT },
  protocols: READ,
  system: { 'host-name': READ, '*': IRRELEVANT },
  ...Object.fromEntries(
    'cluster container custom-attribute firewall high-availability load-balance load-balancing nat64 nat66 cgnat netns pki policy port-forward qos traffic-policy traffic-control vpp vrf webproxy zone-policy onu-list onu-policy onu-profiles'
      .split(' ')
      .map((word) => [word, IRRELEVANT]),
  ),
}

/** The role of a line by the words from the top; where nobody knows one of them, its place and what could stand there. */
export function roleOfPath(
  path: readonly string[],
): LineRole | { readonly at: number; readonly known: readonly string[] } {
  let words: Words = TOP
  for (const [at, word] of path.entries()) {
    const next = wordIn(words, word) ?? wordIn(words, '*')
    if (next === undefined) return { at, known: Object.keys(words) }
    if (typeof next === 'string') return next
    words = next
  }
  return READ
}

/** What people type may be a word that every object has, such as `constructor`. */
function wordIn(words: Words, word: string): Words | LineRole | undefined {
  return Object.hasOwn(words, word) ? words[word] : undefined
}

/** A word with which a part below `vpn ipsec` begins. */
export function isIpsecWord(word: string): boolean {
  return IPSEC_PARTS.has(word)
}

const IPSEC_PARTS: ReadonlySet<string> = new Set([
  'site-to-site',
  'ike-group',
  'esp-group',
  'ipsec-interfaces',
  'nat-networks',
  'nat-traversal',
  'auto-firewall-nat-exclude',
  'auto-update',
])

/** A word that a peer has, with which a part of one begins. */
export function isPeerWord(word: string): boolean {
  return PEER_PARTS.has(word)
}

const PEER_PARTS: ReadonlySet<string> = new Set([
  'tunnel',
  'vti',
  'authentication',
  'connection-type',
  'default-esp-group',
  'ike-group',
  'local-address',
  'remote-address',
  'local-ip',
])
