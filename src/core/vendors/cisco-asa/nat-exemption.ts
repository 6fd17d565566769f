import { type AddressRange, equalRanges, isUnrestricted } from '../../address/address-range.ts'
import { type Box, intersectBoxes, subtractBoxes, trafficBetween } from '../../selectors/box.ts'
import type { AsaConfig } from './asa-config.ts'
import { aclTerms, objectFor } from './asa-words.ts'
import { egressOf } from './interfaces.ts'
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
 * what is translated is no longer what the crypto ACL is for.
 */
export function translatedOf(box: Box, egress: string | undefined, config: AsaConfig): Translated[] {
  const { nat, interfaces, routes } = config
  if (nat.length === 0 || isMappedAddress(box.local, nat)) return []
  const ingress = egressOf(
    box.local,
    interfaces.filter(({ name }) => name !== egress),
    routes.filter((route) => !isUnrestricted(route.network)),
  )?.interfaceName
  // Where it cannot be told by which interface they come in, the only one that there are rules for.
  const sources = new Set(
    nat
      .filter(({ mapped }) => leaves(mapped, egress))
      .map(({ real }) => real)
      .filter((name) => name !== 'any'),
  )
  const from = ingress ?? (sources.size === 1 ? [...sources][0] : undefined)
  const found: Translated[] = []
  let left: readonly Box[] = [box]
  for (const rule of nat) {
    if (!leaves(rule.mapped, egress)) continue
    if (rule.real !== 'any' && rule.real !== from) continue
    const taken = rule.source.flatMap((source) =>
      rule.destination.map((destination) => trafficBetween(source, destination)),
    )
    const boxes = left.flatMap((one) => taken.flatMap((other) => intersectBoxes(one, other) ?? []))
    if (boxes.length === 0) continue
    if (rule.becomes !== null) found.push({ rule, boxes })
    left = left.flatMap((one) => {
      const rest = subtractBoxes(one, taken, PIECES)
      return 'tooMany' in rest ? [] : rest.boxes
    })
    if (left.length === 0) break
  }
  return found
}

function leaves(mapped: string, egress: string | undefined): boolean {
  return mapped === 'any' || egress === undefined || mapped === egress
}

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
  return boxes.filter(
    (box, at) =>
      boxes.findIndex((other) => equalRanges(other.local, box.local) && equalRanges(other.remote, box.remote)) === at,
  )
}
