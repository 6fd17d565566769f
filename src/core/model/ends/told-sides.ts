import { type AddressRange, rangeKey } from '../../address/address-range.ts'
import type { EndpointFragment } from '../endpoint.ts'
import { rememberedOf } from '../remembered.ts'

/** The networks that a configuration protects on its own side, and those that it reaches through tunnels, in its order. */
export const networksOf = rememberedOf(
  ({ ike, site }: EndpointFragment): Record<'local' | 'remote', readonly AddressRange[]> => {
    const children = (ike?.connections ?? []).flatMap((connection) => connection.children)
    const named = (side: 'local' | 'remote') =>
      children.flatMap((child) =>
        child[side].value.flatMap(({ addresses }) => (addresses === 'dynamic' ? [] : [addresses])),
      )
    const [locals = [], remotes = []] = [site?.locals, site?.remotes].map((list) => list?.map(({ value }) => value))
    return { local: [...locals, ...named('local')], remote: [...remotes, ...named('remote')] }
  },
)

/** Own addresses of tunnels and those of peers; of a text that does not tell which side it stands on, the first is its own. */
export function hostsOf({
  addresses,
  peers,
  sides,
}: EndpointFragment): Record<'own' | 'peer', readonly AddressRange[]> {
  const [first, second = first] = sides?.candidates ?? []
  const told = (list: typeof peers, side: AddressRange | undefined) =>
    list.length > 0 || side === undefined ? list.map(({ value }) => value) : [side]
  return { own: told(addresses, first), peer: told(peers, second) }
}

/** One is in both lists. */
export function meet(some: readonly AddressRange[], others: readonly AddressRange[]): boolean {
  const known = new Set(others.map(rangeKey))
  return some.some((range) => known.has(rangeKey(range)))
}
