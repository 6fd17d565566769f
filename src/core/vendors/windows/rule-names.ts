import { type AddressRange, equalRanges, formatHost } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { isUnknownHost } from '../../model/hosts.ts'
import { rememberedOf } from '../../model/remembered.ts'
import type { SpdEntry } from '../../model/spd-entry.ts'
import { quotable } from './netsh-names.ts'

/** A rule of the policy that is in force, by its names; `null` where the text does not tell one. */
export interface NamedRule {
  readonly name: string | null
  readonly policy: string | null
  readonly list: string | null
  readonly filterAction: string | null
  /** Where its tunnel ends; `null` without one. */
  readonly tunnel: AddressRange | null
}

export type Way = 'out' | 'in'

/** What commands for the tunnel filters of one way must name; what the texts do not name is `undefined`. */
export interface WayNames {
  readonly list: string | undefined
  readonly rule: string | undefined
  readonly policy: string | undefined
  readonly filterAction: string | undefined
  /** No rule is for tunnel filters of this way: the name that a list and a rule for them can have. */
  readonly fresh: string | null
  /** The name that those in transport mode can have. */
  readonly transport: string
  /** Where its tunnel ends. */
  readonly tunnel: AddressRange | undefined
}

/** What is named of each way to the peer, where there is one of it alone, of each end that is asked for. */
export function namesAmong(rules: readonly NamedRule[]): (end: Endpoint) => Readonly<Record<Way, WayNames>> {
  return rememberedOf((end: Endpoint) => ({ out: namesOf(end, 'out', rules), in: namesOf(end, 'in', rules) }))
}

function namesOf(end: Endpoint, way: Way, rules: readonly NamedRule[]): WayNames {
  const goal = tunnelEndOf(end, way)
  const tunnels = rules.filter(({ tunnel }) => tunnel !== null)
  const fitting = tunnels.filter(({ tunnel }) => goal !== undefined && tunnel !== null && equalRanges(tunnel, goal))
  const { [way]: listed } = listsOf(end.spd ?? NONE)
  const list = only(fitting.map((rule) => rule.list)) ?? only(listed.names)
  return {
    list,
    rule: only(fitting.map(({ name }) => name)),
    policy: only(rules.map(({ policy }) => policy)),
    filterAction: only((fitting.length > 0 ? fitting : tunnels).map((rule) => rule.filterAction)),
    // Where a part of the text is not there, or was not understood, there may be one.
    fresh:
      fitting.length === 0 && list === undefined && !listed.any && !end.partlyRead
        ? newName(tunnelTo(end, way), rules)
        : null,
    transport: newName(`Transport to ${hostOf(end)}`, rules),
    tunnel: goal,
  }
}

const NONE: readonly SpdEntry[] = []

/** The names of the lists of each way. */
const listsOf = rememberedOf((spd: readonly SpdEntry[]) => {
  const found = { out: { names: new Set<string>(), any: false }, in: { names: new Set<string>(), any: false } }
  for (const { action, direction, mode, list } of spd) {
    if (action !== 'protect' || mode === 'transport' || (direction !== 'out' && direction !== 'in')) continue
    found[direction].any = true
    if (list !== undefined) found[direction].names.add(list)
  }
  return found
})

function only(names: Iterable<string | null>): string | undefined {
  const [name, ...more] = new Set(names)
  return more.length > 0 ? undefined : quotable(name)
}

/** Where the tunnel of a way ends: what goes out ends at the peer. Where no text tells the own address, it is where the peer goes. */
function tunnelEndOf({ addresses, peers, hosts }: Endpoint, way: Way): AddressRange | undefined {
  const [stated, spoken] = way === 'out' ? [peers, hosts?.peer] : [addresses, hosts?.own]
  const end = stated[0]?.value ?? spoken
  return end === undefined || isUnknownHost(end) ? undefined : end
}

function tunnelTo(end: Endpoint, way: Way): string {
  return `Tunnel ${way === 'out' ? 'to' : 'from'} ${hostOf(end)}`
}

function hostOf(end: Endpoint): string {
  const host = tunnelEndOf(end, 'out')
  return host === undefined ? 'the peer' : formatHost(host)
}

/** A name for a list and its rule that the text has not. */
function newName(name: string, rules: readonly NamedRule[]): string {
  const known = new Set(rules.flatMap(({ name: rule, list }) => [rule, list]))
  let free = name
  for (let number = 2; known.has(free); number++) free = `${name} (${number})`
  return free
}
