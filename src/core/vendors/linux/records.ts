import type { LineRole } from '../../model/format.ts'
import { type SourceLine, type Span, spanAt } from '../../text/source-text.ts'
import { type Clause, type ClauseKind, clausesOf } from './clauses.ts'
import { isScreenLine } from './screen-lines.ts'

interface Word {
  readonly text: string
  readonly line: SourceLine
  readonly at: number
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
  for (const line of lines) {
    if (isScreenLine(line.text)) continue
    const quoted = QUOTE_MARKS.exec(line.text)?.[0].length ?? 0
    for (const match of line.text.slice(quoted).matchAll(WORD)) {
      const word = { text: match[0], line, at: quoted + match.index }
      const last = records.at(-1)?.at(-1)?.text
      if (word.text === 'src' && last !== 'tmpl' && last !== 'sel') records.push([word])
      else records.at(-1)?.push(word)
    }
  }
  return records.map((words) => {
    const { clauses, unknown } = clausesOf(words.map(({ text }) => text))
    return { words, clauses, unknown: unknown.flatMap((at) => words[at] ?? []) }
  })
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

/** The lines of a record; one with a word that belongs to nothing was not understood. */
export function rolesOf(record: XfrmRecord, role: LineRole): Map<number, LineRole> {
  const roles = new Map<number, LineRole>(record.words.map(({ line }) => [line.number, role]))
  for (const { line } of record.unknown) roles.set(line.number, 'unrecognised')
  return roles
}
