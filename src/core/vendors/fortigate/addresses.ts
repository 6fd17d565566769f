import {
  type AddressRange,
  between,
  equalRanges,
  isUnspecified,
  point,
  wholeFamily,
} from '../../address/address-range.ts'
import {
  type AddressProblem,
  isProblem,
  parseAddress,
  parseHost,
  parseMasked,
  parsePrefix,
} from '../../address/parse-address.ts'
import type { Span } from '../../text/source-text.ts'
import type { ConfigObject, ConfigValue } from './config-tree.ts'

/** What a name of an address object or a group stands for. */
interface NamedAddresses {
  readonly ranges: readonly AddressRange[]
  /** Names that lead to nothing in the paste. */
  readonly missing: readonly string[]
  /** Kinds whose addresses no paste shows, or that are no ranges, e.g. `fqdn`. */
  readonly opaque: readonly { readonly name: string; readonly why: string; readonly span: Span }[]
}

type Table = 'address' | 'address6'

/** The address objects and groups of a configuration, by vdom. */
export class AddressBook {
  readonly #objects: ReadonlyMap<string, ConfigObject>
  /** A large group stands in many policies. */
  readonly #resolved = new Map<string, NamedAddresses>()
  /** The tables were pasted, so that a name that is not there does not exist. */
  readonly isKnown: boolean

  constructor(objects: readonly ConfigObject[], isKnown: boolean) {
    this.#objects = new Map(
      objects
        .filter(({ table }) => /^firewall (?:address6?|addrgrp6?)$/.test(table))
        .map((object) => [keyOf(object.table.replace('addrgrp', 'address'), object.vdom, object.name), object]),
    )
    this.isKnown = isKnown
  }

  /** `all` and `any` are there without being written; a group may hold groups. */
  resolve(name: string, vdom: string | null, family: 'ipv4' | 'ipv6' = 'ipv4'): NamedAddresses {
    const key = keyOf(family, vdom, name)
    const found = this.#resolved.get(key) ?? this.#resolve(name, vdom, family, new Set())
    this.#resolved.set(key, found)
    return found
  }

  /** An object that stands for exactly these addresses. */
  nameOf(range: AddressRange, vdom: string | null): string | undefined {
    if (range.family === 'name') return undefined
    for (const { name, vdom: of, values } of this.#objects.values()) {
      if (of !== vdom || values.has('member')) continue
      const { ranges } = this.resolve(name, vdom, range.family)
      if (ranges.length === 1 && ranges[0] !== undefined && equalRanges(ranges[0], range)) return name
    }
    return undefined
  }

  #resolve(name: string, vdom: string | null, family: 'ipv4' | 'ipv6', seen: Set<string>): NamedAddresses {
    const table: Table = family === 'ipv4' ? 'address' : 'address6'
    const object =
      this.#objects.get(keyOf(`firewall ${table}`, vdom, name)) ??
      this.#objects.get(keyOf(`firewall ${table}`, null, name))
    if (object === undefined) {
      if (/^(?:all|any)$/i.test(name)) return { ranges: [wholeFamily(family)], missing: [], opaque: [] }
      if (name === 'none') return NOTHING
      return { ...NOTHING, missing: [name] }
    }
    // A group that holds itself has nothing more.
    if (seen.has(name)) return NOTHING
    seen.add(name)
    const members = object.values.get('member')
    if (members === undefined) return rangesOf(object, family)
    const parts = members.words.map((member) => this.#resolve(member, vdom, family, seen))
    const excluded = object.values.get('exclude-member')
    const opaque =
      excluded === undefined || object.values.get('exclude')?.words[0] !== 'enable'
        ? []
        : [{ name, why: 'the group has members that are excluded', span: excluded.span }]
    return {
      ranges: parts.flatMap(({ ranges }) => ranges),
      missing: parts.flatMap(({ missing }) => missing),
      opaque: [...parts.flatMap((part) => part.opaque), ...opaque],
    }
  }
}

const NOTHING: NamedAddresses = { ranges: [], missing: [], opaque: [] }

function keyOf(table: string, vdom: string | null, name: string): string {
  return `${vdom ?? ''}\n${table}\n${name}`
}

/** `config firewall address` and `address6`. Without a word an IPv4 object is 0.0.0.0/0, an IPv6 one ::/0. */
function rangesOf({ name, values, span }: ConfigObject, family: 'ipv4' | 'ipv6'): NamedAddresses {
  const type = values.get('type')?.words[0] ?? 'ipmask'
  if (values.get('allow-routing') === undefined && type === 'interface-subnet' && values.get('subnet') === undefined) {
    return { ...NOTHING, opaque: [{ name, why: 'it follows the network of an interface', span }] }
  }
  const read =
    type === 'iprange'
      ? rangeOf(values.get('start-ip'), values.get('end-ip'))
      : type === 'wildcard'
        ? wildcardOf(values.get('wildcard'))
        : type === 'ipmask' || type === 'ipprefix' || type === 'interface-subnet'
          ? subnetOf(values.get(family === 'ipv4' ? 'subnet' : 'ip6'), family)
          : null
  if (read === null) return { ...NOTHING, opaque: [{ name, why: `its type is "${type}"`, span }] }
  if (isProblem(read)) return { ...NOTHING, opaque: [{ name, why: read.problem, span }] }
  return { ranges: [read], missing: [], opaque: [] }
}

/** `10.1.0.0 255.255.255.0`, `10.1.0.0/24`, `2001:db8::/32`; without a word, every address. */
export function subnetOf(value: ConfigValue | undefined, family: 'ipv4' | 'ipv6'): AddressRange | AddressProblem {
  const [first, mask] = value?.words ?? []
  if (first === undefined) return wholeFamily(family)
  if (mask !== undefined) return parseMasked(first, mask)
  return first.includes('/') ? parsePrefix(first) : parseAddress(first)
}

/** `start-ip` and `end-ip`; without the second one, the address alone. */
export function rangeOf(from: ConfigValue | undefined, to: ConfigValue | undefined): AddressRange | AddressProblem {
  const first = parseAddress(from?.words[0] ?? '')
  const last = to === undefined ? first : parseAddress(to.words[0] ?? '')
  if (isProblem(first)) return first
  if (isProblem(last)) return last
  if (first.family !== last.family || first.from > last.to)
    return { problem: `The range from "${from?.words[0]}" to "${to?.words[0]}" is none.` }
  return between(first.family, first.from, last.to)
}

/** `10.0.0.0 255.0.0.255` has gaps, and is a network only where its mask has none. */
function wildcardOf(value: ConfigValue | undefined): AddressRange | AddressProblem {
  const [address, mask] = value?.words ?? []
  return parseMasked(address ?? '', mask ?? '')
}

/** The address of an interface, without its network: `set ip 192.0.2.1 255.255.255.0`. */
export function hostOf(value: ConfigValue | undefined): AddressRange | null {
  const written = value?.words[0]?.replace(/\/\d+$/, '') ?? ''
  const host = parseHost(written)
  if (isProblem(host) || isUnspecified(host)) return null
  return host.family === 'name' ? host : point(host.family, host.from)
}
