import { type AddressRange, isUnrestricted, rangeKey } from '../../address/address-range.ts'
import { rememberedFor } from '../../model/remembered.ts'
import { type Box, intersectBoxes, subtractBoxes, trafficBetween } from '../../selectors/box.ts'
import { buildBoxIndex } from '../../selectors/box-index.ts'
import { added } from '../cisco/added.ts'
import type { AsaConfig } from './asa-config.ts'
import { aclTerms, objectFor } from './asa-words.ts'
import { type AsaInterface, type AsaRoute, egressOf } from './interfaces.ts'
import { isMappedAddress, type NatRule } from './nat-rules.ts'

/** Packets that a rule translates before the crypto map sees them. */
export interface Translated {
  readonly rule: NatRule
  readonly boxes: readonly Box[]
}

const PIECES = 256

/**
 * What NAT takes of packets that are to leave by an interface with the addresses that they have; of the rules the first
 * one that fits counts. Translation comes before the crypto map ("the packet's addresses after NAT are compared"), so that
 * what is translated is no longer what the crypto ACL is for. Where rules take more than `most` parts, those behind are not
 * looked at, and the last one is that with which there are so many.
 */
export function translatedOf(
  box: Box,
  egress: string | undefined,
  config: AsaConfig,
  most = Number.POSITIVE_INFINITY,
): Translated[] {
  if (config.nat.length === 0 || isMappedAddress(box.local, config.nat)) return []
  const { meeting, interfaces, routes, only } = leavingBy(config, egress)
  // Where it cannot be told by which interface they come in, the only one that there are rules for.
  const from = egressOf(box.local, interfaces, routes)?.interfaceName ?? only
  const found: Translated[] = []
  let left: readonly Box[] = [box]
  let parts = 0
  for (const [rule, taken] of meeting(box)) {
    if (rule.real !== 'any' && rule.real !== from) continue
    const boxes = left.flatMap((one) => taken.flatMap((other) => intersectBoxes(one, other) ?? []))
    if (boxes.length === 0) continue
    if (rule.becomes !== null) {
      found.push({ rule, boxes })
      parts += boxes.length
    }
    if (parts > most) break
    left = left.flatMap((one) => {
      const rest = subtractBoxes(one, taken, PIECES)
      return 'tooMany' in rest ? [] : rest.boxes
    })
    if (left.length === 0) break
  }
  return found
}

/** What counts for all packets that leave by an interface. */
interface Leaving {
  /** The rules that take packets of a box, in their order, each with the boxes that they take. */
  readonly meeting: (box: Box) => ReadonlyMap<NatRule, readonly Box[]>
  /** Those by which such packets may come in, and the routes that tell. */
  readonly interfaces: readonly AsaInterface[]
  readonly routes: readonly AsaRoute[]
  /** The only interface that there are rules for. */
  readonly only: string | undefined
}

const leavingBy = rememberedFor(
  (egress: string | undefined) => egress ?? '',
  ({ nat, interfaces, routes }: AsaConfig, egress): Leaving => {
    const rules = nat.filter(({ mapped }) => mapped === 'any' || egress === undefined || mapped === egress)
    const named = new Set(rules.map(({ real }) => real).filter((name) => name !== 'any'))
    const all = rules.flatMap((rule) =>
      rule.source.flatMap((source) =>
        rule.destination.map((destination) => ({ rule, box: trafficBetween(source, destination) })),
      ),
    )
    const index = buildBoxIndex(all.map(({ box }) => box))
    return {
      meeting(box) {
        const found = new Map<NatRule, Box[]>()
        for (const hit of index.overlapping(box)) {
          const met = all[hit]
          if (met !== undefined) found.set(met.rule, added(found.get(met.rule) ?? [], met.box))
        }
        return found
      },
      interfaces: interfaces.filter(({ name }) => name !== egress),
      routes: routes.filter((route) => !isUnrestricted(route.network)),
      only: named.size === 1 ? [...named][0] : undefined,
    }
  },
)

/**
 * Commands that let packets pass without translation: from 8.3 on a manual rule in front of all others, before that a line
 * of the list that `nat 0` names.
 */
export function exemptionLines(
  pairs: readonly Pick<Box, 'local' | 'remote'>[],
  rule: NatRule,
  egress: string | undefined,
  config: AsaConfig,
): string[] {
  const { networks } = config
  if (isOldStyle(rule)) {
    const list = exemptList(rule.real, config) ?? 'NONAT'
    const lines = pairs.map(
      ({ local, remote }) => `access-list ${list} extended permit ${aclTerms(trafficBetween(local, remote))}`,
    )
    return [
      ...lines,
      ...(exemptList(rule.real, config) === undefined ? [`nat (${rule.real}) 0 access-list NONAT`] : []),
    ]
  }
  const defined = new Map<string, readonly string[]>()
  const name = (range: AddressRange): string => {
    const object = objectFor(range, networks)
    if (object.lines.length > 0) defined.set(object.name, object.lines)
    return object.name
  }
  const out = rule.mapped === 'any' ? (egress ?? 'outside') : rule.mapped
  const rules = pairs.map(({ local, remote }) => {
    const [own, far] = [name(local), name(remote)]
    return `nat (${rule.real},${out}) 1 source static ${own} ${own} destination static ${far} ${far} no-proxy-arp route-lookup`
  })
  return [...[...defined.values()].flat(), ...rules]
}

/** `nat (inside) 1 ...` has one interface. */
function isOldStyle({ command }: NatRule): boolean {
  return command.words[0] === 'static' || !(command.words[1] ?? '').includes(',')
}

function exemptList(real: string, { nat }: AsaConfig): string | undefined {
  const rule = nat.find(
    (each) => each.becomes === null && each.real === real && each.command.words[3] === 'access-list',
  )
  return rule?.command.words[4]
}

/** Each pair of addresses once. */
export function distinctPairs(boxes: readonly Box[]): Box[] {
  const found = new Map<string, Box>()
  for (const box of boxes) {
    const key = rangeKey(box.local) + rangeKey(box.remote)
    if (!found.has(key)) found.set(key, box)
  }
  return [...found.values()]
}
