import type { Refused } from '../../model/logged-refusal.ts'
import type { Subject } from './attempt.ts'

/** Which negotiation a line is about: that of the IKE SA (phase 1), or what follows it (IKE_AUTH, phase 2). */
export type Stage = 'ike' | 'later' | undefined

/**
 * Words of a log, by how much they tell: a `cause` says why, and the `notify` that is sent because of it what the RFCs have
 * for it; `unsent` says why an end cannot reach the other one, until it is answered; `silence` is told where nothing else is. `up`
 * says that a child came up, and `half up` that an IKE SA did, of which nothing else is told.
 */
export interface Saying {
  readonly kind: 'cause' | 'notify' | 'unsent' | 'silence' | 'half up' | 'up'
  readonly words: RegExp
  /** `isListed`: the values of both ends stand there, so that what else it might be is left out. */
  readonly means: (stage: Stage, isListed: boolean) => string
  /** What the lines up to the one that says it tell of its values, in a sentence. */
  readonly values?: (lines: readonly string[]) => string | null
  /** What the other end asked for and did not get. */
  readonly subject?: Subject
  /** What it refused of this one, where the line tells that it came from there. */
  readonly refused?: (stage: Stage) => Refused
}
