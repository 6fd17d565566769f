import { type AddressRange, formatHost, rangeKey } from '../../address/address-range.ts'
import { grouped } from '../../model/grouped.ts'
import { type IkeConnection, type IkeVersion, type NatTraversal, noNatTraversal } from '../../model/ike-policy.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { defaulted, stated } from '../../model/setting.ts'
import type { Writable } from '../../model/writable.ts'
import { added } from '../cisco/added.ts'
import type { Command } from '../cisco/command.ts'
import type { AsaConfig } from './asa-config.ts'
import { anything, type ChildSettings, childSettings, MANUAL, narrowsOf } from './children.ts'
import { ChildrenOfEntries } from './children-of-entries.ts'
import type { CryptoMaps, IpsecSettings, MapEntry, Named } from './crypto-maps.ts'
import { type IkeSettings, ikeSettings } from './ike-settings.ts'
import type { AsaInterface, VirtualTunnel } from './interfaces.ts'
import type { Notes } from './notes.ts'
import type { TunnelGroup } from './tunnel-groups.ts'
import { permittedVersions } from './versions.ts'

/** A connection and what it was made of, so that a step can use the names of the configuration. */
export interface AsaConnection {
  readonly connection: IkeConnection
  readonly version: IkeVersion
  readonly entry: MapEntry | undefined
  readonly tunnel: (VirtualTunnel & { readonly name: string; readonly command: Command }) | undefined
  readonly settings: IpsecSettings
  readonly group: TunnelGroup | undefined
  /** The interface that the crypto map is applied to, or that the tunnel goes out by. */
  readonly interfaceName: string | undefined
  /** The access list of the entry, where it was pasted. */
  readonly list: string | undefined
}

/** An entry that does nothing, as the ASA says: "crypto map has incomplete entries". */
interface IncompleteEntry {
  readonly name: string
  readonly command: Command
  readonly lacks: string
}

export interface Connections {
  readonly connections: readonly AsaConnection[]
  readonly incomplete: readonly IncompleteEntry[]
  /** Access lists that more entries name than are looked at, each with the first entry that is not. */
  readonly tooOften: ReadonlyMap<string, MapEntry>
}

/**
 * One connection for each entry, peer and version, in the order in which packets are looked up: entries by number, then
 * those of the dynamic map, then the virtual tunnel interfaces.
 */
export function connectionsOf(config: AsaConfig, notes: Notes): Connections {
  const connections: AsaConnection[] = []
  const incomplete: IncompleteEntry[] = []
  const children = new ChildrenOfEntries(config, notes)
  const maps = config.maps
  for (const entry of maps.entries) {
    if (entry.dynamic === undefined) {
      const lacks = lackOf(entry)
      if (lacks === null) connections.push(...ofEntry(entry, entry.map, entry.peers, config, children))
      else incomplete.push({ name: `${entry.map} ${entry.sequence}`, command: entry.command, lacks })
      continue
    }
    for (const inner of dynamicEntriesOf(maps).get(entry.dynamic) ?? []) {
      if (inner.ikev1Sets.length + inner.ikev2Proposals.length > 0)
        connections.push(...ofEntry(inner, entry.map, inner.peers.length > 0 ? inner.peers : [null], config, children))
    }
  }
  for (const each of config.interfaces) {
    if (each.tunnel !== undefined) connections.push(...ofTunnel(each, each.tunnel, config))
  }
  return { connections, incomplete, tooOften: children.tooOften }
}

const dynamicEntriesOf = rememberedOf(({ dynamicEntries }: CryptoMaps) => grouped(dynamicEntries, ({ map }) => map))
/** The names of the interfaces that a map is applied to. */
const interfacesOf = rememberedOf(({ applied }: CryptoMaps): ReadonlyMap<string, readonly string[]> => {
  const places = grouped(applied, ({ map }) => map)
  return new Map([...places].map(([map, named]) => [map, named.map(({ interfaceName }) => interfaceName)]))
})
const NOWHERE: readonly undefined[] = [undefined]

