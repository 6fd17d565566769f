import { type AddressRange, formatHost, rangeKey } from '../../address/address-range.ts'
import { grouped } from '../../model/grouped.ts'
import type { AuthRound, IkeConnection, IkeVersion } from '../../model/ike-policy.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { defaulted, stated } from '../../model/setting.ts'
import type { Command } from '../cisco/command-tree.ts'
import type { AsaConfig } from './asa-config.ts'
import { anything, childrenOf, childSettings, MANUAL, narrowsOf } from './children.ts'
import type { CryptoMaps, IpsecSettings, MapEntry, Named } from './crypto-maps.ts'
import { lifetimeOf } from './ike-policies.ts'
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
export interface IncompleteEntry {
  readonly name: string
  readonly command: Command
  readonly lacks: string
}

export interface Connections {
  readonly connections: readonly AsaConnection[]
  readonly incomplete: readonly IncompleteEntry[]
}

/**
 * One connection for each entry, peer and version, in the order in which packets are looked up: entries by number, then
 * those of the dynamic map, then the virtual tunnel interfaces.
 */
export function connectionsOf(config: AsaConfig, notes: Notes): Connections {
  const connections: AsaConnection[] = []
  const incomplete: IncompleteEntry[] = []
  const maps = config.maps
  for (const entry of maps.entries) {
    if (entry.dynamic === undefined) {
      const lacks = lackOf(entry)
      if (lacks === null) connections.push(...ofEntry(entry, entry.map, entry.peers, config, notes))
      else incomplete.push({ name: `${entry.map} ${entry.sequence}`, command: entry.command, lacks })
      continue
    }
    for (const inner of dynamicEntriesOf(maps).get(entry.dynamic) ?? []) {
      if (inner.ikev1Sets.length + inner.ikev2Proposals.length > 0)
        connections.push(...ofEntry(inner, entry.map, inner.peers.length > 0 ? inner.peers : [null], config, notes))
    }
  }
  for (const each of config.interfaces) {
    if (each.tunnel !== undefined) connections.push(...ofTunnel(each, each.tunnel, config))
  }
  return { connections, incomplete }
}

const dynamicEntriesOf = rememberedOf(({ dynamicEntries }: CryptoMaps) => grouped(dynamicEntries, ({ map }) => map))
const interfacesOf = rememberedOf(({ applied }: CryptoMaps) => grouped(applied, ({ map }) => map))

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
  notes: Notes,
): AsaConnection[] {
  const places = interfacesOf(config.maps)
    .get(appliedMap)
    ?.map(({ interfaceName }) => interfaceName) ?? [undefined]
  const pairs = childrenOf(entry, config, notes)
  const found: AsaConnection[] = []
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
        const child = childSettings(entry, version, config, entry.transport)
        const narrows = narrowsOf(version, peer === null)
        const connection: IkeConnection = {
          name: nameOf(name, version, versions),
          span: entry.command.span,
          exchange: exchangeOf(entry),
          remoteAddresses,
          children: pairs.map((pair) => ({ waits, narrows, ...pair, ...child })),
          ...connectionSettings(config, version, group, interfaceName, entry.trustpoint !== undefined),
        }
        found.push({
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
function inTurn(connections: readonly AsaConnection[]): AsaConnection[] {
  const [first, ...others] = connections
  if (first === undefined || others.length === 0) return [...connections]
  const { name } = first.connection
  return [first, ...others.map((each) => ({ ...each, connection: { ...each.connection, insteadOf: name } }))]
}

function ofTunnel(each: AsaInterface, tunnel: VirtualTunnel, config: AsaConfig): AsaConnection[] {
  const profile = tunnel.profile === undefined ? undefined : config.maps.profiles.get(tunnel.profile.name)
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
      connection: {
        ...connectionSettings(config, version, group, tunnel.source, profile?.trustpoint !== undefined),
        span,
        name: nameOf(each.name, version, versions),
        exchange: MAIN,
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
            ...childSettings(settings, version, config, undefined),
            ...(profile === undefined && { proposalsUntold: true as const }),
            waits: profile?.responderOnly !== undefined,
            narrows: defaulted(false, VTI),
          },
        ],
      },
    }
  })
  return inTurn(found)
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

