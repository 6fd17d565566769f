import { rangeKey } from '../../address/address-range.ts'
import type { PairHosts } from '../hosts.ts'
import { hasWildcard } from '../identity.ts'
import type { AuthRound, ChildConfig, IkeConnection, Proposal, SelectorTemplate } from '../ike-policy.ts'
import {
  type AskedFor,
  type AskedSelectors,
  isOfIke,
  type LoggedAttempt,
  type OfferedAttributes,
  type OfferedProposals,
} from '../logged-attempt.ts'
import { prfOf } from '../prf-of.ts'
import { defaulted, type Setting, type Stated, stated } from '../setting.ts'

/** The connections of an end as its peer has them, with what that asked for by the log. `hosts`: as the end sees them. */
export function asAsked(
  connections: readonly IkeConnection[],
  { span, version, asked }: LoggedAttempt,
  hosts: Pick<PairHosts, 'own' | 'peer'>,
): readonly IkeConnection[] {
  const { kind } = asked
  const like = connections.findIndex(({ children }) => kind === 'selectors' && children.some(hasOneSideOf(asked)))
  return connections.map((connection, at) => {
    const { name, initiates, exchange, childless, local, remote, children, lifetime, ports } = connection
    return {
      name,
      span,
      initiates: taken({ value: version ?? initiates.value }),
      accepts: [version ?? initiates.value],
      exchange: taken(exchange),
      childless: taken(childless),
      localAddresses: taken({ value: [hosts.peer] }),
      remoteAddresses: taken({ value: [hosts.own] }),
      ...(ports && { ports: { own: ports.peer, peer: ports.own } }),
      ...(kind === 'proposals' && isOfIke(asked)
        ? { proposals: asked.offered }
        : kind === 'attributes'
          ? { proposals: withAttributes(connection.proposals.value, asked) }
          : { proposals: taken(connection.proposals), proposalsUntold: true as const }),
      ...identities(local, remote, asked),
      virtualAddresses: [],
      pools: [],
      children:
        kind === 'selectors' && at === Math.max(like, 0)
          ? withSelectors(
              children.map((child) => ({ ...mirrored(child), ...UNTOLD })),
              asked,
            )
          : children.map((child) => ({ ...mirrored(child), ...(offered(child, asked, version) ?? UNTOLD) })),
      lifetime,
    }
  })
}

/** In IKEv1 the pseudo-random function is that of the hash (RFC 2409 4). A key length that is not logged is the one that this end has. */
function withAttributes(ours: readonly Proposal[], { offered, span }: OfferedAttributes): Stated<readonly Proposal[]> {
  const known = new Set(ours.flatMap(({ encryption }) => encryption))
  const alike = offered.encryption.filter((name) => known.has(name))
  const [encryption, { integrity, ke }] = [alike.length > 0 ? alike : offered.encryption, offered]
  const value = ours.map((proposal) => ({
    ...proposal,
    ...(encryption.length > 0 && { encryption }),
    ...(integrity.length > 0 && { integrity, prf: integrity.map(prfOf) }),
    ...(ke.length > 0 && { ke }),
  }))
  return stated(value, span)
}

/** What nothing was pasted of. */
function taken<T>({ value }: Pick<Setting<T>, 'value'>): Setting<T> {
  return defaulted(value, 'taken to be as the other end has it, since nothing of it was pasted')
}

/** Whom it shows and whom it wants: what the log says, or else whoever is expected of it, and whom it would see. */
function identities(
  local: readonly AuthRound[],
  remote: readonly AuthRound[],
  asked: AskedFor,
): Pick<IkeConnection, 'local' | 'remote'> {
  const shown = remote.map((round, at): AuthRound => {
    if (at === 0 && asked.kind === 'identity') return { ...round, id: asked.shown }
    return round.id !== undefined && hasWildcard(round.id.value) ? { ...round, id: undefined } : round
  })
  const wanted = asked.kind === 'identity' ? asked.wanted : null
  return { local: shown, remote: local.map((round, at) => (at === 0 && wanted ? { ...round, id: wanted } : round)) }
}

function mirrored(child: ChildConfig): ChildConfig {
  const { local, remote, except, ...settings } = child
  return {
    ...settings,
    local: taken(remote),
    remote: taken(local),
    ...(except && { except: except.map((pair) => ({ local: pair.remote, remote: pair.local })) }),
    waits: false,
    trapped: true,
  }
}

const UNTOLD = { proposalsUntold: true } as const

/** What the log tells of the proposals of a child; `undefined` where it tells nothing. */
function offered(
  child: ChildConfig,
  asked: AskedFor,
  version: LoggedAttempt['version'],
): Pick<ChildConfig, 'proposals' | 'pfs'> | undefined {
  const { proposals, pfs } = child
  if (asked.kind === 'no group') {
    const without = proposals.value.map((proposal) => ({ ...proposal, ke: [] }))
    return { proposals: stated(without, asked.span), pfs: stated('as proposed', asked.span) }
  }
  return asked.kind !== 'proposals' || isOfIke(asked)
    ? undefined
    : { proposals: withGroups(asked, proposals.value, version), pfs }
}

/** In IKE_AUTH no group is offered for the child (RFC 7296 1.2): which it has for its rekeys, the log does not tell. */
function withGroups(
  { offered, accepted }: OfferedProposals,
  ours: readonly Proposal[],
  version: LoggedAttempt['version'],
): Stated<readonly Proposal[]> {
  const isTold = version === 1 || [...offered.value, ...(accepted ?? [])].some(({ ke }) => ke.length > 0)
  const groups = [...new Set(ours.flatMap(({ ke }) => ke))]
  return isTold ? offered : { ...offered, value: offered.value.map((proposal) => ({ ...proposal, ke: groups })) }
}

/** The child that it asked for has the networks that the log tells; where none is like it, it is one more. */
function withSelectors(children: readonly ChildConfig[], { own, peer }: AskedSelectors): readonly ChildConfig[] {
  const like = children.findIndex(hasOneSideOf({ kind: 'selectors', own: peer, peer: own }))
  const at = like < 0 && children.length > 1 ? children.length : Math.max(like, 0)
  const model = children[at] ?? children[0]
  if (model === undefined) return children
  const { except: _, ...child } = model
  return [...children.slice(0, at), { ...child, local: peer, remote: own }, ...children.slice(at + 1)]
}

/** On one side it has just the networks that are asked for there, so that the other side is what differs. */
function hasOneSideOf(asked: AskedFor): (child: ChildConfig) => boolean {
  return ({ local, remote }) =>
    asked.kind === 'selectors' && (areSame(local.value, asked.own.value) || areSame(remote.value, asked.peer.value))
}

function areSame(some: readonly SelectorTemplate[], others: readonly SelectorTemplate[]): boolean {
  const key = ({ addresses }: SelectorTemplate) => (addresses === 'dynamic' ? addresses : rangeKey(addresses))
  return some.map(key).toSorted().join(' ') === others.map(key).toSorted().join(' ')
}
