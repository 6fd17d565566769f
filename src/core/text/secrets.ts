import { type Span, splitLines } from './source-text.ts'

/**
 * How a product writes a secret. The pattern has the group `secret`; what it matches is blanked. `decode` gives the text
 * that two spellings of one key have in common, or `null` when the text cannot be decoded and so not be compared.
 */
export interface SecretSpelling {
  readonly pattern: RegExp
  readonly decode?: (written: string) => string | null
}

/** A secret that stood in a paste. The value is gone; `mark` is what stands in its place. */
export interface BlankedSecret {
  readonly mark: string
  readonly span: Span
}

export interface BlankedPaste {
  readonly source: string
  readonly text: string
}

export interface Blanking {
  readonly pastes: readonly BlankedPaste[]
  readonly secrets: readonly BlankedSecret[]
}

/** The mark of a secret that cannot be compared with others. */
export const UNKNOWN_SECRET = '‹secret ?›'

const MARK = /‹secret [\d?]+›/g
const ANY_MARK = /‹secret [\d?]+›/

/** What stands in front of a secret, whatever the product. `key` alone counts only before `:` or `=`. */
const LABEL =
  /(?:pre-?shared[-_ ]?(?:key|secret)|auth[12]?psk|psk(?:secret)?|(?:shared|ike|client|tunnel)[-_ ]?secret|secret|pass(?:word|phrase|wd)|(?:api|private|encryption|authentication|ike)[-_ ]?key|key|token|预共享(?:的)?密钥|密码)/
