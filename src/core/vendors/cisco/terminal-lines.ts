import type { SourceLine } from '../../text/source-text.ts'
import { indentOf } from '../../text/words.ts'

/** A line of a terminal that shows a Cisco configuration, without what the terminal adds to it. */
export interface TerminalLine {
  readonly line: SourceLine
  /**
   * `command`: a line of configuration, printed or typed. `prompt`: typed at a prompt outside configuration, such as a show
   * command. `remark`: begins with `!`, or with `:` (ASA). `screen`: paging, time stamps, progress, messages. `blank`.
   */
  readonly kind: 'command' | 'prompt' | 'remark' | 'screen' | 'blank'
  /** The words of a command, or of what was typed at a prompt; of other lines none. */
  readonly words: readonly string[]
  /** The words with a blank between each two. */
  readonly text: string
  /** The 0-based index in the line at which the words begin; 0 where there are none. */
  readonly at: number
  /** Columns in front of it, a tab up to the next eighth; `null` where a prompt or paging hides it. */
  readonly indent: number | null
  /** The host that a prompt names. */
  readonly host: string | null
}

/** `R1#`, `R1(config-if)#`, `asa/pri/act(config)#`, `R1>`; what was typed follows. */
const PROMPT = /^[ \t]{0,4}([A-Za-z][\w.-]{0,62}(?:\/[\w-]{1,20}){0,3})(\([\w.-]{1,60}\))?([#>])[ \t]{0,4}/
/** Paging: what follows is a line of the text, of which only the terminal knew how far it was indented. */
const MORE = /^[ \t]{0,8}(?:<-{1,5} ?More ?-{1,5}>|-{1,3} ?More ?-{1,3})[ \t]*/i
/** Time stamps that a terminal program writes in front of each line, in brackets or with a date. */
const STAMP = /^(?:\[[\d :./T-]{8,30}\]|\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d{1,6})?)[ \t]/
/** `show running-config linenum`. */
const LINE_NUMBER = /^[ \t]{0,6}\d{1,5} :(?: |$)/
const SCREEN =
  /^\s*(?:Building configuration\.\.\.|Current configuration\s*:.*|Using \d+ out of \d+ bytes.*|Load for five secs.*|Time source is .*|No time source.*|```.*|~~~.*|Cryptochecksum:.*|Enter configuration commands, one per line.*|\*?[A-Z][a-z]{2} {1,2}\d{1,2} (?:\d{4} )?\d\d:\d\d:\d\d.*%[\w-]+:.*|%[A-Z][\w-]*-\d-\w+:.*|\[OK\]|\^|(?:<\/?xsl:[^<>]{0,200}>)+)\s*$/
/** A mark of a secret and a `<name to fill in>` are words, though there is a blank in them. */
const WORD = /(?:‹secret [\d?]+›|<[^<>\n]{1,80}>|\S)+/g
/** Of what is not words with one blank between each two. */
const SPACED = /[‹<]|\s\s|[^\S ]/
/** With what a line begins that has something of the terminal in front. */
const ADDED = /^[ \t]*[\d[<-]/
/** With what a line of the screen begins. */
const SCREEN_BEGINS = /^\s*[A-Z`~*%[^<]/

/** With what a line begins that may be of the screen, though it looks like a word of a product: a message, a date. */
const SCREEN_WORD = /^(?:[BCELNTU]|[A-Z][a-z]{2} )/

/**
 * What a line says without the blanks around it, if it is surely a `command` with nothing of a terminal in it, as almost all lines
 * are, or a blank line: it needs no record of what it is. `null` for any other line, of which `readTerminalLine` tells more.
 */
export function plainText(line: string): string | null {
  const text = line.trim()
  if (line.includes('\b')) return null
  // As counters begin; a prompt has a host in front of it.
  if (text === '' || text.charCodeAt(0) === NUMBER_SIGN) return text
  return beginsPlainly(text) && !line.includes('#') && !line.includes('>') ? text : null
}

/** With a small letter, or a capital with which no message of the screen begins. */
function beginsPlainly(text: string): boolean {
  const code = text.charCodeAt(0)
  if (code >= SMALL_A && code <= SMALL_Z) return true
  return code >= CAPITAL_A && code <= CAPITAL_Z && !SCREEN_WORD.test(text)
}

const [TAB, BLANK] = [0x09, 0x20]
const [NUMBER_SIGN, CAPITAL_A, CAPITAL_Z, SMALL_A, SMALL_Z] = [0x23, 0x41, 0x5a, 0x61, 0x7a]

/** What one line of a terminal is. */
export function readTerminalLine(line: SourceLine): TerminalLine {
  const { text } = line
  const { from, hidden } = beginningOf(text)
  const rest = from === 0 ? text : text.slice(from)
  const start = indentOf(rest)
  if (start === rest.length)
    return { line, kind: from > 0 ? 'screen' : 'blank', words: NONE, text: '', at: 0, indent: null, host: null }
  if (SCREEN_BEGINS.test(rest) && SCREEN.test(rest)) {
    return { line, kind: 'screen', words: NONE, text: '', at: 0, indent: null, host: null }
  }
  const prompt = rest.includes('#') || rest.includes('>') ? PROMPT.exec(rest) : null
  if (prompt !== null && isPrompt(prompt, rest)) {
    const [all, host = '', mode] = prompt
    const at = indentOf(text, from + all.length)
    const { words, text: typed } = wordsFrom(text, at)
    const kind = words.length === 0 ? 'screen' : mode?.startsWith('(conf') && !isAsked(words) ? 'command' : 'prompt'
    return { line, kind, words, text: typed, at, indent: null, host: host.split('/')[0] ?? host }
  }
  const indent = hidden ? null : columnsOf(rest)
  const first = rest[start]
  if ((first === '!' || first === ':') && !/\d/.test(rest[start + 1] ?? '')) {
    return { line, kind: 'remark', words: NONE, text: '', at: 0, indent, host: null }
  }
  const at = from + start
  const { words, text: said } = wordsFrom(text, at)
  return { line, kind: 'command', words, text: said, at, indent, host: null }
}

const NONE: readonly string[] = []

/** Where a line begins behind what the terminal put in front of it, and whether that hides how far it is indented. */
function beginningOf(text: string): { readonly from: number; readonly hidden: boolean } {
  let from = text.lastIndexOf('\b') + 1
  let hidden = from > 0
  if (from === 0 && !ADDED.test(text)) return { from, hidden }
  for (const added of [STAMP, MORE, LINE_NUMBER]) {
    const match = added.exec(text.slice(from))
    if (match === null) continue
    from += match[0].length
    if (added === MORE) hidden = true
  }
  return { from, hidden }
}

/** A word of a configuration may hold `#` or `>`; a host's name in front of it has nothing but its mode behind. */
function isPrompt([all, , mode, sign]: RegExpExecArray, rest: string): boolean {
  const typed = rest.slice(all.length)
  if (mode !== undefined || typed === '') return true
  // `R1#show`: IOS puts no blank behind the sign, ASA one. A quoted mail (`name> text`) has no show command.
  return sign === '#' ? /^(?:sh|do|wr|more|term|conf|exit|en|dis|copy|ping|clear|debug)/i.test(typed) : isShow(typed)
}

function isShow(typed: string): boolean {
  return /^(?:sh(?:ow?)?|en(?:able)?)(?:\s|$)/i.test(typed)
}

function isAsked([first]: readonly string[]): boolean {
  return first !== undefined && /^(?:do|show?|sh)$/i.test(first)
}

/** The words from the index of the first one on, and all of them with one blank between each two. */
function wordsFrom(text: string, at: number): Pick<TerminalLine, 'words' | 'text'> {
  return wordsIn(text.slice(at).trimEnd())
}

/** The words of a text that has no blanks around them, and all of them with one blank between each two. */
function wordsIn(written: string): Pick<TerminalLine, 'words' | 'text'> {
  const { words, text } = saidIn(written)
  return { words: words ?? (text === '' ? NONE : text.split(' ')), text }
}

/** The same, with `null` for words that stand between the blanks of the text. */
export function saidIn(written: string): { readonly words: readonly string[] | null; readonly text: string } {
  if (!SPACED.test(written)) return { words: null, text: written }
  const words = written.match(WORD) ?? NONE
  return { words, text: words.join(' ') }
}

/** The words of a text that has no blanks around them, with one blank between each two. */
export function singlyBlanked(written: string): string {
  return SPACED.test(written) ? (written.match(WORD) ?? NONE).join(' ') : written
}

/** The columns in front of the words of a line, a tab up to the next eighth. */
export function columnsOf(text: string): number {
  let columns = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === TAB) columns += 8 - (columns % 8)
    else if (code === BLANK) columns += 1
    else break
  }
  return columns
}

/** Where the words of a line stand, the first of which begins at an index. */
export function placesOfWords(text: string, at: number): { readonly at: number; readonly end: number }[] {
  return [...text.slice(at).matchAll(WORD)].map(({ 0: word, index }) => ({
    at: at + index,
    end: at + index + word.length,
  }))
}
