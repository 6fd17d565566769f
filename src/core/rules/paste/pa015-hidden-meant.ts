import type { Meant } from '../../model/ends/hidden-meant.ts'
import { diagnostic } from '../rule.ts'
import { description } from '../traffic-selectors/examples.ts'
import { fewOf } from '../wording.ts'

/** What one text hides is taken for what the other one shows in its place. */
export const hiddenMeant = diagnostic<readonly Meant[]>({
  code: 'PA015',
  title: 'What one text hides was taken from the other',
  *check({ paste: { meant } }) {
    for (const source of new Set(meant.map(({ span }) => span.source))) {
      const data = meant.filter(({ span }) => span.source === source)
      yield {
        severity: 'warning',
        certainty: 'assumed',
        evidence: data.slice(0, 1).map(({ span }) => ({ span, label: 'hides addresses' })),
        witness: null,
        flows: [],
        plans: [],
        data,
      }
    }
  },
  explain: (meant) => ({
    what: `${meant[0]?.span.source ?? 'A text'} hides addresses, and is read as if they were those that the other end shows: ${fewOf([...new Set(meant.map((each) => `${each.hidden} for ${each.meant}`))])}.`,
    why: 'What is shown of them fits, and nobody can tell more. Whether they are really the same, compare by eye.',
  }),
  page: {
    text: `Where one text shows an address or a network in full, and the other one hides a part of it in the place that mirrors it
(\`203.0.113.x\`, \`10.x.x.0/24\`), the hidden one is taken for the other: that much they have in common. What rests on it is assumed.
A hidden one that nothing fits stays a name, which equals nothing that is shown.`,
    fires: description(
      { vendor: 'other', locals: ['192.168.x.0/24'], remotes: ['10.2.3.0/24'] },
      { vendor: 'other', locals: ['10.2.3.0/24'], remotes: ['192.168.1.0/24'] },
    ),
    quiet: description(
      { vendor: 'other', locals: ['192.168.1.0/24'], remotes: ['10.2.3.0/24'] },
      { vendor: 'other', locals: ['10.2.3.0/24'], remotes: ['192.168.1.0/24'] },
    ),
  },
})
