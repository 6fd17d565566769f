import { equalRanges, formatHost } from '../../address/address-range.ts'
import { NEW_KEY } from '../../model/change.ts'
import { equalIdentities, hasWildcard } from '../../model/identity.ts'
import type { Identity } from '../../model/ike-policy.ts'
import { asIdentity } from './authentication.ts'
import { configure, protectionMode, type Section } from './command-block.ts'
import type { IosTunnel } from './connections.ts'
import { frontVrf, vrfWords } from './front-vrf.ts'
import {
  identityWords,
  ikev2From,
  ikev2Policies,
  isakmpPolicies,
  keyOwner,
  matchWords,
  peerAddress,
  transformSets,
  transformWordsOf,
} from './ike-commands.ts'
import { type IosConfig, literalOrInterface } from './ios-config.ts'
import { isakmpPeerAt } from './isakmp-peer.ts'
import { modeOfRing, ownerOf, placeOfKey } from './key-places.ts'
import type { Keyring } from './keyrings.ts'
import { placeWords, sessionOf, type TunnelSteps } from './tunnel-steps.ts'

export const ikeProposalSteps: TunnelSteps<'ike-proposals'> = ({ proposals }, { config, tunnel, end }) => {
  const { initiates, local } = tunnel.connection
  const method = local[0]?.method.value === 'pubkey' ? 'pubkey' : 'psk'
  const [what, sections] =
    initiates.value === 1
      ? ['an IKE policy', isakmpPolicies(config, proposals, method)]
      : ['an IKEv2 proposal', ikev2Policies(config, tunnel, proposals)]
  return [configure(`On ${end.name}, add ${what} that the peer has.`, sections, sessionOf(tunnel))]
}

export const childProposalSteps: TunnelSteps<'child-proposals'> = ({ proposals }, { config, tunnel, end }) => {
  const sections = transformSets(config, tunnel, proposals)
  const set = sections.flatMap(({ lines }) => lines).filter((line) => /^(?:no )?set /.test(line))
  const say = `On ${end.name}, ${set.length === 0 ? 'use the transform sets' : set.join(', ')} for ${placeWords(tunnel)}.`
  return [configure(say, sections, sessionOf(tunnel))]
}

export const modeSteps: TunnelSteps<'mode'> = ({ mode }, { config, tunnel, end }) => {
  const sets = tunnel.protection.transformSets.flatMap(({ value }) => config.ipsec.transformSets.get(value) ?? [])
  if (sets.length === 0) return null
  const sections = sets.map((set) => ({
    mode: `crypto ipsec transform-set ${set.name} ${transformWordsOf(set) ?? ''}`,
    lines: [`mode ${mode}`],
  }))
  return [configure(`On ${end.name}, use ${mode} mode for ${placeWords(tunnel)}.`, sections, sessionOf(tunnel))]
}

/** How an identity is written that is shown to one peer in aggressive mode. */
const ENDPOINTS: { readonly [kind in Identity['kind']]?: string } = {
  address: 'ipv4-address',
  fqdn: 'fqdn',
  email: 'user-fqdn',
}

export const ownIdentitySteps: TunnelSteps<'own-identity'> = ({ identity }, { config, tunnel, end }) => {
  const { ikev2Profile, isakmpProfile } = tunnel.protection
  const words = identityWords(identity, ikev2Profile === undefined ? 1 : 2)
  if (words === null) return null
  return [configure(`On ${end.name}, show ${identity.text} as the own identity.`, sections(words), sessionOf(tunnel))]

  function sections(shown: string): readonly (Section | string)[] {
    if (ikev2Profile !== undefined) {
      return [{ mode: `crypto ikev2 profile ${ikev2Profile.value}`, lines: [`identity local ${shown}`] }]
    }
    if (isakmpProfile !== undefined) {
      return [{ mode: `crypto isakmp profile ${isakmpProfile.value}`, lines: [`self-identity ${shown}`] }]
    }
    const set = isakmpPeerAt(config.isakmp.peers, tunnel.peer?.value)
    const endpoint = ENDPOINTS[identity.kind]
    if (set?.key !== undefined && endpoint !== undefined) {
      return [{ mode: set.mode, lines: [`set aggressive-mode client-endpoint ${endpoint} ${identity.text}`] }]
    }
    if (equalIdentities(identity, ownAs(tunnel))) return ['crypto isakmp identity address']
    // Of one tunnel alone only a profile can tell.
    const peer = peerAddress(tunnel)
    const lines = ['keyring default', `self-identity ${shown}`, `match identity address ${peer} 255.255.255.255`]
    return [
      { mode: `crypto isakmp profile IKE-${peer}`, lines },
      { mode: protectionMode(tunnel), lines: [`set isakmp-profile IKE-${peer}`] },
    ]
  }
}

