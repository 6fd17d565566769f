import { type AddressRange, containsRange, equalRanges } from '../address/address-range.ts'
import { type Change, NEW_KEY } from '../model/change.ts'
import type { Endpoint, PolicySettings, Site } from '../model/endpoint.ts'
import { policySpd, withSite } from '../model/ends/number-entries.ts'
import { withoutObstacles } from '../model/held-entries.ts'
import type { IkePolicy } from '../model/ike-policy.ts'
import { meantOf } from '../model/meant-connections.ts'
import { planned } from '../model/setting.ts'
import { settingsOf } from '../model/settings-of.ts'
import { type Box, isAnyService } from '../selectors/box.ts'
import { policyAfter } from './apply-policy.ts'
import { catchesEverything } from './catches-everything.ts'
import { entriesAfter, isListedSelf } from './changed-entries.ts'
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
  if (change.kind === 'cover' && change.mode === 'transport' && !canTakeTransport(end)) return false
  const wanted = change.kind === 'replace' ? change.to : change.kind === 'cover' ? change.box : undefined
  const anyServiceOnly = end.vendor.anyProtocolOnly || end.site !== undefined
  return wanted === undefined || !anyServiceOnly || isAnyService(wanted)
}

/** What is known by its entries alone, or by its networks, can be told of its tunnel. */
function canTakeTransport({ vendor, ike, site }: Endpoint): boolean {
  return vendor.coversInTransport === true && ike === undefined && site === undefined
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

/** The end as its text is to be written: a daemon's policy is changed, and the entries that follow from it are still the old ones. */
export function writtenAfter(end: Endpoint, changes: readonly Change[]): Endpoint | undefined {
  const cleared = changes.flatMap((change) => (change.kind === 'clear-obstacle' ? [change.obstacle] : []))
  // What is switched on is there before anything of it is changed.
  const [held, others] = [
    cleared.filter(({ holds }) => holds !== undefined),
    cleared.filter(({ holds }) => holds === undefined),
  ]
  const start = withoutObstacles(end, held)
  const spoken = inItsVersion(start, changes)
  if (!changes.every((change) => canApply(spoken, change))) return undefined
  const after = withChanges(start, changes)
  return withoutObstacles({ ...after, settings: settingsAfter(after.settings, changes) }, others)
}

/** Which words a product has depends on the IKE version that it will speak. */
function inItsVersion(end: Endpoint, changes: readonly Change[]): Endpoint {
  const versions = changes.filter(({ kind }) => kind === 'version')
  return versions.length === 0 ? end : withChanges(end, versions)
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

/** Faults of the text are put right before anything else is changed in it. */
function withPolicy(end: Endpoint, policy: IkePolicy, changes: readonly Change[]): Endpoint {
  const start = changes.reduce((known, change) => (change.kind === 'correct' ? correctedEnd(end, change) : known), end)
  // An entry to be changed may stand in what was not loaded.
  const known = start.ike === undefined || start === end ? end : { ...start, spd: policySpd(start, start.ike) }
  const ike = policyAfter(start.ike ?? policy, changes, known)
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

function retargetPeers(peers: Endpoint['peers'], { from, to }: Change<'retarget'>): Endpoint['peers'] {
  return peers.map((peer) => (equalRanges(peer.value, from) ? planned(to) : peer))
}
