import { type AddressRange, equalRanges, rangeKey } from '../../address/address-range.ts'
import { distinct } from '../distinct.ts'
import type { EndpointFragment } from '../endpoint.ts'
import { rememberedOf } from '../remembered.ts'
import type { Setting } from '../setting.ts'
import type { PacketFilter } from '../spd-entry.ts'
import { ownAddressCandidates } from './own-address.ts'

/** A fragment with what is known around it. */
export interface PlacedFragment {
  readonly fragment: EndpointFragment
  /** The end that the user, a heading or the text itself names. */
  readonly label: string | null
  /** A name from a heading, e.g. "ISA-A". */
  readonly heading: string | null
  readonly partlyRead: boolean
}

/** Fragments that are of one end. */
export interface EndGroup {
  readonly label: string | null
  readonly fragments: readonly PlacedFragment[]
  readonly own: readonly Setting<AddressRange>[]
  /** No text of it shows its own address; another end's tunnel goes there. */
  readonly ownAssumed?: boolean
  readonly candidates: readonly AddressRange[]
  /** Another end calls itself the same, as boxes do that nobody has given a name. */
  readonly namesake?: boolean
}

/**
 * Fragments with one label are of one end; each of the others is a group of its own. So is one whose tunnel goes to what has
 * the same label, and comes back from there: two ends were called alike, and the second gets another name.
 */
export function groupByLabel(placed: readonly PlacedFragment[]): EndGroup[] {
  const groups: PlacedFragment[][] = []
  const namesakes = new Set<PlacedFragment[]>()
  for (const fragment of placed) {
    const same = groups.find(
      (group) => !namesakes.has(group) && fragment.label !== null && group[0]?.label === fragment.label,
    )
    const isOther = same?.some((other) => goesTo(fragment, other) && goesTo(other, fragment)) === true
    if (same !== undefined && !isOther) same.push(fragment)
    else {
      const group = [fragment]
      groups.push(group)
      if (isOther) namesakes.add(group)
    }
  }
  return groups.map((fragments) => {
    const own = distinct(fragments.flatMap(({ fragment }) => fragment.addresses))
    const filters = ofThisTime(fragments.flatMap(({ fragment }) => fragment.filters ?? []))
    const sas = fragments.flatMap(({ fragment }) => fragment.sas ?? [])
    const sides = ownOfAll(fragments.map(({ fragment }) => fragment.sides?.candidates ?? []))
    const hosts = [
      ...sas.map(({ source, destination }) => [destination, source]),
      ...fragments.flatMap(({ fragment }) => (fragment.ikeSas ?? []).map((sa) => sa.hosts)),
    ]
    const candidates =
      filters.length > 0
        ? ownAddressCandidates(filters, otherEnds(placed, fragments))
        : sides.length > 0
          ? sides
          : hostsOfAll(hosts)
    return { label: namesakes.has(fragments) ? null : (fragments[0]?.label ?? null), fragments, own, candidates }
  })
}

/** Without those of a policy that stands aside, where the tunnels of another one are in force. */
function ofThisTime(filters: readonly PacketFilter[]): readonly PacketFilter[] {
  const isInForce = filters.some(({ off, tunnel }) => off === undefined && tunnel.destination !== null)
  return isInForce ? filters.filter(({ off }) => off?.aside !== true) : filters
}

function goesTo({ fragment }: PlacedFragment, { fragment: other }: PlacedFragment): boolean {
  return fragment.peers.some((peer) => other.addresses.some(({ value }) => equalRanges(value, peer.value)))
}

/** Addresses that the ends have which are told beside this one. */
function otherEnds(placed: readonly PlacedFragment[], own: readonly PlacedFragment[]): AddressRange[] {
  return placed
    .filter((other) => own.some((one) => areOfTwoEnds(one, other)))
    .flatMap(({ fragment }) => fragment.addresses.map(({ value }) => value))
}

/** By their labels, by what they run on, or since the filters of a policy are none that a product has made of its networks. */
function areOfTwoEnds(one: PlacedFragment, other: PlacedFragment): boolean {
  if (one.label !== null && other.label !== null) return one.label !== other.label
  const [a, b] = [one.fragment, other.fragment]
  return (
    !mayBeOneMachine([one], [other]) ||
    (a.configuredOnly === true && b.site !== undefined) ||
    (b.configuredOnly === true && a.site !== undefined)
  )
}

/** The addresses that each text of an end may have as its own, where it leaves one open; those of all of them, where none is in each. */
function ownOfAll(lists: readonly (readonly AddressRange[])[]): AddressRange[] {
  const open = lists.filter(({ length }) => length > 0)
  const all = [...new Map(open.flat().map((address) => [rangeKey(address), address])).values()]
  const common = all.filter((address) => open.every((list) => list.some((each) => equalRanges(each, address))))
  return common.length > 0 ? common : all
}

