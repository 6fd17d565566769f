import { type AddressRange, formatHost, rangeKey } from '../../address/address-range.ts'
import type { Endpoint } from '../endpoint.ts'
import { grouped } from '../grouped.ts'
import { hostsOf, isUnknownHost, natAddressOf, withExpectedNetwork, withNatAddress } from '../hosts.ts'
import { meantConnections, wantsIdentity } from '../meant-connections.ts'
import { rememberedOf } from '../remembered.ts'
import type { SecurityAssociation } from '../security-association.ts'
import { settingsOf } from '../settings-of.ts'
import type { Vendor } from '../vendor.ts'
import { policySpd } from './number-entries.ts'
import { partOfHub } from './part-of-hub.ts'
import { withUntoldProposals } from './untold-proposals.ts'
import { withVirtualAddress } from './virtual-addresses.ts'

/** Two ends of one tunnel; the second may be unknown (its `spd` undefined). */
export interface Pair {
  readonly id: string
  readonly a: Endpoint
  readonly b: Endpoint
}

/**
 * The pairs of ends that the pastes hold: ends whose tunnels go to each other, and, for each peer of an end that was not
 * pasted, that end with an unknown one. Two ends alone are a pair whatever their addresses say, since a wrong address is
 * a fault to be found.
 */
export function pairsOf(ends: readonly Endpoint[], unknown: Vendor): Pair[] {
  const [first, second, ...more] = ends
  if (first === undefined) return []
  if (second !== undefined && more.length === 0) return [pair(first, second)]
  const pairs: Pair[] = []
  const owners = ownersOf(ends)
  const partners = partnersOf(ends, owners)
  for (const [index, a] of ends.entries()) {
    for (const b of partners[index] ?? []) pairs.push(pair(a, b))
    const open = a.peers.filter(({ value }) => !owners.has(rangeKey(value)))
    if (a.peers.length === 0 && ends.length === 1)
      pairs.push(pair(a, unknownEnd(a, undefined, nextLabel(ends, 0), unknown)))
    for (const [at, peer] of open.entries()) {
      pairs.push(
        pair(a, unknownEnd(a, peer.value, nextLabel(ends, pairs.length > 0 && ends.length > 1 ? at : 0), unknown)),
      )
    }
  }
  return distinctIds(pairs)
}

/** Which ends have an address, by the key of the address. */
function ownersOf(ends: readonly Endpoint[]): Map<string, number[]> {
  const owned = ends.flatMap(({ addresses }, index) =>
    [...new Set(addresses.map(({ value }) => rangeKey(value)))].map((key) => ({ key, index })),
  )
  const owners = grouped(owned, ({ key }) => key)
  return new Map([...owners].map(([key, all]) => [key, all.map(({ index }) => index)]))
}

/** For each end those behind it in the list that go to it, or to which it goes, in the order of the list. */
function partnersOf(ends: readonly Endpoint[], owners: ReadonlyMap<string, readonly number[]>): Endpoint[][] {
  const partners = ends.map(() => new Set<number>())
  for (const [index, end] of ends.entries()) {
    for (const other of destinations(end)) {
      if (other !== index) partners[Math.min(index, other)]?.add(Math.max(index, other))
    }
  }
  return partners.map((own) => [...own].toSorted((a, b) => a - b).flatMap((at) => ends[at] ?? []))

  /** By address; an end that knows its peer by name only goes to whoever has the identity that it expects. */
  function destinations({ peers, ike }: Endpoint): number[] {
    if (peers.length > 0) return peers.flatMap(({ value }) => owners.get(rangeKey(value)) ?? [])
    const named = ike?.connections ?? []
    if (named.length === 0) return []
    return ends.flatMap((other, at) => (named.some((each) => wantsIdentity(each, other) === true) ? [at] : []))
  }
}

/** The pair that a request names by id (`A-B`), by an end's label or name, or by a peer's address. */
export function choosePair(pairs: readonly Pair[], wanted: string): Pair | undefined {
  const text = wanted.trim().toLowerCase()
  return pairs.find(({ id, a, b }) =>
    [id, b.label, b.name, ...[...a.addresses, ...b.addresses].map(({ value }) => formatHost(value))].some(
      (name) => name.toLowerCase() === text,
    ),
  )
}

function pair(a: Endpoint, b: Endpoint): Pair {
  const [first, second] = [towards(partOfHub(a, b), b), towards(partOfHub(b, a), a)]
  return { id: `${a.label}-${b.label}`, a: placedBetween(first, second), b: placedBetween(second, first) }
}

/** Of an end with several peers or own addresses, those that this pair is about, and no SA with another peer. */
function towards(end: Endpoint, other: Endpoint): Endpoint {
  const peers = settingsWith(
    end.peers,
    other.addresses.map(({ value }) => value),
  )
  const goals = keyed(other.peers).places
  const { keys } = keyed(end.addresses)
  const addresses = end.addresses.filter(({ value }, at) => goals.has(keys[at] ?? '') && hasEntryAt(end, value))
  return {
    ...end,
    ...(peers.length > 0 && { peers }),
    ...(addresses.length > 0 && { addresses }),
    ...(end.sas !== undefined && peers.length > 0 && { sas: sasWith(end, peers) }),
  }
}

/** Those that are with none of the other peers, in their order. */
function sasWith(end: Endpoint, peers: Endpoint['peers']): readonly SecurityAssociation[] {
  const { sas, unbound, byPeer } = sasByPeer(end)
  const own = keyed(peers).places
  const found = [...own.keys()].flatMap((key) => byPeer.get(key) ?? [])
  return [...new Set([...unbound, ...found])]
    .toSorted((a, b) => a - b)
    .flatMap((at) => sas[at] ?? [])
    .filter(({ source, destination }) =>
      [source, destination].every((host) => own.has(rangeKey(host)) || !byPeer.has(rangeKey(host))),
    )
}

