import { type AddressRange, wholeFamily } from '../../address/address-range.ts'
import { fromRanges, subtract } from '../../address/address-set.ts'
import { grouped } from '../../model/grouped.ts'
import { rememberedFor, rememberedOf } from '../../model/remembered.ts'
import type { Span } from '../../text/source-text.ts'
import type { ConfigObject } from './config-tree.ts'
import { type Configuration, hasTable, isEnabled, objectsIn, textOf } from './configuration.ts'
import { sdwanMembers } from './routes.ts'
import type { Tunnel } from './tunnels.ts'

/** A firewall policy. */
export interface Policy {
  readonly object: ConfigObject
  readonly action: string
  readonly isOn: boolean
  readonly from: readonly string[]
  readonly to: readonly string[]
  /** `null`: it names something that the paste does not tell, and so may hold for any address. */
  readonly source: readonly AddressRange[] | null
  readonly destination: readonly AddressRange[] | null
  readonly nat: boolean
  readonly span: Span
}

/** Policies of other modes, which decide in the place of these. */
const OTHERS = ['firewall consolidated policy', 'firewall security-policy']

/** In their order; `null` where none were pasted, or others decide. */
export const policiesOf = rememberedFor(
  (vdom: string | null) => JSON.stringify(vdom),
  (config: Configuration, vdom): readonly Policy[] | null => {
    const tables = ['firewall policy', 'firewall policy6'].filter((table) => hasTable(config, table, vdom))
    if (tables.length === 0 || OTHERS.some((table) => objectsIn(config, table, vdom).length > 0)) return null
    return tables.flatMap((table) => objectsIn(config, table, vdom)).map((object) => policyOf(config, object))
  },
)

function policyOf(config: Configuration, object: ConfigObject): Policy {
  return {
    object,
    action: textOf(object, 'action') ?? 'deny',
    isOn: textOf(object, 'status') !== 'disable',
    from: names(object, 'srcintf'),
    to: names(object, 'dstintf'),
    source: rangesOf(config, object, 'srcaddr'),
    destination: rangesOf(config, object, 'dstaddr'),
    nat: isEnabled(object, 'nat', false),
    span: object.span,
  }
}

function names(object: ConfigObject, key: string): readonly string[] {
  return object.values.get(key)?.words ?? []
}

function rangesOf(
  config: Configuration,
  object: ConfigObject,
  key: 'srcaddr' | 'dstaddr',
): readonly AddressRange[] | null {
  if (isEnabled(object, 'internet-service', false)) return null
  const ranges: AddressRange[] = []
  for (const [name, family] of [
    ...names(object, key).map((each) => [each, object.table === 'firewall policy6' ? 'ipv6' : 'ipv4'] as const),
    ...names(object, `${key}6`).map((each) => [each, 'ipv6'] as const),
  ]) {
    const found = config.book.resolve(name, object.vdom, family)
    if (found.missing.length + found.opaque.length > 0) return null
    for (const range of found.ranges) ranges.push(range)
  }
  return isEnabled(object, `${key}-negate`, false) ? allBut(ranges) : ranges
}

/** `set srcaddr-negate enable`: any address of these families but those that are named. */
function allBut(ranges: readonly AddressRange[]): readonly AddressRange[] {
  const families = grouped(ranges, ({ family }) => family)
  return [...families].flatMap(([family, own]) =>
    family === 'name' ? [] : subtract(fromRanges([wholeFamily(family)]), fromRanges(own)).ranges,
  )
}

/** The names under which policies know a tunnel: its interface, its zone, SD-WAN's zones, and `any`. */
export function namesOf(config: Configuration, { phase1 }: Tunnel): ReadonlySet<string> {
  const zones = objectsIn(config, 'system zone', phase1.vdom).filter((zone) =>
    names(zone, 'interface').includes(phase1.name),
  )
  const isMember = sdwanMembers(config, phase1.vdom)?.has(phase1.name) === true
  const sdwan = isMember ? sdwanZones(config, phase1.vdom) : []
  return new Set([phase1.name, 'any', ...zones.map(({ name }) => name), ...sdwan])
}

function sdwanZones(config: Configuration, vdom: string | null): string[] {
  const objects = objectsIn(config, 'system sdwan', vdom)
  const zones = objects.flatMap(({ nested }) => nested.filter(({ table }) => table === 'zone').map(({ name }) => name))
  return ['virtual-wan-link', ...zones]
}

/** The policies that name one of some interfaces as where packets go (`to`) or come from, in their order. */
export function policiesNaming(
  policies: readonly Policy[],
  way: 'from' | 'to',
  names: ReadonlySet<string>,
): readonly Policy[] {
  const positions = [...names].flatMap((name) => positionsByName(policies)[way].get(name) ?? [])
  return [...new Set(positions.map(({ at }) => at))].toSorted((a, b) => a - b).flatMap((at) => policies[at] ?? [])
}

const positionsByName = rememberedOf((policies: readonly Policy[]) => {
  const positions = (way: 'from' | 'to') =>
    grouped(
      policies.flatMap((policy, at) => policy[way].map((name) => ({ name, at }))),
      ({ name }) => name,
    )
  return { from: positions('from'), to: positions('to') }
})
