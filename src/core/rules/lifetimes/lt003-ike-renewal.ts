import type { Endpoint } from '../../model/endpoint.ts'
import type { Reason } from '../../model/failure-reason.ts'
import { isFailure, type NegotiationOutcome, type Renewal } from '../../negotiation/ike/outcome.ts'
import { wayFrom } from '../both-ways.ts'
import { pair } from '../negotiation/examples.ts'
import { type Party, partiesOf } from '../negotiation/failures.ts'
import { identityPlans } from '../negotiation/identity-plans.ts'
import { keyPlans } from '../negotiation/key-plans.ts'
import { addressPlans, mainModePlans, versionPlans } from '../negotiation/plans.ts'
import { ikeProposalPlans } from '../negotiation/proposal-plans.ts'
import { diagnostic, type Plan } from '../rule.ts'
import { secondsText } from '../wording.ts'

interface FailingRenewal {
  readonly renews: Endpoint
  readonly answers: Endpoint
  readonly outcome: NegotiationOutcome
  readonly renewal: Renewal
}

/** Hours after it came up, the IKE SA cannot be renewed by one of the ends. */
export const ikeRenewal = diagnostic<FailingRenewal>({
  code: 'LT003',
  title: 'The IKE SA comes up, and its renewal fails',
  *check({ simulation }) {
    if (simulation === undefined) return
    const told = new Set<string>()
    for (const { outcome } of simulation.quickModes) {
      if (outcome === null || isFailure(outcome.ike)) continue
      const [initiator, responder] = wayFrom(simulation, outcome.initiator)
      for (const renewal of [outcome.ikeRenewals?.initiator, outcome.ikeRenewals?.responder]) {
        if (renewal?.failure == null) continue
        const plansFor = PLANS[renewal.failure.reason]
        if (plansFor === undefined) continue
        const [renews, answers] = renewal.by === 'initiator' ? [initiator, responder] : [responder, initiator]
        const key = `${renews.label} ${renewal.failure.reason}`
        if (told.has(key)) continue
        told.add(key)
        const parties = partiesOf(outcome, initiator, responder)
        yield {
          severity: 'warning',
          certainty: renewal.failure.certainty,
          evidence: [{ span: outcome.connection.span, label: `${initiator.name}: ${outcome.connection.name}` }],
          witness: null,
          flows: [],
          plans: parties === undefined ? [] : plansFor(parties),
          data: { renews, answers, outcome, renewal },
        }
      }
    }
  },
  explain: ({ renews, answers, outcome, renewal: { failure, attemptAfter, end } }) => ({
    what: `${outcome.connection.name} is up, and when ${renews.name} renews its IKE SA, ${spanText(attemptAfter)} later, ${answers.name} answers ${failure?.notify ?? 'nothing'}.${end === null ? '' : ` ${renews.name} gives the IKE SA up after ${secondsText(end)}.`}`,
    why: `Whoever renews is the initiator of that exchange, and offers what it has itself: what one end accepts is not always what it offers. Give both ends the same proposals, identities and keys, so that either can begin.`,
  }),
  page: {
    text: `An IKE SA is renewed by either end, after its own lifetime. IKEv1 and reauthentication begin from scratch, in the direction of
whoever renews; that fails where the tunnel comes up from the other end only.`,
    fires: pair(
      { connection: 'version = 1\n    proposals = aes128-sha256-modp2048' },
      { connection: 'version = 1\n    proposals = aes256-aes128-sha256-modp2048' },
    ),
    quiet: pair(),
  },
})

function spanText({ from, to }: Renewal['attemptAfter']): string {
  return from === to ? secondsText(from) : `${secondsText(from)} to ${secondsText(to)}`
}

/** The ways out by what fails. Where the peer is, an end that renews knows from the SA. */
const PLANS: { readonly [reason in Reason]?: (parties: readonly [Party, Party]) => Plan[] } = {
  'ike-proposals': ikeProposalPlans,
  'shared-key': keyPlans,
  'no-shared-key': keyPlans,
  'peer-identity': identityPlans,
  'own-identity': identityPlans,
  'ike-version': versionPlans,
  'no-connection': addressPlans,
  'exchange-mode': mainModePlans,
  'aggressive-psk': mainModePlans,
}
