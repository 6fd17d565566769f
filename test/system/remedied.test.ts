import { expect, it } from 'vitest'
import { closeLab, openLab, runCases } from '../../lab/daemons.ts'
import { randomPairs } from '../../lab/random-pairs.ts'
import { isFailing, type Remedied, remedyFailing } from '../../lab/remedied.ts'

/** More than a hundred of these pairs do not come up, or cannot be rekeyed. */
const SEED = 901
const PAIRS = 300
const MINUTES = 8 * 60_000

const obstacle = await obstacleHere()

it.skipIf(obstacle !== undefined)(
  `every pair that fails on the live daemons comes up once its files are edited as recommended${obstacle === undefined ? '' : ` (skipped: ${obstacle})`}`,
  async () => {
    const cases = randomPairs(SEED, PAIRS)
    const lab = await openLab()
    if ('obstacle' in lab) throw new Error(lab.obstacle)
    const first = await remedyFailing(lab, cases, await runCases(lab, cases))
    // A busy machine makes a daemon miss its second: what is still down then runs once more.
    const again = await remedyFailing(lab, ...failingAgain(first))
    closeLab(lab)
    expect(first.length).toBeGreaterThanOrEqual(100)
    expect(again.filter(isDown).map(({ labCase, after }) => `${labCase.id}: ${after?.error}`)).toEqual([])
  },
  MINUTES,
)

function failingAgain(remedied: readonly Remedied[]) {
  const down = remedied.filter(isDown)
  return [down.map(({ labCase }) => labCase), down.map(({ before }) => before)] as const
}

function isDown({ after }: Remedied): boolean {
  return after === undefined || after.lab_error !== undefined || isFailing(after)
}

async function obstacleHere(): Promise<string | undefined> {
  const lab = await openLab()
  if ('obstacle' in lab) return lab.obstacle
  closeLab(lab)
  return undefined
}
