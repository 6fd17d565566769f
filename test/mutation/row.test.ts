import { describe, expect, it } from 'vitest'
import { headings, margin, row } from '../../mutation/row.ts'

function outcomes(counts: Readonly<Record<string, number>>) {
  return Object.entries(counts).flatMap(([status, count]) => Array.from({ length: count }, () => ({ status })))
}

describe('the row of a folder', () => {
  it('counts what never ends as killed, and what no test runs as not', () => {
    const found = outcomes({ Killed: 80, Timeout: 5, Survived: 10, NoCoverage: 5 })
    expect(row('rules', found)).toBe('| rules | 100 | 100 | 80 | 10 | 5 | 5 | 85.0 | 0.0 |')
  })

  it('leaves out what was not drawn, and what is never changed', () => {
    const found = outcomes({ Killed: 90, Survived: 10, CompileError: 900, Ignored: 50 })
    expect(row('rules', found)).toBe('| rules | 1000 | 100 | 90 | 10 | 0 | 0 | 90.0 | 5.8 |')
  })

  it('has a cell for each heading', () => {
    const cells = (line: string | undefined) => line?.split(' | ').length
    expect(headings().map(cells)).toEqual([9, 9])
    expect(cells(row('rules', outcomes({ Killed: 1 })))).toBe(9)
  })
})

describe('the margin', () => {
  it('is that of a sample without putting back, at 95 of 100', () => {
    expect(margin(48, 96, 1_000_000)).toBeCloseTo(0.098, 4)
    expect(margin(48, 96, 192)).toBeCloseTo(0.098 * Math.sqrt(96 / 191), 4)
  })

  it('does not say that all are killed because those that were drawn are', () => {
    expect(margin(10, 10, 1_000_000)).toBeCloseTo(1.96 * Math.sqrt(((12 / 14) * (2 / 14)) / 14), 4)
  })

  it('is none where all were drawn', () => {
    expect(margin(80, 100, 100)).toBe(0)
    expect(margin(1, 1, 1)).toBe(0)
  })
})
