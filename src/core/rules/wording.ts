import { formatHost } from '../address/address-range.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import type { Coverage } from '../negotiation/coverage.ts'
import { type Flow, isCarried } from '../negotiation/flow.ts'
import type { MismatchGroup } from '../negotiation/mismatches.ts'
import { flowsThrough, type Simulation } from '../negotiation/simulate.ts'
import { type Box, describeService } from '../selectors/box.ts'
import type { EvidencePlace } from './rule.ts'

/** `10.1.0.0/24 <> 10.2.0.0/24 (tcp, remote port 80)`, local side first. */
export function trafficText(box: Box): string {
  return `${formatHost(box.local)} <> ${formatHost(box.remote)}${describeService(box)}`
}

/** `A3 (ISA-A > SubnetB)`: an entry with its packets. */
export function entryText(entry: SpdEntry): string {
  return `${entry.name} (${boxesText(entry, entry.selectors)})`
}

/** More pairs than this are counted. */
const SHOWN = 3

function boxesText({ direction }: SpdEntry, boxes: readonly Box[]): string {
  const texts = boxes.slice(0, boxes.length > SHOWN + 1 ? SHOWN : boxes.length).map((box) => {
    const inbound = direction === 'in' || direction === 'fwd'
    const [source, destination] = inbound ? [box.remote, box.local] : [box.local, box.remote]
    const way = direction === 'both' ? '<>' : '>'
    return `${formatHost(source)} ${way} ${formatHost(destination)}${describeService(box)}`
  })
  const more = boxes.length - texts.length
  return more > 0 ? `${texts.join(', ')} and ${more} more` : texts.join(', ')
}

/** The entries of pairs, with the packets that the pairs are about: `A3 (...) and A4 (...)`, `net (...)`. */
export function pairsText(pairs: readonly Coverage[]): string {
  const boxes = new Map<SpdEntry, Box[]>()
  for (const { out, in: inbound, box } of pairs) {
    for (const entry of new Set([out, inbound])) {
      if (entry !== null) boxes.set(entry, [...(boxes.get(entry) ?? []), box])
    }
  }
  return fewOf([...boxes].map(([entry, own]) => `${entry.name} (${boxesText(entry, own)})`))
}

/** Names of entries only: `A3 and A4`. */
export function namesOf(pairs: readonly Coverage[]): string {
  const entries = pairs.flatMap((pair) => [pair.out, pair.in])
  return fewOf([...new Set(entries.flatMap((entry) => (entry === null ? [] : [entry.name])))])
}

/** Of more than this the first few are named: a range of ISA Server may be 14 prefixes, with two filters for each. */
const [MOST, NAMED] = [8, 4]

/** All of some, or the first few of many and how many more there are. */
export function fewOf(words: readonly string[]): string {
  return joinWords(words.length > MOST ? [...words.slice(0, NAMED), `${words.length - NAMED} more`] : words)
}

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** The lines that state an entry, the most telling one first; at most two for each entry. */
export function evidenceOf(entry: SpdEntry | null, label: string): EvidencePlace[] {
  return (entry?.spans ?? []).slice(0, 2).map((span) => ({ span, label }))
}

/** The lines that state the entries of pairs, each once. */
export function pairsEvidence(pairs: readonly Coverage[]): EvidencePlace[] {
  return eachLineOnce(
    pairs.flatMap(({ end, out, in: inbound }) =>
      [out, inbound].flatMap((entry) => evidenceOf(entry, `${end.name}: ${entry === null ? '' : entryText(entry)}`)),
    ),
  )
}

export function eachLineOnce(evidence: readonly EvidencePlace[]): EvidencePlace[] {
  const seen = new Set<string>()
  return evidence.filter(({ span }) => {
    const place = `${span.source}:${span.line}`
    return !seen.has(place) && seen.add(place)
  })
}

/** The flows that a mismatch is about. */
export function flowsOf({ all }: MismatchGroup, simulation: Simulation): Flow[] {
  const entries = all.flatMap(({ ours, theirs }) => [ours, ...theirs]).flatMap((pair) => [pair.out, pair.in])
  return [...new Set(entries.flatMap((entry) => (entry === null ? [] : flowsThrough(simulation, entry))))]
}

/** Every class of these flows is carried, whoever brings it up. */
export function carriedFromOneEnd(flows: readonly Flow[]): boolean {
  const counted = flows.filter((flow) => !flow.remainder)
  const carried = counted.filter(isCarried)
  return (
    carried.length > 0 &&
    counted.every(
      (flow) =>
        carried.includes(flow) ||
        carried.some(
          (other) => other.sender === flow.sender && other.out === flow.out && other.inbound === flow.inbound,
        ),
    )
  )
}

/** The ends from which a class comes up and from which it does not, of the first class that only one end can bring up. */
export function oneEndOf(flows: readonly Flow[]): { readonly works: Flow; readonly fails: Flow } | undefined {
  const working = flows.filter((flow) => flow.outcome === 'established' && flow.out !== null && flow.inbound !== null)
  for (const works of working) {
    const fails = flows.find(
      (flow) =>
        (flow.outcome === 'refused' || flow.outcome === 'lost' || flow.outcome === 'uncovered') &&
        flow.initiator !== works.initiator &&
        flow.out === works.out &&
        flow.inbound === works.inbound,
    )
    if (fails !== undefined) return { works, fails }
  }
  return undefined
}

/** `3,240 s`. */
export function secondsText(seconds: number): string {
  return `${String(Math.round(seconds)).replace(/\B(?=(?:\d{3})+(?!\d))/g, ',')} s`
}
