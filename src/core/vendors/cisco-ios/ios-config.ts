import type { AddressRange } from '../../address/address-range.ts'
import { isProblem, parseAddress } from '../../address/parse-address.ts'
import { type Stated, stated } from '../../model/setting.ts'
import type { SourceLine } from '../../text/source-text.ts'
import { isHiddenAddress } from '../cisco/addresses.ts'
import { withoutBareHeadings } from '../cisco/bare-headings.ts'
import { type Command, textOf } from '../cisco/command.ts'
import { beginningWith, byFirstWord, type CommandText, commandsOf, parseCommands } from '../cisco/command-tree.ts'
import { RolesOfTexts } from '../cisco/roles-of-texts.ts'
import { isConfigurationShown } from '../cisco/which-product.ts'
import { type Acl, readAccessLists } from './access-lists.ts'
import { iosGrammar } from './grammar.ts'
import { type Ikev2, readIkev2 } from './ikev2.ts'
import {
  type Interface,
  interfaceKey,
  type NatRule,
  type RouteMap,
  readInterfaces,
  readNat,
  readRouteMaps,
} from './interfaces.ts'
import { type Ipsec, readIpsec } from './ipsec.ts'
import { type Isakmp, readIsakmp } from './isakmp.ts'
import { markIrrelevant, markRead, type Notes } from './notes.ts'
import { type Groups, readObjectGroups } from './object-groups.ts'
import { type Route, readRoutes } from './routes.ts'

/** A configuration of IOS, or the part of one that was pasted, by what it says of IPsec. */
export interface IosConfig {
  readonly name: Stated<string> | null
  readonly domain: string | null
  /** `15.2`; `null` where the paste does not say. */
  readonly release: Stated<string> | null
  /** All of it was pasted: what is not there, is not configured. */
  readonly whole: boolean
  /** Headings whose settings were filtered out of the paste. */
  readonly bare: readonly Command[]
  /** It is enrolled with a certificate authority; the one of its own web server does not count. */
  readonly hasTrustpoint: boolean
  readonly groups: Groups
  readonly acls: ReadonlyMap<string, Acl>
  readonly isakmp: Isakmp
  readonly ikev2: Ikev2
  readonly ipsec: Ipsec
  readonly interfaces: ReadonlyMap<string, Interface>
  readonly routes: readonly Route[]
  /** Routes come by a protocol or by DHCP, or packets go by a policy: the static routes are not all that counts. */
  readonly routesOtherwise: boolean
  readonly nat: readonly NatRule[]
  readonly routeMaps: ReadonlyMap<string, RouteMap>
}

/**
 * Reads what `show running-config` prints, or any part of it, in one text or several that were pasted for one router, and
 * accounts for every line.
 */
export function readIosConfig(texts: readonly (readonly SourceLine[])[]): IosConfig & Notes {
  const notes: Notes = { roles: new RolesOfTexts(texts), problems: [] }
  const parsed = texts.map((lines) => parseCommands(lines, iosGrammar))
  for (const { beside } of parsed) for (const line of beside) notes.roles.set(line, 'irrelevant')
  const whole = parsed.some(isWhole)
  const { commands, bare } = whole ? { commands: commandsOf(parsed), bare: [] } : withoutBareHeadings(parsed, HEADING)
  for (const command of bare) {
    markRead(notes, command)
    for (const child of command.children) markIrrelevant(notes, child)
  }
  const groups = readObjectGroups(commands, notes)
  const config = {
    name: said(beginningWith(commands, 'hostname'), /^hostname (\S+)/i, notes),
    domain:
      said(beginningWith(commands, 'ip domain', 'ip domain-name'), /^ip domain[ -]name (\S+)/i, notes)?.value ?? null,
    release: said(beginningWith(commands, 'version'), /^version (\d+\.\d+)/i, notes),
    whole,
    bare,
    hasTrustpoint: beginningWith(commands, 'crypto pki', 'crypto ca').some((each) =>
      /^crypto (?:pki|ca) trustpoint (?!TP-self-signed)/i.test(textOf(each)),
    ),
    groups,
    acls: readAccessLists(commands, groups, notes),
    isakmp: readIsakmp(commands, notes),
    ikev2: readIkev2(commands, notes),
    ipsec: readIpsec(commands, notes),
    interfaces: readInterfaces(commands, notes),
    routes: readRoutes(commands, notes),
    routesOtherwise:
      beginningWith(commands, 'router').length > 0 ||
      commands.some(
        ({ text, children }) =>
          children.length > 0 && INTERFACE.test(text) && children.some((child) => ROUTES.test(child.lower)),
      ),
    nat: readNat(commands, notes),
    routeMaps: readRouteMaps(commands, notes),
  }
  for (const [first, same] of byFirstWord(commands)) {
    if (first !== 'crypto' && !OTHER.test(first) && !/^\d/.test(first)) continue
    for (const command of same) if (isOther(command)) markIrrelevant(notes, command)
  }
  for (const { rests } of parsed) notes.roles.setLike(rests)
  return { ...config, ...notes }
}

