import { equalRanges } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { SpdEntry } from '../../model/spd-entry.ts'
import type { Flow } from '../../negotiation/flow.ts'
import { isTowards } from '../../negotiation/towards.ts'
import { type Box, mirrorBox, subtractBoxes } from '../../selectors/box.ts'
import { buildBoxIndex } from '../../selectors/box-index.ts'
import { witness } from '../../selectors/packet.ts'
import { bothWays } from '../both-ways.ts'
import { gateway, POLICIES, policy, SAS } from '../observed/installed-examples.ts'
import { diagnostic } from '../rule.ts'
import { entryText, evidenceOf, trafficText } from '../wording.ts'

interface Missing {
  readonly end: string
  readonly entry: SpdEntry
  readonly box: Box
}

/** A tunnel's packets are let in for the gateway itself, and none of them is routed on. */
export const forward = diagnostic<Missing>({
  code: 'SP006',
  title: 'The forward policy of a tunnel is missing',
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const [end, peer] of bothWays(simulation)) {
      if (end.vendor.checksForwarded !== true) continue
      const lost = lostAt(end, simulation.flows)
      for (const { entry, box } of unforwarded(end, peer)) {
        yield {
          severity: 'error',
          certainty: 'stated',
          evidence: evidenceOf(entry, `${end.name}: ${entryText(entry)}`),
          witness: witness([mirrorBox(box)]) ?? null,
          flows: lost(box),
          plans: [
            {
              changes: [{ end: end.label, change: { kind: 'add-direction', entry: entry.id, direction: 'fwd', box } }],
            },
          ],
          data: { end: end.name, entry, box },
        }
      }
    }
  },
  explain: ({ end, entry, box }) => ({
    what: `${end} has the inbound policy ${entryText(entry)} and no forward policy (dir fwd) for ${trafficText(box)}.`,
    why: 'Packets that come out of the tunnel for hosts behind the gateway are looked up among the forward policies. Without one they are dropped, and XfrmInNoPols of /proc/net/xfrm_stat counts them; only what is for the gateway itself gets through.',
  }),
  page: {
    text: `Linux keeps three lists of policies: \`out\` for what leaves, \`in\` for what is for the gateway itself, \`fwd\` for what
it routes on. A tunnel needs one in each. IKE daemons install all three; by hand the third is easily forgotten.`,
    fires: gateway(policy('out') + policy('in'), SAS),
    quiet: gateway(POLICIES, SAS),
  },
})

/** Gives the flows of which packets come out of the tunnel for a box and get no further. */
function lostAt({ label }: Endpoint, flows: readonly Flow[]): (box: Box) => readonly Flow[] {
  const lost = flows.filter(
    ({ receiver, inbound, outcome }) => receiver === label && inbound === null && outcome === 'lost',
  )
  const pieces = lost.flatMap((flow) => flow.region.map((piece) => ({ flow, piece })))
  const index = buildBoxIndex(pieces.map(({ piece }) => piece))
  return (box) => [...new Set(index.overlapping(mirrorBox(box)).flatMap((at) => pieces[at]?.flow ?? []))]
}

/** What inbound tunnel entries let in and no forward entry lets on; a gateway's own address needs none. */
function unforwarded(end: Endpoint, peer: Endpoint): { readonly entry: SpdEntry; readonly box: Box }[] {
  const entries = (end.spd ?? []).filter((entry) => entry.action === 'protect' && isTowards(entry, end, peer))
  const forwarded = entries.filter(({ direction }) => direction === 'fwd').flatMap(({ selectors }) => selectors)
  const index = buildBoxIndex(forwarded)
  return entries
    .filter(({ direction, mode }) => direction === 'in' && mode === 'tunnel')
    .flatMap((entry) => entry.selectors.map((box) => ({ entry, box })))
    .filter(({ box }) => {
      const over = [...index.overlapping(box)].flatMap((at) => forwarded[at] ?? [])
      const left = subtractBoxes(box, over, 256)
      const own = end.addresses.some(({ value }) => equalRanges(value, box.local))
      return !own && 'boxes' in left && left.boxes.length > 0
    })
}
