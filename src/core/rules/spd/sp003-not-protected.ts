import { containsRange, isUnrestricted } from '../../address/address-range.ts'
import type { SpdEntry } from '../../model/spd-entry.ts'
import { flowsThrough } from '../../negotiation/simulate.ts'
import { effectiveEntries } from '../../negotiation/spd-lookup.ts'
import { intersectBoxes } from '../../selectors/box.ts'
import { witness } from '../../selectors/packet.ts'
import { diagnostic } from '../rule.ts'
import { entryText, evidenceOf } from '../wording.ts'
import { dump, filter, PAIR } from './examples.ts'

interface InFront {
  readonly end: string
  readonly entry: SpdEntry
  readonly front: SpdEntry
}

/** A bypass or discard entry takes packets away from a tunnel. */
export const notProtected = diagnostic<InFront>({
  code: 'SP003',
  title: 'A permit or block entry stands in front of the tunnel',
  *check({ simulation }) {
    if (simulation === undefined) return
    const { a, b } = simulation
    for (const end of [a, b]) {
      for (const direction of ['out', 'in'] as const) {
        for (const { entry, before } of effectiveEntries(end, direction, end === a ? b : a)) {
          if (entry.action !== 'protect') continue
          for (const front of before.filter((other) => other.action !== 'protect')) {
            const taken = front.selectors.flatMap((box) =>
              entry.selectors.flatMap((mine) => intersectBoxes(box, mine) ?? []),
            )
            const within = isWithinOwn(front, entry)
            yield {
              severity: within ? 'info' : 'error',
              certainty: 'stated',
              evidence: [front, entry].flatMap((each) => evidenceOf(each, `${end.name}: ${entryText(each)}`)),
              witness: witness(taken) ?? null,
              flows: flowsThrough(simulation, front),
              plans: front.selectors
                .slice(0, within ? 0 : 1)
                .map((box) => ({ changes: [{ end: end.label, change: { kind: 'remove', entry: front.id, box } }] })),
              data: { end: end.name, entry, front },
            }
          }
        }
      }
    }
  },
  explain: ({ end, entry, front }) => ({
    what: `On ${end}, ${entryText(front)} ${front.action === 'bypass' ? 'lets through in clear' : 'drops'} packets that ${entryText(entry)} should protect, and is looked up first.`,
    why: isWithinOwn(front, entry)
      ? 'Both sides of it are of the same network, whose hosts reach each other without the gateway. That is how a network is kept out of a tunnel to a wider one, and is right where these addresses are at this end alone.'
      : front.action === 'bypass'
        ? 'These packets leave outside the tunnel, in clear; the other end, which expects them protected, drops them.'
        : 'These packets are dropped before IPsec sees them.',
  }),
  page: {
    text: `Permit (BYPASS) and block (DISCARD) entries are part of the same list as the tunnel's (PROTECT) entries. One that
is looked up first, on Windows the more specific one, takes its packets away from the tunnel.`,
    fires: dump(
      PAIR + filter('outbound', '10.1.0.9', '10.2.0.9', { action: 'Permit', mask: '255.255.255.255', tunnel: 'none' }),
    ),
    quiet: dump(PAIR),
  },
})

/**
 * It lets a network of the tunnel's own side speak to itself, though the tunnel is to a wider network and would have its packets. One
 * that is wider than that side is for others as well.
 */
function isWithinOwn({ action, selectors }: SpdEntry, tunnel: SpdEntry): boolean {
  return (
    action === 'bypass' &&
    selectors.every(
      ({ local, remote }) =>
        containsRange(local, remote) &&
        !isUnrestricted(local) &&
        tunnel.selectors.some((own) => containsRange(own.local, local)),
    )
  )
}
