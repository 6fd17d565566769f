import { type AddressRange, equalRanges, rangeKey } from '../address/address-range.ts'
import type { Endpoint } from '../model/endpoint.ts'
import { grouped } from '../model/grouped.ts'
import { remembered, rememberedOf } from '../model/remembered.ts'
import {
  type Box,
  boxKey,
  containsBox,
  equalBoxes,
  intersectBoxes,
  isAnyService,
  isUnrestrictedBox,
  mirrorBox,
  sameService,
  subtractBoxes,
  trafficBetween,
} from '../selectors/box.ts'
import { type BoxIndex, buildBoxIndex } from '../selectors/box-index.ts'
import { type Coverage, coverages } from './coverage.ts'
import { nearestPair } from './nearest-pair.ts'
import { unlikeHalves } from './unlike-halves.ts'

/**
 * How a selector pair of one end relates to what the other end has for it:
 *
 *     own-address   its local side is the gateway itself, and the other end has nothing for that
 *     missing       the other end has nothing for it
 *     wider         it contains the other end's pair
 *     split         the other end has the same traffic in several pairs
 *     shifted       the other end has the same network on one side and quite another one on the other side
 *     overlap       they have a part in common
 *     service       same addresses, other protocol or ports
 *     unrestricted  it asks for no particular traffic
 *     swapped       the other end has the very same pair, with the same network as its own
 */
export type MismatchKind =
  | 'own-address'
  | 'missing'
  | 'wider'
  | 'split'
  | 'shifted'
  | 'overlap'
  | 'service'
  | 'unrestricted'
  | 'swapped'

/** `theirs` are the other end's pairs, as that end sees them; empty for `own-address` and `missing`. */
export interface Mismatch {
  readonly kind: MismatchKind
  readonly ours: Coverage
  readonly theirs: readonly Coverage[]
}

/** Mismatches of one kind between the same entries, such as the lists of two children; the first stands for all. */
export interface MismatchGroup extends Mismatch {
  readonly all: readonly Mismatch[]
}

/** A person mends an entry, not each of the pairs that its lists make. */
export function groupMismatches(mismatches: readonly Mismatch[]): MismatchGroup[] {
  const groups = new Map<string, Mismatch[]>()
  for (const mismatch of mismatches) {
    const { kind, ours, theirs } = mismatch
    const entries = [ours, ...theirs].map((pair) => `${pair.end.label} ${pair.out?.id} ${pair.in?.id}`)
    const key = [kind, ...new Set(entries)].join(', ')
    const known = groups.get(key)
    if (known === undefined) groups.set(key, [mismatch])
    else known.push(mismatch)
  }
  return [...groups.values()].flatMap((all) => all.slice(0, 1).map((first) => ({ ...first, all })))
}

/** All that one end protects and the other does not protect in the same words. Each pair is named once. */
export const findMismatches = remembered((a: Endpoint, b: Endpoint): readonly Mismatch[] => {
  if (a.spd === undefined || b.spd === undefined) return []
  const all = { a: coverages(a, b), b: coverages(b, a) }
  const [ours, theirs] = unmatched(all.a, all.b)
  // The two directions of an end that do not go together are one fault, and no two at both ends.
  const apart = new Set([...unlikeHalves(a, b), ...unlikeHalves(b, a)].flatMap((halves) => [halves.out, halves.in]))
  const left = new Set<Coverage>([...ours, ...theirs].filter((pair) => !apart.has(pair)))
  const relations = { a: relationsOf(theirs, all.b), b: relationsOf(ours, all.a) }
  const found: Mismatch[] = []
  // In an order of their own, so that it does not matter which end is called A.
  const ordered = [
    ...ours.map((pair) => ({ pair, relation: relations.a, back: relations.b })),
    ...theirs.map((pair) => ({ pair, relation: relations.b, back: relations.a })),
  ]
    .map((each) => ({ ...each, key: orderKey(each.pair.box) }))
    .toSorted((x, y) => compareText(x.key, y.key))
  for (const kind of ORDER) {
    for (const { pair, relation, back } of ordered) {
      if (!left.has(pair)) continue
      const partners = PARTNERS[kind](pair, relation, left, back)
      if (partners === undefined) continue
      if (kind !== 'split' || !isNarrowedWhole([pair, ...partners])) {
        found.push(towardsFirst({ kind, ours: pair, theirs: partners }, a))
      }
      for (const used of [pair, ...partners]) left.delete(used)
    }
  }
  return found.toSorted((x, y) => x.ours.end.label.localeCompare(y.ours.end.label) || x.ours.at - y.ours.at)
})

