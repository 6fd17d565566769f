/** The kinds of algorithms, in the order in which they are told. */
export const KINDS = ['encryption', 'integrity', 'the PRF', 'the key exchange', 'extended sequence numbers'] as const
export type Kind = (typeof KINDS)[number]

/** One proposal as a log lists it: algorithms by the names of the product. */
export interface ListedProposal {
  readonly protocol: 'ike' | 'esp' | 'ah'
  readonly algorithms: readonly (readonly [Kind, string])[]
}

/** The proposals that a log lists beside an error. */
export interface ListedProposals {
  /** Of the other end, and where in the lines they begin. */
  readonly offered: readonly ListedProposal[]
  readonly at: number
  /** Of the gateway whose log it is; `null` where the log does not list them. */
  readonly accepted: readonly ListedProposal[] | null
  /** Only the kind in which they differ is listed. */
  readonly isPart?: true
}

/** `AES_CBC` with its key length behind it, where one is listed. */
export function withBits(name: string, bits: string | undefined): string {
  return bits === undefined ? name : `${name}_${bits}`
}
