import { describe, expect, it } from 'vitest'
import type { Change } from '../../../src/core/model/change.ts'
import { grownTogether } from '../../../src/core/remedy/grown-together.ts'
import { pair } from '../../../src/core/rules/negotiation/examples.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../../src/core/selectors/interval.ts'
import { range } from '../../support/boxes.ts'
import { endsOf } from './two-ends.ts'

const ends = endsOf(pair({ nets: ['10.1.0.0/24', '10.2.0.0/24'] }, { nets: ['10.2.0.0/24', '10.1.0.0/24'] }))

function lists(local: readonly string[], child = 'net'): { end: string; change: Change; for: [] } {
  const selector = (text: string) => ({
    addresses: range(text),
    protocol: ANY_PROTOCOL,
    ports: ANY_PORT,
    span: null,
  })
  const remote = [selector('10.2.0.0/24')]
  return {
    end: 'A',
    change: { kind: 'child-selectors', connection: 'to-b', child, local: local.map(selector), remote },
    for: [],
  }
}

const of = (...networks: readonly string[]) => lists(['10.1.0.0/24', ...networks])

describe('lists of one child that several findings change', () => {
  it('grow by all of it, each network once', () => {
    const joint = grownTogether(ends, [of('10.1.1.0/24'), of('10.1.2.0/24', '10.1.1.0/24'), of('10.1.3.0/24')])
    expect(joint).toEqual([of('10.1.1.0/24', '10.1.2.0/24', '10.1.3.0/24')])
  })

  it('grow by all of it, however many want it', () => {
    const networks = Array.from({ length: 1000 }, (_, at) => `10.${3 + (at >> 8)}.${at & 255}.0/24`)
    expect(
      grownTogether(
        ends,
        networks.map((each) => of(each)),
      ),
    ).toEqual([of(...networks)])
  })

  it.each([
    ['one takes a network away', [of('10.1.1.0/24'), lists(['10.1.2.0/24'])]],
    ['a child is not known', [lists(['10.1.1.0/24'], 'other'), lists(['10.1.2.0/24'], 'other')]],
  ])('stay as each wants them where %s', (_, wanted) => {
    expect(grownTogether(ends, wanted)).toEqual(wanted)
  })
})
