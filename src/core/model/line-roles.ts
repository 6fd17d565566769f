import type { SourceLine } from '../text/source-text.ts'
import type { LineRole } from './format.ts'

/** By the number that stands for each; 0 for none. */
const ROLES: readonly (LineRole | undefined)[] = [undefined, 'read', 'irrelevant', 'unsupported', 'unrecognised']

/**
 * What became of the lines of one block, by their numbers, which follow each other. Of any other line it takes no note. One byte is kept of
 * each line, since long texts have millions.
 */
export class LineRoles {
  readonly #first: number
  readonly #roles: Uint8Array

  constructor(lines: readonly SourceLine[]) {
    this.#first = lines[0]?.number ?? 1
    this.#roles = new Uint8Array(lines.length)
  }

  get(line: number): LineRole | undefined {
    return ROLES[this.#roles[line - this.#first] ?? 0]
  }

  /** A number beyond the block is passed over, as by every typed array. */
  set(line: number, role: LineRole): void {
    this.#roles[line - this.#first] = ROLES.indexOf(role)
  }

  /** Puts what became of the lines at the end of this block in the place of what was said of them. */
  putEnd(end: LineRoles): void {
    this.#roles.set(end.#roles, this.#roles.length - end.#roles.length)
  }
}

const WEIGHTS: readonly LineRole[] = ['irrelevant', 'read', 'unsupported', 'unrecognised']

/** What is said of a line that holds two things: nothing of it is passed over silently. */
export function heavier(one: LineRole, other: LineRole): LineRole {
  return WEIGHTS.indexOf(other) > WEIGHTS.indexOf(one) ? other : one
}
