import { FURTHER } from './further-spellings.ts'
import {
  BROKEN_LABEL,
  BROKEN_REST,
  COMMON_HINT,
  IN_BRACKETS,
  LABELLED,
  OTHER,
  PEM_BEGIN,
  PEM_END,
  type SecretSpelling,
  TAG,
  TAG_END,
} from './secret-spellings.ts'

/** A place that holds a secret, or a part of one, in one line. */
export interface Found {
  readonly line: number
  readonly from: number
  readonly to: number
  readonly written: string
  /** `undefined`: as configuration files write it. `literal`: every character counts. */
  readonly decode: ((written: string) => string | null) | 'literal' | undefined
}

const MASKED = /^(?:[*•.\u25cf]+|x{3,})$/i
/** A switch about secrets holds none. */
const SWITCH = /^(?:yes|no|true|false|on|off)$/i
const ONLY_MARK = /^["']?‹secret [\d?]+›["']?$/
/** How an IKE SA was authenticated, as a status output says it: no key stands below. */
const METHOD = /\bAuth sign: \w{1,20}, Auth verify: \w{1,20}[ \t]*$/
/** A value that a mail client or a careless hand broke over more lines than this is no key. */
const LINES = 200
/** Nor is a value of XML. */
const TAG_LINES = 20

/** Every secret of a text. What may be one is taken for one: a word too much is blanked rather than one too few. */
export function findSecrets(lines: readonly string[], spellings: readonly SecretSpelling[]): Found[] {
  const found: Found[] = []
  const products = byHint([...spellings, ...OTHER, ...FURTHER])
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    if (COMMON_HINT.test(line)) findCommon(lines, index, found)
    for (const { hint, spellings: own } of products) if (hint.test(line)) findPatterns(lines, index, own, found)
  }
  return found
}

/** Spellings with one hint: of nearly every line it tells that there is nothing to find. */
function byHint(spellings: readonly SecretSpelling[]): { hint: RegExp; spellings: SecretSpelling[] }[] {
  const groups = new Map<RegExp, SecretSpelling[]>()
  for (const spelling of spellings) {
    const known = groups.get(spelling.hint)
    if (known === undefined) groups.set(spelling.hint, [spelling])
    else known.push(spelling)
  }
  return [...groups].map(([hint, own]) => ({ hint, spellings: own }))
}

/** What is written alike in the texts of all products. */
function findCommon(lines: readonly string[], index: number, found: Found[]): void {
  const line = lines[index] ?? ''
  findBracketed(lines, index, found)
  findLabelled(lines, index, found)
  findTagged(lines, index, found)
  if (PEM_BEGIN.test(line)) findPem(lines, index, found)
  if (/:[ \t]*(?:PSK|XAUTH|EAP)[ \t]*$/i.test(line) && !METHOD.test(line)) findLine(lines, index + 1, found)
}

/** Nearly every line has nothing of the kind, and `matchAll` makes a copy of the pattern each time. */
function matchesIn(line: string, pattern: RegExp): Iterable<RegExpMatchArray & { readonly index: number }> | null {
  pattern.lastIndex = 0
  const holds = pattern.test(line)
  pattern.lastIndex = 0
  return holds ? line.matchAll(pattern) : null
}

function findPatterns(
  lines: readonly string[],
  index: number,
  spellings: readonly SecretSpelling[],
  found: Found[],
): void {
  const line = lines[index] ?? ''
  for (const { pattern, decode, rest, within } of spellings) {
    const matches = matchesIn(line, pattern)
    if (matches === null || (within !== undefined && !isWithin(lines, index, within))) continue
    for (const match of matches) {
      const range = match.indices?.groups?.['secret']
      if (range === undefined) continue
      const ended = rest !== undefined && range[1] >= line.trimEnd().length
      const parts = ended ? findRest(lines, index, rest, found) : 0
      add(found, index, range[0], line.slice(...range), parts > 0 ? null : decode)
    }
  }
}

/** The nearest heading above is that of the section; no section is longer than this. */
function isWithin(
  lines: readonly string[],
  index: number,
  { heading, section }: NonNullable<SecretSpelling['within']>,
): boolean {
  for (let above = index - 1; above >= Math.max(0, index - LINES); above--) {
    const line = lines[above] ?? ''
    if (heading.test(line)) return section.test(line)
  }
  return false
}

/** The lines below in which a secret goes on, which cannot be decoded then; returns how many there are. */
function findRest(lines: readonly string[], index: number, rest: RegExp, found: Found[]): number {
  let below = index + 1
  for (; below < Math.min(lines.length, index + LINES); below++) {
    const line = lines[below] ?? ''
    const range = rest.exec(line)?.indices?.groups?.['secret']
    if (range === undefined) break
    add(found, below, range[0], line.slice(...range), null)
    if (range[1] < line.trimEnd().length) return below - index
  }
  return below - index - 1
}

