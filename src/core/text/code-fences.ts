export const FENCE_MARK = '```'

/** A code fence on a line of its own, with the name of a language perhaps, or on a line of the text itself. */
const FENCE = /^[ \t>]*```\w*[ \t]*$|^```(?=[^\s`].*[ \t{:=])|(?<=[^\s`])```[ \t]*$/g

/**
 * The lines without code fences; of a line that is one an empty one is left, since each pasted line is accounted for. What people
 * write above several pieces of code to say whose each is (`HQ`, `*Branch office*`) gets the colon that a heading has.
 */
export function withoutFences(lines: readonly string[]): string[] {
  const bare = lines.map((line) => line.replace(FENCE, ''))
  const labels = labelsIn(lines)
  const names = new Set(labels.map((at) => lines[at]?.trim()))
  if (labels.length > 1 && names.size === labels.length) {
    for (const at of labels) bare[at] = `${bare[at]?.trimEnd()}:`
  }
  return bare
}

/** Where the lines stand right above pieces of code that could be names. */
function labelsIn(lines: readonly string[]): number[] {
  const labels: number[] = []
  let isInside = false
  let above: number | null = null
  for (const [at, line] of lines.entries()) {
    const marks = line.split(FENCE_MARK).length - 1
    if (marks > 0 && !isInside && above !== null && mayBeName(lines[above] ?? '')) labels.push(above)
    if (marks > 0) above = null
    else if (!isInside && line.trim() !== '') above = at
    if (marks % 2 === 1) isInside = !isInside
  }
  return labels
}

/** A longer line is no name, and one that ends in a sign is a sentence or code. */
const MOST = 60

function mayBeName(line: string): boolean {
  const text = line.trim()
  return text.length <= MOST && /[\p{L}\p{N})][*_]{0,3}$/u.test(text)
}

export const CODE_MARK = '`'

/** The mark in front of a piece of code that goes over several lines, and that behind it. */
const OPENING = /^([ \t]*)`(?=[^`]+$)/
const CLOSING = /^([^`]*)`[ \t]*$/

/** The lines without the single marks that people put around several lines of code, as Markdown has them around words. */
export function withoutCodeMarks(lines: readonly string[]): string[] {
  const bare = [...lines]
  let opened: number | null = null
  for (const [at, line] of lines.entries()) {
    if (!line.includes(CODE_MARK)) continue
    const opening = opened === null ? null : OPENING.exec(lines[opened] ?? '')
    if (opened !== null && opening !== null && CLOSING.test(line)) {
      bare[opened] = (lines[opened] ?? '').replace(OPENING, '$1')
      bare[at] = line.replace(CLOSING, '$1')
      opened = null
    } else opened = at
  }
  return bare
}