const LABELLED = new RegExp(`(?:^|[^\\p{L}\\p{N}])(?<label>${LABEL.source})["']?\\s*[:=]+[ \\t]*`, 'giu')
const IN_BRACKETS = /shared[-_ ]?(?:key|secret)\s*\(/gi
/** The words in front of the bracket, broken over two lines by a mail client. */
const BROKEN_LABEL = /pre-?shared(?:[-_ ]?(?:key|secret))?\s*$/i
const BROKEN_REST = /^\s*(?:(?:key|secret)\s*)?\(/i
const OTHER: readonly SecretSpelling[] = [
  { pattern: /:\s*(?:PSK|XAUTH|EAP|PIN)\s+(?<secret>\S.*)$/dg },
  { pattern: /:\/\/[^\s/:@]+:(?<secret>[^\s/@]+)@/dg },
  { pattern: /(?<secret>\bxox[a-z]-[\w-]{8,}|\bxapp-[\w-]{8,})/dg },
  { pattern: /\b(?:Bearer|Basic)\s+(?<secret>[\w+/=.-]{8,})/dgi },
  {
    pattern:
      /<(?:\w+:)?(?:\w*(?:PreShared|Shared|Password|Secret|PrivateKey)\w*)\b(?![^>]*\/>)[^>]*>(?<secret>[^<]+)/dgi,
  },
]
const MASKED = /^[*•.x\u25cf]+$/i
const PEM_BEGIN = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/
const PEM_END = /-----END [A-Z0-9 ]*PRIVATE KEY-----/

/**
 * Replaces every secret of all pastes of one call by a numbered mark, before anything else sees the text. Secrets that
 * are equal after decoding get the same number; those that cannot be decoded get `‹secret ?›`. Lines stay where they
 * are. A mark that was pasted stems from another call and is made undecidable, since marks of two calls mean nothing to
 * each other.
 */
export function blankSecrets(
  pastes: readonly { readonly source: string; readonly text: string }[],
  spellings: readonly SecretSpelling[],
): Blanking {
  const numbers = new Map<string, number>()
  const secrets: BlankedSecret[] = []
  const blanked = pastes.map((paste) => {
    const lines = splitLines(paste.source, paste.text.replace(MARK, UNKNOWN_SECRET)).map((line) => line.text)
    const found: Found[] = []
    for (let index = 0; index < lines.length; index++) findSecrets(lines, index, [...spellings, ...OTHER], found)
    for (const place of merge(found)) {
      const mark = markFor(place, numbers)
      const line = lines[place.line] ?? ''
      lines[place.line] = line.slice(0, place.from) + mark + line.slice(place.to)
    }
    for (const [index, line] of lines.entries()) {
      for (const match of line.matchAll(MARK)) {
        const span = { source: paste.source, line: index + 1, column: match.index + 1, length: match[0].length }
        secrets.push({ mark: match[0], span })
      }
    }
    return { source: paste.source, text: lines.join('\n') }
  })
  return { pastes: blanked, secrets }
}

interface Found {
  readonly line: number
  readonly from: number
  readonly to: number
  readonly written: string
  readonly decode: ((written: string) => string | null) | undefined
}

/** Adds the secrets that begin in one line; a value may go on over the following lines. */
function findSecrets(lines: readonly string[], index: number, spellings: readonly SecretSpelling[], found: Found[]) {
  const line = lines[index] ?? ''
  if (line.trim() === '') return
  if (PEM_BEGIN.test(line)) return findPem(lines, index, found)
  let done = 0
  for (const match of line.matchAll(IN_BRACKETS)) {
    if (match.index >= done) done = findBracketed(lines, index, match.index + match[0].length, found)
  }
  const rest = BROKEN_LABEL.test(line) ? BROKEN_REST.exec(lines[index + 1] ?? '') : null
  if (rest !== null) findBracketed(lines, index + 1, rest[0].length, found)
  done = 0
  for (const match of line.matchAll(LABELLED)) {
    if (match.index >= done) done = findLabelled(lines, index, match.index + match[0].length, found)
  }
  for (const { pattern, decode } of spellings) {
    for (const match of line.matchAll(pattern)) {
      const range = match.indices?.groups?.['secret']
      if (range !== undefined) add(found, index, range[0], line.slice(...range), decode)
    }
  }
}

/** `Authentication Method: Pre-shared secret (...)`: up to the last bracket before the next label of the summary. */
function findBracketed(lines: readonly string[], index: number, from: number, found: Found[]): number {
  const line = lines[index] ?? ''
  const rest = line.slice(from)
  const next = rest.search(/\)\s*(?:security association|ike phase)/i)
  const close = next >= 0 ? next : rest.lastIndexOf(')')
  if (close >= 0) {
    add(found, index, from, rest.slice(0, close), undefined)
    return from + close
  }
  add(found, index, from, rest, null)
  const following = lines[index + 1] ?? ''
  const end = following.indexOf(')')
  if (end > 0) add(found, index + 1, 0, following.slice(0, end), null)
  return line.length
}

/**
 * `psk: value`: a quoted value to its closing quote, also lines below; a plain one to the end of the line. Returns the
 * index from which the line is still unread.
 */
function findLabelled(lines: readonly string[], index: number, from: number, found: Found[]): number {
  const line = lines[index] ?? ''
  const rest = line.slice(from)
  const tagged = /^(?:[!&][^\s]+\s+)+/.exec(rest)?.[0].length ?? 0
  const value = rest.slice(tagged)
  const start = from + tagged
  if (value === '' || /^[|>][-+\d]*\s*(?:#.*)?$/.test(value)) {
    findBelow(lines, index, found)
    return line.length
  }
  const quote = value[0]
  if (quote === '"' || quote === "'") {
    const close = closingQuote(value, quote)
    if (close > 0) {
      add(found, index, start + 1, value.slice(1, close), undefined)
      return start + close
    }
    if (value.indexOf(quote, 1) > 0) add(found, index, start + 1, value.slice(1), null)
    else findOverLines(lines, index, start + 1, quote, found)
    return line.length
  }
  const inFlow = line.lastIndexOf('{', from) > line.lastIndexOf('}', from)
  const plain = inFlow ? (/^[^,}]*/.exec(value)?.[0] ?? value) : value
  add(found, index, start, plain.trimEnd(), undefined)
  return start + plain.length
}

/**
 * A value that stands on the lines below its label: each line that is indented deeper and is no label itself, or a lone
 * word right below, which a mail client has pushed there.
 */
function findBelow(lines: readonly string[], index: number, found: Found[]) {
  const depth = indentation(lines[index] ?? '')
  const next = lines[index + 1] ?? ''
  if (/^\s*\S+\s*$/.test(next) && !/:\s*$/.test(next) && indentation(next) <= depth) {
    add(found, index + 1, indentation(next), next.trim(), undefined)
    return
  }
  for (let below = index + 1; below < lines.length; below++) {
    const line = lines[below] ?? ''
    if (line.trim() === '' || indentation(line) <= depth || /^\s*[\w-]+\s*:(?:\s|$)/.test(line)) return
    add(found, below, indentation(line), line.trim(), null)
  }
}

function findOverLines(lines: readonly string[], index: number, from: number, quote: string, found: Found[]) {
  add(found, index, from, (lines[index] ?? '').slice(from), null)
  for (let below = index + 1; below < Math.min(lines.length, index + 20); below++) {
    const line = lines[below] ?? ''
    const close = line.indexOf(quote)
    add(found, below, 0, close < 0 ? line : line.slice(0, close), null)
    if (close >= 0) return
  }
}

function findPem(lines: readonly string[], index: number, found: Found[]) {
  for (let below = index; below < Math.min(lines.length, index + 200); below++) {
    const line = lines[below] ?? ''
    const begin = PEM_BEGIN.exec(line)
    const end = PEM_END.exec(line)
    const from = begin === null ? 0 : begin.index + begin[0].length
    add(found, below, from, line.slice(from, end?.index), null)
    if (end !== null) return
  }
}

function add(found: Found[], line: number, from: number, written: string, decode: Found['decode'] | null) {
  if (written.trim() === '' || MASKED.test(written.trim()) || ANY_MARK.test(written)) return
  const undecodable = decode === null ? () => null : decode
  found.push({ line, from, to: from + written.length, written, decode: undecodable })
}

/** Overlapping places become one; the result is ordered from the end of each line, so that replacing keeps columns. */
function merge(found: readonly Found[]): Found[] {
  const merged: Found[] = []
  for (const place of found.toSorted((a, b) => a.line - b.line || a.from - b.from || b.to - a.to)) {
    const last = merged.at(-1)
    if (last === undefined || last.line !== place.line || place.from >= last.to) merged.push(place)
    else if (place.to > last.to) merged[merged.length - 1] = { ...last, to: place.to, decode: () => null }
  }
  return merged.toSorted((a, b) => a.line - b.line || b.from - a.from)
}

function markFor(place: Found, numbers: Map<string, number>): string {
  const plain = place.decode === undefined ? decodeGeneric(place.written) : place.decode(place.written)
  if (plain === null) return UNKNOWN_SECRET
  const known = numbers.get(plain) ?? numbers.size + 1
  numbers.set(plain, known)
  return `‹secret ${known}›`
}

/** Quotes, comments, `0x` (hexadecimal) and `0s` (base64), as strongSwan and libreswan write keys. */
function decodeGeneric(written: string): string | null {
  const bare = written
    .trim()
    .replace(/\s#.*$/, '')
    .replace(/^(["'])(.*)\1$/, '$2')
  if (/^ENC\s/i.test(bare)) return null
  const hex = /^0x((?:[0-9a-f]{2})+)$/i.exec(bare)?.[1]
  if (hex !== undefined) return latin1(hex.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? [])
  const base64 = /^0s([A-Za-z0-9+/]+={0,2})$/.exec(bare)?.[1]
  if (base64 !== undefined) return fromBase64(base64)
  return latin1([...new TextEncoder().encode(bare)])
}

function latin1(bytes: readonly number[]): string {
  return bytes.map((byte) => String.fromCharCode(byte)).join('')
}

function fromBase64(text: string): string | null {
  return text.replace(/=+$/, '').length % 4 === 1 ? null : atob(text)
}

function closingQuote(value: string, quote: string): number {
  for (let index = 1; index < value.length; index++) {
    const escaped = quote === '"' ? value[index] === '\\' : value[index] === quote && value[index + 1] === quote
    if (escaped) index++
    else if (value[index] === quote) return /^\s*(?:$|[#,;}\]])/.test(value.slice(index + 1)) ? index : -1
  }
  return -1
}

function indentation(line: string): number {
  return line.length - line.trimStart().length
}
