import { grouped } from '../../model/grouped.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { type SourceLine, type Span, spanAt } from '../../text/source-text.ts'
import { indentOf } from '../../text/words.ts'
import { columnsOf, placesOfWords, plainText, readTerminalLine, type TerminalLine, wordsIn } from './terminal-lines.ts'

/** A command with those of the mode that it opens. */
export interface Command {
  readonly line: SourceLine
  /** The words without a leading `no`. */
  readonly words: readonly string[]
  /** The same with a blank between each two. */
  readonly text: string
  readonly lower: string
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
  /** The words of a command that was typed within `mode`, those that are cut short in full; as they are where it is missing. */
  readonly inFull?: (words: readonly string[], mode: string | null) => readonly string[]
}

/** A command by what it says. */
export type Said = Pick<Command, 'words' | 'lower'>

export interface CommandText {
  readonly commands: readonly Command[]
  /** The lines that are no commands of their own: remarks, what the terminal adds, what leaves a mode, and texts for people. */
  readonly beside: readonly SourceLine[]
  /** The lines in which something of a terminal may stand, such as a prompt; all others are commands and nothing else. */
  readonly ofTerminal: readonly TerminalLine[]
  /** It has the command `end`. */
  readonly ends: boolean
}

/** A command while it is read; most have nothing below them. */
type Writable = Command & { children: Command[] }
const NO_COMMANDS: Command[] = []

interface Open {
  readonly command: Writable
  readonly indent: number | null
  readonly mode: string | null
}

/**
 * The commands of a text, each below the one whose mode it stands in: by indentation, as a configuration is printed; where
 * that is missing, as in what people type, by what the grammar knows.
 */
export function parseCommands(source: readonly SourceLine[], grammar: ModeGrammar): CommandText {
  const commands: Command[] = []
  const beside: SourceLine[] = []
  const ofTerminal: TerminalLine[] = []
  const texts = bannerLines(source)
  const open: Open[] = []
  let separated = false
  let ends = false
  let noted = false
  for (const line of source) {
    if (noted && GOES_ON.test(line.text)) {
      beside.push(line)
      noted = !SENTENCE_ENDS.test(line.text)
      continue
    }
    noted = false
    const plain = plainText(line.text)
    if (plain === '') {
      beside.push(line)
      continue
    }
    if (plain !== null) {
      const { words, text } = wordsIn(plain)
      take(line, words, text, indentOf(line.text), columnsOf(line.text))
      continue
    }
    if (NOTE.test(line.text)) {
      beside.push(line)
      noted = !SENTENCE_ENDS.test(line.text)
      continue
    }
    const terminal = readTerminalLine(line)
    ofTerminal.push(terminal)
    // A bare `!` stands between two blocks; commands that are not indented do not go on behind it.
    if (terminal.kind === 'remark' && line.text.trim() === '!') separated = true
    const { kind, words, text, at, indent } = terminal
    if (kind !== 'command') beside.push(line)
    else if (terminal.host === null) take(line, words, text, at, indent)
    else takeTyped(line, words, at)
  }
  return { commands, beside, ofTerminal, ends }

  function takeTyped(line: SourceLine, typed: readonly string[], at: number): void {
    const no = /^no$/i.test(typed[0] ?? '') ? typed.slice(0, 1) : []
    const mode = open.findLast((each) => each.mode !== null)?.mode ?? null
    const words = [...no, ...(grammar.inFull?.(typed.slice(no.length), mode) ?? typed.slice(no.length))]
    take(line, words, joined(words), at, null)
  }

  function take(line: SourceLine, all: readonly string[], said: string, at: number, indent: number | null): void {
    if (texts.size > 0 && texts.has(line.number)) {
      beside.push(line)
      return
    }
    const first = all[0]?.toLowerCase() ?? ''
    if (first === 'exit' || first === 'quit' || first === 'end' || first.startsWith('exit-')) {
      beside.push(line)
      ends ||= first === 'end'
      open.length = first === 'end' ? 0 : leave(open, indent)
      return
    }
    const no = first === 'no' && all.length > 1
    const words = no ? all.slice(1) : all
    const text = no ? said.slice(first.length + 1) : said
    const span = spanAt(line, at, line.text.trimEnd().length - at)
    const command: Writable = { line, words, text, lower: text.toLowerCase(), span, no, children: NO_COMMANDS }
    open.length = around(open, command, indent, separated, grammar)
    separated = false
    const parent = open.at(-1)
    if (parent === undefined) commands.push(command)
    else if (parent.command.children === NO_COMMANDS) parent.command.children = [command]
    else parent.command.children.push(command)
    open.push({ command, indent, mode: grammar.opens(command, parent?.mode ?? null) })
  }
}

