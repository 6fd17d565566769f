import type { AddressRange } from '../../address/address-range.ts'
import { equalRanges } from '../../address/address-range.ts'
import { isProblem, parseAddress } from '../../address/parse-address.ts'
import type { Proposal } from '../../model/ike-policy.ts'
import { prfOf } from '../../model/prf-of.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { defaulted, type Setting, stated } from '../../model/setting.ts'
import { isForVrf } from './front-vrf.ts'
import type { Ikev2Policy, Ikev2Proposal } from './ikev2.ts'
import { addressOf, type IosConfig } from './ios-config.ts'
import type { TransformSet } from './ipsec.ts'
import type { IsakmpPolicy } from './isakmp.ts'

/** Proposals of an IKE SA; `untold`: they follow from what was not pasted, and the value is what stands in for it. */
interface IkeProposals {
  readonly setting: Setting<readonly Proposal[]>
  readonly untold: boolean
}

const COMMAND_REFERENCE = 'Cisco IOS Security Command Reference'
/** What a policy has that does not say otherwise. */
export const POLICY_DEFAULTS = {
  encryption: 'DES_CBC',
  hash: 'HMAC_SHA1_96',
  method: 'pubkey',
  group: 'MODP_768',
  lifetime: 86_400,
} as const

/**
 * The policies that there are where none is configured (`show crypto isakmp default policy`; Cisco IOS Security
 * Configuration Guide, "Default IKE Policies", since 12.4(20)T).
 */
const DEFAULT_POLICIES: readonly Proposal[] = [
  ikeProposal('AES_CBC_128', 'HMAC_SHA1_96', 'MODP_1536'),
  ikeProposal('AES_CBC_128', 'HMAC_MD5_96', 'MODP_1536'),
  ikeProposal('3DES_CBC', 'HMAC_SHA1_96', 'MODP_1024'),
  ikeProposal('3DES_CBC', 'HMAC_MD5_96', 'MODP_1024'),
]

function ikeProposal(encryption: string, integrity: string, group: string): Proposal {
  return {
    protocol: 'ike',
    encryption: [encryption],
    integrity: [integrity],
    prf: [prfOf(integrity)],
    ke: [group],
    esn: [],
  }
}

/** The policies of IKEv1 with one way to authenticate, by priority. */
export function isakmpProposals(config: IosConfig, method: 'psk' | 'pubkey'): IkeProposals {
  return method === 'psk' ? pskProposals(config) : pubkeyProposals(config)
}

const pskProposals = rememberedOf((config: IosConfig) => proposalsBy(config, 'psk'))
const pubkeyProposals = rememberedOf((config: IosConfig) => proposalsBy(config, 'pubkey'))

function proposalsBy({ isakmp, whole }: IosConfig, method: 'psk' | 'pubkey'): IkeProposals {
  const { policies } = isakmp
  const [first] = policies
  if (first === undefined) {
    const authority = `${COMMAND_REFERENCE}, "show crypto isakmp default policy": the default policies, since none is configured`
    const value = isakmp.noDefaultPolicy ? [] : DEFAULT_POLICIES
    return { setting: defaulted(value, authority), untold: !whole }
  }
  const usable = policies.filter((policy) => methodOf(policy) === method)
  const said = usable.flatMap(({ encryption, hash, group }) =>
    [encryption, hash, group].flatMap((each) => (each === undefined ? [] : [each.span])),
  )
  return { setting: stated(usable.map(proposalOf), (usable[0] ?? first).span, said), untold: false }
}

/** How the policies authenticate: by a pre-shared key where any of them does. */
export function isakmpMethod({ isakmp: { policies } }: IosConfig): Setting<'psk' | 'pubkey'> | undefined {
  const [first] = policies
  if (first === undefined) return undefined
  const psk = policies.find((policy) => methodOf(policy) === 'psk')
  if (psk?.method !== undefined) return psk.method
  return first.method ?? defaulted('pubkey', `${COMMAND_REFERENCE}, "authentication (IKE policy)": RSA signatures`)
}

function methodOf({ method }: IsakmpPolicy): 'psk' | 'pubkey' {
  return method?.value ?? POLICY_DEFAULTS.method
}

function proposalOf({ encryption, hash, group }: IsakmpPolicy): Proposal {
  return ikeProposal(
    encryption?.value ?? POLICY_DEFAULTS.encryption,
    hash?.value ?? POLICY_DEFAULTS.hash,
    group?.value ?? POLICY_DEFAULTS.group,
  )
}

const SMART_DEFAULTS = 'Cisco IOS FlexVPN and IKEv2 Configuration Guide, "IKEv2 Smart Defaults"'
const HASHES = ['HMAC_SHA2_512_256', 'HMAC_SHA2_384_192', 'HMAC_SHA2_256_128', 'HMAC_SHA1_96', 'HMAC_MD5_96']
const OLD_DEFAULT: Proposal = {
  protocol: 'ike',
  encryption: ['AES_CBC_256', 'AES_CBC_192', 'AES_CBC_128'],
  integrity: HASHES,
  prf: HASHES.map(prfOf),
  ke: ['MODP_1536', 'MODP_1024'],
  esn: [],
}
/** As `show crypto ikev2 proposal default` prints it. */
const NEW_DEFAULT: Proposal = {
  protocol: 'ike',
  encryption: ['AES_CBC_256'],
  integrity: HASHES.slice(0, 2),
  prf: HASHES.slice(0, 2).map(prfOf),
  ke: ['ECP_256', 'MODP_2048', 'ECP_521', 'MODP_1536'],
  esn: [],
}

