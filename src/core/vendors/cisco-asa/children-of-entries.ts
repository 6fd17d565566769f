import type { ChildConfig } from '../../model/ike-policy.ts'
import { namedTooOften, RoomForChildren } from '../cisco/room-for-children.ts'
import type { AsaConfig } from './asa-config.ts'
import { anyPair, type ChildSettings } from './children.ts'
import type { MapEntry } from './crypto-maps.ts'
import type { Notes } from './notes.ts'
import { MOST_EXCEPTIONS, type Pair, type PairsOfList, pairsOfList } from './pairs-of-list.ts'

const ONE_TUNNEL = 'Paste only the lines of the list that are about this tunnel.'

/** The children of connections by the lists that their entries name; a list is worked out once. */
export class ChildrenOfEntries {
  /** The lists that an entry names for which there is no room. */
  readonly tooOften = new Map<string, MapEntry>()
  readonly #config: AsaConfig
  readonly #notes: Notes
  readonly #room = new RoomForChildren()
  readonly #told = new Set<PairsOfList>()

  constructor(config: AsaConfig, notes: Notes) {
    this.#config = config
    this.#notes = notes
  }

  /** Those of one more connection of an entry; none where its list was not pasted, or is named too often. */
  of(entry: MapEntry, settings: ChildSettings): ChildConfig[] {
    if (entry.match === undefined) return [childOf(anyPair(entry), settings)]
    const { value: name, command } = entry.match
    const lines = this.#config.accessLists.get(name)
    if (lines === undefined) return []
    const found = pairsOfList(lines)
    this.#tell(name, found)
    if (this.#room.take(name, found.pairs.length)) return found.pairs.map((pair) => childOf(pair, settings))
    const { say, instead } = namedTooOften(name, found.pairs.length)
    this.#notes.unsupported(command, say, instead)
    this.tooOften.set(name, entry)
    return []
  }

  /** The denied lines that are not looked at, once for each list. */
  #tell(name: string, list: PairsOfList): void {
    if (this.#told.has(list)) return
    this.#told.add(list)
    for (const { number, command } of list.crowded) {
      const say = `More than ${MOST_EXCEPTIONS} lines above line ${number} of the access list "${name}" deny packets that it permits; from this one on they are not taken into account.`
      this.#notes.unsupported(command, say, ONE_TUNNEL)
    }
  }
}

function childOf({ name, span, local, remote, except }: Pair, settings: ChildSettings): ChildConfig {
  return except === undefined
    ? { name, span, local, remote, ...settings }
    : { name, span, local, remote, except, ...settings }
}
