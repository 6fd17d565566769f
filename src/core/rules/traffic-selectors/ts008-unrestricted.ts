import { namesOf, pairsText } from '../wording.ts'
import { description, MATCHING } from './examples.ts'
import { type MismatchFacts, mismatchRule, weTakeTheirs } from './mismatch-rule.ts'

/** Route-based (any to any) against policy-based. */
export const unrestricted = mismatchRule({
  code: 'TS008',
  title: 'One end asks for any traffic, the other for particular networks',
  kind: 'unrestricted',
  plans: (facts) => [weTakeTheirs(facts)],
  explain: ({ ours, mine, others, peer, authority, peerIsRouted }) => ({
    what: `${ours.end.name} proposes ${pairsText(mine)}, that is, no particular traffic; ${peer} has ${namesOf(others)} for particular networks.`,
    why: `A route-based tunnel proposes 0.0.0.0/0 and leaves the choice to routes; a policy-based end looks for that very pair and does not have it. ${authority}${peerIsRouted ? '' : ` ${ofPolicies(ours, peer)}`}`,
  }),
  page: {
    text: `A route-based tunnel (a tunnel interface) proposes any to any. A policy-based gateway refuses that unless it narrows.
The fix gives the route-based end traffic selectors that are the mirror image of the other end's. Where its product has no
words for that, the other end needs a tunnel interface too. Any to any is never the remedy for a policy-based end: all that leaves
such a gateway would go into the tunnel, packets for the internet among them.`,
    fires: description(
      { vendor: 'paloalto', locals: ['0.0.0.0/0'], remotes: ['0.0.0.0/0'] },
      { vendor: 'other', locals: ['10.2.0.0/24'], remotes: ['10.1.0.0/24'] },
    ),
    quiet: MATCHING,
  },
})

/** Where the networks of a policy-based peer cannot be widened. */
function ofPolicies({ end, out, in: inbound }: MismatchFacts['ours'], peer: string): string {
  const flood = `with any to any in its policy, all that leaves ${peer} would go into the tunnel.`
  return (out ?? inbound)?.negotiated?.child.anyTrafficOnly === true
    ? `The tunnel interface of ${end.name} cannot ask for particular networks: give ${peer} a route-based tunnel too, or ${end.name} a crypto map; ${flood}`
    : `Where ${end.name} cannot ask for particular networks, ${peer} needs a route-based tunnel too: ${flood}`
}
