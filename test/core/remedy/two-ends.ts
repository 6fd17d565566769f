import { isProblem, parseAddressText } from '../../../src/core/address/parse-address.ts'
import { assignEnds } from '../../../src/core/model/ends/assign-ends.ts'
import type { Pair } from '../../../src/core/model/ends/pick-pair.ts'
import { pairsOf } from '../../../src/core/model/ends/pick-pair.ts'
import type { Example } from '../../../src/core/rules/rule.ts'
import { type Box, trafficBetween } from '../../../src/core/selectors/box.ts'
import { thirdParty } from '../../../src/core/vendors/generic/products.ts'
import { readMaterial } from '../../../src/core/vendors/read-pastes.ts'

export function network(text: string) {
  const range = parseAddressText(text)
  if (isProblem(range)) throw new Error(range.problem)
  return range
}

export function box(local: string, remote: string): Box {
  return trafficBetween(network(local), network(remote))
}

/** The ends that texts tell of; where they tell of one alone, the second is not known. */
export function endsOf({ pastes }: Example): Pair {
  const { fragments } = readMaterial(pastes)
  const unknown = thirdParty('other')
  const [assignment] = assignEnds(fragments, new Map())
  const [found] = unknown === undefined || assignment === undefined ? [] : pairsOf(assignment.endpoints, unknown)
  if (found === undefined) throw new Error('The texts tell of no end.')
  return found
}
