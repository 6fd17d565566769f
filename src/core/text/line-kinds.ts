/** An address of IPv4 that stands by itself: no part of a longer word, of a prefix, or of what may be a key in base64. */
const ADDRESS = /(?<![\w+/.-])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\w+/.-])/g

/** The kinds of so many lines are told by one call, which is quicker than one for each; one for all would need the text twice. */
const TOGETHER = 1000
/** Where fewer than two thirds of these were like one before, so many times that many are kept, whatever their kind. */
const PAUSE = 15

/**
 * The lines without those that differ from one above in nothing but addresses: enough for what no address makes or unmakes.
 * Most lines of a long text are of a few kinds; where they are not, it gives up for a while, and keeps them all.
 */
export function oneOfEachKind(lines: readonly string[]): string[] {
  const known = new Set<string>()
  const kept: string[] = []
  let pause = 0
  for (let from = 0; from < lines.length; from += TOGETHER) {
    const together = lines.slice(from, from + TOGETHER)
    if (pause > 0) {
      pause -= 1
      for (const line of together) kept.push(line)
      continue
    }
    const before = known.size
    for (const [at, kind] of together.join('\n').replace(ADDRESS, '0.0.0.0').split('\n').entries()) {
      if (known.has(kind)) continue
      known.add(kind)
      kept.push(together[at] ?? '')
    }
    if (known.size - before > TOGETHER / 3) pause = PAUSE
  }
  return kept
}
