import { prefixLength } from '../../address/address-range.ts'
import { type Candidate, type ChildOf, childrenMeeting } from '../../model/children-meeting.ts'
import type { Reason } from '../../model/failure-reason.ts'
import { ownIdentity } from '../../model/identity.ts'
import type {
  ChildExchange,
  ChildMatch,
  ChildOffer,
  Hosts,
  IkeDaemon,
  InstalledChild,
  OfferContext,
} from '../../model/ike-daemon.ts'
import type { ChildConfig, IkeConnection, IkePolicy, IkeVersion, Proposal } from '../../model/ike-policy.ts'
import { hostsKey } from '../../model/ike-requests.ts'
import { rememberedFor, rememberedOf } from '../../model/remembered.ts'
import { selectorSides } from '../../model/resolve-selectors.ts'
import { ANY_PORT, equalIntervals, isAnyPort, isAnyProtocol } from '../../selectors/interval.ts'
import { equalSelectors, type Selector, type SelectorSides } from '../../selectors/traffic-selector.ts'
import { hostPairs } from './find-connections.ts'
import { type FittingPair, fitPair, isBetter } from './fit-selectors.ts'
import { peerIdentity, sameIdentity } from './peer-identity.ts'
import { ACCEPTED_WITHOUT_AH, ACCEPTED_WITHOUT_ESP } from './proposals.ts'

/** Each child has one pair of selectors, and offers it; one that narrows is a template, which waits for no packet. */
export function offerSelectors(child: ChildConfig, { hosts, packet }: OfferContext): SelectorSides {
  return packet !== null && child.narrows.value ? { local: [], remote: [] } : selectorSides(child, hosts)
}

interface Refined {
  readonly policy: IkePolicy
  readonly version: IkeVersion
  readonly hosts: Hosts
}

/** The connections for the same hosts and identities as that of the IKE SA. */
const connectionsFor = rememberedFor(
  ({ version, hosts }: Refined) => `${version} ${hostsKey(hosts)}`,
  (sa: IkeConnection, { policy, version, hosts }: Refined): IkeConnection[] => {
    const self = ownIdentity(sa.local, hosts.own)
    const peer = peerIdentity(sa, hosts)
    return hostPairs(policy, { version, hosts })
      .filter((connection) => sameIdentity(ownIdentity(connection.local, hosts.own), self))
      .filter((connection) => {
        const expected = peerIdentity(connection, hosts)
        return connection === sa || expected === undefined || (peer !== undefined && sameIdentity(expected, peer))
      })
  },
)

/** Each child is a connection of its own to pluto, and of those added by hand the last one comes first. */
function inOrder<T>({ addedByHand }: IkeConnection, children: readonly T[]): readonly T[] {
  return addedByHand === true ? children.toReversed() : children
}

/** Their children in that order. Of one that narrows there may be a copy, whatever the others are for. */
const childrenInOrder = rememberedOf((connections: readonly IkeConnection[]): readonly ChildOf[] =>
  connections.flatMap((connection) =>
    inOrder(
      connection,
      connection.children.map((config) => ({ connection, config, isOfItsOwn: config.narrows.value })),
    ),
  ),
)

export function findChild(
  policy: IkePolicy,
  connection: IkeConnection,
  offer: ChildOffer,
  hosts: Hosts,
): ChildMatch | undefined {
  const connections = connectionsFor(connection, { policy, version: offer.version, hosts })
  const candidates = childrenMeeting(childrenInOrder(connections), offer.selectors, hosts).filter(
    ({ config: { label } }) => label?.value === offer.label,
  )
  const [config] = connections.includes(connection) ? inOrder(connection, connection.children) : []
  const ofIke = config && { connection, config, own: selectorSides(config, hosts) }
  const found = offer.version === 1 ? findQuickMode(candidates, ofIke, offer) : findChildSa(candidates, ofIke, offer)
  if (found === undefined || agreeMode(found.config, offer) !== 'transport') return found
  const { agreed, answered = agreed } = found
  return { ...found, agreed: { ...agreed, remote: ofHost(agreed.remote, hosts.peer) }, answered }
}

/** In transport mode the policy in the kernel is for the peer itself, whatever network was agreed. */
function ofHost(remote: readonly Selector[], peer: Hosts['peer']): Selector[] {
  return remote.map((selector) => ({ ...selector, addresses: peer }))
}

/**
 * Quick mode: exactly the own networks and protocol, and the own port or one of all. pluto installs what it has itself
 * and answers with what was offered. To a peer behind a NAT it takes the child of the IKE SA where none fits, whatever was
 * offered: it means to help hosts in transport mode, and does not look at the mode (measured).
 */
