import type { LineRole } from '../../model/format.ts'
import { type SourceLine, type Span, spanAt } from '../../text/source-text.ts'
import { type PlacedWord, wordsOf } from '../../text/words.ts'
import { type Clause, type ClauseKind, clausesOf } from './clauses.ts'

interface Word extends PlacedWord {
  readonly line: SourceLine
}

/** One policy or SA of a dump. */
export interface XfrmRecord {
  readonly words: readonly Word[]
  readonly clauses: readonly Clause[]
  readonly unknown: readonly Word[]
}

/** A mark of a blanked key is one word, though it has a blank inside. */
const WORD = /‹secret [\d?]+›|[^\s\\]+/g
const QUOTE_MARKS = /^[\s>|]+/

/** Cuts the lines of a dump into records: each begins with `src`, but for that of a template or of an SA's selector. */
export function recordsOf(lines: readonly SourceLine[]): readonly XfrmRecord[] {
  const records: Word[][] = []
  let record: Word[] | undefined
  let last = ''
  for (const line of lines) {
    for (const { text, at } of wordsIn(line.text)) {
      if (text === 'src' && last !== 'tmpl' && last !== 'sel') {
        record = []
        records.push(record)
      }
      if (record === undefined) continue
      record.push({ text, at, line })
      last = text
    }
  }
  return records.map((words) => {
    const { clauses, unknown } = clausesOf(words.map(({ text }) => text))
    return { words, clauses, unknown: unknown.flatMap((at) => words[at] ?? []) }
  })
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
export function spanOf({ words }: XfrmRecord, { from, to }: Clause): Span {
  const [first, last] = [words[from], words[to - 1]]
  if (first === undefined) return { source: '', line: 1, column: 1, length: 0 }
  const end =
    last !== undefined && last.line === first.line ? last.at + last.text.length : first.line.text.trimEnd().length
  return spanAt(first.line, first.at, end - first.at)
}

/** Notes the lines of a record; one with a word that belongs to nothing was not understood. */
export function noteRoles({ words, unknown }: XfrmRecord, role: LineRole, roles: Map<number, LineRole>): void {
  let noted: SourceLine | null = null
  for (const { line } of words) {
    if (line === noted) continue
    noted = line
    if (roles.get(line.number) !== 'unrecognised') roles.set(line.number, role)
  }
  for (const { line } of unknown) roles.set(line.number, 'unrecognised')
}
