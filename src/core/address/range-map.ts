import { type AddressRange, rangeKey } from './address-range.ts'

/**
 * One value for each range; equal ranges are one key. IPv4 is looked up by its numbers, which takes a quarter of the time of a
 * text: long pastes have hundreds of thousands.
 */
export class RangeMap<V> {
  /** By the number of addresses less one, then by the first address as 32 bits with a sign, which engines keep without a box. */
  readonly #ipv4 = new Map<number, Map<number, V>>()
  readonly #others = new Map<string, V>()

  get(range: AddressRange): V | undefined {
    if (range.family !== 'ipv4') return this.#others.get(rangeKey(range))
    return this.#ipv4.get(range.to - range.from)?.get(range.from | 0)
  }

  set(range: AddressRange, value: V): void {
    if (range.family !== 'ipv4') {
      this.#others.set(rangeKey(range), value)
      return
    }
    const size = range.to - range.from
    const alike = this.#ipv4.get(size)
    if (alike === undefined) this.#ipv4.set(size, new Map([[range.from | 0, value]]))
    else alike.set(range.from | 0, value)
  }
}
