import type { SourceLine, Span } from '../../../text/source-text.ts'
import { spanAt } from '../../../text/source-text.ts'

/** A word of a line: a name, an address, a connecting word or a dash. `index` is 0-based. */
export interface Word {
  readonly kind: 'word' | 'operator'
  readonly text: string
  readonly index: number
  readonly line: SourceLine
}

/** `A3 ISA-A > SubnetB` as it is written: names and addresses are not looked at yet. */
export interface WrittenFilter {
  readonly name: string
  /** The letters of the name, which tell whose list it is in. */
  readonly list: string
  readonly line: SourceLine
  /** Its first character, and the one behind its last; 0-based, as all places in the line. */
  readonly from: number
  readonly to: number
  readonly left: string
  readonly leftAt: number
  readonly right: string
  readonly rightAt: number
  /** The packet goes from `left` to `right`; otherwise from `right` to `left`. */
  readonly forward: boolean
  /** The last word of the line in front of the filter. */
  readonly before: Word | null
}

export function leftOf({ left, leftAt, line }: WrittenFilter): Word {
  return { kind: 'word', text: left, index: leftAt, line }
}

export function rightOf({ right, rightAt, line }: WrittenFilter): Word {
  return { kind: 'word', text: right, index: rightAt, line }
}

export function filterSpan({ line, from, to }: WrittenFilter): Span {
  return spanAt(line, from, to - from)
}

/** Something that begins like a filter and is none. */
export interface BrokenFilter {
  readonly why: 'no right side' | 'no left side' | 'both ways' | 'qualified'
  readonly span: Span
}

/** What one line holds. */
interface NotationLine {
  readonly words: readonly Word[]
  readonly filters: readonly WrittenFilter[]
  readonly broken: readonly BrokenFilter[]
}

const IPV4 = String.raw`\d{1,3}(?:\.\d{1,3}){3}`
const OPEN = '(?:<|&lt;)'
const CLOSE = '(?:>|&gt;)'
const BOTH_WAYS = `${OPEN}[-=–—]{0,3}${CLOSE}|[↔⇔]`
const FORWARD = `[-=–—]{0,3}${CLOSE}|[→⇒➔]`
const BACKWARD = `${OPEN}[-=–—]{0,3}|[←⇐]`
const TOKEN = new RegExp(
  [
    `(?<operator>${BOTH_WAYS}|${FORWARD}|${BACKWARD})`,
    `(?<pair>${IPV4}[ \\t]{0,3}[-–][ \\t]{0,3}${IPV4}|${IPV4}[ \\t]{1,3}\\(?255(?:\\.\\d{1,3}){3}\\)?)`,
    '(?<dash>[–—]{1,3})',
    `(?<word>(?:(?![-=]{1,3}${CLOSE})[^\\s<>←→⇐⇒➔↔⇔|,;&–—])+)`,
  ].join('|'),
  'gu',
)
const HAS_OPERATOR = /[<>←→⇐⇒➔↔⇔]|&[lg]t;/
const HAS_NAME = /[a-z]\d{1,6}(?!\d)/i
const IS_BOTH_WAYS = new RegExp(`^(?:${BOTH_WAYS})$`)
const IS_FORWARD = new RegExp(`^(?:${FORWARD})$`)
/** `IP6` is how tcpdump begins a packet. */
const FILTER_NAME = /^(?!IP[46]\b)(?<name>(?<list>[A-Z]{1,4})\d{1,6})[:.)]{0,2}$/i
const GLUED = /^(?<name>[A-Z]{1,4}\d{1,6})[:)](?<left>.+)$/i
const SIDE = /^(?:[\p{L}_][\p{L}\p{N}_.-]*|[a-f.]*[\d:][\da-f:./ ()–-]*)$/iu
/** A longer word is no name and no address. */
const LONGEST = 100
/** Words that narrow a filter, which the notation has no room for. */
const QUALIFIER = /^(?:tcp|udp|icmp|icmpv6|sctp|gre|ports?|proto|protocol)\b/i

/** A line may hold a filter, or what begins like one: an operator, and letters with a number of at most six digits. */
export function mayHoldFilter({ text }: SourceLine): boolean {
  return HAS_OPERATOR.test(text) && HAS_NAME.test(text)
}

const NAME_SIDE = '[A-Za-z_](?:[\\w-]{0,60}\\w)?'
const IPV4_SIDE = `${IPV4}(?:/\\d{1,3})?`
/** Nothing but a filter between names of plain letters or IPv4 addresses, as nearly all lines of a long list are. */
const PLAIN = new RegExp(
  `^(?!IP[46] )[A-Z]{1,4}\\d{1,6} (?:${NAME_SIDE}|${IPV4_SIDE}) [<>] (?:${NAME_SIDE}|${IPV4_SIDE})$`,
  'i',
)