/** What does not depend on the entry. */
function connectionSettings(
  config: AsaConfig,
  version: IkeVersion,
  group: TunnelGroup | undefined,
  interfaceName: string | undefined,
  trustpoint: boolean,
) {
  const [local, remote] = roundsOf(version, group, trustpoint, config)
  const policy = policiesOf(config)[version][local.method.value === 'pubkey' ? 'pubkey' : 'psk']
  const address = config.interfaces.find(({ name }) => name === interfaceName)?.address
  return {
    initiates: VERSIONS[version].initiates,
    accepts: VERSIONS[version].accepts,
    childless: CHILDLESS,
    localAddresses: address === undefined ? OF_INTERFACE : { ...address, value: [address.value] },
    local: [local],
    remote: [remote],
    virtualAddresses: NONE,
    pools: NONE,
    ...policy,
  }
}

const NONE: readonly string[] = []
const CHILDLESS = defaulted('allow', 'It knows no RFC 6023') satisfies IkeConnection['childless']
const OF_INTERFACE = defaulted([], 'the address of the interface')
const VERSIONS = { 1: versionOnly(1), 2: versionOnly(2) }

function versionOnly(version: IkeVersion): Pick<IkeConnection, 'initiates' | 'accepts'> {
  const authority = 'Cisco ASA: an entry with an ipsec-proposal uses IKEv2, one with a transform set IKEv1'
  return { initiates: defaulted(version, authority), accepts: [version] }
}

/** The policies that a connection proposes, by its version and how it proves who it is. */
const policiesOf = rememberedOf((config: AsaConfig) => {
  const of = (version: IkeVersion) => ({ psk: policyOf('psk', version), pubkey: policyOf('pubkey', version) })
  return { 1: of(1), 2: of(2) }

  function policyOf(
    method: 'psk' | 'pubkey',
    version: IkeVersion,
  ): Pick<IkeConnection, 'proposals' | 'proposalsUntold' | 'lifetime'> {
    const ofVersion = config.ikePolicies.filter((policy) => policy.version === version)
    const [first, ...more] = ofVersion.filter((policy) => policy.method === undefined || policy.method === method)
    if (first === undefined) {
      const proposals = defaulted([], `${MANUAL}, "crypto ikev${version} policy": there is none by default`)
      const untold = !config.whole && ofVersion.length === 0
      return { proposals, ...(untold && { proposalsUntold: true as const }), lifetime: lifetimeOf(86_400) }
    }
    const all = [first, ...more].map(({ proposal }) => proposal)
    const beside = more.map(({ command }) => command.span)
    return { proposals: stated(all, first.command.span, beside), lifetime: first.lifetime }
  }
})

/**
 * How both ends prove who they are, and whom the ASA shows: its address with a key, what the certificate says with a
 * certificate (`crypto isakmp identity auto`). Whom it expects with a key is the matter of the tunnel group alone.
 */
function roundsOf(
  version: IkeVersion,
  group: TunnelGroup | undefined,
  trustpoint: boolean,
  config: AsaConfig,
): [AuthRound, AuthRound] {
  const [mine, theirs] = version === 1 ? [group?.ikev1, group?.ikev1] : [group?.local, group?.remote]
  const method = (named: Named<string | undefined> | undefined): AuthRound['method'] =>
    named === undefined
      ? METHODS[trustpoint ? 'pubkey' : 'psk']
      : stated(named.value === undefined ? 'pubkey' : 'psk', named.command.span)
  const local = method(mine)
  return [
    { method: local, id: ownIdentity(local.value === 'pubkey', config) },
    { method: method(theirs), id: undefined },
  ]
}

const ATTRIBUTES = `${MANUAL}, "tunnel-group ipsec-attributes"`
const METHODS = { psk: defaulted('psk', ATTRIBUTES), pubkey: defaulted('pubkey', ATTRIBUTES) } as const

function ownIdentity(certificate: boolean, { identity, name, domain }: AsaConfig): AuthRound['id'] {
  const kind = identity?.kind ?? 'auto'
  if (kind === 'auto' && certificate)
    return defaulted({ kind: 'certificate', text: '' }, `${MANUAL}, "crypto isakmp identity": auto`)
  if (identity === undefined) return undefined
  if (kind === 'key-id') return stated({ kind: 'keyid', text: identity.value }, identity.command.span)
  if (kind !== 'hostname' || name === null) return undefined
  const text = (domain === undefined ? name : `${name}.${domain}`).toLowerCase()
  return stated({ kind: 'fqdn', text }, identity.command.span)
}
