import type { ChildExchange } from '../../model/ike-daemon.ts'
import type { ChildConfig, IkeVersion, Proposal } from '../../model/ike-policy.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { PRF_OF_INTEGRITY } from './algorithms.ts'

/** Linux has no such ESP: it is chosen, and then cannot be installed (measured: "not supported by kernel"). */
const NOT_IN_LINUX = /^CAMELLIA_(?:CCM_|CTR_|XCBC_96$)/
/** Numbers for private use (RFC 7296 3.3.2): taken where both ends say that they are strongSwan, which none does by itself (measured). */
const PRIVATE = /^(?:SERPENT_|TWOFISH_|HMAC_SHA2_256_96$)/
/** Without a number in IKEv1, so that charon leaves out the proposal that begins with it (measured; RFC 7634 is for IKEv2 alone). */
const CIPHER_OF_VERSION_2 = /^(?:CHACHA20|CAMELLIA_CCM)_/
/** The same of integrity: the proposal goes out without any, and nobody takes it (measured). */
const INTEGRITY_OF_VERSION_2 = /^(?:HMAC_SHA2_256_96|HMAC_SHA1_160|HMAC_MD5_128|AES_CMAC_96|CAMELLIA_XCBC_96)$/

/**
 * Quick mode has one key exchange for all of its proposals: the group of the IKE SA where the child names it, else the
 * first that it names, and only the proposals that have it.
 */
export function offerChild({ proposals }: ChildConfig, { version, ikeGroup }: ChildExchange): readonly Proposal[] {
  if (version === 2) return installable(proposals.value)
  const numbered = proposals.value.filter(({ encryption: [cipher = ''] }) => !CIPHER_OF_VERSION_2.test(cipher))
  const groups = numbered.flatMap(({ ke }) => ke)
  const group = ikeGroup !== null && groups.includes(ikeGroup) ? ikeGroup : groups[0]
  if (group === undefined) return numbered.map(asQuickMode)
  return numbered.filter(({ ke }) => ke.includes(group)).map((proposal) => ({ ...asQuickMode(proposal), ke: [group] }))
}

/** What it takes as responder of this peer, and takes of its answer. */
export function acceptChild({ proposals }: ChildConfig, { version, sayProduct }: ChildExchange): readonly Proposal[] {
  const taken = sayProduct === false ? acceptable(proposals.value) : installable(proposals.value)
  return version === 1 ? numbered(taken) : taken
}

/** Algorithms of a child that are taken where both ends say that they are strongSwan; each once. */
export function privateAlgorithms({ proposals }: ChildConfig): readonly string[] {
  const all = proposals.value.flatMap(({ encryption, integrity }) => [...encryption, ...integrity])
  return [...new Set(all.filter((name) => PRIVATE.test(name)))]
}

const installable = rememberedOf((proposals: readonly Proposal[]) => without(proposals, NOT_IN_LINUX))
const acceptable = rememberedOf((proposals: readonly Proposal[]) => without(installable(proposals), PRIVATE))

/** What a peer names by a number that quick mode has for it, charon does not know by that (measured with AES-CMAC). */
const UNNUMBERED = /^(?:CHACHA20_|CAMELLIA_CCM_|HMAC_SHA1_160$|HMAC_MD5_128$|AES_CMAC_96$|CAMELLIA_XCBC_96$)/
const numbered = rememberedOf((proposals: readonly Proposal[]) => without(proposals, UNNUMBERED))

/** The very list, where it has none of them. */
function without(proposals: readonly Proposal[], algorithms: RegExp): readonly Proposal[] {
  const isOne = (name: string) => algorithms.test(name)
  if (!proposals.some(({ encryption, integrity }) => encryption.some(isOne) || integrity.some(isOne))) return proposals
  return proposals.flatMap((proposal): Proposal[] => {
    const encryption = proposal.encryption.filter((name) => !isOne(name))
    const integrity = proposal.integrity.filter((name) => !isOne(name))
    const isLeft = encryption.length > 0 && (integrity.length > 0 || proposal.integrity.length === 0)
    return isLeft ? [{ ...proposal, encryption, integrity }] : []
  })
}

function asQuickMode(proposal: Proposal): Proposal {
  const { integrity, ...first } = firstOfEach(proposal)
  return { ...first, integrity: integrity.filter((name) => !INTEGRITY_OF_VERSION_2.test(name)) }
}

/**
 * IKEv1: of each proposal, one algorithm of each kind, the first. Its one hash is for integrity and the pseudo-random function (RFC 2409,
 * Appendix A): whatever function is written, that of the hash is sent (measured). Nobody can agree on what has no hash, as AES-GCM, or no
 * number there.
 */
export function offerIke(proposals: readonly Proposal[], version: IkeVersion): readonly Proposal[] {
  return version === 1 ? without(proposals, UNNUMBERED_IKE).flatMap(asMainMode) : proposals
}

const UNNUMBERED_IKE = /_CTR_|^(?:AES_XCBC_96|AES_CMAC_96|HMAC_SHA1_160)$/

function asMainMode(proposal: Proposal): Proposal[] {
  const first = firstOfEach(proposal)
  const [integrity] = first.integrity
  if (integrity === undefined) return []
  const own = PRF_OF_INTEGRITY.get(integrity)
  return [own === undefined ? first : { ...first, prf: [own] }]
}

function firstOfEach(proposal: Proposal): Proposal {
  return {
    ...proposal,
    encryption: proposal.encryption.slice(0, 1),
    integrity: proposal.integrity.slice(0, 1),
    prf: proposal.prf.slice(0, 1),
    ke: proposal.ke.slice(0, 1),
    esn: proposal.esn.slice(0, 1),
  }
}
