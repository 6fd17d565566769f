import type { LineRole } from '../../model/format.ts'
import { heavier, type LineRoles } from '../../model/line-roles.ts'
import { type SourceLine, type Span, spanAt } from '../../text/source-text.ts'
import { type PlacedWord, wordsOf } from '../../text/words.ts'
import { type Clause, type ClauseKind, clausesOf } from './clauses.ts'

/** One policy or SA of a dump. */
export interface XfrmRecord {
  readonly words: readonly string[]
  /** Of each word its line, and its 0-based index in it. */
  readonly lines: readonly SourceLine[]
  readonly indexes: readonly number[]
  readonly clauses: readonly Clause[]
  /** Words that belong to no clause. */
  readonly unknown: readonly number[]
}

/** A mark of a blanked key is one word, though it has a blank inside. */
const WORD = /‹secret [\d?]+›|[^\s\\]+/g
const QUOTE_MARKS = /^[\s>|]+/

/** Cuts the lines of a dump into records: each begins with `src`, but for that of a template or of an SA's selector. */
export function* recordsOf(lines: readonly SourceLine[]): Generator<XfrmRecord> {
  let record: { words: string[]; lines: SourceLine[]; indexes: number[] } | undefined
  let last = ''
  for (const line of lines) {
    for (const { text, at } of wordsIn(line.text)) {
      if (text === 'src' && last !== 'tmpl' && last !== 'sel') {
        if (record !== undefined) yield { ...record, ...clausesOf(record.words) }
        record = { words: [], lines: [], indexes: [] }
      }
      if (record === undefined) continue
      record.words.push(text)
      record.lines.push(line)
      record.indexes.push(at)
      last = text
    }
  }
  if (record !== undefined) yield { ...record, ...clausesOf(record.words) }
}

function wordsIn(text: string): PlacedWord[] {
  const quoted = QUOTE_MARKS.exec(text)?.[0].length ?? 0
  if (!/[‹\\]/.test(text)) return wordsOf(text, quoted)
  return [...text.slice(quoted).matchAll(WORD)].map((match) => ({ text: match[0], at: quoted + match.index }))
}

/** The first clause of a kind. */
export function clauseOf(record: XfrmRecord, kind: ClauseKind): Clause | undefined {
  return record.clauses.find((clause) => clause.kind === kind)
}

/** The line that a clause begins in, from there on. */
export function spanOf({ words, lines, indexes }: XfrmRecord, { from, to }: Clause): Span {
  const [line, start, last] = [lines[from], indexes[from], to - 1]
  if (line === undefined || start === undefined) return { source: '', line: 1, column: 1, length: 0 }
  const end = lines[last] === line ? (indexes[last] ?? start) + (words[last]?.length ?? 0) : line.text.trimEnd().length
  return spanAt(line, start, end - start)
}

/** Notes the lines of a record; one with a word that belongs to nothing was not understood. */
export function noteRoles({ lines, unknown }: XfrmRecord, role: LineRole, roles: LineRoles): void {
  let noted: SourceLine | null = null
  for (const line of lines) {
    if (line === noted) continue
    noted = line
    roles.set(line.number, heavier(roles.get(line.number) ?? role, role))
  }
  for (const at of unknown) roles.set(lines[at]?.number ?? 0, 'unrecognised')
}
