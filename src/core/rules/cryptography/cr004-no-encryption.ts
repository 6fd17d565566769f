import { linesOf } from '../../model/setting.ts'
import { type ChildSa, isFailure, type NegotiationOutcome } from '../../negotiation/ike/outcome.ts'
import { pair } from '../negotiation/examples.ts'
import { diagnostic } from '../rule.ts'

interface Readable {
  readonly ends: readonly [string, string]
  readonly child: string
  /** Further children of which the same is true. */
  readonly others: number
  /** The words of what was agreed on; `null` for AH, which has no encryption. */
  readonly cipher: string | null
  /** Neither end writes it: it is a default. */
  readonly isDefault: boolean
}

/** The two ends agree on a child that proves where packets come from, and does not hide what is in them. */
export const noEncryption = diagnostic<Readable>({
  code: 'CR004',
  title: 'The tunnel does not encrypt',
  *check({ simulation }) {
    if (simulation === undefined) return
    const { a, b, quickModes } = simulation
    const readable = quickModes.flatMap(({ outcome }) => {
      const sa = outcome === null ? null : agreed(outcome)
      return outcome === null || sa === null ? [] : [{ outcome, sa }]
    })
    const [first] = readable
    if (first === undefined) return
    const { outcome, sa } = first
    const written = [outcome.child, sa.config].flatMap(({ proposals }) => linesOf(proposals).slice(0, 1))
    const spans = written.length > 0 ? written : [outcome.child.span, sa.config.span]
    yield {
      severity: 'warning',
      certainty: written.length === 0 ? 'assumed' : 'stated',
      evidence: spans.map((span) => ({ span, label: 'what is agreed on has no encryption' })),
      witness: null,
      flows: [],
      plans: [],
      data: {
        ends: [a.name, b.name],
        child: outcome.child.name,
        others: new Set(readable.map((each) => each.outcome.child.name)).size - 1,
        cipher: sa.proposal.encryption,
        isDefault: written.length === 0,
      },
    }
  },
  explain: ({ ends: [a, b], child, others, cipher, isDefault }) => ({
    what: `${a} and ${b} agree on ${cipher === null ? 'AH, which has no encryption' : `ESP without encryption (${cipher})`}, for ${child}${others > 0 ? ` and ${others} more` : ''}.${isDefault ? ' Neither end writes it: it is what their products begin with.' : ''}`,
    why: 'Packets are protected against being changed, and everybody on the way can read them. Name a cipher at one end, and take the proposals without one away: the first that both ends have is used.',
  }),
  page: {
    text: `ESP with the NULL cipher (RFC 2410) and AH (RFC 4302) prove where packets come from and that they arrive as they were sent.
What is in them stays readable. Some products have such a proposal among their defaults, before those with a cipher.`,
    fires: pair({ child: 'esp_proposals = null-sha256' }, { child: 'esp_proposals = null-sha256' }),
    quiet: pair({ child: 'esp_proposals = aes128-sha256' }, { child: 'esp_proposals = null-sha256,aes128-sha256' }),
  },
})

/** The child that comes up, where nothing of it is encrypted. */
function agreed({ ike, childSa }: NegotiationOutcome): ChildSa | null {
  if (isFailure(ike) || childSa === null || isFailure(childSa)) return null
  const { encryption } = childSa.proposal
  return encryption === null || encryption.startsWith('NULL') ? childSa : null
}
