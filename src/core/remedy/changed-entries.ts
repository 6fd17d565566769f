import { type AddressRange, equalRanges } from '../address/address-range.ts'
import type { Change } from '../model/change.ts'
import type { Endpoint } from '../model/endpoint.ts'
import { lastNumbered, numberOf } from '../model/ends/number-entries.ts'
import { entriesWithBoxes } from '../model/entries-with-boxes.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import { type Box, boxKey } from '../selectors/box.ts'

/** What is made by a change and has no place yet. */
type Unnumbered = Omit<SpdEntry, 'id' | 'name'>

/** The entries of an end after some changes, in their order; what is added gets the next numbers. */
export function entriesAfter(end: Endpoint, changes: readonly Change[]): SpdEntry[] {
  const before = end.spd ?? []
  const replaced = changes.flatMap((change) => (change.kind === 'replace' ? [change.from] : []))
  const originals = entriesWithBoxes(before, end.site === undefined ? replaced : [])
  const concerned = concernedBy(changes, originals, before)
  const entries = new Map([...concerned].map((entry) => [entry.id, entry]))
  const added: Unnumbered[] = []
  for (const change of changes) {
    switch (change.kind) {
      case 'cover':
        if (change.mode === 'transport') added.push(inTransport(change.box))
        else if (end.site === undefined) added.push(...tunnelPair(end, change.box))
        break
      case 'replace':
        for (const { id } of originals.get(boxKey(change.from)) ?? [])
          update(entries, id, (entry) => exchangeBox(entry, change.from, change.to))
        break
      case 'remove':
        if (!isListedSelf(end, change)) entries.delete(change.entry)
        break
      case 'add-direction': {
        const partner = entries.get(change.entry)
        if (change.turns !== undefined) entries.delete(change.turns)
        if (partner !== undefined) added.push(turned(partner, change.direction))
        break
      }
      case 'unmirror': {
        update(entries, change.entry, (entry) => ({ ...entry, direction: 'out' }))
        const outbound = entries.get(change.entry)
        if (outbound !== undefined) added.push(turned(outbound, 'in'))
        break
      }
    }
  }
  const spd = before.flatMap((entry) => (concerned.has(entry) ? (entries.get(entry.id) ?? []) : entry))
  const last = lastNumbered(spd)
  let next = last === undefined ? 0 : numberOf(last)
  for (const entry of end.site === undefined ? added : lackedBy(spd, added)) {
    next += 1
    spd.push({ ...entry, id: `${end.label}#${next}`, name: `${end.label}${next}` })
  }
  return changes.reduce((known, change) => (change.kind === 'retarget' ? aimed(known, change) : known), spd)
}

/** What a product makes of its site is not added once more. */
function lackedBy(spd: readonly SpdEntry[], added: readonly Unnumbered[]): readonly Unnumbered[] {
  if (added.length === 0) return added
  const content = ({ direction, selectors }: Unnumbered) => `${direction} ${selectors.map(boxKey).join(' ')}`
  const there = new Set(spd.map(content))
  return added.filter((entry) => !there.has(content(entry)))
}

function update(entries: Map<string, SpdEntry>, id: string, change: (entry: SpdEntry) => SpdEntry): void {
  const entry = entries.get(id)
  if (entry !== undefined) entries.set(id, change(entry))
}

/** The entries that may become others, or go. */
function concernedBy(
  changes: readonly Change[],
  originals: ReadonlyMap<string, readonly SpdEntry[]>,
  before: readonly SpdEntry[],
): ReadonlySet<SpdEntry> {
  const concerned = new Set([...originals.values()].flat())
  const ids = new Set(changes.flatMap((change) => ('entry' in change ? [change.entry, ...turnedBy(change)] : [])))
  if (ids.size > 0) for (const entry of before) if (ids.has(entry.id)) concerned.add(entry)
  return concerned
}

function turnedBy(change: Change): string[] {
  return change.kind === 'add-direction' && change.turns !== undefined ? [change.turns] : []
}

function exchangeBox(entry: SpdEntry, from: Box, to: Box): SpdEntry {
  return { ...entry, selectors: entry.selectors.map((box) => (boxKey(box) === boxKey(from) ? to : box)) }
}

function tunnelPair(end: Endpoint, box: Box): Unnumbered[] {
  const tunnel = { source: end.addresses[0]?.value ?? null, destination: end.peers[0]?.value ?? null }
  const back = { source: tunnel.destination, destination: tunnel.source }
  const entry = { action: 'protect', mode: 'tunnel', selectors: [box], weight: null, spans: [] } as const
  return [
    { ...entry, direction: 'out', tunnel },
    { ...entry, direction: 'in', tunnel: back },
    ...(end.vendor.checksForwarded === true ? [{ ...entry, direction: 'fwd' as const, tunnel: back }] : []),
  ]
}

function inTransport(box: Box): Unnumbered {
  const tunnel = { source: null, destination: null }
  return { action: 'protect', mode: 'transport', direction: 'both', selectors: [box], tunnel, weight: null, spans: [] }
}

/** The same packets in the other direction. */
function turned(entry: SpdEntry, direction: 'out' | 'in' | 'fwd'): Unnumbered {
  if (entry.direction !== 'out' && direction !== 'out') return { ...entry, direction, spans: [] }
  const { source, destination } = entry.tunnel
  return { ...entry, direction, tunnel: { source: destination, destination: source }, spans: [] }
}

function aimed(spd: readonly SpdEntry[], { from, to }: Change<'retarget'>): SpdEntry[] {
  const at = (address: AddressRange | null) => (address !== null && equalRanges(address, from) ? to : address)
  return spd.map((entry) => ({
    ...entry,
    tunnel: { source: at(entry.tunnel.source), destination: at(entry.tunnel.destination) },
  }))
}

/** Whether that is an entry that a product makes of its own address, where its list of remote networks names that. */
export function isListedSelf({ vendor, addresses }: Endpoint, { box: { remote } }: Change<'remove'>): boolean {
  return vendor.protectsOwnAddress && addresses.some(({ value }) => equalRanges(value, remote))
}
