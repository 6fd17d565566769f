import type { LineRole } from '../model/format.ts'
import { heavier, LineRoles } from '../model/line-roles.ts'
import { type SourceLine, type Span, spanAt } from '../text/source-text.ts'

/** A piece of a flowing text: from one offset up to another. */
export interface Piece {
  readonly from: number
  readonly to: number
}

/** A piece that was understood, and what became of it. */
export interface Understood extends Piece {
  readonly role: LineRole
}

/** A piece whose role is `null` until it is understood. */
export interface Noted extends Piece {
  role: LineRole | null
}

/** What became of a piece. It is put behind those that were understood before it, once. */
export function note(piece: Noted, role: LineRole, understood: Noted[]): void {
  if (piece.role === null) understood.push(piece)
  piece.role = role
}

/**
 * The lines of a block as one text, for output whose line breaks cannot be trusted since a mail client or a chat has
 * re-wrapped it or run it together into one line.
 */
export interface FlowingText {
  readonly text: string
  readonly lines: readonly SourceLine[]
  /** Offset of each line's first character. */
  readonly starts: readonly number[]
  /** Index of the line that was asked for last: the next one mostly stands near to it. */
  last: number
}

export function flow(lines: readonly SourceLine[]): FlowingText {
  return new FlowingLines(lines)
}

/** Puts the text together when it is asked for: of lines that stand as they were printed it is not needed. */
class FlowingLines implements FlowingText {
  readonly lines: readonly SourceLine[]
  last = 0
  #text: string | undefined
  #starts: readonly number[] | undefined

  constructor(lines: readonly SourceLine[]) {
    this.lines = lines
  }

  get text(): string {
    this.#text ??= this.lines.map((line) => line.text).join('\n')
    return this.#text
  }

  get starts(): readonly number[] {
    this.#starts ??= startsOf(this.lines)
    return this.#starts
  }
}

function startsOf(lines: readonly SourceLine[]): number[] {
  const starts = new Array<number>(lines.length).fill(0)
  let offset = 0
  for (let at = 0; at < lines.length; at++) {
    starts[at] = offset
    offset += (lines[at]?.text.length ?? 0) + 1
  }
  return starts
}

/** Index of the line that holds an offset. */
export function lineIndexAt(flowing: FlowingText, offset: number): number {
  const { starts, last } = flowing
  // Steps that become longer, back or forth, to two lines with the offset between them.
  let low = last
  let high = last + 1
  for (let step = NEAR; (starts[low] ?? 0) > offset; step *= 2) {
    high = low
    low = Math.max(0, low - step)
  }
  for (let step = NEAR; (starts[high] ?? offset + 1) <= offset; step *= 2) {
    low = high
    high = Math.min(starts.length, high + step)
  }
  while (low + 1 < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle
  }
  flowing.last = low
  return low
}

/** So many lines away the next place is looked for first. */
const NEAR = 8

/** The place of a piece; of one that is wrapped, the part on its first line. */
export function placeOf(flowing: FlowingText, piece: Piece): Span {
  const index = lineIndexAt(flowing, piece.from)
  const line = flowing.lines[index] ?? { source: '', number: 1, text: '' }
  const start = piece.from - (flowing.starts[index] ?? 0)
  return spanAt(line, start, Math.min(piece.to - piece.from, line.text.length - start))
}

/**
 * The role of each line of which every word was understood; a line with a word left over is not among them. `understood`
 * stands in the order of the text, without overlaps. Of a text from which lines were taken out, `lines` are all of them.
 */
export function rolesOf(
  flowing: FlowingText,
  understood: readonly (Understood | Noted)[],
  lines: readonly SourceLine[] = flowing.lines,
): LineRoles {
  const roles = new LineRoles(lines)
  tellRoles(flowing, understood, { from: 0, to: flowing.lines.length }, roles)
  return roles
}

/** The same for some of the lines, by their indexes, of which nothing is told yet. */
export function tellRoles(
  flowing: FlowingText,
  understood: readonly (Understood | Noted)[],
  lines: Piece,
  roles: LineRoles,
): void {
  let next = 0
  let start = flowing.starts[lines.from] ?? 0
  for (let index = lines.from; index < lines.to; index++) {
    const line = flowing.lines[index]
    if (line === undefined) break
    const end = start + line.text.length
    while ((understood[next]?.to ?? end) < start) next++
    let hasRest = false
    let done = start
    let role: LineRole = 'irrelevant'
    for (let at = next; at < understood.length; at++) {
      const piece = understood[at]
      if (piece === undefined || piece.from >= end) break
      hasRest ||= hasWord(flowing.text, done, piece.from)
      done = piece.to
      if (piece.role !== null && piece.role !== role) role = heavier(role, piece.role)
    }
    if (!hasRest && !hasWord(flowing.text, done, end) && roles.get(line.number) === undefined)
      roles.set(line.number, role)
    start = end + 1
  }
}

/** Whether a letter or a digit stands between two offsets. */
function hasWord(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code > 127) return /[\p{L}\p{N}]/u.test(text.slice(at, to))
    if (isLetterOrDigit(code)) return true
  }
  return false
}

/** Of US-ASCII. */
function isLetterOrDigit(code: number): boolean {
  const lower = code | 32
  return (lower >= 97 && lower <= 122) || (code >= 48 && code <= 57)
}
