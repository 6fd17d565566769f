import { describe, expect, it } from 'vitest'
import { breakages } from './breakages.ts'
import { everyPair, expectMended, isItsTurn, titleOf } from './expect-mended.ts'

/** Each breakage at each product, with a third of the others in turn; `npm run test:system` has all of them. */
describe.each(breakages.map((breakage, at) => [breakage.name, breakage, at] as const))(
  'where %s',
  (_, breakage, at) => {
    const among = everyPair.filter((pair) => breakage.among(pair))
    const inTurn = among.filter((pair) => isItsTurn(pair, at))

    it.each((inTurn.length > 0 ? inTurn : among).map((pair) => [titleOf(pair), pair] as const))(
      '%s is told so, and mended by the steps',
      (_title, pair) => expectMended(breakage, pair),
    )

    it('is said of some pair', () => {
      expect(among).not.toEqual([])
    })
  },
)
