import type { Paste } from '../../src/core/index.ts'

/**
 * Places (`source:line`) that are to blame for a breakage: the lines of the spoilt texts that the sound ones don't have, and
 * the heads of the blocks that they stand in, since a setting may be told by its block.
 */
export function changedLines(sound: readonly Paste[], spoilt: readonly Paste[]): ReadonlySet<string> {
  const places = spoilt.flatMap(({ source, text }) => {
    const known = new Set(sound.find((paste) => paste.source === source)?.text.split('\n'))
    const lines = text.split('\n')
    return [...lines.keys()]
      .filter((at) => !known.has(lines[at] ?? ''))
      .flatMap((at) => [at, ...headsOf(lines, at)].map((line) => `${source}:${line + 1}`))
  })
  return new Set(places)
}

/** The nearest line above that is less indented. */
function headsOf(lines: readonly string[], at: number): number[] {
  const own = indentOf(lines[at])
  const head = lines.slice(0, at).findLastIndex((line) => line.trim() !== '' && indentOf(line) < own)
  return head < 0 ? [] : [head]
}

function indentOf(line = ''): number {
  return line.length - line.trimStart().length
}

/** The lines that hold a text. */
export function linesWith(pastes: readonly Paste[], wanted: string): ReadonlySet<string> {
  return new Set(
    pastes.flatMap(({ source, text }) =>
      text.split('\n').flatMap((line, at) => (line.includes(wanted) ? [`${source}:${at + 1}`] : [])),
    ),
  )
}
