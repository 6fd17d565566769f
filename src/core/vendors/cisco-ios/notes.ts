import type { ReadingProblem } from '../../model/format.ts'
import type { Span } from '../../text/source-text.ts'
import type { Command } from '../cisco/command.ts'
import type { RolesOfTexts } from '../cisco/roles-of-texts.ts'

/** What the reader notes of the lines: what became of each, and what is wrong with them. */
export interface Notes {
  /** By the line itself, since several texts have the same numbers. */
  readonly roles: RolesOfTexts
  readonly problems: ReadingProblem[]
}

export function markRead(notes: Notes, { line }: Command): void {
  notes.roles.set(line, 'read')
}

/** The command, and what stands in its mode, says nothing about IPsec. */
export function markIrrelevant(notes: Notes, command: Command): void {
  notes.roles.set(command.line, 'irrelevant')
  for (const child of command.children) markIrrelevant(notes, child)
}

/** Known, and not modelled. */
export function noteUnsupported(notes: Notes, { line, span }: Command, say: string, instead: string): void {
  notes.roles.set(line, 'unsupported')
  notes.problems.push({ kind: 'unsupported', span, say, instead })
}

/** Read, and impossible. */
export function noteInvalid(notes: Notes, { line }: Command, span: Span, say: string, instead: string): void {
  notes.roles.set(line, 'read')
  notes.problems.push({ kind: 'invalid', span, say, instead })
}
