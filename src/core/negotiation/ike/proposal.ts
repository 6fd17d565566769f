import type { Proposal } from '../../model/ike-policy.ts'

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
  for (const mine of preferred) {
    for (const theirs of others) {
      const chosen = common(mine, theirs, options.withoutKe === true)
      if (chosen !== undefined) return chosen
    }
  }
  return undefined
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
    const optional = [...mine, ...theirs].find((algorithm) => algorithm === 'NONE' || algorithm === 'NO_EXT_SEQ')
    return optional === undefined ? undefined : optional
  }
  return mine.find((algorithm) => theirs.includes(algorithm))
}

function isAead(encryption: string | null): boolean {
  return encryption !== null && /_(?:GCM|CCM)_|CHACHA20_POLY1305/.test(encryption)
}