/**
 * The parts of one pair that are all of one child: two ends that narrow agree on all of them at once in IKEv2 (RFC 7296
 * 2.9), whichever begins.
 */
function isNarrowedWhole([pair, ...parts]: readonly Coverage[]): boolean {
  const children = new Set(parts.map(({ out }) => out?.negotiated?.child))
  return [pair, ...parts].every(
    (each) =>
      each?.end.vendor.selectorRule.rule === 'narrow' &&
      each.out?.negotiated?.connection.initiates.value === 2 &&
      children.size === 1,
  )
}

/** What is the same either way round is told from the first end. */
function towardsFirst(mismatch: Mismatch, first: Endpoint): Mismatch {
  const { kind, ours, theirs } = mismatch
  const [other, ...more] = theirs
  if (!EITHER_WAY.has(kind) || other === undefined || more.length > 0 || ours.end === first) return mismatch
  return { kind, ours: other, theirs: [ours] }
}

const EITHER_WAY: ReadonlySet<MismatchKind> = new Set(['service', 'overlap', 'shifted', 'swapped'])

function orderKey(box: Box): string {
  const addresses = `${rangeOrder(box.local)} ${rangeOrder(box.remote)}`
  if (isAnyService(box)) return addresses
  const numbers = [box.protocol, box.localPort, box.remotePort].map(({ from, to }) => `${from}-${to}`)
  return `${addresses} ${numbers.join(' ')}`
}

function rangeOrder({ family, from, to }: AddressRange): string {
  if (family === 'ipv4') return from === to ? `4:${from}` : `4:${from}-${to}`
  return `${family}:${from.toString(16)}-${to.toString(16)}`
}

function compareText(x: string, y: string): number {
  return x < y ? -1 : x > y ? 1 : 0
}

/** From what is sure to what is only likely; a pair that one kind explains is not looked at again. */
const ORDER: readonly MismatchKind[] = [
  'unrestricted',
  'swapped',
  'service',
  'split',
  'wider',
  'overlap',
  'own-address',
  'shifted',
  'missing',
]

/** `back` has the questions of the other end. */
type Partners = (
  pair: Coverage,
  relation: Relation,
  left: ReadonlySet<Coverage>,
  back: Relation,
) => readonly Coverage[] | undefined

const PARTNERS: Readonly<Record<MismatchKind, Partners>> = {
  unrestricted: (pair, relation, left) => {
    if (!isUnrestrictedBox(pair.box)) return undefined
    const inside = relation.overlapping(pair.box).filter((other) => left.has(other))
    return inside.length > 0 ? inside : undefined
  },
  // Only where each is the choice of the other, so that it does not matter which of them is asked first.
  swapped: (pair, relation, left, back) => {
    if (equalRanges(pair.box.local, pair.box.remote)) return undefined
    const other = swappedWith(pair, relation, left)
    return other !== undefined && swappedWith(other, back, left) === pair ? [other] : undefined
  },
  service: (pair, relation, left) =>
    some(
      relation
        .sameAddresses(pair.box)
        .filter((other) => left.has(other) && !sameService(other.box, mirrorBox(pair.box))),
    ),
  split: (pair, relation, left) => {
    const inside = relation
      .overlapping(pair.box)
      .filter((other) => left.has(other) && containsBox(pair.box, mirrorBox(other.box)))
    const rest =
      inside.length < 2
        ? undefined
        : subtractBoxes(
            pair.box,
            inside.map((other) => mirrorBox(other.box)),
            256,
          )
    return rest !== undefined && 'boxes' in rest && rest.boxes.length === 0 ? inside : undefined
  },
  wider: (pair, relation, left) =>
    some(
      relation.overlapping(pair.box).filter((other) => left.has(other) && containsBox(pair.box, mirrorBox(other.box))),
    ),
  overlap: (pair, relation, left) => some(relation.overlapping(pair.box).filter((other) => left.has(other))),
  // Where the other end has nothing of these networks at all, that is what it lacks.
  'own-address': (pair, relation) =>
    isOwnAddress(pair) && (relation.has(pair.box.remote) || isPeerAddress(pair)) ? [] : undefined,
  // Only where each is the nearest to the other, so that it does not matter which of them is asked first.
  shifted: (pair, relation, left, back) => {
    const candidates = ({ oneSide }: Relation, { box }: Coverage) =>
      oneSide(box).filter((candidate) => left.has(candidate) && !isOwnAddress(candidate))
    const other = nearestPair(pair, candidates(relation, pair))
    return other !== undefined && nearestPair(other, candidates(back, other)) === pair ? [other] : undefined
  },
  missing: () => [],
}