/** The commands of several texts, one after the other; of one text its own list, for which much is remembered. */
export function commandsOf(texts: readonly CommandText[]): readonly Command[] {
  const [first, ...more] = texts
  if (first !== undefined && more.length === 0) return first.commands
  return texts.flatMap(({ commands }) => commands)
}

/** `% NOTE: This new crypto map will remain disabled until ...` */
const NOTE = /^\s{0,8}% ?(?:note|warning):/i
/** A note goes on in lines that are further to the right than a command, up to the end of its sentence. */
const GOES_ON = /^(?: {4}|\t)/
const SENTENCE_ENDS = /\.\s{0,8}$/

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

/** By the first word in lower case. */
export const byFirstWord = rememberedOf((commands: readonly Command[]) => grouped(commands, wordAt(0)))
const bySecondWord = rememberedOf((commands: readonly Command[]) => grouped(commands, wordAt(1)))

function wordAt(at: number): (command: Command) => string {
  return ({ words }) => words[at]?.toLowerCase() ?? ''
}

/** The commands that begin with one of some words, or two words, in lower case, in their order. Readers look at no others. */
export function beginningWith(commands: readonly Command[], ...beginnings: readonly string[]): readonly Command[] {
  const found = beginnings.flatMap((beginning) => {
    const [first = '', second] = beginning.split(' ')
    const known = byFirstWord(commands).get(first)
    const narrowed = known === undefined || second === undefined ? known : bySecondWord(known).get(second)
    return narrowed === undefined ? [] : [narrowed]
  })
  if (found.length < 2) return found[0] ?? []
  return commands.filter(({ lower }) => beginnings.some((beginning) => begins(lower, beginning)))
}

function begins(lower: string, words: string): boolean {
  return lower.startsWith(words) && (lower.length === words.length || lower[words.length] === ' ')
}

/** The words of a command from the `from`th on, as text. */
export function textOf({ words, text }: Pick<Command, 'words' | 'text'>, from = 0): string {
  return from === 0 ? text : joined(words.slice(from))
}

/** The same command with the words from the `from`th on. */
export function withoutFirst(command: Command, from: number): Command {
  const words = command.words.slice(from)
  const text = joined(words)
  return { ...command, words, text, lower: text.toLowerCase() }
}

/** From the `from`th of a command's words to the one before the `to`th; its words are the last ones of its line. */
export function spanInside(command: Command, from: number, to = from + 1): Span {
  const { line, words, text, span } = command
  const start = span.column - 1 + span.length - text.length
  // Almost always the words are few and stand there as they are read.
  if (words.length < MANY && from >= 0 && from < to && to <= words.length && line.text.startsWith(text, start)) {
    const at = start + lengthOf(words, 0, from)
    return spanAt(line, at, lengthOf(words, from, to) - 1)
  }
  const places = placesIn(command)
  const before = places.length - words.length
  const [first, last] = [places[before + from], places[before + to - 1]]
  if (first === undefined || last === undefined) return span
  return spanAt(line, first.at, last.end - first.at)
}

/** So many words of a line are not gone through for each of them. */
const MANY = 64

const placesIn = rememberedOf(({ line, span }: Command) => placesOfWords(line.text, span.column - 1))

/** With a blank behind each. */
function lengthOf(words: readonly string[], from: number, to: number): number {
  let length = 0
  for (let at = from; at < to; at++) length += (words[at]?.length ?? 0) + 1
  return length
}

/** Words with a blank between each two. */
export function joined(words: readonly string[]): string {
  return words.join(' ')
}
