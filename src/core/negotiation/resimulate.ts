import type { Endpoint } from '../model/endpoint.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import { type Box, mirrorBox } from '../selectors/box.ts'
import type { Flow } from './flow.ts'
import type { QuickMode } from './quick-modes.ts'
import { type Simulation, simulate, simulateLike } from './simulate.ts'
import { entriesMeeting } from './spd-lookup.ts'

/**
 * What `simulate(a, b)` gives, where the ends of a simulation get other entries. Packets that a change concerns are those of
 * the changed entries, of the entries that have packets in common with these, and so on, at both ends. Only those are
 * simulated again; all else stays as it was.
 */
export function resimulate(before: Simulation, a: Endpoint, b: Endpoint): Simulation {
  if (!isSameButEntries(before.a, a) || !isSameButEntries(before.b, b)) return simulate(a, b)
  const touched = touchedEntries(before, a, b)
  if (touched === null) return simulateLike(a, b, before)
  const part = simulate(withOnly(a, touched), withOnly(b, touched))
  const order = orderIn(a, b)
  return {
    a,
    b,
    flows: merge(
      before.flows.filter(({ owner }) => !touched.has(owner)),
      part.flows,
      (x, y) => order(placeOfFlow(x), placeOfFlow(y)),
    ),
    quickModes: merge(
      before.quickModes.filter(({ entry }) => !touched.has(entry)),
      part.quickModes,
      (x, y) => order(placeOfQuickMode(x), placeOfQuickMode(y)),
    ),
    differences: before.differences,
    crowded: part.crowded,
  }
}

/** Where more than one in so many entries is touched, looking for them costs more than it saves. */
const FEW = 6

function withOnly(end: Endpoint, entries: ReadonlySet<SpdEntry>): Endpoint {
  return { ...end, spd: (end.spd ?? []).filter((entry) => entries.has(entry)) }
}

/**
 * The entries that are new or gone, and those that hang together with them. `null` where they are not told apart from the
 * others: many hang together, or some meet too many to be looked at.
 */
function touchedEntries(before: Simulation, a: Endpoint, b: Endpoint): ReadonlySet<SpdEntry> | null {
  if (before.crowded) return null
  const most = ((a.spd ?? []).length + (b.spd ?? []).length) / FEW
  const touched = new Set<SpdEntry>()
  // Boxes are kept as A sees them.
  const open: Box[] = []
  for (const entry of changedEntries(before.a, a)) touch(entry, false)
  for (const entry of changedEntries(before.b, b)) touch(entry, true)
  // Each is there with one of the other end at least.
  if (2 * touched.size > most) return null
  for (let box = open.pop(); box !== undefined; box = open.pop()) {
    const ofA = entriesMeeting(before.a, before.b, box)
    const ofB = entriesMeeting(before.b, before.a, mirrorBox(box))
    if (ofA === null || ofB === null || touched.size > most) return null
    for (const entry of ofA) touch(entry, false)
    for (const entry of ofB) touch(entry, true)
  }
  return touched

  function touch(entry: SpdEntry, mirrored: boolean): void {
    if (touched.has(entry)) return
    touched.add(entry)
    for (const box of entry.selectors) open.push(mirrored ? mirrorBox(box) : box)
  }
}

/** What an end negotiates by itself, from its configuration, hangs together in more than its packets. */
function isSameButEntries(before: Endpoint, after: Endpoint): boolean {
  if (before === after) return true
  if (before.spd === undefined || after.spd === undefined || after.ike !== undefined) return false
  const known = new Map<string, unknown>(Object.entries({ ...before, site: undefined, spd: undefined }))
  const now = Object.entries({ ...after, site: undefined, spd: undefined })
  return now.length === known.size && now.every(([name, value]) => known.get(name) === value)
}

function changedEntries(before: Endpoint, after: Endpoint): SpdEntry[] {
  if (before.spd === after.spd) return []
  const [then, now] = [new Set(before.spd), new Set(after.spd)]
  return [...[...then].filter((entry) => !now.has(entry)), ...[...now].filter((entry) => !then.has(entry))]
}

/** What the order of a simulation goes by; see `trafficClasses`. */
interface Place {
  readonly sender: string
  /** The owner is an entry of the receiver. */
  readonly late: boolean
  readonly owner: SpdEntry
}

function placeOfFlow({ sender, out, owner }: Flow): Place {
  return { sender, late: out === null, owner }
}

function placeOfQuickMode({ initiator, entry }: QuickMode): Place {
  return { sender: initiator, late: false, owner: entry }
}

/** Below 0 where the first comes before the second. */
function orderIn(a: Endpoint, b: Endpoint): (x: Place, y: Place) => number {
  const positions = new Map<SpdEntry, number>()
  for (const { spd = [] } of [a, b]) for (const entry of spd) positions.set(entry, positions.size)
  return (x, y) => {
    if (x.sender !== y.sender) return x.sender === a.label ? -1 : 1
    if (x.late !== y.late) return x.late ? 1 : -1
    const { vendor } = (x.sender === a.label) === x.late ? b : a
    return vendor.entryOrder(x.owner, y.owner) || (positions.get(x.owner) ?? 0) - (positions.get(y.owner) ?? 0)
  }
}

/** Two ordered lists as one. The second is short, so that the place of each of it is looked for. */
function merge<T extends object>(long: readonly T[], short: readonly T[], order: (x: T, y: T) => number): T[] {
  const merged: T[] = []
  let next = 0
  for (const each of short) {
    const place = placeFor(each, long, next, order)
    for (const kept of long.slice(next, place)) merged.push(kept)
    merged.push(each)
    next = place
  }
  for (const kept of long.slice(next)) merged.push(kept)
  return merged
}

/** How many of a list, `from` of them for certain, come before something else. */
function placeFor<T extends object>(each: T, list: readonly T[], from: number, order: (x: T, y: T) => number): number {
  let [low, high] = [from, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const other = list[middle]
    if (other !== undefined && order(other, each) < 0) low = middle + 1
    else high = middle
  }
  return low
}
