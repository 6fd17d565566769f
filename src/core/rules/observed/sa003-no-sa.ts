import { equalRanges } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { IkeSa } from '../../model/ike-sa.ts'
import { meantOf } from '../../model/meant-connections.ts'
import type { SecurityAssociation } from '../../model/security-association.ts'
import type { SpdEntry } from '../../model/spd-entry.ts'
import { ikeStateOf } from '../../negotiation/ike-state.ts'
import { isComplete, mainTemplate, saUse } from '../../negotiation/installed-sas.ts'
import { bothWays } from '../both-ways.ts'
import { diagnostic } from '../rule.ts'
import { entryText, evidenceOf, joinWords } from '../wording.ts'
import { gateway, POLICIES, SAS } from './installed-examples.ts'

interface NoSa {
  readonly end: string
  readonly entries: readonly SpdEntry[]
  /** An SA that only waits for its keys shows that a negotiation was begun. */
  readonly begun: boolean
  /** They are known to the daemon and not in force. */
  readonly loaded: boolean
  /** Of the IKE SA with the peer, where it was pasted. */
  readonly ike: IkeSa['stage'] | null
  /** The end may ask for the first pair of a list alone. */
  readonly lists: boolean
}

/** Outbound policies whose SA is not there, although the SAs were pasted. */
export const noSa = diagnostic<NoSa>({
  code: 'SA003',
  title: 'There is no SA for an entry',
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const [end, peer] of bothWays(simulation)) {
      if (end.sas === undefined) continue
      const all = withoutSa(end)
      const [loaded, inForce] = [all.filter(isLoaded), all.filter((entry) => !isLoaded(entry))]
      for (const entries of [inForce, loaded].filter(({ length }) => length > 0)) {
        const state = ikeStateOf(end, peer)
        const waiting = end.sas.filter((sa) => !isComplete(sa) && entries.some(({ tunnel }) => isBetween(sa, tunnel)))
        yield {
          severity: 'warning',
          certainty: 'stated',
          evidence: [
            ...entries.flatMap((entry) => evidenceOf(entry, `${end.name}: ${entryText(entry)}`)),
            ...waiting.flatMap(({ spans }) => spans.slice(0, 1).map((span) => ({ span, label: 'waits for its keys' }))),
          ],
          witness: null,
          flows: simulation.flows.filter((flow) => flow.out !== null && entries.includes(flow.out)),
          plans: [],
          data: {
            end: end.name,
            entries,
            begun: waiting.length > 0,
            loaded: entries === loaded,
            ike: state?.ofChildren === true && state.stage === 'none' ? null : (state?.stage ?? null),
            lists: listsInVersion1(end),
          },
        }
      }
    }
  },
  explain: ({ end, entries, begun, loaded, ike, lists }) => ({
    what: `${end} has no SA for ${joinWords(entries.slice(0, 4).map(entryText))}${entries.length > 4 ? ` and ${entries.length - 4} more` : ''}.`,
    why: `${begun ? BEGUN : whyNot(ike, loaded)}${lists ? ` ${FIRST_PAIR}` : ''}`,
  }),
  page: {
    text: `A policy says that its packets need an SA; it does not make one. With the policy and without the SA nothing flows. A
connection that comes up on demand (\`start_action = trap\`, \`auto=route\`) looks so until its first packet, and afterwards if its
negotiation fails. A connection that \`ipsec status\` of Libreswan calls \`unrouted\` is loaded and no more: not even a policy is there.`,
    fires: gateway(POLICIES, ''),
    quiet: gateway(POLICIES, SAS),
  },
})

/** Outbound entries that no SA is for; one that almost fits is another finding. */
function withoutSa(end: Endpoint): SpdEntry[] {
  const { entries, isServed, almost } = saUse(end)
  return entries.filter(
    (entry) =>
      entry.direction === 'out' && mainTemplate(entry) !== undefined && !isServed(entry) && almost(entry) === undefined,
  )
}

function isLoaded({ installed }: SpdEntry): boolean {
  return installed?.loaded === true
}

/** A connection to the peer is for IKEv1, and a child of it has more than one pair of networks. */
function listsInVersion1(end: Endpoint): boolean {
  return (
    end.vendor.onePairEach !== true &&
    meantOf(end).some(
      ({ initiates, children }) =>
        initiates.value === 1 && children.some(({ local, remote }) => local.value.length * remote.value.length > 1),
    )
  )
}

function whyNot(ike: NoSa['ike'], loaded: boolean): string {
  if (ike === 'established') return `${IKE_IS_UP} Either ${loaded ? 'nothing' : 'no packet'} ${REFUSED}`
  return ike !== null ? IKE_IS_NOT_UP : loaded ? LOADED : NOT_KNOWN
}

/** For which child it waits, only its addresses tell: those of an inbound one are turned. */
function isBetween({ source, destination }: SecurityAssociation, tunnel: SpdEntry['tunnel']): boolean {
  if (tunnel.source === null || tunnel.destination === null) return false
  const [from, to] = [tunnel.source, tunnel.destination]
  return (
    (equalRanges(from, source) && equalRanges(to, destination)) ||
    (equalRanges(from, destination) && equalRanges(to, source))
  )
}

const BEGUN =
  'A negotiation has begun, as an SA without keys shows, and has not come to an end: it is refused or not answered, or its keys could not be installed. The log of the IKE daemon says which.'
const NOT_KNOWN =
  'Either no packet has asked for it yet, or what was negotiated has ended. Packets wait and are dropped until there is one. If traffic was sent, the log of the IKE daemon says what became of it; without a daemon the SAs must be added by hand as well.'
const IKE_IS_UP = 'The IKE SA with the other end is up, so that addresses, IKE proposals and keys agree.'
const REFUSED =
  'has asked for this SA yet, or the other end refuses it: compare the selectors, the ESP proposals and the groups for perfect forward secrecy of the two ends.'
const FIRST_PAIR =
  'A child lists several pairs of networks, and in IKEv1 an SA is for one pair (RFC 2409 5.5): the first of each list is asked for, whatever packet there is. Use IKEv2 on both ends, or make a child of its own for each pair.'
const LOADED =
  'The connection is loaded, and neither up nor waiting for a packet: until an end brings it up (`ipsec auto --up NAME`, `auto=start`), its packets pass as if it were not there. If it was tried, the log of the IKE daemon says what became of it.'
const IKE_IS_NOT_UP = 'The IKE SA with the other end is not up, and there can be no other SA before that.'
