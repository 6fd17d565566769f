import { type AddressRange, containsRange, equalRanges, sizeOf, wholeFamily } from '../../address/address-range.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { type Box, trafficBetween } from '../../selectors/box.ts'
import { buildBoxIndex } from '../../selectors/box-index.ts'
import type { Command } from '../cisco/command.ts'
import { beginningWith } from '../cisco/command-tree.ts'
import type { AccessLists } from './access-lists.ts'
import type { NetworkObjects } from './network-objects.ts'
import type { Notes } from './notes.ts'

/** A translation of what leaves by `mapped` and came in by `real`; `any` for every interface. */
export interface NatRule {
  readonly real: string
  readonly mapped: string
  /** Packets with these addresses, as they come in. */
  readonly source: readonly AddressRange[]
  readonly destination: readonly AddressRange[]
  /** What becomes of the source; `null` where it stays as it is. */
  readonly becomes: readonly AddressRange[] | 'another' | null
  /** The egress is that of the rule, whatever the routes say (without `route-lookup`). */
  readonly diverts: boolean
  readonly command: Command
}

const ANY = [wholeFamily('ipv4')]

/**
 * The rules in the order in which the first match counts (Cisco ASA Series Firewall CLI Configuration Guide, "NAT Rule
 * Order"): manual rules as written, then those of objects (static before dynamic, few addresses before many), then manual
 * rules `after-auto`. Up to 8.2: exemption, static, dynamic by the longest match ("Order of NAT Commands Used to Match Real
 * Addresses"). Rules for single services are left out, since they concern no whole network.
 */
export function readNatRules(
  commands: readonly Command[],
  networks: NetworkObjects,
  accessLists: AccessLists,
  notes: Notes,
): NatRule[] {
  const first: NatRule[] = []
  const last: NatRule[] = []
  const ofObjects: (NatRule & { readonly dynamic: boolean; readonly name: string })[] = []
  for (const command of beginningWith(commands, 'nat', 'object')) {
    const words = command.words
    if (command.no) continue
    if (words[0] === 'nat' && words.slice(2, 5).includes('source')) {
      notes.read(command)
      const rule = manualRule(words, command, networks)
      if (rule === undefined || words.includes('inactive')) continue
      const after = words.includes('after-auto')
      const position = Number(words[after ? 3 : 2])
      const section = after ? last : first
      if (Number.isInteger(position) && position > 0) section.splice(position - 1, 0, rule)
      else section.push(rule)
    }
    if (words[0] !== 'object' || words[1] !== 'network') continue
    for (const child of command.children) {
      if (child.no || child.words[0] !== 'nat') continue
      notes.read(child)
      const rule = objectRule(words[2] ?? '', child, networks)
      if (rule !== undefined) ofObjects.push(rule)
    }
  }
  const sorted = ofObjects.toSorted(
    (a, b) =>
      Number(a.dynamic) - Number(b.dynamic) ||
      compare(total(a.source), total(b.source)) ||
      compare(a.source[0]?.from ?? 0, b.source[0]?.from ?? 0) ||
      (a.name < b.name ? -1 : 1),
  )
  return [...oldRules(commands, networks, accessLists, notes), ...first, ...sorted, ...last]
}

/** `(inside,outside)` */
function interfacesOf(word: string): readonly [real: string, mapped: string] | undefined {
  const [, real, mapped] = /^\(([^,()]{1,60}),([^,()]{1,60})\)$/.exec(word) ?? []
  return real === undefined || mapped === undefined ? undefined : [real, mapped]
}

function manualRule(words: readonly string[], command: Command, networks: NetworkObjects): NatRule | undefined {
  const pair = interfacesOf(words[1] ?? '') ?? (['any', 'any'] as const)
  const at = words.indexOf('source')
  const [, how, real = '', mapped = ''] = words.slice(at)
  if (words.includes('service')) return undefined
  const source = addressesOf(real, networks)
  if (source === undefined) return undefined
  const target = words.indexOf('destination')
  const [, , shown = '', meant = ''] = target < 0 ? [] : words.slice(target)
  const destination = target < 0 ? ANY : addressesOf(shown, networks)
  if (destination === undefined) return undefined
  const identity = how === 'static' && (real === mapped || same(source, addressesOf(mapped, networks)))
  const kept = target < 0 || shown === meant || same(destination, addressesOf(meant, networks))
  return {
    real: pair[0],
    mapped: pair[1],
    source,
    destination,
    becomes: identity && kept ? null : how === 'static' ? (addressesOf(mapped, networks) ?? 'another') : 'another',
    diverts: target >= 0 && pair[1] !== 'any' && !words.includes('route-lookup'),
    command,
  }
}

function objectRule(name: string, command: Command, networks: NetworkObjects) {
  const words = command.words
  const pair = interfacesOf(words[1] ?? '') ?? (['any', 'any'] as const)
  const [how, mapped = ''] = words.slice(interfacesOf(words[1] ?? '') === undefined ? 1 : 2)
  const source = networks.object(name)
  if (source === undefined || words.includes('service')) return undefined
  const to = addressesOf(mapped, networks) ?? hostsOf(mapped, networks)
  const becomes = how === 'static' ? (same(source, to) ? null : (to ?? 'another')) : 'another'
  return {
    real: pair[0],
    mapped: pair[1],
    source,
    destination: ANY,
    becomes,
    diverts: false,
    command,
    dynamic: how !== 'static',
    name,
  } as const
}

