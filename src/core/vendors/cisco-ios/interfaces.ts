import type { AddressRange } from '../../address/address-range.ts'
import { isProblem } from '../../address/parse-address.ts'
import { type Stated, stated } from '../../model/setting.ts'
import { keyMark } from '../../text/secrets/secret-mark.ts'
import type { Span } from '../../text/source-text.ts'
import { parseCiscoAddress, parseInterfaceAddress } from '../cisco/addresses.ts'
import { type Command, textOf } from '../cisco/command.ts'
import { beginningWith } from '../cisco/command-tree.ts'
import { markRead, type Notes, noteInvalid, noteUnsupported } from './notes.ts'
import { type StandbyGroups, standbyWith } from './standby.ts'

export interface Interface {
  readonly name: string
  readonly span: Span
  readonly address?: Stated<AddressRange>
  readonly address6?: Stated<AddressRange>
  readonly network?: AddressRange
  /** `vrf forwarding`: the table of routes that its packets go by; the global one where it does not say. */
  readonly vrf?: Stated<string>
  /** Where other gateways of a multipoint tunnel are, as `ip nhrp map` and `ip nhrp nhs ... nbma` tell. */
  readonly nextHops?: readonly Stated<AddressRange>[]
  /** The commands that name them, also for multicast. */
  readonly nhrp?: readonly string[]
  readonly shutdown?: Stated<true>
  readonly cryptoMap?: Stated<string>
  /** The group of HSRP whose virtual address a crypto map has here (`crypto map NAME redundancy GROUP`). */
  readonly redundancy?: string
  /** Groups of HSRP by their numbers. */
  readonly standby?: StandbyGroups
  readonly nat?: Stated<'inside' | 'outside'>
  /** The access list for packets that come in, or go out. */
  readonly accessGroups: readonly (Stated<string> & { readonly direction: 'in' | 'out' })[]
  readonly tunnel: TunnelSettings
}

interface TunnelSettings {
  readonly source?: Stated<string>
  readonly destination?: Stated<AddressRange | 'dynamic'>
  readonly mode?: Stated<string>
  readonly profile?: Stated<string>
  /** `tunnel key`: the mark of the key of GRE. */
  readonly greKey?: Stated<string>
  /** `tunnel vrf`: the table of routes by which the peer is reached (the front door VRF). */
  readonly vrf?: Stated<string>
  /** `tunnel protection ipsec policy ipv4 ACL`: the lines of a list in the place of any traffic. */
  readonly policy?: Stated<string>
  readonly isTunnel: boolean
}

export interface NatRule {
  /** What `ip nat inside source` translates: by an access list, a route map, or one address. */
  readonly by: 'list' | 'route-map' | 'static'
  readonly name: string
  /** Of a static translation: the address behind the router. */
  readonly inside?: AddressRange
  /** For packets from inside in this VRF alone; in the global one where there is none. */
  readonly vrf: string | null
  /** The command. */
  readonly text: string
  readonly span: Span
}

export interface RouteMap {
  /** Each with the command that opens it. */
  readonly clauses: readonly {
    readonly action: 'permit' | 'deny'
    readonly lists: readonly string[]
    readonly text: string
  }[]
}

/** What IOS takes for one name: `gi0/0`, `GigabitEthernet0/0` and `GigabitEthernet 0/0`. */
export function interfaceKey(name: string): string {
  const [, kind = '', number = ''] = /^([a-z-]+)[ \t]*(\d[\d/.:]*)?$/i.exec(name.trim()) ?? []
  const full = KINDS.find((each) => kind !== '' && each.startsWith(kind.toLowerCase()))
  return kind === '' ? name.toLowerCase() : `${full ?? kind.toLowerCase()}${number}`
}

const KINDS = [
  'fastethernet',
  'gigabitethernet',
  'tengigabitethernet',
  'ethernet',
  'loopback',
  'tunnel',
  'dialer',
  'serial',
  'vlan',
  'port-channel',
  'virtual-template',
  'bvi',
  'cellular',
  'atm',
]