/** `Authentication Method: Pre-shared secret (...)`, also with the line broken inside. */
function findBracketed(lines: readonly string[], index: number, found: Found[]): void {
  const line = lines[index] ?? ''
  let done = 0
  for (const match of matchesIn(line, IN_BRACKETS) ?? []) {
    if (match.index >= done) done = findClosing(lines, index, match.index + match[0].length, found)
  }
  if (!BROKEN_LABEL.test(line)) return
  const next = nextLine(lines, index)
  const rest = next === undefined ? null : BROKEN_REST.exec(lines[next] ?? '')
  if (next !== undefined && rest !== null) findClosing(lines, next, rest[0].length, found)
}

/** Up to the last closing bracket before the next label of the summary; over a few lines when none closes here. */
function findClosing(lines: readonly string[], index: number, from: number, found: Found[]): number {
  const line = lines[index] ?? ''
  const close = closingIn(line.slice(from))
  if (close >= 0) {
    add(found, index, from, line.slice(from, from + close), 'literal')
    return from + close
  }
  add(found, index, from, line.slice(from), null)
  for (let below = index + 1; below < Math.min(lines.length, index + 5); below++) {
    const end = closingIn(lines[below] ?? '')
    if (end < 0) continue
    for (let at = index + 1; at < below; at++) add(found, at, 0, lines[at] ?? '', null)
    add(found, below, 0, (lines[below] ?? '').slice(0, end), null)
    break
  }
  return line.length
}

function closingIn(text: string): number {
  const next = text.search(/[)\]]\s{0,20}(?:security association|ike phase)/i)
  return next >= 0 ? next : Math.max(text.lastIndexOf(')'), text.lastIndexOf(']'))
}

function findLabelled(lines: readonly string[], index: number, found: Found[]): void {
  const line = lines[index] ?? ''
  let done = 0
  for (const match of matchesIn(line, LABELLED) ?? []) {
    if (match.index >= done) done = findValue(lines, index, match.index + match[0].length, match[0], found)
  }
}

/**
 * `psk: value`: a quoted value to its closing quote, also lines below; a plain one to the end of the line, and the lines
 * below that are indented deeper. Returns the index from which the line is still unread.
 */
function findValue(lines: readonly string[], index: number, from: number, label: string, found: Found[]): number {
  const line = lines[index] ?? ''
  const tag = /^(?:!!?[\w-]{0,30}|&[\w-]{1,30})\s+(?=["'|>])/.exec(line.slice(from))?.[0].length ?? 0
  const start = from + tag
  const value = line.slice(start)
  if (value === '' || /^[|>][-+\d]*\s*(?:#.*)?$/.test(value)) {
    findBelow(lines, index, value !== '', label, found)
    return line.length
  }
  const quote = value.startsWith('\\"') ? '\\"' : value[0]
  if (quote === '"' || quote === "'") {
    const close = closingQuote(value, quote)
    if (close > 0) {
      add(found, index, start + 1, value.slice(1, close), unquoted(quote), 'exact')
      return start + close
    }
    if (value.indexOf(quote, 1) > 0) add(found, index, start + 1, value.slice(1), null)
    else findOverLines(lines, index, start + 1, quote, found)
    return line.length
  }
  const inBraces = line.lastIndexOf('{', from) > line.lastIndexOf('}', from)
  const plain = inBraces ? inBracesValue(value, label) : value
  add(found, index, start, plain.trimEnd(), undefined)
  if (!inBraces) findDeeper(lines, index, found)
  return start + plain.length
}

/** In a list of YAML or JSON a comma ends the value; after an equals sign only the closing brace at the end does. */
function inBracesValue(value: string, label: string): string {
  if (label.includes('=')) return value.replace(/(?<![\s}])\s*\}[\s}]*$/, '')
  return /^[^,}]*/.exec(value)?.[0] ?? value
}

/** Nothing behind the label: the lines below that are indented deeper, or the one that was pushed there. */
function findBelow(lines: readonly string[], index: number, isBlock: boolean, label: string, found: Found[]): void {
  const next = nextLine(lines, index)
  if (next === undefined) return
  const line = lines[next] ?? ''
  if (indentation(line) > indentation(lines[index] ?? '')) {
    if (isBlock || !isLabel(line)) findDeeper(lines, index, found)
    else if (/^\s*(?:-|value\b)/i.test(line)) findLine(lines, next, found)
    return
  }
  if (isLabel(line) && !/^\s*-\s/.test(line)) return
  // A single word of a mail client's making; of common words such as "key:" only that.
  if (/^\s*\S+\s*$/.test(line) || !/^\W*(?:key|token)\W/i.test(label)) findLine(lines, next, found)
}

