/** An address of IPv4 that stands by itself: no part of a longer word, of a prefix, or of what may be a key in base64. */
const ADDRESS = /(?<![\w+/.-])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\w+/.-])/g

/** The kinds of so many lines are told by one call, which is quicker than one for each; one for all would need the text twice. */
const TOGETHER = 1000
/** Where fewer than two thirds of these were of kinds that hold nothing, so many times that many lines are looked at, whatever their kind. */
const PAUSE = 15

/**
 * Looks for what no address in a line makes or unmakes. `look` is given the index of a line and tells whether the line may
 * hold any of it; where not, lines that differ from this one in nothing but addresses are passed over. Most lines of a long
 * text are of a few such kinds.
 */
export function lookThrough(lines: readonly string[], look: (index: number) => boolean): void {
  const empty = new Set<string>()
  let pause = 0
  for (let from = 0; from < lines.length; from += TOGETHER) {
    const together = lines.slice(from, from + TOGETHER)
    const kinds = pause > 0 ? [] : together.join('\n').replace(ADDRESS, '0.0.0.0').split('\n')
    let passed = 0
    for (let at = 0; at < together.length; at++) {
      const kind = kinds[at]
      if (kind !== undefined && empty.has(kind)) passed += 1
      else if (!look(from + at) && kind !== undefined) empty.add(kind)
    }
    if (pause > 0) pause -= 1
    else if (passed < (TOGETHER * 2) / 3) pause = PAUSE
  }
}
