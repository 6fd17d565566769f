import { type AddressRange, equalRanges } from '../../address/address-range.ts'
import type { SelectorTemplate } from '../../model/ike-policy.ts'
import type { MismatchGroup } from '../../negotiation/mismatches.ts'
import { quickModeOf, type Simulation } from '../../negotiation/simulate.ts'
import { type Party, partiesOf } from '../negotiation/failures.ts'
import { changeOf, plansOf, versionPlans } from '../negotiation/plans.ts'
import type { Plan } from '../rule.ts'
import { splitPlans } from './split-plans.ts'

/**
 * Both children get the lists that the two have together, as mirror images: what one end names and the other lacks is
 * added, and nothing is taken away. Quick mode carries one pair of a list alone, so that this takes IKEv2.
 */
export function unionPlans({ ours }: MismatchGroup, simulation: Simulation): Plan[] {
  const outcome = quickModeOf(simulation, ours.out ?? ours.in)?.outcome
  const peer = ours.end === simulation.a ? simulation.b : simulation.a
  const parties = outcome == null ? undefined : partiesOf(outcome, ours.end, peer)
  if (outcome == null || parties === undefined) return []
  const [mine, theirs] = parties
  const changes = [...grown(mine, theirs), ...grown(theirs, mine)]
  const version = outcome.version === 1 ? versionPlans(parties).flatMap((plan) => plan.changes) : []
  return changes.length === 0 ? [] : plansOf([...changes, ...version])
}

function grown(party: Party, other: Party) {
  const { child, connection } = party
  if (child === undefined || other.child === undefined || child.mode.value !== 'tunnel') return []
  const local = union(child.local.value, other.child.remote.value, party.host)
  const remote = union(child.remote.value, other.child.local.value, other.host)
  if (local.length === child.local.value.length && remote.length === child.remote.value.length) return []
  return [changeOf(party, { kind: 'child-selectors', connection: connection.name, child: child.name, local, remote })]
}

/** The own ones in their order, then those of the mirror image that are missing; `host` is what `dynamic` stands for. */
function union(
  own: readonly SelectorTemplate[],
  mirrored: readonly SelectorTemplate[],
  host: AddressRange,
): readonly SelectorTemplate[] {
  const missing = mirrored.filter((theirs) => !own.some((mine) => isSame(mine, theirs, host)))
  return [...own, ...missing.map((template) => ({ ...template, span: null }))]
}

function isSame(a: SelectorTemplate, b: SelectorTemplate, host: AddressRange): boolean {
  const [one, other] = [a, b].map(({ addresses }) => (addresses === 'dynamic' ? host : addresses))
  return (
    one !== undefined &&
    other !== undefined &&
    equalRanges(one, other) &&
    a.protocol.from === b.protocol.from &&
    a.protocol.to === b.protocol.to &&
    a.ports.from === b.ports.from &&
    a.ports.to === b.ports.to
  )
}

/** In IKEv2 a list is the natural place for one network more; in IKEv1, and with a product of pairs, a child of its own is. */
export function withUnion(plans: readonly Plan[], mismatch: MismatchGroup, simulation: Simulation): Plan[] {
  const version = (mismatch.ours.out ?? mismatch.ours.in)?.negotiated?.connection.initiates.value
  if (version === undefined) return [...plans]
  const inPairs = [simulation.a, simulation.b].some(({ vendor }) => vendor.onePairEach === true)
  const union = inPairs ? [] : unionPlans(mismatch, simulation)
  const split = splitPlans(mismatch, simulation)
  return version === 1 ? [...plans, ...union, ...split] : [...union, ...plans, ...split]
}
