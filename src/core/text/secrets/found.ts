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
/** A value that a mail client or a careless hand broke over more lines than this is no key. */
export const LINES = 200

/** All matches; nearly every line has none. `matchAll` would make a copy of the pattern each time. */
export function matchesIn(line: string, pattern: RegExp): readonly RegExpExecArray[] {
  pattern.lastIndex = 0
  const matches: RegExpExecArray[] = []
  for (let match = pattern.exec(line); match !== null; match = pattern.exec(line)) {
    matches.push(match)
    if (match[0] === '') pattern.lastIndex++
  }
  return matches
}

export function add(
  found: Found[],
  line: number,
  from: number,
  written: string,
  decode: Found['decode'] | null,
  blanks: 'exact' | 'trimmed' = decode === 'literal' ? 'exact' : 'trimmed',
): void {
  const text = written.trim()
  const isMarked = text.includes('‹')
  if (text === '' || MASKED.test(text) || SWITCH.test(text) || (isMarked && ONLY_MARK.test(text))) return
  const start = from + written.length - written.trimStart().length
  const undecodable = decode === null || (isMarked && /‹secret [\d?]+›/.test(text)) ? () => null : decode
  const kept = blanks === 'exact' ? written : text
  const at = blanks === 'exact' ? from : start
  found.push({ line, from: at, to: at + kept.length, written: kept, decode: undecodable })
}

export function findLine(
  lines: readonly string[],
  index: number,
  found: Found[],
  decode: null | undefined = undefined,
): void {
  const line = lines[index] ?? ''
  const text = line.trim().replace(/^(["'])(.*)\1$/, '$2')
  add(found, index, line.indexOf(text), text, decode)
}

export function nextLine(lines: readonly string[], index: number): number | undefined {
  for (let below = index + 1; below <= Math.min(lines.length - 1, index + 2); below++) {
    if (lines[below]?.trim() !== '') return below
  }
  return undefined
}
