import { type AddressRange, containsRange, equalRanges } from '../address/address-range.ts'
import { type Change, NEW_KEY } from '../model/change.ts'
import type { Endpoint, PolicySettings, Site } from '../model/endpoint.ts'
import { lastNumbered, numberOf, policySpd, withSite } from '../model/ends/number-entries.ts'
import { entriesWithBoxes } from '../model/entries-with-boxes.ts'
import type { IkePolicy } from '../model/ike-policy.ts'
import { meantOf } from '../model/meant-connections.ts'
import { planned } from '../model/setting.ts'
import { settingsOf } from '../model/settings-of.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import { type Box, boxKey, isAnyService } from '../selectors/box.ts'
import { policyAfter } from './apply-policy.ts'
import { catchesEverything } from './catches-everything.ts'
import { needsListing } from './effect-key.ts'
import { listOf } from './network-list.ts'
import { outgrows } from './room.ts'

/**
 * Whether the end's product can be told this, and may be. ISA Server's tunnels always cover any protocol, and so does an end whose
 * SPD is made of lists of networks.
 */
export function canApply(end: Endpoint, change: Change): boolean {
  // Who shows none of what it protects may still show its proposals, keys and identities.
  if (end.spd === undefined && (end.ike === undefined || isOfEntries(change) || change.kind === 'child-selectors'))
    return false
  if (end.ike === undefined && !isOfEntries(change) && shownTopic(end.settings, change) === undefined) return false
  if (end.vendor.lacksWordsFor?.(change, end) === true || catchesEverything(end, change)) return false
  if (change.kind === 'cover' && isBetweenGateways(end, change.box)) return false
  const wanted = change.kind === 'replace' ? change.to : change.kind === 'cover' ? change.box : undefined
  const anyServiceOnly = end.vendor.anyProtocolOnly || end.site !== undefined
  return wanted === undefined || !anyServiceOnly || isAnyService(wanted)
}

/** A product that protects its own address by itself leaves out the pair of the two gateways, whatever its lists say. */
function isBetweenGateways({ vendor, addresses, peers }: Endpoint, { local, remote }: Box): boolean {
  const holds = (list: Endpoint['peers'], range: AddressRange) => list.some(({ value }) => equalRanges(value, range))
  return vendor.protectsOwnAddress && holds(addresses, local) && holds(peers, remote)
}

/** Changes of entries and peers, which an end has whose settings are not known. */
function isOfEntries({ kind }: Change): boolean {
  return ENTRY_KINDS.includes(kind)
}

const ENTRY_KINDS: readonly Change['kind'][] = [
  'cover',
  'replace',
  'remove',
  'add-direction',
  'retarget',
  'unmirror',
  'clear-obstacle',
]

/** What the end shows in words and can be told to be another word; `undefined` where it does not show it. */
function shownTopic(settings: PolicySettings, change: Change): keyof PolicySettings | undefined {
  const isKey = change.kind === 'new-key'
  const topic = change.kind === 'shown-setting' ? change.topic : isKey ? 'pre-shared key' : undefined
  return topic !== undefined && settings[topic] !== undefined ? topic : undefined
}

function settingsAfter(settings: PolicySettings, changes: readonly Change[]): PolicySettings {
  const set = changes.flatMap((change) => {
    const topic = shownTopic(settings, change)
    if (topic === undefined) return []
    return [[topic, planned(change.kind === 'shown-setting' ? change.value : NEW_KEY)] as const]
  })
  return set.length === 0 ? settings : { ...settings, ...Object.fromEntries(set) }
}

/**
 * The end as it will be after all of these changes, each of which refers to the end as it was. An end whose SPD is made
 * of networks changes those; any other changes its entries. `undefined` where its product cannot be told one of them,
 * or too much comes of them.
 */
export function applyChanges(end: Endpoint, changes: readonly Change[]): Endpoint | undefined {
  if (end.site !== undefined && isTooMuch(end, changes)) return undefined
  const after = writtenAfter(end, changes)
  if (after?.ike === undefined) return after
  if (outgrows(end, after)) return undefined
  return end.spd === undefined ? after : { ...after, spd: policySpd(after, after.ike) ?? [] }
}

/** Whether lists of its networks become too long to be worked out. */
export function isTooMuch(end: Endpoint, changes: readonly Change[]): boolean {
  const site = end.site && siteAfter(end, end.site, changes)
  return outgrows(end, site === undefined ? (writtenAfter(end, changes) ?? end) : { site })
}

/** What is written of that end alone: a daemon's policy is changed, and its entries, which follow from it, are still the old ones. */
export function writtenAfter(end: Endpoint, changes: readonly Change[]): Endpoint | undefined {
  const spoken = inItsVersion(end, changes)
  if (!changes.every((change) => canApply(spoken, change))) return undefined
  const after = withChanges(end, changes)
  return withoutObstacles({ ...after, settings: settingsAfter(after.settings, changes) }, changes)
}

