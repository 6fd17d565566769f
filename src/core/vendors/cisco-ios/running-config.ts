import { type AddressRange, formatHost, formatRange } from '../../address/address-range.ts'
import { distinct } from '../../model/distinct.ts'
import type { EndpointFragment } from '../../model/endpoint.ts'
import { type Block, type Format, NOTHING_READ, type Reading, type ReadingProblem } from '../../model/format.ts'
import { grouped } from '../../model/grouped.ts'
import type { Identity, SharedKey } from '../../model/ike-policy.ts'
import type { Obstacle } from '../../model/obstacle.ts'
import { type Stated, stated } from '../../model/setting.ts'
import { settingsOf } from '../../model/settings-of.ts'
import { UNKNOWN_SECRET } from '../../text/secrets/secret-mark.ts'
import { lineSpan } from '../../text/source-text.ts'
import { belowHeadings } from '../cisco/bare-headings.ts'
import { readByBox } from '../cisco/read-by-box.ts'
import { CONFIGURATION_HINT, ciscoSegments } from '../cisco/which-product.ts'
import { type IosTunnels, readTunnels } from './connections.ts'
import { iosDialectFor } from './dialect.ts'
import { frontVrf, vrfWords } from './front-vrf.ts'
import type { Ikev2Profile } from './ikev2.ts'
import type { Ikev2Peer } from './ikev2-keyring.ts'
import { type IosConfig, literalOrInterface, readIosConfig } from './ios-config.ts'
import type { Protection } from './ipsec.ts'
import type { IosKey, Keyring } from './keyrings.ts'
import { findObstacles } from './obstacles.ts'
import { ciscoIos } from './vendor.ts'

/**
 * The configuration of Cisco IOS and IOS XE, whole or any part of it. Commands are those of the Cisco IOS Security Command
 * Reference; only the parts that decide a tunnel are modelled.
 */
export const iosRunningConfig: Format = {
  id: 'cisco-ios/running-config',
  title: 'Cisco IOS running-config',
  command: 'show running-config',
  hint: CONFIGURATION_HINT,
  recognise: (lines) => ciscoSegments(lines).flatMap(({ product, anchor }) => (product === 'ios' ? [anchor] : [])),
  read: (block) => readBox([block])[0] ?? NOTHING_READ,
  readTogether: (blocks) => readByBox(blocks, readBox),
}

function readBox(blocks: readonly Block[]): Reading[] {
  const { roles, problems, ...config } = readIosConfig(blocks.map(({ lines }) => lines))
  const found = readTunnels(config)
  const refused = found.notLoaded.map(({ span, say }) => ({ kind: 'invalid' as const, span, say, instead: COMPLETE }))
  const unsupported: ReadingProblem[] = [...found.unsupported]
  const fragment = fragmentOf(blocks, config, found, findObstacles(config, found.tunnels, unsupported))
  for (const { span } of unsupported) roles.set({ source: span.source, number: span.line }, 'unsupported')
  return blocks.map((block, at) => ({
    endpoints: at === 0 && fragment !== null ? [fragment] : [],
    observations: [],
    roles: roles.of(block.source),
    problems: problemsOf(block, [...problems, ...refused, ...unsupported]),
  }))
}

/** One text may have several blocks. */
function problemsOf({ source, lines }: Block, problems: readonly ReadingProblem[]): ReadingProblem[] {
  if (problems.length === 0) return []
  const numbers = new Set(lines.map(({ number }) => number))
  return problems.filter(({ span }) => span.source === source && numbers.has(span.line))
}

function fragmentOf(
  blocks: readonly Block[],
  config: IosConfig,
  found: IosTunnels,
  obstacles: readonly Obstacle[],
): EndpointFragment | null {
  const first = blocks.find(({ lines }) => lines.length > 0)?.lines[0]
  const says = found.tunnels.length + found.notLoaded.length + config.acls.size > 0 || hasCrypto(config)
  if (first === undefined || !says) return null
  const connections = found.tunnels.map(({ connection }) => connection)
  const keys = keysOf(config, found)
  const below = belowHeadings(config.bare, '`show running-config | section crypto`')
  const missing = [...below, ...found.missing, ...missingKeys(config, found)]
  return {
    vendor: ciscoIos,
    name: config.name?.value ?? nameInPrompt(blocks),
    label: null,
    addresses: distinct(given(found.tunnels.map(({ own }) => own))),
    spareAddresses: loopbacksOf(config),
    peers: distinct(given(found.tunnels.map(({ peer }) => peer))),
    filters: undefined,
    site: undefined,
    settings: settingsOf(connections, keys ?? []),
    ike: {
      connections,
      keys,
      daemon: config.isakmp.aggressiveDisabled ? { aggressivePsk: stated(false, lineSpan(first)) } : {},
      notLoaded: found.notLoaded,
    },
    editor: null,
    dialect: iosDialectFor(config, found.tunnels),
    ...(obstacles.length > 0 && { obstacles }),
    ...(missing.length > 0 && { missing }),
    span: lineSpan(first),
  }
}

