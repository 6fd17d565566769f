import type { Proposal } from '../../model/ike-policy.ts'
import { groupNumber, hashTransformOf, ikeCipherOf, ikeHashOf, ikePrfOf, transformOf } from '../cisco/algorithms.ts'

/** One of each kind, as `crypto isakmp policy` has it; `undefined` for what IOS has no word for. */
export function isakmpWords({ encryption, integrity, ke }: Proposal): readonly string[] | undefined {
  const cipher = ikeCipherOf(encryption[0] ?? '', 'aes 256')
  const hash = ikeHashOf(integrity[0] ?? '', 'sha')
  const group = groupNumber(ke[0] ?? '')
  if (cipher === undefined || hash === undefined || group === undefined) return undefined
  return [`encryption ${cipher}`, `hash ${hash}`, `group ${group}`]
}

/** All of each kind, as `crypto ikev2 proposal` has them. */
export function ikev2Words({ encryption, integrity, prf, ke }: Proposal): readonly string[] | undefined {
  const ciphers = encryption.map((name) => ikeCipherOf(name, 'aes-cbc-256'))
  const hashes = integrity.map((name) => ikeHashOf(name, 'sha1'))
  const prfs = prf.map((name) => ikePrfOf(name, 'sha1'))
  const groups = ke.map(groupNumber)
  if ([...ciphers, ...hashes, ...prfs, ...groups].includes(undefined)) return undefined
  if (ciphers.length === 0 || groups.length === 0) return undefined
  const same = hashes.join() === prfs.join()
  return [
    `encryption ${ciphers.join(' ')}`,
    ...(hashes.length > 0 ? [`integrity ${hashes.join(' ')}`] : []),
    ...(prfs.length > 0 && !same ? [`prf ${prfs.join(' ')}`] : []),
    `group ${groups.join(' ')}`,
  ]
}

/** `esp-aes 256 esp-sha256-hmac` for the first algorithm of each kind. */
export function transformWords({ protocol, encryption, integrity }: Proposal): string | undefined {
  const cipher = encryption[0] === undefined ? [] : transformOf(encryption[0])
  const hash = integrity[0] === undefined ? null : hashTransformOf(integrity[0], protocol === 'ah' ? 'ah' : 'esp')
  if (cipher === undefined || hash === undefined) return undefined
  const words = [...cipher, ...(hash === null ? [] : [hash])]
  return words.length === 0 ? undefined : words.join(' ')
}

/** A transform set has one algorithm of each kind: a proposal with several becomes several sets. */
export function singleTransforms(proposals: readonly Proposal[]): Proposal[] {
  return proposals.flatMap((proposal) =>
    oneOf(proposal.encryption).flatMap((encryption) =>
      oneOf(proposal.integrity).map((integrity) => ({ ...proposal, encryption, integrity })),
    ),
  )
}

/** An IKE policy of IKEv1 has one of each kind. */
export function singlePolicies(proposals: readonly Proposal[]): Proposal[] {
  return singleTransforms(proposals).flatMap((proposal) => oneOf(proposal.ke).map((ke) => ({ ...proposal, ke })))
}

function oneOf(algorithms: readonly string[]): (readonly string[])[] {
  return algorithms.length === 0 ? [[]] : algorithms.map((algorithm) => [algorithm])
}

export function canWriteIke(proposals: readonly Proposal[]): boolean {
  return proposals.every((proposal) => ikev2Words(proposal) !== undefined)
}

/** IOS has one group of PFS for all transform sets of an entry. */
export function canWriteChild(proposals: readonly Proposal[]): boolean {
  const groups = proposals.flatMap(({ ke }) => (ke.length === 0 ? ['NONE'] : ke))
  const known = groups.every((group) => group === 'NONE' || groupNumber(group) !== undefined)
  return (
    known && new Set(groups).size < 2 && singleTransforms(proposals).every((each) => transformWords(each) !== undefined)
  )
}
