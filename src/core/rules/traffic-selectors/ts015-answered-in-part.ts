import type { Endpoint } from '../../model/endpoint.ts'
import type { NegotiationOutcome } from '../../negotiation/ike/outcome.ts'
import { flowsThrough } from '../../negotiation/simulate.ts'
import { witness } from '../../selectors/packet.ts'
import { formatSelectors } from '../../selectors/traffic-selector.ts'
import { childrenUp } from '../negotiation/children-up.ts'
import { pair } from '../negotiation/examples.ts'
import { type Diagnostic, diagnostic, type Example } from '../rule.ts'
import { evidenceOf } from '../wording.ts'
import { ownPairsPlans } from './split-plans.ts'

interface AnsweredInPart {
  readonly initiator: Endpoint
  readonly responder: Endpoint
  readonly outcome: NegotiationOutcome
  /** What came up, as the initiator sees it: `10.1.0.0/24 to 10.2.0.0/24`. */
  readonly answered: string
}

/** One child with lists asks for several networks at once, and each child of the peer has one pair of them. */
export const answeredInPart: Diagnostic = diagnostic<AnsweredInPart>({
  code: 'TS015',
  title: 'A list of networks is answered in part',
  *check({ simulation }) {
    if (simulation === undefined) return
    const told = new Set<string>()
    for (const { outcome, entry, ike, childSa, parties } of childrenUp(simulation)) {
      const { child } = outcome
      if (outcome.version !== 2 || child.local.value.length * child.remote.value.length < 2) continue
      const [first, { end: responder }] = parties
      const initiator = first.end
      const flows = flowsThrough(simulation, entry).filter(
        (flow) => flow.initiator === initiator.label && flow.outcome === 'uncovered' && !flow.remainder,
      )
      // What the peer has nowhere is another fault.
      const elsewhere = flows.some(({ inbound }) => inbound !== null && inbound.negotiated?.child !== childSa.config)
      const key = `${initiator.label} ${child.name}`
      if (!elsewhere || told.has(key)) continue
      told.add(key)
      const { local, remote } = childSa.initiator
      yield {
        severity: 'error',
        certainty: ike.certainty,
        evidence: [
          ...evidenceOf(entry, `${initiator.name}: ${entry.name}`),
          ...flows.flatMap(({ inbound }) =>
            inbound === null ? [] : evidenceOf(inbound, `${responder.name}: ${inbound.name}`),
          ),
        ],
        witness: witness(flows[0]?.region ?? []) ?? null,
        flows,
        plans: ownPairsPlans(first),
        data: {
          initiator,
          responder,
          outcome,
          answered: `${formatSelectors(local).join(', ')} to ${formatSelectors(remote).join(', ')}`,
        },
      }
    }
  },
  explain: ({ initiator, responder, outcome, answered }) => ({
    what: `${outcome.child.name} of ${initiator.name} asks for several networks at once; ${responder.name} has each pair in a child of its own, and answers ${answered} alone.`,
    why: `A responder narrows what is offered to one of its children (RFC 7296 2.9), and packets for the others find no SA, though the tunnel is up. It comes up whole when ${responder.name} begins. Give ${initiator.name} a child for each pair as well.`,
  }),
  page: {
    text: `IKEv2 can name whole lists in one child SA. A peer whose product has one pair of networks in each child (a FortiGate's phase 2,
a line of a crypto ACL) answers with the one that fits first; the status says "established", and only that network is
reachable.`,
    fires: listAgainst('two'),
    quiet: pair(
      { nets: ['10.1.0.0/24, 10.3.0.0/24', '10.2.0.0/24'] },
      { nets: ['10.2.0.0/24', '10.1.0.0/24, 10.3.0.0/24'] },
    ),
  },
})

/** A gateway with a list, and one with a child for each of its networks. */
function listAgainst(second: string): Example {
  const example = pair({ nets: ['10.1.0.0/24, 10.3.0.0/24', '10.2.0.0/24'] }, { nets: ['10.2.0.0/24', '10.1.0.0/24'] })
  const [list, single] = example.pastes
  if (list === undefined || single === undefined) return example
  const from = single.text.lastIndexOf('\n', single.text.indexOf('net {')) + 1
  const child = single.text.slice(from, single.text.indexOf('}', from) + 2)
  const other = child.replace('net {', `${second} {`).replace('10.1.0.0/24', '10.3.0.0/24')
  return { pastes: [list, { ...single, text: single.text.replace(child, child + other) }] }
}
