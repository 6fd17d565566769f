import type { Proposal } from '../../model/ike-policy.ts'
import { rememberedIn } from '../../model/remembered.ts'
import { ALGORITHMS, type AlgorithmKind, isAead, PRF_OF_INTEGRITY } from './algorithms.ts'

export { defaultProposals, writtenDefault } from './default-proposals.ts'

/** Why a text is no proposal: one full sentence that quotes it. */
export interface ProposalProblem {
  readonly problem: string
}

/**
 * One proposal as swanctl.conf and ipsec.conf write it: `aes256-sha256-modp2048`. The rules are those by which strongSwan
 * 5.9.8 refuses one (measured); they follow RFC 7296 3.3.3 and RFC 5282 8.
 */
export function parseProposal(text: string, protocol: Proposal['protocol']): Proposal | ProposalProblem {
  const written = text.trim()
  const found: { readonly [kind in AlgorithmKind]: Set<string> } = {
    encryption: new Set(),
    integrity: new Set(),
    prf: new Set(),
    ke: new Set(),
    esn: new Set(),
  }
  for (const word of keywordsOf(written)) {
    if (isAdditionalExchange(word)) continue
    const algorithm = ALGORITHMS.get(word)
    if (algorithm === undefined) return { problem: `"${word}" in "${written}" is no algorithm that strongSwan knows.` }
    found[algorithm.kind].add(algorithm.name)
  }
  const problem = complete(found, protocol)
  if (problem !== null) return { problem: `The ${protocol.toUpperCase()} proposal "${written}" ${problem}.` }
  return {
    protocol,
    encryption: [...found.encryption],
    integrity: [...found.integrity],
    prf: [...found.prf],
    ke: [...found.ke],
    esn: [...found.esn],
  }
}

const REMEMBERED = {
  ike: rememberedIn((text) => parseProposal(text, 'ike')),
  esp: rememberedIn((text) => parseProposal(text, 'esp')),
  ah: rememberedIn((text) => parseProposal(text, 'ah')),
}

/** The same in a text that is being read, where many connections write the same one. */
export function proposalIn(reading: object, text: string, protocol: Proposal['protocol']): Proposal | ProposalProblem {
  return REMEMBERED[protocol](reading, text)
}

/** Additional key exchanges of RFC 9370, which strongSwan has since 6.0 (`ke1_mlkem768`) and the model has not. */
export function hasAdditionalExchange(text: string): boolean {
  return keywordsOf(text).some(isAdditionalExchange)
}

function isAdditionalExchange(word: string): boolean {
  const [, rest] = /^ke[1-7]_(.+)$/.exec(word) ?? []
  return rest !== undefined && ALGORITHMS.get(rest)?.kind === 'ke'
}

function keywordsOf(text: string): string[] {
  return text
    .split('-')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}

/** Adds what goes without saying, takes away what does not count, and tells what is missing. */
function complete(
  found: { readonly [kind in AlgorithmKind]: Set<string> },
  protocol: Proposal['protocol'],
): string | null {
  const { encryption, integrity, prf, ke, esn } = found
  if (protocol === 'ike') {
    if (prf.size === 0) for (const algorithm of integrity) addIfKnown(prf, PRF_OF_INTEGRITY.get(algorithm))
    if (prf.size === 0) return 'has no pseudo-random function, e.g. prfsha256'
    ke.delete('NONE')
    if (ke.size === 0) return 'has no Diffie-Hellman group, e.g. modp2048'
  } else {
    prf.clear()
    if (esn.size === 0) esn.add('NO_EXT_SEQ')
  }
  if (protocol === 'ah') {
    for (const cipher of encryption) addIfKnown(integrity, gmacOf(cipher))
    encryption.clear()
    return integrity.size === 0 ? 'has no integrity algorithm, e.g. sha256' : null
  }
  if (encryption.size === 0) return 'has no encryption algorithm, e.g. aes256'
  const combined = [...encryption].filter(isAead)
  if (combined.length === 0) {
    const lacks = protocol === 'ike' && integrity.size === 0
    return lacks ? `has no integrity algorithm, e.g. sha256` : null
  }
  if (combined.length < encryption.size) {
    return 'mixes ciphers that authenticate by themselves with others; they must be proposals of their own'
  }
  integrity.clear()
  return null
}

function addIfKnown(algorithms: Set<string>, algorithm: string | undefined) {
  if (algorithm !== undefined) algorithms.add(algorithm)
}

/** In AH, the keyword of the cipher stands for the integrity algorithm (RFC 4543 2). */
function gmacOf(cipher: string): string | undefined {
  const bits = /^NULL_AES_GMAC_(\d+)$/.exec(cipher)?.[1]
  return bits === undefined ? undefined : `AES_${bits}_GMAC`
}
