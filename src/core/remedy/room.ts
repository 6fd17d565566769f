import type { Endpoint } from '../model/endpoint.ts'

/** Changes may make lists longer up to this many pairs of networks, or up to so many times the pairs that there are. */
const [PAIRS, TIMES] = [4096, 4]
/** For what shows later at most this many changes are told, or as many as both ends have entries. */
const LATER = 500

/**
 * Whether lists that make an entry of each of their pairs become too long by changes. To 200 networks of which each has a
 * partner of its own at the other end, such an end answers with 40,000 pairs, and the other end would lack all but 200.
 */
export function outgrows(before: Lists, after: Lists): boolean {
  const pairs = pairsOf(after)
  return pairs > PAIRS && pairs > TIMES * pairsOf(before)
}

type Lists = Pick<Endpoint, 'site' | 'ike'>

/** Lists of which one has a single network grow with what is asked for. */
function pairsOf({ site, ike }: Lists): number {
  const lists =
    site === undefined
      ? (ike?.connections ?? []).flatMap(({ children }) =>
          children.map(({ local, remote }) => [local.value.length, remote.value.length]),
        )
      : [[site.locals.length, site.remotes.length]]
  return lists.reduce((sum, [ours = 0, theirs = 0]) => sum + (ours > 1 && theirs > 1 ? ours * theirs : 0), 0)
}

/** Whether what shows once changes are made calls for too many others. */
export function isFlood(changes: number, entries: number): boolean {
  return changes > LATER + TIMES * entries
}

/** What is told where one of the two stopped the search, as a sentence. */
export const NOT_FOLLOWED = `Some changes would make more than ${PAIRS} pairs of networks, or call for more than ${LATER} others: what they come to is not worked out to its end, and there may be no steps for it. Paste fewer networks at once, or let both ends have the same pairs of them.`
