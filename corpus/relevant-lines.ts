/**
 * Words with which a line of a product's configuration or output begins, whether or not the readers know them: written
 * down from the products' manuals, so that a line that a reader does not understand still counts as its own. No reader
 * uses them. A product of which no format is read needs no list.
 */
const KEYWORDS: Readonly<Record<string, string>> = {
  // swanctl.conf(5), strongswan.conf(5): the sections outside of which nothing stands.
  'strongSwan swanctl.conf, strongswan.conf': 'connections secrets pools authorities include charon charon-systemd',
  // ipsec.conf(5) of both products: the sections; what stands in them is indented.
  'ipsec.conf': 'conn config ca include version',
  // ipsec.secrets(5) of both products: a line without identities begins with the colon.
  'ipsec.secrets': ': RSA ECDSA P12 PIN PSK PKCS8 EAP NTLM XAUTH PPKS PPK BLISS PUBKEY',
  // Cisco IOS Security Command Reference: the global commands of which tunnels are made; what stands in their modes is indented.
  'Cisco IOS running-config': 'crypto access-list ip ipv6 interface object-group route-map hostname version',
  // Cisco ASA Command Reference: likewise.
  'Cisco ASA running-config':
    'crypto access-list object object-group tunnel-group group-policy nat route interface isakmp sysopt hostname',
  // FortiOS CLI Reference: every line begins with one of these.
  'FortiGate configuration': 'config edit set unset append select next end',
  // FortiOS CLI reference, "CLI basics": the words of a configuration.
  FortiGate: 'config edit set unset append select unselect clear delete purge rename move clone next end',
  // Netsh AdvFirewall Consec Commands: the labels of a rule, and the command of scripts.
  'Windows Firewall connection security rules':
    'Rule Enabled: Profiles: Mode: LocalTunnelEndpoint: RemoteTunnelEndpoint: Endpoint1: Endpoint2: Port1: Port2: Protocol: Action: Auth1: Auth2: MainModeSecMethods: MainModeKeyLifetime: QuickModeSecMethods: QuickModePFS: netsh',
  // VyOS documentation, CLI: the commands of the configuration mode, and the sections of the tree.
  VyOS: 'set delete edit comment vpn interfaces nat protocols service system firewall policy',
  // Netsh AdvFirewall Monitor Commands.
  'SAs of Windows Firewall': 'Main Quick Local First Second MM QM Cookie Health My',
  // ip-xfrm(8): policies and states begin so, their further lines are indented.
  'ip xfrm': 'src dst proto reqid spi mode priority ptype dir tmpl mark if_id replay-window auth enc aead comp sel',
  // Cisco IOS Security Command Reference, Cisco ASA Command Reference: what `show crypto` and `show vpn-sessiondb` print.
  'show crypto of Cisco':
    'interface: Interface: Crypto protected local remote current_peer current_peer: PERMIT, DENY, path plaintext current PFS inbound outbound spi: transform: in conn slot: sa IV replay Status: SA Anti Session Peer: Uptime: Profile: IKE IKEv1 IKEv2 IPSEC IPsec Active Inbound: Outbound: IPv4 IPv6 dst Tunnel-id Encr: Life/Active CE Local Remote Child ESP DPD NAT-T Initiator Fragmentation Extended Peer Current Transform Security Responder-Only Mixed-mode DH Encryption Integrity PRF PQC Default Protection encryption hash authentication Diffie-Hellman lifetime: Session-id:1, There Session-id Username Protocol Bytes Hashing Group Assigned Connection',
}

/** Counters of `show crypto ipsec sa` begin with the sign of a remark. */
const COUNTER = /^#{1,2}(?:pkts|send|recv|PMTUs|pre-frag|TFC|Valid)\b/

const FIRST_WORDS: ReadonlySet<string> = new Set(Object.values(KEYWORDS).flatMap((words) => words.split(' ')))

/** `@west @east : PSK "..."`: the identities come first. */
const SECRET_LINE = /^[^\s#][^:]*\s:\s*(?:PSK|RSA|ECDSA|EAP|XAUTH|NTLM|P12|PIN|PKCS8)\b/i

/** The text may be a template of XSLT, whose tags are no product's. */
const MARKUP = /^<(?:[/!?]|[\w-]+:)/

/**
 * The 1-based numbers of the lines that say something: not blank, no comment, and inside a block (between braces, or
 * indented below a line that is not) or with a keyword in front. Linear in the text.
 */
export function relevantLines(text: string): ReadonlySet<number> {
  const relevant = new Set<number>()
  let depth = 0
  let headed = false
  for (const [index, line] of text.split(/\r\n|[\n\r]/).entries()) {
    const content = line.trim()
    if (content === '' || (/^[#;!]/.test(content) && !COUNTER.test(content)) || MARKUP.test(content)) continue
    const indented = /^[\t ]/.test(line)
    const [word = ''] = content.split(/[\s{=]/, 1)
    if (depth > 0 || (indented && headed) || FIRST_WORDS.has(word) || COUNTER.test(content) || SECRET_LINE.test(line))
      relevant.add(index + 1)
    if (!indented) headed = true
    for (const brace of content.replace(/#.*$/, '').replace(/[^{}]/g, ''))
      depth = Math.max(0, depth + (brace === '{' ? 1 : -1))
  }
  return relevant
}
