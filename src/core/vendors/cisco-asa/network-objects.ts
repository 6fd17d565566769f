import { type AddressRange, rangeKey, wholeFamily } from '../../address/address-range.ts'
import { isProblem, parseRange } from '../../address/parse-address.ts'
import { parseCiscoAddress, parseIpv6Prefix, parseNetwork } from '../cisco/addresses.ts'
import type { Command } from '../cisco/command.ts'
import { beginningWith } from '../cisco/command-tree.ts'
import type { Notes } from './notes.ts'
import { type Member, resolver } from './resolve-group.ts'

/** Addresses by the names that the configuration gives them. `undefined`: it names what was not pasted, or nobody knows. */
export interface NetworkObjects {
  /** An address, or an alias of the command `name`. */
  readonly host: (word: string) => AddressRange | undefined
  readonly network: (word: string, mask: string) => AddressRange | undefined
  readonly object: (name: string) => readonly AddressRange[] | undefined
  /** A group with all groups in it. */
  readonly group: (name: string) => readonly AddressRange[] | undefined
  /** The first object or group that these addresses are all of, so that a command can use its name. */
  readonly named: (addresses: readonly AddressRange[]) => string | undefined
}

type GroupMember = { readonly group: string } | { readonly object: string } | { readonly range: AddressRange }

/**
 * `name`, `object network` and `object-group network` (Cisco ASA Series Command Reference). Groups may hold groups; one that
 * holds itself adds nothing.
 */
export function readNetworkObjects(commands: readonly Command[], notes: Notes): NetworkObjects {
  const aliases = new Map<string, string>()
  const objects = new Map<string, readonly AddressRange[] | null>()
  const groups = new Map<string, readonly GroupMember[]>()
  for (const command of beginningWith(commands, 'name', 'object', 'object-group')) {
    const [first, second, third] = notes.lower(command)
    const name = command.words[2] ?? ''
    if (command.no) continue
    if (first === 'name' && command.words.length > 2) {
      aliases.set(name, second ?? '')
      notes.read(command)
    } else if (first === 'object' && second === 'network') {
      notes.read(command)
      const own = readObject(command)
      if (own !== undefined) objects.set(name, own)
    } else if (first === 'object-group' && second === 'network' && third !== undefined) {
      notes.read(command)
      groups.set(name, readGroup(command))
    }
  }
  let objectsByKey: ReadonlyMap<string, string> | undefined
  let groupsByKey: ReadonlyMap<string, string> | undefined
  const host = (word: string): AddressRange | undefined => known(parseCiscoAddress(aliases.get(word) ?? word))
  const network = (word: string, mask: string): AddressRange | undefined =>
    known(parseNetwork(aliases.get(word) ?? word, mask))
  const object = (name: string): readonly AddressRange[] | undefined => objects.get(name) ?? undefined
  const group = resolver<AddressRange>(
    new Map([...groups].map(([name, members]) => [name, members.map(memberOf)])),
    rangeKey,
  )
  return { host, network, object, group, named }

  function memberOf(member: GroupMember): Member<AddressRange> {
    if ('group' in member) return member
    return { values: 'range' in member ? [member.range] : object(member.object) }
  }

  function readObject(command: Command): readonly AddressRange[] | null | undefined {
    let own: readonly AddressRange[] | null | undefined
    for (const child of command.children) {
      const [kind = '', ...rest] = child.words
      if (child.no || kind === 'nat' || kind === 'description') continue
      notes.read(child)
      const range = rangeOf(kind.toLowerCase(), rest)
      if (range === undefined && kind.toLowerCase() === 'fqdn') {
        notes.unsupported(child, `What "${rest.join(' ')}" resolves to, only the ASA knows.`, 'Compare it yourself.')
        own = null
      } else if (range === undefined) notes.invalid(child, `"${child.words.join(' ')}" is no address.`)
      else own = [range]
    }
    return own
  }

  function rangeOf(kind: string, [first = '', second = '']: readonly string[]): AddressRange | undefined {
    const [one, two] = [aliases.get(first) ?? first, aliases.get(second) ?? second]
    if (kind === 'host') return known(parseCiscoAddress(one))
    if (kind === 'range') return known(parseRange(`${one}-${two}`))
    if (kind !== 'subnet') return undefined
    return first.includes('/') ? known(parseIpv6Prefix(first)) : known(parseNetwork(one, second))
  }

  function readGroup(command: Command): GroupMember[] {
    return command.children.flatMap((child): GroupMember[] => {
      const [kind = '', first = '', second = ''] = child.words
      if (child.no || kind === 'description') return []
      notes.read(child)
      if (kind === 'group-object') return [{ group: first }]
      if (kind !== 'network-object') return []
      if (first === 'object') return [{ object: second }]
      const range = first === 'host' ? rangeOf('host', [second]) : rangeOf('subnet', [first, second])
      if (range !== undefined) return [{ range }]
      notes.invalid(child, `"${first} ${second}" is no network.`)
      return []
    })
  }

  function named(addresses: readonly AddressRange[]) {
    const key = keyOf(addresses)
    objectsByKey ??= byKey(objects.keys(), object)
    const ofObject = objectsByKey.get(key)
    if (ofObject !== undefined) return ofObject
    groupsByKey ??= byKey(groups.keys(), group)
    return groupsByKey.get(key)
  }
}

/** The first name of each set of addresses. */
function byKey(
  names: Iterable<string>,
  addressesOf: (name: string) => readonly AddressRange[] | undefined,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const name of names) {
    const addresses = addressesOf(name)
    if (addresses === undefined) continue
    const key = keyOf(addresses)
    if (!found.has(key)) found.set(key, name)
  }
  return found
}

/** The same for the same addresses, in whatever order. */
function keyOf(addresses: readonly AddressRange[]): string {
  return addresses.map(rangeKey).toSorted().join(' ')
}

/** `any` and `any4`, `any6`; `undefined` for another word. */
export function anyAddress(word: string): AddressRange | undefined {
  if (word === 'any' || word === 'any4') return wholeFamily('ipv4')
  return word === 'any6' ? wholeFamily('ipv6') : undefined
}

function known(value: AddressRange | { readonly problem: string }): AddressRange | undefined {
  return isProblem(value) ? undefined : value
}
