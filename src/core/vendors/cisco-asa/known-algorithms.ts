import type { Command } from '../cisco/command.ts'
import type { Notes } from './notes.ts'

/** Every word that is known, by its name of IANA; one that is not is told. `null` stands for none. */
export function knownAlgorithms(
  command: Command,
  words: readonly string[],
  parse: (word: string) => string | null | undefined,
  notes: Notes,
): string[] {
  return words.flatMap((word) => {
    const name = parse(word)
    if (name === undefined) notes.invalid(command, `"${word}" is no algorithm of an ASA that is known.`)
    return name ?? []
  })
}
