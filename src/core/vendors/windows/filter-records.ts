import type { FilterKey } from './filter-labels.ts'
import type { Pair } from './labelled-text.ts'

export type FilterPair = Pair<FilterKey>

/** The fields of one filter. */
export type FilterRecord = ReadonlyMap<FilterKey, FilterPair>

/** Collects the fields of filters; no field can come twice in one filter, and their order does not matter. */
export class FilterRecords {
  readonly #groups: FilterPair[][] = []
  #open = false
  #begun: FilterRecord | null = null

  add(pair: FilterPair): void {
    if (this.#open) this.#groups.at(-1)?.push(pair)
    else this.#groups.push([pair])
    this.#open = true
  }

  /** A blank line, which parts two filters only where `isParted`. */
  pause(): void {
    this.#open = false
  }

  finish(): FilterRecord[] {
    const records: FilterRecord[] = []
    let current = new Map<FilterKey, FilterPair>()
    for (const group of this.#groups) {
      if (isParted(current, group)) current = new Map()
      let address: FilterKey = 'source'
      for (const pair of group) {
        if (pair.key === 'source' || pair.key === 'destination') address = pair.key
        const key = pair.key === 'mask' ? maskOf(address) : pair.key
        if (key !== 'other' && current.has(key)) current = new Map()
        if (current.size === 0) records.push(current)
        current.set(key, pair)
      }
    }
    const last = records.at(-1)
    this.#begun = last?.has('name') === true && !isFilter(last) ? last : null
    return records.filter(isFilter)
  }

  /** The last one, where the text ends behind its name; known once `finish` was asked. */
  get begun(): FilterRecord | null {
    return this.#begun
  }
}

function isFilter(record: FilterRecord): boolean {
  return [...record.keys()].some((key) => key !== 'name' && key !== 'other')
}

/** Mail may double every line, so both sides of a blank line need addresses, and one side both of them. */
function isParted(above: FilterRecord, below: readonly FilterPair[]): boolean {
  const counts = [(key: FilterKey) => above.has(key), (key: FilterKey) => below.some((pair) => pair.key === key)].map(
    (has) => Number(has('source')) + Number(has('destination')),
  )
  return !counts.includes(0) && counts.includes(2)
}

function maskOf(address: FilterKey): FilterKey {
  return address === 'source' ? 'sourceMask' : 'destinationMask'
}
