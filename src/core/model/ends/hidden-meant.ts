import { type AddressRange, formatHost, rangeKey } from '../../address/address-range.ts'
import { isHiddenNetwork, mayBeHidden } from '../../address/hidden-address.ts'
import type { Span } from '../../text/source-text.ts'
import type { EndpointFragment } from '../endpoint.ts'
import type { PlacedFragment } from './end-group.ts'
import { type Renamed, withRenamed } from './renamed-hosts.ts'
import { hostsOf, meet, networksOf } from './told-sides.ts'

/** What a text hides, and what the other one shows that it may be. */
export interface Meant {
  /** Where the text begins. */
  readonly span: Span
  readonly hidden: string
  readonly meant: string
}

/**
 * The texts, in their order, of two configurations of which one hides what the other one shows: hosts and networks that may be the
 * same are taken to be. That is assumed, so that the text counts as read in part.
 */
export function hiddenMeant(placed: readonly PlacedFragment[]): {
  readonly told: readonly PlacedFragment[]
  readonly meant: readonly Meant[]
} {
  const [one, other, ...more] = placed.filter(({ fragment: { ike, site } }) => ike !== undefined || site !== undefined)
  if (one === undefined || other === undefined || more.length > 0 || areOneEnd(one, other)) {
    return { told: placed, meant: [] }
  }
  const meant: Meant[] = []
  const taken = (mine: PlacedFragment, theirs: PlacedFragment): PlacedFragment => {
    const [own, peer] = [sideOf(mine.fragment, theirs.fragment, 'own'), sideOf(mine.fragment, theirs.fragment, 'peer')]
    if (own.length + peer.length === 0) return mine
    const { span } = mine.fragment
    for (const { from, to } of [...own, ...peer]) {
      meant.push({ span, hidden: formatHost(from), meant: formatHost(to) })
    }
    return { ...mine, fragment: withRenamed(mine.fragment, { own, peer }), partlyRead: true }
  }
  const told = placed.map((each) => (each === one ? taken(one, other) : each === other ? taken(other, one) : each))
  return meant.length === 0 ? { told: placed, meant } : { told, meant }
}

function areOneEnd(one: PlacedFragment, other: PlacedFragment): boolean {
  if (one.label !== null && other.label !== null) return one.label === other.label
  const [mine, theirs] = [hostsOf(one.fragment).own, hostsOf(other.fragment).own]
  return meet(mine, theirs) || meet(networksOf(one.fragment).local, networksOf(other.fragment).local)
}

/** What one side hides, each with the first that the other end shows in its place and nothing else was taken for. */
function sideOf(mine: EndpointFragment, theirs: EndpointFragment, side: 'own' | 'peer'): readonly Renamed[] {
  const [ours, others] = [networksOf(mine), networksOf(theirs)]
  const [hosts, met] = [hostsOf(mine), hostsOf(theirs)]
  return side === 'own'
    ? [...matched(hosts.own, met.peer), ...matched(ours.local, others.remote)]
    : [...matched(hosts.peer, met.own), ...matched(ours.remote, others.local)]
}

/** At most this many hidden networks of a text are looked for, among at most so many that the other one shows. */
const HIDDEN = 100
const SHOWN = 1_000

function matched(mine: readonly AddressRange[], theirs: readonly AddressRange[]): readonly Renamed[] {
  const hidden = mine.filter(isHiddenNetwork)
  if (hidden.length === 0) return []
  const taken = new Set(mine.map(rangeKey))
  const shown = theirs.slice(0, SHOWN).filter((range) => !taken.has(rangeKey(range)))
  return [...new Map(hidden.map((from) => [rangeKey(from), from])).values()].slice(0, HIDDEN).flatMap((from) => {
    const to = shown.find((range) => !taken.has(rangeKey(range)) && mayBeHidden(from, range))
    if (to === undefined) return []
    taken.add(rangeKey(to))
    return [{ from, to }]
  })
}
