import { equalRanges } from '../address/address-range.ts'
import type { Endpoint } from '../model/endpoint.ts'
import { type Box, intersectBoxes, mirrorBox, subtractBoxes } from '../selectors/box.ts'
import type { EffectiveEntry } from './effective-entries.ts'
import { type Flow, isCarried } from './flow.ts'
import { lookupTowards } from './spd-lookup.ts'

/** Remainders of more pieces than this are given as the whole. */
const PIECES = 256

/**
 * The flows of packets that come out of a tunnel and are routed on, beside those for the receiver itself. Linux looks
 * them up in a list of their own (`fwd`); without an entry there, or with one that wants no SA, it drops what came out of a tunnel
 * (net/xfrm/xfrm_policy.c, `__xfrm_policy_check`: XfrmInNoPols, XfrmInTmplMismatch), while both daemons report success.
 */
export function routedOn(flow: Flow, receiver: Endpoint, forward: ForwardEntries): Flow[] {
  if (receiver.vendor.checksForwarded !== true || flow.inbound?.mode !== 'tunnel') return []
  const flows: Flow[] = []
  let left: readonly Box[] = flow.region
  for (const { entry, region } of forward.meeting(flow.region)) {
    const common = flow.region.flatMap((box) => region.flatMap((own) => intersectBoxes(box, mirrorBox(own)) ?? []))
    if (common.length === 0) continue
    flows.push({ ...(entry.action === 'protect' ? flow : dropped(flow)), region: common, inbound: entry })
    left = left.flatMap((box) => without(box, common))
  }
  const missing = left.filter((box) => !receiver.addresses.some(({ value }) => equalRanges(value, box.remote)))
  return missing.length === 0 ? flows : [...flows, { ...dropped(flow), region: missing, inbound: null }]
}

/** The entries of direction `fwd` towards a sender; its packets are given as it sees them. */
interface ForwardEntries {
  readonly meeting: (region: readonly Box[]) => readonly EffectiveEntry[]
}

export function forwardEntries(receiver: Endpoint, sender: Endpoint): ForwardEntries {
  if (receiver.vendor.checksForwarded !== true) return { meeting: () => [] }
  const { meeting, equalTo } = lookupTowards(receiver, 'fwd', sender)
  return {
    meeting: (region) => {
      const mirrored = region.map(mirrorBox)
      return meeting(mirrored) ?? mirrored.flatMap((box) => equalTo(box) ?? [])
    },
  }
}

/** Only what arrives can be dropped there. */
function dropped(flow: Flow): Flow {
  return isCarried(flow) ? { ...flow, outcome: 'lost', packet: 'dropped' } : flow
}

function without(box: Box, taken: readonly Box[]): readonly Box[] {
  const pieces = subtractBoxes(box, taken, PIECES)
  return 'tooMany' in pieces ? [box] : pieces.boxes
}