/** Which words a product has depends on the IKE version that it will speak. */
function inItsVersion(end: Endpoint, changes: readonly Change[]): Endpoint {
  const versions = changes.filter(({ kind }) => kind === 'version')
  return versions.length === 0 ? end : withChanges(end, versions)
}

function withoutObstacles(end: Endpoint, changes: readonly Change[]): Endpoint {
  const cleared = changes.flatMap((change) => (change.kind === 'clear-obstacle' ? [change.obstacle] : []))
  if (cleared.length === 0) return end
  return { ...end, obstacles: (end.obstacles ?? []).filter((obstacle) => !cleared.includes(obstacle)) }
}

function withChanges(end: Endpoint, changes: readonly Change[]): Endpoint {
  if (end.ike !== undefined) return withPolicy(end, end.ike, changes)
  const peers = changes.reduce(
    (known, change) => (change.kind === 'retarget' ? retargetPeers(known, change) : known),
    end.peers,
  )
  const sited = end.site === undefined ? { ...end, peers } : withSite(end, siteAfter(end, end.site, changes), peers)
  return { ...sited, spd: entriesAfter(sited, changes) }
}

/** Text that is put right is so before anything else is changed in it. */
function withPolicy(end: Endpoint, policy: IkePolicy, changes: readonly Change[]): Endpoint {
  const start = changes.reduce((known, change) => (change.kind === 'correct' ? correctedEnd(end, change) : known), end)
  const ike = policyAfter(start.ike ?? policy, changes, end)
  const settings = { ...start.settings, ...shownBy(ike, start, changes) }
  const peers = changes.reduce((known, change) => {
    if (change.kind === 'retarget') return retargetPeers(known, change)
    return change.kind === 'peer-addresses' ? singleAddresses(change.addresses, known) : known
  }, start.peers)
  const addresses = changes.reduce(
    (known, change) =>
      change.kind === 'own-addresses' && known.length > 0 ? singleAddresses(change.addresses, known) : known,
    start.addresses,
  )
  return { ...start, ike, addresses, peers, settings }
}

/** What a policy with other proposals shows an end that knows words alone. */
function shownBy(ike: IkePolicy, end: Endpoint, changes: readonly Change[]): PolicySettings {
  if (!changes.some(({ kind }) => kind === 'ike-proposals' || kind === 'child-proposals')) return {}
  const { 'pre-shared key': _, ...shown } = settingsOf(meantOf({ ...end, ike }), [])
  return shown
}

/** The end in its pair, with what is read of the text once it is right. */
export function correctedEnd(end: Endpoint, { corrected }: Pick<Change<'correct'>, 'corrected'>): Endpoint {
  const read = corrected()
  const { ike, peers, settings, editor, corrections } = read
  const addresses = end.addresses.length > 0 ? end.addresses : read.addresses
  const { corrections: _, ...rest } = end
  const meant = end.meant && new Set([...end.meant, ...loadedFor(end, ike)])
  return {
    ...rest,
    addresses,
    peers,
    settings,
    editor,
    ...(ike && { ike }),
    ...(meant && { meant }),
    ...(corrections && { corrections }),
  }
}

/** Names of connections to the peer that were refused before. */
function loadedFor({ ike: before, hosts }: Endpoint, after: IkePolicy | undefined): string[] {
  const known = new Set(before?.connections.map(({ name }) => name))
  return (after?.connections ?? [])
    .filter(({ name, remoteAddresses: { value } }) => !known.has(name) && (value.length === 0 || value.some(isPeer)))
    .map(({ name }) => name)

  function isPeer(address: AddressRange): boolean {
    return hosts !== undefined && containsRange(address, hosts.peer)
  }
}

/** A list that holds no single address tells no tunnel address. */
function singleAddresses(addresses: readonly AddressRange[], known: Endpoint['peers']): Endpoint['peers'] {
  const [only, ...more] = addresses
  return only === undefined || more.length > 0 || only.from !== only.to ? known : [planned(only), ...known.slice(1)]
}

function siteAfter(end: Endpoint, site: Site, changes: readonly Change[]): Site {
  const locals = listOf(site.locals)
  const remotes = listOf(site.remotes)
  for (const change of changes) {
    if (change.kind === 'cover') {
      remotes.add(change.box.remote)
      if (needsListing(end, change.box.local)) locals.add(change.box.local)
    }
    if (change.kind === 'replace') {
      locals.exchange(change.from.local, change.to.local)
      remotes.exchange(change.from.remote, change.to.remote)
    }
    // What stands in the list of such a product is taken out of it.
    if (change.kind === 'remove' && isListedSelf(end, change)) remotes.drop(change.box.remote)
    // Where the list of such a product names the peer itself, it does so at its address.
    if (change.kind === 'retarget' && end.vendor.protectsOwnAddress) remotes.exchange(change.from, change.to)
  }
  return { ...site, locals: locals.settings(), remotes: remotes.settings() }
}

/** An entry that a product makes of its own address, where its list of remote networks names that. */
function isListedSelf({ vendor, addresses }: Endpoint, { box: { remote } }: Change<'remove'>): boolean {
  return vendor.protectsOwnAddress && addresses.some(({ value }) => equalRanges(value, remote))
}

