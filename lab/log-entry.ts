import type { EndLetter } from './case.ts'

/** One line of a charon's log; `time` sorts as text. */
export interface LogEntry {
  readonly time: string
  readonly side: EndLetter
  /** The subsystem charon names: NET, ENC, IKE, CFG, CHD, ... */
  readonly group: string
  readonly text: string
}
