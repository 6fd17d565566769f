import type { Obstacle } from './obstacle.ts'

/** Why entries that are configured are not in force, and what puts them into force. */
export interface SwitchedOff extends Pick<Obstacle, 'say' | 'spans' | 'steps'> {
  /** What was in force until then no longer is, as with the policies of Windows, of which one alone is. */
  readonly alone: boolean
  /** They are of another policy than that which is in force, and may be of another time. */
  readonly aside: boolean
}
