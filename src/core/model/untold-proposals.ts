import type { IkeConnection, IkePolicy, Proposal } from './ike-policy.ts'
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
    children: connection.children.map((child) =>
      child.proposalsUntold ? { ...child, proposals: taken(ofChildren) } : child,
    ),
  }))
  return { ...policy, connections }
}

function isUntold({ proposalsUntold, children }: IkeConnection): boolean {
  return proposalsUntold === true || children.some((child) => child.proposalsUntold)
}

function taken(proposals: readonly Proposal[]) {
  return defaulted(proposals, "the peer's proposals, since the own ones were not pasted")
}