function findQuickMode(
  candidates: readonly Candidate[],
  ofIke: Candidate | undefined,
  { selectors, throughNat }: ChildOffer,
): ChildMatch | undefined {
  const found =
    candidates.find(({ own }) => fits(own.local, selectors.local) && fits(own.remote, selectors.remote)) ??
    (throughNat === true ? ofIke : undefined)
  return found && { ...found, agreed: found.own, answered: selectors }
}

function fits([own]: readonly Selector[], [offered]: readonly Selector[]): boolean {
  if (own === undefined || offered === undefined) return false
  return (
    equalSelectors({ ...own, ports: offered.ports }, offered) &&
    (equalIntervals(own.ports, offered.ports) || isAnyPort(own.ports))
  )
}

/**
 * IKEv2 (RFC 7296 2.9): without `narrowing=yes` an offered pair has to be exactly the own one. With it, the own pair may hold
 * the offered one, and the connection is copied for what is left of it; such a copy, which the IKE SA has too, is for an
 * offered pair that holds its own. The longest prefix wins, and of equal ones a copy (its source, and measured).
 */
function findChildSa(
  candidates: readonly Candidate[],
  ofIke: Candidate | undefined,
  { selectors: offered, earlier }: ChildOffer,
): ChildMatch | undefined {
  // It reads networks only, and at most fifteen of them on each side.
  const all = [...offered.local, ...offered.remote]
  if (Math.max(offered.local.length, offered.remote.length) > 15) return undefined
  if (all.some(({ addresses }) => addresses.family !== 'name' && prefixLength(addresses) === undefined))
    return undefined
  const fitting = [
    ...copiesOf(candidates, ofIke, earlier).map((candidate) => ({ candidate, fit: 'within' as const })),
    ...candidates.map(
      (candidate) => ({ candidate, fit: candidate.config.narrows.value ? 'around' : 'equal' }) as const,
    ),
  ]
  let best: { readonly candidate: Candidate; readonly pair: FittingPair } | undefined
  for (const { candidate, fit } of fitting) {
    const pair = fitPair(candidate.own, offered, fit)
    if (pair !== undefined && (best === undefined || isBetter(pair, best.pair))) best = { candidate, pair }
  }
  return best && { ...best.candidate, agreed: best.pair.selectors }
}

/** The copies of connections that narrow: those of the children before, the last one first, and that of the IKE SA. */
function copiesOf(
  candidates: readonly Candidate[],
  ofIke: Candidate | undefined,
  earlier: ChildOffer['earlier'],
): readonly Candidate[] {
  // What a copy has lies within what its connection has, so that the copies of other candidates are no matter.
  const narrowing = candidates.map(({ config }) => config).filter(({ narrows }) => narrows.value)
  const ofChildren = narrowing.length === 0 ? [] : (earlier?.as(narrowing) ?? [])
  return [
    ...ofChildren.toReversed().map(({ connection, config, agreed }) => ({ connection, config, own: agreed })),
    ...(ofIke?.config.narrows.value === true ? [ofIke] : []),
  ]
}

/** In IKEv2 an end that wants transport mode refuses tunnel mode; in IKEv1 each end takes its own mode. */
export function agreeMode(own: ChildConfig, offer: ChildOffer): InstalledChild['mode'] | undefined {
  const mode = modeOf(own)
  return offer.version === 2 && mode === 'transport' && offer.mode !== 'transport' ? undefined : mode
}

function modeOf({ mode }: ChildConfig): InstalledChild['mode'] {
  return mode.value === 'transport' ? 'transport' : 'tunnel'
}

/**
 * Quick mode: only a port that was changed is refused; changed networks are not, and the own ones are installed. IKEv2:
 * with `narrowing=yes` the best answer within the own pair, else exactly that.
 */
export function takeAnswer(
  own: ChildConfig,
  offer: ChildOffer,
  answer: InstalledChild,
  { hosts, purpose }: Parameters<IkeDaemon['takeAnswer']>[3],
): InstalledChild | Reason {
  const mode = modeOf(own)
  if (offer.version === 1) {
    const [[local], [remote]] = [answer.local, answer.remote]
    const [[ours], [theirs]] = [offer.selectors.local, offer.selectors.remote]
    const same =
      ours &&
      theirs &&
      local &&
      remote &&
      equalIntervals(ours.ports, local.ports) &&
      equalIntervals(theirs.ports, remote.ports)
    return same ? installed(offer.selectors, mode, hosts) : 'selectors'
  }
  // Of the mode of a further child it takes what comes.
  if (mode === 'transport' && answer.mode !== 'transport' && purpose === 'first') return 'mode'
  const pair = fitPair(offer.selectors, answer, own.narrows.value ? 'around' : 'equal', 'initiator')
  return pair === undefined ? 'selectors' : installed(pair.selectors, answer.mode, hosts)
}

