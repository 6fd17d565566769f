import { diagnostic, type ReadBlock } from '../rule.ts'
import { dump, PAIR } from '../spd/examples.ts'

/** Lines inside a recognised block that mean nothing to its reader. */
export const notUnderstood = diagnostic<ReadBlock>({
  code: 'PA001',
  title: 'Some lines were not understood',
  *check({ blocks }) {
    for (const block of blocks) {
      if (block.format === null || block.unrecognised.length === 0) continue
      yield {
        severity: 'warning',
        certainty: 'stated',
        evidence: block.unrecognised.slice(0, 10).map((span) => ({ span, label: 'not understood' })),
        witness: null,
        flows: [],
        plans: [],
        data: block,
      }
    }
  },
  explain: ({ source, unrecognised, unread, ends }) => ({
    what: `${unrecognised.length === 1 ? 'Line' : 'Lines'} ${lineList(unrecognised.map((span) => span.line))} of ${source} ${unrecognised.length === 1 ? 'was' : 'were'} not understood.${unread === null ? '' : ` There is ${unread.title} among them, which is not read.`}`,
    why:
      unread !== null
        ? unread.instead
        : ends.length === 0
          ? 'Nothing was concluded from them.'
          : 'They may hold what decides a flow, so what follows from this text is assumed, not stated.',
  }),
  page: {
    text: `Each pasted line is read, known to be irrelevant, known but not supported, or not understood. The last kind is listed,
since it may be what matters. Conclusions from such a text are marked as assumed.`,
    fires: dump(PAIR.replace('Direction ', 'Frobnication Level : 7\nDirection ')),
    quiet: dump(PAIR),
  },
})

/** `3, 5-9 and 12`. */
export function lineList(numbers: readonly number[]): string {
  const runs: { readonly from: number; to: number }[] = []
  for (const number of numbers) {
    const last = runs.at(-1)
    if (last !== undefined && number === last.to + 1) last.to = number
    else runs.push({ from: number, to: number })
  }
  const shown = runs.slice(0, 12).map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`))
  return runs.length > shown.length
    ? `${shown.join(', ')} and ${runs.length - shown.length} more places`
    : shown.join(', ')
}