/** The filter of a line that holds nothing else; `null` for any other line, also where `parseLine` finds one. */
export function plainFilter(line: SourceLine): WrittenFilter | null {
  const { text } = line
  if (!PLAIN.test(text)) return null
  const leftAt = text.indexOf(' ') + 1
  const operatorAt = text.indexOf(' ', leftAt) + 1
  const rightAt = operatorAt + 2
  const name = text.slice(0, leftAt - 1)
  return {
    name,
    list: name.slice(0, lettersOf(name)).toUpperCase(),
    line,
    from: 0,
    to: text.length,
    left: text.slice(leftAt, operatorAt - 1),
    leftAt,
    right: text.slice(rightAt),
    rightAt,
    forward: text[operatorAt] === '>',
    before: null,
  }
}

/** How many letters a filter's name begins with, behind which its number stands. */
function lettersOf(name: string): number {
  let letters = 0
  while (name.charCodeAt(letters) > NINE) letters++
  return letters
}

const NINE = '9'.charCodeAt(0)

/** The words and filters of a line. Linear in its length. */
export function parseLine(line: SourceLine): NotationLine {
  const words = wordsOf(line)
  const filters: WrittenFilter[] = []
  const broken: BrokenFilter[] = []
  for (const [at, word] of words.entries()) {
    if (word.kind !== 'operator') continue
    const found = filterAt(words, at, word)
    if (found === null) continue
    if ('why' in found) broken.push(found)
    else filters.push(found)
  }
  return { words, filters, broken }
}

function wordsOf(line: SourceLine): Word[] {
  const words: Word[] = []
  for (const match of line.text.matchAll(TOKEN)) {
    const operator = match.groups?.['operator']
    if (operator !== undefined) words.push({ kind: 'operator', text: operator, index: match.index, line })
    else words.push(...splitGlued(plainWord(match[0], match.index, line)))
  }
  return words
}

/** Without the brackets, quotes and marks that people put around a word. */
function plainWord(text: string, index: number, line: SourceLine): Word {
  if (text.length > LONGEST || /\s\(/.test(text)) return { kind: 'word', text, index, line }
  const start = /^[("'`*[]*/.exec(text)?.[0].length ?? 0
  return {
    kind: 'word',
    text: text.slice(start).replace(/(?<![)"'`*\].!?])[)"'`*\].!?]+$/, ''),
    index: index + start,
    line,
  }
}

/** `A1:SubnetA` is the name and the left side. */
function splitGlued(word: Word): Word[] {
  const { name, left } = GLUED.exec(word.text)?.groups ?? {}
  if (name === undefined || left === undefined || /^[\da-f]*:/i.test(left) || !isSide(left)) return [word]
  return [
    { ...word, text: name },
    { ...word, text: left, index: word.index + name.length + 1 },
  ]
}

function filterAt(words: readonly Word[], at: number, operator: Word): WrittenFilter | BrokenFilter | null {
  const left = words[at - 1]
  if (left?.kind !== 'word' || !isSide(left.text)) return null
  const named = /^[-–—:.)]+$/.test(words[at - 2]?.text ?? '') ? at - 3 : at - 2
  const nameWord = words[named]
  const { name, list } = FILTER_NAME.exec(nameWord?.text ?? '')?.groups ?? {}
  if (nameWord === undefined || name === undefined || list === undefined) {
    const alone = FILTER_NAME.test(left.text) && at === 1
    return alone ? { why: 'no left side', span: reach(left, operator) } : null
  }
  const right = words[at + 1]
  if (right?.kind !== 'word' || !isSide(right.text)) return { why: 'no right side', span: reach(nameWord, operator) }
  const span = reach(nameWord, right)
  if (IS_BOTH_WAYS.test(operator.text)) return { why: 'both ways', span }
  const next = words[at + 2]
  if (next !== undefined && QUALIFIER.test(next.text)) return { why: 'qualified', span: reach(nameWord, next) }
  const before = words[named - 1] ?? null
  return {
    name,
    list: list.toUpperCase(),
    line: left.line,
    from: nameWord.index,
    to: right.index + right.text.length,
    left: left.text,
    leftAt: left.index,
    right: right.text,
    rightAt: right.index,
    forward: IS_FORWARD.test(operator.text),
    before,
  }
}

function isSide(text: string): boolean {
  return text.length <= LONGEST && SIDE.test(text)
}

function reach(from: Word, to: Word): Span {
  return spanAt(from.line, from.index, to.index + to.text.length - from.index)
}
