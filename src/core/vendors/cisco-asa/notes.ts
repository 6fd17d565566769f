import type { LineRole, ReadingProblem } from '../../model/format.ts'
import type { SourceLine, Span } from '../../text/source-text.ts'
import type { Command } from '../cisco/command.ts'
import type { RolesOfTexts } from '../cisco/roles-of-texts.ts'

/** What is found out about the lines of a text while it is read. */
export interface Notes {
  readonly roleOf: (line: SourceLine) => LineRole | undefined
  readonly problems: ReadingProblem[]
  /** The words of a command in lower case. */
  readonly lower: (command: Command) => readonly string[]
  readonly read: (command: Command) => void
  readonly irrelevant: (command: Pick<Command, 'line'>) => void
  /** A value that cannot be. */
  readonly invalid: (command: Command, say: string, instead?: string) => void
  /** Read, and not part of the comparison. */
  readonly unsupported: (command: Command, say: string, instead: string) => void
}

export function newNotes(roles: RolesOfTexts): Notes {
  const problems: ReadingProblem[] = []
  const told = new Set<string>()
  const tell = (kind: ReadingProblem['kind'], span: Span, say: string, instead: string) => {
    const key = `${span.line} ${span.source} ${say}`
    if (!told.has(key)) problems.push({ kind, span, say, instead })
    told.add(key)
  }
  return {
    roleOf: (line) => roles.get(line),
    problems,
    lower: ({ words }) => words.map((word) => word.toLowerCase()),
    read: ({ line }) => {
      if (roles.get(line) !== 'unsupported') roles.set(line, 'read')
    },
    irrelevant: ({ line }) => {
      roles.set(line, 'irrelevant')
    },
    invalid: ({ line, span }, say, instead = 'Paste the line as `show running-config` prints it.') => {
      roles.set(line, 'read')
      tell('invalid', span, say, instead)
    },
    unsupported: ({ line, span }, say, instead) => {
      roles.set(line, 'unsupported')
      tell('unsupported', span, say, instead)
    },
  }
}
