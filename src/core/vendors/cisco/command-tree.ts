import { rememberedOf } from '../../model/remembered.ts'
import type { SourceLine } from '../../text/source-text.ts'
import { indentOf } from '../../text/words.ts'
import { Command, joined } from './command.ts'
import { type ModeGrammar, OpenModes } from './open-modes.ts'
import { columnsOf, plainText, readTerminalLine, saidIn, type TerminalLine } from './terminal-lines.ts'
import { type Unwrapped, unwrapping } from './wrapped-lines.ts'

export interface CommandText {
  readonly commands: readonly Command[]
  /** The lines that are no commands of their own: remarks, what the terminal adds, what leaves a mode, and texts for people. */
  readonly beside: readonly SourceLine[]
  /** The lines in which something of a terminal may stand, such as a prompt; all others are commands and nothing else. */
  readonly ofTerminal: readonly TerminalLine[]
  /** Lines with the rest of a command that was wrapped, each with that in which the command begins. */
  readonly rests: readonly (readonly [rest: SourceLine, of: SourceLine])[]
  /** It has the command `end`. */
  readonly ends: boolean
}

/**
 * The commands of a text, each below the one whose mode it stands in: by indentation, as a configuration is printed; where
 * that is missing, as in what people type, by what the grammar knows.
 */
export function parseCommands(source: readonly SourceLine[], grammar: ModeGrammar): CommandText {
  const commands: Command[] = []
  const beside: SourceLine[] = []
  const ofTerminal: TerminalLine[] = []
  const rests: [SourceLine, SourceLine][] = []
  const texts = bannerLines(source)
  const unwrap = unwrapping(source, grammar.mayGoOn)
  const open = new OpenModes(grammar)
  let separated = false
  let ends = false
  let noted = false
  let index = 0
  for (let line = source[0]; line !== undefined; line = source[++index]) {
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
      const { words, text } = saidIn(plain)
      take(line, words, text, indentOf(line.text), columnsOf(line.text))
      continue
    }
    // A bare `!` stands between two blocks; commands that are not indented do not go on behind it.
    if (line.text === '!') {
      beside.push(line)
      separated = true
      continue
    }
    if (NOTE.test(line.text)) {
      beside.push(line)
      noted = !SENTENCE_ENDS.test(line.text)
      continue
    }
    const terminal = readTerminalLine(line)
    ofTerminal.push(terminal)
    if (terminal.kind === 'remark' && line.text.trim() === '!') separated = true
    const { kind, words, text, at, indent } = terminal
    if (kind !== 'command') beside.push(line)
    else if (terminal.host === null) take(line, words, text, at, indent)
    else takeTyped(line, words, at)
  }
  return { commands, beside, ofTerminal, rests, ends }

  function takeTyped(line: SourceLine, typed: readonly string[], at: number): void {
    const no = /^no$/i.test(typed[0] ?? '') ? typed.slice(0, 1) : []
    const { mode } = open
    const words = [...no, ...(grammar.inFull?.(typed.slice(no.length), mode) ?? typed.slice(no.length))]
    take(line, words, joined(words), at, null)
  }

  /** `words`: `null` where they are what stands between the blanks of what is said. */
  function take(line: SourceLine, all: readonly string[] | null, said: string, at: number, indent: number | null) {
    if (texts.size > 0 && texts.has(line.number)) {
      beside.push(line)
      return
    }
    if (LEAVES.test(said)) {
      beside.push(line)
      const isEnd = /^end/i.test(said)
      ends ||= isEnd
      if (isEnd) open.leaveAll()
      else open.leave(indent)
      return
    }
    const no = NO.test(said)
    const text = no ? said.slice('no '.length) : said
    const whole = unwrap(text, index)
    const command =
      whole === null
        ? new Command(line, at, { text, words: no ? (all?.slice(1) ?? null) : all, no })
        : takeWhole(line, at, whole, no)
    const around = open.enter(command, indent, separated)
    separated = false
    if (around === undefined) commands.push(command)
    else around.take(command)
  }

  /** Passes over the lines below that have the rest of a command. */
  function takeWhole(line: SourceLine, at: number, { text, rest }: Unwrapped, no: boolean): Command {
    for (const each of rest) rests.push([each, line])
    index += rest.length
    return new Command(line, at, { ...saidIn(text), no })
  }
}

// A pattern that stands in a function is made anew each time: these are tried on every line.
const NO = /^no /i
/** What leaves a mode, or all. */
const LEAVES = /^(?:(?:exit|quit|end)(?: |$)|exit-)/i

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

/** By the first word in lower case. */
export const byFirstWord = rememberedOf((commands: readonly Command[]) => byWordAt(commands, 0))
/** Of commands with one first word. */
const bySecondWord = rememberedOf((commands: readonly Command[]) => {
  const [first] = commands
  return byWordAt(commands, first === undefined ? 0 : wordAt(first.text, 0).length + 1)
})

/** By the word that begins at an index of their text. */
function byWordAt(commands: readonly Command[], at: number): ReadonlyMap<string, readonly Command[]> {
  const groups = new Map<string, Command[]>()
  let [word, group]: [string, Command[]] = ['', []]
  for (const command of commands) {
    // Mostly it is the word of the command before, as it is written there.
    if (group.length === 0 || !isWordAt(command.text, at, word)) {
      word = wordAt(command.text, at)
      const key = word.toLowerCase()
      group = groups.get(key) ?? []
      if (group.length === 0) groups.set(key, group)
    }
    group.push(command)
  }
  return groups
}

function wordAt(text: string, at: number): string {
  const end = text.indexOf(' ', at)
  return end < 0 ? text.slice(at) : text.slice(at, end)
}

function isWordAt(text: string, at: number, word: string): boolean {
  const end = at + word.length
  return text.startsWith(word, at) && (text.length <= end || text.charCodeAt(end) === BLANK)
}

const BLANK = 0x20

/** The commands that begin with one of some words, or two words, in lower case, in their order. Readers look at no others. */
export function beginningWith(commands: readonly Command[], ...beginnings: readonly string[]): readonly Command[] {
  const found = beginnings.flatMap((beginning) => {
    const [first = '', second] = beginning.split(' ')
    const known = byFirstWord(commands).get(first)
    const narrowed = known === undefined || second === undefined ? known : bySecondWord(known).get(second)
    return narrowed === undefined ? [] : [narrowed]
  })
  if (found.length < 2) return found[0] ?? []
  const wanted = new Set(found.flat())
  return commands.filter((command) => wanted.has(command))
}