/** Up to 8.2: `nat (inside) 0 access-list X`, `static (inside,outside) MAPPED REAL netmask M`, `nat (inside) 1 0 0`. */
function oldRules(commands: readonly Command[], networks: NetworkObjects, lists: AccessLists, notes: Notes): NatRule[] {
  const pools = new Map<string, Set<string>>()
  const exempt: NatRule[] = []
  const fixed: NatRule[] = []
  const dynamic: NatRule[] = []
  for (const command of beginningWith(commands, 'nat', 'global', 'static')) {
    const [kind = '', where = '', ...rest] = command.words
    const real = /^\(([^,()]{1,60})\)$/.exec(where)?.[1]
    if (command.no) continue
    if (kind === 'global' && real !== undefined) {
      notes.read(command)
      pools.set(rest[0] ?? '', (pools.get(rest[0] ?? '') ?? new Set()).add(real))
    }
    const pair = interfacesOf(where)
    if (kind === 'static' && pair !== undefined && !/^(?:tcp|udp)$/.test(rest[0] ?? '')) {
      notes.read(command)
      const mask = rest[2] === 'netmask' ? (rest[3] ?? '') : '255.255.255.255'
      const [mapped, source] = [networks.network(rest[0] ?? '', mask), networks.network(rest[1] ?? '', mask)]
      if (mapped === undefined || source === undefined) continue
      const becomes = equalRanges(mapped, source) ? null : [mapped]
      fixed.push({
        real: pair[0],
        mapped: pair[1],
        source: [source],
        destination: ANY,
        becomes,
        diverts: false,
        command,
      })
    }
    if (kind !== 'nat' || real === undefined) continue
    notes.read(command)
    const [id = '', first = '', second = ''] = rest
    if (first === 'access-list') {
      for (const line of lists.get(second) ?? [])
        for (const box of line.action === 'permit' ? (line.boxes ?? []) : []) {
          const rule = { real, mapped: 'any', source: [box.local], destination: [box.remote], diverts: false, command }
          if (id === '0') exempt.push({ ...rule, becomes: null })
          else fixed.push({ ...rule, becomes: 'another' })
        }
      continue
    }
    const source = networks.network(...zeros(first, second))
    if (source !== undefined)
      dynamic.push({
        real,
        mapped: id,
        source: [source],
        destination: ANY,
        becomes: id === '0' ? null : 'another',
        diverts: false,
        command,
      })
  }
  // A pool without `global` translates nothing; its number stands for the interfaces that have it.
  const spread = dynamic
    .toSorted((a, b) => compare(total(a.source), total(b.source)))
    .flatMap((rule) =>
      rule.becomes === null
        ? [{ ...rule, mapped: 'any' }]
        : [...(pools.get(rule.mapped) ?? [])].map((mapped) => ({ ...rule, mapped })),
    )
  return [...exempt, ...fixed, ...spread]
}

/** `nat (inside) 1 0 0` is short for 0.0.0.0 0.0.0.0. */
function zeros(address: string, mask: string): [string, string] {
  return [address === '0' ? '0.0.0.0' : address, mask === '0' || mask === '' ? '0.0.0.0' : mask]
}

function addressesOf(word: string, networks: NetworkObjects): readonly AddressRange[] | undefined {
  if (word === 'any' || word === 'any4') return ANY
  return networks.object(word) ?? networks.group(word)
}

function hostsOf(word: string, networks: NetworkObjects): readonly AddressRange[] | undefined {
  const host = networks.host(word)
  return host === undefined ? undefined : [host]
}

function same(a: readonly AddressRange[], b: readonly AddressRange[] | undefined): boolean {
  return (
    b !== undefined &&
    a.length === b.length &&
    a.every((range, at) => b.some((other) => equalRanges(range, other)) && at >= 0)
  )
}

/** The addresses are what a rule makes of others, such as those of a network that both sides have. */
export function isMappedAddress(range: AddressRange, rules: readonly NatRule[]): boolean {
  const { all, index } = mappedBy(rules)
  return index.overlapping(sourcesIn(range)).some((hit) => {
    const made = all[hit]
    return (
      made !== undefined &&
      containsRange(made.mapped, range) &&
      !made.rule.source.some((real) => containsRange(real, range))
    )
  })
}

const mappedBy = rememberedOf((rules: readonly NatRule[]) => {
  const all = rules.flatMap((rule) =>
    rule.becomes === null || rule.becomes === 'another' ? [] : rule.becomes.map((mapped) => ({ rule, mapped })),
  )
  return { all, index: buildBoxIndex(all.map(({ mapped }) => sourcesIn(mapped))) }
})

function sourcesIn(range: AddressRange): Box {
  return trafficBetween(range, wholeFamily('ipv4'))
}

function total(ranges: readonly AddressRange[]): bigint {
  let sum = 0n
  for (const range of ranges) sum += sizeOf(range)
  return sum
}

function compare(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}