/** The addresses that every SA has as one of its two; of a single tunnel both. Where only the peer is printed, none. */
function hostsOfAll(pairs: readonly (readonly AddressRange[])[]): AddressRange[] {
  const [first] = pairs
  if (first === undefined || pairs.some(({ length }) => length < 2)) return []
  return first.filter((host) => pairs.every((pair) => pair.some((one) => equalRanges(one, host))))
}

/**
 * A configuration, the policies that were installed of it and the SAs are parts of one end, in whatever pastes: they have
 * the own address in common; one that does not tell its own address, the address of the peer, or an SA's addresses.
 */
export function joinParts(groups: readonly EndGroup[]): EndGroup[] {
  const joined: EndGroup[] = []
  for (const group of groups.toSorted((a, b) => weight(a) - weight(b))) {
    const fitting = isKeysAlone(group) ? keptFor(group, joined) : joined.filter((other) => isPartOf(group, other))
    const other = fitting[0]
    if (other === undefined || (fitting.length > 1 && group.own.length === 0 && group.candidates.length === 0)) {
      joined.push(group)
      continue
    }
    joined[joined.indexOf(other)] = {
      label: other.label ?? group.label,
      fragments: [...other.fragments, ...group.fragments],
      own: distinct([...other.own, ...group.own]),
      candidates: other.candidates,
    }
  }
  const places = new Map(groups.flatMap(({ fragments }, at) => fragments.map((fragment) => [fragment, at] as const)))
  const first = ({ fragments }: EndGroup) => Math.min(...fragments.map((fragment) => places.get(fragment) ?? 0))
  return joined.toSorted((a, b) => first(a) - first(b))
}

/** What knows its own address comes first, and what is nobody's but its product's last. */
function weight(group: EndGroup): number {
  return isDaemonAlone(group) || isKeysAlone(group) ? 2 : Number(group.own.length === 0)
}

/** Keys in a file of their own, such as an ipsec.secrets. */
function isKeysAlone({ fragments }: EndGroup): boolean {
  return fragments.every(({ fragment: { ike } }) => hasNoConnection(ike) && ike?.keys !== undefined)
}

/** The ends that keys are a part of; where none is known to be, the only one that has connections of their product. */
function keptFor(keys: EndGroup, groups: readonly EndGroup[]): readonly EndGroup[] {
  const known = groups.filter((group) => isPartOf(keys, group))
  const configured = groups.filter(({ fragments }) => allKindsOf(fragments).includes('connections'))
  if (known.length > 0 || configured.length !== 1) return known
  return configured.filter((group) => (keys.label === null || group.label === null) && haveOneProduct(keys, group))
}

/** Settings of a daemon, such as a strongswan.conf has: no connection, no key, and no address. */
function isDaemonAlone({ fragments }: EndGroup): boolean {
  return fragments.every(
    ({ fragment: { ike, addresses, peers } }) =>
      hasNoConnection(ike) && ike?.keys === undefined && addresses.length === 0 && peers.length === 0,
  )
}

/** Nor one that is not loaded: that is of an end all the same. */
function hasNoConnection(ike: EndpointFragment['ike']): boolean {
  return ike?.connections.length === 0 && ike.notLoaded.every(({ isKey }) => isKey === true)
}

function isPartOf(group: EndGroup, other: EndGroup): boolean {
  if (group.label !== null && other.label !== null) return false
  if (sayTheSame(group.fragments, other.fragments)) return false
  if (!mayBeOneMachine(group.fragments, other.fragments)) return false
  // Two machines may have one name; an address of its own tells better.
  if (group.own.length === 0 || other.own.length === 0) {
    if (haveOneName(group, other)) return true
  }
  if (isDaemonAlone(group)) return haveOneProduct(group, other)
  if (other.own.length === 0) return false
  if (group.own.length > 0) return group.own.some(({ value }) => owns(other, value))
  // An end that is told in its networks is described as a whole, so that a configuration which fits it is more likely its peer's.
  if (group.candidates.length > 0)
    return !isDescribed(other) && group.candidates.some((address) => owns(other, address))
  const peers = other.fragments.flatMap(({ fragment }) => fragment.peers)
  return group.fragments.some(({ fragment }) =>
    fragment.peers.some((peer) => peers.some(({ value }) => equalRanges(value, peer.value))),
  )
}

/** A router's text is not of the host that a dump of Windows' filters is of, whatever address neither of them tells. */
export function mayBeOneMachine(a: readonly PlacedFragment[], b: readonly PlacedFragment[]): boolean {
  const machines = [...a, ...b].map(({ fragment: { vendor } }) => vendor.machine)
  return new Set(machines.filter((machine) => machine !== undefined)).size < 2
}

