import type { ReadingProblem } from '../model/format.ts'
import type { MissingPart } from '../model/obstacle.ts'
import type { Span } from '../text/source-text.ts'

/** So many pairs are made of the two lists of one connection, child or site, and of those of all; nobody has as many. */
const [MOST_OF_ONE, MOST_OF_ALL] = [16_384, 65_536]

/** What there is no room for, and what is told of it. */
interface TooManyPairs {
  readonly problem: ReadingProblem
  readonly missing: MissingPart
}

/** Room for the pairs of networks that the lists of one text make: each network of one list with each of the other. */
export class RoomForPairs {
  readonly #command: string
  #made = 0

  /** By the command that prints the text. */
  constructor(command: string) {
    this.#command = command
  }

  /**
   * Takes room for the pairs of two lists of what is called so. Where there is none, tells it, and what the lists belong to is
   * not looked at. Lists of which one has a single network always have room.
   */
  take(name: string, span: Span, ours: number, theirs: number): TooManyPairs | null {
    const pairs = ours > 1 && theirs > 1 ? ours * theirs : 0
    if (pairs <= MOST_OF_ONE && this.#made + pairs <= MOST_OF_ALL) {
      this.#made += pairs
      return null
    }
    const say = `The lists of ${name} make ${pairs} pairs of networks; no more than ${MOST_OF_ONE} are made of one and ${MOST_OF_ALL} in all, so that it is not looked at.`
    return {
      problem: { kind: 'unsupported', span, say, instead: 'Paste only the networks that are about this tunnel.' },
      missing: { code: 'TS001', topic: `pairs of the long lists in ${name}`, command: this.#command },
    }
  }
}