/** The interfaces with what they have to do with tunnels; other settings of them are irrelevant. */
export function readInterfaces(commands: readonly Command[], notes: Notes): Map<string, Interface> {
  const found = new Map<string, Interface>()
  for (const command of commands) {
    if (!/^int\S* \S/i.test(command.text)) continue
    const name = textOf(command, 1).replace(/ (?:type tunnel|point-to-point|multipoint)$/i, '')
    const key = interfaceKey(name)
    markRead(notes, command)
    const known = found.get(key) ?? {
      name: name.replace(/\s/g, ''),
      span: command.span,
      accessGroups: [],
      tunnel: { isTunnel: /^(?:tunnel|virtual-template)/.test(key) },
    }
    found.set(key, readInterface(known, command, notes))
  }
  return found
}

function readInterface(start: Interface, command: Command, notes: Notes): Interface {
  let found = start
  for (const child of command.children) {
    notes.roles.set(child.line, 'irrelevant')
    const more = addedBy(child, found, notes)
    if (more === null) continue
    markRead(notes, child)
    if (isShutdown(child) && child.no) {
      const { shutdown: _, ...open } = found
      found = open
    } else found = { ...found, ...more }
  }
  return found
}

function isShutdown(command: Command): boolean {
  return /^shutdown$/i.test(textOf(command))
}

/** As newer releases call the table that is of no VRF. */
function isGlobal(vrf: string | undefined): boolean {
  return vrf?.toLowerCase() === 'default'
}

/** What a line adds to what is known of its interface; `null` where it has nothing to do with tunnels, or is not modelled. */
function addedBy(command: Command, known: Interface, notes: Notes): Partial<Interface> | null {
  const { words, span } = command
  const text = textOf(command).toLowerCase()
  const [, second = '', third = '', fourth = ''] = words
  if (isShutdown(command)) return { shutdown: stated(true, span) }
  // `no ip address`, `no crypto map`: what is not said either.
  if (command.no) return /^(?:ip address|crypto map|tunnel)/.test(text) ? {} : null
  if (/^(?:ip )?vrf forwarding \S/.test(text))
    return isGlobal(words.at(-1)) ? {} : { vrf: stated(words.at(-1) ?? '', span) }
  if (/^ip address \S/.test(text)) return addressAddedBy(command, known, notes)
  if (/^ipv6 address \S+\/\d/.test(text) && !/eui-64|link-local/.test(text)) {
    const host = parseCiscoAddress((third.split('/')[0] ?? '').toLowerCase())
    return isProblem(host) ? {} : { address: known.address ?? stated(host, span), address6: stated(host, span) }
  }
  if (/^ip nhrp map multicast \d/.test(text)) return { nhrp: [...(known.nhrp ?? []), textOf(command)] }
  if (/^ip nhrp (?:map \d|nhs \S+ nbma \d)/.test(text)) {
    const host = parseCiscoAddress(words[third === 'map' ? 4 : 5] ?? '')
    if (isProblem(host)) return null
    const nhrp = [...(known.nhrp ?? []), textOf(command)]
    return { nextHops: [...(known.nextHops ?? []), stated(host, span)], nhrp }
  }
  if (/^(?:ipv6 )?crypto map \S/.test(text)) {
    const redundancy = fourth.toLowerCase() === 'redundancy' ? words[4] : undefined
    const cryptoMap = stated(words.at(second === 'map' ? 2 : -1) ?? '', span)
    return redundancy === undefined ? { cryptoMap } : { cryptoMap, redundancy }
  }
  if (text.startsWith('standby ')) {
    const standby = standbyWith(known.standby, command)
    return standby && { standby }
  }
  if (/^ip nat (?:inside|outside)/.test(text)) {
    return { nat: stated(/inside/.test(text) ? 'inside' : 'outside', span) }
  }
  if (text.startsWith('ip access-group ')) {
    const direction = fourth.toLowerCase() === 'out' ? 'out' : 'in'
    return { accessGroups: [...known.accessGroups, { ...stated(third, span), direction }] }
  }
  if (!text.startsWith('tunnel ')) return null
  const tunnel = tunnelAddedBy(command, notes)
  return tunnel && { tunnel: { ...known.tunnel, ...tunnel } }
}

/** `ip address A MASK`, of which the first one without `secondary` counts. */
function addressAddedBy(command: Command, known: Interface, notes: Notes): Partial<Interface> {
  const [, , address = '', mask = ''] = command.words
  const { span } = command
  if (!/^\d/.test(address)) {
    // From DHCP, by negotiation, or hidden.
    const hidden = parseCiscoAddress(address)
    return !isProblem(hidden) && hidden.family === 'name' ? { address: stated(hidden, span) } : {}
  }
  const read = parseInterfaceAddress(address, mask)
  if (isProblem(read)) {
    noteInvalid(notes, command, span, read.problem, 'Write the address and the mask of the interface.')
    return {}
  }
  const isFirst = !/secondary$/i.test(textOf(command)) && known.address === undefined
  return isFirst ? { address: stated(read.host, span), network: read.network } : {}
}