/** Where in the list the SAs of each peer stand, by the key of its address, and those of none; of a hub there are as many as pairs. */
const sasByPeer = rememberedOf(({ sas = [], peers }: Endpoint) => {
  const byPeer = new Map<string, number[]>([...keyed(peers).places.keys()].map((key) => [key, []]))
  const unbound: number[] = []
  for (const [at, { source, destination }] of sas.entries()) {
    const lists = [source, destination].map((host) => byPeer.get(rangeKey(host)) ?? null)
    for (const list of lists) list?.push(at)
    if (lists.every((list) => list === null)) unbound.push(at)
  }
  return { sas, unbound, byPeer }
})

/**
 * With what a daemon would install for this peer, where `dynamic` is an address of the pair. What else a product only knows beside
 * its peer, `refine` adds.
 */
function placedBetween(end: Endpoint, other: Endpoint): Endpoint {
  const isConfigured = end.spd?.some(({ negotiated }) => negotiated !== undefined) ?? hasConnections(end)
  // Of an end that does not tell its own address, the other one may.
  const untold = end.addresses.length === 0 ? { ...end, hosts: hostsOf(end, other) } : end
  const placed = isConfigured ? withHosts(end, other) : untold
  return placed.vendor.refine?.(placed, other) ?? placed
}

function withHosts(end: Endpoint, other: Endpoint): Endpoint {
  if (end.ike === undefined) return end
  const hosts = hostsOf(end, other)
  const leased = withVirtualAddress(end.ike, other)
  const met = natAddressOf(end, other)
  const placed = isUnknownHost(hosts.own)
    ? withExpectedNetwork(leased, other.ike)
    : met === undefined
      ? leased
      : withNatAddress(end, other, leased, met)
  const ike = withUntoldProposals(placed, meantConnections(other, end, { ...hosts, own: hosts.peer, peer: hosts.own }))
  const meant = meantConnections({ ...end, ike }, other, hosts)
  const gone = meant.flatMap(({ remoteAddresses }) => remoteAddresses.value)
  const peers = settingsWith(end.peers, gone)
  return {
    ...end,
    hosts,
    ike,
    peers,
    // What all connections say alike, and what those say that are for this peer.
    settings: { ...settingsOf(meant, []), ...end.settings },
    meant: new Set(meant.map(({ name }) => name)),
    // Without a selector nobody knows what it protects.
    spd: end.spd && policySpd({ ...end, hosts }, ike),
  }
}

function hasConnections({ ike }: Endpoint): boolean {
  return ike !== undefined && ike.connections.length > 0
}

/** Some of its tunnels begin there; a daemon's connections may each have an address of their own. */
function hasEntryAt(end: Endpoint, address: AddressRange): boolean {
  const { open, begins } = sourcesOf(end)
  return open || begins.has(rangeKey(address))
}

const sourcesOf = rememberedOf(({ spd = [] }: Endpoint) => ({
  open: spd.some(({ tunnel }) => tunnel.source === null),
  begins: new Set(spd.flatMap(({ tunnel: { source } }) => (source === null ? [] : rangeKey(source)))),
}))

/** Those that have one of the values, in their order; of a hub there are as many as pairs. */
function settingsWith(hosts: Endpoint['peers'], values: readonly AddressRange[]): Endpoint['peers'] {
  const { places } = keyed(hosts)
  const found = new Set(values.flatMap((value) => places.get(rangeKey(value)) ?? []))
  return [...found].toSorted((a, b) => a - b).flatMap((at) => hosts[at] ?? [])
}

/** The keys of the addresses, and where in the list each stands. */
const keyed = rememberedOf((hosts: Endpoint['peers']) => {
  const keys = hosts.map(({ value }) => rangeKey(value))
  return { keys, places: grouped(keys.keys(), (at) => keys[at] ?? '') }
})

function nextLabel(ends: readonly Endpoint[], skip: number): string {
  const free = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('').filter((letter) => !ends.some(({ label }) => label === letter))
  return free[skip] ?? 'Z'
}

/** Where the tunnels of an end begin, there those of an unknown one go to. */
const asGoals = rememberedOf((addresses: Endpoint['addresses']): Endpoint['peers'] =>
  addresses.map((each) => ({ ...each })),
)

/** The end that nothing was pasted of. */
function unknownEnd(known: Endpoint, address: AddressRange | undefined, label: string, vendor: Vendor): Endpoint {
  return {
    label,
    name: address === undefined ? 'the other end' : `${label} (${formatHost(address)})`,
    vendor,
    addresses: address === undefined ? [] : settingsWith(known.peers, [address]),
    peers: asGoals(known.addresses),
    spd: undefined,
    site: undefined,
    settings: {},
    editor: null,
    span: null,
    partlyRead: false,
  }
}

/** Unknown ends of one hub share a letter; their ids take the peer's address. */
function distinctIds(pairs: readonly Pair[]): Pair[] {
  const counts = new Map<string, number>()
  for (const { id } of pairs) counts.set(id, (counts.get(id) ?? 0) + 1)
  return pairs.map((each) => {
    const [peer] = each.b.addresses
    return counts.get(each.id) === 1 || peer === undefined
      ? each
      : { ...each, id: `${each.id}:${formatHost(peer.value)}` }
  })
}
