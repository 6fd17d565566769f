import { type AddressRange, containsRange, formatRange } from '../../address/address-range.ts'
import { addressIdentity } from '../../model/identity.ts'
import type { AuthRound, Identity, IkeConnection, IkePolicy, Lifetime } from '../../model/ike-policy.ts'
import type { MissingPart } from '../../model/obstacle.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { defaulted, type Setting, type Stated, stated } from '../../model/setting.ts'
import type { IosConfig } from './ios-config.ts'
import type { Protection } from './ipsec.ts'
import type { IdentityMatch, IosProfile, IsakmpProfile } from './isakmp.ts'
import { type IsakmpPeer, isakmpPeerAt } from './isakmp-peer.ts'
import { ikev2Proposals, isakmpMethod, isakmpProposals, POLICY_DEFAULTS } from './proposals.ts'

const GUIDE = 'Cisco IOS Security Command Reference'

/** A tunnel before it is known who speaks in it. */
export interface TunnelDraft {
  readonly name: string
  readonly protection: Protection
  readonly own: Stated<AddressRange> | undefined
  readonly peer: Stated<AddressRange> | undefined
  /** As `frontVrf` has it. */
  readonly front: string | null | undefined
}

/** What is found on the way. */
export interface Findings {
  readonly notLoaded: IkePolicy['notLoaded'][number][]
  readonly missing: MissingPart[]
}

/** How the two ends of a tunnel show who they are, with what goes with it. */
interface Rounds extends Pick<IkeConnection, 'local' | 'remote' | 'exchange' | 'lifetime'> {
  readonly proposals: ReturnType<typeof isakmpProposals>
}

const MAIN_MODE = defaulted('main' as const, `${GUIDE}, "initiate mode": main mode`)

/** By the policies of IKEv1, and the profile where one is set. */
export function ikev1Rounds(config: IosConfig, { protection, peer }: TunnelDraft, found: Findings): Rounds {
  const { isakmp } = config
  const name = protection.isakmpProfile
  const profile = name === undefined ? undefined : isakmp.profiles.get(name.value)
  if (name !== undefined && profile === undefined) wanted(`ISAKMP profile ${name.value}`, found)
  const rounds =
    profile === undefined
      ? withPeer(withoutProfile(config), isakmpPeerAt(isakmp.peers, peer?.value))
      : roundsOfIkev1(config, profile)
  if (rounds.proposals.untold) {
    const command = '`show running-config | section crypto isakmp`'
    once(found, { code: 'PR001', topic: 'IKE policies (crypto isakmp policy)', command })
  }
  return rounds
}

/** Only with both a password and an identity it begins in aggressive mode. */
function withPeer(rounds: Rounds, peer: IsakmpPeer | undefined): Rounds {
  if (peer?.key === undefined || peer.self === undefined) return rounds
  const { self } = peer
  return {
    ...rounds,
    exchange: stated('aggressive', self.span),
    local: rounds.local.map((round) => ({ ...round, id: self })),
  }
}

/** Of a hub thousands of entries have none. */
const withoutProfile = rememberedOf((config: IosConfig) => roundsOfIkev1(config, undefined))

function roundsOfIkev1(config: IosConfig, profile: IsakmpProfile | undefined): Rounds {
  const method: Setting<'psk' | 'pubkey'> = isakmpMethod(config) ?? defaulted('psk', 'the default policies of IOS')
  const policy = config.isakmp.policies.find((each) => (each.method?.value ?? 'pubkey') === method.value)
  return {
    proposals: isakmpProposals(config, method.value),
    lifetime: renewedInTime(policy?.lifetime?.value ?? POLICY_DEFAULTS.lifetime),
    exchange: profile?.aggressive === undefined ? MAIN_MODE : stated('aggressive', profile.aggressive.span),
    local: [
      {
        method,
        id: profile?.self ?? ownIsakmpIdentity(config, method),
        ...signingKey(config, method.value === 'pubkey'),
      },
    ],
    // Without a profile any identity is good; the crypto map goes by the peer's address.
    remote: [{ method, id: profile === undefined ? undefined : expected(profile, undefined) }],
  }
}

/** `crypto isakmp identity hostname`; the address otherwise, which is nothing to write. */
function ownIsakmpIdentity(
  { isakmp: { identity }, name, domain }: IosConfig,
  method: Setting<'psk' | 'pubkey'>,
): Setting<Identity> | undefined {
  if (identity?.value === 'dn' || (method.value === 'pubkey' && identity === undefined)) {
    return defaulted({ kind: 'certificate', text: '' }, `${GUIDE}, "crypto isakmp identity"`)
  }
  if (identity?.value !== 'hostname' || name === null) return undefined
  const text = (domain === null ? name.value : `${name.value}.${domain}`).toLowerCase()
  return stated({ kind: 'fqdn', text }, identity.span)
}