function lackOf(entry: MapEntry): string | null {
  if (entry.match === undefined) return 'match address'
  if (entry.peers.length === 0) return 'set peer'
  return entry.ikev1Sets.length + entry.ikev2Proposals.length === 0 ? 'set ikev1 transform-set' : null
}

/** `appliedMap`: the map that is applied, of which a dynamic one is a part. */
function ofEntry(
  entry: MapEntry,
  appliedMap: string,
  peers: readonly (Named<AddressRange> | null)[],
  config: AsaConfig,
  children: ChildrenOfEntries,
): readonly AsaConnection[] {
  const places = interfacesOf(config.maps).get(appliedMap) ?? NOWHERE
  let found: AsaConnection[] = []
  for (const interfaceName of places) {
    for (const peer of peers) {
      const group = tunnelGroupOf(peer?.value, config)
      const versions = permittedVersions(entry, group, interfaceName, config)
      const place = places.length > 1 && interfaceName !== undefined ? ` on ${interfaceName}` : ''
      const to = peers.length > 1 && peer !== null ? ` to ${formatHost(peer.value)}` : ''
      const name = `${entry.map} ${entry.sequence}${to}${place}`
      const remoteAddresses = peer === null ? ANY_PEER : stated([peer.value], peer.command.span)
      const waits = peer === null || entry.type?.value === 'answer-only'
      for (const version of versions) {
        const taken = { waits, narrows: narrowsOf(version, peer === null) }
        const settings = childSettings(entry, version, config, entry.transport, taken)
        const connection = connectionWith(
          ikeSettings(config, version, group, interfaceName, entry.trustpoint !== undefined),
          {
            name: nameOf(name, version, versions),
            span: entry.command.span,
            exchange: exchangeOf(entry),
            remoteAddresses,
            children: children.of(entry, settings),
            ofChildren: settings,
            natTraversal: natTraversalOf(entry.noNatTraversal ?? config.noNatTraversal),
            onlyAnswers: entry.type?.value === 'answer-only' ? stated(true, entry.type.command.span) : undefined,
          },
        )
        found = added(found, {
          connection,
          version,
          entry,
          tunnel: undefined,
          settings: entry,
          group,
          interfaceName,
          list: entry.match?.value,
        })
      }
    }
  }
  return inTurn(found)
}

const ANY_PEER = defaulted([], `${MANUAL}, "crypto dynamic-map"`)

/** The version that is tried first has the plain name. */
function nameOf(name: string, version: IkeVersion, versions: readonly IkeVersion[]): string {
  return versions[0] === version ? name : `${name} (IKEv${version})`
}

/** Of connections for the same packets the ASA tries the first, and then the others. */
function inTurn(connections: readonly AsaConnection[]): readonly AsaConnection[] {
  if (connections.length < 2) return connections
  const [first, ...others] = connections
  if (first === undefined) return connections
  const { name } = first.connection
  return [first, ...others.map((each) => ({ ...each, connection: { ...each.connection, insteadOf: name } }))]
}

function ofTunnel(each: AsaInterface, tunnel: VirtualTunnel, config: AsaConfig): readonly AsaConnection[] {
  const profile = tunnel.profile === undefined ? undefined : config.maps.profiles.get(tunnel.profile)
  if (tunnel.destination === undefined || tunnel.profile === undefined) return []
  const settings: IpsecSettings = profile ?? { ikev1Sets: [], ikev2Proposals: [], pfs: undefined, seconds: undefined }
  const group = tunnelGroupOf(tunnel.destination.value, config)
  const versions = permittedVersions(settings, group, tunnel.source, config)
  const everything = stated([anything(tunnel.family, each.command)], each.command.span)
  const found = versions.map((version): AsaConnection => {
    const common = {
      entry: undefined,
      tunnel: { ...tunnel, name: each.name, command: each.command },
      settings,
      group,
      version,
      interfaceName: tunnel.source,
      list: undefined,
    }
    const span = each.command.span
    return {
      ...common,
      connection: connectionWith(
        ikeSettings(config, version, group, tunnel.source, profile?.trustpoint !== undefined),
        {
          span,
          name: nameOf(each.name, version, versions),
          exchange: MAIN,
          natTraversal: natTraversalOf(config.noNatTraversal),
          onlyAnswers: profile?.responderOnly && stated(true, profile.responderOnly.span),
          remoteAddresses:
            tunnel.destination === undefined
              ? defaulted([], MANUAL)
              : { ...tunnel.destination, value: [tunnel.destination.value] },
          children: [
            {
              name: each.name,
              span,
              local: everything,
              remote: everything,
              routed: true,
              anyTrafficOnly: true,
              ...childSettings(settings, version, config, undefined, {
                waits: profile?.responderOnly !== undefined,
                narrows: defaulted(false, VTI),
              }),
              ...(profile === undefined && { proposalsUntold: true as const }),
            },
          ],
        },
      ),
    }
  })
  return inTurn(found)
}

