import { type AddressRange, equalRanges, formatHost, formatRange, rangeKey } from '../address/address-range.ts'
import { UNKNOWN_SECRET } from '../text/secrets.ts'
import { distinct } from './distinct.ts'
import { type EndGroup, groupByLabel, joinParts, owns, type PlacedFragment, sayTheSame } from './end-group.ts'
import type { Endpoint, EndpointFragment } from './endpoint.ts'
import { withHiddenHosts } from './hidden-hosts.ts'
import type { IkePolicy, PastedPolicy, SharedKey } from './ike-policy.ts'
import { deriveSpd, numberEntries, policySpd } from './number-entries.ts'
import { orient } from './orient.ts'
import { rememberedOf } from './remembered.ts'
import type { SecurityAssociation } from './security-association.ts'
import type { Setting } from './setting.ts'
import type { PacketFilter } from './spd-entry.ts'

/** One way to say which paste is which end. */
export interface Assignment {
  readonly endpoints: readonly Endpoint[]
  readonly labels: ReadonlyMap<PlacedFragment, string>
  /** Filters whose keyword "my address" could not be resolved, by end. */
  readonly unresolved: ReadonlyMap<string, readonly PacketFilter[]>
  /** Pairs of texts that turned out to be of one and the same end. */
  readonly merged: readonly (readonly [PlacedFragment, PlacedFragment])[]
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
  const merged: (readonly [PlacedFragment, PlacedFragment])[] = []
  const groups = joinSameAddress(complement(label(joinParts(groupByLabel(placed)), addresses)), merged)
  const open = groups.filter((group) => group.own.length === 0 && group.candidates.length > 1)
  const readings = open.length === 0 ? [groups] : [choose(groups, 0), choose(groups, 1)]
  return readings.map((reading) => build(reading.toSorted(byLabel), merged))
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
    return left.length === 1 ? withOwn(group, left[0]) : group
  })
}

/**
 * An end that does not tell its own address is where the others' tunnels go, when they all go to one place. Of several ends,
 * that is an address of no end, and not where it goes itself.
 */
function withPeerOf(group: EndGroup, groups: readonly EndGroup[]): EndGroup {
  if (group.own.length > 0) return group
  if (groups.length === 2) {
    const [peer, ...more] = distinct(groups.filter((other) => other !== group).flatMap(peersOf))
    return more.length === 0 ? withOwn(group, peer?.value) : group
  }
  const mine = new Set(peersOf(group).map(({ value }) => rangeKey(value)))
  const [peer, ...more] = unownedPeers(groups).filter(({ value }) => !mine.has(rangeKey(value)))
  return more.length === 0 ? withOwn(group, peer?.value) : group
}

/** Where the tunnels of all ends go that is an address of none of them. */
const unownedPeers = rememberedOf((groups: readonly EndGroup[]): readonly Setting<AddressRange>[] => {
  const owned = new Set(groups.flatMap(({ own }) => own.map(({ value }) => rangeKey(value))))
  return distinct(groups.flatMap(peersOf)).filter(({ value }) => !owned.has(rangeKey(value)))
})

function peersOf(group: EndGroup): Setting<AddressRange>[] {
  return seen(group).flatMap((fragment) => [...fragment.peers, ...tunnelEnds(fragment, group)])
}

/** The fragments as they read at the group's own address, with a peer at one of the others. */
function seen(
  { fragments, own }: EndGroup,
  others: readonly Setting<AddressRange>[] = [],
): readonly EndpointFragment[] {
  const [addresses, peers] = [own, others].map((known) => known.map(({ value }) => value))
  return fragments.map(({ fragment }) => ({ ...fragment, ...fragment.sides?.seenFrom(addresses ?? [], peers) }))
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
  return { ...group, own: [{ origin: 'stated', value: address, span: witness?.spans[0] ?? first.fragment.span }] }
}