const COMPLETE = 'Complete it, or paste the rest of the configuration: `show running-config`.'

function given<T>(values: readonly (T | undefined)[]): T[] {
  return values.filter((value) => value !== undefined)
}

/** Where a tunnel can be told to begin, whichever way it leaves. */
function loopbacksOf({ interfaces }: IosConfig): Stated<AddressRange>[] {
  return given([...interfaces].map(([key, { address }]) => (key.startsWith('loopback') ? address : undefined)))
}

function nameInPrompt(blocks: readonly Block[]): string | null {
  for (const { lines } of blocks) {
    for (const { text } of lines) {
      const name = promptName(text)
      if (name !== null) return name
    }
  }
  return null
}

function promptName(text: string): string | null {
  return /^([A-Za-z][\w.-]{0,62})(?:\([\w.-]{1,60}\))?[#>]/.exec(text.trim())?.[1] ?? null
}

function hasCrypto({ isakmp, ikev2, ipsec, bare }: IosConfig): boolean {
  const sizes = [isakmp.policies.length, isakmp.keys.length, isakmp.keyrings.size, ikev2.proposals.size]
  const more = [ikev2.keyrings.size, ikev2.profiles.size, ipsec.transformSets.size, ipsec.profiles.size]
  return [...sizes, ...more, bare.length].some((size) => size > 0)
}

/** The keys that its tunnels can use; `undefined` where the paste has none and is not whole. */
function keysOf(config: IosConfig, { tunnels }: IosTunnels): readonly SharedKey[] | undefined {
  const keys = new Map<string, SharedKey>()
  const add = (key: SharedKey) => keys.set(`${key.span.source}:${key.span.line}:${key.span.column}`, key)
  // Of a hub the same keys count for thousands of tunnels.
  const profiles = new Map(tunnels.map(({ protection }) => [profileOf(protection), protection]))
  const hosts = hostsByVrf(config, tunnels)
  for (const protection of profiles.values()) for (const key of keysFor(config, protection, hosts)) add(key)
  if (tunnels.length === 0) {
    for (const ring of config.isakmp.keyrings.values()) keysOfRing(config, ring, hosts).forEach(add)
    for (const key of config.isakmp.keys) add(sharedKey(key))
    for (const { key } of config.isakmp.peers) if (key !== undefined) add(sharedKey(key))
    for (const ring of config.ikev2.keyrings.values()) for (const peer of ring.peers) ikev2Keys(peer).forEach(add)
  }
  return keys.size === 0 && !config.whole && !hasKeys(config) ? undefined : [...keys.values()]
}

function profileOf({ ikev2Profile, isakmpProfile }: Protection): string {
  return ikev2Profile === undefined ? `1 ${isakmpProfile?.value ?? ''}` : `2 ${ikev2Profile.value}`
}

function hasKeys({ isakmp, ikev2 }: IosConfig): boolean {
  const ofPeers = isakmp.peers.some(({ key }) => key !== undefined)
  return ofPeers || isakmp.keys.length > 0 || isakmp.keyrings.size > 0 || ikev2.keyrings.size > 0
}

/**
 * A profile that names keyrings has their keys, one that names none those of `crypto isakmp key`; without a profile every
 * key is looked at (Cisco document 117259).
 */
function keysFor(config: IosConfig, protection: Protection, hosts: HostsByVrf): SharedKey[] {
  const { isakmp, ikev2 } = config
  if (protection.ikev2Profile !== undefined) {
    const profile = ikev2.profiles.get(protection.ikev2Profile.value)
    if (profile === undefined) return [...ikev2.keyrings.values()].flatMap(({ peers }) => peers.flatMap(ikev2Keys))
    const peers = profile.keyrings.flatMap(({ value }) => ikev2.keyrings.get(value)?.peers ?? [])
    return [...keysOfProfile(profile), ...peers.flatMap(ikev2Keys)]
  }
  const named = protection.isakmpProfile && isakmp.profiles.get(protection.isakmpProfile.value)
  const listed = named?.keyrings.map(({ value }) => value) ?? []
  const rings = named === undefined ? ['default', ...isakmp.keyrings.keys()] : listed.length > 0 ? listed : ['default']
  // What is set for one peer comes before what is for all.
  const ofPeers = named === undefined ? isakmp.peers.flatMap(({ key }) => key ?? []) : []
  const all = rings.flatMap((name) => {
    const ring = isakmp.keyrings.get(name)
    const own = name === 'default' ? { name, keys: isakmp.keys } : ring
    return own === undefined ? [] : keysOfRing(config, own, hosts)
  })
  return [...ofPeers.map(sharedKey), ...all]
}

function keysOfRing(config: IosConfig, { keys, localAddress, vrf }: Keyring, hosts: HostsByVrf): SharedKey[] {
  const here = localAddress && literalOrInterface(config, localAddress)
  const ofVrf = hosts?.get(vrf ?? null)
  const where: Pick<SharedKey, 'onlyAt' | 'onlyIn'> =
    hosts !== null && ofVrf === undefined
      ? { onlyIn: vrfWords(vrf) }
      : here !== undefined
        ? { onlyAt: [here.value] }
        : ofVrf === undefined || hosts?.size === 1
          ? {}
          : { onlyAt: ofVrf }
  return keys.map(sharedKey).map((key) => ({ ...key, ...where }))
}

/** The own addresses of the tunnels of IKEv1 in each VRF; `null` where the paste does not tell. */
type HostsByVrf = ReadonlyMap<string | null, readonly AddressRange[]> | null

function hostsByVrf(config: IosConfig, tunnels: IosTunnels['tunnels']): HostsByVrf {
  const ofVersion1 = tunnels.filter(({ protection }) => protection.ikev2Profile === undefined)
  const byVrf = grouped(ofVersion1, (tunnel) => frontVrf(config, tunnel))
  if (byVrf.has(undefined) || byVrf.size === 0 || (!config.whole && byVrf.has(null))) return null
  const addresses = (own: IosTunnels['tunnels']) => distinct(given(own.map((tunnel) => tunnel.own)))
  return new Map([...byVrf].map(([vrf, own]) => [vrf ?? null, addresses(own).map(({ value }) => value)]))
}

function sharedKey({ mark, span, peer }: IosKey): SharedKey {
  if (peer === null) return { mark, span, owners: [] }
  if (!('from' in peer)) return { mark, span, owners: [peer] }
  const text = peer.from === peer.to ? formatHost(peer) : formatRange(peer)
  return { mark, span, owners: [{ kind: 'address', text }] }
}

/** Keys in the profile itself; where it has one alone, the other one cannot be compared. */
function keysOfProfile({ localKey, remoteKey }: Ikev2Profile): SharedKey[] {
  const key = localKey ?? remoteKey
  if (key === undefined) return []
  const both = { local: { ...key, mark: UNKNOWN_SECRET }, remote: { ...key, mark: UNKNOWN_SECRET } }
  const sides = { ...both, ...(localKey && { local: localKey }), ...(remoteKey && { remote: remoteKey }) }
  return ikev2Keys({ name: '', peer: null, ...sides })
}

function ikev2Keys({ peer, identity, local, remote }: Ikev2Peer): SharedKey[] {
  const key = local ?? remote
  if (key === undefined) return []
  const twofold = local !== undefined && remote !== undefined && local.mark !== remote.mark
  const shared = { ...sharedKey({ ...key, peer }), ...(twofold && { expects: remote }) }
  const owners: readonly Identity[] =
    identity === undefined || peer === null ? shared.owners : [...shared.owners, identity]
  return [{ ...shared, owners: identity !== undefined && peer === null ? [identity] : owners }]
}

function missingKeys(config: IosConfig, { tunnels }: IosTunnels): IosTunnels['missing'] {
  const [first] = tunnels
  const psk = tunnels.some(({ connection }) => connection.local[0]?.method.value === 'psk')
  if (first === undefined || !psk || config.whole || hasKeys(config)) return []
  const command = '`show running-config | include isakmp key|pre-shared-key`'
  return [{ code: 'AU002', topic: 'pre-shared key', command }]
}
