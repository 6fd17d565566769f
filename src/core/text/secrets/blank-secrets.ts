import { linesOf, type Span } from '../source-text.ts'
import { UNSEEN, withoutUnseen } from '../unseen.ts'
import { findSecrets } from './find-secrets.ts'
import type { Found } from './found.ts'
import { SECRET_MARK, UNKNOWN_SECRET } from './secret-mark.ts'
import { seenLines } from './seen-lines.ts'
import type { SecretSpelling } from './spelling.ts'

/** A secret that stood in a paste. The value is gone; `mark` is what stands in its place. */
export interface BlankedSecret {
  readonly mark: string
  readonly span: Span
}

interface BlankedPaste {
  readonly source: string
  readonly text: string
}

interface Blanking {
  readonly pastes: readonly BlankedPaste[]
  readonly secrets: readonly BlankedSecret[]
}

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
    const lines = linesOf(paste.text.replace(SECRET_MARK, UNKNOWN_SECRET))
    const plain = lines.join('\n')
    const found = findSeen(plain, lines, spellings)
    for (const [index, places] of byLine(merge(found))) lines[index] = withMarks(lines[index] ?? '', places, numbers)
    const blank = found.length === 0 ? plain : lines.join('\n')
    // The last line may be blank, or show nothing, and would be none without a line break behind it.
    const last = lines.at(-1)
    const isBlank = last === '' || (/[\r\n]$/.test(paste.text) && withoutUnseen(last ?? '') === '')
    const text = `${blank}${isBlank ? '\n' : ''}`
    if (text.includes('‹')) for (const secret of marksIn(paste.source, lines)) secrets.push(secret)
    // Most texts hold no secret, and a long one is kept once.
    return { source: paste.source, text: paste.text.startsWith(text) ? paste.text.slice(0, text.length) : text }
  })
  return { pastes: blanked, secrets }
}

/** As they are written, and as they are seen where that differs. */
function findSeen(text: string, lines: readonly string[], spellings: readonly SecretSpelling[]): readonly Found[] {
  const found = findSecrets(text, lines, spellings)
  const seen = seenLines(text, lines)
  if (seen === undefined) return found
  const placed = findSecrets(seen.lines.join('\n'), seen.lines, spellings).map(seen.placed)
  const known = byLine(placed)
  const more: Found[] = []
  for (const [index, raws] of byLine(found)) {
    const line = lines[index] ?? ''
    const told = toldIn(line, known.get(index) ?? [])
    for (const raw of raws) if (holdsMore(raw, line, told)) more.push(raw)
  }
  // Of two in the same place the first counts.
  return [...placed, ...more.map(seen.uncompared)]
}

/** For each character of a line, 1 where it is of a place that is known, or is not seen at all. */
function toldIn(line: string, known: readonly Found[]): Uint8Array {
  const told = new Uint8Array(line.length)
  for (const { index, 0: written } of line.matchAll(UNSEEN)) told.fill(1, index, index + written.length)
  for (const { from, to } of known) told.fill(1, from, to)
  return told
}

