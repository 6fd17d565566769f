import { add, type Found, LINES, matchesIn } from './found.ts'
import type { SecretSpelling } from './spelling.ts'

/** What is spelled as a product spells secrets. */
export function findSpelled(
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
