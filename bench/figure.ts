/** One measured thing. `passes` is `null` where the issue sets no number for it. */
export interface Figure {
  readonly what: string
  readonly measured: string
  readonly wanted: string
  readonly passes: boolean | null
}

/** A section of the bench: how it is measured, and its figures. */
export interface Section {
  readonly title: string
  readonly about: string
  readonly figures: readonly Figure[]
}

/** A figure that must not be larger than `most`. */
export function atMost(what: string, value: number, most: number, unit: string): Figure {
  return { what, measured: `${rounded(value)}${unit}`, wanted: `at most ${most}${unit}`, passes: value <= most }
}

/** A figure that must not be smaller than `least`. */
export function atLeast(what: string, value: number, least: number, unit: string): Figure {
  return { what, measured: `${rounded(value)}${unit}`, wanted: `at least ${least}${unit}`, passes: value >= least }
}

/** An exponent, which has no unit. */
export function exponentFigure(what: string, exponent: number, most: number): Figure {
  return atMost(what, exponent, most, '')
}

/** A figure that is told beside the others. */
export function told(what: string, value: number, unit: string): Figure {
  return { what, measured: `${rounded(value)}${unit}`, wanted: '', passes: null }
}

/** As a table in Markdown. */
export function sectionText({ title, about, figures }: Section): string {
  const rows = figures.map(
    ({ what, measured, wanted, passes }) =>
      `| ${what} | ${measured} | ${wanted} | ${passes === null ? '' : passes ? 'pass' : '**fail**'} |`,
  )
  return `## ${title}\n\n${about}\n\n| what | measured | wanted | |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`
}

function rounded(value: number): string {
  if (Math.abs(value) >= 100) return String(Math.round(value))
  return value.toFixed(Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 0.1 ? 2 : 4)
}