type Unnumbered = Omit<SpdEntry, 'id' | 'name'>

function entriesAfter(end: Endpoint, changes: readonly Change[]): SpdEntry[] {
  const before = end.spd ?? []
  const replaced = changes.flatMap((change) => (change.kind === 'replace' ? [change.from] : []))
  const originals = entriesWithBoxes(before, end.site === undefined ? replaced : [])
  const concerned = concernedBy(changes, originals, before)
  const entries = new Map([...concerned].map((entry) => [entry.id, entry]))
  const added: Unnumbered[] = []
  for (const change of changes) {
    switch (change.kind) {
      case 'cover':
        if (end.site === undefined) added.push(...tunnelPair(end, change.box))
        break
      case 'replace':
        for (const { id } of originals.get(boxKey(change.from)) ?? [])
          update(entries, id, (entry) => exchangeBox(entry, change.from, change.to))
        break
      case 'remove':
        if (!isListedSelf(end, change)) entries.delete(change.entry)
        break
      case 'add-direction': {
        const partner = entries.get(change.entry)
        if (partner !== undefined) added.push(turned(partner, change.direction))
        break
      }
      case 'unmirror': {
        update(entries, change.entry, (entry) => ({ ...entry, direction: 'out' }))
        const outbound = entries.get(change.entry)
        if (outbound !== undefined) added.push(turned(outbound, 'in'))
        break
      }
    }
  }
  const spd = before.flatMap((entry) => (concerned.has(entry) ? (entries.get(entry.id) ?? []) : entry))
  const last = lastNumbered(spd)
  let next = last === undefined ? 0 : numberOf(last)
  for (const entry of end.site === undefined ? added : lackedBy(spd, added)) {
    next += 1
    spd.push({ ...entry, id: `${end.label}#${next}`, name: `${end.label}${next}` })
  }
  return changes.reduce((known, change) => (change.kind === 'retarget' ? aimed(known, change) : known), spd)
}

/** What a product makes of its site is not added once more. */
function lackedBy(spd: readonly SpdEntry[], added: readonly Unnumbered[]): readonly Unnumbered[] {
  if (added.length === 0) return added
  const content = ({ direction, selectors }: Unnumbered) => `${direction} ${selectors.map(boxKey).join(' ')}`
  const there = new Set(spd.map(content))
  return added.filter((entry) => !there.has(content(entry)))
}

function update(entries: Map<string, SpdEntry>, id: string, change: (entry: SpdEntry) => SpdEntry): void {
  const entry = entries.get(id)
  if (entry !== undefined) entries.set(id, change(entry))
}

/** The entries that may become others, or go. */
function concernedBy(
  changes: readonly Change[],
  originals: ReadonlyMap<string, readonly SpdEntry[]>,
  before: readonly SpdEntry[],
): ReadonlySet<SpdEntry> {
  const concerned = new Set([...originals.values()].flat())
  const ids = new Set(changes.flatMap((change) => ('entry' in change ? [change.entry] : [])))
  if (ids.size > 0) for (const entry of before) if (ids.has(entry.id)) concerned.add(entry)
  return concerned
}

function exchangeBox(entry: SpdEntry, from: Box, to: Box): SpdEntry {
  return { ...entry, selectors: entry.selectors.map((box) => (boxKey(box) === boxKey(from) ? to : box)) }
}

function tunnelPair(end: Endpoint, box: Box): Unnumbered[] {
  const tunnel = { source: end.addresses[0]?.value ?? null, destination: end.peers[0]?.value ?? null }
  const back = { source: tunnel.destination, destination: tunnel.source }
  const entry = { action: 'protect', mode: 'tunnel', selectors: [box], weight: null, spans: [] } as const
  return [
    { ...entry, direction: 'out', tunnel },
    { ...entry, direction: 'in', tunnel: back },
    ...(end.vendor.checksForwarded === true ? [{ ...entry, direction: 'fwd' as const, tunnel: back }] : []),
  ]
}

/** The same packets in the other direction. */
function turned(entry: SpdEntry, direction: 'out' | 'in' | 'fwd'): Unnumbered {
  if (entry.direction !== 'out' && direction !== 'out') return { ...entry, direction, spans: [] }
  const { source, destination } = entry.tunnel
  return { ...entry, direction, tunnel: { source: destination, destination: source }, spans: [] }
}

function aimed(spd: readonly SpdEntry[], { from, to }: Change<'retarget'>): SpdEntry[] {
  const at = (address: AddressRange | null) => (address !== null && equalRanges(address, from) ? to : address)
  return spd.map((entry) => ({
    ...entry,
    tunnel: { source: at(entry.tunnel.source), destination: at(entry.tunnel.destination) },
  }))
}

function retargetPeers(peers: Endpoint['peers'], { from, to }: Change<'retarget'>): Endpoint['peers'] {
  return peers.map((peer) => (equalRanges(peer.value, from) ? planned(to) : peer))
}
