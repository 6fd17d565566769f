import { analyse, type Paste, type Report, type ReportInput, type Verdict } from '../src/core/index.ts'
import { failurePlace } from '../src/failure-place.ts'
import { type CorpusText, type Entry, textsOf } from './corpus-index.ts'
import { expectedFamilies } from './expected-causes.ts'
import { relevantLines } from './relevant-lines.ts'

/** What became of the lines of an entry. */
export interface LineCounts {
  readonly read: number
  readonly irrelevant: number
  readonly unsupported: number
  readonly unrecognised: number
  /** Those that say something to the product, by a measure that the readers do not share; see `relevantLines`. */
  readonly relevant: number
  readonly relevantUnrecognised: readonly string[]
}

/**
 * What the product's answer is worth. `right` for compatible pairs is `up` or `partial`; for incompatible ones `down` or
 * `partial` with a finding of an expected family.
 */
export type Judgement =
  | 'right'
  | 'false down'
  | 'false up'
  | 'wrong cause'
  | 'undecided'
  | 'not decidable'
  | 'not read yet'
  | 'exception'
  | 'missing file'

export interface Examination {
  readonly entry: Entry
  readonly judgement: Judgement
  /** Of all tunnels of the entry together; `null` where nothing was read. */
  readonly verdict: Verdict | null
  /** What the judgement rests on: findings, notifies, or what could not be known. */
  readonly because: readonly string[]
  readonly lines: LineCounts
  /** Codes of the findings of error and warning severity, each as often as it came. */
  readonly findings: readonly { readonly severity: 'error' | 'warning'; readonly code: string }[]
}

const NO_LINES: LineCounts = {
  read: 0,
  irrelevant: 0,
  unsupported: 0,
  unrecognised: 0,
  relevant: 0,
  relevantUnrecognised: [],
}

/** Analyses one entry of a corpus as its user would, and judges the answer by what is known of the outcome. */
export function examineEntry(folder: string, entry: Entry): Examination {
  const nothing = { entry, verdict: null, lines: NO_LINES, findings: [] }
  const texts = textsOf(folder, entry)
  if ('problem' in texts) return { ...nothing, judgement: 'missing file', because: [texts.problem] }
  try {
    return examine(entry, texts)
  } catch (error) {
    const name = error instanceof Error ? error.name : 'something that is no error'
    return { ...nothing, judgement: 'exception', because: [`${name} at ${failurePlace(error) ?? 'an unknown place'}`] }
  }
}

function examine(entry: Entry, texts: readonly CorpusText[]): Examination {
  const pastes = texts.map(({ file, text, end }): Paste => ({ source: file, text, end }))
  const whole = analyse({ pastes })
  const inputs = inputsOf(whole)
  const reports = reportsOf(whole, pastes)
  const verdict = worstOf(reports, inputs)
  const findings = reports.flatMap(({ diagnostics }) =>
    diagnostics.flatMap(({ severity, code }) => (severity === 'info' ? [] : [{ severity, code }])),
  )
  const examination = { entry, verdict, lines: countLines(inputs, texts), findings }
  if (inputs.every(({ format }) => format === null)) {
    return { ...examination, verdict: null, judgement: 'not read yet', because: [] }
  }
  if (!entry.pair) return { ...examination, judgement: 'not decidable', because: [] }
  const judgement = judge(entry, verdict, reports)
  return { ...examination, judgement, because: judgement === 'right' ? [] : reasons(reports, judgement) }
}

/** A hub's texts hold several tunnels, of which the person chooses one after the other. */
export function reportsOf(whole: Report, pastes: readonly Paste[]): readonly Report[] {
  if (whole.tunnel !== null || whole.tunnels.length === 0) return [whole]
  return whole.tunnels.map(({ id }) => analyse({ pastes, tunnel: id }))
}

/** `down` when one of the tunnels is; as long as a text of some end was not recognised, its tunnels are not known. */
function worstOf(reports: readonly Report[], inputs: readonly ReportInput[]): Verdict {
  const verdicts = new Set(reports.map(({ verdict }) => verdict))
  if (verdicts.has('down')) return 'down'
  const isUnread = ({ format, lines }: ReportInput) => format === null && lines.unrecognised.length > 0
  if (verdicts.has('unknown') || inputs.some(isUnread)) return 'unknown'
  return verdicts.has('partial') ? 'partial' : 'up'
}

function judge(entry: Entry, verdict: Verdict, reports: readonly Report[]): Judgement {
  if (entry.config_verdict !== 'compatible' && entry.config_verdict !== 'incompatible') return 'not decidable'
  if (verdict === 'unknown') return 'undecided'
  if (entry.config_verdict === 'compatible') return verdict === 'down' ? 'false down' : 'right'
  if (verdict === 'up') return 'false up'
  const families = expectedFamilies(entry)
  const named = reports.flatMap(({ diagnostics }) => diagnostics.filter(({ severity }) => severity === 'error'))
  return families === null || named.some(({ code }) => families.has(code.slice(0, 2))) ? 'right' : 'wrong cause'
}

/** In a few words each, what the answers say of why. */
function reasons(reports: readonly Report[], judgement: Judgement): string[] {
  const found = reports.flatMap((report) => {
    const findings = report.diagnostics
      .filter(({ severity }) => severity !== 'info')
      .map(({ code, title }) => `${code} ${title}`)
    const failures = report.negotiations.flatMap(({ initiator, connection, ike, child_sa: child }) => {
      const failed = ike.outcome === 'failed' ? ike : child?.outcome === 'failed' ? child : undefined
      if (failed === undefined) return []
      return [
        `${initiator}'s ${connection}: ${[failed.notify, failed.reason].filter((word) => word !== null).join(', ')}`,
      ]
    })
    const open = report.unchecked.map(({ topic }) => `${topic} not compared`)
    const unread = report.otherInputs.filter(({ format }) => format === null).map(({ source }) => `${source} not read`)
    const ends = report.ends.length < 2 ? ['no pair of ends'] : []
    return [...findings, ...failures, ...(judgement === 'undecided' ? [...open, ...unread, ...ends] : [])]
  })
  return [...new Set(found)]
}

function inputsOf({ ends, otherInputs }: Report): ReportInput[] {
  return [...ends.flatMap(({ inputs }) => inputs), ...otherInputs]
}

/** Products of whose texts no format is read, so that none of their lines can be a reader's. */
const WITHOUT_FORMAT: ReadonlySet<string> = new Set(['aws', 'gcp'])

/** Lines that a reader left over; blanks and comments are no loss, what stands in a block or has a keyword is. */
function countLines(inputs: readonly ReportInput[], texts: readonly CorpusText[]): LineCounts {
  const sum = (count: (input: ReportInput) => number) => inputs.reduce((total, input) => total + count(input), 0)
  const unrecognised = new Set(
    inputs.flatMap(({ source, lines }) => lines.unrecognised.map((line) => `${source}:${line}`)),
  )
  const relevant = texts
    .filter(({ vendor }) => vendor === null || !WITHOUT_FORMAT.has(vendor))
    .flatMap(({ file, text }) => [...relevantLines(text)].map((line) => `${file}:${line}`))
  return {
    read: sum(({ lines }) => lines.read),
    irrelevant: sum(({ lines }) => lines.irrelevant),
    unsupported: sum(({ lines }) => lines.unsupported.length),
    unrecognised: unrecognised.size,
    relevant: relevant.length,
    relevantUnrecognised: relevant.filter((place) => unrecognised.has(place)),
  }
}
