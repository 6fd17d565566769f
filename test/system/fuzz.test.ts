import { randomInt } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hunt } from '../../fuzz/hunt.ts'
import './support/give-way.ts'

/** Two minutes by half: of the committed seed nothing may go wrong; a fresh one explores, and its finds become named cases. */
const COMMITTED = 1307954425
const MINUTES = 1

const spoiled = async (seed: number) => {
  console.log(`npm run fuzz -- --seed ${seed} --minutes ${MINUTES}`)
  const { catches, cases } = await hunt({ seed, milliseconds: MINUTES * 60_000, most: 5 })
  expect(cases).toBeGreaterThan(25)
  return catches.map(({ number, complaints }) => ({ number, complaints }))
}

describe('pastes that are spoiled at random', () => {
  it('are all answered, with each line accounted for and no secret', async () => {
    expect(await spoiled(COMMITTED)).toEqual([])
  }, 300_000)

  it('of a fresh seed are all answered, or what went wrong is printed without failing', async () => {
    const seed = randomInt(2 ** 31)
    for (const { number, complaints } of await spoiled(seed)) {
      console.warn(`FOUND: npm run fuzz -- --seed ${seed} --only ${number}`, JSON.stringify(complaints))
    }
  }, 300_000)
})
