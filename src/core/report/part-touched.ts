import { type AddressRange, equalRanges, rangeKey } from '../address/address-range.ts'
import type { Change } from '../model/change.ts'
import type { Endpoint } from '../model/endpoint.ts'
import { entriesWithBoxes } from '../model/entries-with-boxes.ts'
import { grouped } from '../model/grouped.ts'
import type { IkePolicy } from '../model/ike-policy.ts'
import { lastNumbered } from '../model/number-entries.ts'
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
  if (site !== undefined || spd === undefined || spd.length <= MANY) return () => end
  return partsOfEntries(end, spd, changes)
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
    return { ...end, ike: { ...ike, connections: [...new Set(names)].flatMap((name) => byName.get(name) ?? []) } }
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

const SIDES = ['local', 'remote'] as const

function networkKey(side: 'local' | 'remote', range: AddressRange): string {
  return `${side} ${rangeKey(range)}`
}

/** A service stands on both sides. */
function isMoved({ from, to }: Change<'replace'>, side: 'local' | 'remote'): boolean {
  return !equalRanges(from[side], to[side]) || !sameService(from, to)
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
