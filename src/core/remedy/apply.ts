import { type AddressRange, equalRanges, formatRange } from '../address/address-range.ts'
import type { Change } from '../model/change.ts'
import type { Endpoint, Site } from '../model/endpoint.ts'
import { withSite } from '../model/number-entries.ts'
import type { Setting } from '../model/setting.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import { type Box, equalBoxes, isAnyService } from '../selectors/box.ts'

/**
 * The end as it will be after a change, or `undefined` where its product cannot be configured so (ISA Server's tunnels
 * always cover any protocol). An end whose SPD is made of networks changes those; any other changes its entries.
 */
export function applyChange(end: Endpoint, change: Change): Endpoint | undefined {
  if (end.spd === undefined) return undefined
  const wanted = change.kind === 'replace' ? change.to : change.kind === 'cover' ? change.box : undefined
  if (wanted !== undefined && end.vendor.anyProtocolOnly && !isAnyService(wanted)) return undefined
  switch (change.kind) {
    case 'cover':
      return end.site === undefined ? coverBox(end, change.box) : coverSite(end, end.site, change.box)
    case 'replace':
      return end.site === undefined
        ? { ...end, spd: end.spd.map((entry) => replaceBox(entry, change.from, change.to)) }
        : replaceInSite(end, end.site, change.from, change.to)
    case 'remove':
      return { ...end, spd: end.spd.filter((entry) => entry.id !== change.entry) }
    case 'add-direction':
      return addDirection(end, change.entry, change.direction)
    case 'unmirror':
      return unmirror(end, change.entry)
    case 'retarget':
      return retarget(end, change.from, change.to)
  }
}

function coverSite(end: Endpoint, site: Site, box: Box): Endpoint | undefined {
  const remotes = including(site.remotes, box.remote)
  const own = end.addresses.some(({ value }) => end.vendor.protectsOwnAddress && equalRanges(value, box.local))
  const locals = own ? site.locals : including(site.locals, box.local)
  return isAnyService(box) ? withSite(end, { ...site, locals, remotes }) : undefined
}

function replaceInSite(end: Endpoint, site: Site, from: Box, to: Box): Endpoint | undefined {
  if (!isAnyService(to)) return undefined
  const locals = exchange(site.locals, from.local, to.local)
  const remotes = exchange(site.remotes, from.remote, to.remote)
  return withSite(end, { ...site, locals, remotes })
}

function including(ranges: Site['locals'], range: AddressRange): Site['locals'] {
  return ranges.some(({ value }) => equalRanges(value, range)) ? ranges : [...ranges, planned(range)]
}

function exchange(ranges: Site['locals'], from: AddressRange, to: AddressRange): Site['locals'] {
  if (equalRanges(from, to)) return ranges
  return ranges.map((setting) => (equalRanges(setting.value, from) ? planned(to) : setting))
}

/** A value that no line states yet. */
function planned(value: AddressRange): Setting<AddressRange> {
  return { origin: 'default', value, authority: 'the remedy' }
}

function coverBox(end: Endpoint, box: Box): Endpoint {
  const tunnel = { source: end.addresses[0]?.value ?? null, destination: end.peers[0]?.value ?? null }
  const entry = { action: 'protect', mode: 'tunnel', selectors: [box], weight: null, spans: [] } as const
  return append(end, [
    { ...entry, direction: 'out', tunnel },
    { ...entry, direction: 'in', tunnel: { source: tunnel.destination, destination: tunnel.source } },
  ])
}

function append(end: Endpoint, entries: readonly Omit<SpdEntry, 'id' | 'name'>[]): Endpoint {
  let next = (end.spd ?? []).reduce((most, entry) => Math.max(most, Number(entry.id.split('#')[1] ?? 0)), 0)
  const added = entries.map((entry) => {
    next += 1
    return { ...entry, id: `${end.label}#${next}`, name: `${end.label}${next}` }
  })
  return { ...end, spd: [...(end.spd ?? []), ...added] }
}

function replaceBox(entry: SpdEntry, from: Box, to: Box): SpdEntry {
  if (!entry.selectors.some((box) => equalBoxes(box, from))) return entry
  return { ...entry, selectors: entry.selectors.map((box) => (equalBoxes(box, from) ? to : box)) }
}

function addDirection(end: Endpoint, id: string, direction: 'out' | 'in'): Endpoint {
  const partner = end.spd?.find((entry) => entry.id === id)
  if (partner === undefined) return end
  const { source, destination } = partner.tunnel
  return append(end, [{ ...partner, direction, tunnel: { source: destination, destination: source }, spans: [] }])
}

function unmirror(end: Endpoint, id: string): Endpoint {
  const mirrored = end.spd?.find((entry) => entry.id === id)
  if (mirrored === undefined) return end
  const oneWay: Endpoint = {
    ...end,
    spd: (end.spd ?? []).map((entry) => (entry.id === id ? { ...entry, direction: 'out' } : entry)),
  }
  return addDirection(oneWay, id, 'in')
}

function retarget(end: Endpoint, from: AddressRange, to: AddressRange): Endpoint {
  const aim = (address: AddressRange | null) => (address !== null && equalRanges(address, from) ? to : address)
  return {
    ...end,
    peers: end.peers.map((peer) => (equalRanges(peer.value, from) ? planned(to) : peer)),
    spd: (end.spd ?? []).map((entry) => ({
      ...entry,
      tunnel: { source: aim(entry.tunnel.source), destination: aim(entry.tunnel.destination) },
    })),
  }
}

/** What identifies a change, so that two findings that ask for the same one ask once. */
export function changeKey(change: Change): string {
  return JSON.stringify(change, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
}

export function sameNetworks(a: Site, b: Site): boolean {
  const text = (site: Site) =>
    [...site.locals, { value: null }, ...site.remotes]
      .map(({ value }) => (value === null ? '|' : formatRange(value)))
      .join(' ')
  return text(a) === text(b)
}
