import type { ChildSettings, IkeConnection, IkePolicy, Proposal } from '../ike-policy.ts'
import { defaulted } from '../setting.ts'

/**
 * A policy with the peer's proposals, and its exchange, in the place of those that were not pasted: what nobody shows is taken to agree, and
 * asked for. `theirs`: the peer's connections that are meant for this end.
 */
export function withUntoldProposals(policy: IkePolicy, theirs: readonly IkeConnection[]): IkePolicy {
  if (!policy.connections.some(isUntold)) return policy
  const ofIke = theirs.flatMap(({ proposals, proposalsUntold }) => (proposalsUntold ? [] : proposals.value))
  const ofChildren = theirs.flatMap((connection) => {
    const { children, childUntold } = connection
    return [...children, ...(childUntold === undefined ? [] : [childUntold])].flatMap((child) =>
      child.proposalsUntold ? [] : offeredFor(child, connection),
    )
  })
  const connections = policy.connections.map((connection) => ({
    ...connection,
    ...(connection.proposalsUntold && { proposals: taken(ofIke, NOBODYS_IKE) }),
    ...(connection.exchangeUntold && exchangeOf(theirs)),
    children: connection.children.map(told),
    ...(connection.childUntold && { childUntold: told(connection.childUntold) }),
  }))
  return { ...policy, connections }

  function told<T extends ChildSettings>(child: T): T {
    return child.proposalsUntold ? { ...child, proposals: taken(ofChildren, NOBODYS_ESP) } : child
  }
}

/** Nothing where they do not agree on one. */
function exchangeOf(theirs: readonly IkeConnection[]): Partial<Pick<IkeConnection, 'exchange'>> {
  const [first, ...more] = theirs.filter(({ exchangeUntold }) => !exchangeUntold).map(({ exchange }) => exchange.value)
  if (first === undefined || more.some((other) => other !== first)) return {}
  return { exchange: defaulted(first, "the peer's, since the own one was not pasted") }
}

/** The groups of the IKE SA are those of a child that has perfect forward secrecy and names none. */
function offeredFor({ proposals, pfs }: ChildSettings, connection: IkeConnection): readonly Proposal[] {
  if (pfs.value !== 'ike-group') return proposals.value
  const groups = [...new Set(connection.proposals.value.flatMap(({ ke }) => ke))]
  return proposals.value.map((proposal) => (proposal.ke.length > 0 ? proposal : { ...proposal, ke: groups }))
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
