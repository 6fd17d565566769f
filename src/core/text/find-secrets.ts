import { findBare, findMarks, hasRun, type Publicity } from './bare-secrets.ts'
import { findDumped } from './dumped-secrets.ts'
import { add, type Found, findLine, LINES, matchesIn, nextLine } from './found-secrets.ts'
import { findLabelled } from './labelled-secrets.ts'
import { findPaired } from './paired-secrets.ts'
import { findPrinted } from './printed-secrets.ts'
import { COMMON, FOREIGN, type HintedSpellings, hintsFor, MARK, RUN } from './secret-hints.ts'
import {
  BROKEN_LABEL,
  BROKEN_REST,
  FOREIGN_HINT,
  IN_BRACKETS,
  PEM_BEGIN,
  PEM_END,
  type SecretSpelling,
  TAG,
  TAG_END,
} from './secret-spellings.ts'
import { findSlippedWord, mended } from './slipped-secrets.ts'
import { findTold } from './told-secrets.ts'

/** How an IKE SA was authenticated, as a status output says it: no key stands below. */
const METHOD = /\bAuth sign: \w{1,20}, Auth verify: \w{1,20}[ \t]*$/
/** Nor is a value of XML. */
const TAG_LINES = 20

/** Every secret of a text, given its lines too. What may be one is taken for one: a word too much is blanked rather than one too few. */
export function findSecrets(text: string, lines: readonly string[], spellings: readonly SecretSpelling[]): Found[] {
  const found: Found[] = []
  const { search, products, gateways } = hintsFor(spellings)
  const hints = search.listsIn(text, lines.length)
  const publicity: Publicity = { isPublic: false }
  let end = -1
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    const begin = end + 1
    end = begin + line.length
    const hint = (hints[index] ?? 0) | (hasRun(text, begin, end) ? RUN : 0)
    if (hint === 0) continue
    const mayHold = (hint & COMMON) !== 0 || ((hint & FOREIGN) !== 0 && FOREIGN_HINT.test(line))
    if (mayHold) findCommon(lines, index, found)
    findHinted(lines, index, hint, products, found)
    // Of two that take the same place the first counts, which knows how it is written.
    if (mayHold) findHinted(lines, index, hint, gateways, found)
    if (mayHold) findTold(lines, index, found)
    if (mayHold) findSlipped(lines, index, spellings, found)
    if ((hint & MARK) !== 0) findMarks(lines, index, publicity, found)
    if ((hint & RUN) !== 0 && !publicity.isPublic) findBare(lines, index, found)
  }
  return found
}

/** What stands in the line below, read as if it had not been broken. */
function findSlipped(
  lines: readonly string[],
  index: number,
  spellings: readonly SecretSpelling[],
  found: Found[],
): void {
  findSlippedWord(lines, index, found)
  const line = mended(lines, index)
  if (line === undefined) return
  for (const { from, to, decode } of findSecrets(line.text, [line.text], spellings)) {
    const begin = Math.max(from, line.at)
    if (to > begin) {
      add(
        found,
        line.below,
        begin - line.at + line.from,
        line.text.slice(begin, to),
        begin > from ? null : decode,
        'exact',
      )
    }
  }
}

function findHinted(
  lines: readonly string[],
  index: number,
  hint: number,
  hinted: readonly HintedSpellings[],
  found: Found[],
): void {
  for (const { lists, spellings } of hinted) {
    if ((hint & lists) !== 0) findPatterns(lines, index, spellings, found)
  }
}

/** What is written alike in the texts of all products. */
function findCommon(lines: readonly string[], index: number, found: Found[]): void {
  const line = lines[index] ?? ''
  findBracketed(lines, index, found)
  findLabelled(lines, index, found)
  findTagged(lines, index, found)
  findPaired(lines, index, found)
  findDumped(lines, index, found)
  findPrinted(lines, index, found)
  if (PEM_BEGIN.test(line)) findPem(lines, index, found)
  if (/:[ \t]*(?:PSK|XAUTH|EAP)[ \t]*$/i.test(line) && !METHOD.test(line)) findLine(lines, index + 1, found)
}

function findPatterns(
  lines: readonly string[],
  index: number,
  spellings: readonly SecretSpelling[],
  found: Found[],
): void {
  const line = lines[index] ?? ''
  for (const { pattern, decode, rest, width = 0, within } of spellings) {
    const matches = matchesIn(line, pattern)
    if (matches.length === 0 || (within !== undefined && !isWithin(lines, index, within))) continue
    for (const match of matches) {
      const range = match.indices?.groups?.['secret']
      if (range === undefined || followsKey(line, range)) continue
      const goesOn = rest !== undefined && line.length >= width && range[1] >= line.trimEnd().length
      const parts = goesOn ? findRest(lines, index, rest, width, found) : 0
      add(found, index, range[0], line.slice(...range), parts > 0 ? null : decode)
    }
  }
}

/** `crypto isakmp key SECRET address 198.51.100.7`: a key may be a word behind which others have theirs. */
function followsKey(line: string, [from, to]: readonly [number, number]): boolean {
  return (
    /^(?:address|hostname)$/i.test(line.slice(from, to)) &&
    /\bisakmp key (?:\d )?\S{1,128} $/i.test(line.slice(0, from))
  )
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
function findRest(lines: readonly string[], index: number, rest: RegExp, width: number, found: Found[]): number {
  let below = index + 1
  for (; below < Math.min(lines.length, index + LINES); below++) {
    const line = lines[below] ?? ''
    const range = rest.exec(line)?.indices?.groups?.['secret']
    if (range === undefined) break
    add(found, below, range[0], line.slice(...range), null)
    if (range[1] < line.trimEnd().length || line.length < width) return below - index
  }
  return below - index - 1
}

/** `Authentication Method: Pre-shared secret (...)`, also with the line broken inside. */
function findBracketed(lines: readonly string[], index: number, found: Found[]): void {
  const line = lines[index] ?? ''
  let done = 0
  for (const match of matchesIn(line, IN_BRACKETS)) {
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

/** `<PreSharedKey>value</PreSharedKey>`, also with the value on lines of its own. */
function findTagged(lines: readonly string[], index: number, found: Found[]): void {
  const line = lines[index] ?? ''
  for (const match of matchesIn(line, TAG)) {
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
