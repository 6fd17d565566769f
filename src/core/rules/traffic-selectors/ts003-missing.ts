import { type AddressRange, formatHost, isPrivate } from '../../address/address-range.ts'
import type { Coverage } from '../../negotiation/coverage.ts'
import { isCarried } from '../../negotiation/flow.ts'
import { pairsText } from '../wording.ts'
import { description, MATCHING } from './examples.ts'
import { mismatchRule, theyTakeOurs, withOneProtocol } from './mismatch-rule.ts'

/**
 * With load balancing the tunnel ends at the virtual address of an array, and what its members send themselves comes from their own
 * (Microsoft, Forefront TMG, dd441067: the remote site must include all dedicated addresses).
 */
function besideTunnelAddress(mine: readonly Coverage[]): string {
  for (const { box, end } of mine) {
    const [own] = end.addresses
    if (own === undefined || !isBeside(box.local, own.value)) continue
    return ` ${formatHost(box.local)} is a single address beside the tunnel address ${formatHost(own.value)}, so it may be a further one of the same gateway, such as that of a member of an array behind a virtual address: what it sends itself then needs to be listed at the other end like the tunnel address.`
  }
  return ''
}

/** Both are single public addresses with the first three numbers in common. */
function isBeside(one: AddressRange, other: AddressRange): boolean {
  if (one.family !== 'ipv4' || other.family !== 'ipv4' || one.from !== one.to || isPrivate(one)) return false
  return one.from !== other.from && Math.floor(one.from / 256) === Math.floor(other.from / 256)
}

/** One end protects traffic for which the other has nothing. */
export const missing = mismatchRule({
  code: 'TS003',
  title: 'The other end has no entry for this traffic',
  kind: 'missing',
  plans: (facts) => [theyTakeOurs(facts), ...withOneProtocol(facts, theyTakeOurs(facts))],
  explain: ({ ours, mine, peer, flows }) => ({
    what: `${ours.end.name} protects ${pairsText(mine)}; ${peer} has no entry ${flows.some(isCarried) ? 'that protects' : 'for'} that traffic.`,
    // An entry that only passes or drops packets may answer as one that protects them.
    why: flows.some(isCarried)
      ? `What ${ours.end.name} proposes comes up. Packets of the other direction do not go into it: an entry of ${peer} that protects nothing takes them.`
      : `${ours.end.name} proposes these selectors and ${peer} finds nothing of its own to answer with, so the negotiation fails and the packets are dropped. In the other direction ${peer} sends them in clear, and ${ours.end.name} drops what should have been protected.${besideTunnelAddress(mine)}`,
  }),
  page: {
    text: `Each selector pair of one end needs its mirror image at the other end: local and remote exchanged. Here the mirror
image is missing altogether. The fix adds it; whether that traffic should be in the tunnel at all is for people to say.`,
    fires: description(
      { vendor: 'other', locals: ['10.1.0.0/24', '10.3.0.0/24'], remotes: ['10.2.0.0/24'] },
      { vendor: 'other', locals: ['10.2.0.0/24'], remotes: ['10.1.0.0/24'] },
    ),
    quiet: MATCHING,
  },
})
