import type { Change } from '../model/change.ts'
import { entriesWithBoxes } from '../model/entries-with-boxes.ts'
import type { Simulation } from '../negotiation/simulate.ts'
import { type Box, boxKey } from '../selectors/box.ts'
import type { Wanted } from './treatment.ts'

/**
 * Changes with those that are wanted once they are made. An entry that an earlier one makes, and a later one gives other
 * selectors, is made with these at once: nobody adds a line in order to change it. Where the end has such an entry of its own
 * already, both changes stay.
 */
export function madeAtOnce(
  { a, b }: Pick<Simulation, 'a' | 'b'>,
  earlier: readonly Wanted[],
  later: readonly Wanted[],
): Wanted[] {
  const replaced = (label: string): Box[] =>
    later.flatMap(({ end, change }) => (end === label && change.kind === 'replace' ? [change.from] : []))
  const own = new Map([a, b].map(({ label, spd = [] }) => [label, entriesWithBoxes(spd, replaced(label))]))
  const wanted = [...earlier]
  const places = new Map(earlier.map(({ end, change }, at) => [`${end} ${madeKey(change)}`, at]))
  for (const each of later) {
    const { end, change } = each
    const isOwn = change.kind === 'replace' && own.get(end)?.get(boxKey(change.from))?.length !== 0
    const at = change.kind !== 'replace' || isOwn ? undefined : places.get(`${end} ${boxKey(change.from)}`)
    const first = at === undefined ? undefined : wanted[at]
    if (at === undefined || first === undefined || change.kind !== 'replace') wanted.push(each)
    else wanted[at] = { ...first, change: making(first.change, change.to) }
  }
  return wanted
}

/** What the entries have that a change makes; `null` where it makes none. */
function madeKey(change: Change): string | null {
  if (change.kind === 'cover') return boxKey(change.box)
  return change.kind === 'replace' ? boxKey(change.to) : null
}

function making(change: Change, box: Box): Change {
  if (change.kind === 'cover') return { ...change, box }
  return change.kind === 'replace' ? { ...change, to: box } : change
}
