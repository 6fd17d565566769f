import { describe, it } from 'vitest'
import { breakages } from '../pairs/breakages.ts'
import { everyPair, expectMended, titleOf } from '../pairs/expect-mended.ts'
import './support/give-way.ts'

describe.each(breakages.map((breakage) => [breakage.name, breakage] as const))('where %s', (_, breakage) => {
  const among = everyPair.filter((pair) => breakage.among(pair))

  it.each(among.map((pair) => [titleOf(pair), pair] as const))(
    '%s is told so, and mended by the steps',
    (_title, pair) => expectMended(breakage, pair),
  )
})
