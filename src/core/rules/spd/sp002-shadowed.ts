import { equalRanges, formatHost } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { asWritten } from '../../model/entry-order.ts'
import type { SpdEntry } from '../../model/spd-entry.ts'
import type { EffectiveEntry } from '../../negotiation/effective-entries.ts'
import { flowsThrough } from '../../negotiation/simulate.ts'
import { effectiveEntries } from '../../negotiation/spd-lookup.ts'
import { containsBox } from '../../selectors/box.ts'
import { witness } from '../../selectors/packet.ts'
import { diagnostic, type Plan } from '../rule.ts'
import { entryText, evidenceOf, joinWords } from '../wording.ts'
import { dump, filter, PAIR } from './examples.ts'

interface Shadowed {
  readonly end: string
  readonly entry: SpdEntry
  /** Those that are looked up before it and take its packets. */
  readonly takers: readonly SpdEntry[]
  /** They are of a crypto map, and go to another peer. */
  readonly elsewhere: boolean
}

/** More entries than this are counted. */
const NAMED = 4

/** Where one entry takes all packets, the others in front do not matter. */
function takersOf({ entry, before }: EffectiveEntry): readonly SpdEntry[] {
  const alone = before.find(({ selectors }) =>
    entry.selectors.every((inner) => selectors.some((outer) => containsBox(outer, inner))),
  )
  return alone === undefined ? before : [alone]
}

/**
 * Of a daemon's configuration only what is brought up gets installed: people load one of several at a time. A crypto map is in force
 * with all its entries, of which one for another peer takes the packets away; of the same peer, the tunnel is the same.
 */
function isInFront(other: SpdEntry, entry: SpdEntry, { vendor, meant }: Endpoint): boolean {
  if (other.negotiated === undefined || entry.negotiated === undefined) return true
  // Those for other peers are the matter of other pairs.
  if (meant?.has(entry.negotiated.connection.name) === false) return false
  const isRouted = other.negotiated.child.routed === true || entry.negotiated.child.routed === true
  return vendor.firstTakes === true && !isRouted && !goesTo(other, entry.tunnel.destination)
}

/** Of two that weigh the same nothing tells which one is taken, where a product has no order in which they were written. */
function isTie(other: SpdEntry, entry: SpdEntry, { vendor: { entryOrder } }: Endpoint): boolean {
  return entryOrder !== asWritten && entryOrder(other, entry) === 0
}

function goesTo({ tunnel: { destination } }: SpdEntry, peer: SpdEntry['tunnel']['destination']): boolean {
  return destination !== null && peer !== null && equalRanges(destination, peer)
}

/** With the connection that it is of: two entries of a crypto map may name one list. */
function placedText(entry: SpdEntry): string {
  const of = entry.negotiated?.connection.name
  return of === undefined ? entryText(entry) : `${entryText(entry)} of ${of}`
}

/** What the takers keep for themselves shows that they are meant for more: they leave these packets alone. */
function passOver(entry: SpdEntry, takers: readonly SpdEntry[], { label }: Endpoint): Plan[] {
  if (!takers.every((taker) => isMoreThan(taker, entry))) return []
  const names = new Set(takers.flatMap(({ negotiated }) => negotiated?.connection.name ?? []))
  const changes = [...names].flatMap((connection) =>
    entry.selectors.map((box) => ({ end: label, change: { kind: 'pass-over' as const, connection, box } })),
  )
  return [{ changes }]
}

/** Of a taker that reaches past each of the boxes something is left without them. */
function isMoreThan({ selectors }: SpdEntry, entry: SpdEntry): boolean {
  return selectors.some((outer) => !entry.selectors.some((inner) => containsBox(inner, outer)))
}

function peersOf(takers: readonly SpdEntry[]): string {
  const peers = new Set(
    takers.map(({ tunnel: { destination } }) => (destination === null ? '' : formatHost(destination))),
  )
  return peers.has('') ? 'other peers' : joinWords([...peers])
}

function someText(entries: readonly SpdEntry[]): string {
  const more = entries.length - NAMED
  const texts = entries.slice(0, NAMED).map(placedText)
  return more > 0 ? `${texts.join(', ')} and ${more} more` : joinWords(texts)
}

/** An entry that no packet reaches, because entries looked up before it take them all. */
export const shadowed = diagnostic<Shadowed>({
  code: 'SP002',
  title: 'An entry is shadowed by others that are looked up first',
  *check({ simulation }) {
    if (simulation === undefined) return
    const { a, b } = simulation
    for (const end of [a, b]) {
      for (const direction of ['out', 'in'] as const) {
        for (const effective of effectiveEntries(end, direction, end === a ? b : a)) {
          const { entry, region, before } = effective
          if (direction === 'in' && entry.direction === 'both') continue
          if (entry.action !== 'protect' || region.length > 0) continue
          if (!before.some((other) => other.action === 'protect' && isInFront(other, entry, end))) continue
          const takers = takersOf(effective)
          const peer = end === a ? b : a
          const elsewhere = takers.every((other) => other.negotiated !== undefined && isInFront(other, entry, end))
          const plans = elsewhere && entry.negotiated !== undefined ? passOver(entry, takers, end) : []
          yield {
            severity: elsewhere && (plans.length > 0 || peer.spd !== undefined) ? 'error' : 'warning',
            certainty: takers.some((other) => isTie(other, entry, end)) ? 'assumed' : 'stated',
            evidence: [entry, ...takers].flatMap((each) => evidenceOf(each, `${end.name}: ${placedText(each)}`)),
            witness: witness(entry.selectors) ?? null,
            flows: flowsThrough(simulation, entry),
            plans,
            data: { end: end.name, entry, takers, elsewhere },
          }
        }
      }
    }
  },
  explain: ({ end, entry, takers, elsewhere }) => ({
    what: `No packet reaches ${placedText(entry)} of ${end}: ${someText(takers)} ${takers.length === 1 ? 'takes' : 'take'} all of them first.`,
    why: elsewhere
      ? `A crypto map is looked up by the numbers of its entries, and the first whose access list permits a packet has it. So ${end} sends these packets to ${peersOf(takers)}, if to anybody, and never begins this tunnel for them. Of two entries the one for fewer addresses needs the lower number, or a line that denies its packets in the list of the other; where both are for the same ones, the entry of the peer that does not have them has to go.`
      : 'Windows looks up the heavier (more specific) filter first, other products take their entries in order, a crypto map by the numbers of its entries. Give the entry a lower number than the one in front, or take its networks out of that. Traffic goes by the entry in front, with its tunnel and its action.',
  }),
  page: {
    text: `All packets of an entry are taken by entries that are looked up before it, so it never decides anything. If the
entry is the one that the other end mirrors, traffic that should use it negotiates something else.`,
    fires: dump(
      PAIR +
        filter('outbound', '10.1.0.0', '10.2.0.0', { tunnel: '198.51.100.7', weight: 9 }) +
        filter('inbound', '10.2.0.0', '10.1.0.0', { weight: 9 }),
    ),
    quiet: dump(PAIR),
  },
})
