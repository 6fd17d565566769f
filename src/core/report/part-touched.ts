import { type AddressRange, equalRanges, rangeKey, toPrefixes } from '../address/address-range.ts'
import type { Change } from '../model/change.ts'
import type { Endpoint, Site } from '../model/endpoint.ts'
import { lastNumbered } from '../model/ends/number-entries.ts'
import { entriesWithBoxes } from '../model/entries-with-boxes.ts'
import { grouped } from '../model/grouped.ts'
import type { ChildConfig, IkeConnection, IkePolicy } from '../model/ike-policy.ts'
import { rememberedOf } from '../model/remembered.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import { firstMeant } from '../remedy/apply-policy.ts'
import { type Box, boxKey, sameService } from '../selectors/box.ts'

/**
 * An end with what one of these changes is made in and nothing else, so that what it comes to in the text is found without
 * going through the whole end for each.
 */
export function partsTouched(end: Endpoint, changes: readonly Change[]): (change: Change) => Endpoint {
  const { ike, site, spd } = end
  if (ike !== undefined) return partsOfPolicy(end, ike)
  if (spd === undefined) return () => end
  if (site !== undefined) return isMuch(spd, changes) ? partsOfSite(end, site, spd) : () => end
  return spd.length <= MANY ? () => end : partsOfEntries(end, spd, changes)
}

/** With the connections that a change is made in: each is changed, and written, by itself. */
function partsOfPolicy(end: Endpoint, ike: IkePolicy): (change: Change) => Endpoint {
  const { connections } = ike
  const byName = grouped(connections, ({ name }) => name)
  const networks = connections.flatMap(({ name, children }) =>
    SIDES.flatMap((side) =>
      children.flatMap((child) =>
        child[side].value.flatMap(({ addresses }) =>
          addresses === 'dynamic' ? [] : { name, key: networkKey(side, addresses) },
        ),
      ),
    ),
  )
  const byNetwork = grouped(networks, ({ key }) => key)
  return (change) => {
    const names = namesFor(change)
    if (names === null) return end
    // Those of one name stay together: their texts are told apart by their order.
    const touched = [...new Set(names)].flatMap((name) => byName.get(name) ?? [])
    const child = 'child' in change ? change.child : null
    return {
      ...end,
      ike: { ...ike, connections: child === null ? touched : touched.map((each) => withOnly(each, child)) },
    }
  }

  /** `null`: whichever. */
  function namesFor(change: Change): readonly string[] | null {
    if ('connection' in change) return change.connection === null ? null : [change.connection]
    switch (change.kind) {
      case 'cover': {
        const first = firstMeant(ike, end.meant)
        return first === undefined ? [] : [first.name]
      }
      case 'replace':
        return SIDES.filter((side) => isMoved(change, side)).flatMap((side) => having(side, change.from))
      case 'remove':
        return having('remote', change.box)
      default:
        return null
    }
  }

  function having(side: 'local' | 'remote', box: Box): string[] {
    return (byNetwork.get(networkKey(side, box[side])) ?? []).map(({ name }) => name)
  }
}

/** With the child of a name, and those that are written as one with it. */
function withOnly(connection: IkeConnection, name: string): IkeConnection {
  const { byName, byPlace } = childrenOf(connection)
  const child = byName.get(name)
  return { ...connection, children: child === undefined ? [] : (byPlace.get(placeOf(child)) ?? []) }
}

const childrenOf = rememberedOf(({ children }: IkeConnection) => ({
  byName: new Map(children.toReversed().map((child) => [child.name, child])),
  byPlace: grouped(children, placeOf),
}))

function placeOf({ span: { source, line, column } }: ChildConfig): string {
  return `${line} ${column} ${source}`
}

const SIDES = ['local', 'remote'] as const

function networkKey(side: 'local' | 'remote', range: AddressRange): string {
  return `${side} ${rangeKey(range)}`
}

/** A service stands on both sides. */
function isMoved({ from, to }: Change<'replace'>, side: 'local' | 'remote'): boolean {
  return !equalRanges(from[side], to[side]) || !sameService(from, to)
}

/** A site is changed as a whole as long as its entries are made anew no more often than this, all changes together. */
const ANEW = 20_000

/** A single change comes to the same edits as all of them, which only the whole site tells. */
function isMuch(spd: readonly SpdEntry[], changes: readonly Change[]): boolean {
  const inEntries = changes.filter((change) => 'box' in change || change.kind === 'replace').length
  return inEntries > 1 && inEntries * spd.length > ANEW
}

