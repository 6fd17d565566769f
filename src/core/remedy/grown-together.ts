import type { Change } from '../model/change.ts'
import type { Endpoint } from '../model/endpoint.ts'
import { grouped } from '../model/grouped.ts'
import type { ChildConfig, SelectorTemplate } from '../model/ike-policy.ts'
import type { Simulation } from '../negotiation/simulate.ts'
import { selectorKey } from '../selectors/traffic-selector.ts'
import type { Wanted } from './treatment.ts'

interface SetsLists extends Wanted {
  readonly change: Change<'child-selectors'>
}

/**
 * The same changes, but where several let the lists of one child grow, one that adds what each of them adds: lists are set
 * whole, so that of several the last alone would count.
 */
export function grownTogether({ a, b }: Pick<Simulation, 'a' | 'b'>, wanted: readonly Wanted[]): Wanted[] {
  const byChild = grouped(wanted.filter(setsLists), ({ end, change: { connection, child } }) =>
    JSON.stringify([end, connection, child]),
  )
  const joint = new Map<Wanted, readonly Wanted[]>()
  for (const changes of byChild.values()) {
    const [first, ...more] = changes
    if (first === undefined || more.length === 0) continue
    const child = childOf(first.end === a.label ? a : b, first.change)
    if (child === undefined || !changes.every(({ change }) => grows(child, change))) continue
    joint.set(first, [together(first, changes)])
    for (const other of more) joint.set(other, [])
  }
  return wanted.flatMap((each) => joint.get(each) ?? [each])
}

function setsLists(wanted: Wanted): wanted is SetsLists {
  return wanted.change.kind === 'child-selectors'
}

function childOf({ ike }: Endpoint, change: SetsLists['change']): ChildConfig | undefined {
  const connection = ike?.connections.find(({ name }) => name === change.connection)
  return connection?.children.find(({ name }) => name === change.child)
}

/** Nothing that the child has is left out. */
function grows({ local, remote }: ChildConfig, change: SetsLists['change']): boolean {
  return holds(change.local, local.value) && holds(change.remote, remote.value)
}

function holds(list: readonly SelectorTemplate[], own: readonly SelectorTemplate[]): boolean {
  const known = new Set(list.map(selectorKey))
  return own.every((template) => known.has(selectorKey(template)))
}

function together(first: SetsLists, changes: readonly SetsLists[]): Wanted {
  return {
    end: first.end,
    change: {
      ...first.change,
      local: union(changes.map(({ change }) => change.local)),
      remote: union(changes.map(({ change }) => change.remote)),
    },
    for: [...new Set(changes.flatMap((each) => each.for))],
  }
}

/** Each template once, in the order in which the lists have them. */
function union(lists: readonly (readonly SelectorTemplate[])[]): SelectorTemplate[] {
  const found = new Map<string, SelectorTemplate>()
  for (const template of lists.flat()) if (!found.has(selectorKey(template))) found.set(selectorKey(template), template)
  return [...found.values()]
}
