import { describe, expect, it } from 'vitest'
import { stepPurpose } from '../../../src/core/report/step-purpose.ts'

const step = { end: 'A', say: 'Do it.', run: null, edit: null, hidden: [] }
const hidden = [
  { code: 'PR002', title: 'No common ESP proposal' },
  { code: 'PR003', title: 'PFS differs' },
]

describe('what a step is for', () => {
  it('is named by its findings, the first eight of many', () => {
    const ids = (count: number) => Array.from({ length: count }, (_, at) => `TS001-${at + 1}`)
    expect(stepPurpose({ ...step, for: ids(1) })).toEqual({ findings: 'TS001-1', hidden: [] })
    expect(stepPurpose({ ...step, for: ids(8) }).findings).toMatch(/TS001-8$/)
    expect(stepPurpose({ ...step, for: ids(20) }).findings).toMatch(/TS001-8 and 12 more$/)
  })

  it('is said of each fault that no finding tells of, with what hides it', () => {
    expect(stepPurpose({ ...step, for: ['AU002-1'], hidden }).hidden).toEqual([
      'Mends PR002, which shows only once AU002-1 is mended: No common ESP proposal',
      'Mends PR003, which shows only once AU002-1 is mended: PFS differs',
    ])
    expect(stepPurpose({ ...step, for: ['AU002-1', 'AU001-1'], hidden }).hidden[0]).toContain('once these are mended')
  })
})
