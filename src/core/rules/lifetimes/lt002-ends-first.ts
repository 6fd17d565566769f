import { pair } from '../negotiation/examples.ts'
import { diagnostic } from '../rule.ts'
import { secondsText } from '../wording.ts'
import { type LifetimeGap, lifetimeGaps } from './lifetime-gaps.ts'

/** The SA is lost for a moment each time, and for good where nothing brings it up again. */
export const endsFirst = diagnostic<LifetimeGap>({
  code: 'LT002',
  title: 'An SA ends before it is renewed',
  *check({ simulation }) {
    const told = new Set<string>()
    for (const gap of simulation === undefined ? [] : lifetimeGaps(simulation)) {
      const { end, connection, child, endsAfter, lifetime, span } = gap
      const key = `${end.label} ${connection} ${child}`
      if (told.has(key)) continue
      told.add(key)
      const rekey = { from: Math.floor(endsAfter * 0.8), to: Math.floor(endsAfter * 0.9) }
      yield {
        severity: 'warning',
        certainty: 'stated',
        evidence: [{ span, label: `${end.name}: ${child ?? connection}` }],
        witness: null,
        flows: [],
        plans: [
          {
            changes: [
              {
                end: end.label,
                change: { kind: 'lifetime', connection, child, lifetime: { ...lifetime, rekey, end: endsAfter } },
              },
            ],
          },
        ],
        data: gap,
      }
    }
  },
  explain: ({ end, connection, child, endsAfter, renewedAfter }) => ({
    what: `${end.name} gives the ${child === null ? `IKE SA of ${connection}` : `child SA ${child}`} up after ${secondsText(endsAfter)}, and ${renewedAfter === Infinity ? 'neither end renews it' : `the first renewal comes after ${secondsText(renewedAfter)}`}.`,
    why: `An SA that ends without a successor takes its traffic with it until something brings the tunnel up again. The renewal must come first, with some time to spare: strongSwan renews at a tenth before the end where nothing else is said.`,
  }),
  page: {
    text: `Each end has its own lifetimes and tells the other nothing about them (RFC 7296 2.8). Whoever is first renews the SA, or ends it;
where the shorter life is shorter than both renewals, the tunnel drops at that time, again and again.`,
    fires: pair(
      { child: 'rekey_time = 4h\n        life_time = 1h' },
      { child: 'rekey_time = 4h\n        life_time = 5h' },
    ),
    quiet: pair({ child: 'rekey_time = 1h' }, { child: 'rekey_time = 4h' }),
  },
})
