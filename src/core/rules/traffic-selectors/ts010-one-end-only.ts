import type { Coverage } from '../../negotiation/coverage.ts'
import type { MismatchGroup } from '../../negotiation/mismatches.ts'
import { type Box, mirrorBox } from '../../selectors/box.ts'
import { witness } from '../../selectors/packet.ts'
import { wayFrom } from '../both-ways.ts'
import { diagnostic, type Plan } from '../rule.ts'
import { flowsOf, oneEndOf, pairsEvidence, pairsText } from '../wording.ts'
import { description, MATCHING } from './examples.ts'

interface OneEnd extends MismatchGroup {
  readonly works: string
  readonly fails: string
}

/** The selectors differ, and one end's rule forgives it only when the other end begins. */
export const oneEndOnly = diagnostic<OneEnd>({
  code: 'TS010',
  title: 'The tunnel comes up from one end only',
  *check({ simulation, mismatches }) {
    if (simulation === undefined) return
    for (const mismatch of mismatches) {
      const flows = flowsOf(mismatch, simulation)
      const found = oneEndOf(flows)
      const { ours, theirs } = mismatch
      const [other] = theirs
      if (found === undefined || other === undefined) continue
      const { works, fails } = found
      const way = ({ end }: Coverage, from: Box, to: Box): Plan => ({
        changes: [{ end: end.label, change: { kind: 'replace', from, to: mirrorBox(to) } }],
      })
      const nameOf = (label: string) => wayFrom(simulation, label)[0].name
      yield {
        severity: 'warning',
        certainty: 'assumed',
        evidence: pairsEvidence([ours, ...theirs.slice(0, 8)]),
        witness: witness(fails.region) ?? null,
        flows,
        plans: [way(other, other.box, ours.box), way(ours, ours.box, other.box)],
        data: { ...mismatch, works: nameOf(works.initiator), fails: nameOf(fails.initiator) },
      }
    }
  },
  explain: ({ ours, theirs, works, fails }) => ({
    what: `${pairsText([ours])} of ${ours.end.name} and ${pairsText(theirs)} differ; the tunnel comes up when ${works} begins, and not when ${fails} does.`,
    why: `One end accepts selectors that lie within its own, the other does not. As long as traffic from ${works} keeps the tunnel up nobody notices; after an idle night ${fails} cannot bring it up again.`,
  }),
  page: {
    text: `Some products accept a proposal that lies within their own entry, others want it exact. With a wider entry at the
forgiving end the tunnel comes up when the strict end begins, and fails the other way round.`,
    fires: description(
      { vendor: 'cisco-ios', locals: ['10.1.0.0/16'], remotes: ['10.2.0.0/24'] },
      { vendor: 'other', locals: ['10.2.0.0/24'], remotes: ['10.1.0.0/24'] },
    ),
    quiet: MATCHING,
  },
})
