import type { Endpoint } from '../../model/endpoint.ts'
import type { PolicyDifference } from '../../negotiation/compare-policies.ts'
import { wayFrom } from '../both-ways.ts'

/** What is known of settings that differ, where no end is known to refuse the other's. */
export function whoTakes(
  { takenBy }: Pick<PolicyDifference, 'takenBy'>,
  [a, b]: readonly [Endpoint, Endpoint],
): string {
  if (takenBy === null) return `Whether ${b.name} or ${a.name} takes that is not documented`
  const [asked, other] = wayFrom({ a, b }, takenBy)
  return `${asked.name} takes that when ${other.name} begins; whether ${other.name} does when ${asked.name} begins is not documented`
}
