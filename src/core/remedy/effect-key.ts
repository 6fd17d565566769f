import { type AddressRange, equalRanges, rangeKey } from '../address/address-range.ts'
import type { Change } from '../model/change.ts'
import type { Endpoint, Site } from '../model/endpoint.ts'
import { exchangedIn } from '../model/exchanged-range.ts'
import { rememberedOf } from '../model/remembered.ts'
import { boxKey } from '../selectors/box.ts'

/** The key of a change that changes nothing: the lists of the site have all of it already. */
export const NO_EFFECT = '|'

/** What a change comes to, so that two findings that ask for the same ask once. */
export function effectKey(end: Endpoint, change: Change): string {
  if (end.site === undefined) return changeKey(change)
  const { locals, remotes } = listedIn(end.site)
  if (change.kind === 'cover') {
    const { local, remote } = change.box
    return `${needsListing(end, local) ? added(locals, local) : ''}|${added(remotes, remote)}`
  }
  if (change.kind !== 'replace') return changeKey(change)
  const { from, to } = change
  const { site } = end
  return `${exchanged(locals, site.locals, from.local, to.local)}|${exchanged(remotes, site.remotes, from.remote, to.remote)}`
}

/** The networks of a site, which is asked for each of the changes that are wanted. */
const listedIn = rememberedOf(({ locals, remotes }: Site) => ({
  locals: new Set(locals.map(({ value }) => rangeKey(value))),
  remotes: new Set(remotes.map(({ value }) => rangeKey(value))),
}))

/** What a list gains by a range; empty where it has it already. */
function added(list: ReadonlySet<string>, range: AddressRange): string {
  const key = rangeKey(range)
  return list.has(key) ? '' : `+${key}`
}

/** What a list loses and gains where one range takes the place of another. */
function exchanged(keys: ReadonlySet<string>, list: Site['locals'], from: AddressRange, to: AddressRange): string {
  if (equalRanges(from, to)) return ''
  const range = keys.has(rangeKey(from))
    ? from
    : exchangedIn(
        list.map(({ value }) => value),
        from,
        to,
      )
  return range === undefined || equalRanges(range, to) ? '' : `-${rangeKey(range)}${added(keys, to)}`
}

/** Some products protect their own address without its being in the list. */
export function needsListing(end: Endpoint, range: AddressRange): boolean {
  return !end.vendor.protectsOwnAddress || !end.addresses.some(({ value }) => equalRanges(value, range))
}

function changeKey(change: Change): string {
  // Of large tunnels these are most changes.
  if (change.kind === 'cover') return `cover ${change.alone === true} ${change.mode} ${boxKey(change.box)}`
  if (change.kind === 'replace') return `replace ${boxKey(change.from)}${boxKey(change.to)}`
  if (change.kind === 'correct') return JSON.stringify(change.edits)
  // What an obstacle holds back may be a whole policy, which its place tells.
  if (change.kind === 'clear-obstacle') return keyOf({ ...change.obstacle, holds: undefined, steps: undefined })
  return keyOf(change)
}

function keyOf(told: object): string {
  return JSON.stringify(told, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
}
