import type { SpdEntry } from '../model/spd-entry.ts'
import { type Box, intersectBoxes, isMirrorOf, meetsMirrored, mirrorBox, subtractBoxes } from '../selectors/box.ts'
import { boxesNear, commonWithMirrored, holdsBox } from './box-lists.ts'
import type { EffectiveEntry } from './effective-entries.ts'
import type { Lookup } from './spd-lookup.ts'
import type { TrafficClass } from './traffic-class.ts'
import { type Classified, untouchedClasses } from './untouched-classes.ts'

/** Remainders of more pieces than this are not worked out. */
const PIECES = 256

/** What is found while the entries of both ends are gone through. */
interface Found {
  readonly classes: TrafficClass[]
  /** Entries that have a class. */
  readonly met: Set<EffectiveEntry>
  /** Entries of the receiver of which nothing is left over. */
  readonly twins: Set<EffectiveEntry>
}

/**
 * Splits all packets of one direction into classes. An entry of the sender that protects nothing and meets nothing protected
 * still gets a class of its own, so that it is seen; such an entry of the receiver only for packets for which the sender has
 * none. What comes in clear is looked up there too (RFC 4301 5.2), but no tunnel hangs on what is found. They come in the order
 * of the sender's entries, and then of those of the receiver for which the sender has none. Those of entries that a change does
 * not touch are taken over from `formerly`, the direction before it.
 */
export function trafficClasses(outs: Lookup, ins: Lookup, formerly?: Classified): TrafficClass[] {
  const untouched = formerly === undefined ? () => undefined : untouchedClasses(outs, ins, formerly)
  const found: Found = { classes: [], met: new Set(), twins: new Set() }
  const { classes, met, twins } = found
  for (const out of outs.entries) {
    const were = untouched(out)
    if (were === undefined) addSent(out, ins, found)
    else
      for (const was of were) {
        classes.push(was)
        met.add(out)
        if (was.inbound !== null) met.add(was.inbound)
      }
  }
  for (const inbound of ins.entries) {
    if (twins.has(inbound)) continue
    const were = untouched(inbound)
    if (were === undefined) addUnsent(inbound, outs, found)
    else for (const was of were) classes.push(was)
  }
  return classes
}

/** Adds the classes of an entry of the sender: those that it shares with entries of the receiver, and what is left of it. */
function addSent(out: EffectiveEntry, ins: Lookup, { classes, met, twins }: Found): void {
  const owner = out.entry
  if (out.region.length === 0) {
    classes.push(classOf(owner, owner.selectors, out, null, true, { shadowed: true }))
    return
  }
  const twin = twinOf(out, ins)
  if (twin !== undefined && protects(out, twin)) {
    twins.add(twin)
    const region = isOnePiece(out, twin) ? out.region : common(out, twin)
    classes.push(classOf(owner, region, out, twin, false))
    return
  }
  const partners = out.alone && twin?.alone === true ? [twin] : meeting(out, ins)
  if (partners === null) {
    const [first] = owner.selectors
    const inbound = (first && ins.equalTo(mirrorBox(first))) ?? null
    classes.push(classOf(owner, out.region, out, inbound, inbound === null, { crowded: true }))
    met.add(out)
    if (inbound !== null) met.add(inbound)
    return
  }
  let left: readonly Box[] = out.region
  let rough = out.rough
  for (const inbound of partners) {
    const region = common(out, inbound)
    if (region.length === 0 || !protects(out, inbound)) continue
    classes.push(classOf(owner, region, out, inbound, false))
    met.add(out).add(inbound)
    const fewer = without(left, region)
    rough ||= fewer === null
    left = fewer ?? left
  }
  if (left.length > 0 && (protects(out) || !met.has(out))) {
    classes.push(classOf(owner, left, out, null, met.has(out), { rough }))
    met.add(out)
  }
}

/** Adds the class of the packets for which the receiver has this entry and the sender none, if there are any. */
function addUnsent(inbound: EffectiveEntry, outs: Lookup, { classes, met }: Found): void {
  const over = meeting(inbound, outs)
  if (over === null ? met.has(inbound) : outs.isWhole && isCoveredBy(inbound, over)) return
  const rest = met.has(inbound)
  const mirrored = inbound.region.map(mirrorBox)
  const taken = over?.flatMap(({ region }) => region) ?? []
  const fewer = without(mirrored, taken)
  const left = fewer ?? mirrored
  if (left.length === 0 || (rest && !protects(inbound))) return
  const bounds = { crowded: over === null, rough: fewer === null || inbound.rough }
  classes.push(classOf(inbound.entry, left, null, inbound, rest, bounds))
}