function isLabel(line: string): boolean {
  return /^\s*[\w.-][\w .-]{0,59}:(?:\s|$)/.test(line) || /^\s*\w{1,40}\s*=/.test(line) || /[{}]\s*$/.test(line)
}

/** Continued lines: those right below that are indented deeper, whatever they look like; blank ones between count too. */
function findDeeper(lines: readonly string[], index: number, found: Found[]): void {
  const depth = indentation(lines[index] ?? '')
  for (let below = index + 1; below < Math.min(lines.length, index + LINES); below++) {
    const line = lines[below] ?? ''
    if (line.trim() === '') continue
    if (indentation(line) <= depth) return
    // A key over several lines is joined by rules of its format, which are not known here.
    findLine(lines, below, found, null)
  }
}

function findLine(lines: readonly string[], index: number, found: Found[], decode: null | undefined = undefined): void {
  const line = lines[index] ?? ''
  const text = line.trim().replace(/^(["'])(.*)\1$/, '$2')
  add(found, index, line.indexOf(text), text, decode)
}

function findOverLines(lines: readonly string[], index: number, from: number, quote: string, found: Found[]): void {
  add(found, index, from, (lines[index] ?? '').slice(from), null)
  for (let below = index + 1; below < Math.min(lines.length, index + 20); below++) {
    const line = lines[below] ?? ''
    const close = closingQuote(`${quote}${line}`, quote) - 1
    const end = close < 0 && line.includes(quote) ? line.length : close
    add(found, below, 0, end < 0 ? line : line.slice(0, end), null)
    if (end >= 0) return
  }
}

/** `<PreSharedKey>value</PreSharedKey>`, also with the value on lines of its own. */
function findTagged(lines: readonly string[], index: number, found: Found[]): void {
  const line = lines[index] ?? ''
  for (const match of matchesIn(line, TAG) ?? []) {
    if (match[0].endsWith('/>') || match[0].startsWith('</')) continue
    const from = match.index + match[0].length
    const end = line.slice(from).search(TAG_END)
    add(found, index, from, end < 0 ? line.slice(from) : line.slice(from, from + end), 'literal')
    if (end < 0) findUpToTag(lines, index, found)
  }
}

/** The lines below, up to a closing tag; without one near it was no tag, as in `key <pre-shared-key>`. */
function findUpToTag(lines: readonly string[], index: number, found: Found[]): void {
  const near = lines.slice(index + 1, index + 1 + TAG_LINES)
  const last = near.findIndex((text) => TAG_END.test(text))
  for (const [at, text] of near.slice(0, last + 1).entries()) {
    add(found, index + 1 + at, 0, at === last ? text.slice(0, text.search(TAG_END)) : text, null)
  }
}

function findPem(lines: readonly string[], index: number, found: Found[]): void {
  for (let below = index; below < Math.min(lines.length, index + LINES); below++) {
    const line = lines[below] ?? ''
    const begin = below === index ? PEM_BEGIN.exec(line) : null
    const from = begin === null ? 0 : begin.index + begin[0].length
    const end = PEM_END.exec(line)
    add(found, below, from, line.slice(from, end?.index), null)
    if (end !== null && !PEM_BEGIN.test(line.slice(end.index))) return
  }
}

function add(
  found: Found[],
  line: number,
  from: number,
  written: string,
  decode: Found['decode'] | null,
  blanks: 'exact' | 'trimmed' = decode === 'literal' ? 'exact' : 'trimmed',
): void {
  const text = written.trim()
  if (text === '' || MASKED.test(text) || SWITCH.test(text) || ONLY_MARK.test(text)) return
  const start = from + written.length - written.trimStart().length
  const undecodable = decode === null || /‹secret [\d?]+›/.test(text) ? () => null : decode
  const kept = blanks === 'exact' ? written : text
  const at = blanks === 'exact' ? from : start
  found.push({ line, from: at, to: at + kept.length, written: kept, decode: undecodable })
}

function unquoted(quote: string): (written: string) => string | null {
  return (written) => {
    if (quote === "'") return written.replaceAll("''", "'")
    return /\\[^"\\]/.test(written) ? null : written.replace(/\\(["\\])/g, '$1')
  }
}

function closingQuote(value: string, quote: string): number {
  for (let index = 1; index < value.length; index++) {
    const escaped = quote === '"' ? value[index] === '\\' : value[index] === quote && value[index + 1] === quote
    if (escaped) index++
    else if (value[index] === quote) return /^\s*(?:$|[#,;}\]])/.test(value.slice(index + 1)) ? index : -1
  }
  return -1
}

function nextLine(lines: readonly string[], index: number): number | undefined {
  for (let below = index + 1; below <= Math.min(lines.length - 1, index + 2); below++) {
    if (lines[below]?.trim() !== '') return below
  }
  return undefined
}

function indentation(line: string): number {
  return line.length - line.trimStart().length
}