export const peerIdentitySteps: TunnelSteps<'peer-identity'> = ({ identity }, { config, tunnel, end }) => {
  const { ikev2Profile, isakmpProfile } = tunnel.protection
  const version = ikev2Profile === undefined ? 1 : 2
  const name = (ikev2Profile ?? isakmpProfile)?.value
  // A subject is matched by a map of what it has to hold.
  const map = identity.kind === 'certificate' || identity.kind === 'dn' ? `CERTIFICATE-${peerAddress(tunnel)}` : null
  const words = map ?? matchWords(identity, version)
  if (words === null || name === undefined) return null
  const profile = version === 1 ? config.isakmp.profiles.get(name) : config.ikev2.profiles.get(name)
  // The one that the tunnel went by goes; others may be for other peers, and so may one that many fit.
  const old = profile?.matches.find(({ value }) => {
    const known = asIdentity(value)
    return !hasWildcard(known) && equalIdentities(known, tunnel.connection.remote[0]?.id?.value)
  })
  const oldWords = old === undefined ? null : matchWords(old.value, version)
  const match = version === 1 ? 'match identity' : 'match identity remote'
  const lines = [
    map === null ? `${match} ${words}` : `match certificate ${map}`,
    ...(oldWords === null ? [] : [`no ${match} ${oldWords}`]),
  ]
  const mode = version === 1 ? `crypto isakmp profile ${name}` : `crypto ikev2 profile ${name}`
  const say = map === null ? `expect ${identity.text} of the peer` : 'take the peer by the subject of its certificate'
  const made = {
    mode: `crypto pki certificate map ${map} 10`,
    lines: ['subject-name co <a part of that subject, such as cn = its name>'],
  }
  return [configure(`On ${end.name}, ${say}.`, [...(map === null ? [] : [made]), { mode, lines }], sessionOf(tunnel))]
}

export const authenticationSteps: TunnelSteps<'authentication'> = ({ side, method }, { config, tunnel, end }) => {
  const word = method === 'psk' ? 'pre-share' : 'rsa-sig'
  const name = tunnel.protection.ikev2Profile?.value
  // A policy of IKEv1 has one way for both ends.
  const who =
    name === undefined ? 'let both ends authenticate' : side === 'local' ? 'authenticate' : 'let the peer authenticate'
  const say = `On ${end.name}, ${who} by ${method === 'psk' ? 'the pre-shared key' : 'certificate'}.`
  const sections =
    name !== undefined
      ? [{ mode: `crypto ikev2 profile ${name}`, lines: [`authentication ${side} ${word}`] }]
      : policiesWith(config, `authentication ${word}`)
  return sections.length === 0 ? null : [configure(say, sections, sessionOf(tunnel))]
}

function policiesWith({ isakmp }: IosConfig, line: string): Section[] {
  return isakmp.policies.map(({ priority }) => ({ mode: `crypto isakmp policy ${priority}`, lines: [line] }))
}

export const newKeySteps: TunnelSteps<'new-key'> = ({ owners, replaces }, { config, tunnel, end }) => {
  const say = `On ${end.name}, set the pre-shared key to ${NEW_KEY}.`
  const known = replaces === null ? null : placeOfKey(config, replaces)
  if (known !== null) {
    const removed = known.remove === undefined ? [] : [known.remove]
    return [configure(say, [...removed, known.write(NEW_KEY, known.owner)], sessionOf(tunnel))]
  }
  const version = tunnel.protection.ikev2Profile === undefined ? 1 : 2
  const owner = keyOwner(owners, shownBy(tunnel), peerAddress(tunnel), version)
  return [configure(say, keyFor(config, tunnel, owner), sessionOf(tunnel))]
}