/** With the networks that a change adds or exchanges, and the entries that are made of them. */
function partsOfSite(end: Endpoint, site: Site, spd: readonly SpdEntry[]): (change: Change) => Endpoint {
  const networks = { local: byRange(site.locals), remote: byRange(site.remotes) }
  const byLocal = entriesBy(spd, ({ local }) => rangeKey(local))
  const byRemote = entriesBy(spd, ({ remote }) => rangeKey(remote))
  const byPair = entriesBy(spd, ({ local, remote }) => pairKey(local, remote))
  const last = lastNumbered(spd)
  const own = end.addresses.map(({ value }) => value)
  return (change) => {
    switch (change.kind) {
      case 'cover':
      case 'remove':
      case 'add-direction':
      case 'unmirror': {
        const { local, remote } = change.box
        const pairs = blocks([local, ...own]).flatMap((mine) =>
          blocks([remote]).flatMap((theirs) => byPair.get(pairKey(mine, theirs)) ?? []),
        )
        return part(listed(networks.local, [local]), listed(networks.remote, [remote]), pairs)
      }
      case 'replace': {
        const { from, to } = change
        // What is exchanged on one side stands beside everything on the other one.
        if (equalRanges(from.remote, to.remote)) {
          const sides = [from.local, to.local]
          return part(listed(networks.local, sides), site.remotes, made(byLocal, sides))
        }
        const sides = [from.remote, to.remote]
        return part(site.locals, listed(networks.remote, sides), made(byRemote, sides))
      }
      default:
        return end
    }
  }

  /** The highest number tells what new entries are called. */
  function part(locals: Site['locals'], remotes: Site['remotes'], touched: readonly SpdEntry[]): Endpoint {
    const entries = new Set(last === undefined ? touched : [...touched, last])
    return { ...end, site: { ...site, locals, remotes }, spd: [...entries] }
  }
}

type ByRange<T> = ReadonlyMap<string, readonly T[]>

function byRange(list: Site['locals']): ByRange<Site['locals'][number]> {
  return grouped(list, ({ value }) => rangeKey(value))
}

/** Entries by a key of their boxes. */
function entriesBy(spd: readonly SpdEntry[], keyOf: (box: Box) => string): ReadonlyMap<string, readonly SpdEntry[]> {
  const found = new Map<string, SpdEntry[]>()
  for (const entry of spd) {
    for (const box of entry.selectors) {
      const key = keyOf(box)
      const known = found.get(key)
      if (known === undefined) found.set(key, [entry])
      else known.push(entry)
    }
  }
  return found
}

function pairKey(local: AddressRange, remote: AddressRange): string {
  return `${rangeKey(local)} ${rangeKey(remote)}`
}

function listed(
  networks: ByRange<Site['locals'][number]>,
  ranges: readonly AddressRange[],
): readonly Site['locals'][number][] {
  return [...new Set(ranges.map(rangeKey))].flatMap((key) => networks.get(key) ?? [])
}

/** The entries that are made of some networks: of a range, each of its prefixes has its own. */
function made(entries: ByRange<SpdEntry>, ranges: readonly AddressRange[]): readonly SpdEntry[] {
  return [...new Set(blocks(ranges).map(rangeKey))].flatMap((key) => entries.get(key) ?? [])
}

function blocks(ranges: readonly AddressRange[]): readonly AddressRange[] {
  return ranges.flatMap((range) => [range, ...toPrefixes(range)])
}

/** Of more entries than this only those are taken that a change is about. */
const MANY = 1000

/** With the entries that a change is about, and those that tell how new ones are made. */
function partsOfEntries(
  end: Endpoint,
  spd: readonly SpdEntry[],
  changes: readonly Change[],
): (change: Change) => Endpoint {
  const byBox = entriesWithBoxes(
    spd,
    changes.flatMap((change) => (change.kind === 'replace' ? [change.from] : [])),
  )
  const ids = new Set(changes.flatMap((change) => ('entry' in change ? [change.entry] : [])))
  const byId = grouped(
    spd.filter(({ id }) => ids.has(id)),
    ({ id }) => id,
  )
  // Whether there are such tells how many entries a new pair has, the highest number what they are called.
  const models = [...spd.filter(({ direction }) => direction === 'fwd').slice(0, 1), lastNumbered(spd)].flatMap(
    (model) => model ?? [],
  )
  return (change) => {
    switch (change.kind) {
      case 'cover':
        return { ...end, spd: models }
      case 'replace':
        return { ...end, spd: byBox.get(boxKey(change.from)) ?? [] }
      case 'remove':
      case 'add-direction':
      case 'unmirror':
        return { ...end, spd: [...new Set([...(byId.get(change.entry) ?? []), ...models])] }
      default:
        return end
    }
  }
}