/**
 * The proposals of the IKEv2 policy for an own address. A policy that names it comes before one for any; where there is
 * none, the default policy has the default proposal, whatever other proposals are configured.
 */
export function ikev2Proposals(
  config: IosConfig,
  own: AddressRange | undefined,
  front: string | null | undefined,
): IkeProposals {
  const { proposals } = config.ikev2
  const policy = ikev2PolicyFor(config, own, front)
  const [first] = policy?.proposals ?? []
  if (policy === undefined || first === undefined) return defaultIkev2(config)
  const listed = policy.proposals.flatMap(({ value }) => {
    const known = proposals.get(value)
    if (known !== undefined) return ikev2ProposalOf(known)
    return value.toLowerCase() === 'default' ? defaultIkev2(config).setting.value : []
  })
  const named = policy.proposals.flatMap(({ value }) => proposals.get(value) ?? [])
  const said = named.flatMap(({ lines }) => lines)
  return { setting: stated(listed, named[0]?.span ?? first.span, said), untold: listed.length === 0 && !config.whole }
}

/** The policy of IKEv2 in force; `undefined` where that is the default one, which is for any VRF ("match fvrf"). */
export function ikev2PolicyFor(
  config: IosConfig,
  own: AddressRange | undefined,
  front: string | null | undefined,
): Ikev2Policy | undefined {
  const policies = config.ikev2.policies.filter((policy) => front === undefined || isForVrf(policy, front))
  const isOwn = (name: string): boolean => {
    const literal = parseAddress(name)
    const address = isProblem(literal) ? addressOf(config, name)?.value : literal
    return own !== undefined && address !== undefined && equalRanges(address, own)
  }
  return (
    policies.find(({ localAddresses }) => localAddresses.some(({ value }) => isOwn(value))) ??
    policies.find(({ localAddresses }) => localAddresses.length === 0)
  )
}

function defaultIkev2({ ikev2, release, whole }: IosConfig): IkeProposals {
  const changed = [...ikev2.proposals.values()].find(({ isDefault }) => isDefault)
  if (changed !== undefined) return { setting: stated(ikev2ProposalOf(changed), changed.span), untold: false }
  // The policy may stand in a part that was not pasted.
  const known = release !== null && (whole || ikev2.proposals.size > 0)
  const recent = Number(release?.value.split('.')[0] ?? 17) >= 17
  const authority = `${SMART_DEFAULTS}: the default proposal, since no policy names another`
  return { setting: defaulted([recent ? NEW_DEFAULT : OLD_DEFAULT], authority), untold: !known }
}

/** A combined cipher goes without integrity, and so into a proposal of its own (RFC 5282 8). */
export function ikev2ProposalOf({ encryption, integrity, prf, groups }: Ikev2Proposal): Proposal[] {
  const prfs = prf.length > 0 ? prf : integrity.map(prfOf)
  const shared = { protocol: 'ike', prf: prfs, ke: groups, esn: [] } as const
  const combined = encryption.filter((cipher) => cipher.includes('GCM'))
  const plain = encryption.filter((cipher) => !cipher.includes('GCM'))
  return [
    ...(combined.length > 0 ? [{ ...shared, encryption: combined, integrity: [] }] : []),
    ...(plain.length > 0 ? [{ ...shared, encryption: plain, integrity }] : []),
  ]
}

export const DEFAULT_TRANSFORMS_AUTHORITY = `${COMMAND_REFERENCE}, "show crypto ipsec default transform-set": esp-aes esp-sha-hmac, since none is set`
/** Of `set pfs` without a group: group 1 is asked for, and group 2 is accepted as well ("set pfs"). */
export const PFS_DEFAULT: readonly string[] = ['MODP_768', 'MODP_1024']

/** The proposal of a transform set with the groups of PFS; of AH and ESP together what ESP says, as both are needed. */
export function childProposalOf(set: TransformsOfSet, groups: readonly string[]): Proposal {
  const known = proposalsOfSet(set)
  const key = groups.join(' ')
  const proposal = known.get(key) ?? proposalWith(set, groups)
  known.set(key, proposal)
  return proposal
}

type TransformsOfSet = Pick<TransformSet, 'transforms' | 'esn'>

/** By the groups: thousands of entries name one set. */
const proposalsOfSet = rememberedOf((_: TransformsOfSet) => new Map<string, Proposal>())

function proposalWith({ transforms, esn }: TransformsOfSet, groups: readonly string[]): Proposal {
  const of = (kind: string) => transforms.filter((each) => each.kind === kind).map(({ name }) => name)
  const [encryption, integrity, ah] = [of('encryption'), of('integrity'), of('ah')]
  const onlyAh = encryption.length === 0 && ah.length > 0
  return {
    protocol: onlyAh && integrity.length === 0 ? 'ah' : 'esp',
    encryption,
    integrity: onlyAh ? ah : integrity,
    prf: [],
    ke: groups,
    esn: [esn ? 'EXT_SEQ' : 'NO_EXT_SEQ'],
  }
}
