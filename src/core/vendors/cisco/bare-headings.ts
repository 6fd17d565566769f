import type { MissingPart } from '../../model/obstacle.ts'
import type { Command } from './command.ts'
import { beginningWith, type CommandText, commandsOf } from './command-tree.ts'

/** The commands of some texts, and the headings that were left out of them. */
export interface Told {
  readonly commands: readonly Command[]
  readonly bare: readonly Command[]
}

/**
 * Without the headings of a text below which nothing stands, as `show running-config | include crypto` prints it: what a policy or an
 * entry holds is not told there, and it is not what it would be by default. `heading`: what has some lines below it in the whole.
 */
export function withoutBareHeadings(texts: readonly CommandText[], heading: RegExp): Told {
  const commands = commandsOf(texts)
  const bare = texts.flatMap((text) => bareHeadings(text, heading))
  if (bare.length === 0) return { commands, bare }
  const left = new Set(bare)
  return { commands: commands.filter((command) => !left.has(command)), bare }
}

/** None where one of them has its lines. */
function bareHeadings({ commands }: CommandText, heading: RegExp): readonly Command[] {
  const bare: Command[] = []
  for (const command of beginningWith(commands, 'crypto', 'tunnel-group')) {
    if (command.no || !heading.test(command.text)) continue
    // ` crypto map OUT` of an interface, whose own line was left out, is not of the heading above it.
    if (command.children.some(({ text }) => !/^crypto /i.test(text))) return []
    bare.push(command)
  }
  return bare
}

/** What is to be pasted in the place of headings. */
export function belowHeadings([first]: readonly Command[], command: string): MissingPart[] {
  return first === undefined ? [] : [{ code: 'PR001', topic: 'settings below the headings', command }]
}
