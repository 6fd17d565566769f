import type { ChildSettings, IkeConnection, IkePolicy, Proposal } from './ike-policy.ts'
import { defaulted } from './setting.ts'

/**
 * A policy with the peer's proposals in the place of those that were not pasted: what nobody shows is taken to agree, and
 * asked for. `theirs`: the peer's connections that are meant for this end.
 */
export function withUntoldProposals(policy: IkePolicy, theirs: readonly IkeConnection[]): IkePolicy {
  if (!policy.connections.some(isUntold)) return policy
  const ofIke = theirs.flatMap(({ proposals }) => proposals.value)
  const ofChildren = theirs.flatMap(({ children }) => children.flatMap(({ proposals }) => proposals.value))
  const connections = policy.connections.map((connection) => ({
    ...connection,
    ...(connection.proposalsUntold && { proposals: taken(ofIke) }),
    children: connection.children.map(told),
    ...(connection.childUntold && { childUntold: told(connection.childUntold) }),
  }))
  return { ...policy, connections }

  function told<T extends ChildSettings>(child: T): T {
    return child.proposalsUntold ? { ...child, proposals: taken(ofChildren) } : child
  }
}

function isUntold({ proposalsUntold, children, childUntold }: IkeConnection): boolean {
  return [proposalsUntold, childUntold?.proposalsUntold, ...children.map((child) => child.proposalsUntold)].includes(
    true,
  )
}

function taken(proposals: readonly Proposal[]) {
  return defaulted(proposals, "the peer's proposals, since the own ones were not pasted")
}
