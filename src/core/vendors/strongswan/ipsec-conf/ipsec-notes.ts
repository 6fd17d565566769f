import type { ReadingProblem } from '../../../model/format.ts'
import type { Span } from '../../../text/source-text.ts'

/** What is noted while an ipsec.conf is read; each place is told of once, however many connections inherit it. */
export interface IpsecNotes {
  readonly invalid: (span: Span, say: string, instead: string) => void
  readonly unsupported: (span: Span, say: string, instead: string) => void
}

export function ipsecNotes(problems: ReadingProblem[]): IpsecNotes {
  const told = new Set<string>()
  const note = (kind: ReadingProblem['kind']) => (span: Span, say: string, instead: string) => {
    const place = `${span.line} ${span.column} ${say}`
    if (told.has(place)) return
    told.add(place)
    problems.push({ kind, span, say, instead })
  }
  return { invalid: note('invalid'), unsupported: note('unsupported') }
}
