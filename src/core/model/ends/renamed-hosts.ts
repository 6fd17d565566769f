import { type AddressRange, formatHost, rangeKey } from '../../address/address-range.ts'
import { distinct } from '../distinct.ts'
import type { EndpointFragment, Site } from '../endpoint.ts'
import type { AuthRound, ChildConfig, Identity, IkeConnection, SelectorTemplate, SharedKey } from '../ike-policy.ts'
import type { Setting } from '../setting.ts'

/** What is to stand in the place of hosts and networks: of its own side, and of the peer's. */
export interface Renaming {
  readonly own: readonly Renamed[]
  readonly peer: readonly Renamed[]
}

export interface Renamed {
  readonly from: AddressRange
  readonly to: AddressRange
}

/** The text with others in the place of some hosts and networks; of a text that names both sides, the first is its own. */
export function withRenamed({ sides, ...fragment }: EndpointFragment, renaming: Renaming): EndpointFragment {
  const { peers, ike, site } = fragment
  const { own, peer } = renaming
  const addresses = sides === undefined ? fragment.addresses : localAddressesOf(fragment)
  return {
    ...fragment,
    addresses: addresses.map((each) => inSetting(each, own)),
    peers: peers.map((each) => inSetting(each, peer)),
    site: site && inSite(site, renaming),
    ...(ike && {
      ike: {
        ...ike,
        connections: ike.connections.map((each) => inConnection(each, renaming)),
        keys: ike.keys?.map((key) => withOwners(key, renaming)),
      },
    }),
  }
}

function localAddressesOf({ addresses, ike }: Omit<EndpointFragment, 'sides'>): readonly Setting<AddressRange>[] {
  if (addresses.length > 0) return addresses
  return distinct(
    (ike?.connections ?? []).flatMap(({ localAddresses }) =>
      localAddresses.value.map((value) => ({ ...localAddresses, value })),
    ),
  )
}

function inSite(site: Site, { own, peer }: Renaming): Site {
  return {
    ...site,
    locals: site.locals.map((each) => inSetting(each, own)),
    remotes: site.remotes.map((each) => inSetting(each, peer)),
  }
}

function inConnection(connection: IkeConnection, { own, peer }: Renaming): IkeConnection {
  const { localAddresses, remoteAddresses, local, remote, children } = connection
  return {
    ...connection,
    localAddresses: { ...localAddresses, value: localAddresses.value.map((host) => rangeOf(host, own)) },
    remoteAddresses: { ...remoteAddresses, value: remoteAddresses.value.map((host) => rangeOf(host, peer)) },
    local: local.map((round) => inRound(round, own)),
    remote: remote.map((round) => inRound(round, peer)),
    children: children.map((child) => inChild(child, { own, peer })),
  }
}

function inRound(round: AuthRound, renamed: readonly Renamed[]): AuthRound {
  return round.id === undefined ? round : { ...round, id: { ...round.id, value: identityOf(round.id.value, renamed) } }
}

function inChild(child: ChildConfig, { own, peer }: Renaming): ChildConfig {
  const { local, remote } = child
  return {
    ...child,
    local: { ...local, value: local.value.map((one) => inSelector(one, own)) },
    remote: { ...remote, value: remote.value.map((one) => inSelector(one, peer)) },
  }
}

function inSelector(selector: SelectorTemplate, renamed: readonly Renamed[]): SelectorTemplate {
  const { addresses } = selector
  return addresses === 'dynamic' ? selector : { ...selector, addresses: rangeOf(addresses, renamed) }
}

/** An owner that is written twice is the own one and the peer; one alone is the peer, where both may be meant. */
function withOwners(key: SharedKey, { own, peer }: Renaming): SharedKey {
  const last = key.owners.findLastIndex((owner) => identityOf(owner, peer) !== owner)
  return { ...key, owners: key.owners.map((owner, at) => identityOf(owner, at === last ? peer : own)) }
}

function inSetting(setting: Setting<AddressRange>, renamed: readonly Renamed[]): Setting<AddressRange> {
  return { ...setting, value: rangeOf(setting.value, renamed) }
}

function rangeOf(range: AddressRange, renamed: readonly Renamed[]): AddressRange {
  if (range.family !== 'name') return range
  return renamed.find(({ from }) => rangeKey(from) === rangeKey(range))?.to ?? range
}

function identityOf(identity: Identity, renamed: readonly Renamed[]): Identity {
  if (identity.kind !== 'address') return identity
  const host = renamed.find(({ from }) => formatHost(from) === identity.text)
  return host === undefined ? identity : { ...identity, text: formatHost(host.to) }
}
