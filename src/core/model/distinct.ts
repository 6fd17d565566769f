import { type AddressRange, rangeKey } from '../address/address-range.ts'
import type { Setting } from './setting.ts'

/** The first of each address. */
export function distinct<T extends Setting<AddressRange>>(settings: readonly T[]): T[] {
  const found = new Map<string, T>()
  let last: T | null = null
  for (const setting of settings) {
    if (setting === last) continue
    last = setting
    const key = rangeKey(setting.value)
    if (!found.has(key)) found.set(key, setting)
  }
  return [...found.values()]
}
