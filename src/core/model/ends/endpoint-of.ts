import { type AddressRange, equalRanges, formatHost, formatRange } from '../../address/address-range.ts'
import { UNKNOWN_SECRET } from '../../text/secrets/secret-mark.ts'
import { distinct } from '../distinct.ts'
import type { Endpoint, EndpointFragment } from '../endpoint.ts'
import { apartFromHeld } from '../held-entries.ts'
import { hidesNetworks } from '../hidden-networks.ts'
import { unknownHost } from '../hosts.ts'
import type { IkePolicy, PastedPolicy, SharedKey } from '../ike-policy.ts'
import type { SecurityAssociation } from '../security-association.ts'
import type { Setting } from '../setting.ts'
import { dumpedIn, type EndGroup, nameOf, seen } from './end-group.ts'
import { withHiddenHosts } from './hidden-hosts.ts'
import { deriveSpd, policySpd } from './number-entries.ts'

/**
 * What the texts of one end come to together. `others` are the other end's own addresses: the peer of an end whose text does not
 * tell one.
 */
export function endpointOf(
  label: string,
  group: EndGroup,
  others: readonly Setting<AddressRange>[],
  entries: Endpoint['spd'],
  incomplete: boolean,
): Endpoint {
  const end = wholeEndpoint(label, group, others, entries, incomplete)
  // What is hidden is compared by the word that stands for it.
  return end.spd?.some(hidesNetworks) === true ? { ...end, partlyRead: true } : end
}

function wholeEndpoint(
  label: string,
  group: EndGroup,
  others: readonly Setting<AddressRange>[],
  entries: Endpoint['spd'],
  incomplete: boolean,
): Endpoint {
  const fragments = withShownPolicy(seen(group, others))
  const dumped = dumpedIn(fragments)
  const site = fragments.find((fragment) => fragment.site !== undefined)?.site
  const [host, ...more] = group.own
  const at = host === undefined || more.length > 0 ? unknownHost(label) : host.value
  const sas = fragments.flatMap(({ sas: placed, sasAt }) => {
    const found = placed ?? sasAt?.(at)
    return found === undefined ? [] : [found]
  })
  const ikeSas = fragments.flatMap((fragment) => (fragment.ikeSas === undefined ? [] : [fragment.ikeSas]))
  const named = nameOf(group)
  const unnamed = host === undefined ? `end ${label}` : `${label} (${formatHost(host.value)})`
  const stated = distinct(fragments.flatMap((fragment) => fragment.peers))
  const outward = (entries ?? []).filter(
    ({ direction, tunnel: { destination }, off }) =>
      (direction === 'out' || direction === 'both') &&
      destination !== null &&
      (off?.aside !== true || others.some(({ value }) => equalRanges(value, destination))),
  )
  const peers = outward.flatMap(({ tunnel, spans: [span] }): Setting<AddressRange>[] =>
    tunnel.destination === null || span === undefined ? [] : [{ origin: 'stated', value: tunnel.destination, span }],
  )
  const configured = fragments.find(({ site, ike }) => site !== undefined || (ike?.connections.length ?? 0) > 0)
  const vendor = (configured ?? dumped ?? fragments[0])?.vendor
  if (vendor === undefined) throw new Error('An end without a fragment cannot be.')
  const end = {
    label,
    name: named === undefined ? unnamed : group.namesake === true ? `${named} (${label})` : named,
    vendor,
    addresses: group.own,
    ...(group.ownAssumed === true && { addressesAssumed: true as const }),
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
  if (dumped !== undefined && vendor.installsByNeed === true && entries?.length === 0)
    return { ...end, spd: undefined, installed: [] }
  const given = { ...end, ...(ike !== undefined && { ike }) }
  if (dumped !== undefined) return withHeld(given, entries)
  return { ...given, spd: site === undefined ? undefined : deriveSpd(end, site) }
}

function withHeld(end: Omit<Endpoint, 'spd'>, entries: Endpoint['spd']): Endpoint {
  const { spd, obstacles } = apartFromHeld(entries ?? [])
  if (obstacles.length === 0) return { ...end, spd: entries }
  return { ...end, spd, obstacles: [...(end.obstacles ?? []), ...obstacles] }
}

/** What a daemon shows of its connections, the first time that it does, where no text has their configuration. */
function withShownPolicy(fragments: readonly EndpointFragment[]): readonly EndpointFragment[] {
  const at = fragments.findIndex(({ shownPolicy }) => shownPolicy !== undefined)
  const [shown] = fragments.slice(at, at + 1)
  const isConfigured = fragments.some(
    ({ ike }) => ike !== undefined && ike.connections.length + ike.notLoaded.length > 0,
  )
  return shown === undefined || isConfigured ? fragments : fragments.with(at, { ...shown, ...shown.shownPolicy })
}

/** What the texts of a configuration tell beside its policy. What one does not hold may stand in another: they are read as one. */
function ofConfiguration(
  fragments: readonly EndpointFragment[],
): Pick<Endpoint, 'dialect' | 'obstacles' | 'missing' | 'spareAddresses'> {
  const worded = fragments.filter((fragment) => fragment.dialect !== undefined)
  const dialect = (worded.find(({ ike }) => ike !== undefined) ?? worded[0])?.dialect
  const obstacles = fragments.flatMap((fragment) => fragment.obstacles ?? [])
  const missing = fragments.flatMap((fragment) => fragment.missing ?? [])
  const spareAddresses = fragments.flatMap((fragment) => fragment.spareAddresses ?? [])
  return {
    ...(dialect && { dialect }),
    ...(obstacles.length > 0 && { obstacles }),
    ...(missing.length > 0 && { missing }),
    ...(spareAddresses.length > 0 && { spareAddresses }),
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
        (placed.fragment.textCorrections?.(peer) ?? []).map(({ corrected, ...correction }) => {
          let made: Endpoint | undefined
          const fragment = () => ({ ...placed, fragment: corrected })
          return {
            ...correction,
            corrected: () => (made ??= read({ ...group, fragments: fragments.with(at, fragment()) })),
          }
        }),
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
