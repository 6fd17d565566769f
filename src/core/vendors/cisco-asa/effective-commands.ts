import { type Command, textOf } from '../cisco/command.ts'

/**
 * What is left of commands that were entered one after the other, as the box has it then: `no` and `clear configure` take
 * away the earlier ones that begin with the same words, and a mode that is entered again goes on. What `no` switches off
 * by itself stays as such. Linear in the words.
 */
export function effectiveCommands(commands: readonly Command[]): readonly Command[] {
  const taken = new Set<string>()
  const openers = new Set<string>()
  for (const command of commands) {
    const removes = takesAway(command)
    if (removes !== null) taken.add(removes)
    else if (command.children.length > 0) openers.add(command.text)
  }
  if (taken.size === 0 && !isEnteredAgain(commands, openers)) return withEffectiveModes(commands, openers)
  const kept: (Command | undefined)[] = []
  const removable = new Map<string, number[]>()
  const modes = new Map<string, number>()
  for (const [at, command] of commands.entries()) {
    const removes = taken.size > 0 ? takesAway(command) : null
    if (removes !== null) {
      for (const index of removable.get(removes) ?? []) {
        modes.delete(kept[index]?.text ?? '')
        kept[index] = undefined
      }
      removable.delete(removes)
      kept.push(command.no ? command : undefined)
      continue
    }
    if (openers.has(command.text)) {
      const before = modes.get(command.text)
      const known = before === undefined ? undefined : kept[before]
      if (known !== undefined && before !== undefined && command.children.length > 0) {
        kept[before] = known.withChildren([...known.children, ...command.children])
        kept.push(undefined)
        continue
      }
      if (before === undefined) modes.set(command.text, at)
    }
    kept.push(command)
    if (taken.size === 0) continue
    for (const prefix of prefixesOf(command)) {
      if (!taken.has(prefix)) continue
      const known = removable.get(prefix)
      if (known === undefined) removable.set(prefix, [at])
      else known.push(at)
    }
  }
  return kept.flatMap((command) => (command === undefined ? [] : [withEffectiveChildren(command)]))
}

/** Whether one of the modes is entered twice. */
function isEnteredAgain(commands: readonly Command[], openers: ReadonlySet<string>): boolean {
  const entered = new Set<string>()
  for (const { text } of openers.size === 0 ? [] : commands) {
    if (!openers.has(text)) continue
    if (entered.has(text)) return true
    entered.add(text)
  }
  return false
}

function withEffectiveModes(commands: readonly Command[], openers: ReadonlySet<string>): readonly Command[] {
  if (openers.size === 0) return commands
  const effective = commands.map(withEffectiveChildren)
  return effective.every((command, at) => command === commands[at]) ? commands : effective
}

function withEffectiveChildren(command: Command): Command {
  if (command.children.length === 0) return command
  const children = effectiveCommands(command.children)
  return children === command.children ? command : command.withChildren(children)
}

const CLEAR = /^clear conf/i

/** The words with which the commands begin that it takes away; `null` where it takes none away. */
function takesAway(command: Command): string | null {
  if (command.no) return command.text
  if (!CLEAR.test(command.text)) return null
  return command.words.length > 2 ? textOf(command, 2) : null
}

function* prefixesOf({ words }: Command): Generator<string> {
  let prefix = ''
  for (const word of words) {
    prefix = prefix === '' ? word : `${prefix} ${word}`
    yield prefix
  }
}
