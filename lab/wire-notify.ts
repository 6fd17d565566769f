import type { EndLetter } from './case.ts'

/** An error notify that one end sent, and in which exchange; `''` where the log does not name it. */
export interface WireNotify {
  readonly from: EndLetter
  readonly notify: string
  readonly exchange: string
}