/** What ends is negotiated anew in time; how long before, no document says. */
function renewedInTime(seconds: number): Lifetime {
  return { rekey: { from: seconds, to: seconds }, end: seconds }
}

/** By the IKEv2 profile; `null` where that cannot be used. */
export function ikev2Rounds(
  config: IosConfig,
  { name, protection, own, peer, front }: TunnelDraft,
  found: Findings,
): Rounds | null {
  const named = protection.ikev2Profile
  if (named === undefined) return null
  const proposals = ikev2Proposals(config, own?.value, front)
  if (proposals.untold) {
    const command = '`show crypto ikev2 proposal` and `show crypto ikev2 policy`'
    once(found, { code: 'PR001', topic: 'IKEv2 proposals and policies', command })
  }
  const profile = config.ikev2.profiles.get(named.value)
  if (profile === undefined && config.whole && named.value !== 'default') {
    const say = `${name} names the IKEv2 profile "${named.value}", which does not exist.`
    found.notLoaded.push({ name, span: named.span, say })
    return null
  }
  if (profile === undefined) {
    wanted(`IKEv2 profile ${named.value}`, found)
    const any = { method: defaulted('any' as const, 'The profile was not pasted.'), id: undefined }
    return { proposals, lifetime: renewedInTime(86_400), exchange: MAIN_MODE, local: [any], remote: [any] }
  }
  const lacks = [
    ...(profile.matches.length === 0 && !profile.matchesCertificates
      ? ['"match identity remote" or "match certificate"']
      : []),
    ...(profile.localMethod === undefined ? ['"authentication local"'] : []),
    ...(profile.remoteMethods.length === 0 ? ['"authentication remote"'] : []),
  ]
  if (lacks.length > 0) {
    const say = `The IKEv2 profile "${profile.name}" lacks ${lacks.join(' and ')}, so that it is incomplete and not used.`
    found.notLoaded.push({ name, span: profile.span, say })
    return null
  }
  const local: AuthRound['method'] = profile.localMethod ?? defaulted('psk', GUIDE)
  const [first, ...others] = profile.remoteMethods
  const remote: AuthRound['method'] =
    first === undefined ? local : others.length > 0 ? { ...first, value: 'any' } : first
  const certificate = defaulted<Identity>(
    { kind: 'certificate', text: '' },
    `${GUIDE}, "identity local": the certificate's name`,
  )
  return {
    proposals,
    lifetime: renewedInTime(profile.lifetime?.value ?? 86_400),
    exchange: MAIN_MODE,
    local: [
      {
        method: local,
        id: profile.self ?? (local.value === 'pubkey' ? certificate : undefined),
        ...signingKey(config, local.value === 'pubkey'),
      },
    ],
    remote: [{ method: remote, id: expected(profile, peer?.value) }],
  }
}

/** Only a whole configuration shows that there is no certificate to sign with. */
function signingKey({ whole, hasTrustpoint }: IosConfig, signs: boolean): Pick<AuthRound, 'hasKey'> {
  return signs && whole && !hasTrustpoint ? { hasKey: false } : {}
}

function wanted(topic: string, found: Findings): void {
  once(found, { code: 'AU001', topic, command: '`show running-config | section crypto`' })
}

export function once({ missing }: Findings, part: MissingPart): void {
  if (!missing.some(({ topic }) => topic === part.topic)) missing.push(part)
}

/**
 * Whom a profile is for. Of several matches that for the peer's address; where none is, any of them may be meant, and
 * nothing is expected.
 */
function expected(
  { matches, matchesCertificates }: IosProfile,
  peer: AddressRange | undefined,
): Setting<Identity> | undefined {
  const forPeer = matches.find(({ value }) => 'from' in value && peer !== undefined && containsRange(value, peer))
  const [first, ...more] = matches
  const match = forPeer ?? first
  if (match === undefined) return undefined
  if (forPeer === undefined && (more.length > 0 || matchesCertificates))
    return { ...match, value: { kind: 'any', text: '' } }
  return { ...match, value: asIdentity(match.value) }
}

/** A range of addresses is an identity with a prefix; every address of a family is any. */
export function asIdentity(match: IdentityMatch): Identity {
  if (!('from' in match)) return match
  if (match.from === match.to) return addressIdentity(match)
  const text = formatRange(match)
  return /\/0$/.test(text) ? { kind: 'any', text: '' } : { kind: 'address', text }
}
