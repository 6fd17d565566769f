import type { SourceLine } from '../text/source-text.ts'

/** A text that people paste and that is not read: what it is, and what to paste instead. */
export interface UnreadText {
  /** With its article: `the output of ...`. */
  readonly title: string
  readonly instead: string
}

const DESCRIPTION =
  'Describe that end in YAML instead (`formats` shows how), and paste the configuration of the other end as it is.'
/** What to paste of strongSwan. */
export const STRONGSWAN =
  'Paste `cat /etc/swanctl/swanctl.conf /etc/swanctl/conf.d/*.conf`, or `cat /etc/ipsec.conf` where that is used, of both ends if you can. What is up shows in `swanctl --list-sas` or `ipsec statusall`, which are read.'
/** What to paste of Libreswan. */
export const LIBRESWAN =
  'Paste `cat /etc/ipsec.conf /etc/ipsec.d/*.conf`, of both ends if you can. What is up shows in `ipsec status`, which is read.'

/** These have a strongSwan inside, whose file is written anew whenever the settings are saved. */
function strongSwanInside(file: string): string {
  return `strongSwan runs in it, whose own words are read: paste \`${file}\`, or \`swanctl --list-conns\` of its shell. Else describe that end in YAML (\`formats\` shows how). Paste the configuration of the other end as it is.`
}