function isDescribed({ fragments }: EndGroup): boolean {
  return fragments.some(({ fragment: { site } }) => site !== undefined)
}

function haveOneProduct(a: EndGroup, b: EndGroup): boolean {
  return a.fragments.some(({ fragment: { vendor } }) => b.fragments.some((one) => one.fragment.vendor.id === vendor.id))
}

/** The host of a shell's prompt, or the name that a text gives. */
function haveOneName(a: EndGroup, b: EndGroup): boolean {
  const names = a.fragments.flatMap(({ fragment: { name } }) => (name === null ? [] : [name]))
  return b.fragments.some(({ fragment }) => fragment.name !== null && names.includes(fragment.name))
}

export function owns(group: EndGroup, address: AddressRange): boolean {
  return group.own.some((own) => equalRanges(own.value, address))
}

/** Both have filters, networks or connections; a configuration and what it made are two things. */
export function sayTheSame(a: readonly PlacedFragment[], b: readonly PlacedFragment[]): boolean {
  const theirs = allKindsOf(b)
  return allKindsOf(a).some((kind) => theirs.includes(kind))
}

const allKindsOf = rememberedOf((fragments: readonly PlacedFragment[]): readonly string[] => [
  ...new Set(fragments.flatMap(({ fragment }) => kindsOf(fragment))),
])

/** The filters that were dumped, those that are in force before those that are configured; without a dump, what a daemon shows to be up, or to be loaded. */
export function dumpedIn(fragments: readonly EndpointFragment[]): EndpointFragment | undefined {
  const dumped = fragments.filter(({ filters }) => filters !== undefined)
  return (
    dumped.find(({ shownByDaemon, configuredOnly }) => shownByDaemon !== true && configuredOnly !== true) ??
    dumped.find(({ shownByDaemon }) => shownByDaemon !== true) ??
    dumped.find(({ sas }) => sas !== undefined) ??
    dumped[0]
  )
}

/**
 * The fragments without what is told twice: a daemon that does not print the numbers of its SAs and the kernel's own dump tell of the
 * same policies and SAs under different ones. The dump is taken where it has both, else what the daemon tells.
 */
export function inForce(fragments: readonly EndpointFragment[]): readonly EndpointFragment[] {
  const told = fragments.filter(({ numbersItself }) => numbersItself === true)
  const dumps = fragments.filter(
    ({ shownByDaemon, filters, sas }) => shownByDaemon !== true && (filters !== undefined || sas !== undefined),
  )
  if (told.length === 0 || dumps.length === 0) return fragments
  const isWhole = (['filters', 'sas'] as const).every((part) => dumps.some((dump) => dump[part] !== undefined))
  const out = isWhole ? told : dumps
  return fragments.map((fragment) => {
    if (!out.includes(fragment)) return fragment
    const { sas, ...rest } = fragment
    return { ...rest, filters: undefined }
  })
}

function kindsOf({ filters, site, ike, sas, shownByDaemon }: EndpointFragment): string[] {
  if (shownByDaemon === true) return sas !== undefined ? ['up'] : filters !== undefined ? ['loaded'] : []
  return [
    ...(filters !== undefined || site !== undefined ? ['filters'] : []),
    ...(ike !== undefined && !hasNoConnection(ike) ? ['connections'] : []),
    ...(sas !== undefined ? ['SAs'] : []),
  ]
}

/** The fragments as they read at the group's own address, with a peer at one of the others. */
export function seen(
  { fragments, own }: EndGroup,
  others: readonly Setting<AddressRange>[] = [],
): readonly EndpointFragment[] {
  const [addresses, peers] = [own, others].map((known) => known.map(({ value }) => value))
  return inForce(fragments.map(({ fragment }) => fragment)).map((fragment) => ({
    ...fragment,
    ...fragment.sides?.seenFrom(addresses ?? [], peers),
  }))
}

/** What an end calls itself, or is called by the heading above its text. */
export function nameOf({ fragments }: EndGroup): string | undefined {
  const named = fragments.find(({ fragment }) => fragment.name !== null)?.fragment.name
  return named ?? fragments.find(({ heading }) => heading !== null)?.heading ?? undefined
}

/** Ends that call themselves the same are told apart by their labels. */
export function markNamesakes(groups: readonly EndGroup[]): EndGroup[] {
  const [once, twice] = [new Set<string>(), new Set<string>()]
  for (const group of groups) {
    const name = nameOf(group)
    if (name !== undefined) (once.has(name) ? twice : once).add(name)
  }
  return groups.map((group) => (twice.has(nameOf(group) ?? '') ? { ...group, namesake: true } : group))
}
