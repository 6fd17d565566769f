import type { ChildSettings, IkeConnection, IkePolicy, Proposal } from '../ike-policy.ts'
import { defaulted } from '../setting.ts'

/**
 * A policy with the peer's proposals in the place of those that were not pasted: what nobody shows is taken to agree, and
 * asked for. `theirs`: the peer's connections that are meant for this end.
 */
export function withUntoldProposals(policy: IkePolicy, theirs: readonly IkeConnection[]): IkePolicy {
  if (!policy.connections.some(isUntold)) return policy
  const ofIke = theirs.flatMap(({ proposals, proposalsUntold }) => (proposalsUntold ? [] : proposals.value))
  const ofChildren = theirs.flatMap(({ children, childUntold }) =>
    [...children, ...(childUntold === undefined ? [] : [childUntold])].flatMap(({ proposals, proposalsUntold }) =>
      proposalsUntold ? [] : proposals.value,
    ),
  )
  const connections = policy.connections.map((connection) => ({
    ...connection,
    ...(connection.proposalsUntold && { proposals: taken(ofIke, NOBODYS_IKE) }),
    children: connection.children.map(told),
    ...(connection.childUntold && { childUntold: told(connection.childUntold) }),
  }))
  return { ...policy, connections }

  function told<T extends ChildSettings>(child: T): T {
    return child.proposalsUntold ? { ...child, proposals: taken(ofChildren, NOBODYS_ESP) } : child
  }
}

function isUntold({ proposalsUntold, children, childUntold }: IkeConnection): boolean {
  return [proposalsUntold, childUntold?.proposalsUntold, ...children.map((child) => child.proposalsUntold)].includes(
    true,
  )
}

function taken(proposals: readonly Proposal[], nobodys: Proposal) {
  return proposals.length > 0
    ? defaulted(proposals, "the peer's proposals, since the own ones were not pasted")
    : defaulted([nobodys], 'a proposal that both ends have, since neither shows its own')
}

/** Where neither end shows its proposals, both have the same one, whichever it is. */
const NOBODYS_IKE: Proposal = {
  protocol: 'ike',
  encryption: ['AES_CBC_256'],
  integrity: ['HMAC_SHA2_256_128'],
  prf: ['PRF_HMAC_SHA2_256'],
  ke: ['MODP_2048'],
  esn: [],
}
const NOBODYS_ESP: Proposal = { ...NOBODYS_IKE, protocol: 'esp', prf: [], ke: [], esn: ['NO_EXT_SEQ'] }
