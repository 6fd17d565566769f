import { mirrorBox } from '../selectors/box.ts'
import type { EffectiveEntry } from './effective-entries.ts'
import type { Lookup } from './spd-lookup.ts'
import type { TrafficClass } from './traffic-class.ts'

/** The lists of a direction, and the classes that its packets fall into. */
export interface Classified {
  readonly outs: Lookup
  readonly ins: Lookup
  readonly classes: readonly TrafficClass[]
}

/**
 * Gives for an entry the classes that it has had, where a change does not touch it: it is there as it was, and what is new or gone
 * of the other end's list has no packet in common with it. `undefined` for any other.
 */
export function untouchedClasses(
  outs: Lookup,
  ins: Lookup,
  former: Classified,
): (entry: EffectiveEntry) => readonly TrafficClass[] | undefined {
  const [ofOuts, ofIns] = [changed(former.outs, outs), changed(former.ins, ins)]
  if (ofOuts === null || ofIns === null) return () => undefined
  const touched = new Set([...ofOuts, ...ofIns])
  for (const [changes, others] of [
    [ofOuts, ins],
    [ofIns, outs],
  ] as const) {
    for (const { entry } of changes) {
      const met = others.meeting(entry.selectors.map(mirrorBox))
      if (met === null) return () => undefined
      for (const each of met) touched.add(each)
    }
  }
  const { classes } = former
  const firsts = new Map<EffectiveEntry | null, number>()
  for (const [at, each] of classes.entries()) {
    const key = keyOf(each)
    if (!firsts.has(key)) firsts.set(key, at)
  }
  return (entry) => {
    if (touched.has(entry)) return undefined
    const first = firsts.get(entry)
    if (first === undefined) return NONE
    let end = first + 1
    while (end < classes.length && keyOf(classes[end]) === entry) end++
    return classes.slice(first, end)
  }
}

const NONE: readonly TrafficClass[] = []

/** Those of one entry stand together. */
function keyOf(each: TrafficClass | undefined): EffectiveEntry | null {
  return each?.out ?? each?.inbound ?? null
}

/** What is gone and what is new of a list; `null` where it is looked up in another way, or what is left stands in another order. */
function changed(before: Lookup, after: Lookup): readonly EffectiveEntry[] | null {
  if (before.isWhole !== after.isWhole || before.isOneList !== after.isOneList) return null
  if (before.entries === after.entries) return []
  const [then, now] = [new Set(before.entries), new Set(after.entries)]
  const [gone, stayed] = parted(before.entries, now)
  const [fresh, left] = parted(after.entries, then)
  return stayed.every((entry, at) => entry === left[at]) ? [...gone, ...fresh] : null
}

/** Those that are not among others, and those that are. */
function parted(
  entries: readonly EffectiveEntry[],
  others: ReadonlySet<EffectiveEntry>,
): readonly [readonly EffectiveEntry[], readonly EffectiveEntry[]] {
  return [entries.filter((entry) => !others.has(entry)), entries.filter((entry) => others.has(entry))]
}
