import { ANY_PORT, ANY_PROTOCOL, type Interval, isAnyPort, isAnyProtocol } from '../../selectors/interval.ts'
import { icmpPorts, protocolName } from '../../selectors/protocol.ts'

/** Protocols as the ACLs of IOS and ASA name them (IOS Security Command Reference, "permit"; ASA, "Protocols and Applications"). */
const PROTOCOLS: ReadonlyMap<string, number> = new Map([
  ['icmp', 1],
  ['igmp', 2],
  ['ipinip', 4],
  ['tcp', 6],
  ['igrp', 9],
  ['udp', 17],
  ['gre', 47],
  ['pptp', 47],
  ['esp', 50],
  ['ipsec', 50],
  ['ahp', 51],
  ['ah', 51],
  ['icmp6', 58],
  ['eigrp', 88],
  ['ospf', 89],
  ['nos', 94],
  ['pim', 103],
  ['pcp', 108],
  ['snp', 109],
  ['sctp', 132],
])

/** Ports as IOS and ASA print them; the two never give one name to two numbers. */
const PORTS: ReadonlyMap<string, number> = new Map(
  `aol 5190, bgp 179, biff 512, bootpc 68, bootps 67, chargen 19, cifs 3020, citrix-ica 1494, cmd 514, ctiqbe 2748,
  daytime 13, discard 9, dnsix 195, domain 53, drip 3949, echo 7, exec 512, finger 79, ftp 21, ftp-data 20, gopher 70,
  h323 1720, hostname 101, http 80, https 443, ident 113, imap4 143, irc 194, isakmp 500, kerberos 750, klogin 543,
  kshell 544, ldap 389, ldaps 636, login 513, lotusnotes 1352, lpd 515, mobile-ip 434, msrpc 135, nameserver 42,
  netbios-dgm 138, netbios-ns 137, netbios-ss 139, netbios-ssn 139, nfs 2049, nntp 119, non500-isakmp 4500, ntp 123,
  pcanywhere-data 5631, pcanywhere-status 5632, pim-auto-rp 496, pop2 109, pop3 110, pptp 1723, radius 1645,
  radius-acct 1646, rip 520, ripv6 521, rsh 514, rtsp 554, secureid-udp 5510, sip 5060, smtp 25, snmp 161, snmptrap 162,
  sqlnet 1521, ssh 22, sunrpc 111, syslog 514, tacacs 49, talk 517, telnet 23, tftp 69, time 37, uucp 540, vxlan 4789,
  who 513, whois 43, www 80, xdmcp 177`
    .split(',')
    .map((entry) => {
      const [name = '', number = ''] = entry.trim().split(' ')
      return [name, Number(number)]
    }),
)

/** ICMP messages by name, as type and perhaps code. */
const MESSAGES: ReadonlyMap<string, readonly [type: number, code?: number]> = new Map<
  string,
  readonly [type: number, code?: number]
>([
  ['echo-reply', [0]],
  ['unreachable', [3]],
  ['net-unreachable', [3, 0]],
  ['host-unreachable', [3, 1]],
  ['protocol-unreachable', [3, 2]],
  ['port-unreachable', [3, 3]],
  ['packet-too-big', [3, 4]],
  ['source-route-failed', [3, 5]],
  ['network-unknown', [3, 6]],
  ['host-unknown', [3, 7]],
  ['administratively-prohibited', [3, 13]],
  ['source-quench', [4]],
  ['redirect', [5]],
  ['net-redirect', [5, 0]],
  ['host-redirect', [5, 1]],
  ['alternate-address', [6]],
  ['echo', [8]],
  ['router-advertisement', [9]],
  ['router-solicitation', [10]],
  ['time-exceeded', [11]],
  ['ttl-exceeded', [11, 0]],
  ['reassembly-timeout', [11, 1]],
  ['parameter-problem', [12]],
  ['timestamp-request', [13]],
  ['timestamp-reply', [14]],
  ['information-request', [15]],
  ['information-reply', [16]],
  ['mask-request', [17]],
  ['mask-reply', [18]],
  ['traceroute', [30]],
  ['conversion-error', [31]],
  ['mobile-redirect', [32]],
])

/** `ip`, `ipv6`, a name or a number; `undefined` for another word. */
export function parseCiscoProtocol(word: string): Interval | undefined {
  const name = word.toLowerCase()
  if (name === 'ip' || name === 'ipv6') return ANY_PROTOCOL
  const number = /^\d{1,3}$/.test(name) ? Number(name) : PROTOCOLS.get(name)
  // ASA prints `ip` as 0 in places; protocol 0 of IPv4 is not in use.
  if (number === 0) return ANY_PROTOCOL
  return number === undefined || number > 255 ? undefined : { from: number, to: number }
}

