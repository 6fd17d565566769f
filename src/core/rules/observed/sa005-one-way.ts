import { rangeKey } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { grouped } from '../../model/grouped.ts'
import { rememberedOf } from '../../model/remembered.ts'
import type { SecurityAssociation } from '../../model/security-association.ts'
import { ikeStatesOf } from '../../negotiation/ike-state.ts'
import { isComplete, isOutbound } from '../../negotiation/installed-sas.ts'
import { type Counted, pairCounts, type SaCounter, saCounter } from '../../negotiation/sa-counters.ts'
import { diagnostic } from '../rule.ts'
import { gateway, POLICIES, SAS, sa } from './installed-examples.ts'
import { saText } from './sa-text.ts'

interface OneWay {
  readonly end: Endpoint
  readonly peer: Endpoint
  readonly sent: number
  readonly received: number
  /** Of both, where no packets are counted. */
  readonly unit?: 'bytes'
  /** `null`: those of the tunnel are counted together. */
  readonly sa: SecurityAssociation | null
  /** What the other end has sent through the SA that brings nothing here, where its SAs were pasted. */
  readonly sentThere: Counted | null
  readonly receivedThere: number | null
  /** The other end shows SAs with this one, of which none is one of these. */
  readonly others: boolean
}

/** The SAs of a tunnel are there, and only one of the two directions has carried a packet. */
export const oneWay = diagnostic<OneWay>({
  code: 'SA005',
  title: 'Traffic goes through the tunnel one way only',
  *check({ simulation }) {
    if (simulation === undefined) return
    const counted = (end: Endpoint): CountedEnd => ({ end, count: saCounter(end) })
    const [a, b] = [counted(simulation.a), counted(simulation.b)]
    for (const [here, there] of [
      [a, b],
      [b, a],
    ] as const) {
      const silent = [...silentTunnels(here, there), ...silentPairs(here.end, there.end)]
      for (const data of silent.length > 0 ? silent : silentSession(here.end, there.end)) {
        yield {
          severity: 'warning',
          certainty: 'stated',
          evidence: data.spans.map((span) => ({ span, label: `${here.end.name}: its counters` })),
          witness: null,
          flows: [],
          plans: [],
          data,
        }
      }
    }
  },
  explain: (data) => ({
    what: `${data.end.name} has sent ${data.sent === 0 ? 'nothing' : amount(data.sent, data.unit)} through its SAs with ${data.peer.name} and received ${amount(data.received, data.unit)}${data.sent > 0 || data.sa === null ? '' : `, e.g. through ${saText(data.sa)}`}.`,
    why: meaning(data),
  }),
  page: {
    text: `Each direction has an SA of its own with its own counter. Of Linux, \`oseq\` of the outbound one counts what was sent,
\`seq\` of the inbound one what came, and \`-s\` shows packets; of Cisco, \`#pkts encaps\` and \`#pkts decaps\` count for each pair of
identities; of a FortiGate, \`enc\` and \`dec\`; Libreswan tells the bytes. With both ends pasted it shows where packets get lost: what one end sent and
the other did not receive was lost between them (a firewall that lets IKE through and ESP not, or UDP 4500 not); what
arrived and was not answered was lost behind the gateway (a route, a firewall, or a policy that takes the answer elsewhere).`,
    fires: gateway(POLICIES, sa('out', { count: 9 }) + sa('in', { count: 0 })),
    quiet: gateway(POLICIES, SAS),
  },
})

function meaning({ end, peer, sent, sentThere, receivedThere, others }: OneWay): string {
  if (others)
    return `Of the SAs that ${peer.name} shows none has the same SPIs: where both outputs are of the same minute, one end holds SAs that the other no longer has, and its packets are dropped there. Delete the SAs of this tunnel at both ends, so that they are negotiated anew.`
  if (sent > 0) {
    if (receivedThere === 0)
      return `${peer.name} has received none of them: they are lost between the two. ESP (protocol 50), or UDP port 4500 behind NAT, does not get through, although IKE does.`
    if (sentThere?.packets === 0)
      return `They arrived at ${peer.name}, and nothing was sent back through the tunnel: look there at the route to this network, at the firewall, at NAT that takes the answers before the policies do, and at whether the host behind it answers.`
    if (sentThere !== null)
      return `${peer.name} has sent ${amount(sentThere.packets, sentThere.unit)} back, which did not arrive: ESP (protocol 50), or UDP port 4500 behind NAT, does not get through in that direction.`
    return `Either they do not reach ${peer.name}, or nothing comes back from there. Run ${peer.vendor.askSas ?? 'the command that shows its SAs with their counters'} on ${peer.name} as well: its counters tell which.`
  }
  return `The answers do not go into the tunnel: look on ${end.name} at the route to the other network, at the firewall, at NAT that takes the answers before the policies do, and at whether the host behind it answers.`
}

interface Silent extends OneWay {
  readonly spans: Counted['spans']
}

