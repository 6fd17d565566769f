import { isFailure, type NegotiationOutcome } from '../../negotiation/ike/outcome.ts'
import { pair } from '../negotiation/examples.ts'
import { diagnostic } from '../rule.ts'

interface Version1 {
  readonly ends: readonly [string, string]
  readonly outcome: NegotiationOutcome
  /** Both products are, and so whether they have IKEv2. */
  readonly isKnown: boolean
}

/** A tunnel that is up by IKEv1, though both ends' daemons have IKEv2. */
export const version1 = diagnostic<Version1>({
  code: 'CR002',
  title: 'The tunnel uses IKEv1',
  *check({ simulation }) {
    if (simulation === undefined) return
    const { a, b, quickModes } = simulation
    // There is no other version that the two could speak.
    if (a.vendor.onlyIkev1 || b.vendor.onlyIkev1) return
    for (const { outcome } of quickModes) {
      if (outcome === null || outcome.version !== 1 || isFailure(outcome.ike)) continue
      const { initiates } = outcome.connection
      const span = initiates.origin === 'stated' ? initiates.span : outcome.connection.span
      yield {
        severity: 'info',
        certainty: 'stated',
        evidence: [{ span, label: `${outcome.connection.name}` }],
        witness: null,
        flows: [],
        plans: [],
        data: { ends: [a.name, b.name], outcome, isKnown: a.toldByLog === undefined && b.toldByLog === undefined },
      }
      return
    }
  },
  explain: ({ ends: [a, b], outcome, isKnown }) => ({
    what: `${a} and ${b} negotiate ${outcome.connection.name} by IKEv1.`,
    why: `IKEv1 is historic (RFC 9395): it knows no list of networks in one negotiation, tells a wrong key badly, and nobody mends it any more. ${isKnown ? 'Both daemons speak IKEv2; set it' : 'Where the other one speaks IKEv2, set that'} on both ends at the same time.`,
  }),
  page: {
    text: `RFC 9395 moved IKEv1 to historic status. A tunnel that is up by it works on; new ones should be IKEv2.`,
    fires: pair({ connection: 'version = 1' }, { connection: 'version = 1' }),
    quiet: pair(),
  },
})
