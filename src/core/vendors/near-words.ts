/** Of these words the ones that a slip of the keyboard turns into the written one, the nearest first. */
export function nearWords(written: string, words: Iterable<string>): string[] {
  const most = Math.max(1, Math.min(3, Math.floor(written.length / 3)))
  return [...new Set(words)]
    .map((word) => ({ word, slips: slipsBetween(written.toLowerCase(), word.toLowerCase(), most) }))
    .filter(({ slips }) => slips > 0 && slips <= most)
    .toSorted((a, b) => a.slips - b.slips)
    .map(({ word }) => word)
}

/** Letters that are left out, added, mistaken, or in the wrong order (Damerau's four); counted up to `most`. */
function slipsBetween(written: string, word: string, most: number): number {
  if (Math.abs(written.length - word.length) > most) return most + 1
  let before: number[] = []
  let row = Array.from({ length: word.length + 1 }, (_, at) => at)
  for (let at = 1; at <= written.length; at++) {
    const next = [at]
    for (let to = 1; to <= word.length; to++) {
      const same = written[at - 1] === word[to - 1]
      const turned = at > 1 && to > 1 && written[at - 1] === word[to - 2] && written[at - 2] === word[to - 1]
      const ways = [(row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1, (row[to - 1] ?? 0) + (same ? 0 : 1)]
      next.push(Math.min(...ways, ...(turned ? [(before[to - 2] ?? 0) + 1] : [])))
    }
    before = row
    row = next
  }
  return row[word.length] ?? 0
}
