import type { Paste } from '../../src/core/index.ts'

/**
 * Places (`source:line`) that are to blame for a breakage: the lines that only the spoilt texts have, and the blocks that
 * have lost a line. Of a block, its head stands for all of it, or a line that holds one of `toldBy`.
 */
export function changedLines(
  sound: readonly Paste[],
  spoilt: readonly Paste[],
  toldBy: readonly string[] = [],
): ReadonlySet<string> {
  const places = spoilt.flatMap(({ source, text }) => {
    const lines = text.split('\n')
    const before = sound.find((paste) => paste.source === source)?.text.split('\n') ?? []
    const added = onlyIn(lines, before)
    const gone = onlyIn(before, lines)
    const lost = gone.flatMap((at) => headsOf(before, at).map((head) => lines.indexOf(before[head] ?? '')))
    // What stood in no block leaves the lines beside it, of a file that has none.
    const flat = gone.some((at) => headsOf(before, at).length === 0) ? [0] : []
    const told = toldBy.flatMap((wanted) => [...added, ...lost, ...flat].flatMap((at) => besideOf(lines, at, wanted)))
    const heads = added.flatMap((at) => headsOf(lines, at))
    return [...added, ...heads, ...lost, ...told].map((at) => `${source}:${at + 1}`)
  })
  return new Set(places)
}

function onlyIn(lines: readonly string[], others: readonly string[]): number[] {
  const known = new Set(others)
  return [...lines.keys()].filter((at) => !known.has(lines[at] ?? ''))
}

/** The nearest line above that is less indented. */
function headsOf(lines: readonly string[], at: number): number[] {
  const own = indentOf(lines[at])
  const head = lines.slice(0, at).findLastIndex((line) => line.trim() !== '' && indentOf(line) < own)
  return head < 0 ? [] : [head]
}

/** Lines of the block that a line is in, or is the head of, that hold a text. */
function besideOf(lines: readonly string[], at: number, wanted: string): number[] {
  const isHead = indentOf(lines[at + 1]) > indentOf(lines[at])
  const head = isHead ? at : (headsOf(lines, at)[0] ?? -1)
  const inner = indentOf(lines[head + 1])
  const last = lines.findIndex((line, index) => index > head && indentOf(line) < inner)
  const own = [...lines.keys()].slice(head + 1, last < 0 ? lines.length : last)
  return own.filter((index) => lines[index]?.includes(wanted))
}

function indentOf(line = ''): number {
  return line.length - line.trimStart().length
}

/** The lines that hold one of these texts. */
export function linesWith(pastes: readonly Paste[], wanted: readonly string[]): ReadonlySet<string> {
  return new Set(
    pastes.flatMap(({ source, text }) =>
      text
        .split('\n')
        .flatMap((line, at) => (wanted.some((each) => line.includes(each)) ? [`${source}:${at + 1}`] : [])),
    ),
  )
}
