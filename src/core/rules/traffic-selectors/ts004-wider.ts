import { type AddressRange, containsRange, equalRanges, rangeKey, wholeFamily } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { rememberedOf } from '../../model/remembered.ts'
import type { Coverage } from '../../negotiation/coverage.ts'
import { pairsText } from '../wording.ts'
import { description, MATCHING } from './examples.ts'
import {
  areOfOneRange,
  howRangesAreKept,
  mismatchRule,
  theyTakeOurs,
  theyWidenToOurs,
  weTakeTheirs,
} from './mismatch-rule.ts'

/** What is wider on the remote side, and not everything, holds networks of the own side, which the other end has none of. */
function claimsOwn({ box: { remote }, end }: Coverage): boolean {
  if (remote.family !== 'name' && equalRanges(remote, wholeFamily(remote.family))) return false
  const own = localsOf(end)
  return own.length <= LOOKED_AT && own.some((local) => containsRange(remote, local))
}

/** Of an end with more networks on its side nobody knows which are meant. */
const LOOKED_AT = 64

const localsOf = rememberedOf(({ spd = [], addresses }: Endpoint): readonly AddressRange[] => {
  const own = new Set(addresses.map(({ value }) => rangeKey(value)))
  const found = new Map<string, AddressRange>()
  for (const { action, selectors } of spd) {
    if (action !== 'protect') continue
    for (const { local } of selectors) if (!own.has(rangeKey(local))) found.set(rangeKey(local), local)
  }
  return [...found.values()]
})

/** One end's selectors contain the other's. */
export const wider = mismatchRule({
  code: 'TS004',
  title: 'One end protects a wider range than the other',
  kind: 'wider',
  plans: (facts) => {
    if (facts.theirs.length === 1)
      return claimsOwn(facts.ours)
        ? [weTakeTheirs(facts), theyTakeOurs(facts)]
        : [theyTakeOurs(facts), weTakeTheirs(facts)]
    return facts.all.every(areOfOneRange) ? [theyWidenToOurs(facts), weTakeTheirs(facts)] : [weTakeTheirs(facts)]
  },
  explain: ({ ours, all, mine, others, peer, authority }) => ({
    what: `${ours.end.name} protects ${pairsText(mine)}, which is wider than ${pairsText(others)} of ${peer}.`,
    why: `The two ends must name the same pair. ${authority} The narrower end can be widened to what the other already names, which protects no less than before; or the wider end narrowed, after which the rest of its range is no longer protected. The end to which the network is local knows which is right.${others.length > mine.length && all.every(areOfOneRange) ? howRangesAreKept(others) : ''}`,
  }),
  page: {
    text: `Both ends mean the same traffic, but one writes a larger range: \`10.1.0.0/16\` here, \`10.1.0.0/24\` there. A responder
that wants exact selectors refuses the other's proposal in both directions.`,
    fires: description(
      { vendor: 'other', locals: ['10.1.0.0/16'], remotes: ['10.2.0.0/24'] },
      { vendor: 'other', locals: ['10.2.0.0/24'], remotes: ['10.1.0.0/24'] },
    ),
    quiet: MATCHING,
  },
})
