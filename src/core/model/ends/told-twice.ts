import type { EndpointFragment } from '../endpoint.ts'
import type { PlacedFragment } from './end-group.ts'
import { namedNetworks } from './named-networks.ts'

/**
 * Pairs of texts that were given for one end and say of the same thing that it protects other networks: one may be old, or the
 * other end's. The first of all is told with each of the others.
 */
export function toldTwice(fragments: readonly PlacedFragment[]): (readonly [PlacedFragment, PlacedFragment])[] {
  const firsts = new Map<string, PlacedFragment>()
  return fragments.flatMap((placed) => {
    const things = thingsOf(placed.fragment)
    const same = things.map((thing) => firsts.get(thing)).find((first) => first !== undefined)
    for (const thing of things) if (!firsts.has(thing)) firsts.set(thing, placed)
    return same !== undefined && differ(same.fragment, placed.fragment) ? [[same, placed] as const] : []
  })
}

/** What a text tells the whole of; a summary and a dump, or two dumps of another kind, tell of different things. */
function thingsOf({ site, filters = [], ike, vendor }: EndpointFragment): string[] {
  const [filter] = filters
  return [
    ...(site === undefined ? [] : [`site ${site.name ?? ''}`]),
    ...(filter === undefined ? [] : [`filters ${filter.mirrored} ${filter.direction === null}`]),
    ...(ike?.connections ?? []).map(({ name }) => `connection ${name}`),
  ].map((thing) => `${vendor.id} ${thing}`)
}

function differ(a: EndpointFragment, b: EndpointFragment): boolean {
  const [ofA, ofB] = [namedNetworks(a), namedNetworks(b)]
  return ofA.size > 0 && ofB.size > 0 && (ofA.size !== ofB.size || [...ofA].some((network) => !ofB.has(network)))
}
