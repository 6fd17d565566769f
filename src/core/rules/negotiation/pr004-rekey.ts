import type { Endpoint } from '../../model/endpoint.ts'
import { linesOf } from '../../model/setting.ts'
import type { Failure, NegotiationOutcome } from '../../negotiation/ike/outcome.ts'
import { flowsThrough } from '../../negotiation/simulate.ts'
import { witness } from '../../selectors/packet.ts'
import { diagnostic } from '../rule.ts'
import { evidenceOf, secondsText } from '../wording.ts'
import { childrenUp } from './children-up.ts'
import { pair } from './examples.ts'
import { groupPlans } from './proposal-plans.ts'

interface FailingRekey {
  readonly initiator: Endpoint
  readonly responder: Endpoint
  readonly outcome: NegotiationOutcome
  readonly failure: Failure
}

/** The first child of an IKEv2 SA has no key exchange of its own; the rekey has, and there the group counts. */
export const failingRekey = diagnostic<FailingRekey>({
  code: 'PR004',
  title: 'The tunnel comes up, and its rekey fails',
  *check({ simulation }) {
    if (simulation === undefined) return
    const told = new Set<string>()
    for (const { outcome, entry, ike, childSa, parties } of childrenUp(simulation)) {
      const failure = outcome.childRenewals?.initiator?.failure ?? null
      if (failure === null) continue
      // What is written once, as a list of networks, is told once.
      const { source, line } = outcome.child.span
      const place = `${outcome.initiator} ${source} ${line}`
      if (told.has(place)) continue
      told.add(place)
      const [{ end: initiator }, { end: responder }] = parties
      yield {
        severity: 'warning',
        certainty: failure.certainty,
        evidence: [
          ...proposalsOf(outcome.child, initiator.name),
          ...proposalsOf(childSa.config, responder.name),
          ...evidenceOf(entry, initiator.name).slice(0, 1),
        ],
        witness: witness(entry.selectors) ?? null,
        flows: flowsThrough(simulation, entry),
        plans: groupPlans(parties, ike.proposal.ke),
        data: { initiator, responder, outcome, failure },
      }
    }
  },
  explain: ({ initiator, responder, outcome, failure }) => {
    const { rekey, end } = outcome.child.lifetime
    const span = rekey === undefined ? [] : [...new Set([rekey.from, rekey.to].map(secondsText))]
    const when = span.length === 0 ? '' : `, ${span.join(' to ')} after it came up`
    const stop = end === undefined ? '' : ` Its traffic stops after ${secondsText(end)}.`
    return {
      what: `${outcome.child.name} comes up when ${initiator.name} begins, and ${responder.name} answers its rekey${when}, with ${failure.notify ?? 'a failure'}.${stop}`,
      why: `The key exchange of ${outcome.child.name} differs: one end names a Diffie-Hellman group that the other has not. IKE_AUTH carries none (RFC 7296 1.2), so the first child comes up all the same; every further one and each rekey fail. Name the same group in the ESP proposals of both ends, or none on either.`,
    }
  },
  page: {
    text: `In IKEv2 the first child SA takes its keys from the IKE SA. Only a further child and the rekey have a key exchange of their own,
so a difference in the group of perfect forward secrecy shows an hour later: the tunnel drops, comes up again by a new
IKE SA, and drops again.`,
    fires: pair({ child: 'esp_proposals = aes256-sha256-modp2048' }, { child: 'esp_proposals = aes256-sha256' }),
    quiet: pair(
      { child: 'esp_proposals = aes256-sha256-modp2048' },
      { child: 'esp_proposals = aes256-sha256-modp2048' },
    ),
  },
})

function proposalsOf({ proposals, name }: NegotiationOutcome['child'], end: string) {
  return linesOf(proposals).map((span) => ({ span, label: `${end}: ${name}` }))
}