/** One more key: in the keyring of the tunnel's profile where it has one, else for everybody. */
function keyFor(config: IosConfig, tunnel: IosTunnel, owner: string): readonly (Section | string)[] {
  const { protection } = tunnel
  const { ikev2Profile, isakmpProfile } = protection
  if (ikev2Profile === undefined) {
    const other = inOtherVrf(config, tunnel, `pre-shared-key ${owner} key ${NEW_KEY}`)
    if (other !== null) return other
    const ring = isakmpProfile && config.isakmp.profiles.get(isakmpProfile.value)?.keyrings[0]?.value
    if (ring === undefined || ring === 'default')
      return [...takenAway(config, owner), `crypto isakmp key ${NEW_KEY} ${owner}`]
    const moved = movedHere(config, config.isakmp.keyrings.get(ring), tunnel)
    const lines = [`pre-shared-key ${owner} key ${NEW_KEY}`]
    return [
      { mode: modeOfRing(config.isakmp.keyrings.get(ring) ?? { name: ring }), lines },
      ...(moved === null ? [] : [moved]),
    ]
  }
  const ring = config.ikev2.profiles.get(ikev2Profile.value)?.keyrings[0]?.value
  const name = ring ?? 'KEYS'
  const lines = [`peer ${owner.split(' ').at(-1)}`, ` ${owner}`, ` pre-shared-key ${NEW_KEY}`]
  const use = { mode: `crypto ikev2 profile ${ikev2Profile.value}`, lines: [`keyring local ${name}`] }
  return [{ mode: `crypto ikev2 keyring ${name}`, lines }, ...(ring === undefined ? [use] : [])]
}

/** A line of a keyring for the VRF of a tunnel; `null` where that is the global one, in which any key counts that does not say otherwise. */
function inOtherVrf(config: IosConfig, tunnel: IosTunnel, line: string): Section[] | null {
  const vrf = frontVrf(config, tunnel)
  if (vrf === null || vrf === undefined) return null
  const { keyrings, profiles } = config.isakmp
  const profile = profiles.get(tunnel.protection.isakmpProfile?.value ?? '')
  const named = profile?.keyrings.flatMap(({ value }) => keyrings.get(value) ?? []) ?? []
  const known = (profile === undefined ? [...keyrings.values()] : named).find((ring) => ring.vrf === vrf)
  const ring = known ?? { name: `KEYS-${vrf}`, vrf }
  const use =
    profile === undefined || known !== undefined
      ? []
      : [{ mode: `crypto isakmp profile ${profile.name}`, lines: [`keyring ${ring.name}`] }]
  return [{ mode: modeOfRing(ring), lines: [line] }, ...use]
}

/** A key of the same owner, of which there can be one alone. */
function takenAway(config: IosConfig, owner: string): readonly (Section | string)[] {
  const same = config.isakmp.keys.find(({ peer }) => ownerOf(peer) === owner)
  const remove = same && placeOfKey(config, same.span)?.remove
  return remove === undefined ? [] : [remove]
}

export const keyOwnerSteps: TunnelSteps<'key-owners'> = ({ key, owners }, { config, tunnel, end }) => {
  const known = placeOfKey(config, key)
  if (known === null) return null
  const owner = owners.length === 0 ? 'address 0.0.0.0' : keyOwner(owners, shownBy(tunnel), peerAddress(tunnel))
  const front = frontVrf(config, tunnel)
  if (known.vrf !== undefined && front !== undefined && front !== known.vrf) {
    const line = `<the key of line ${key.line}>`
    const say = `On ${end.name}, set the key of line ${key.line} for ${owner} in ${vrfWords(front ?? undefined)} as well.`
    const sections = inOtherVrf(config, tunnel, `pre-shared-key ${owner} key ${line}`) ?? [
      `crypto isakmp key ${line} ${owner}`,
    ]
    return [configure(say, sections, sessionOf(tunnel))]
  }
  const moved = movedHere(config, known.ring, tunnel)
  if (moved !== null && owner === known.owner) {
    const say = `On ${end.name}, let the keyring ${known.ring?.name} count at the address where ${placeWords(tunnel)} begins. If another tunnel needs it where it counts so far, give this one a keyring of its own instead.`
    return [configure(say, [moved], sessionOf(tunnel))]
  }
  const say = `On ${end.name}, let the key of line ${key.line} be for ${owner}.`
  const written = known.write(`<the key of line ${key.line}>`, owner)
  return [configure(say, moved === null ? [written] : [written, moved], sessionOf(tunnel))]
}