/** The kernel gets the protocol of the own side for both, and without one no port either. */
function installed(
  { local, remote: agreed }: SelectorSides,
  mode: InstalledChild['mode'],
  { peer }: Hosts,
): InstalledChild {
  const remote = mode === 'transport' ? ofHost(agreed, peer) : agreed
  const [own] = local
  if (own === undefined) return { mode, local, remote }
  const { protocol } = own
  return {
    mode,
    local,
    remote: remote.map((each) => ({ ...each, protocol, ports: isAnyProtocol(protocol) ? ANY_PORT : each.ports })),
  }
}

/** IKEv1 names one algorithm of each kind in a proposal; pluto sends every combination, in its order. */
export function offerIke(
  proposals: readonly Proposal[],
  version: IkeVersion,
  exchange: IkeConnection['exchange']['value'],
): readonly Proposal[] {
  if (version === 2) return proposals
  const all = proposals.flatMap(combinations)
  return exchange === 'aggressive' ? ofOneGroup(all) : all
}

/**
 * Aggressive mode has one group. With another one pluto drops the proposals before it, "in the hopes of selecting DH 2 or DH 5"; once it
 * has such a group, it leaves those with others out (measured).
 */
function ofOneGroup(proposals: readonly Proposal[]): readonly Proposal[] {
  let kept: Proposal[] = []
  for (const proposal of proposals) {
    const [known, group] = [kept[0]?.ke[0], proposal.ke[0]]
    if (known === group) kept.push(proposal)
    else if (known !== 'MODP_1024' && known !== 'MODP_1536') kept = [proposal]
  }
  return kept
}

/**
 * A further child of IKEv2 has the groups of its proposals, and without any, with `pfs=yes`, that of the IKE SA; so has its
 * rekey. That of the child of IKE_AUTH always has the group of the IKE SA (measured). Quick mode has one group for all: the first of the proposals, else that of the IKE SA.
 */
export function offerChild({ proposals, pfs }: ChildConfig, exchange: ChildExchange): readonly Proposal[] {
  const { version, purpose, made, ikeGroup } = exchange
  const ofIke = pfs.value === 'ike-group' && ikeGroup !== null ? [ikeGroup] : []
  if (version === 1) {
    const named = proposals.value[0]?.ke.slice(0, 1) ?? []
    return proposals.value.flatMap(combinations).map((each) => ({ ...each, ke: named.length > 0 ? named : ofIke }))
  }
  const hasOwn = purpose !== 'rekey' || made === 'further'
  return proposals.value.map((each) => (each.ke.length > 0 && hasOwn ? each : { ...each, ke: ofIke }))
}

/** In quick mode any group is good, and with `pfs=yes` there has to be one. */
export function acceptChild(
  child: ChildConfig,
  exchange: ChildExchange,
  offered: readonly Proposal[],
): readonly Proposal[] {
  if (exchange.version === 2) return offerChild(child, exchange)
  const groups = offered.flatMap(({ ke }) => ke)
  const any = groups.length > 0 || child.pfs.value === 'as proposed'
  return acceptedInQuickMode(child.proposals).map((each) => ({
    ...each,
    ke: any ? groups : [exchange.ikeGroup ?? 'NONE'],
  }))
}

/** Of their key length it says "IKEv1 key-length attribute without encryption algorithm", and refuses all of the message (measured). */
const UNREADABLE = /^(?:BLOWFISH|CAST|SERPENT|TWOFISH)_/

/** What stands in front of the first cipher that it does not know. */
export function readable(offered: readonly Proposal[]): readonly Proposal[] {
  const end = offered.findIndex(({ encryption }) => encryption.some((name) => UNREADABLE.test(name)))
  return end === -1 ? offered : offered.slice(0, end)
}

/** Whoever sets no algorithms takes all, though he offers few. */
function acceptedInQuickMode({ origin, value }: ChildConfig['proposals']): readonly Proposal[] {
  if (origin !== 'default') return value
  return value[0]?.protocol === 'ah' ? ACCEPTED_WITHOUT_AH : ACCEPTED_WITHOUT_ESP
}

function combinations(proposal: Proposal): Proposal[] {
  const { encryption, integrity, prf, ke } = proposal
  return oneOf(encryption).flatMap((cipher) =>
    oneOf(integrity).flatMap((hash) =>
      oneOf(prf).flatMap((random) =>
        oneOf(ke).map((group) => ({ ...proposal, encryption: cipher, integrity: hash, prf: random, ke: group })),
      ),
    ),
  )
}

/** A kind that is not part of the proposal stays out of each combination. */
function oneOf(algorithms: readonly string[]): (readonly string[])[] {
  return algorithms.length === 0 ? [[]] : algorithms.map((algorithm) => [algorithm])
}
