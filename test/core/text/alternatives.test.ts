import { describe, expect, it } from 'vitest'
import { alternatives, fitting } from '../../../src/core/text/alternatives.ts'
import { netdiagVocabulary } from '../../../src/core/vendors/windows/netdiag/netdiag-sections.ts'
import { PING_MARKS } from '../../../src/core/vendors/windows/ping/ping-marks.ts'
import { dumpVocabulary } from '../../../src/core/vendors/windows/qmfilters/qmfilters-sections.ts'
import { eventVocabulary } from '../../../src/core/vendors/windows/security-events/event-labels.ts'
import { staticVocabulary } from '../../../src/core/vendors/windows/static-store/static-labels.ts'

describe('alternatives', () => {
  it.each([
    ['a1', 'letter'],
    ['12', 'number'],
    ['??', undefined],
  ] as const)('of %s', (text, name) => {
    const pattern = new RegExp(alternatives(['[a-z]\\d', '\\d{2}', '\\?{2}']))
    const match = pattern.exec(text)
    expect(match === null ? null : fitting(match, ['letter', 'number'])).toBe(name)
  })

  it.each([
    ['ping', alternatives(PING_MARKS.map(([, pattern]) => pattern)), PING_MARKS.length],
    ['quick mode filters', dumpVocabulary.anywhere.source, dumpVocabulary.marks.length + 1],
    ['static filters', staticVocabulary.anywhere.source, staticVocabulary.marks.length + 1],
    ['netdiag', netdiagVocabulary.anywhere.source, netdiagVocabulary.marks.length + 1],
    ['events', eventVocabulary.anywhere.source, eventVocabulary.marks.length + 1],
  ])('have no groups of their own in the patterns for %s', (_, source, count) => {
    expect(new RegExp(`${source}|`, 'imu').exec('')).toHaveLength(count + 1)
  })
})
