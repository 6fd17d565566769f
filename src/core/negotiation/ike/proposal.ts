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
 * The first own proposal that has something in common with a received one, and of each kind the algorithm that the own
 * one prefers (RFC 7296 2.7; strongSwan prefers what it has configured). Of a child's first negotiation the key exchange
 * is no part, since IKE_AUTH carries none (RFC 7296 1.2).
 */
export function chooseProposal(
  own: readonly Proposal[],
  received: readonly Proposal[],
  options: { readonly withoutKe?: boolean } = {},
): ChosenProposal | undefined {
  for (const mine of own) {
    for (const theirs of received) {
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

/**
 * Phase 1 of IKEv1 as strongSwan writes it: of each proposal, one algorithm of each kind, the first (RFC 2409 names one
 * of each).
 */
export function asVersion1(proposals: readonly Proposal[]): Proposal[] {
  return proposals.map(firstOfEach)
}

/**
 * Quick mode has one key exchange for all of its proposals (RFC 2409 5.5): strongSwan takes the group of the IKE SA where
 * the child names it, else the first that it names, and offers only the proposals that have it. ChaCha20 has no number in
 * IKEv1 (RFC 7634 is for IKEv2 alone) and cannot be offered.
 */
export function asQuickMode(proposals: readonly Proposal[], ikeGroup: string | null): Proposal[] {
  const known = proposals.filter(({ encryption }) => !encryption[0]?.startsWith('CHACHA20'))
  const groups = known.flatMap(({ ke }) => ke)
  const group = ikeGroup !== null && groups.includes(ikeGroup) ? ikeGroup : groups[0]
  if (group === undefined) return known.map(firstOfEach)
  return known.filter(({ ke }) => ke.includes(group)).map((proposal) => ({ ...firstOfEach(proposal), ke: [group] }))
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
