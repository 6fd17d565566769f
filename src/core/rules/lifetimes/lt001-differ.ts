import type { PolicyDifference } from '../../negotiation/compare-policies.ts'
import { diagnostic } from '../rule.ts'
import { description } from '../traffic-selectors/examples.ts'

interface Differing extends PolicyDifference {
  readonly ends: readonly [string, string]
}

/** Lifetimes that both ends state in words; nobody refuses the other's. */
export const lifetimesDiffer = diagnostic<Differing>({
  code: 'LT001',
  title: 'The lifetimes differ',
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const difference of simulation.differences.filter(({ decisive }) => !decisive)) {
      const { a, b } = difference
      yield {
        severity: 'info',
        certainty: 'stated',
        evidence: [a, b].flatMap((setting, at) =>
          setting.origin === 'stated'
            ? [{ span: setting.span, label: at === 0 ? simulation.a.name : simulation.b.name }]
            : [],
        ),
        witness: null,
        flows: [],
        plans: [],
        data: { ...difference, ends: [simulation.a.name, simulation.b.name] },
      }
    }
  },
  explain: ({ topic, a, b, ends }) => ({
    what: `The ${topic} is ${a.value} on ${ends[0]} and ${b.value} on ${ends[1]}.`,
    why: `The end with the shorter lifetime renews the SA, so that both can live with it. A few products refuse a longer lifetime than their own; where an SA is lost after a while, make the two equal.`,
  }),
  page: {
    text: `IKEv2 does not negotiate lifetimes (RFC 7296 2.8): each end renews after its own. In IKEv1 they are offered, and most
products take the shorter one.`,
    fires: description(
      { vendor: 'other', locals: ['10.1.0.0/24'], remotes: ['10.2.0.0/24'], lifetime: 3600 },
      { vendor: 'other', locals: ['10.2.0.0/24'], remotes: ['10.1.0.0/24'], lifetime: 28800 },
    ),
    quiet: description(
      { vendor: 'other', locals: ['10.1.0.0/24'], remotes: ['10.2.0.0/24'], lifetime: 3600 },
      { vendor: 'other', locals: ['10.2.0.0/24'], remotes: ['10.1.0.0/24'], lifetime: 3600 },
    ),
  },
})