interface CountedEnd {
  readonly end: Endpoint
  readonly count: SaCounter
}

/** The SAs of one child are told by their reqid; those of a rekey are counted together. */
function silentTunnels({ end, count }: CountedEnd, { end: peer, count: countThere }: CountedEnd): Silent[] {
  const told = (end.sas ?? []).filter((sa) => isComplete(sa) && sa.protocol !== 'comp')
  const groups = grouped(told, ({ protocol, reqid, scope }) => `${protocol} ${reqid} ${scope.interfaceId}`)
  return [...groups.values()].flatMap((sas) => {
    const out = sas.filter((sa) => isOutbound(end, sa) === true)
    const inbound = sas.filter((sa) => isOutbound(end, sa) === false)
    const [sent, received] = [count(out, 'out'), count(inbound, 'in')]
    const sa = sent?.packets === 0 ? inbound[0] : out[0]
    if (sent === null || received === null || sa === undefined) return []
    if ((sent.packets === 0) === (received.packets === 0)) return []
    return [
      {
        ...{ end, peer, sa, sent: sent.packets, received: received.packets },
        ...(sent.unit && { unit: sent.unit }),
        spans: [...sent.spans, ...received.spans],
        sentThere: countThere(atPeer(inbound, peer), 'out'),
        receivedThere: countThere(atPeer(out, peer), 'in')?.packets ?? null,
        others: areOthers(sas, peer),
      },
    ]
  })
}

/** What is counted of pairs of identities whose SAs are not told: the paste ends behind the counters. */
function silentPairs(end: Endpoint, peer: Endpoint): Silent[] {
  if (end.sas !== undefined) return []
  const [here, there] = [pairCounts(end), pairCounts(peer)]
  const only = here.length === 1 && there.length === 1 ? there[0] : undefined
  return here.flatMap(({ out, in: back }) => {
    if ((out.packets === 0) === (back.packets === 0)) return []
    return [
      {
        ...{ end, peer, sa: null, sent: out.packets, received: back.packets, others: false },
        ...(out.unit && { unit: out.unit }),
        spans: [...out.spans, ...back.spans],
        sentThere: only?.out ?? null,
        receivedThere: only?.in.packets ?? null,
      },
    ]
  })
}

/** What an output counts of a tunnel as a whole, where it shows no SAs with counters. */
function silentSession(end: Endpoint, peer: Endpoint): Silent[] {
  const state = ikeStatesOf(end, peer).find(({ counted }) => counted !== undefined)
  const there = ikeStatesOf(peer, end).find(({ counted }) => counted !== undefined)?.counted
  if (state?.counted === undefined) return []
  const { sent, received, unit } = state.counted
  if ((sent === 0) === (received === 0)) return []
  return [
    {
      ...{ end, peer, sa: null, sent, received, ...(unit && { unit }) },
      spans: state.spans,
      sentThere:
        there === undefined ? null : { packets: there.sent, ...(there.unit && { unit: there.unit }), spans: [] },
      receivedThere: there?.received ?? null,
      others: false,
    },
  ]
}

/** All SPIs are known, and the other end has SAs between the same addresses, and others alone. */
function areOthers(sas: readonly SecurityAssociation[], peer: Endpoint): boolean {
  if (sas.some(({ spi }) => spi === null) || atPeer(sas, peer).length > 0) return false
  const { byHosts } = indexOf(peer.sas ?? NONE)
  const theirs = sas.flatMap((sa) => byHosts.get(hostsOf(sa)) ?? []).filter(isComplete)
  return theirs.length > 0 && theirs.every(({ spi }) => spi !== null)
}

/** The same SAs as the other end has them. */
function atPeer(sas: readonly SecurityAssociation[], { sas: theirs = NONE }: Endpoint): SecurityAssociation[] {
  const { byKey } = indexOf(theirs)
  const keys = new Set(sas.flatMap((sa) => (sa.spi === null ? [] : keyOf(sa))))
  return [...keys].flatMap((key) => byKey.get(key) ?? [])
}

const NONE: readonly SecurityAssociation[] = []

const indexOf = rememberedOf((sas: readonly SecurityAssociation[]) => ({
  byKey: grouped(sas, keyOf),
  byHosts: grouped(sas, hostsOf),
}))

function hostsOf({ protocol, source, destination }: SecurityAssociation): string {
  return `${protocol} ${rangeKey(source)} ${rangeKey(destination)}`
}

function keyOf({ protocol, spi }: SecurityAssociation): string {
  return `${protocol} ${spi}`
}

/** Bytes that are printed in KB are rounded down, and so are these. */
function amount(count: number, unit: Counted['unit']): string {
  if (count === 0) return 'none'
  if (unit === undefined) return count === 1 ? '1 packet' : `${count} packets`
  return count < 1024 ? `${count} bytes` : `${Math.floor(count / 1024)} KB`
}