/** Of the pairs with the same networks on the same sides the very same one, or else the first in an order of their own. */
function swappedWith({ box }: Coverage, relation: Relation, left: ReadonlySet<Coverage>): Coverage | undefined {
  const candidates = relation.sameAddresses(mirrorBox(box)).filter((other) => left.has(other))
  return (
    candidates.find((other) => equalBoxes(other.box, box)) ??
    candidates.toSorted((x, y) => compareText(orderKey(x.box), orderKey(y.box)))[0]
  )
}

/** The pair's local side is the gateway's own tunnel address. */
export function isOwnAddress(pair: Coverage): boolean {
  return pair.end.addresses.some(({ value }) => equalRanges(value, pair.box.local))
}

function isPeerAddress({ box, end }: Coverage): boolean {
  return end.peers.some(({ value }) => equalRanges(value, box.remote))
}

function some(partners: readonly Coverage[]): readonly Coverage[] | undefined {
  return partners.length > 0 ? partners : undefined
}

/** Pairs without an equal one at the other end. */
function unmatched(
  a: ReadonlyMap<string, Coverage>,
  b: ReadonlyMap<string, Coverage>,
): [ofA: readonly Coverage[], ofB: readonly Coverage[]] {
  const ofA: Coverage[] = []
  const matched = new Set<Coverage>()
  for (const pair of a.values()) {
    const twin = b.get(boxKey(mirrorBox(pair.box)))
    if (twin === undefined) ofA.push(pair)
    else matched.add(twin)
  }
  return [ofA, [...b.values()].filter((pair) => !matched.has(pair))]
}

/** Of pairs that many others meet, no more partners than this are looked at. */
const PARTNERS_SEEN = 256

/** The local sides of all pairs of an end, twice each, so that a range is looked for as traffic with itself. */
const localsOf = rememberedOf((all: ReadonlyMap<string, Coverage>): BoxIndex => {
  const locals = new Map([...all.values()].map(({ box: { local } }) => [rangeKey(local), local]))
  return buildBoxIndex([...locals.values()].map((local) => trafficBetween(local, local)))
})

/** Questions to the unmatched pairs of the other end; boxes are given as the asking end sees them. */
interface Relation {
  readonly overlapping: (box: Box) => readonly Coverage[]
  readonly sameAddresses: (box: Box) => readonly Coverage[]
  readonly oneSide: (box: Box) => readonly Coverage[]
  /** Whether the other end has anything at all of these addresses on its side. */
  readonly has: (range: AddressRange) => boolean
}

function relationsOf(pairs: readonly Coverage[], all: ReadonlyMap<string, Coverage>): Relation {
  const index = buildBoxIndex(pairs.map(({ box }) => mirrorBox(box)))
  const addresses = grouped(pairs, ({ box }) => `${rangeKey(box.remote)} ${rangeKey(box.local)}`)
  const locals = grouped(pairs, ({ box }) => rangeKey(box.remote))
  const remotes = grouped(pairs, ({ box }) => rangeKey(box.local))
  return {
    overlapping: (box) => index.overlapping(box, PARTNERS_SEEN).flatMap((at) => pairs[at] ?? []),
    sameAddresses: (box) => addresses.get(`${rangeKey(box.local)} ${rangeKey(box.remote)}`) ?? [],
    oneSide: (box) => {
      const candidates = [...(locals.get(rangeKey(box.local)) ?? []), ...(remotes.get(rangeKey(box.remote)) ?? [])]
      if (candidates.length > PARTNERS_SEEN) return []
      return candidates.filter((other) => intersectBoxes(box, mirrorBox(other.box)) === undefined)
    },
    has: (range) => localsOf(all).overlapping(trafficBetween(range, range), 1).length > 0,
  }
}