/** A keyring that counts elsewhere alone is made to count where the tunnel begins; `null` where it does already. */
function movedHere(config: IosConfig, ring: Keyring | undefined, { own }: IosTunnel): Section | null {
  const at = ring?.localAddress
  const here = at && literalOrInterface(config, at)
  if (ring === undefined || at === undefined || here === undefined || own === undefined) return null
  if (equalRanges(here.value, own.value)) return null
  const lines = [`no local-address ${at.value}`, `local-address ${formatHost(own.value)}`]
  return { mode: modeOfRing(ring), lines }
}

export const versionSteps: TunnelSteps<'version'> = ({ version }, { config, tunnel, end, after }) => {
  const connection = after.ike?.connections.find(({ name }) => name === tunnel.connection.name) ?? tunnel.connection
  const sections =
    version === 2
      ? ikev2From(config, tunnel, connection)
      : [
          ...isakmpPolicies(config, connection.proposals.value, 'psk'),
          `crypto isakmp key <the pre-shared key as it is now> address ${peerAddress(tunnel)}`,
          { mode: protectionMode(tunnel), lines: ['no set ikev2-profile'] },
        ]
  return [configure(`On ${end.name}, use IKEv${version} for ${placeWords(tunnel)}.`, sections, sessionOf(tunnel))]
}

export const exchangeSteps: TunnelSteps<'exchange'> = (_, { config, tunnel, end }) => {
  const name = tunnel.protection.isakmpProfile?.value
  const sections = name === undefined ? withoutPeer(config, tunnel) : [mainModeOf(name)]
  return sections === null ? null : [configure(`On ${end.name}, use main mode.`, sections, sessionOf(tunnel))]
}

/** It counts for the whole router. */
export const natTraversalSteps: TunnelSteps<'nat-traversal'> = (_, { tunnel, end }) => [
  configure(
    `On ${end.name}, switch NAT traversal on.`,
    ['crypto ipsec nat-transparency udp-encapsulation'],
    sessionOf(tunnel),
  ),
]

function mainModeOf(profile: string): Section {
  return { mode: `crypto isakmp profile ${profile}`, lines: ['no initiate mode aggressive'] }
}

/** What is set for the peer alone goes, and with it the key, which is then one for main mode. */
function withoutPeer(config: IosConfig, tunnel: IosTunnel): string[] | null {
  const peer = isakmpPeerAt(config.isakmp.peers, tunnel.peer?.value)
  if (peer === undefined) return null
  return [`no ${peer.mode}`, `crypto isakmp key <the pre-shared key as it is now> address ${peerAddress(tunnel)}`]
}

export const lifetimeSteps: TunnelSteps<'lifetime'> = ({ child, lifetime }, { config, tunnel, end }) => {
  const seconds = lifetime.end
  if (seconds === undefined) return null
  const of = child === null ? 'the IKE SA' : 'the IPsec SAs'
  const say = `On ${end.name}, set the lifetime of ${of} of ${placeWords(tunnel)} to ${seconds} seconds.`
  const profile = tunnel.protection.ikev2Profile?.value
  const sections =
    child !== null
      ? [{ mode: protectionMode(tunnel), lines: [`set security-association lifetime seconds ${seconds}`] }]
      : profile !== undefined
        ? [{ mode: `crypto ikev2 profile ${profile}`, lines: [`lifetime ${seconds}`] }]
        : policiesWith(config, `lifetime ${seconds}`)
  return sections.length === 0 ? null : [configure(say, sections)]
}

export const beginningSteps: TunnelSteps<'waits'> = ({ waits }, { tunnel, end }) => {
  if (waits) return null
  const say = `On ${end.name}, let traffic bring the tunnel of ${placeWords(tunnel)} up.`
  return [configure(say, [{ mode: protectionMode(tunnel), lines: ['no responder-only'] }])]
}

function shownBy(tunnel: IosTunnel): Identity | undefined {
  return tunnel.connection.local[0]?.id?.value ?? ownAs(tunnel)
}

function ownAs({ own }: IosTunnel): Identity | undefined {
  return own === undefined ? undefined : { kind: 'address', text: formatHost(own.value) }
}
