import { add, type Found, matchesIn, nextLine } from './found.ts'

/** `Pre-shared secret (...)` of ISA's summary; other brackets and quotes are taken for the same. `Preshared Key(1)` of oakley.log, without a blank, has a number. */
export const IN_BRACKETS = /shared[-_ ]?(?:key|secret)(?!\(\d\))[ \t]{0,20}[([]/gi
/** The words in front of the bracket, broken over two lines by a mail client. */
export const BROKEN_LABEL = /pre-?[ \t]*$|pre-?shared(?:[-_ ]?(?:key|secret))?[ \t]*$/i
const BROKEN_REST = /^[>\s]{0,20}(?:shared[-_ ]?)?(?:(?:key|secret)\s{0,20})?[([]/i

/** `Authentication Method: Pre-shared secret (...)`, also with the line broken inside. */
export function findBracketed(lines: readonly string[], index: number, found: Found[]): void {
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
