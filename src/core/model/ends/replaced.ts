import { formatRange } from '../../address/address-range.ts'
import type { EndpointFragment } from '../endpoint.ts'
import type { PlacedFragment } from './end-group.ts'

/** A fragment with its format and, where it is known, who pasted it. */
export interface DatedFragment {
  readonly placed: PlacedFragment
  readonly format: string | null
  readonly from: string | null
}

/**
 * Which fragments a later one takes the place of, in the order in which they were pasted: one of the same end and format
 * that names an entry which the earlier names too is the same list at a later time. Lists that share no name add up.
 */
export function replacedFragments(
  dated: readonly DatedFragment[],
  labels: ReadonlyMap<PlacedFragment, string>,
): ReadonlyMap<PlacedFragment, PlacedFragment> {
  const replaced = new Map<PlacedFragment, PlacedFragment>()
  for (const [index, earlier] of dated.entries()) {
    const later = dated
      .slice(index + 1)
      .findLast((other) => other.format === earlier.format && sameEnd(earlier, other, labels) && share(earlier, other))
    if (later !== undefined) replaced.set(earlier.placed, later.placed)
  }
  return replaced
}

/** By the label that it was given; of two texts that tell no own address, by who pasted them and their peers. */
function sameEnd(a: DatedFragment, b: DatedFragment, labels: ReadonlyMap<PlacedFragment, string>): boolean {
  if (labels.get(a.placed) === labels.get(b.placed)) return true
  const [first, second] = [a.placed.fragment, b.placed.fragment]
  if (first.addresses.length > 0 || second.addresses.length > 0) return false
  return a.from !== null && a.from === b.from && peersOf(first) === peersOf(second)
}

function peersOf({ peers }: EndpointFragment): string {
  return [...new Set(peers.map(({ value }) => formatRange(value)))].toSorted().join()
}

function share(a: DatedFragment, b: DatedFragment): boolean {
  const names = namesIn(a.placed.fragment)
  for (const name of namesIn(b.placed.fragment)) if (names.has(name)) return true
  return names.size === 0
}

/** What a text calls the things it lists; a list without names is known by its traffic. */
function namesIn(fragment: EndpointFragment): Set<string> {
  const { filters = [], site, ike, sas } = fragment
  return new Set([
    ...filters.map(
      ({ name, source, destination }) =>
        name ??
        `${source === 'own' ? 'own' : formatRange(source)} ${destination === 'own' ? 'own' : formatRange(destination)}`,
    ),
    ...(site === undefined ? [] : [`site ${site.name ?? `to ${peersOf(fragment)}`}`]),
    ...(sas === undefined ? [] : ['the SAs']),
    ...(ike?.connections ?? []).map(({ name }) => `connection ${name}`),
  ])
}
