import type { Command } from '../cisco/command-tree.ts'

/**
 * What is left of commands that were entered one after the other, as the box has it then: `no` and `clear configure` take
 * away the earlier ones that begin with the same words, and a mode that is entered again goes on. What `no` switches off
 * by itself stays as such. Linear in the words.
 */
export function effectiveCommands(commands: readonly Command[]): Command[] {
  const taken = new Set(commands.flatMap((command) => takesAway(command) ?? []))
  const kept = new Map<number, Command>()
  const removable = new Map<string, number[]>()
  const modes = new Map<string, number>()
  for (const [at, command] of commands.entries()) {
    const removes = takesAway(command)
    if (removes !== null) {
      for (const index of removable.get(removes) ?? []) {
        const removed = kept.get(index)
        if (removed !== undefined) modes.delete(keyOf(removed))
        kept.delete(index)
      }
      removable.delete(removes)
      if (command.no) kept.set(at, command)
      continue
    }
    const before = modes.get(keyOf(command))
    const known = before === undefined ? undefined : kept.get(before)
    if (known !== undefined && before !== undefined && command.children.length > 0) {
      kept.set(before, { ...known, children: [...known.children, ...command.children] })
      continue
    }
    kept.set(at, command)
    if (!modes.has(keyOf(command))) modes.set(keyOf(command), at)
    for (const prefix of prefixesOf(command)) {
      if (!taken.has(prefix)) continue
      const known = removable.get(prefix)
      if (known === undefined) removable.set(prefix, [at])
      else known.push(at)
    }
  }
  return [...kept.values()].map((command) =>
    command.children.length === 0 ? command : { ...command, children: effectiveCommands(command.children) },
  )
}

/** The words with which the commands begin that it takes away; `null` where it takes none away. */
function takesAway(command: Command): string | null {
  if (command.no) return keyOf(command)
  const clears = command.words[0]?.text.toLowerCase() === 'clear' && /^conf/i.test(command.words[1]?.text ?? '')
  return clears && command.words.length > 2 ? keyOf({ words: command.words.slice(2) }) : null
}

function keyOf({ words }: Pick<Command, 'words'>): string {
  return words.map(({ text }) => text).join(' ')
}

function* prefixesOf({ words }: Command): Generator<string> {
  let prefix = ''
  for (const { text } of words) {
    prefix = prefix === '' ? text : `${prefix} ${text}`
    yield prefix
  }
}
