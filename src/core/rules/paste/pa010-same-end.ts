import { formatHost } from '../../address/address-range.ts'
import type { Span } from '../../text/source-text.ts'
import { diagnostic, type PasteFacts } from '../rule.ts'
import { dump, filter, PAIR } from '../spd/examples.ts'
import { joinWords } from '../wording.ts'

type SameEnd = PasteFacts['sameEnd'][number]

/** Two pastes that turned out to be of one and the same end. */
export const sameEnd = diagnostic<SameEnd>({
  code: 'PA010',
  title: 'Two pastes are of the same end',
  *check({ paste }) {
    for (const pair of paste.sameEnd) {
      yield {
        severity: 'warning',
        certainty: 'stated',
        evidence: [
          { span: pair.first, label: pair.taken === 'the second alone' ? 'the same end, earlier' : 'taken' },
          { span: pair.second, label: pair.taken === 'the second alone' ? 'taken' : 'the same end again' },
        ],
        witness: null,
        flows: [],
        plans: [],
        data: pair,
      }
    }
  },
  explain: ({ first, second, own, taken, onlyFirst, onlySecond }) => ({
    what: `${first.source} (from line ${first.line}) and ${second.source} (from line ${second.line}) are ${taken === 'the first alone' ? 'the same text' : 'of the same end'}${own === null ? '' : `, ${formatHost(own)}`}.`,
    why: [
      ...onlyIn(placed(first, second), onlyFirst),
      ...onlyIn(placed(second, first), onlySecond),
      TAKEN[taken],
      'If one of them was meant for the other end, run the command there and paste that.',
    ].join(' '),
  }),
  page: {
    text: `Both texts have the same own tunnel address, so they are one gateway's. That happens when the command was run twice
on one machine instead of once on each.`,
    fires: {
      pastes: [
        { source: 'a.txt', text: dump(PAIR).pastes[0]?.text ?? '' },
        {
          source: 'b.txt',
          text:
            dump(PAIR + filter('outbound', '10.1.9.0', '10.2.0.0') + filter('inbound', '10.2.0.0', '10.1.9.0'))
              .pastes[0]?.text ?? '',
        },
      ],
    },
    quiet: dump(PAIR),
  },
})

const TAKEN: Readonly<Record<SameEnd['taken'], string>> = {
  'as parts': 'They are read as parts of one configuration.',
  'filters of the first': 'Their filters are taken once, from the first.',
  'the first alone': 'It counts once.',
  'the second alone': 'The later one counts, as of a list that was printed before and after a change.',
}

/** Two of one text are told apart by their lines. */
function placed(own: Span, other: Span): string {
  return own.source === other.source ? `that from line ${own.line}` : own.source
}

/** Of many networks the first few. */
const SHOWN = 3

function onlyIn(source: string, networks: readonly string[]): string[] {
  const shown = networks.slice(0, SHOWN)
  const more = networks.length - shown.length
  return shown.length === 0
    ? []
    : [`Only ${source} has ${joinWords([...shown, ...(more > 0 ? [`${more} more`] : [])])}.`]
}
