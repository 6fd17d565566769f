import { type Command, textOf } from '../cisco/command-tree.ts'

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
        if (removed !== undefined) modes.delete(removed.text)
        kept.delete(index)
      }
      removable.delete(removes)
      if (command.no) kept.set(at, command)
      continue
    }
    const before = modes.get(command.text)
    const known = before === undefined ? undefined : kept.get(before)
    if (known !== undefined && before !== undefined && command.children.length > 0) {
      kept.set(before, { ...known, children: [...known.children, ...command.children] })
      continue
    }
    kept.set(at, command)
    if (!modes.has(command.text)) modes.set(command.text, at)
    if (taken.size === 0) continue
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
  if (command.no) return command.text
  const clears = command.words[0]?.text.toLowerCase() === 'clear' && /^conf/i.test(command.words[1]?.text ?? '')
  return clears && command.words.length > 2 ? textOf(command, 2) : null
}

function* prefixesOf({ words }: Command): Generator<string> {
  let prefix = ''
  for (const { text } of words) {
    prefix = prefix === '' ? text : `${prefix} ${text}`
    yield prefix
  }
}
