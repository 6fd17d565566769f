import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Complaint } from '../../fuzz/complaint.ts'
import { type Doors, examine } from '../../fuzz/examine.ts'
import { type AnalysisRequest, analyse, type Report, redact, survey } from '../../src/core/index.ts'

const sound = readFileSync(new URL('../golden/cases/isa-isa-qmfilters/isa-a.txt', import.meta.url), 'utf8')
const SECRET = 'Zebra7QuinceMango'
const request = { pastes: [{ source: 'a.txt', text: `${sound}psk: ${SECRET}\n` }] }

/** What is said when the report is another one. */
function complaintsOver(change: (report: Report) => Report, doors: Partial<Doors> = {}): readonly Complaint[] {
  const all = { analyse: (asked: AnalysisRequest) => change(analyse(asked)), redact, survey, ...doors }
  return examine({ request, secrets: [SECRET] }, all)
}

function kindsOver(change: (report: Report) => Report, doors: Partial<Doors> = {}): string[] {
  return [...new Set(complaintsOver(change, doors).map(({ kind }) => kind))]
}

function withLines(report: Report, change: (lines: Report['otherInputs'][number]['lines']) => object): Report {
  const changed = (inputs: Report['otherInputs']) =>
    inputs.map((input) => ({ ...input, lines: { ...input.lines, ...change(input.lines) } }))
  return {
    ...report,
    otherInputs: changed(report.otherInputs),
    ends: report.ends.map((end) => ({ ...end, inputs: changed(end.inputs) })),
  }
}

describe('the examination of a case', () => {
  it('says nothing of what is right', () => {
    expect(complaintsOver((report) => report)).toEqual([])
  })

  it.each<[string, Complaint['kind'], (report: Report) => Report]>([
    ['a number that is no whole one', 'schema', (report) => withLines(report, () => ({ read: 0.5 }))],
    ['a report with a field too many', 'schema', (report) => Object.assign(report, { more: 1 })],
    ['a line that is not counted', 'lines', (report) => withLines(report, ({ read }) => ({ read: read - 1 }))],
    [
      'a line that is counted twice',
      'lines',
      (report) => withLines(report, ({ read }) => ({ read: read - 2, unsupported: [1, 1] })),
    ],
    [
      'a line that is not there',
      'lines',
      (report) => withLines(report, ({ read }) => ({ read: read - 1, unsupported: [9_999] })),
    ],
    [
      'a name that is too long for the menu of Slack',
      'slack',
      (report) => ({
        ...report,
        otherInputs: [],
        diagnostics: report.diagnostics.map((each) => ({ ...each, code: 'X'.repeat(3_000) })),
      }),
    ],
    ['a secret in the summary', 'secret', (report) => ({ ...report, summary: `It is ${SECRET}.` })],
    ['a secret in hexadecimal', 'secret', (report) => ({ ...report, summary: Buffer.from(SECRET).toString('hex') })],
  ])('complains of %s', (_, kind, change) => {
    expect(kindsOver(change)).toContain(kind)
  })

  it('complains of a secret that is kept', () => {
    expect(complaintsOver((report) => report, { redact: (pastes) => [...pastes] })).toEqual([
      { kind: 'secret', say: 'it stands in the redacted' },
    ])
  })

  it('tells where an exception arose, and not what it says', () => {
    const [complaint] = complaintsOver(() => {
      throw new Error(SECRET)
    })
    expect(complaint?.kind).toBe('threw')
    expect(complaint?.say).not.toContain(SECRET)
  })
})
