import { diagnostic, type EndQuestion } from '../rule.ts'
import { BOTH_LISTS, paste } from './examples.ts'

const PAIR = [
  { source: '10.1.0.0', destination: '10.2.0.0', tunnel: '198.51.100.7' },
  { source: '10.2.0.0', destination: '10.1.0.0', tunnel: '203.0.113.1' },
] as const

/** The filters could be either end's, and the answer depends on it. */
export const whichEnd = diagnostic<EndQuestion>({
  code: 'PA006',
  title: 'It is not clear which paste is which end',
  *check({ paste: { question } }) {
    if (question === null) return
    yield {
      severity: 'warning',
      certainty: 'stated',
      evidence: question.span === null ? [] : [{ span: question.span, label: 'whose filters are these?' }],
      witness: null,
      flows: [],
      plans: [],
      data: question,
    }
  },
  explain: ({ readings }) => ({
    what: `Nothing in the pastes says whose filters are whose, and the answer depends on it${readings.length === 0 ? '' : `: ${readings.map(({ own, label, verdict }) => `with ${own} as the own address of ${label} the verdict is "${verdict}"`).join('; ')}`}.`,
    why: 'Paste the specific filters, which have Direction lines, or say it: `--a-address` on the command line, or a line such as "ISA-A:" before the text.',
  }),
  page: {
    text: `Which end a dump belongs to is worked out from tunnel destinations, Direction lines, own external addresses,
headings and file names. Where both readings are possible and lead to the same verdict, the answer stands; else this
question is asked.`,
    // Clients that reach their gateway in transport mode, if it is theirs; else it is the peer, and has nothing for them.
    fires: paste(`${dumpOf([...PAIR, { ...PAIR[0], destination: '203.0.113.1', tunnel: null }])}\n\n${dumpOf(PAIR)}`),
    quiet: BOTH_LISTS,
  },
})

interface GenericFilter {
  readonly source: string
  readonly destination: string
  readonly tunnel: string | null
}

/** Generic filters: no Direction lines. */
function dumpOf(filters: readonly GenericFilter[]): string {
  const records = filters.map(({ source, destination, tunnel }, at) =>
    [
      `Filter name           : Site ${at + 1}`,
      `Source Address        : ${source}        (255.255.255.0)`,
      `Destination Address   : ${destination}        (${destination.startsWith('10.') ? '255.255.255.0' : '255.255.255.255'})`,
      ...(tunnel === null ? [] : [`Tunnel Destination    : ${tunnel}`]),
      'Protocol              : ANY     Src Port: 0      Dest Port: 0',
      'Inbound Action        : Negotiate',
      'Outbound Action       : Negotiate',
      '',
    ].join('\n'),
  )
  return `Quick Mode Filters(Generic):\n-----------------------------\n\n${records.join('\n')}\n${filters.length} Generic Filter(s)\n`
}
