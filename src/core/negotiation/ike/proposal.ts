import type { Proposal } from '../../model/ike-policy.ts'
import { rememberedOf } from '../../model/remembered.ts'

/** One algorithm of each kind; `null` where the kind is no part of it. */
export interface ChosenProposal {
  readonly encryption: string | null
  readonly integrity: string | null
  readonly prf: string | null
  readonly ke: string | null
  readonly esn: string | null
}

type Kind = keyof ChosenProposal

const KINDS: readonly Kind[] = ['encryption', 'integrity', 'prf', 'ke', 'esn']

/**
 * The first of the preferred proposals that has something in common with one of the other end, and of each kind the
 * algorithm that it puts first (RFC 7296 2.7). Of a child's first negotiation the key exchange is no part, since IKE_AUTH
 * carries none (RFC 7296 1.2).
 */
export function chooseProposal(
  preferred: readonly Proposal[],
  others: readonly Proposal[],
  options: { readonly withoutKe?: boolean } = {},
): ChosenProposal | undefined {
  const near = nearIn(others)
  for (const mine of preferred.length <= FEW ? preferred : distinct(preferred)) {
    for (const theirs of near(mine)) {
      const chosen = common(mine, theirs, options.withoutKe === true)
      if (chosen !== undefined) return chosen
    }
  }
  return undefined
}

/** So few are compared as they stand. */
const FEW = 16

/** Without those that are the same as one before them. */
const distinct = rememberedOf((proposals: readonly Proposal[]): readonly Proposal[] => {
  const known = new Set<string>()
  return proposals.filter((each) => {
    const key = keyOf(each)
    return !known.has(key) && known.add(key)
  })
})

/** Gives for a proposal those of a list, in their order, that it may have something in common with; of few all. */
function nearIn(proposals: readonly Proposal[]): (mine: Proposal) => readonly Proposal[] {
  if (proposals.length <= FEW) return () => proposals
  const byCipher = ciphersOf(proposals)
  return ({ encryption }) => {
    const [cipher] = encryption
    const isAlone = encryption.length === 1 && cipher !== undefined && cipher !== 'NONE'
    return isAlone ? (byCipher.get(cipher) ?? []) : distinct(proposals)
  }
}

const ciphersOf = rememberedOf((proposals: readonly Proposal[]): ReadonlyMap<string, readonly Proposal[]> => {
  const found = new Map<string, Proposal[]>()
  for (const each of distinct(proposals)) {
    for (const cipher of new Set(each.encryption)) {
      const known = found.get(cipher)
      if (known === undefined) found.set(cipher, [each])
      else known.push(each)
    }
  }
  return found
})

function keyOf(proposal: Proposal): string {
  return JSON.stringify([proposal.protocol, ...KINDS.map((kind) => proposal[kind])])
}

/** Whether a choice was made from a proposal of this list. */
export function offers(proposals: readonly Proposal[], chosen: ChosenProposal): boolean {
  return proposals.some((proposal) =>
    KINDS.every((kind) => {
      const algorithm = chosen[kind]
      return algorithm === null || proposal[kind].length === 0 || proposal[kind].includes(algorithm)
    }),
  )
}

/** `AES_CBC_256-HMAC_SHA2_256_128-PRF_HMAC_SHA2_256-MODP_2048`; sequence numbers are named only when extended. */
export function formatProposal({ encryption, integrity, prf, ke, esn }: ChosenProposal): string {
  const parts = [encryption, integrity, prf, ke, esn === 'NO_EXT_SEQ' ? null : esn]
  return parts.filter((part) => part !== null && part !== 'NONE').join('-')
}

function common(mine: Proposal, theirs: Proposal, withoutKe: boolean): ChosenProposal | undefined {
  if (mine.protocol !== theirs.protocol) return undefined
  const chosen: { -readonly [kind in Kind]: string | null } = {
    encryption: null,
    integrity: null,
    prf: null,
    ke: null,
    esn: null,
  }
  for (const kind of KINDS) {
    if (kind === 'ke' && withoutKe) continue
    // A cipher that authenticates by itself goes without an integrity algorithm (RFC 5282 8).
    if (kind === 'integrity' && isAead(chosen.encryption)) continue
    const algorithm = select(mine[kind], theirs[kind])
    if (algorithm === undefined) return undefined
    chosen[kind] = algorithm
  }
  return chosen
}

/** `null`: neither has the kind; `undefined`: nothing in common. A kind that one of them lacks is met by `NONE` alone. */
function select(mine: readonly string[], theirs: readonly string[]): string | null | undefined {
  if (mine.length === 0 && theirs.length === 0) return null
  if (mine.length === 0 || theirs.length === 0) {
    return [...mine, ...theirs].find((algorithm) => algorithm === 'NONE' || algorithm === 'NO_EXT_SEQ')
  }
  return mine.find((algorithm) => theirs.includes(algorithm))
}

function isAead(encryption: string | null): boolean {
  return encryption !== null && /_(?:GCM|CCM)_|CHACHA20_POLY1305/.test(encryption)
}
