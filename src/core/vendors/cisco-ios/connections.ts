import { type AddressRange, formatHost } from '../../address/address-range.ts'
import type { ReadingProblem } from '../../model/format.ts'
import {
  type ChildConfig,
  type IkeConnection,
  type IkePolicy,
  type IkeVersion,
  noNatTraversal,
} from '../../model/ike-policy.ts'
import type { MissingPart } from '../../model/obstacle.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { defaulted, type Stated, stated } from '../../model/setting.ts'
import type { Writable } from '../../model/writable.ts'
import type { Span } from '../../text/source-text.ts'
import { ONE_TUNNEL, type Pair, pairsOfList } from '../cisco/pairs-of-list.ts'
import { namedTooOften, pairsOfEntries, RoomForChildren } from '../cisco/room-for-children.ts'
import type { Acl } from './access-lists.ts'
import { aclChildren } from './acl-children.ts'
import { ownAddress } from './applied-map.ts'
import { type Findings, ikev1Rounds, ikev2Rounds, once, type TunnelDraft } from './authentication.ts'
import { type ChildSettings, childSettings, type GatewayHosts, tunnelChild } from './children.ts'
import { frontVrf } from './front-vrf.ts'
import { type Interface, towardsNextHops } from './interfaces.ts'
import { type IosConfig, isBeforeLists, literalOrInterface } from './ios-config.ts'
import type { CryptoMap, MapEntry, Protection } from './ipsec.ts'
import { profileElsewhere } from './profile-elsewhere.ts'
import { unnamedProfile } from './unnamed-profile.ts'

const GUIDE = 'Cisco IOS Security Command Reference'

/** A tunnel of the configuration: a crypto map entry with one of its peers, or a tunnel interface. */
export interface IosTunnel {
  readonly connection: IkeConnection
  /** Where it stands: an entry of a map, or the interface itself. */
  readonly place: { readonly map: CryptoMap; readonly entry: MapEntry } | { readonly tunnel: Interface }
  readonly own: Stated<AddressRange> | undefined
  readonly peer: Stated<AddressRange> | undefined
  readonly protection: Protection
  /** The text does not name the profile of IKEv2 that `protection` has, and that is for its peer. */
  readonly lacksProfile?: true
}

export interface IosTunnels {
  readonly tunnels: readonly IosTunnel[]
  readonly notLoaded: IkePolicy['notLoaded']
  readonly missing: readonly MissingPart[]
  /** Lines that are known and not taken into account: deny lines beyond the bound, entries that name a list too often. */
  readonly unsupported: readonly ReadingProblem[]
}

interface Found extends Findings {
  readonly tunnels: IosTunnel[]
  readonly unsupported: ReadingProblem[]
  readonly room: RoomForChildren
  /** Of the lists that entries have named. */
  readonly pairs: Map<Acl, readonly Pair[]>
}

/** All tunnels: crypto maps by name and sequence number, then tunnel interfaces. */
export function readTunnels(config: IosConfig): IosTunnels {
  const found: Found = {
    tunnels: [],
    notLoaded: [],
    missing: [],
    unsupported: [],
    room: new RoomForChildren(),
    pairs: new Map(),
  }
  for (const map of config.ipsec.maps.values()) {
    for (const entry of map.entries) addEntry(config, map, entry, found)
  }
  if (config.ipsec.maps.size === 0) {
    for (const map of config.ipsec.dynamicMaps.values()) addDynamic(config, map, map, found)
  }
  for (const each of config.interfaces.values()) addTunnel(config, each, found)
  for (const topic of config.groups.wanted) {
    const command = '`show running-config | section object-group`'
    found.missing.push({ code: 'TS003', topic, command })
  }
  return found
}

function addEntry(config: IosConfig, map: CryptoMap, entry: MapEntry, found: Found): void {
  if (entry.dynamic !== undefined) {
    const dynamic = config.ipsec.dynamicMaps.get(entry.dynamic.value)
    if (dynamic !== undefined) addDynamic(config, map, dynamic, found)
    else if (config.whole)
      refuse(map, entry, `names the dynamic map "${entry.dynamic.value}", which does not exist`, found)
    else {
      const topic = `dynamic map ${entry.dynamic.value}`
      const command = '`show running-config | section crypto dynamic-map`'
      found.missing.push({ code: 'TS003', topic, command })
    }
    return
  }
  if (entry.peers.length === 0 || entry.acl === undefined) {
    refuse(map, entry, `lacks ${lacksOf(entry).join(' and ')}, so that it is incomplete and not used`, found)
    return
  }
  const own = ownAddress(config, map)
  const settings = childSettings(config, entry, entry.responderOnly !== undefined, found.missing)
  if ('absent' in settings) {
    refuse(map, entry, `names the transform set "${settings.name}", which does not exist`, found)
    return
  }
  for (const peer of entry.peers) {
    const hosts = { own: own?.value, peer: peer.value }
    const children = childrenOf(config, entry, settings, hosts, found)
    if (children === null) {
      refuse(map, entry, `names the access list "${entry.acl.value}", which does not exist`, found)
      return
    }
    const name = `${map.name} ${entry.sequence}${entry.peers.length > 1 ? ` ${formatHost(peer.value)}` : ''}`
    addTunnelOf(config, { map, entry }, { name, protection: entry, own, peer, children, settings }, found)
  }
}

