import { assignEnds } from '../../../src/core/model/ends/assign-ends.ts'
import type { Pair } from '../../../src/core/model/ends/pick-pair.ts'
import { pairsOf } from '../../../src/core/model/ends/pick-pair.ts'
import type { Example } from '../../../src/core/rules/rule.ts'
import { thirdParty } from '../../../src/core/vendors/generic/products.ts'
import { readMaterial } from '../../../src/core/vendors/read-pastes.ts'

/** The ends that texts tell of; where they tell of one alone, the second is not known. */
export function endsOf({ pastes }: Example): Pair {
  const { fragments } = readMaterial(pastes)
  const unknown = thirdParty('other')
  const [assignment] = assignEnds(fragments, new Map())
  const [found] = unknown === undefined || assignment === undefined ? [] : pairsOf(assignment.endpoints, unknown)
  if (found === undefined) throw new Error('The texts tell of no end.')
  return found
}
