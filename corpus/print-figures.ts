import type { Examination, Judgement } from './examine-entry.ts'
import { type FormatFigures, percent } from './figures.ts'

/** Judgements of which each entry is named. */
const NAMED: readonly Judgement[] = ['exception', 'missing file', 'false down', 'false up', 'wrong cause', 'undecided']

/** The figures of one format for people, with each entry that is not right by its id and cause. */
export function printFigures(figures: FormatFigures, examinations: readonly Examination[]): string {
  const { format, entries, judgements, decidable } = figures
  const own = examinations.filter(({ entry }) => entry.format === format)
  const count = (judgement: Judgement) => judgements.get(judgement) ?? 0
  if (count('not read yet') === entries)
    return `${format}: ${entries} ${entries === 1 ? 'entry' : 'entries'}, not read yet`
  return [
    `${format}: ${entries} entries`,
    `  lines: ${figures.read} read, ${figures.irrelevant} irrelevant, ${figures.unsupported} unsupported, ${figures.unrecognised} unrecognised; ${relevance(figures)}`,
    `  ${decidable} decidable: ${count('right')} right (${figures.partial} of them "partial" though compatible), ${count('false down')} false "down", ${count('false up')} false "up", ${count('wrong cause')} with a wrong cause, ${count('undecided')} undecided; ${count('exception')} exceptions, ${count('not read yet')} not read`,
    ...(figures.findings.size === 0 ? [] : [`  findings on compatible pairs: ${counts(figures.findings)}`]),
    ...NAMED.flatMap((judgement) =>
      own
        .filter((each) => each.judgement === judgement)
        .map(({ entry, because }) => `  ${judgement}: ${entry.id}: ${because.join('; ') || 'no cause named'}`),
    ),
  ].join('\n')
}

function relevance({ relevant, relevantUnrecognised }: FormatFigures): string {
  const share = relevant === 0 ? 0 : relevantUnrecognised / relevant
  return `${relevantUnrecognised} of ${relevant} relevant ones unrecognised (${percent(share)})`
}

function counts(findings: ReadonlyMap<string, number>): string {
  return [...findings]
    .sort(([, one], [, other]) => other - one)
    .map(([finding, count]) => `${count} ${finding}`)
    .join(', ')
}
