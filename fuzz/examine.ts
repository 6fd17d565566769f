import { isDeepStrictEqual } from 'node:util'
import { type AnalysisRequest, analyse, Report, redact, renderText, survey } from '../src/core/index.ts'
import { failurePlace } from '../src/failure-place.ts'
import { leaksOf } from '../test/support/planted-secrets.ts'
import type { Complaint } from './complaint.ts'
import type { FuzzCase } from './draw-case.ts'
import { lineComplaints } from './line-complaints.ts'
import { slackComplaints, slackForms } from './slack-forms.ts'

/** The doors of core; tests hand in some that misbehave. */
export interface Doors {
  readonly analyse: (request: AnalysisRequest) => Report
  readonly redact: typeof redact
  readonly survey: typeof survey
}

/** All that is wrong with what the program makes of a case. */
export function examine({ request, secrets }: FuzzCase, doors: Doors = { analyse, redact, survey }): Complaint[] {
  try {
    const report = doors.analyse(request)
    const redacted = doors.redact(request.pastes)
    const rows = doors.survey(request)
    const text = renderText(report)
    const forms = slackForms(report, rows)
    return [
      ...schemaComplaints(report),
      ...lineComplaints(report, request.pastes),
      ...slackComplaints(
        forms,
        request.pastes.reduce((sum, paste) => sum + paste.text.length, 0),
      ),
      ...controlComplaints(text),
      ...secrets.flatMap((secret) => secretComplaints(secret, { report, redacted, rows, text, forms })),
    ]
  } catch (error) {
    const name = error instanceof Error ? error.name : typeof error
    const what = error instanceof RangeError || error instanceof TypeError ? `: ${error.message.slice(0, 100)}` : ''
    return [{ kind: 'threw', say: `${name} at ${failurePlace(error) ?? 'an unknown place'}${what}` }]
  }
}

function schemaComplaints(report: Report): Complaint[] {
  const read = Report.safeParse(report)
  if (!read.success) {
    const paths = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    return [{ kind: 'schema', say: paths.slice(0, 3).join('; ') }]
  }
  return isDeepStrictEqual(read.data, report) ? [] : [{ kind: 'schema', say: 'it has fields that the schema lacks' }]
}

/** What is shown on a terminal steers none. */
function controlComplaints(text: string): Complaint[] {
  const found = /[\p{Cc}\p{Cf}\u2028\u2029]/u.exec(text.replaceAll('\n', ''))?.[0]
  return found === undefined ? [] : [{ kind: 'control', say: `the text shows U+${found.charCodeAt(0).toString(16)}` }]
}

function secretComplaints(secret: string, outputs: Readonly<Record<string, unknown>>): Complaint[] {
  return Object.entries(outputs).flatMap(([where, output]) =>
    leaksOf(secret, [output]).length === 0 ? [] : [{ kind: 'secret', say: `it stands in the ${where}` }],
  )
}
