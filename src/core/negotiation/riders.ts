import type { SpdEntry } from '../model/spd-entry.ts'
import { type Box, containsBox, mirrorBox } from '../selectors/box.ts'
import { type BoxIndex, buildBoxIndex } from '../selectors/box-index.ts'
import { MEETING } from './effective-entries.ts'
import type { QuickMode } from './quick-modes.ts'

/** Child SAs that one end brings up, for packets that the other end sends back through them. */
interface Riders {
  /**
   * Whether one of the children carries all of a region, which is seen from the end that did not bring it up; `null` where none
   * of those that were looked at does, and there are more.
   */
  readonly carry: (region: readonly Box[]) => boolean | null
}

/** A child SA that comes up, with its selectors as the way of its responder sees them. */
interface AcceptedChild {
  readonly entry: SpdEntry
  readonly selectors: Box
  readonly carries: Box
}

/** What comes of the negotiations of one end; worked out when it is asked for the first time. */
export function ridersOn(quickModes: Iterable<QuickMode>): Riders {
  let known: { readonly children: readonly AcceptedChild[]; readonly index: BoxIndex } | undefined
  return {
    carry(region) {
      const [first] = region
      if (first === undefined) return false
      known ??= indexed(acceptedIn(quickModes))
      const { children, index } = known
      const met = index.overlappingUpTo(first, MEETING)
      // What carries just these packets is looked at in any case.
      const candidates = met ?? index.equalTo(first)
      const isCarried = candidates.some((at) => {
        const child = children[at]
        return child !== undefined && isWhole(child) && region.every((box) => containsBox(child.carries, box))
      })
      return isCarried || met !== null ? isCarried : null
    },
  }
}

function indexed(children: readonly AcceptedChild[]) {
  return { children, index: buildBoxIndex(children.map(({ carries }) => carries)) }
}

function acceptedIn(quickModes: Iterable<QuickMode>): AcceptedChild[] {
  return [...quickModes].flatMap(({ entry, response }) => {
    if (response?.kind !== 'accepted' || response.entry.action !== 'protect' || response.disagreed === true) return []
    return response.selectors.map((selectors) => ({ entry, selectors, carries: mirrorBox(selectors) }))
  })
}

/** What was agreed lies in one selector pair of the entry. */
function isWhole({ entry, selectors }: AcceptedChild): boolean {
  return entry.selectors.some((box) => containsBox(box, selectors))
}
