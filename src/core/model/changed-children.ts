import type { Change } from './change.ts'
import { childrenWith } from './children-with-box.ts'
import type { Endpoint } from './endpoint.ts'
import type { ChildConfig } from './ike-policy.ts'
import { meantOf } from './meant-connections.ts'

/** The children that a change gives other selectors; empty where no child is known to have those that it exchanges. */
export function changedChildren(end: Endpoint, change: Change<'replace' | 'child-selectors'>): readonly ChildConfig[] {
  if (change.kind === 'replace') return childrenWith(end, change.from).map(({ child }) => child)
  const connections = meantOf(end).filter(({ name }) => name === change.connection)
  return connections.flatMap(({ children }) => children.filter(({ name }) => name === change.child))
}

/** Whether routes choose what goes into a tunnel with these children; `undefined` for one that is not known. */
export function areRouted({ vendor }: Endpoint, children: readonly (ChildConfig | undefined)[]): boolean {
  return vendor.routed === true || (children.length > 0 && children.every((child) => child?.routed === true))
}