/** Whether anything else is seen of it; what a colour ends with behind a closing quote makes a secret no other one. */
function holdsMore({ from, to }: Found, line: string, told: Uint8Array): boolean {
  for (let at = from; at < to; at++) if (told[at] === 0 && !/["'\s]/.test(line[at] ?? '')) return true
  return false
}

function* marksIn(source: string, lines: readonly string[]): Generator<BlankedSecret> {
  for (const [index, line] of lines.entries()) {
    if (!line.includes('‹')) continue
    for (const match of line.matchAll(SECRET_MARK)) {
      yield { mark: match[0], span: { source, line: index + 1, column: match.index + 1, length: match[0].length } }
    }
  }
}

/** Overlapping places become one, which cannot be decoded. */
function merge(found: readonly Found[]): Found[] {
  const merged: Found[] = []
  for (const place of found.toSorted((a, b) => a.line - b.line || a.from - b.from || b.to - a.to)) {
    const last = merged.at(-1)
    if (last === undefined || last.line !== place.line || place.from >= last.to) merged.push(place)
    else if (place.to > last.to) merged[merged.length - 1] = { ...last, to: place.to, decode: () => null }
  }
  return merged
}

function byLine(places: readonly Found[]): Map<number, Found[]> {
  const lines = new Map<number, Found[]>()
  for (const place of places) {
    const known = lines.get(place.line)
    if (known === undefined) lines.set(place.line, [place])
    else known.push(place)
  }
  return lines
}

function withMarks(line: string, places: readonly Found[], numbers: Map<string, number>): string {
  const parts: string[] = []
  let done = 0
  for (const place of places) {
    parts.push(line.slice(done, place.from), asWritten(place.written, markFor(place, numbers)))
    done = place.to
  }
  return parts.join('') + line.slice(done)
}

/** How it is written stays, for a product may take one alone: between quotes, or in hexadecimal or base64. */
function asWritten(written: string, mark: string): string {
  const quote = /^(?:(")[^"]*"|(')[^']*')(?:\s*#.*)?$/s.exec(written)
  const around = quote?.[1] ?? quote?.[2] ?? ''
  const prefix = around === '' ? (/^0(?:x(?=(?:[\da-f]{2}|_)+$)|s(?=[a-z\d+/]+={0,2}$))/i.exec(written)?.[0] ?? '') : ''
  return `${around}${prefix}${mark}${around}`
}

function markFor({ written, decode }: Found, numbers: Map<string, number>): string {
  const plain = decode === 'literal' ? literal(written) : decode === undefined ? unquotedKey(written) : decode(written)
  const bytes = plain === null ? null : decode === 'literal' ? utf8(plain) : keyBytes(plain)
  if (bytes === null) return UNKNOWN_SECRET
  const known = numbers.get(bytes) ?? numbers.size + 1
  numbers.set(bytes, known)
  return `‹secret ${known}›`
}

/** As a window or XML shows it: every character counts. */
function literal(written: string): string {
  const bare = /^<!\[CDATA\[(.*)\]\]>$/.exec(written)?.[1]
  return (
    bare ??
    written
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&apos;', "'")
      .replaceAll('&amp;', '&')
  )
}

/** Whether a `#` begins a comment or belongs to the key, only the product knows. */
function unquotedKey(written: string): string | null {
  return /\s#/.test(written) || /^ENC\s/i.test(written) ? null : written.trim()
}

/**
 * `0x` (hexadecimal) and `0s` (base64), as strongSwan and libreswan write keys. Measured with strongSwan 5.9.8: colons between octets do not
 * count, a lacking digit is a 0 in front, and of base64 whole groups of four count. What is neither is a text.
 */
function keyBytes(text: string): string {
  const [, encoding, encoded = ''] = /^0([xs])(.*)$/is.exec(text) ?? []
  if (encoding === undefined) return utf8(text)
  return (encoding.toLowerCase() === 'x' ? fromHex(encoded.replaceAll(':', '')) : fromBase64(encoded)) ?? utf8(text)
}

function fromHex(digits: string): string | null {
  if (!/^[\da-f]+$/i.test(digits)) return null
  const octets = digits.padStart(digits.length + (digits.length % 2), '0').match(/../g) ?? []
  return latin1(octets.map((octet) => Number.parseInt(octet, 16)))
}

function fromBase64(text: string): string | null {
  const groups = text.slice(0, text.length - (text.length % 4))
  return groups === '' || !/^[a-z\d+/]+={0,2}$/i.test(groups) ? null : atob(groups)
}

function utf8(text: string): string {
  return latin1([...new TextEncoder().encode(text)])
}

function latin1(bytes: readonly number[]): string {
  return bytes.map((byte) => String.fromCharCode(byte)).join('')
}
