import type { SourceLine, Span } from '../../text/source-text.ts'
import { type CiscoWord, readTerminalLine, spanOfWords, type TerminalLine } from './terminal-lines.ts'

/** A command with those of the mode that it opens. */
export interface Command {
  readonly line: SourceLine
  /** The words without a leading `no`. */
  readonly words: readonly CiscoWord[]
  readonly span: Span
  readonly no: boolean
  readonly children: readonly Command[]
}

/** Which commands open a mode of their own, and what is said there; a product's data. */
export interface ModeGrammar {
  /** The mode that a command opens within `mode` (`null`: global), or `null` where it opens none that is known. */
  readonly opens: (words: readonly string[], mode: string | null) => string | null
  /** Whether a command is one of a mode, where indentation does not tell. */
  readonly belongs: (words: readonly string[], mode: string) => boolean
  /** Whether a command is a global one for sure, however far it is indented. */
  readonly isGlobal: (words: readonly string[]) => boolean
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
  let open: Open[] = []
  let separated = false
  for (const { line, kind, words, indent } of lines) {
    // A bare `!` stands between two blocks; commands that are not indented do not go on behind it.
    if (kind === 'remark' && /^\s*!\s*$/.test(line.text)) separated = true
    if (kind !== 'command' || texts.has(line.number)) continue
    const lower = words.map(({ text }) => text.toLowerCase())
    if (/^(?:exit|quit|end)$/.test(lower[0] ?? '') || /^exit-/.test(lower[0] ?? '')) {
      exits.add(line.number)
      open = lower[0] === 'end' ? [] : leave(open, indent)
      continue
    }
    const no = lower[0] === 'no' && lower.length > 1
    const said = no ? lower.slice(1) : lower
    open = around(open, said, indent, separated, grammar)
    separated = false
    const command = {
      line,
      words: no ? words.slice(1) : words,
      span: spanOfWords(line, words),
      no,
      children: [] as Command[],
    }
    const parent = open.at(-1)
    if (parent === undefined) commands.push(command)
    else parent.command.children.push(command)
    open = [...open, { command, indent, mode: grammar.opens(said, parent?.mode ?? null) }]
  }
  return { commands, lines, exits, texts }
}

/** `banner motd ^C`: the lines below, up to the one with the same mark; ASA has each line in a command of its own. */
function bannerLines(source: readonly SourceLine[]): Set<number> {
  const texts = new Set<number>()
  for (let at = 0; at < source.length; at++) {
    const [, mark, rest = ''] = /^\s*banner \S+ (\^[A-Z]|[^\w\s])(.*)$/i.exec(source[at]?.text ?? '') ?? []
    if (mark === undefined || rest.includes(mark) || /^\s*banner /.test(source[at + 1]?.text ?? '')) continue
    const end = source.findIndex(({ text }, index) => index > at && text.includes(mark))
    for (let line = at + 1; line <= end; line++) texts.add(source[line]?.number ?? 0)
    at = Math.max(at, end)
  }
  return texts
}

/** The modes that are still open for a command. */
function around(
  open: readonly Open[],
  words: readonly string[],
  indent: number | null,
  separated: boolean,
  grammar: ModeGrammar,
): Open[] {
  for (let depth = open.length; depth > 0; depth--) {
    const top = open[depth - 1]
    if (top === undefined) break
    const known = top.mode !== null && grammar.belongs(words, top.mode)
    const deeper = indent !== null && top.indent !== null && indent > top.indent
    if (deeper && (known || !grammar.isGlobal(words))) return open.slice(0, depth)
    const level = indent === null || top.indent === null || indent === top.indent
    if (level && known && !separated) return open.slice(0, depth)
  }
  return []
}

/** `exit` leaves the innermost mode, which is the last one that is known or that it stands in by indentation. */
function leave(open: readonly Open[], indent: number | null): Open[] {
  for (let depth = open.length; depth > 0; depth--) {
    const top = open[depth - 1]
    if (top?.mode === null || top === undefined) continue
    if (indent !== null && top.indent !== null && indent < top.indent) continue
    return open.slice(0, depth - 1)
  }
  return []
}

/** The words of a command from the `from`th on, as text. */
export function textOf({ words }: Pick<Command, 'words'>, from = 0): string {
  return words
    .slice(from)
    .map(({ text }) => text)
    .join(' ')
}
