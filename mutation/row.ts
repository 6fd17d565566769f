/** One mutant with what became of it, as Stryker tells it. */
export interface Outcome {
  readonly status: string
}

const COLUMNS = [
  'folder',
  'mutants',
  'drawn',
  'killed',
  'survived',
  'endless',
  'not run by a test',
  'killed of 100',
  'margin',
]

export function headings(): string[] {
  return [COLUMNS, COLUMNS.map(() => '---')].map((cells) => `| ${cells.join(' | ')} |`)
}

/**
 * A row of the table in docs/testing.md. What never ends counts as killed, what no test runs as not killed; what ends the
 * process of the tests is left out.
 */
export function row(folder: string, outcomes: readonly Outcome[]): string {
  const count = (...statuses: readonly string[]) => outcomes.filter(({ status }) => statuses.includes(status)).length
  const [killed, survived, endless, notRun] = [
    count('Killed'),
    count('Survived'),
    count('Timeout'),
    count('NoCoverage'),
  ]
  const drawn = killed + survived + endless + notRun
  const all = drawn + count('CompileError')
  const share = (killed + endless) / drawn
  const percent = (value: number) => (100 * value).toFixed(1)
  const cells = [
    folder,
    all,
    drawn,
    killed,
    survived,
    endless,
    notRun,
    percent(share),
    percent(margin(killed + endless, drawn, all)),
  ]
  return `| ${cells.join(' | ')} |`
}

/**
 * Half of the interval that holds the share of all in 95 of 100 samples, of `drawn` out of `all` without putting back; with two
 * more of each kind, so that it is no less than it should be where nearly all are killed (Agresti and Coull).
 */
export function margin(killed: number, drawn: number, all: number): number {
  if (all <= 1) return 0
  const share = (killed + 2) / (drawn + 4)
  return 1.96 * Math.sqrt(((share * (1 - share)) / (drawn + 4)) * ((all - drawn) / (all - 1)))
}
