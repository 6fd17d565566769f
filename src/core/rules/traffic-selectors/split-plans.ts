import { type AddressRange, equalRanges, rangeKey } from '../../address/address-range.ts'
import type { ChildConfig, IkeConnection, SelectorTemplate } from '../../model/ike-policy.ts'
import { rememberedFor } from '../../model/remembered.ts'
import type { MismatchGroup } from '../../negotiation/mismatches.ts'
import { quickModeOf, type Simulation } from '../../negotiation/simulate.ts'
import { type Box, boxKey, mirrorBox } from '../../selectors/box.ts'
import { type Party, partiesOf } from '../negotiation/failures.ts'
import { changeOf, plansOf } from '../negotiation/plans.ts'
import type { Plan } from '../rule.ts'

/** More children than this are better written by hand. */
const MOST = 8

/**
 * Both ends get a child for each pair of selectors: what either protects already, none is taken away. An end that answers
 * a list with one pair of it then still brings all of them up.
 */
export function splitPlans({ ours }: MismatchGroup, simulation: Simulation): Plan[] {
  const outcome = quickModeOf(simulation, ours.out ?? ours.in)?.outcome
  const peer = ours.end === simulation.a ? simulation.b : simulation.a
  const parties = outcome == null ? undefined : partiesOf(outcome, ours.end, peer)
  return parties === undefined ? [] : pairsPlans(parties)
}

/** The same for two connections of which one proposes what the other does not take. */
export function pairsPlans([mine, theirs]: readonly [Party, Party]): Plan[] {
  if (![mine, theirs].some(({ end }) => end.vendor.selectorRule.rule === 'exact')) return []
  const own = pairsOf(mine)
  // A single pair that says nothing, such as any with any, stays as it is.
  const others = pairsOf(theirs) ?? (theirs.child === undefined || isList(theirs.child) ? undefined : [])
  if (own === undefined || others === undefined || own.length + others.length > MOST) return []
  return plansOf([...split(mine, own, others), ...split(theirs, others, own)])
}

/** The end whose child has lists gets a child for each of its pairs. */
export function ownPairsPlans(party: Party): Plan[] {
  const own = pairsOf(party)
  return own === undefined || own.length > MOST ? [] : plansOf(split(party, own, []))
}

/** What a list holds behind its first pair, and what only the peer has, becomes a child of its own. */
function split(party: Party, own: readonly Box[], others: readonly Box[]) {
  const { child, connection, host } = party
  const [local, remote] = [child?.local.value[0], child?.remote.value[0]]
  if (child === undefined || local === undefined || remote === undefined) return []
  const kept = ofChildrenWithOne(connection, host)
  // The child keeps the first of its own.
  const taken = new Set(keysOf(child, host).slice(0, 1))
  const missing = [...own, ...others.map(mirrorBox)].filter((box) => {
    const key = boxKey(box)
    return !kept.has(key) && !taken.has(key) && taken.add(key)
  })
  const covers = missing.map((box) => changeOf(party, { kind: 'cover', box, alone: true }))
  if (!isList(child)) return covers
  const at = { connection: connection.name, child: child.name }
  return [changeOf(party, { kind: 'child-selectors', ...at, local: [local], remote: [remote] }), ...covers]
}

/** The pairs of selectors that children of a connection have, each alone. */
const ofChildrenWithOne = rememberedFor(
  rangeKey,
  ({ children }: IkeConnection, host): ReadonlySet<string> =>
    new Set(children.flatMap((child) => (isList(child) ? [] : keysOf(child, host)))),
)

function keysOf(child: ChildConfig, host: AddressRange): string[] {
  return (boxesOf(child, host) ?? []).map(boxKey)
}

function isList({ local, remote }: ChildConfig): boolean {
  return local.value.length * remote.value.length > 1
}

/** All pairs of the child that is meant; `undefined` where no single pair says what it protects. */
function pairsOf({ child, host }: Party): readonly Box[] | undefined {
  return child === undefined || child.mode.value !== 'tunnel' ? undefined : boxesOf(child, host)
}

function boxesOf({ local, remote }: ChildConfig, host: AddressRange): readonly Box[] | undefined {
  const boxes = local.value.flatMap((mine) => remote.value.map((theirs) => boxOf(mine, theirs, host)))
  const known = boxes.filter((box) => box !== undefined)
  return known.length === boxes.length ? known : undefined
}

function boxOf(mine: SelectorTemplate, theirs: SelectorTemplate, host: AddressRange): Box | undefined {
  if (mine.protocol.from !== theirs.protocol.from || mine.protocol.to !== theirs.protocol.to) return undefined
  if (theirs.addresses === 'dynamic') return undefined
  const local = mine.addresses === 'dynamic' ? host : mine.addresses
  if (local.family !== theirs.addresses.family || equalRanges(local, theirs.addresses)) return undefined
  const { protocol, ports: localPort } = mine
  return { local, remote: theirs.addresses, protocol, localPort, remotePort: theirs.ports }
}
