import { formatHost } from '../address/address-range.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import type { Coverage } from '../negotiation/coverage.ts'
import type { Flow } from '../negotiation/flow.ts'
import type { Mismatch } from '../negotiation/mismatches.ts'
import type { Simulation } from '../negotiation/simulate.ts'
import { type Box, describeService } from '../selectors/box.ts'
import type { EvidencePlace } from './rule.ts'

/** `10.1.0.0/24 <> 10.2.0.0/24 (tcp, remote port 80)`, local side first. */
export function trafficText(box: Box): string {
  return `${formatHost(box.local)} <> ${formatHost(box.remote)}${describeService(box)}`
}

/** `A3 (ISA-A > SubnetB)`: an entry with its packets. */
export function entryText(entry: SpdEntry): string {
  const boxes = entry.selectors.map((box) => {
    const [source, destination] =
      entry.direction === 'in' || entry.direction === 'fwd' ? [box.remote, box.local] : [box.local, box.remote]
    return `${formatHost(source)} > ${formatHost(destination)}${describeService(box)}`
  })
  return `${entry.name} (${boxes.join(', ')})`
}

/** The entries of a pair: `A3 (...) and A4 (...)`. */
export function pairText(pair: Coverage): string {
  return joinWords([...new Set([pair.out, pair.in].flatMap((entry) => (entry === null ? [] : [entryText(entry)])))])
}

/** Names only: `A3 and A4`. */
export function pairNames(pair: Coverage): string {
  return joinWords([...new Set([pair.out, pair.in].flatMap((entry) => (entry === null ? [] : [entry.name])))])
}

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** The lines that state an entry, the most telling one first; at most two for each entry. */
export function evidenceOf(entry: SpdEntry | null, label: string): EvidencePlace[] {
  return (entry?.spans ?? []).slice(0, 2).map((span) => ({ span, label }))
}

export function pairEvidence(pair: Coverage): EvidencePlace[] {
  const seen = new Set<string>()
  return [pair.out, pair.in]
    .flatMap((entry) => evidenceOf(entry, `${pair.end.name}: ${entry === null ? '' : entryText(entry)}`))
    .filter(({ span }) => {
      const place = `${span.source}:${span.line}`
      return !seen.has(place) && seen.add(place)
    })
}

/** The flows that a mismatch is about. */
export function flowsOf(mismatch: Mismatch, { byEntry }: Simulation): Flow[] {
  const entries = [mismatch.ours, ...mismatch.theirs].flatMap((pair) => [pair.out, pair.in])
  return [...new Set(entries.flatMap((entry) => (entry === null ? [] : (byEntry.get(entry) ?? []))))]
}

/** Every class of these flows is carried, whoever brings it up. */
export function carriedFromOneEnd(flows: readonly Flow[]): boolean {
  const counted = flows.filter((flow) => !flow.remainder)
  const carried = counted.filter((flow) => flow.outcome === 'established' || flow.outcome === 'narrowed')
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
        (flow.outcome === 'refused' || flow.outcome === 'lost') &&
        flow.initiator !== works.initiator &&
        flow.out === works.out &&
        flow.inbound === works.inbound,
    )
    if (fails !== undefined) return { works, fails }
  }
  return undefined
}
