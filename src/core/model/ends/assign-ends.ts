import { type AddressRange, equalRanges, formatRange, isPrivate, rangeKey } from '../../address/address-range.ts'
import type { Span } from '../../text/source-text.ts'
import { distinct } from '../distinct.ts'
import type { Endpoint, EndpointFragment } from '../endpoint.ts'
import { rememberedOf } from '../remembered.ts'
import type { Setting } from '../setting.ts'
import type { PacketFilter } from '../spd-entry.ts'
import {
  dumpedIn,
  type EndGroup,
  groupByLabel,
  inForce,
  joinParts,
  markNamesakes,
  mayBeOneMachine,
  owns,
  type PlacedFragment,
  sayTheSame,
  seen,
} from './end-group.ts'
import { endpointOf } from './endpoint-of.ts'
import { hiddenApart } from './hidden-alike.ts'
import { hiddenMeant, type Meant } from './hidden-meant.ts'
import { numberEntries } from './number-entries.ts'
import { orient } from './orient.ts'
import { toldTwice } from './told-twice.ts'
import { leavesWaysOpen, withWays } from './untold-ways.ts'

/** One way to say which paste is which end. */
export interface Assignment {
  readonly endpoints: readonly Endpoint[]
  readonly labels: ReadonlyMap<PlacedFragment, string>
  /** Filters whose keyword "my address" could not be resolved, by end. */
  readonly unresolved: ReadonlyMap<string, readonly PacketFilter[]>
  /** Pairs of texts that turned out to be of one and the same end. */
  readonly merged: readonly (readonly [PlacedFragment, PlacedFragment])[]
  /** What texts hide, and what it is taken for. */
  readonly meant?: readonly Meant[]
}

/**
 * Works out which fragments are of the same end, whose filters are whose, and gives the ends their labels: those given
 * first, then in the order of the pastes. Where the filters can be either end's, both readings are returned; the caller
 * asks only when they lead to different verdicts.
 */
export function assignEnds(
  placed: readonly PlacedFragment[],
  addresses: ReadonlyMap<string, Setting<AddressRange>>,
): readonly Assignment[] {
  const { told: shown, meant } = hiddenMeant(placed)
  const told = hiddenApart(shown)
  const assignments = assignTold(told, addresses)
  if (told === placed) return assignments
  const pasted = new Map(told.map((one, at) => [one, placed[at] ?? one]))
  const ofPaste = (one: PlacedFragment) => pasted.get(one) ?? one
  return assignments.map(({ labels, merged, ...assignment }) => ({
    ...assignment,
    meant,
    labels: new Map([...labels].map(([one, label]) => [ofPaste(one), label])),
    merged: merged.map(([one, other]) => [ofPaste(one), ofPaste(other)] as const),
  }))
}

function assignTold(
  placed: readonly PlacedFragment[],
  addresses: ReadonlyMap<string, Setting<AddressRange>>,
): readonly Assignment[] {
  const given = groupByLabel(placed)
  const merged = given.flatMap(({ fragments }) => toldTwice(fragments))
  const groups = joinSameAddress(complement(label(joinParts(given), addresses)), merged)
  const open = groups.filter(
    (group) => group.own.length === 0 && group.candidates.length > 1 && !isStateAlone(group, groups),
  )
  const readings = open.length === 0 ? [groups] : [choose(groups, 0), choose(groups, 1)]
  return readings.map((reading) => build(markNamesakes(reading.toSorted(byLabel)), merged))
}

/** Of the only end nothing but states of IKE, which are between the two addresses whichever is whose. */
function isStateAlone({ fragments }: EndGroup, { length }: readonly EndGroup[]): boolean {
  return (
    length === 1 && fragments.every(({ fragment: { filters, sas, sides, ike } }) => !filters && !sas && !sides && !ike)
  )
}

function byLabel(a: EndGroup, b: EndGroup): number {
  return (a.label ?? '').localeCompare(b.label ?? '')
}

