import { type AddressRange, containsRange, prefixLength } from '../../address/address-range.ts'
import { isProblem } from '../../address/parse-address.ts'
import { type Setting, stated } from '../../model/setting.ts'
import { parseInterfaceAddress, parseIpv6Prefix } from '../cisco/addresses.ts'
import type { Command } from '../cisco/command.ts'
import { beginningWith } from '../cisco/command-tree.ts'
import type { NetworkObjects } from './network-objects.ts'
import type { Notes } from './notes.ts'

/** An interface by the name that `nameif` gives it. */
export interface AsaInterface {
  readonly name: string
  readonly address: Setting<AddressRange> | undefined
  readonly network: AddressRange | undefined
  /** It gets its address, and perhaps its default route, from elsewhere (`dhcp`, `pppoe`). */
  readonly leased: boolean
  readonly shutdown: Command | undefined
  readonly tunnel: VirtualTunnel | undefined
  readonly command: Command
}

/** A virtual tunnel interface (VTI): `tunnel source interface`, `tunnel destination`, `tunnel protection ipsec profile`. */
export interface VirtualTunnel {
  readonly source: string | undefined
  readonly destination: Setting<AddressRange> | undefined
  readonly family: 'ipv4' | 'ipv6'
  readonly profile: string | undefined
}

export interface AsaRoute {
  readonly interfaceName: string
  readonly network: AddressRange
  readonly command: Command
}

/** Cisco ASA Series Command Reference, "interface", "nameif", "ip address", "tunnel protection ipsec". */
export function readInterfaces(commands: readonly Command[], networks: NetworkObjects, notes: Notes): AsaInterface[] {
  return beginningWith(commands, 'interface').flatMap((command) => {
    if (command.no || notes.lower(command)[0] !== 'interface') return []
    notes.read(command)
    const found = readInterface(command, networks, notes)
    return found === undefined ? [] : [found]
  })
}

function readInterface(command: Command, networks: NetworkObjects, notes: Notes): AsaInterface | undefined {
  let name: string | undefined
  let address: Setting<AddressRange> | undefined
  let network: AddressRange | undefined
  let shutdown: Command | undefined
  let leased = false
  for (const child of command.children) {
    const [first, second, third = ''] = child.words
    if (first === 'nameif' && !child.no) name = second
    else if (first === 'shutdown') shutdown = child.no ? undefined : child
    else if (first === 'ip' && second === 'address' && !child.no) {
      if (/^(?:dhcp|pppoe)$/.test(third)) leased = true
      else {
        const parsed = parseInterfaceAddress(third, child.words[3] ?? '')
        if (isProblem(parsed)) notes.invalid(child, parsed.problem)
        else {
          address = stated(networks.host(third) ?? parsed.host, child.span)
          network = parsed.network
        }
      }
    } else if (!/^(?:security-level|tunnel|ipv6|description|speed|duplex|vlan|mac-address|mtu)$/.test(first ?? ''))
      continue
    notes.read(child)
  }
  return name === undefined
    ? undefined
    : { name, address, network, leased, shutdown, tunnel: readTunnel(command, networks), command }
}

function readTunnel({ children }: Command, networks: NetworkObjects): VirtualTunnel | undefined {
  let tunnel: VirtualTunnel | undefined
  for (const child of children) {
    const words = child.words
    if (words[0] !== 'tunnel' || child.no) continue
    tunnel ??= { source: undefined, destination: undefined, family: 'ipv4', profile: undefined }
    const [, what, ...rest] = words
    if (what === 'source') tunnel = { ...tunnel, source: rest[0] === 'interface' ? rest[1] : rest[0] }
    if (what === 'mode') tunnel = { ...tunnel, family: rest[1] === 'ipv6' ? 'ipv6' : 'ipv4' }
    if (what === 'destination') {
      const destination = networks.host(rest[0] ?? '')
      if (destination !== undefined) tunnel = { ...tunnel, destination: stated(destination, child.span) }
    }
    if (what === 'protection' && rest[1] === 'profile') tunnel = { ...tunnel, profile: rest[2] ?? '' }
  }
  return tunnel
}

/** `route outside 10.2.0.0 255.255.0.0 203.0.113.254 1`, `ipv6 route outside 2001:db8::/32 ...`. */
export function readRoutes(commands: readonly Command[], networks: NetworkObjects, notes: Notes): AsaRoute[] {
  return beginningWith(commands, 'route', 'ipv6').flatMap((command) => {
    const words = command.words
    const [first, ...rest] = words[0] === 'ipv6' && words[1] === 'route' ? words.slice(1) : words
    if (first !== 'route' || command.no || rest.length < 3) return []
    notes.read(command)
    const [interfaceName = '', address = '', mask = ''] = rest
    // `route outside 0 0 203.0.113.254` is short for the default route; a route for packets out of tunnels is none for others.
    const [start, length] = [address, mask].map((word) => (word === '0' ? '0.0.0.0' : word))
    if (rest.includes('tunneled')) return []
    if (!address.includes('/')) {
      const network = networks.network(start ?? '', length ?? '')
      if (network !== undefined) return [{ interfaceName, network, command }]
      notes.invalid(command, `"${address} ${mask}" is no network.`)
      return []
    }
    const prefix = parseIpv6Prefix(address)
    return isProblem(prefix) ? [] : [{ interfaceName, network: prefix, command }]
  })
}

/** Where packets leave to addresses that all go one way: by the longest route, or by an interface's own network. */
export function egressOf(
  range: AddressRange,
  interfaces: readonly AsaInterface[],
  routes: readonly AsaRoute[],
): { readonly interfaceName: string; readonly command: Command } | undefined {
  const connected = interfaces.flatMap(({ name, network, command }) =>
    network === undefined ? [] : [{ interfaceName: name, network, command }],
  )
  return [...connected, ...routes]
    .filter(({ network }) => containsRange(network, range))
    .toSorted((a, b) => (prefixLength(b.network) ?? 0) - (prefixLength(a.network) ?? 0))[0]
}