/** Each setting by its name: spread over thousands of connections they take several times the time, to make and to read. */
function connectionWith(
  ike: IkeSettings,
  { name, span, exchange, remoteAddresses, children, ofChildren, natTraversal, onlyAnswers }: OfEntry,
): IkeConnection {
  const connection: Writable<IkeConnection> = {
    name,
    span,
    initiates: ike.initiates,
    accepts: ike.accepts,
    exchange,
    childless: ike.childless,
    localAddresses: ike.localAddresses,
    remoteAddresses,
    proposals: ike.proposals,
    local: ike.local,
    remote: ike.remote,
    virtualAddresses: ike.virtualAddresses,
    pools: ike.pools,
    children,
    lifetime: ike.lifetime,
  }
  if (natTraversal !== undefined) connection.natTraversal = natTraversal
  if (onlyAnswers !== undefined) connection.onlyAnswers = onlyAnswers
  if (children.length === 0 && ofChildren !== undefined) connection.childUntold = ofChildren
  if (ike.proposalsUntold !== undefined) connection.proposalsUntold = ike.proposalsUntold
  return connection
}

/** `ofChildren`: what the children have in common, of an entry whose list may be missing. */
type OfEntry = Pick<IkeConnection, 'name' | 'span' | 'exchange' | 'remoteAddresses' | 'children'> & {
  readonly ofChildren?: ChildSettings
  readonly natTraversal: NatTraversal | undefined
  readonly onlyAnswers: IkeConnection['onlyAnswers']
}

/** By the command that switches it off. */
function natTraversalOf(command: Command | undefined): NatTraversal | undefined {
  return command === undefined ? undefined : noNatTraversal(command.span)
}

const MAIN = defaulted('main', `${MANUAL}, "crypto map set ikev1 phase1-mode": main mode`)
const VTI =
  'Cisco ASA Series VPN CLI Configuration Guide, "Virtual Tunnel Interface": it negotiates any to any, and routes choose what goes into it'

function exchangeOf({ aggressive }: MapEntry): IkeConnection['exchange'] {
  return aggressive === undefined ? MAIN : stated('aggressive', aggressive.span)
}

/** By the peer's address; whoever has no group of its own has `DefaultL2LGroup` ("tunnel-group"). */
function tunnelGroupOf(peer: AddressRange | undefined, config: AsaConfig): TunnelGroup | undefined {
  if (config.tunnelGroups.length === 0) return undefined
  const own = peer === undefined ? undefined : groupsByPeer(config).get(rangeKey(peer))
  return own ?? config.tunnelGroups.find(({ name }) => name === 'DefaultL2LGroup')
}

const groupsByPeer = rememberedOf(({ tunnelGroups, networks }: AsaConfig): ReadonlyMap<string, TunnelGroup> => {
  const found = new Map<string, TunnelGroup>()
  for (const group of tunnelGroups) {
    const address = networks.host(group.name)
    if (address !== undefined && !found.has(rangeKey(address))) found.set(rangeKey(address), group)
  }
  return found
})
