import type { AddressRange } from '../../address/address-range.ts'
import type { PolicySettings } from '../../model/endpoint.ts'
import type { LineRole, ReadingProblem } from '../../model/format.ts'
import type { IkeSa } from '../../model/ike-sa.ts'
import type { MissingPart, Obstacle } from '../../model/obstacle.ts'
import type { Setting } from '../../model/setting.ts'
import type { SourceLine } from '../../text/source-text.ts'
import type { Ident } from './ident.ts'

/** Reads the lines of one kind of output, in order, each without the blanks around it; `undefined`: a line that it does not know. */
export type LineReader = (text: string, line: SourceLine) => LineRole | undefined

/** Reads one kind of output; `finish` is called where it ends. */
export interface OutputReader {
  readonly read: LineReader
  readonly finish: () => void
}

/** What the outputs of one gateway have told so far; the readers of the outputs add to it. */
export interface Shown {
  readonly idents: Ident[]
  readonly obstacles: Obstacle[]
  readonly ikeSas: IkeSa[]
  readonly own: Setting<AddressRange>[]
  readonly peers: Setting<AddressRange>[]
  readonly settings: PolicySettings[]
  readonly problems: ReadingProblem[]
  readonly missing: MissingPart[]
  /** Of an IKE daemon whose kernel can be asked as well. */
  readonly isDaemon: boolean
  /** An output was there that lists SAs, even where it lists none. */
  lists: { readonly entries: boolean; readonly sas: boolean; readonly ikeSas: boolean }
}

export function nothingShown(isDaemon = false): Shown {
  return {
    isDaemon,
    idents: [],
    obstacles: [],
    ikeSas: [],
    own: [],
    peers: [],
    settings: [],
    problems: [],
    missing: [],
    lists: { entries: false, sas: false, ikeSas: false },
  }
}