/** The same of a line that begins with `tunnel`. */
function tunnelAddedBy(command: Command, notes: Notes): Partial<TunnelSettings> | null {
  const { words, span } = command
  const text = textOf(command).toLowerCase()
  const [, second = '', third = ''] = words
  switch (second.toLowerCase()) {
    case 'source':
      return { source: stated(words.slice(2).join(''), span) }
    case 'destination': {
      if (/^dynamic$/i.test(third)) return { destination: stated('dynamic', span) }
      const address = parseCiscoAddress(third)
      if (!isProblem(address)) return { destination: stated(address, span) }
      noteInvalid(notes, command, span, address.problem, 'Write the address of the peer.')
      return {}
    }
    case 'key':
      return third === '' ? null : { greKey: stated(keyMark(text) ?? third, span) }
    case 'vrf':
      return isGlobal(third) ? {} : { vrf: stated(third, span) }
    case 'mode':
      return { mode: stated(text.replace(/^tunnel mode /, ''), span) }
    case 'protection':
      if (third === '') return null
      if (text.startsWith('tunnel protection ipsec profile ')) return { profile: stated(words[4] ?? '', span) }
      if (text.startsWith('tunnel protection ipsec policy ')) return { policy: stated(words.at(-1) ?? '', span) }
      noteUnsupported(notes, command, `"${textOf(command)}" is not modelled.`, 'Tunnels with an IPsec profile are.')
      return null
    default:
      return null
  }
}

/** `ip nat inside source list|route-map|static ...`. */
export function readNat(commands: readonly Command[], notes: Notes): NatRule[] {
  return beginningWith(commands, 'ip nat').flatMap((command): NatRule[] => {
    const text = textOf(command)
    const [, kind = '', name = ''] = /^ip nat inside source (list|route-map|static) (\S+)/i.exec(text) ?? []
    if (kind === '' || command.no) return []
    markRead(notes, command)
    const by = kind.toLowerCase()
    const vrf = / vrf (\S+)/i.exec(text)?.[1] ?? null
    if (by === 'list' || by === 'route-map') return [{ by, name, vrf, text, span: command.span }]
    // Of one port or network, or only where a route map says so: that takes no whole host.
    if (/\broute-map\b/i.test(text) || /^(?:tcp|udp|esp|network)$/i.test(name)) return []
    const inside = parseCiscoAddress(name)
    return isProblem(inside) ? [] : [{ by: 'static', name, inside, vrf, text, span: command.span }]
  })
}

/** Route maps with the access lists that they look at. */
export function readRouteMaps(commands: readonly Command[], notes: Notes): Map<string, RouteMap> {
  const found = new Map<string, RouteMap>()
  for (const command of beginningWith(commands, 'route-map')) {
    const [, name = '', action = 'permit'] = /^route-map (\S+)(?: (permit|deny))?/i.exec(textOf(command)) ?? []
    if (name === '') continue
    markRead(notes, command)
    const lists: string[] = []
    for (const child of command.children) {
      const words = child.words
      if (/^match ip address (?!prefix-list)/i.test(textOf(child))) {
        for (const list of words.slice(3)) lists.push(list)
        markRead(notes, child)
      } else notes.roles.set(child.line, 'irrelevant')
    }
    const known = found.get(name) ?? { clauses: [] }
    const clause = {
      action: /^d/i.test(action) ? ('deny' as const) : ('permit' as const),
      lists,
      text: textOf(command),
    }
    found.set(name, { ...known, clauses: [...known.clauses, clause] })
  }
  return found
}

/** A multipoint tunnel once for each of the gateways that it knows; any other tunnel as it is. */
export function towardsNextHops(place: Interface): readonly Interface[] {
  const { tunnel, nextHops = [] } = place
  if (tunnel.destination !== undefined || nextHops.length === 0) return [place]
  return nextHops.map((destination) => ({ ...place, tunnel: { ...tunnel, destination } }))
}
