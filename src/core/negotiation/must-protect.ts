import type { Endpoint } from '../model/endpoint.ts'
import { allInForce } from '../model/held-entries.ts'
import { type Box, boxKey, mirrorBox } from '../selectors/box.ts'
import { coverages } from './coverage.ts'
import { isTowards } from './towards.ts'

/**
 * What the other one must protect, as it sees it, for what this end has configured. A pair that holds an address which no paste shows
 * counts where there is nothing else.
 */
export function mustProtect(end: Endpoint, other: Endpoint): readonly Box[] {
  const inForce = allInForce(end)
  const known = [...coverages(inForce, other).values()].map(({ box }) => mirrorBox(box))
  if (known.length > 0) return known
  const found = new Map<string, Box>()
  for (const entry of inForce.spd ?? []) {
    if (entry.direction === 'fwd' || entry.action !== 'protect' || entry.mode === 'transport') continue
    if (isTowards(entry, end, other)) for (const box of entry.selectors) found.set(boxKey(box), mirrorBox(box))
  }
  return [...found.values()]
}
