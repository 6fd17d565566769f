import type { Endpoint } from '../model/endpoint.ts'
import { remembered } from '../model/remembered.ts'
import { buildBoxIndex } from '../selectors/box-index.ts'
import { type Coverage, coverages } from './coverage.ts'

/** What goes out and what comes in, which are meant for the same traffic and are not. */
export interface UnlikeHalves {
  readonly out: Coverage
  readonly in: Coverage
}

/**
 * Entries for one direction alone, of which one that goes out and one that comes in have some packets in common, and neither has
 * any with a third: one of the two was written wrongly.
 */
export const unlikeHalves = remembered((end: Endpoint, peer: Endpoint): readonly UnlikeHalves[] => {
  const halves = [...coverages(end, peer).values()].filter((each) => each.out === null || each.in === null)
  const outs = halves.filter((half) => half.in === null)
  const ins = halves.filter((half) => half.out === null)
  const [meetingOut, meetingIn] = [onlyOneOf(outs), onlyOneOf(ins)]
  return outs.flatMap((out) => {
    const inbound = meetingIn(out)
    return inbound !== undefined && meetingOut(inbound) === out ? [{ out, in: inbound }] : []
  })
})

/** The one that has packets in common with another, unless there are more. */
function onlyOneOf(halves: readonly Coverage[]): (half: Coverage) => Coverage | undefined {
  const index = buildBoxIndex(halves.map(({ box }) => box))
  return ({ box }) => {
    const [first, ...more] = index.overlapping(box, 2)
    return first === undefined || more.length > 0 ? undefined : halves[first]
  }
}
