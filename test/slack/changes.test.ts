import { describe, expect, it } from 'vitest'
import { changesBetween, changesBlocks } from '../../src/slack/compose/changes.ts'
import { gistOf } from '../../src/slack/compose/gist.ts'
import { finding, report } from '../cli/surroundings.ts'

function found(verdict: 'up' | 'partial' | 'down' | 'unknown', ...codes: readonly string[]) {
  return gistOf(report({ verdict, diagnostics: codes.map((code) => ({ ...finding('error'), code })) }))
}

describe('what has changed', () => {
  it.each([
    ['is gone', found('down', 'TS001'), found('up'), ['The verdict was "down" and is now "up".', 'TS001 is fixed.']],
    [
      'is new',
      found('partial', 'TS001'),
      found('partial', 'PR001'),
      ['The verdict is still "partial".', 'PR001 is new.', 'TS001 is fixed.'],
    ],
    [
      'is fewer',
      found('partial', 'TS001', 'TS001', 'TS001'),
      found('partial', 'TS001'),
      ['The verdict is still "partial".', 'Of 3 findings TS001, 2 are fixed.'],
    ],
    [
      'is more',
      found('partial', 'TS001'),
      found('down', 'TS001', 'TS001'),
      ['The verdict was "partial" and is now "down".', 'TS001 is there 2 times now, 1 before.'],
    ],
    [
      'is as it was',
      found('partial', 'TS001'),
      found('partial', 'TS001'),
      ['Nothing has changed: the verdict is still "partial".', 'TS001 remains.'],
    ],
    ['is nothing', found('up'), found('up'), ['Nothing has changed: the verdict is still "up".']],
  ])('%s', (_, before, after, told) => {
    expect(changesBetween(before, after)).toEqual(told)
  })

  it.each([
    ['is fixed that was at fault', 'partial', 'up', 'Fixed'],
    ['was only unknown before', 'unknown', 'up', 'What changed'],
    ['is better, and not up', 'down', 'partial', 'What changed'],
  ] as const)('has the heading of a tunnel that %s', (_, before, after, heading) => {
    const [first] = changesBlocks(found(before), found(after), null)
    expect(first).toMatchObject({ type: 'header', text: { text: heading } })
  })

  it('is not about remarks on the pastes', () => {
    const remark = gistOf(report({ verdict: 'up', diagnostics: [{ ...finding('info'), code: 'PA001' }] }))
    expect(changesBetween(remark, found('up'))).toEqual(['Nothing has changed: the verdict is still "up".'])
  })
})
