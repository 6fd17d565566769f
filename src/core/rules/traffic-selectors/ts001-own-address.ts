import type { SpdEntry } from '../../model/spd-entry.ts'
import type { Coverage } from '../../negotiation/coverage.ts'
import { witness } from '../../selectors/packet.ts'
import { diagnostic } from '../rule.ts'
import { entryText, flowsOf, namesOf, pairsEvidence, pairsText } from '../wording.ts'
import { withUnion } from './child-plans.ts'
import { MATCHING } from './examples.ts'
import { isOwnAddress } from './lists-itself.ts'
import { coverOf, withOneProtocol } from './mismatch-rule.ts'

interface OwnAddress {
  readonly mine: readonly Coverage[]
  readonly name: string
  readonly peer: string
  readonly seen: string | null
  /** The peer narrows its answer (RFC 7296 2.9), so that the tunnel comes up without this traffic. */
  readonly narrowed: boolean
  /** An entry of the peer that has these packets among others. */
  readonly within: SpdEntry | undefined
  /** They are for the peer itself, which makes no entries for that by itself. */
  readonly betweenGateways: boolean
}

/** The founding case: the peer has no entry for traffic that the gateway itself sends. */
export const ownAddress = diagnostic<OwnAddress>({
  code: 'TS001',
  title: "The gateway's own address is not covered by the peer",
  *check({ simulation, mismatches }) {
    if (simulation === undefined) return
    for (const mismatch of mismatches) {
      if (mismatch.kind !== 'own-address') continue
      const { ours, all } = mismatch
      const mine = all.map((each) => each.ours)
      const peer = ours.end === simulation.a ? simulation.b : simulation.a
      const flows = flowsOf(mismatch, simulation)
      const covers = { changes: mine.map((own) => ({ end: peer.label, change: coverOf(own) })) }
      yield {
        severity: 'error',
        certainty: flows.some((flow) => flow.certainty === 'assumed') ? 'assumed' : 'stated',
        evidence: pairsEvidence(mine.slice(0, 8)),
        witness: witness([ours.box]) ?? null,
        flows,
        plans: withUnion([covers, ...withOneProtocol(mismatch, covers)], mismatch, simulation),
        data: {
          mine,
          name: ours.end.name,
          peer: peer.name,
          seen: ours.end.vendor.seenWhenRefused,
          narrowed: flows.some(({ outcome }) => outcome === 'uncovered'),
          betweenGateways: peer.vendor.protectsOwnAddress && isOwnAddress(peer, ours.box.remote),
          within:
            flows.find(({ sender, inbound }) => sender === ours.end.label && inbound !== null)?.inbound ?? undefined,
        },
      }
    }
  },
  explain({ mine, name, peer, seen, narrowed, within, betweenGateways }) {
    const sign = seen === null ? 'A ping from it is never answered' : `A ping from it says "${seen}" for ever`
    const answered = narrowed
      ? `${name} offers it with the rest of its selectors, and ${peer} answers with what it has itself (RFC 7296 2.9): the tunnel is up, and these packets are dropped without an error.`
      : `${name} asks ${peer} to negotiate exactly that pair, ${within === undefined ? `for which ${peer} has nothing` : `which ${peer} has as a part of another one alone`}. ${sign}, while traffic between the networks behind the gateways uses other entries.`
    const what = `${name} protects traffic of its own address with ${pairsText(mine)}; ${peer} has ${within === undefined ? 'no entry for it' : `it only within ${entryText(within)}`}.`
    if (betweenGateways) {
      const why = `These packets are for ${peer} itself, and a product such as that makes no entries between the two gateways, whatever its Remote Site lists: they pass in clear there. Take ${namesOf(mine)} out of what ${name} protects.`
      return { what, why }
    }
    return {
      what,
      why: `What ${name} sends itself has its external address as the source. It matches only ${namesOf(mine)}, and ${answered} The same entries decide everything that ${name} sources itself, with any protocol: ping, web-proxy clients, and networks with a NAT relation.`,
    }
  },
  page: {
    text: `A gateway that sends a packet itself uses its external address as the source. ISA Server and Forefront TMG
always protect that traffic: beside the filters between the networks they make filters between the own external address
and each network of the Remote Site. The other end accepts the negotiation only if it has the same pair, that is, if its
own Remote Site (or policy) lists this gateway's external address.

Typical signs: networks reach each other, but a ping from the gateway answers \`Negotiating IP Security.\` for ever;
a web page opens for clients that are routed and not for clients that use the web proxy or are behind a NAT relation.

The fix is at the *other* end: add this gateway's external address to its Remote Site (Addresses tab), or add an entry for
it. Between two ISA Servers both Remote Sites change.`,
    fires: {
      pastes: [
        {
          source: 'lists.txt',
          text: 'A1 SubnetA > SubnetB\nA3 ISA-A > SubnetB\nA2 SubnetA < SubnetB\nA4 ISA-A < SubnetB\n\nB1 SubnetB > SubnetA\nB3 ISA-B > SubnetA\nB2 SubnetB < SubnetA\nB4 ISA-B < SubnetA\n',
        },
      ],
    },
    quiet: MATCHING,
  },
})
