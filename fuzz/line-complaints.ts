import type { Paste, Report, ReportInput } from '../src/core/index.ts'
import { withoutUnseen } from '../src/core/text/unseen.ts'
import type { Complaint } from './complaint.ts'

/** Each line of each paste is counted once: read, irrelevant, unsupported or unrecognised. */
export function lineComplaints(report: Report, pastes: readonly Paste[]): Complaint[] {
  // What was set aside is told by its first line alone, and what is too long is not read.
  if (report.setAside.length > 0) return []
  // A block that tells of several ends stands at each of them, as one object.
  const inputs = [...new Set([...report.ends.flatMap((end) => end.inputs), ...report.otherInputs])]
  return namesOf(pastes).flatMap((source, at) => {
    const own = inputs.filter((input) => input.source === source)
    return complaintsOf(source, own, countLines(pastes[at]?.text ?? ''))
  })
}

function complaintsOf(source: string, inputs: readonly ReportInput[], lines: number): Complaint[] {
  const named = inputs.flatMap(({ lines: { unsupported, unrecognised } }) => [...unsupported, ...unrecognised])
  const counted = inputs.reduce((sum, input) => sum + input.lines.read + input.lines.irrelevant, named.length)
  const complaints: Complaint[] = []
  if (counted !== lines)
    complaints.push({ kind: 'lines', say: `${counted} of ${lines} lines are counted in ${source}` })
  if (new Set(named).size < named.length) complaints.push({ kind: 'lines', say: `a line of ${source} is named twice` })
  if (named.some((line) => line < 1 || line > lines)) {
    complaints.push({ kind: 'lines', say: `a line is named that ${source} does not have` })
  }
  return complaints
}

/** Equal names are told apart by a number, as the report does. */
function namesOf(pastes: readonly Paste[]): string[] {
  const counts = new Map<string, number>()
  return pastes.map(({ source }) => {
    const count = (counts.get(source) ?? 0) + 1
    counts.set(source, count)
    return count === 1 ? source : `${source} (${count})`
  })
}

/** A last line of which a screen shows nothing is none, as the empty one behind the last line break is not. */
function countLines(text: string): number {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)
  return withoutUnseen(lines.at(-1) ?? '') === '' ? lines.length - 1 : lines.length
}
