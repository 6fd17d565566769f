import { expect, it } from 'vitest'
import type { Change } from '../../../src/core/model/change.ts'
import { madeAtOnce } from '../../../src/core/remedy/made-at-once.ts'
import { description } from '../../../src/core/rules/traffic-selectors/examples.ts'
import { box } from '../../support/boxes.ts'
import { endsOf } from './two-ends.ts'

const OWN = '10.1.0.0/24'
const ends = endsOf(
  description(
    { vendor: 'other', locals: [OWN], remotes: ['10.2.0.0/25'] },
    { vendor: 'other', locals: ['10.2.0.0/24'], remotes: [OWN] },
  ),
)

type Told = { readonly end: string; readonly change: Change; readonly for: readonly [] }
const at = (end: string, change: Change): Told => ({ end, change, for: [] })
const cover = (remote: string, end = 'A', alone = {}) => at(end, { kind: 'cover', box: box(OWN, remote), ...alone })
const replace = (from: string, to: string, end = 'A') =>
  at(end, { kind: 'replace', from: box(OWN, from), to: box(OWN, to) })

it.each<[string, readonly Told[], Told, readonly Told[]]>([
  ['what is added', [cover('10.3.0.0/25')], replace('10.3.0.0/25', '10.3.0.0/24'), [cover('10.3.0.0/24')]],
  [
    'what is added as a child of its own',
    [cover('10.3.0.0/25', 'A', { alone: true })],
    replace('10.3.0.0/25', '10.3.0.0/24'),
    [cover('10.3.0.0/24', 'A', { alone: true })],
  ],
  [
    'what is given other selectors',
    [replace('10.2.0.0/25', '10.2.0.0/24')],
    replace('10.2.0.0/24', '10.2.0.0/23'),
    [replace('10.2.0.0/25', '10.2.0.0/23')],
  ],
])('%s has at once what it is given later', (_, earlier, later, wanted) => {
  expect(madeAtOnce(ends, earlier, [later])).toEqual(wanted)
})

it.each<[string, Told, Told]>([
  ['the end has such an entry of its own', cover('10.2.0.0/25'), replace('10.2.0.0/25', '10.2.0.0/24')],
  ['another entry is changed', cover('10.3.0.0/24'), replace('10.2.0.0/25', '10.2.0.0/24')],
  ['the other end is changed', cover('10.3.0.0/25', 'B'), replace('10.3.0.0/25', '10.3.0.0/24')],
  ['more is added', cover('10.3.0.0/25'), cover('10.3.0.0/24')],
])('both changes stay where %s', (_, earlier, later) => {
  expect(madeAtOnce(ends, [earlier], [later])).toEqual([earlier, later])
})

it('where both are wanted at once, both stay: the end is changed as it is', () => {
  const both = [cover('10.3.0.0/25'), replace('10.3.0.0/25', '10.3.0.0/24')]
  expect(madeAtOnce(ends, [], both)).toEqual(both)
})
