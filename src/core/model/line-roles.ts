import type { SourceLine } from '../text/source-text.ts'
import type { LineRole } from './format.ts'

/** What became of the lines of one block, by their numbers, which follow each other. Of any other line it takes no note. */
export class LineRoles {
  readonly #first: number
  readonly #roles: (LineRole | undefined)[]

  constructor(lines: readonly SourceLine[]) {
    this.#first = lines[0]?.number ?? 1
    this.#roles = new Array<LineRole | undefined>(lines.length).fill(undefined)
  }

  get(line: number): LineRole | undefined {
    return this.#roles[line - this.#first]
  }

  set(line: number, role: LineRole): void {
    const at = line - this.#first
    if (at >= 0 && at < this.#roles.length) this.#roles[at] = role
  }
}

const WEIGHTS: readonly LineRole[] = ['irrelevant', 'read', 'unsupported', 'unrecognised']

/** What is said of a line that holds two things: nothing of it is passed over silently. */
export function heavier(one: LineRole, other: LineRole): LineRole {
  return WEIGHTS.indexOf(other) > WEIGHTS.indexOf(one) ? other : one
}
