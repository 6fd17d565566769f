import { expect, it } from 'vitest'
import { quotePlaces } from '../../../src/core/report/evidence.ts'

const place = (line: number, label: string, column = 1) => ({
  span: { source: 'a.txt', line, column, length: 4 },
  label,
})

it('each place is quoted once, by its first label', () => {
  const places = [place(7, 'first of the groups'), place(9, 'another line'), place(7, 'second of the groups')]
  expect(quotePlaces(places, () => 'text').map(({ line, label }) => `${line} ${label}`)).toEqual([
    '7 first of the groups',
    '9 another line',
  ])
  expect(quotePlaces([place(7, 'one'), place(7, 'other', 9)], () => 'text and text')).toHaveLength(2)
})

it('more places than fifty are counted, those that are quoted already left out', () => {
  const places = Array.from({ length: 120 }, (_, at) => place(1 + (at % 60), 'x'))
  const quoted = quotePlaces(places, () => 'text')
  expect(quoted).toHaveLength(50)
  expect(quoted.at(-1)?.label).toBe('x (10 more places follow)')
})
