import type { LineRole } from '../../model/format.ts'
import { heavier, type LineRoles } from '../../model/line-roles.ts'
import type { SourceLine } from '../../text/source-text.ts'
import { type PlacedWord, wordsOf } from '../../text/words.ts'
import { type Clause, type ClauseKind, clausesOf, type RecordWord, takeClauses } from './clauses.ts'

/** One policy or SA of a dump. */
export interface XfrmRecord {
  /** The lines that it stands on, each once. */
  readonly lines: readonly SourceLine[]
  readonly clauses: readonly Clause[]
  /** Words that belong to no clause. */
  readonly unknown: readonly RecordWord[]
}

/** A mark of a blanked key is one word, though it has a blank inside. */
const WORD = /(?:0x)?‹secret [\d?]+›|[^\s\\]+/g
const QUOTE_MARKS = /^[\s>|]+/

const BEGINS = /^[\s>|]*src(?![^\s\\])/

/** Cuts the lines of a dump into records: each begins with `src`, but for that of a template or of an SA's selector. */
export function* recordsOf(lines: readonly SourceLine[]): Generator<XfrmRecord> {
  let own: SourceLine[] = []
  for (const line of lines) {
    if (BEGINS.test(line.text) && !goesOn(own.at(-1))) {
      yield* recordsIn(own)
      own = []
    }
    own.push(line)
  }
  yield* recordsIn(own)
}

/** Whether the `src` of the next line is that of a template or of an SA's selector. */
export function goesOn(line: SourceLine | undefined): boolean {
  return line !== undefined && /(?:tmpl|sel)[\s\\]*$/.test(line.text)
}

/** Mostly it is one, with whole clauses on each line. */
function* recordsIn(lines: readonly SourceLine[]): Generator<XfrmRecord> {
  const clauses: Clause[] = []
  const areWhole = lines.every((line) => takeClauses(line, quoteMarks(line.text), clauses))
  if (areWhole && clauses[0]?.kind === 'pair') yield { lines, clauses, unknown: [] }
  else yield* recordsOfWords(lines)
}

function* recordsOfWords(lines: readonly SourceLine[]): Generator<XfrmRecord> {
  let words: RecordWord[] | undefined
  for (const line of lines) {
    for (const { text, at } of wordsIn(line.text)) {
      const last = words?.at(-1)?.text
      if (text === 'src' && last !== 'tmpl' && last !== 'sel') {
        if (words !== undefined) yield recordOf(words)
        words = []
      }
      words?.push({ text, line, at })
    }
  }
  if (words !== undefined) yield recordOf(words)
}

function recordOf(words: readonly RecordWord[]): XfrmRecord {
  return { lines: [...new Set(words.map(({ line }) => line))], ...clausesOf(words) }
}

function quoteMarks(text: string): number {
  return QUOTE_MARKS.exec(text)?.[0].length ?? 0
}

function wordsIn(text: string): PlacedWord[] {
  const quoted = quoteMarks(text)
  if (!/[‹\\]/.test(text)) return wordsOf(text, quoted)
  return [...text.slice(quoted).matchAll(WORD)].map((match) => ({ text: match[0], at: quoted + match.index }))
}

/** The first clause of a kind. */
export function clauseOf(record: XfrmRecord, kind: ClauseKind): Clause | undefined {
  return record.clauses.find((clause) => clause.kind === kind)
}

/** Notes the lines of a record; one with a word that belongs to nothing was not understood. */
export function noteRoles({ lines, unknown }: XfrmRecord, role: LineRole, roles: LineRoles): void {
  for (const { number } of lines) roles.set(number, heavier(roles.get(number) ?? role, role))
  for (const { line } of unknown) roles.set(line.number, 'unrecognised')
}