/** By a line that only such a text has; each pattern is tried at the beginning of a line, or looks for a short word in it. */
const UNREAD: readonly (UnreadText & { readonly line: RegExp })[] = [
  {
    title: 'a configuration of racoon',
    line: /^sainfo (?:anonymous|address|subnet)\b/,
    instead: `Paste \`ip -s xfrm policy\` of that machine. ${DESCRIPTION}`,
  },
  {
    title: 'a script of setkey',
    line: /^spdadd /,
    instead: `Paste \`ip -s xfrm policy\` of that machine. ${DESCRIPTION}`,
  },
  {
    title: 'a configuration of iked or isakmpd (OpenBSD)',
    line: /^ike(?:v2)? (?:["']|active |passive |quick |dynamic |esp |ah |from )/,
    instead: DESCRIPTION,
  },
  {
    title: 'a configuration of Junos',
    line: /^set security (?:ike|ipsec) |^\s{1,40}(?:bind-interface st0|establish-tunnels |external-interface |proposal-set )/,
    instead: DESCRIPTION,
  },
  {
    title: 'an output of Junos',
    line: /[>#] ?show security (?:ike|ipsec) |^\s{0,4}Total active tunnels: /,
    instead: DESCRIPTION,
  },
  {
    title: 'a configuration of PAN-OS (Palo Alto)',
    line: /^set network (?:ike|tunnel ipsec) |<(?:ike|ipsec)-crypto-profiles>/,
    instead: DESCRIPTION,
  },
  {
    title: 'an output of PAN-OS (Palo Alto)',
    line: /[>#] ?show vpn (?:ike-sa|ipsec-sa|flow|tunnel|gateway)\b|^Gateway ID\s{2,40}Peer-Address/,
    instead: DESCRIPTION,
  },
  { title: 'a configuration of RouterOS (MikroTik)', line: /^\/ip[ /]ipsec\b/, instead: DESCRIPTION },
  {
    // vyos-1x, src/op_mode/ipsec.py; EdgeOS prints what vyatta-op-vpn does.
    title: 'an output of VyOS or EdgeOS',
    line: /[#$] ?show vpn (?:ipsec|ike) (?:sa|status|state|connections|policy|peer)\b|^Connection {2,40}State {2,40}Uptime {2,40}Bytes In\/Out\b|^Peer ID \/ IP {10,80}Local ID \/ IP/,
    instead:
      'Paste what the strongSwan in it prints, which is read: `sudo swanctl --list-sas` of a VyOS from 1.4 on, `sudo ipsec statusall` of the others; and `show configuration commands` of it, which tells why something is not up.',
  },
  {
    title: 'a configuration of OpenWrt (UCI)',
    line: /^config (?:ipsec_conn|ipsec_config|remote|tunnel|crypto_proposal|p[12]_proposal)\b|^\s{0,8}option (?:left|right|leftsubnet|rightsubnet|gateway|local_subnet|remote_subnet)\s/,
    instead: `What its daemon is started with is read: paste \`cat /var/ipsec/ipsec.conf /var/swanctl/swanctl.conf\` of that router. Else describe that end in YAML (\`formats\` shows how), and paste the configuration of the other end as it is.`,
  },
  {
    title: 'a backup of pfSense or OPNsense',
    line: /<(?:phase1|phase2|pfsense|opnsense|Swanctl)>/,
    instead: strongSwanInside('cat /var/etc/ipsec/swanctl.conf /usr/local/etc/swanctl/swanctl.conf'),
  },
  {
    title: 'the download that AWS has for a customer gateway',
    line: /^Your (?:VPN Connection|Virtual Private Gateway|Transit Gateway|Customer Gateway) ID\s/,
    instead: `It says what the end at AWS expects. ${DESCRIPTION}`,
  },
  {
    title: 'what Azure prints of a connection',
    line: /"(?:ipsecPolicies|saLifeTimeSeconds|ikeEncryption|trafficSelectorPolicies)": /,
    instead: DESCRIPTION,
  },
  {
    title: 'what Windows Firewall or PowerShell shows of IPsec (`netsh advfirewall mainmode`, `Get-NetIPsecRule`)',
    line: /^(?:IPsecRuleName|QuickModeCryptoSet|KeyLifetime: {1,40}\d{1,9}min)\b|> ?(?:netsh advfirewall (?:mainmode|monitor)\b|Get-NetIPsec)/i,
    instead:
      'Paste the rules themselves: `netsh advfirewall consec show rule name=all verbose` shows networks, methods and tunnel endpoints of each; main mode rules and `Get-NetIPsecRule` show no network.',
  },
  {
    title: 'what PowerShell shows of a VPN connection (`Get-VpnS2SInterface`, `Get-VpnConnection`)',
    line: /^(?:AdminStatus|MMSaLifeTime|AuthenticationTransformConstants|IPv[46]Subnet|L2tpIPsecAuth|UseWinlogonCredential|RememberCredential) {1,40}: |> ?Get-Vpn(?:S2SInterface|Connection)\b/,
    instead: `${DESCRIPTION} Of a \`Get-VpnS2SInterface\` the remote networks are \`IPv4Subnet\`, the peer \`Destination\`, and with \`CustomPolicy\` the proposals are those that it lists; else, and of a \`Get-VpnConnection\`, they are the defaults of Windows.`,
  },
  {
    title: 'SAs of Windows (`netsh ipsec dynamic show mmsas`, `qmsas`)',
    line: /^IKE Main Mode SAs at |^Cookie Pair {1,30}: |^(?:[^\n>]{0,240}>)?\s{0,9}netsh(?:\.exe)?\s{1,9}ipsec\s{1,9}dynamic\s{1,9}show\s{1,9}[mq]msas\b/i,
    instead:
      'An SA of main mode tells that proposals, keys and identities of phase 1 fit, one of quick mode that the networks do. Why one is missing, the filters tell: paste `netsh ipsec dynamic show qmfilter all type=specific` of that machine, and the configuration of the other end.',
  },
  {
    title: 'an output of `netsh ipsec` in which no label is known',
    line: /^(?:[^\n>]{0,240}>)?\s{0,9}netsh(?:\.exe)?\s{1,9}ipsec\s{1,9}(?:dynamic|static)\s{1,9}show\b/i,
    instead: `Its labels are read in English, those of filter lists also in Simplified Chinese: run the command under an account whose Windows speaks English. ${DESCRIPTION}`,
  },
  {
    title: 'a configuration of WireGuard',
    line: /^\s{0,8}(?:AllowedIPs|PersistentKeepalive) ?= ?/,
    instead: 'WireGuard is no IPsec: it has neither IKE nor policies. Paste the configuration of the IPsec gateways.',
  },
  {
    title: 'counters of `show crypto ipsec sa` without the lines that tell of which tunnel',
    line: /^\s{0,20}#pkts (?:encaps|decaps): \d/,
    instead:
      'Paste the output whole, without `| include`, of both ends if you can. Where "encaps" grows and "decaps" does not, packets leave and nothing comes back; where neither grows, no packet for the networks of the tunnel gets as far as that.',
  },
  {
    // Cisco IOS IP Addressing Services Command Reference, "show dmvpn".
    title: 'an output of `show dmvpn`',
    line: /^Legend: Attrb --> |^Type: ?(?:Hub|Spoke|Unknown), |^ {0,2}# Ent {1,3}Peer NBMA Addr|[>#] ?sh(?:ow?)? dmvpn\b/,
    instead:
      'Its state IKE says that there is no IKE SA, IPSEC that there is one and no child, and NHRP that the other end is not registered. Paste `show crypto isakmp sa` or `show crypto ikev2 sa`, `show crypto ipsec sa`, and the configurations of hub and spoke.',
  },
  {
    title: 'an output of `packet-tracer` of an ASA',
    line: /[>#] ?packet-tracer input |^Type: (?:ROUTE-LOOKUP|ACCESS-LIST|NAT|VPN|CONN-SETTINGS|FLOW-CREATION|UN-NAT|IP-OPTIONS|INSPECT)$|^Drop-reason: \(/,
    instead:
      'The first packet that it follows asks for the tunnel and is dropped at the phase VPN, so that its second run tells more. Where a phase NAT says "Dynamic translate", the packet is translated and misses the tunnel. Paste `show running-config` of both ends, which tell what drops it, and `show crypto ipsec sa`.',
  },
  {
    title: 'a trace of packets (tcpdump)',
    line: /\bisakmp: |\bisakmp-nat-keep-alive|\bUDP-encap: ESP\(|\bIP6? \S+ > \S+: ESP\(/,
    instead: `It shows that packets pass, and the configurations of both ends tell why no tunnel comes of it: paste those.`,
  },
]

/** Whatever it is shows in so many lines. */
const LOOKED_AT = 2_000

/** What these lines are, where they are of a text that is known and not read; the one that most lines tell of. */
export function unreadText(lines: readonly Pick<SourceLine, 'text'>[]): UnreadText | undefined {
  const looked = lines.slice(0, LOOKED_AT).map(({ text }) => text)
  let best: UnreadText | undefined
  let most = 0
  for (const { line, ...text } of UNREAD) {
    const count = looked.reduce((sum, each) => sum + (line.test(each) ? 1 : 0), 0)
    if (count > most) [best, most] = [text, count]
  }
  return best
}
