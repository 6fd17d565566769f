import { type AddressRange, rangeKey } from '../address/address-range.ts'
import { isHostName } from '../address/hidden-address.ts'
import { type Setting, stated } from '../model/setting.ts'

/** The addresses of those connections that list exactly one, each once. A host name must not be compared with an address. */
export function singles(lists: readonly Setting<readonly AddressRange[]>[]): Setting<AddressRange>[] {
  const found = new Map<string, Setting<AddressRange>>()
  for (const list of lists) {
    const [range] = list.value
    if (range === undefined || list.value.length > 1 || range.from !== range.to || isHostName(range)) continue
    const key = rangeKey(range)
    if (list.origin === 'stated' && !found.has(key)) found.set(key, stated(range, list.span))
  }
  return [...found.values()]
}
