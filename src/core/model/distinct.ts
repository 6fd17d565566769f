import type { AddressRange } from '../address/address-range.ts'
import { RangeMap } from '../address/range-map.ts'
import type { Setting } from './setting.ts'

/** The first of each address. */
export function distinct<T extends Setting<AddressRange>>(settings: readonly T[]): T[] {
  const found: T[] = []
  const known = new RangeMap<true>()
  let last: T | null = null
  for (const setting of settings) {
    if (setting === last) continue
    last = setting
    if (known.get(setting.value)) continue
    known.set(setting.value, true)
    found.push(setting)
  }
  return found
}
