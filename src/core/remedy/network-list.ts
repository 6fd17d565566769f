import { type AddressRange, equalRanges, formatRange } from '../address/address-range.ts'
import type { Site } from '../model/endpoint.ts'
import { exchangedIn } from '../model/exchanged-range.ts'
import { planned } from '../model/setting.ts'

/** A list of networks under change; each range stands in it once, and one may be exchanged for several. */
export function listOf(ranges: Site['locals']) {
  const known = new Map(ranges.map((setting) => [formatRange(setting.value), [setting]]))
  const exchanged = new Set<string>()
  return {
    add(range: AddressRange): void {
      const key = formatRange(range)
      if (!known.has(key)) known.set(key, [planned(range)])
    },
    drop(range: AddressRange): void {
      known.delete(formatRange(range))
    },
    exchange(from: AddressRange, to: AddressRange): void {
      const range = known.has(formatRange(from))
        ? from
        : exchangedIn(
            ranges.map(({ value }) => value),
            from,
            to,
          )
      const key = formatRange(range ?? from)
      const before = known.get(key)
      if (equalRanges(from, to) || before === undefined) return
      known.set(key, exchanged.has(key) ? [...before, planned(to)] : [planned(to)])
      exchanged.add(key)
    },
    settings: () => [...new Map([...known.values()].flat().map((each) => [formatRange(each.value), each])).values()],
  }
}
