import { containsRange } from '../../address/address-range.ts'
import type { Change } from '../../model/change.ts'
import type { Coverage } from '../../negotiation/coverage.ts'
import { mirrorBox } from '../../selectors/box.ts'
import type { Plan } from '../rule.ts'
import { pairsText } from '../wording.ts'
import { description, MATCHING } from './examples.ts'
import { type MismatchFacts, mismatchRule } from './mismatch-rule.ts'

/** Both ends call the same network their own: one of the two was copied from the other without being turned round. */
export const swapped = mismatchRule({
  code: 'TS013',
  title: 'Local and remote are swapped at one end',
  kind: 'swapped',
  plans: (facts) => {
    const [ours, theirs] = [turn(facts.mine), turn(facts.others)]
    return isTheirs(facts) ? [ours, theirs] : [theirs, ours]
  },
  explain: ({ ours, mine, others, peer }) => ({
    what: `${ours.end.name} protects ${pairsText(mine)}, and ${peer} has the very same pair, ${pairsText(others)}: both call the same network local.`,
    why: `What is local at one end is remote at the other. Each end proposes selectors whose mirror image the other does not have, so both negotiations are refused. The end that really has the other network behind it must be turned round.`,
  }),
  page: {
    text: `A configuration was copied from one gateway to the other, and local and remote were not exchanged. Which of the two
is right, only people can say; an end whose own address lies in one of the networks tells which one is its own.`,
    fires: description(
      { vendor: 'other', locals: ['10.1.0.0/24'], remotes: ['10.2.0.0/24'] },
      { vendor: 'other', locals: ['10.1.0.0/24'], remotes: ['10.2.0.0/24'] },
    ),
    quiet: MATCHING,
  },
})

/** Exchanges the two sides of an end's pairs: of a child both lists as they are, else pair by pair. */
function turn(pairs: readonly Coverage[]): Plan {
  const entries = new Map(pairs.map((pair) => [pair.out?.negotiated ?? pair, pair]))
  return { changes: [...entries.values()].map((pair) => ({ end: pair.end.label, change: turned(pair) })) }
}

function turned({ out, box }: Coverage): Change {
  if (out?.negotiated === undefined) return { kind: 'replace', from: box, to: mirrorBox(box) }
  const { connection, child } = out.negotiated
  const [local, remote] = [child.remote.value, child.local.value]
  return { kind: 'child-selectors', connection: connection.name, child: child.name, local, remote }
}

/** The other end is right: it lies in the network that it calls local, or we in the one that we call remote. */
function isTheirs({ ours, theirs }: MismatchFacts): boolean {
  return liesIn(ours, 'remote') || theirs.some((pair) => liesIn(pair, 'local'))
}

function liesIn({ end, box }: Coverage, side: 'local' | 'remote'): boolean {
  const other = side === 'local' ? 'remote' : 'local'
  return end.addresses.some(({ value }) => containsRange(box[side], value) && !containsRange(box[other], value))
}
