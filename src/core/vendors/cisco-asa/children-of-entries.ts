import type { ChildConfig } from '../../model/ike-policy.ts'
import { childOf, ONE_TUNNEL, type Pair, pairsOfList } from '../cisco/pairs-of-list.ts'
import { namedTooOften, RoomForChildren } from '../cisco/room-for-children.ts'
import type { AsaConfig } from './asa-config.ts'
import { anyPair, type ChildSettings } from './children.ts'
import type { MapEntry } from './crypto-maps.ts'
import type { Notes } from './notes.ts'

/** The children of connections by the lists that their entries name; a list is worked out once. */
export class ChildrenOfEntries {
  /** The lists that an entry names for which there is no room. */
  readonly tooOften = new Map<string, MapEntry>()
  readonly #config: AsaConfig
  readonly #notes: Notes
  readonly #room = new RoomForChildren()
  readonly #pairs = new Map<string, readonly Pair[]>()

  constructor(config: AsaConfig, notes: Notes) {
    this.#config = config
    this.#notes = notes
  }

  /** Those of one more connection of an entry; none where its list was not pasted, or is named too often. */
  of(entry: MapEntry, settings: ChildSettings): ChildConfig[] {
    if (entry.match === undefined) return [childOf(anyPair(entry), settings)]
    const { value: name, command } = entry.match
    const known = this.#pairs.get(name)
    const pairs = known ?? this.#pairsOf(name)
    if (known === undefined || this.#room.take(known.length)) return pairs.map((pair) => childOf(pair, settings))
    const { say, instead } = namedTooOften(name, pairs.length)
    this.#notes.unsupported(command, say, instead)
    this.tooOften.set(name, entry)
    return []
  }

  /** Those of a list that is named for the first time: its denied lines that are not looked at are told once. */
  #pairsOf(name: string): readonly Pair[] {
    const lines = this.#config.accessLists.get(name) ?? []
    const { pairs, passedOver } = pairsOfList(name, lines, ({ command }) => command.span)
    for (const { line, say } of passedOver) this.#notes.unsupported(line.command, say, ONE_TUNNEL)
    this.#pairs.set(name, pairs)
    return pairs
  }
}
