import { type AddressRange, point } from '../address/address-range.ts'
import { isProblem, parseAddress, parsePrefix, parseRange } from '../address/parse-address.ts'

/** In the place of a pool that is named, and that nothing defines. */
export const UNDEFINED_POOL = ''

/** Whether an end that has this pool can give what is asked for; one of which the name alone is known can. */
export function canGive(pool: string, asked: string): boolean {
  const first = firstOf(pool)
  if (first === undefined) return pool !== UNDEFINED_POOL
  return (first.family === 'ipv6') === (asked.includes(':') || asked === '%any6')
}

/** Whether the name of a pool alone is known, so that nobody can tell whether it gives anything. */
export function isNamedAlone(pool: string): boolean {
  return pool !== UNDEFINED_POOL && firstOf(pool) === undefined
}

/**
 * The first address that a pool gives: that of a range, of a network of more than two the one behind its own (measured with strongSwan 5.9.8, which
 * gives it whatever address is asked for). `undefined` where only the name of the pool is known.
 */
export function firstOf(pool: string): AddressRange | undefined {
  for (const parse of [parseRange, parseAddress]) {
    const range = parse(pool)
    if (!isProblem(range) && range.family !== 'name') return point(range.family, range.from)
  }
  const network = parsePrefix(pool)
  if (isProblem(network) || network.family === 'name') return undefined
  const { family, from, to } = network
  return point(family, BigInt(to) - BigInt(from) < 2n ? from : BigInt(from) + 1n)
}
