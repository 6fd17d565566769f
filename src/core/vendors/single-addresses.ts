import { type AddressRange, formatRange, rangeKey } from '../address/address-range.ts'
import { type Setting, stated } from '../model/setting.ts'

/** The addresses of those connections that list exactly one, each once. */
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

/** What a host name stands for only the gateway knows, so that it must not be compared with an address. */
function isHostName(range: AddressRange): boolean {
  return range.family === 'name' && formatRange(range).includes('.')
}