/** Two texts whose own address is the same are of the same end, unless their labels were given and differ. */
function joinSameAddress(
  groups: readonly EndGroup[],
  merged: (readonly [PlacedFragment, PlacedFragment])[],
): EndGroup[] {
  const joined: EndGroup[] = []
  for (const group of groups) {
    const index = joined.findIndex((other) => group.own.some((own) => owns(other, own.value)))
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
    if (sayTheSame(other.fragments, group.fragments)) merged.push([first, second])
    joined[index] = {
      ...other,
      fragments: [...other.fragments, ...group.fragments],
      own: distinct([...other.own, ...group.own]),
    }
  }
  return joined
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
  const endpoints = groups.map((group) => {
    const name = group.label ?? ''
    const oriented = orient(
      filtersOf(group),
      group.own.map((own) => own.value),
    )
    if (oriented.unresolved.length > 0) unresolved.set(name, oriented.unresolved)
    const [other, ...more] = groups.filter((each) => each !== group)
    const peers = other !== undefined && more.length === 0 ? other.own : []
    return endpointOf(name, group, peers, numberEntries(name, oriented.entries), oriented.unresolved.length > 0)
  })
  const labels = new Map(
    groups.flatMap((group) => group.fragments.map((fragment) => [fragment, group.label ?? ''] as const)),
  )
  return { endpoints, labels, unresolved, merged }
}

/** Filters of the first fragment that has any: two dumps of one end show the same SPD, which must not count twice. */
function filtersOf(group: EndGroup): readonly PacketFilter[] {
  return group.fragments.find(({ fragment }) => fragment.filters !== undefined)?.fragment.filters ?? []
}

/** `others` are the other end's own addresses: the peer of an end whose text does not tell one. */
function endpointOf(
  label: string,
  group: EndGroup,
  others: readonly Setting<AddressRange>[],
  entries: Endpoint['spd'],
  incomplete: boolean,
): Endpoint {
  const fragments = seen(group, others)
  const dumped = fragments.find((fragment) => fragment.filters !== undefined)
  const site = fragments.find((fragment) => fragment.site !== undefined)?.site
  const sas = fragments.flatMap((fragment) => (fragment.sas === undefined ? [] : [fragment.sas]))
  const ikeSas = fragments.flatMap((fragment) => (fragment.ikeSas === undefined ? [] : [fragment.ikeSas]))
  const named =
    fragments.find((fragment) => fragment.name !== null)?.name ??
    group.fragments.find(({ heading }) => heading !== null)?.heading
  const [own] = group.own
  const stated = distinct(fragments.flatMap((fragment) => fragment.peers))
  const outward = (entries ?? []).filter(
    (entry) => (entry.direction === 'out' || entry.direction === 'both') && entry.tunnel.destination !== null,
  )
  const peers = outward.flatMap(({ tunnel, spans: [span] }): Setting<AddressRange>[] =>
    tunnel.destination === null || span === undefined ? [] : [{ origin: 'stated', value: tunnel.destination, span }],
  )
  const configured = fragments.find(({ site, ike }) => site !== undefined || (ike?.connections.length ?? 0) > 0)
  const vendor = (configured ?? dumped ?? fragments[0])?.vendor
  if (vendor === undefined) throw new Error('An end without a fragment cannot be.')
  const end = {
    label,
    name: named ?? (own === undefined ? `end ${label}` : `${label} (${formatHost(own.value)})`),
    vendor,
    addresses: group.own,
    peers: stated.length + peers.length > 0 ? distinct([...stated, ...peers]) : others,
    site,
    ...(sas.length > 0 && { sas: distinctSas(sas.flat()) }),
    ...(ikeSas.length > 0 && { ikeSas: ikeSas.flat() }),
    settings: Object.assign({}, ...fragments.toReversed().map((fragment) => fragment.settings)),
    editor: editorOf(fragments),
    ...ofConfiguration(fragments),
    ...correctionsOf(group, (corrected) => endpointOf(label, corrected, others, entries, incomplete)),
    span: fragments[0]?.span ?? null,
    partlyRead: incomplete || group.fragments.some(({ partlyRead }) => partlyRead),
  }
  const ike = mergedPolicy(fragments)
  const negotiated = ike === undefined ? undefined : policySpd(end, ike)
  // What is configured decides a negotiation; what is installed beside it only shows what has come of it.
  if (negotiated?.length === 0 && end.missing !== undefined) return { ...end, ...(ike && { ike }), spd: undefined }
  if (negotiated !== undefined)
    return { ...end, ...(ike && { ike }), spd: negotiated, ...(dumped && { installed: entries ?? [] }) }
  if (vendor.installsByNeed === true && entries?.length === 0) return { ...end, spd: undefined, installed: [] }
  const spd = dumped !== undefined ? entries : site === undefined ? undefined : deriveSpd(end, site)
  return { ...end, spd, ...(ike !== undefined && { ike }) }
}

