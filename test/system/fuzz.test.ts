import { randomInt } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hunt } from '../../fuzz/hunt.ts'

const seed = randomInt(2 ** 31)
const MINUTES = 2

describe('pastes that are spoiled at random', () => {
  it(`of seed ${seed} are all answered, with each line accounted for and no secret`, async () => {
    console.log(`npm run fuzz -- --seed ${seed} --minutes ${MINUTES}`)
    const { catches, cases } = await hunt({ seed, milliseconds: MINUTES * 60_000, most: 5 })
    expect(catches.map(({ number, complaints }) => ({ number, complaints }))).toEqual([])
    expect(cases).toBeGreaterThan(50)
  }, 300_000)
})