function refuse({ name }: CryptoMap, { sequence, span }: MapEntry, what: string, { notLoaded }: Found): void {
  const say = `The entry ${sequence} of the crypto map "${name}" ${what}.`
  notLoaded.push({ name: `${name} ${sequence}`, span, say })
}

function lacksOf({ peers, acl }: MapEntry): string[] {
  return [
    ...(peers.length === 0 ? ['a peer ("set peer")'] : []),
    ...(acl === undefined ? ['an access list ("match address")'] : []),
  ]
}

/** The children of an entry's access list; `null` where the list is not there though everything was pasted. */
function childrenOf(
  config: IosConfig,
  entry: MapEntry,
  settings: ChildSettings,
  hosts: GatewayHosts,
  found: Found,
): ChildConfig[] | null {
  if (entry.acl === undefined) return []
  const acl = config.acls.get(entry.acl.value)
  if (acl !== undefined) return ofAcl(acl, entry.acl.span, settings, hosts, found)
  if (config.whole) return null
  const command = `\`show access-lists ${entry.acl.value}\``
  found.missing.push({ code: 'TS003', topic: `access list ${entry.acl.value}`, command })
  return []
}

/** The children of a list that is named at a place; none where it is named too often. */
function ofAcl(acl: Acl, span: Span, settings: ChildSettings, hosts: GatewayHosts, found: Found): ChildConfig[] {
  const known = found.pairs.get(acl)
  const pairs = known ?? firstPairsOf(acl, found)
  if (known === undefined || found.room.take(pairs.length)) return aclChildren(pairs, settings, hosts)
  found.unsupported.push({ kind: 'unsupported', span, ...namedTooOften(acl.name, pairs.length) })
  once(found, { code: 'TS003', ...pairsOfEntries(acl.name) })
  return []
}

/** Those of a list that is named for the first time: its denied lines that are not looked at are told once. */
function firstPairsOf(acl: Acl, found: Found): readonly Pair[] {
  const { pairs, passedOver } = pairsOfList(acl.name, acl.lines, ({ span }) => span)
  for (const { line, say } of passedOver)
    found.unsupported.push({ kind: 'unsupported', span: line.span, say, instead: ONE_TUNNEL })
  found.pairs.set(acl, pairs)
  return pairs
}

/** Entries for whoever comes: they take what the peer proposes, within their access list where they have one. */
function addDynamic(config: IosConfig, map: CryptoMap, dynamic: CryptoMap, found: Found): void {
  const own = ownAddress(config, map)
  for (const entry of dynamic.entries) {
    const settings = childSettings(config, entry, true, found.missing)
    if ('absent' in settings) continue
    const name = `${dynamic.name} ${entry.sequence}`
    const peers: readonly (Stated<AddressRange> | undefined)[] = entry.peers.length > 0 ? entry.peers : [undefined]
    for (const peer of peers) {
      const hosts = { own: own?.value, peer: peer?.value }
      const listed = childrenOf(config, entry, settings, hosts, found)
      const children =
        entry.acl === undefined ? [tunnelChild(name, 'ipsec ipv4', settings, hosts, entry.span)] : (listed ?? [])
      addTunnelOf(config, { map, entry }, { name, protection: entry, own, peer, children, settings }, found)
    }
  }
}

/** A tunnel interface with an IPsec profile: GRE, unless `tunnel mode ipsec` says otherwise. */
function addTunnel(config: IosConfig, tunnel: Interface, found: Found): void {
  for (const place of towardsNextHops(tunnel)) addTunnelTo(config, place, found)
}

