import { diagnostic } from '../rule.ts'
import { BOTH_LISTS, paste } from './examples.ts'

interface NotRecognised {
  readonly say: string
  readonly instead: string
}

const INSTEAD =
  'Paste the configuration of a gateway (`show running-config`, `swanctl.conf`, ...), the output of `netsh ipsec dynamic show qmfilter all type=specific`, an ISA or TMG site-to-site summary, or a description in YAML; `formats` lists everything that is read.'

const BESIDE = 'The answer rests on the other texts.'

/** A text of which nothing was recognised, or which is no text. */
export const notRecognised = diagnostic<NotRecognised>({
  code: 'PA002',
  title: 'The text was not recognised',
  *check({ blocks, paste: facts, simulation }) {
    const fact = { severity: 'error', certainty: 'stated', witness: null, flows: [], plans: [] } as const
    for (const { source, say } of facts.unreadable)
      yield { ...fact, evidence: [], data: { say: `${source}: ${say}`, instead: INSTEAD } }
    // An output beside the configurations of both ends does no harm.
    const besides = { ...fact, severity: 'info' } as const
    const isWhole = simulation !== undefined && [simulation.a, simulation.b].every(({ spd }) => spd !== undefined)
    const recognised = new Set(blocks.filter((block) => block.format !== null).map((block) => block.source))
    for (const block of blocks) {
      if (block.format !== null || recognised.has(block.source)) continue
      // A log has a finding of its own (SA012).
      if (block.log !== null) continue
      const [first] = block.unrecognised
      const { unread } = block
      const say =
        first === undefined
          ? `${block.source} is empty.`
          : unread !== null
            ? `${block.source} is ${unread.title}, which is not read.`
            : `Nothing in ${block.source} (${block.unrecognised.length} ${block.unrecognised.length === 1 ? 'line' : 'lines'}) looks like a filter dump, a summary, a description or a log that is read here.`
      // What it is says more than its lines, which are not shown.
      const places = unread === null ? block.unrecognised.slice(0, 3) : []
      const evidence = places.map((span) => ({ span, label: 'not recognised' }))
      const isBeside = unread !== null && recognised.size > 0
      yield {
        ...(isBeside ? besides : fact),
        evidence,
        // Where an end is missing, it may be this one.
        data: { say, instead: isBeside && isWhole ? BESIDE : (unread?.instead ?? INSTEAD) },
      }
    }
    if (blocks.length === 0 && facts.unreadable.length === 0)
      yield { ...fact, evidence: [], data: { say: 'Nothing was pasted.', instead: INSTEAD } }
  },
  explain: ({ say, instead }) => ({ what: say, why: instead }),
  page: {
    text: `The text has none of the marks by which a format is recognised. A screenshot, a text in another language, or the
output of another command looks like this. Of outputs and of products that are known and not read it says what they are, and what to paste instead; of a
log, SA012 does.`,
    fires: paste('the tunnel is down again, please help'),
    quiet: BOTH_LISTS,
  },
})