/** All are made with the same fields, which are found much faster than where some have others. */
function classOf(
  owner: SpdEntry,
  region: readonly Box[],
  out: EffectiveEntry | null,
  inbound: EffectiveEntry | null,
  rest: boolean,
  { crowded = false, rough = false, shadowed = false }: Partial<TrafficClass> = {},
): TrafficClass {
  return { region, out, inbound, owner, rest, crowded, rough, shadowed }
}

/**
 * The entry of the other end that gets just the packets of an entry: it has the same box, and either neither meets any other
 * of its list, or the same boxes stand before both. All others of the one list are then left without these packets.
 */
function twinOf({ entry, alone, rough, before }: EffectiveEntry, others: Lookup): EffectiveEntry | undefined {
  const only = entry.selectors[0]
  if (only === undefined || entry.selectors.length > 1 || !(alone || others.isOneList)) return undefined
  const twin = others.equalTo(mirrorBox(only))
  if (twin === undefined || twin.entry.selectors.length > 1) return undefined
  if (alone && twin.alone) return twin
  return others.isOneList && !rough && !twin.rough && areMirrored(before, twin.before) ? twin : undefined
}

function areMirrored(ours: readonly SpdEntry[], theirs: readonly SpdEntry[]): boolean {
  return (
    ours.length === theirs.length &&
    ours.every(({ selectors }, at) => {
      const other = theirs[at]?.selectors ?? []
      return selectors.length === other.length && selectors.every((box, place) => isMirror(box, other[place]))
    })
  )
}

function isMirror(box: Box, other: Box | undefined): boolean {
  return other !== undefined && isMirrorOf(box, other)
}

function isOnePiece(out: EffectiveEntry, inbound: EffectiveEntry): boolean {
  return out.region.length === 1 && inbound.region.length === 1
}

/**
 * Nothing of an entry is left over beside others whose regions take packets from each other alone: each of its boxes lies in
 * one of theirs.
 */
function isCoveredBy({ entry }: EffectiveEntry, others: readonly EffectiveEntry[]): boolean {
  return entry.selectors.every((box) => {
    const mirrored = mirrorBox(box)
    return others.some((other) => holdsBox(other.entry.selectors, mirrored))
  })
}

/**
 * The entries of the other end that have packets in common with an entry, in order, and perhaps some that have none; `null`
 * for too many. A region has many more pieces than the entry has boxes, so that those are asked for first.
 */
function meeting({ entry, region }: EffectiveEntry, others: Lookup): readonly EffectiveEntry[] | null {
  const found = others.meeting(entry.selectors.map(mirrorBox))
  return found !== null || region === entry.selectors ? found : others.meeting(region.map(mirrorBox))
}

function protects(one: EffectiveEntry, other?: EffectiveEntry): boolean {
  return one.entry.action === 'protect' || other?.entry.action === 'protect'
}

/** So many pairs of pieces are looked at one by one. */
const PAIRS = 1024

/** The packets of the one that reach the other. Pieces that lie outside all of the other entry are set aside first. */
function common(out: EffectiveEntry, inbound: EffectiveEntry): Box[] {
  if (out.region.length * inbound.region.length > PAIRS) {
    return commonWithMirrored(out.region, inbound.region)
  }
  const near = meetingOf(out.region, inbound.entry.selectors)
  if (near.length === 0) return []
  const theirs = meetingOf(inbound.region, out.entry.selectors).map(mirrorBox)
  const found: Box[] = []
  for (const box of near) {
    for (const each of theirs) {
      const both = intersectBoxes(box, each)
      if (both !== undefined) found.push(both)
    }
  }
  return found
}

/** Pieces that meet something of the other end, which is written from there. */
function meetingOf(pieces: readonly Box[], whole: readonly Box[]): readonly Box[] {
  return pieces.length < 2 ? pieces : pieces.filter((piece) => whole.some((box) => meetsMirrored(piece, box)))
}

/** `null` for too many pieces. */
function without(region: readonly Box[], taken: readonly Box[]): readonly Box[] | null {
  const left: Box[] = []
  for (const box of region) {
    const pieces = subtractBoxes(box, boxesNear(taken, box), PIECES)
    if ('tooMany' in pieces) return null
    for (const piece of pieces.boxes) left.push(piece)
  }
  return left
}
