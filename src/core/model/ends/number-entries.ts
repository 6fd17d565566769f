import { formatRange, toPrefixes } from '../../address/address-range.ts'
import type { Span } from '../../text/source-text.ts'
import { distinct } from '../distinct.ts'
import type { Endpoint, Site } from '../endpoint.ts'
import { unknownHost } from '../hosts.ts'
import type { IkePolicy } from '../ike-policy.ts'
import { rememberedOf } from '../remembered.ts'
import type { SpdEntry } from '../spd-entry.ts'
import type { DerivedEntry, Vendor } from '../vendor.ts'
import type { UnnumberedEntry } from './orient.ts'
import { entriesOfPolicy } from './policy-entries.ts'

/**
 * Gives entries their ids and names. The id is `A#n`, where n is the number in the entry's name when every name has a
 * different one (`A3` is `A#3`), else its position. An entry without a name of its own is called `A3` as well.
 */
export function numberEntries(label: string, entries: readonly UnnumberedEntry[]): SpdEntry[] {
  const numbers = entries.map((entry) => /^[A-Za-z]{1,2}(\d{1,6})$/.exec(entry.name ?? '')?.[1])
  const numbered = numbers.every((number) => number !== undefined) && new Set(numbers).size === entries.length
  const repeated = numbered ? NOTHING : repeatedNames(entries)
  return entries.map((entry, index) => {
    const number = numbered ? numbers[index] : index + 1
    const { name } = entry
    return {
      id: `${label}#${number}`,
      ...entry,
      name: name !== null && !repeated.has(name) ? name : `${label}${number}`,
    }
  })
}

/** The entry with the highest number. */
export const lastNumbered = rememberedOf((spd: readonly SpdEntry[]): SpdEntry | undefined =>
  spd.length === 0 ? undefined : spd.reduce((last, entry) => (numberOf(entry) > numberOf(last) ? entry : last)),
)

/** 3 of `A#3`. */
export function numberOf({ id }: SpdEntry): number {
  return Number(id.slice(id.indexOf('#') + 1))
}

const NOTHING: ReadonlySet<string> = new Set()

function repeatedNames(entries: readonly UnnumberedEntry[]): Set<string> {
  const [known, repeated] = [new Set<string>(), new Set<string>()]
  for (const { name } of entries) {
    if (name === null) continue
    if (known.has(name)) repeated.add(name)
    known.add(name)
  }
  return repeated
}

/** The SPD that a daemon would install for a peer; `undefined` when nothing of its connections was pasted. */
export function policySpd(
  { label, addresses, peers, hosts }: Pick<Endpoint, 'label' | 'addresses' | 'peers' | 'hosts'>,
  ike: IkePolicy,
): SpdEntry[] | undefined {
  if (ike.connections.length === 0 && ike.notLoaded.length === 0) return undefined
  const own = hosts?.own ?? addresses[0]?.value ?? unknownHost(label)
  const peer = hosts?.peer ?? peers[0]?.value ?? unknownHost('the peer')
  return numberEntries(label, entriesOfPolicy(ike, own, peer))
}

/** The SPD that a product makes of a site, numbered pair by pair and listed as people list it: odd ones, then even. */
export function deriveSpd(end: Pick<Endpoint, 'label' | 'vendor' | 'addresses' | 'peers'>, site: Site): SpdEntry[] {
  const origins = spansByNetwork(site)
  return oddsFirst(derived(end, site).map((entry, index) => finish(end.label, entry, index + 1, origins)))
}

/**
 * The end with other networks in its site, or another peer: entries that follow from both sites stay as they are, entries
 * that only the new one has are added with the next numbers, those that only the old one had are taken away.
 */
export function withSite(end: Endpoint, site: Site, peers: Endpoint['peers']): Endpoint {
  if (end.site === undefined || end.spd === undefined) return { ...end, site, peers }
  const before = new Set(derived(end, end.site).map(key))
  const after = derived({ ...end, peers }, site)
  const wanted = new Set(after.map(key))
  const kept = end.spd.filter((entry) => !before.has(key(entry)) || wanted.has(key(entry)))
  const there = new Set(kept.map(key))
  const origins = spansByNetwork(site)
  const last = lastNumbered(end.spd)
  let next = last === undefined ? 0 : numberOf(last)
  const added = after
    .filter((entry) => !there.has(key(entry)))
    .map((entry) => {
      next += 1
      return finish(end.label, entry, next, origins)
    })
  return { ...end, site, peers, spd: arrange(end.label, kept, added) }
}

function derived(end: Pick<Endpoint, 'vendor' | 'addresses' | 'peers'>, site: Site): readonly DerivedEntry[] {
  const vendor: Vendor = end.vendor
  // A network that is listed again makes no further entries.
  const once = { ...site, remotes: distinct(site.remotes), locals: distinct(site.locals) }
  return vendor.derive(once, end.addresses[0]?.value ?? null, end.peers[0]?.value ?? null)
}

type Origins = ReadonlyMap<string, readonly Span[]>

/** Where each network is stated; a range is found under each of the prefixes that entries are made of. */
function spansByNetwork({ remotes, locals }: Site): Origins {
  const spans = new Map<string, Span[]>()
  for (const setting of [...remotes, ...locals]) {
    if (setting.origin !== 'stated') continue
    for (const range of new Set([setting.value, ...toPrefixes(setting.value)].map(formatRange))) {
      const known = spans.get(range)
      if (known === undefined) spans.set(range, [setting.span])
      else known.push(setting.span)
    }
  }
  return spans
}

/** The lines that prove a derived entry are those of the two networks that it is made of, the remote one first. */
function finish(label: string, entry: DerivedEntry, number: number, origins: Origins): SpdEntry {
  const spans = entry.selectors.flatMap(({ remote, local }) =>
    [remote, local].flatMap((range) => origins.get(formatRange(range)) ?? []),
  )
  return { ...entry, id: `${label}#${number}`, name: `${label}${number}`, weight: null, spans: [...new Set(spans)] }
}

function arrange(label: string, kept: readonly SpdEntry[], added: readonly SpdEntry[]): SpdEntry[] {
  const all = [...kept, ...added]
  return all.every((entry) => entry.name === entry.id.replace('#', '') && entry.name.startsWith(label)) &&
    isOddsFirst(kept)
    ? oddsFirst(all)
    : all
}

function isOddsFirst(entries: readonly SpdEntry[]): boolean {
  return oddsFirst(entries).every((entry, index) => entry === entries[index])
}

function oddsFirst(entries: readonly SpdEntry[]): SpdEntry[] {
  const isOdd = (entry: SpdEntry) => /[13579]$/.test(entry.id)
  return [...entries.filter(isOdd), ...entries.filter((entry) => !isOdd(entry))]
}

function key(entry: Pick<SpdEntry, 'direction' | 'selectors'>): string {
  const boxes = entry.selectors.map(
    (box) =>
      `${formatRange(box.local)} ${formatRange(box.remote)} ${box.protocol.from}-${box.protocol.to} ${box.localPort.from}-${box.localPort.to} ${box.remotePort.from}-${box.remotePort.to}`,
  )
  return `${entry.direction} ${boxes.join(', ')}`
}
