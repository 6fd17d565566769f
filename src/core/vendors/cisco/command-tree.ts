import { rememberedOf } from '../../model/remembered.ts'
import type { SourceLine, Span } from '../../text/source-text.ts'
import { type CiscoWord, readTerminalLine, spanOfWords, type TerminalLine } from './terminal-lines.ts'

/** A command with those of the mode that it opens. */
export interface Command {
  readonly line: SourceLine
  /** The words without a leading `no`. */
  readonly words: readonly CiscoWord[]
  /** The same with a blank between each two. */
  readonly text: string
  readonly span: Span
  readonly no: boolean
  readonly children: readonly Command[]
}

/** Which commands open a mode of their own, and what is said there; a product's data. */
export interface ModeGrammar {
  /** The mode that a command opens within `mode` (`null`: global), or `null` where it opens none that is known. */
  readonly opens: (said: Said, mode: string | null) => string | null
  /** Whether a command is one of a mode, where indentation does not tell. */
  readonly belongs: (said: Said, mode: string) => boolean
  /** Whether a command is a global one for sure, however far it is indented. */
  readonly isGlobal: (said: Said) => boolean
}

/** A command without a leading `no`, its text in lower case. */
export interface Said {
  readonly text: string
  readonly words: readonly CiscoWord[]
}

export interface CommandText {
  readonly commands: readonly Command[]
  /** Every line, in order. */
  readonly lines: readonly TerminalLine[]
  /** Lines that only leave a mode. */
  readonly exits: ReadonlySet<number>
  /** Lines of a text that people wrote for people, such as a banner. */
  readonly texts: ReadonlySet<number>
}

interface Open {
  readonly command: Command & { readonly children: Command[] }
  readonly indent: number | null
  readonly mode: string | null
}

/**
 * The commands of a text, each below the one whose mode it stands in: by indentation, as a configuration is printed; where
 * that is missing, as in what people type, by what the grammar knows.
 */
export function parseCommands(source: readonly SourceLine[], grammar: ModeGrammar): CommandText {
  const commands: Command[] = []
  const exits = new Set<number>()
  const lines = source.map(readTerminalLine)
  const texts = bannerLines(source)
  const open: Open[] = []
  let separated = false
  for (const { line, kind, words: all, indent } of lines) {
    // A bare `!` stands between two blocks; commands that are not indented do not go on behind it.
    if (kind === 'remark' && line.text.trim() === '!') separated = true
    if (kind !== 'command' || texts.has(line.number)) continue
    const first = all[0]?.text.toLowerCase() ?? ''
    if (first === 'exit' || first === 'quit' || first === 'end' || first.startsWith('exit-')) {
      exits.add(line.number)
      open.length = first === 'end' ? 0 : leave(open, indent)
      continue
    }
    const no = first === 'no' && all.length > 1
    const words = no ? all.slice(1) : all
    const text = joined(words)
    const said = { text: text.toLowerCase(), words }
    open.length = around(open, said, indent, separated, grammar)
    separated = false
    const command = { line, words, text, span: spanOfWords(line, all), no, children: [] as Command[] }
    const parent = open.at(-1)
    if (parent === undefined) commands.push(command)
    else parent.command.children.push(command)
    open.push({ command, indent, mode: grammar.opens(said, parent?.mode ?? null) })
  }
  return { commands, lines, exits, texts }
}

/** `banner motd ^C`: the lines below, up to the one with the same mark; ASA has each line in a command of its own. */
function bannerLines(source: readonly SourceLine[]): Set<number> {
  const texts = new Set<number>()
  for (let at = 0; at < source.length; at++) {
    if (source[at]?.text.includes('anner ') !== true) continue
    const [, mark, rest = ''] = /^\s*banner \S+ (\^[A-Z]|[^\w\s])(.*)$/i.exec(source[at]?.text ?? '') ?? []
    if (mark === undefined || rest.includes(mark) || /^\s*banner /.test(source[at + 1]?.text ?? '')) continue
    const end = source.findIndex(({ text }, index) => index > at && text.includes(mark))
    for (let line = at + 1; line <= end; line++) texts.add(source[line]?.number ?? 0)
    at = Math.max(at, end)
  }
  return texts
}

/** How many modes are still open for a command. */
function around(
  open: readonly Open[],
  said: Said,
  indent: number | null,
  separated: boolean,
  grammar: ModeGrammar,
): number {
  for (let depth = open.length; depth > 0; depth--) {
    const top = open[depth - 1]
    if (top === undefined) break
    const known = top.mode !== null && grammar.belongs(said, top.mode)
    const deeper = indent !== null && top.indent !== null && indent > top.indent
    if (deeper && (known || !grammar.isGlobal(said))) return depth
    const level = indent === null || top.indent === null || indent === top.indent
    if (level && known && !separated) return depth
  }
  return 0
}

/** How many are left. `exit` leaves the innermost mode, which is the last one that is known or that it stands in by indentation. */
function leave(open: readonly Open[], indent: number | null): number {
  for (let depth = open.length; depth > 0; depth--) {
    const top = open[depth - 1]
    if (top?.mode === null || top === undefined) continue
    if (indent !== null && top.indent !== null && indent < top.indent) continue
    return depth - 1
  }
  return 0
}

const byFirstWord = rememberedOf((commands: readonly Command[]): ReadonlyMap<string, readonly Command[]> => {
  const found = new Map<string, Command[]>()
  for (const command of commands) {
    const first = command.words[0]?.text.toLowerCase() ?? ''
    const known = found.get(first)
    if (known === undefined) found.set(first, [command])
    else known.push(command)
  }
  return found
})

/** The commands that begin with one of some words in lower case, in their order. Readers look at no others. */
export function beginningWith(commands: readonly Command[], ...first: readonly string[]): readonly Command[] {
  const known = byFirstWord(commands)
  const found = first.flatMap((word) => (known.has(word) ? [word] : []))
  const [word = ''] = found
  if (found.length < 2) return known.get(word) ?? []
  return commands.filter(({ words }) => found.includes(words[0]?.text.toLowerCase() ?? ''))
}

/** The words of a command from the `from`th on, as text. */
export function textOf({ words, text }: Pick<Command, 'words' | 'text'>, from = 0): string {
  return from === 0 ? text : joined(words.slice(from))
}

/** The same command with other words. */
export function withWords(command: Command, words: readonly CiscoWord[]): Command {
  return { ...command, words, text: joined(words) }
}

/** Words with a blank between each two. */
export function joined(words: readonly CiscoWord[]): string {
  let text = words[0]?.text ?? ''
  for (let at = 1; at < words.length; at++) text += ` ${words[at]?.text}`
  return text
}
