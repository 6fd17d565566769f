import { describe, expect, it } from 'vitest'
import { simulate } from '../../../src/core/negotiation/simulate.ts'
import { limited, treat, type Wanted } from '../../../src/core/remedy/treatment.ts'
import { pair } from '../../../src/core/rules/negotiation/examples.ts'
import { description } from '../../../src/core/rules/traffic-selectors/examples.ts'
import { box, range } from '../../support/boxes.ts'
import { endsOf } from './two-ends.ts'

/** A tunnel of this many remote networks at A, for each of which both ends have two entries. */
function tunnel(networks: number) {
  const remotes = Array.from({ length: networks }, (_, at) => `10.2.${at}.0/24`)
  const { a, b } = endsOf(
    description(
      { vendor: 'other', locals: ['10.1.0.0/24'], remotes },
      { vendor: 'other', locals: remotes, remotes: ['10.1.0.0/24'] },
    ),
  )
  return simulate(a, b)
}

const CHANGE: Wanted = {
  end: 'A',
  change: { kind: 'retarget', from: range('198.51.100.7'), to: range('198.51.100.9') },
  for: [],
}

describe('changes that are tried', () => {
  it('are made at the end that is named, and the other end stays as it was', () => {
    const before = tunnel(1)
    const treatment = treat(before, [CHANGE])
    expect(treatment?.after.a.peers.map(({ value }) => value)).toEqual([range('198.51.100.9')])
    expect(treatment?.after.b).toBe(before.b)
    expect(treatment?.applied.map((each) => [each.before, each.after])).toEqual([[before.a, treatment?.after.a]])
  })

  it('of both ends are told with what each end was and will be', () => {
    const { a, b } = endsOf(pair())
    const before = simulate(a, b)
    const treatment = treat(before, [
      { end: 'B', change: { kind: 'version', connection: 'to-a', version: 1 }, for: [] },
      { end: 'A', change: { kind: 'version', connection: 'to-b', version: 1 }, for: [] },
    ])
    expect(treatment?.applied.map((each) => [each.before, each.after])).toEqual([
      [b, treatment?.after.b],
      [a, treatment?.after.a],
    ])
  })

  it('are nothing where there is none, or where one cannot be told to its end', () => {
    expect(treat(tunnel(1), [])).toBeNull()
    const web = { ...box('10.1.0.0/24', '10.2.0.0/24'), protocol: { from: 6, to: 6 } }
    expect(treat(tunnel(1), [CHANGE, { ...CHANGE, end: 'B', change: { kind: 'cover', box: web } }])).toBeNull()
  })

  it('are fewer, the more entries a tunnel has: each costs one, and one more for twenty entries', () => {
    const tries = (networks: number) => {
      const simulation = tunnel(networks)
      const { treat: trial } = limited(simulation)
      let count = 0
      while (count < 1000 && trial(simulation, [CHANGE]) !== null) count += 1
      return count
    }
    // 4 entries for each network: 600 / (1 + 20 / 20), 600 / (1 + 40 / 20), 600 / (1 + 100 / 20).
    expect([5, 10, 25].map(tries)).toEqual([300, 200, 100])
  })

  it('are told for sure only as long as there are as many', () => {
    const simulation = tunnel(25)
    const { affords, treat: trial } = limited(simulation)
    expect([100, 101].map(affords)).toEqual([true, false])
    trial(simulation, [CHANGE])
    expect([99, 100].map(affords)).toEqual([true, false])
  })

  it('cost nothing where there is nothing to try', () => {
    const simulation = tunnel(200)
    // 600 / (1 + 800 / 20) are fourteen.
    const { treat: trial } = limited(simulation)
    for (let count = 0; count < 20; count += 1) expect(trial(simulation, [])).toBeNull()
    expect(trial(simulation, [CHANGE])).not.toBeNull()
  })
})
