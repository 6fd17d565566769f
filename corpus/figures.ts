import type { Examination, Judgement } from './examine-entry.ts'

/** All entries of one format together. */
export interface FormatFigures {
  readonly format: string
  readonly entries: number
  readonly read: number
  readonly irrelevant: number
  readonly unsupported: number
  readonly unrecognised: number
  readonly relevant: number
  readonly relevantUnrecognised: number
  /** Entries by what the answer is worth. */
  readonly judgements: ReadonlyMap<Judgement, number>
  /** Compatible pairs that are said to come up in part only; right, and yet worth a look. */
  readonly partial: number
  /** Pairs of which the configs alone decide. */
  readonly decidable: number
  /** Findings on compatible pairs, as `warning TS008`, each as often as it came. */
  readonly findings: ReadonlyMap<string, number>
}

/** The figures of each format, in alphabetical order of the formats. */
export function figuresOf(examinations: readonly Examination[]): FormatFigures[] {
  const formats = [...new Set(examinations.map(({ entry }) => entry.format))].sort()
  return formats.map((format) => {
    const own = examinations.filter(({ entry }) => entry.format === format)
    const lines = (count: (lines: Examination['lines']) => number) =>
      own.reduce((sum, each) => sum + count(each.lines), 0)
    const compatible = own.filter(({ entry }) => entry.pair && entry.config_verdict === 'compatible')
    const decidable = own.filter(({ entry }) => entry.pair && isDecidable(entry.config_verdict))
    return {
      format,
      entries: own.length,
      read: lines(({ read }) => read),
      irrelevant: lines(({ irrelevant }) => irrelevant),
      unsupported: lines(({ unsupported }) => unsupported),
      unrecognised: lines(({ unrecognised }) => unrecognised),
      relevant: lines(({ relevant }) => relevant),
      relevantUnrecognised: lines(({ relevantUnrecognised }) => relevantUnrecognised.length),
      judgements: tally(own.map(({ judgement }) => judgement)),
      partial: compatible.filter(({ verdict }) => verdict === 'partial').length,
      decidable: decidable.length,
      findings: tally(
        compatible.flatMap(({ findings }) => findings.map(({ severity, code }) => `${severity} ${code}`)),
      ),
    }
  })
}

/** Formats whose answers must be right, and for the right reason; of no other may one be the wrong way round. */
const HELD = /^(?:strongswan-|libreswan-|ip-xfrm$)/

/** Formats whose lines must be known; hardly any of them comes with a text of the other end that can be read. */
const LINES_HELD = /^(?:cisco-(?:ios|asa)|gcp-gcloud\+fortigate|aws-vpn-json\+cisco-ios)\b(?! guide)/

const MOST_UNDECIDED = 0.05
const MOST_UNRECOGNISED = 0.02

/** One sentence for each figure that does not hold. */
export function missedFigures({ format, judgements, ...figures }: FormatFigures): string[] {
  const missed: string[] = []
  const none = (judgement: Judgement, say: string) => {
    const count = judgements.get(judgement) ?? 0
    if (count > 0) missed.push(`${format}: ${count} ${say}`)
  }
  none('exception', 'with an exception')
  none('missing file', 'whose files cannot be read')
  none('false down', 'compatible but called down')
  none('false up', 'incompatible but called up')
  if (HELD.test(format) || LINES_HELD.test(format)) {
    none('not read yet', 'not read at all')
    missed.push(...missedLines(format, figures))
  }
  if (!HELD.test(format)) return missed
  none('wrong cause', 'incompatible, with another cause named')
  const undecided = (judgements.get('undecided') ?? 0) / figures.decidable
  if (undecided > MOST_UNDECIDED)
    missed.push(
      `${format}: ${percent(undecided)} undecided of those that the configs decide (at most ${percent(MOST_UNDECIDED)})`,
    )
  return missed
}

function missedLines(
  format: string,
  { relevantUnrecognised, relevant }: Pick<FormatFigures, 'relevant' | 'relevantUnrecognised'>,
): string[] {
  const unrecognised = relevant === 0 ? 0 : relevantUnrecognised / relevant
  if (unrecognised <= MOST_UNRECOGNISED) return []
  return [
    `${format}: ${percent(unrecognised)} of the relevant lines unrecognised (at most ${percent(MOST_UNRECOGNISED)})`,
  ]
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

function isDecidable(verdict: Examination['entry']['config_verdict']): boolean {
  return verdict === 'compatible' || verdict === 'incompatible'
}

function tally<Word extends string>(words: readonly Word[]): Map<Word, number> {
  const counts = new Map<Word, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}
