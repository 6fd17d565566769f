import type { AddressRange } from '../../src/core/address/address-range.ts'
import { isProblem, parseAddressText } from '../../src/core/address/parse-address.ts'
import { type Box, trafficBetween } from '../../src/core/selectors/box.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../src/core/selectors/interval.ts'
import type { Selector } from '../../src/core/selectors/traffic-selector.ts'

export const TCP = { from: 6, to: 6 }

/** An address, a prefix or a range as people write it; one that cannot be read is a mistake of the test. */
export function range(text: string): AddressRange {
  const parsed = parseAddressText(text)
  if (isProblem(parsed)) throw new Error(parsed.problem)
  return parsed
}

export function box(local: string, remote: string, more: Partial<Box> = {}): Box {
  return { ...trafficBetween(range(local), range(remote)), ...more }
}

/** For any packets, or for those of TCP with these ports. */
export function selector(text: string, ports: readonly [number, number] | null = null): Selector {
  return {
    addresses: range(text),
    protocol: ports === null ? ANY_PROTOCOL : TCP,
    ports: ports === null ? ANY_PORT : { from: ports[0], to: ports[1] },
  }
}