/** Letters for the ends that have none, in the order of the pastes; then the addresses that were given by letter. */
function label(groups: readonly EndGroup[], addresses: ReadonlyMap<string, Setting<AddressRange>>): EndGroup[] {
  const taken = new Set(groups.map((group) => group.label))
  const free = ALPHABET.filter((letter) => !taken.has(letter)).values()
  return groups.map((group) => {
    const name = group.label ?? free.next().value ?? `end ${groups.indexOf(group) + 1}`
    const given = addresses.get(name)
    // A side of which the text seems to say that it is the own one, and that is given as another's, is not.
    const others = [...addresses].flatMap(([letter, { value }]) => (letter === name ? [] : [value]))
    const own = group.own.filter(({ value }) => !others.some((other) => equalRanges(value, other)))
    return { ...group, label: name, own: given === undefined ? group.own : distinct([given, ...own]) }
  })
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('')

/** One candidate is an answer; and of two ends of one tunnel, the second is whatever the first is not. */
function complement(groups: readonly EndGroup[]): EndGroup[] {
  const settled = groups.map((group) =>
    group.own.length > 0 || group.candidates.length !== 1 ? group : withOwn(group, group.candidates[0]),
  )
  return settled.map((group) => {
    if (group.own.length > 0 || group.candidates.length < 2) return withPeerOf(group, settled)
    const others = settled.filter((other) => other !== group && other.own.length > 0)
    const left = group.candidates.filter((address) => !others.some((other) => owns(other, address)))
    if (left.length === 1) return withOwn(group, left[0])
    const beside = settled.filter((other) => other !== group)
    const [only, ...more] = [...metSides(group.candidates, beside), ...behindNat(group.candidates, beside)]
    return only === undefined || more.length > 0 ? group : withOwn(group, only)
  })
}

/** The side that the only other end goes to, which has neither of the two itself: no own address is told, or one behind a NAT. */
function metSides(sides: readonly AddressRange[], [other, ...more]: readonly EndGroup[]): readonly AddressRange[] {
  if (other === undefined || more.length > 0 || sides.some((side) => owns(other, side))) return []
  if (other.own.length === 0 && other.candidates.length > 0) return []
  const met = peersOf(other)
  return sides.filter((side) => met.some(({ value }) => equalRanges(value, side)))
}

/** A private side, where all that the others go to is public and neither of the two sides: it is met at the address of a NAT. */
function behindNat(sides: readonly AddressRange[], others: readonly EndGroup[]): readonly AddressRange[] {
  const inside = sides.filter(isPrivate)
  const met = others.flatMap(peersOf).map(({ value }) => value)
  const isMet =
    met.length > 0 && met.every((each) => !isPrivate(each) && !sides.some((side) => equalRanges(side, each)))
  return isMet && sides.length === 2 && inside.length === 1 ? inside : []
}

/**
 * An end that does not tell its own address is where the others' tunnels go, when they all go to one place. Of several ends,
 * that is an address of no end, and not where it goes itself.
 */
function withPeerOf(group: EndGroup, groups: readonly EndGroup[]): EndGroup {
  if (group.own.length > 0) return group
  if (groups.length === 2) {
    const [peer, ...more] = distinct(groups.filter((other) => other !== group).flatMap(peersOf))
    return more.length === 0 ? withAssumed(group, peer?.value) : group
  }
  const mine = new Set(peersOf(group).map(({ value }) => rangeKey(value)))
  const [peer, ...more] = unownedPeers(groups).filter(({ value }) => !mine.has(rangeKey(value)))
  return more.length === 0 ? withAssumed(group, peer?.value) : group
}

/** Where the tunnels of all ends go that is an address of none of them. */
const unownedPeers = rememberedOf((groups: readonly EndGroup[]): readonly Setting<AddressRange>[] => {
  const owned = new Set(groups.flatMap(({ own }) => own.map(({ value }) => rangeKey(value))))
  return distinct(groups.flatMap(peersOf)).filter(({ value }) => !owned.has(rangeKey(value)))
})

function peersOf(group: EndGroup): Setting<AddressRange>[] {
  return seen(group).flatMap((fragment) => [...fragment.peers, ...tunnelEnds(fragment, group)])
}

function tunnelEnds(fragment: EndpointFragment, group: EndGroup): Setting<AddressRange>[] {
  return (fragment.filters ?? []).flatMap(({ tunnel, spans: [span] }) => {
    const end = tunnel.destination
    if (end === null || end === 'own' || span === undefined || owns(group, end)) return []
    return [{ origin: 'stated', value: end, span }]
  })
}

function withOwn(group: EndGroup, address: AddressRange | undefined): EndGroup {
  const [first] = group.fragments
  if (address === undefined || first === undefined) return group
  const witness = group.fragments
    .flatMap(({ fragment }) => fragment.filters ?? [])
    .find(
      ({ tunnel }) =>
        tunnel.destination !== null && tunnel.destination !== 'own' && equalRanges(tunnel.destination, address),
    )
  const span = witness?.spans[0] ?? writtenAt(address, group) ?? first.fragment.span
  return { ...group, own: [{ origin: 'stated', value: address, span }] }
}

/** Where a text that names both sides has the address as its own. */
function writtenAt(address: AddressRange, { fragments }: EndGroup): Span | undefined {
  for (const { fragment } of fragments)
    for (const { localAddresses } of fragment.sides?.seenFrom([address]).ike?.connections ?? [])
      if (localAddresses.origin === 'stated' && localAddresses.value.some((each) => equalRanges(each, address)))
        return localAddresses.span
  return undefined
}

/**
 * With an own address that only another end names. It is marked as assumed: to compare it with that end's own setting would prove
 * nothing.
 */
function withAssumed(group: EndGroup, address: AddressRange | undefined): EndGroup {
  return address === undefined ? group : { ...withOwn(group, address), ownAssumed: true }
}

/** Two texts whose own address is the same are of the same end, unless their labels were given and differ. */
function joinSameAddress(
  groups: readonly EndGroup[],
  merged: (readonly [PlacedFragment, PlacedFragment])[],
): EndGroup[] {
  const joined: EndGroup[] = []
  for (const group of groups) {
    const index = joined.findIndex(
      (other) => mayBeOneMachine(other.fragments, group.fragments) && group.own.some((own) => owns(other, own.value)),
    )
    const other = joined[index]
    const [first] = other?.fragments ?? []
    const [second] = group.fragments
    if (other === undefined || first === undefined || second === undefined) {
      joined.push(group)
      continue
    }
    if (shareOneText(other, group)) {
      joined.push({ ...group, own: [] })
      continue
    }
    const isTold = sayTheSame(other.fragments, group.fragments) && !isMadeOf(other, group) && !isMadeOf(group, other)
    if (isTold) merged.push([first, second])
    joined[index] = {
      ...other,
      fragments: [...other.fragments, ...group.fragments],
      own: distinct([...other.own, ...group.own]),
      ownAssumed: other.ownAssumed === true && group.ownAssumed === true,
    }
  }
  return joined
}

/** Lists of networks, and the filters that a product made of them, are two things to paste of one end. */
function isMadeOf(filters: EndGroup, networks: EndGroup): boolean {
  return (
    filters.fragments.every(({ fragment: { site } }) => site === undefined) &&
    networks.fragments.every(({ fragment }) => fragment.site !== undefined && fragment.filters === undefined)
  )
}

/** One text with both sides of the tunnel may be on both ends; those that it was given for are then two. */
function shareOneText(...groups: readonly EndGroup[]): boolean {
  return groups.every(({ fragments }) =>
    fragments.some(({ fragment, label: given }) => given !== null && fragment.sides?.candidates !== undefined),
  )
}

/** Settles every open group with its n-th candidate; two ends of one tunnel take different ones. */
function choose(groups: readonly EndGroup[], reading: 0 | 1): EndGroup[] {
  const taken = new Set<string>()
  return groups.map((group) => {
    if (group.own.length > 0 || group.candidates.length < 2) return group
    const preferred = reading === 0 ? group.candidates : group.candidates.toReversed()
    const address = preferred.find((candidate) => !taken.has(formatRange(candidate))) ?? preferred[0]
    if (address !== undefined) taken.add(formatRange(address))
    return withOwn(group, address)
  })
}

function build(groups: readonly EndGroup[], merged: Assignment['merged']): Assignment {
  const unresolved = new Map<string, readonly PacketFilter[]>()
  const made = new Map<EndGroup, Endpoint>()
  const listed = groups.map((group) => {
    const filters = filtersOf(group)
    const own = group.own.map(({ value }) => value)
    return { group, filters, own, open: leavesWaysOpen(filters, own) }
  })
  // By those that tell which way their packets go the others are understood.
  for (const { group, filters, own, open } of listed.toSorted((one, other) => Number(one.open) - Number(other.open))) {
    const name = group.label ?? ''
    const told = open
      ? withWays(
          filters,
          own,
          [...made.values()].flatMap(({ spd = [] }) => spd),
        )
      : filters
    const oriented = orient(told, own)
    if (oriented.unresolved.length > 0) unresolved.set(name, oriented.unresolved)
    const [other, ...more] = groups.filter((each) => each !== group)
    const peers = other !== undefined && more.length === 0 ? other.own : []
    const entries = numberEntries(name, oriented.entries)
    made.set(group, endpointOf(name, group, peers, entries, open || oriented.unresolved.length > 0))
  }
  const endpoints = groups.flatMap((group) => made.get(group) ?? [])
  const labels = new Map(
    groups.flatMap((group) => group.fragments.map((fragment) => [fragment, group.label ?? ''] as const)),
  )
  return { endpoints, labels, unresolved, merged }
}

/** Filters of the first fragment that has any: two dumps of one end show the same SPD, which must not count twice. */
function filtersOf(group: EndGroup): readonly PacketFilter[] {
  return dumpedIn(inForce(group.fragments.map(({ fragment }) => fragment)))?.filters ?? []
}
