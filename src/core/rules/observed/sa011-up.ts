import type { Endpoint } from '../../model/endpoint.ts'
import type { IkeSa } from '../../model/ike-sa.ts'
import type { SpdEntry } from '../../model/spd-entry.ts'
import { ikeStatesByPair, isPeerTold, withWhom } from '../../negotiation/ike-state.ts'
import { mainTemplate, saUse } from '../../negotiation/installed-sas.ts'
import { bothWays } from '../both-ways.ts'
import { diagnostic } from '../rule.ts'
import { entryText, evidenceOf, joinWords } from '../wording.ts'
import { router } from './status-examples.ts'

interface Up {
  readonly end: string
  readonly peer: string
  readonly sa: IkeSa | null
  readonly isPeerTold: boolean
  readonly entries: readonly SpdEntry[]
  /** Outbound entries without an SA. */
  readonly without: number
}

/** The only end that was pasted shows what is up: nothing has to be simulated to know it. */
export const upNow = diagnostic<Up>({
  code: 'SA011',
  title: 'What is up, as one end shows it',
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const [end, peer] of bothWays(simulation)) {
      if (peer.span !== null) continue
      const states = ikeStatesByPair(end, peer)
      const sa = states.find(({ stage }) => stage === 'established') ?? null
      // SAs that people made by hand prove nothing of the other end.
      const negotiates = sa !== null || end.vendor.installsByNeed === true || end.ike !== undefined
      const { up, without } = negotiates ? outbound(end) : { up: [], without: [] }
      if (sa === null && up.length === 0) continue
      yield {
        severity: 'info',
        certainty: 'stated',
        evidence: [
          ...(sa?.spans ?? []).map((span) => ({ span, label: `${end.name}: the state of IKE` })),
          ...up.slice(0, 4).flatMap((entry) => evidenceOf(entry, `${end.name}: ${entryText(entry)}`)),
        ],
        witness: null,
        flows: simulation.flows.filter(({ out }) => out !== null && up.includes(out)),
        plans: [],
        data: {
          ...{ end: end.name, peer: peer.name, sa, entries: up, without: without.length },
          isPeerTold: isPeerTold(end, peer),
        },
      }
    }
  },
  explain: ({ end, peer, sa, isPeerTold, entries, without }) => {
    const ike = sa === null ? '' : `The IKE SA of ${end} ${withWhom(sa, peer, isPeerTold)} is up (${sa.state}).`
    const children =
      entries.length === 0
        ? isCounted(sa)
          ? ''
          : sa?.childrenUntold
            ? ' SAs for traffic are listed too, and for which is not told.'
            : ' No SA for traffic was seen.'
        : ` ${end} has SAs for ${joinWords(entries.slice(0, 4).map(entryText))}${entries.length > 4 ? ` and ${entries.length - 4} more` : ''}.`
    return {
      what: `${ike}${children}`.trim(),
      why:
        without === 0
          ? 'Addresses, IKE proposals, identities and keys of the two ends agree as far as that was needed. Packets that get lost all the same are told apart by the counters of both ends.'
          : `${without === 1 ? 'One entry has' : `${without} entries have`} no SA: where the IKE SA is up, nothing has asked for it, or the other end refuses the selectors, the ESP proposal or the group for perfect forward secrecy.`,
    }
  },
  page: {
    text: `SAs are there only after both ends have agreed on everything. So an output that lists them answers what a
configuration can only promise, for the traffic that it lists. What has no SA yet is not up for that reason alone: an SA is
made when the first packet asks for it.`,
    fires: router({ state: 'QM_IDLE', sent: 4, received: 4, sas: true }),
    quiet: router({ state: 'MM_NO_STATE' }),
  },
})

/** Something has gone through SAs that the output does not list. */
function isCounted(sa: IkeSa | null): boolean {
  return sa?.counted !== undefined && sa.counted.sent + sa.counted.received > 0
}

function outbound(end: Endpoint): { readonly up: SpdEntry[]; readonly without: SpdEntry[] } {
  if (end.sas === undefined) return { up: [], without: [] }
  const { entries, isServed } = saUse(end)
  const outs = entries.filter((entry) => entry.direction === 'out' && mainTemplate(entry) !== undefined)
  return { up: outs.filter(isServed), without: outs.filter((entry) => !isServed(entry)) }
}
