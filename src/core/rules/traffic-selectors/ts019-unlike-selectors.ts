import type { Endpoint } from '../../model/endpoint.ts'
import { isFailure } from '../../negotiation/ike/outcome.ts'
import type { QuickMode } from '../../negotiation/quick-modes.ts'
import { flowsThrough, type Simulation } from '../../negotiation/simulate.ts'
import { equalIntervals, isAnyProtocol } from '../../selectors/interval.ts'
import { witness } from '../../selectors/packet.ts'
import { formatSelectors, type SelectorSides } from '../../selectors/traffic-selector.ts'
import { wayFrom } from '../both-ways.ts'
import { libreswanPair } from '../negotiation/examples.ts'
import { type Party, partiesOf } from '../negotiation/failures.ts'
import { modesDiffer } from '../negotiation/md003-mode.ts'
import { placeOf } from '../negotiation/negotiation-rule.ts'
import { changeOf, type PlannedChange, plansOf, selectorPlans } from '../negotiation/plans.ts'
import { diagnostic, type RuleContext } from '../rule.ts'

interface UnlikeSelectors {
  readonly initiator: Endpoint
  readonly responder: Endpoint
  readonly child: string
  /** What each installs, as it sees it. */
  readonly mine: SelectorSides
  readonly theirs: SelectorSides
}

/** What the two ends have written is the same; where it is not, that is told. */
export const unlikeSelectors = diagnostic<UnlikeSelectors>({
  code: 'TS019',
  title: 'Both ends report success, with different selectors',
  *check(context) {
    const { simulation } = context
    if (simulation === undefined) return
    const told = toldEntries(context)
    for (const { entry, outcome } of simulation.quickModes) {
      const sa = outcome?.childSa
      if (outcome === null || sa == null || isFailure(sa) || told.has(entry)) continue
      const [mine, theirs] = [sa.initiator, sa.responder]
      if (textOf(mine) === textOf(mirrored(theirs))) continue
      const flows = lostIn(simulation, { entry, initiator: outcome.initiator })
      const [initiator, responder] = wayFrom(simulation, outcome.initiator)
      const parties = partiesOf(outcome, initiator, responder)
      const [first] = flows
      if (first === undefined || parties === undefined) continue
      // MD003 tells of modes that differ.
      if (mine.mode !== theirs.mode || modesDiffer(parties)) continue
      yield {
        severity: 'error',
        certainty: first.certainty,
        evidence: parties.flatMap(({ end, connection, child }) => [
          ...placeOf(end, connection, child?.local),
          ...placeOf(end, connection, child?.remote),
        ]),
        witness: witness(first.region) ?? null,
        flows,
        plans: [...plansOf(parties.flatMap(withOneProtocol)), ...selectorPlans(parties)],
        data: { initiator, responder, child: outcome.child.name, mine, theirs },
      }
    }
  },
  explain: ({ initiator, responder, child, mine, theirs }) => ({
    what: `When ${initiator.name} begins, ${child} comes up, with ${textOf(mine)} at ${initiator.name} and ${textOf(theirs)} at ${responder.name}, each as it sees it.`,
    why: `What one end sends by its own selectors, the other drops where its own do not hold it, and no log tells. Write the same selectors at both ends, and a protocol on both sides of each.`,
  }),
  page: {
    text: `Some products install what they have written themselves, whatever was agreed on; a protocol that is written on one side alone is then
one for both sides at one end, and none at the other. The tunnel is up, and what it is for is lost on the way.`,
    fires: libreswanPair({ keys: ['rightprotoport=tcp'] }, { keys: ['leftprotoport=tcp'] }),
    quiet: libreswanPair(
      { keys: ['rightprotoport=tcp', 'leftprotoport=tcp'] },
      { keys: ['leftprotoport=tcp', 'rightprotoport=tcp'] },
    ),
  },
})

/** The entries whose selectors differ as they are written. */
function toldEntries({ mismatches }: RuleContext): ReadonlySet<unknown> {
  return new Set(
    mismatches.flatMap(({ all }) =>
      all.flatMap(({ ours, theirs }) => [ours, ...theirs].flatMap((pair) => [pair.out, pair.in])),
    ),
  )
}

function lostIn(simulation: Simulation, { entry, initiator }: Pick<QuickMode, 'entry' | 'initiator'>) {
  return flowsThrough(simulation, entry).filter((flow) => flow.outcome === 'lost' && flow.initiator === initiator)
}

function mirrored({ local, remote }: SelectorSides): SelectorSides {
  return { local: remote, remote: local }
}

/** `10.1.0.0/24 <> 10.2.0.0/24[tcp]` */
function textOf({ local, remote }: SelectorSides): string {
  return `${formatSelectors(local).join(', ')} <> ${formatSelectors(remote).join(', ')}`
}

/** A child that has a protocol on one side alone gets it on both. */
function withOneProtocol(party: Party): PlannedChange[] {
  const { connection, child } = party
  if (child === undefined) return []
  const all = [...child.local.value, ...child.remote.value]
  const named = all.map(({ protocol }) => protocol).filter((protocol) => !isAnyProtocol(protocol))
  const [protocol] = named
  const isOne = protocol !== undefined && named.every((each) => equalIntervals(each, protocol))
  if (!isOne || named.length === all.length) return []
  const [local, remote] = [child.local, child.remote].map(({ value }) => value.map((each) => ({ ...each, protocol })))
  if (local === undefined || remote === undefined) return []
  return [changeOf(party, { kind: 'child-selectors', connection: connection.name, child: child.name, local, remote })]
}
