import type { Endpoint } from '../model/endpoint.ts'
import { grouped } from '../model/grouped.ts'
import type { SecurityAssociation } from '../model/security-association.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import type { Span } from '../text/source-text.ts'
import { installedEntries, mainTemplate } from './installed-sas.ts'

/** What went through SAs, and the lines that say so. */
export interface Counted {
  readonly packets: number
  /** Where these are counted and no packets. */
  readonly unit?: 'bytes'
  readonly spans: readonly Span[]
}

/** Packets that went one way through these SAs of one entry; `null` where one of them does not tell. */
export type SaCounter = (sas: readonly SecurityAssociation[], way: 'out' | 'in') => Counted | null

/** Counts an end's packets: by entry where its product counts so, else by SA. */
export function saCounter(end: Endpoint): SaCounter {
  const byTie = new Map<string, SpdEntry[]>()
  for (const entry of installedEntries(end)) {
    if (entry.installed?.counted?.packets == null) continue
    const key = `${entry.direction === 'out' ? 'out' : 'in'} ${mainTemplate(entry)?.reqid}`
    byTie.set(key, [...(byTie.get(key) ?? []), entry])
  }
  return (sas, way) => {
    if (sas.length === 0) return null
    const ties = new Set(sas.map(({ reqid }) => `${way} ${reqid}`))
    const entries = [...ties].flatMap((key) => byTie.get(key) ?? [])
    return entries.length > 0 ? ofEntries(entries) : ofSas(sas, way)
  }
}

/** What is counted of each pair of an outbound and an inbound entry; a pair that does not tell both is left out. */
export function pairCounts(end: Endpoint): { readonly out: Counted; readonly in: Counted }[] {
  const counted = installedEntries(end).filter(({ installed }) => installed?.counted?.packets != null)
  return [...grouped(counted, (entry) => mainTemplate(entry)?.reqid).values()].flatMap((pair) => {
    const out = pair.filter(({ direction }) => direction === 'out')
    const back = pair.filter(({ direction }) => direction === 'in')
    return out.length === 0 || back.length === 0 ? [] : [{ out: ofEntries(out), in: ofEntries(back) }]
  })
}

function ofEntries(entries: readonly SpdEntry[]): Counted {
  const counted = entries.flatMap(({ installed }) => installed?.counted ?? [])
  return {
    packets: sum(counted.map(({ packets }) => packets ?? 0)),
    ...(counted.some(({ unit }) => unit === 'bytes') && { unit: 'bytes' as const }),
    spans: counted.flatMap(({ spans }) => spans),
  }
}

/** Sequence numbers count as well: the last one sent, the highest one received. */
function ofSas(sas: readonly SecurityAssociation[], way: 'out' | 'in'): Counted | null {
  const counts: number[] = []
  for (const { packets, sent, received } of sas) {
    const count = packets ?? (way === 'out' ? sent : received)
    if (count === null) return null
    counts.push(count)
  }
  return { packets: sum(counts), spans: sas.flatMap(({ spans }) => spans.slice(-1)) }
}

function sum(numbers: readonly number[]): number {
  let total = 0
  for (const number of numbers) total += number
  return total
}
