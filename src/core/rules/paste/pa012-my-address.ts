import type { Span } from '../../text/source-text.ts'
import { diagnostic } from '../rule.ts'
import { dump, filter, PAIR } from '../spd/examples.ts'

interface Unresolved {
  readonly end: string
  readonly spans: readonly Span[]
}

/** The keyword "my address" stands for an address that no paste tells. */
export const myAddress = diagnostic<Unresolved>({
  code: 'PA012',
  title: '"My IP Address" could not be resolved',
  *check({ paste: { unresolved } }) {
    for (const { end, spans } of unresolved) {
      yield {
        severity: 'warning',
        certainty: 'stated',
        evidence: spans.slice(0, 6).map((span) => ({ span, label: 'left out' })),
        witness: null,
        flows: [],
        plans: [],
        data: { end, spans },
      }
    }
  },
  explain: ({ end, spans }) => ({
    what: `${spans.length === 1 ? 'A filter' : `${spans.length} filters`} of end ${end} ${spans.length === 1 ? 'names' : 'name'} <My IP Address>, and no paste tells which address that is.`,
    why: `${spans.length === 1 ? 'It was' : 'They were'} left out. Paste the specific filters (\`netsh ipsec dynamic show qmfilter all type=specific\`), or give the address with \`--${end.toLowerCase()}-address\`.`,
  }),
  page: {
    text: `Generic filters keep the keyword <My IP Address>. Specific filters have it replaced by the real address; the address is
also known when the other end's tunnel goes to it.`,
    fires: dump(
      filter('outbound', '<My IP Address>', '10.2.0.0')
        .replace('Direction             : outbound\n', '')
        .replaceAll('Specific', 'Generic'),
    ),
    quiet: dump(PAIR),
  },
})
