import type { LineRole } from '../../model/format.ts'
import type { LineRoles } from '../../model/line-roles.ts'
import type { PacketFilter } from '../../model/spd-entry.ts'
import type { SourceLine } from '../../text/source-text.ts'
import type { FilterKey } from './filter-labels.ts'
import { clear, emptyRecord, type PlainField, type PlainRecord, takeLine } from './plain-fields.ts'
import { type KnownNetworks, type LastEnds, NO_SERVICE, nameIn, plainFilter, serviceIn } from './plain-filter.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Reads filters whose lines stand one below the other. */
export class PlainFilterReader {
  readonly filters: PacketFilter[] = []
  /** The name of the filter list that they stand in; `undefined` for none. */
  list: string | undefined
  /** The name of the next filter, where it stands above its fields. */
  name: string | null = null
  /** What stands between here and the next frame is filters. */
  isInside = false
  /** The last filter lacks what every filter has, or what the one before it has. */
  isCut = false
  readonly #record: PlainRecord
  readonly #ends: LastEnds = { last: null, before: null }
  readonly #networks: KnownNetworks = new Map()
  readonly #other: LineRole
  readonly #hasFlags: boolean
  #service = NO_SERVICE
  /** The usual fields of the last filter, as bits. */
  #usual = 0

  /**
   * With the labels of some fields, by the keys of a vocabulary; a line with another one is none of a filter. `other` becomes of
   * lines of which nothing is read.
   */
  constructor(vocabulary: Vocabulary<string, string>, keys: ReadonlyMap<string, FilterKey>, other: LineRole) {
    this.#record = emptyRecord(vocabulary, keys)
    this.#other = other
    this.#hasFlags = keys.has('flags')
  }

  /**
   * Notes what became of lines of which each is one of a filter's, or one that `frame` gives a role. `false` where one is neither,
   * or a filter cannot be read here.
   */
  read(lines: readonly SourceLine[], roles: LineRoles, frame: (line: SourceLine) => LineRole | null): boolean {
    let index = 0
    for (let line = lines[0]; line !== undefined; line = lines[++index]) {
      const role = (this.isInside ? this.#take(line) : null) ?? frame(line)
      if (role === null) return false
      roles.set(line.number, role)
    }
    return this.end()
  }

  /** What becomes of a line with fields of the filter; `null` for any other line. */
  #take(line: SourceLine): LineRole | null {
    const { fields, taken } = this.#record
    const field = takeLine(line, this.#record)
    if (field === fields.other) return this.#other
    // In a list a description begins the next filter.
    return field === null || (field === fields.name && this.list !== undefined && taken > 0) ? null : 'read'
  }

  /** Ends the filter where one has begun; `false` where it cannot be read here. */
  end(): boolean {
    if (this.#record.taken === 0) return true
    if (this.#hasFlags && this.#record.fields.flags.line === null) return false
    const service = serviceIn(this.#record.fields.protocol, this.#service)
    if (service === undefined) return false
    const name = this.name ?? nameIn(this.#record.fields.name, this.list)
    const filter = plainFilter(this.#record, service, this.#ends, this.#networks, this.list, name)
    if (filter === null) return false
    const usual = usualIn(this.#record)
    this.isCut = this.filters.length === 0 ? (usual & ACTION) === 0 : (this.#usual & ~usual) !== 0
    this.filters.push(filter)
    this.name = null
    this.#usual = usual
    this.#service = service
    clear(this.#record)
    return true
  }
}

const ACTION = 3

/** Which of the fields a filter has that come in all filters of a dump or in none, as bits. */
function usualIn({ fields }: PlainRecord): number {
  const { inboundAction, outboundAction, protocol, mirrored, direction, weight } = fields
  return (
    bit(inboundAction, 0) |
    bit(outboundAction, 1) |
    bit(protocol, 2) |
    bit(mirrored, 3) |
    bit(direction, 4) |
    bit(weight, 5)
  )
}

function bit({ line }: PlainField, place: number): number {
  return line === null ? 0 : 1 << place
}