/** A port by number or name. */
export function parseCiscoPort(word: string): number | undefined {
  const number = /^\d{1,5}$/.test(word) ? Number(word) : PORTS.get(word.toLowerCase())
  return number === undefined || number > 65_535 ? undefined : number
}

interface ReadPorts {
  /** One of these; `neq` has two. Empty for none at all, such as `gt 65535`. */
  readonly ports: readonly Interval[]
  /** How many words they took; 0 where no operator stands there. */
  readonly taken: number
}

const ANY_PORTS: ReadPorts = { ports: [ANY_PORT], taken: 0 }

/**
 * `eq 80`, `eq 80 443` (IOS takes up to ten), `neq`, `gt`, `lt`, `range 1 2`, from the `at`th word on. A word that is no port is a
 * problem.
 */
export function readPorts(words: readonly string[], at = 0): ReadPorts | { readonly problem: string } {
  const [operator, first = '', second = ''] = [words[at], words[at + 1], words[at + 2]]
  switch (operator?.toLowerCase()) {
    case 'eq': {
      const named = words.slice(at + 1)
      const end = named.findIndex((word) => parseCiscoPort(word) === undefined)
      const ports = (end < 0 ? named : named.slice(0, end)).map((word) => parseCiscoPort(word) ?? 0)
      if (ports.length === 0) return notPort(first)
      return { ports: ports.map((port) => ({ from: port, to: port })), taken: 1 + ports.length }
    }
    case 'neq': {
      const port = parseCiscoPort(first)
      return port === undefined ? notPort(first) : { ports: [...below(port), ...above(port)], taken: 2 }
    }
    case 'lt': {
      const port = parseCiscoPort(first)
      return port === undefined ? notPort(first) : { ports: below(port), taken: 2 }
    }
    case 'gt': {
      const port = parseCiscoPort(first)
      return port === undefined ? notPort(first) : { ports: above(port), taken: 2 }
    }
    case 'range': {
      const [from, to] = [parseCiscoPort(first), parseCiscoPort(second)]
      if (from === undefined) return notPort(first)
      if (to === undefined) return notPort(second)
      return { ports: [{ from: Math.min(from, to), to: Math.max(from, to) }], taken: 3 }
    }
    default:
      return ANY_PORTS
  }
}

function below(port: number): Interval[] {
  return port === 0 ? [] : [{ from: 0, to: port - 1 }]
}

function above(port: number): Interval[] {
  return port === 65_535 ? [] : [{ from: port + 1, to: 65_535 }]
}

function notPort(word: string): { readonly problem: string } {
  return { problem: `"${word}" is not a port.` }
}

/** `echo`, `8`, `3 4` at the `at`th word: the port field of an ICMP message (RFC 4301 4.4.1.1), and how many words it took. */
export function readIcmpMessage(
  words: readonly string[],
  at = 0,
): { readonly ports: Interval; readonly taken: number } {
  const [first = '', second = ''] = [words[at], words[at + 1]]
  const named = MESSAGES.get(first.toLowerCase())
  if (named !== undefined) return { ports: icmpPorts(...named), taken: 1 }
  if (!isOctet(first)) return { ports: ANY_PORT, taken: 0 }
  if (!isOctet(second)) return { ports: icmpPorts(Number(first)), taken: 1 }
  return { ports: icmpPorts(Number(first), Number(second)), taken: 2 }
}

function isOctet(word: string): boolean {
  return /^\d{1,3}$/.test(word) && Number(word) < 256
}

/** As an ACL has it: `ip` for any, a name that Cisco has, or the number. */
export function formatCiscoProtocol(protocol: Interval): string {
  if (isAnyProtocol(protocol)) return 'ip'
  const { from } = protocol
  const name = from === 51 ? 'ahp' : protocolName(from)
  return PROTOCOLS.has(name) ? name : String(from)
}

/** ` eq 443`, ` range 1000 2000`, or nothing for any port; of ICMP the type and the code. */
export function formatCiscoPorts(ports: Interval, protocol: Interval): string {
  if (isAnyPort(ports)) return ''
  if (protocol.from === 1 || protocol.from === 58) {
    const [type, code] = [ports.from >> 8, ports.from & 255]
    return ports.from === ports.to ? ` ${type} ${code}` : ` ${type}`
  }
  return ports.from === ports.to ? ` eq ${ports.from}` : ` range ${ports.from} ${ports.to}`
}
