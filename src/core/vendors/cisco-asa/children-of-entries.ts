import type { ChildConfig } from '../../model/ike-policy.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { ONE_TUNNEL, type Pair, type PairsOfList, pairsOfList } from '../cisco/pairs-of-list.ts'
import { namedTooOften, RoomForChildren } from '../cisco/room-for-children.ts'
import type { AccessLine } from './access-lists.ts'
import type { AsaConfig } from './asa-config.ts'
import { anyPair, type ChildSettings } from './children.ts'
import type { MapEntry } from './crypto-maps.ts'
import type { Notes } from './notes.ts'

const pairsOf = rememberedOf((lines: readonly AccessLine[]) =>
  pairsOfList(lines[0]?.command.words[1] ?? '', lines, ({ command }) => command.span),
)

/** The children of connections by the lists that their entries name; a list is worked out once. */
export class ChildrenOfEntries {
  /** The lists that an entry names for which there is no room. */
  readonly tooOften = new Map<string, MapEntry>()
  readonly #config: AsaConfig
  readonly #notes: Notes
  readonly #room = new RoomForChildren()
  readonly #told = new Set<PairsOfList<AccessLine>>()

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
    const found = pairsOf(lines)
    this.#tell(found)
    if (this.#room.take(name, found.pairs.length)) return found.pairs.map((pair) => childOf(pair, settings))
    const { say, instead } = namedTooOften(name, found.pairs.length)
    this.#notes.unsupported(command, say, instead)
    this.tooOften.set(name, entry)
    return []
  }

  /** The denied lines that are not looked at, once for each list. */
  #tell(list: PairsOfList<AccessLine>): void {
    if (this.#told.has(list)) return
    this.#told.add(list)
    for (const { line, say } of list.passedOver) this.#notes.unsupported(line.command, say, ONE_TUNNEL)
  }
}

function childOf({ name, span, local, remote, except }: Pair, settings: ChildSettings): ChildConfig {
  return except === undefined
    ? { name, span, local, remote, ...settings }
    : { name, span, local, remote, except, ...settings }
}