function addTunnelTo(config: IosConfig, tunnel: Interface, found: Found): void {
  const { profile, policy, source, destination, mode } = tunnel.tunnel
  if (!tunnel.tunnel.isTunnel || profile === undefined) return
  const protection = config.ipsec.profiles.get(profile.value)
  const span = profile.span
  if (protection === undefined && config.whole && profile.value !== 'default') {
    const say = `${tunnel.name} names the IPsec profile "${profile.value}", which does not exist.`
    found.notLoaded.push({ name: tunnel.name, span, say })
    return
  }
  if (protection === undefined && profile.value !== 'default') {
    const command = '`show running-config | section crypto`'
    found.missing.push({ code: 'PR002', topic: `IPsec profile ${profile.value}`, command })
  }
  const known: Protection = protection ?? { span, transformSets: [] }
  const own = source === undefined ? undefined : literalOrInterface(config, source)
  const to = destination?.value
  const peer =
    destination !== undefined && to !== undefined && to !== 'dynamic' ? stated(to, destination.span) : undefined
  const settings = childSettings(config, known, known.responderOnly !== undefined || peer === undefined, found.missing)
  if ('absent' in settings) {
    const say = `The IPsec profile "${profile.value}" names the transform set "${settings.name}", which does not exist.`
    found.notLoaded.push({ name: tunnel.name, span: settings.absent, say })
    return
  }
  const hosts = { own: own?.value, peer: peer?.value }
  const kind = /^ipsec ipv6/.test(mode?.value ?? '')
    ? 'ipsec ipv6'
    : /^ipsec/.test(mode?.value ?? '')
      ? 'ipsec ipv4'
      : 'gre'
  const untold = protection === undefined && profile.value !== 'default'
  const told = {
    ...settings,
    routed: true,
    ...(kind !== 'gre' && isBeforeLists(config) && { anyTrafficOnly: true as const }),
    ...(untold && { proposalsUntold: true as const }),
    ...(kind === 'gre' && {
      greKey: tunnel.tunnel.greKey ?? defaulted(null, 'A tunnel has no key unless "tunnel key" sets one.'),
    }),
  }
  const acl = policy === undefined ? undefined : config.acls.get(policy.value)
  const children =
    acl === undefined
      ? [tunnelChild(tunnel.name, kind, told, hosts, mode?.span ?? tunnel.span)]
      : ofAcl(acl, policy?.span ?? tunnel.span, told, hosts, found)
  addTunnelOf(config, { tunnel }, { name: tunnel.name, protection: known, own, peer, children, settings: told }, found)
}

const ACCEPTS = { 1: [1], 2: [2] } as const
const VERSION_1 = defaulted(1, `${GUIDE}, "set ikev2-profile": IKEv1 where no IKEv2 profile is set`)
const CHILDLESS = defaulted('never', 'Cisco IOS has no setting for a childless IKE SA (RFC 6023).')

interface Draft extends Omit<TunnelDraft, 'front'> {
  readonly children: readonly ChildConfig[]
  /** What the children have in common. */
  readonly settings: ChildSettings
}

function addTunnelOf(config: IosConfig, place: IosTunnel['place'], written: Draft, found: Found): void {
  const meant = unnamedProfile(config, written.protection, written.peer)
  const front = frontVrf(config, { place })
  const draft = {
    ...written,
    front,
    ...(meant !== undefined && { protection: { ...written.protection, ikev2Profile: meant } }),
  }
  const { name, protection, own, peer, children, settings } = draft
  const version: IkeVersion = protection.ikev2Profile === undefined ? 1 : 2
  const rounds = version === 1 ? ikev1Rounds(config, draft, found) : ikev2Rounds(config, draft, found)
  if (rounds === null) return
  const { proposals, lifetime } = rounds
  const connection: Writable<IkeConnection> = {
    name,
    span: protection.span,
    initiates: protection.ikev2Profile === undefined ? VERSION_1 : stated(2, protection.ikev2Profile.span),
    accepts: ACCEPTS[version],
    childless: CHILDLESS,
    localAddresses: own === undefined ? stated([], protection.span) : alone(own),
    remoteAddresses: peer === undefined ? stated([], protection.span) : stated([peer.value], peer.span),
    proposals: proposals.setting,
    virtualAddresses: NONE,
    pools: NONE,
    children,
    lifetime,
    exchange: rounds.exchange,
    local: rounds.local,
    remote: rounds.remote,
  }
  const elsewhere = profileElsewhere(config, draft)
  if (elsewhere !== null) found.unsupported.push(elsewhere)
  const { noEncapsulation: off } = config.ipsec
  if (off !== undefined) connection.natTraversal = noNatTraversal(off)
  if (children.length === 0) connection.childUntold = settings
  if (proposals.untold) connection.proposalsUntold = true
  if (protection.responderOnly !== undefined) connection.onlyAnswers = protection.responderOnly
  found.tunnels.push({
    place,
    connection,
    own,
    peer,
    protection,
    ...(meant !== undefined && { lacksProfile: true as const }),
  })
}

/** Of a hub thousands of connections have the same. */
const alone = rememberedOf(({ value, span }: Stated<AddressRange>) => stated([value], span))

const NONE: readonly string[] = []
