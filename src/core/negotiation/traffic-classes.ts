import { type Box, intersectBoxes, mirrorBox, subtractBoxes } from '../selectors/box.ts'
import { buildBoxIndex } from '../selectors/box-index.ts'
import type { EffectiveEntry } from './spd-lookup.ts'

/** Packets that hit the same entry at the sender and the same at the receiver; `null` where they hit none. */
export interface TrafficClass {
  /** As the sender sees them. */
  readonly region: readonly Box[]
  readonly out: EffectiveEntry | null
  readonly inbound: EffectiveEntry | null
  /** Other packets of the same entry have a partner. */
  readonly rest: boolean
}

/** Remainders of more pieces than this are given as the whole entry. */
const PIECES = 256

/**
 * Splits all packets of one direction into classes. Entries that protect nothing and meet nothing protected at the other
 * end still get a class of their own, so that each entry is seen somewhere.
 */
export function trafficClasses(outs: readonly EffectiveEntry[], ins: readonly EffectiveEntry[]): TrafficClass[] {
  const classes: TrafficClass[] = []
  const meeting = meetings(outs, ins)
  const met = new Set<EffectiveEntry>()
  for (const out of outs) {
    const partners = meeting.partners(out)
    let left: readonly Box[] = out.region
    for (const inbound of partners) {
      const region = common(out.region, inbound.region)
      if (region.length === 0 || !protects(out, inbound)) continue
      classes.push({ region, out, inbound, rest: false })
      met.add(out).add(inbound)
      left = without(left, region)
    }
    if (left.length > 0 && (protects(out) || !met.has(out))) {
      classes.push({ region: left, out, inbound: null, rest: met.has(out) })
      met.add(out)
    }
  }
  for (const inbound of ins) {
    const left = without(inbound.region.map(mirrorBox), meeting.coverage(inbound))
    if (left.length === 0 || !(protects(inbound) || !met.has(inbound))) continue
    classes.push({ region: left, out: null, inbound, rest: met.has(inbound) })
  }
  return classes
}

/** Who overlaps whom, by an index: no loop over all pairs. */
function meetings(outs: readonly EffectiveEntry[], ins: readonly EffectiveEntry[]) {
  const mirrored = ins.flatMap((owner) => owner.entry.selectors.map((box) => ({ owner, box: mirrorBox(box) })))
  const plain = outs.flatMap((owner) => owner.region.map((box) => ({ owner, box })))
  const inIndex = buildBoxIndex(mirrored.map(({ box }) => box))
  const outIndex = buildBoxIndex(plain.map(({ box }) => box))
  return {
    partners(out: EffectiveEntry): readonly EffectiveEntry[] {
      const hits = out.region.flatMap((box) => [...inIndex.overlapping(box)])
      return [...new Set(hits.toSorted((a, b) => a - b).flatMap((hit) => mirrored[hit]?.owner ?? []))]
    },
    coverage(inbound: EffectiveEntry): readonly Box[] {
      const hits = inbound.region.flatMap((box) => [...outIndex.overlapping(mirrorBox(box))])
      return [...new Set(hits)].flatMap((hit) => plain[hit]?.box ?? [])
    },
  }
}

function protects(...entries: readonly EffectiveEntry[]): boolean {
  return entries.some(({ entry }) => entry.action === 'protect')
}

function common(region: readonly Box[], other: readonly Box[]): Box[] {
  return region.flatMap((box) => other.flatMap((mirrored) => intersectBoxes(box, mirrorBox(mirrored)) ?? []))
}

function without(region: readonly Box[], taken: readonly Box[]): readonly Box[] {
  const left: Box[] = []
  for (const box of region) {
    const pieces = subtractBoxes(box, taken, PIECES)
    if ('tooMany' in pieces) return region
    left.push(...pieces.boxes)
  }
  return left
}