/** What the texts of a configuration tell beside its policy. What one does not hold may stand in another: they are read as one. */
function ofConfiguration(fragments: readonly EndpointFragment[]): Pick<Endpoint, 'dialect' | 'obstacles' | 'missing'> {
  const worded = fragments.filter((fragment) => fragment.dialect !== undefined)
  const dialect = (worded.find(({ ike }) => ike !== undefined) ?? worded[0])?.dialect
  const obstacles = fragments.flatMap((fragment) => fragment.obstacles ?? [])
  const missing = fragments.flatMap((fragment) => fragment.missing ?? [])
  return {
    ...(dialect && { dialect }),
    ...(obstacles.length > 0 && { obstacles }),
    ...(missing.length > 0 && { missing }),
  }
}

/** Each text of a daemon's configuration is edited where it stands; of other texts the first that can be. */
function editorOf(fragments: readonly EndpointFragment[]): Endpoint['editor'] {
  const editors = fragments.flatMap(({ editor, ike }) =>
    editor === null ? [] : [{ editor, isPart: ike !== undefined }],
  )
  const [first] = editors
  if (first === undefined || !first.isPart) return first?.editor ?? null
  const parts = editors.filter(({ isPart }) => isPart)
  return (before, after) => parts.flatMap(({ editor }) => editor(before, after))
}

/** The end as it would be with one of its texts put right. */
function correctionsOf(group: EndGroup, read: (corrected: EndGroup) => Endpoint): Pick<Endpoint, 'corrections'> {
  const { fragments } = group
  if (fragments.every(({ fragment }) => fragment.textCorrections === undefined)) return {}
  return {
    corrections: (peer) =>
      fragments.flatMap((placed, at) =>
        (placed.fragment.textCorrections?.(peer) ?? []).map(({ corrected, ...correction }) => ({
          ...correction,
          corrected: read({ ...group, fragments: fragments.with(at, { ...placed, fragment: corrected }) }),
        })),
      ),
  }
}

/** One SA may stand in two outputs of an end; the one with its counters is taken. */
function distinctSas(sas: readonly SecurityAssociation[]): SecurityAssociation[] {
  const found = new Map<string, SecurityAssociation>()
  for (const [index, sa] of sas.entries()) {
    const key = sa.spi === null ? `masked ${index}` : `${sa.protocol} ${formatRange(sa.destination)} ${sa.spi}`
    const known = found.get(key)
    if (known === undefined || known.packets === null) found.set(key, sa)
  }
  return [...found.values()]
}

/** A daemon's configuration may be spread over several texts: connections, keys, and settings of the daemon itself. */
function mergedPolicy(fragments: readonly EndpointFragment[]): IkePolicy | undefined {
  const policies = fragments.flatMap(({ ike }) => (ike === undefined ? [] : [ike]))
  if (policies.length === 0) return undefined
  const connections = policies.flatMap((policy) => policy.connections)
  return {
    connections,
    keys: withHiddenHosts(keysOf(fragments), connections),
    postQuantumKeys: postQuantumKeysOf(policies),
    daemon: Object.assign({}, ...policies.map(({ daemon }) => daemon)),
    notLoaded: policies.flatMap(({ notLoaded }) => notLoaded),
  }
}

function postQuantumKeysOf(policies: readonly PastedPolicy[]): IkePolicy['postQuantumKeys'] {
  const lists = policies.flatMap(({ postQuantumKeys }) => (postQuantumKeys === undefined ? [] : [postQuantumKeys]))
  return lists.length === 0 ? undefined : lists.flat()
}

/** Keys are often kept in a file of their own, or left out of what is pasted: then nothing is known of them. */
function keysOf(fragments: readonly EndpointFragment[]): readonly SharedKey[] {
  const lists = fragments.flatMap(({ ike }) => (ike?.keys === undefined ? [] : [ike.keys]))
  return lists.length > 0
    ? lists.flat()
    : fragments.slice(0, 1).map(({ span }) => ({ mark: UNKNOWN_SECRET, span, owners: [] }))
}
