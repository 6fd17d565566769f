import type { AddressRange } from '../../address/address-range.ts'
import type { PacketFilter } from '../../model/spd-entry.ts'
import type { SourceLine } from '../../text/source-text.ts'
import type { FilterKey } from './filter-labels.ts'
import { clear, emptyRecord, type PlainField, type PlainRecord, takeLine } from './plain-fields.ts'
import { NO_SERVICE, plainFilter, serviceIn } from './plain-filter.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Reads filters whose lines stand one below the other. */
export class PlainFilterReader {
  readonly filters: PacketFilter[] = []
  readonly #record: PlainRecord
  readonly #hosts = new Map<string, AddressRange | null>()
  #service = NO_SERVICE
  /** The last filter lacks what every filter has, or what the one before it has. */
  isCut = false
  /** The usual fields of the last filter, as bits. */
  #usual = 0

  /** With the labels of some fields; a line with another one is none of a filter. */
  constructor(vocabulary: Vocabulary<string, string>, keys: readonly FilterKey[]) {
    this.#record = emptyRecord(vocabulary, keys)
  }

  /** Whether a line is a field of the filter. */
  take(line: SourceLine): boolean {
    return takeLine(line, this.#record)
  }

  /** Ends the filter where one has begun; `false` where it cannot be read here. */
  end(): boolean {
    if (this.#record.taken === 0) return true
    const service = serviceIn(this.#record.fields.protocol, this.#service)
    const filter = service === undefined ? null : plainFilter(this.#record, service, this.#hosts)
    if (service === undefined || filter === null) return false
    const usual = usualIn(this.#record)
    this.isCut = this.filters.length === 0 ? (usual & ACTION) === 0 : (this.#usual & ~usual) !== 0
    this.filters.push(filter)
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