/** Without lines below it a heading like these is not worth its place in a configuration. */
const HEADING =
  /^crypto (?:isakmp (?:policy|profile|peer) |keyring |ikev2 (?:policy|profile|proposal|keyring) |dynamic-map \S+ \d+$|map \S+ \d+ ipsec-isakmp(?: profile \S+)?$)/i
const INTERFACE = /^int/i
/** What makes an interface route by more than the static routes. */
const ROUTES = /^(?:ip (?:policy route-map|address (?:dhcp|negotiated)|nhrp|ospf|eigrp|rip|router isis)|ppp ipcp)\b/

function said(commands: readonly Command[], pattern: RegExp, notes: Notes): Stated<string> | null {
  const command = commands.find((each) => !each.no && pattern.test(textOf(each)))
  const value = command === undefined ? undefined : pattern.exec(textOf(command))?.[1]
  if (command === undefined || value === undefined) return null
  markRead(notes, command)
  return stated(value, command.span)
}

/**
 * `show running-config` prints the release first and `end` last; of a part of it (`| section crypto`, a single list) one of
 * the two is missing.
 */
function isWhole({ commands, ofTerminal, ends }: CommandText): boolean {
  const parts = ofTerminal.some(
    (line) => line.kind === 'prompt' && isConfigurationShown(line) && /\|/.test(line.line.text),
  )
  const begins = beginningWith(commands, 'version').some((command) => /^version \d/i.test(textOf(command)))
  return begins && ends && !parts
}

/** Commands of IOS that have nothing to do with a tunnel between sites, by their first words. */
const OTHER =
  /^(?:aaa|aqm-register-fnf|access-session|alias|archive|banner|boot|boot-end-marker|boot-start-marker|bridge|call|call-home|card|cdp|class-map|clock|config-register|configuration|control-plane|cns|controller|crypto (?:pki|ca|engine|key|logging|call|gdoi|identity|mib|provisioning|tls-tunnel|vpn|ssl|wui|xauth|ace)|cts|default|device-tracking|diagnostic|dial-peer|dialer|dialer-list|dot11|dot1x|enable|encryption|errdisable|event|exception|file|flow|frame-relay|hw-module|ip|ipv6|isis|key|kron|l2|l2tp|lldp|license|line|logging|login|mac|mac-address-table|macro|map-class|map-list|memory|memory-size|mgcp|mls|mmi|mpls|multilink|netconf|netconf-yang|network-clock|no|ntp|object-group|parameter-map|parser|password|platform|policy-map|port-channel|power|privilege|process|prompt|ptp|qos|queue-limit|radius|radius-server|redundancy|restconf|rmon|route-map|router|sampler|sccp|scheduler|security|service|service-policy|sip-ua|snmp|snmp-server|software|spanning-tree|spd|standby|subscriber|switch|system|tacacs|tacacs-server|telemetry|template|terminal|tftp-server|time-range|track|transport|udld|upgrade|username|virtual-service|vlan|voice|voice-card|voice-port|vpdn|vpdn-group|vrf|vstack|vtp|vty-async|wlan|wsma|zone|zone-pair|dmvpn|fhrp|kerberos|lacp|monitor|mab|mka|nat|nhrp|pnp|ppp|pppoe|quit|sdm|smart|sdwan|stackwise|statistics|stun|tcl|url|usb|utd|vrrp|webvpn|x25|client|address-family|bba-group|resume|beep|buffers|do|gatekeeper|gateway|global-address-family|hostname|version|certificate|interface)\b/i

const MODELLED =
  /^(?:ip access-list|ipv6 access-list|object-group (?:network|service)|interface|hostname|version|route-map)\b/i
const PARTLY_MODELLED = /^ip (?:route|nat inside source (?:list|static|route-map)|domain[ -]name)\b/i
const NUMBERED = /^\d+\s/

function isOther(command: Command): boolean {
  const text = textOf(command)
  if (MODELLED.test(text)) return false
  if (PARTLY_MODELLED.test(text)) return command.no
  return OTHER.test(text) || (NUMBERED.test(text) && isHiddenAddress(text))
}

/** An interface by any of its spellings. */
export function findInterface({ interfaces }: Pick<IosConfig, 'interfaces'>, name: string): Interface | undefined {
  return interfaces.get(interfaceKey(name))
}

/** The address that a name of an interface, or an address itself, stands for; `undefined` where the paste does not tell. */
export function addressOf(config: Pick<IosConfig, 'interfaces'>, name: string): Stated<AddressRange> | undefined {
  return findInterface(config, name)?.address
}

/** What is written as an address or as the interface that has it: `tunnel source 192.0.2.1`, `local-address GigabitEthernet0/0`. */
export function literalOrInterface(
  config: Pick<IosConfig, 'interfaces'>,
  { value, span }: Stated<string>,
): Stated<AddressRange> | undefined {
  const address = parseAddress(value)
  return isProblem(address) ? addressOf(config, value) : stated(address, span)
}

/** A tunnel interface has a list of its own from IOS XE 16.12 on ("Multi-SA Virtual Tunnel Interface"). */
export function isBeforeLists({ release }: IosConfig): boolean {
  const [major = 0, minor = 0] = release?.value.split('.').map(Number) ?? [17]
  return major < 16 || (major === 16 && minor < 12)
}
