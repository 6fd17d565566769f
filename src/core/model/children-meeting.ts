import { type AddressRange, between } from '../address/address-range.ts'
import type { Box } from '../selectors/box.ts'
import { type BoxIndex, buildBoxIndex } from '../selectors/box-index.ts'
import type { Interval } from '../selectors/interval.ts'
import { type Selector, type SelectorSides, sidesKey } from '../selectors/traffic-selector.ts'
import type { Hosts } from './ike-daemon.ts'
import type { ChildConfig, IkeConnection } from './ike-policy.ts'
import { remembered, rememberedOf } from './remembered.ts'
import { selectorSides } from './resolve-selectors.ts'

/** A child of a connection. */
export interface ChildOf {
  readonly connection: IkeConnection
  readonly config: ChildConfig
  /** It is looked at though another one before it is for the very same, such as one of which copies are made. */
  readonly isOfItsOwn?: boolean
}

/** A child, and its selectors between two hosts. */
export interface Candidate extends ChildOf {
  readonly own: SelectorSides
}

/** The children of a connection, the same list each time. */
export const childrenOf = rememberedOf((connection: IkeConnection): readonly ChildOf[] =>
  connection.children.map((config) => ({ connection, config })),
)

/** Those of several connections, in their order. */
export const childrenOfAll = rememberedOf((connections: readonly IkeConnection[]): readonly ChildOf[] =>
  connections.flatMap(childrenOf),
)

/**
 * The children of a list that may answer an offer, in their order: at least all that have packets in common with it on
 * both sides, and all that there are where the offer names none on one side; but of those that answer alike the first. Thousands
 * of children are not walked through for each of them, so that the list has to be the same one each time.
 */
export function childrenMeeting(
  children: readonly ChildOf[],
  offered: SelectorSides,
  hosts: Hosts,
): readonly Candidate[] {
  const { all, index, owners } = childrenBetween(children)(hosts.own, hosts.peer)
  const pairs = offered.local.length * offered.remote.length
  if (pairs === 0 || pairs >= all.length) return all
  const found = new Set<number>()
  for (const local of offered.local) {
    for (const remote of offered.remote) {
      for (const at of index.overlapping(boxAround(local, remote))) found.add(owners[at] ?? 0)
    }
  }
  return [...found].toSorted((a, b) => a - b).flatMap((at) => all[at] ?? [])
}

interface Children {
  readonly all: readonly Candidate[]
  /** Boxes around the selectors of each child. */
  readonly index: BoxIndex
  /** Of each box the position of its child. */
  readonly owners: readonly number[]
}

const childrenBetween = rememberedOf((children: readonly ChildOf[]) =>
  remembered((own: AddressRange, peer: AddressRange): Children => {
    const hosts = { own, peer }
    const all = firstsAlike(children.map((child) => ({ ...child, own: selectorSides(child.config, hosts) })))
    const boxes = all.flatMap((candidate, owner) => boxesAround(candidate, hosts).map((box) => ({ owner, box })))
    return { all, index: buildBoxIndex(boxes.map(({ box }) => box)), owners: boxes.map(({ owner }) => owner) }
  }),
)

/** Without those that are for the same as one before them, and that take the same of an offer. */
function firstsAlike(candidates: readonly Candidate[]): readonly Candidate[] {
  const known = new Set<string>()
  return candidates.filter(({ connection, config, own, isOfItsOwn }) => {
    if (isOfItsOwn === true || config.except !== undefined) return true
    const { mode, proxies, onlyBegins, label, narrows } = config
    const key = `${connection.initiates.value} ${mode.value} ${proxies} ${onlyBegins} ${label?.value} ${narrows.value} ${sidesKey(own)}`
    const isNew = !known.has(key)
    known.add(key)
    return isNew
  })
}

/** So many pairs of the selectors of one child have a box each. */
const PAIRS = 64

/**
 * Boxes that hold all that a child has: one of each pair of its selectors, or of long lists no more than the selectors of the
 * longer one. In transport mode the hosts may stand in the place of what was configured.
 */
function boxesAround({ config, own: { local, remote } }: Candidate, hosts: Hosts): Box[] {
  const inTransport = config.mode.value === 'transport'
  const ours = inTransport ? [...local, ...placedAt(local, hosts.own)] : local
  const theirs = inTransport ? [...remote, ...placedAt(remote, hosts.peer)] : remote
  if (ours.length * theirs.length <= PAIRS) return boxesBetween(ours, theirs)
  return ours.length < theirs.length ? boxesBetween(around(ours), theirs) : boxesBetween(ours, around(theirs))
}

function boxesBetween(ours: readonly Selector[], theirs: readonly Selector[]): Box[] {
  return ours.flatMap((mine) => theirs.map((other) => boxAround(mine, other)))
}

function placedAt(selectors: readonly Selector[], addresses: AddressRange): Selector[] {
  return selectors.map((selector) => ({ ...selector, addresses }))
}

/** One selector of each family, around all of them. */
function around(selectors: readonly Selector[]): Selector[] {
  const found = new Map<AddressRange['family'], Selector>()
  for (const selector of selectors) {
    const { family } = selector.addresses
    const known = found.get(family)
    found.set(family, known === undefined ? selector : spanning(known, selector))
  }
  return [...found.values()]
}

function spanning(a: Selector, b: Selector): Selector {
  const { family, from, to } = a.addresses
  const other = b.addresses
  return {
    addresses: between(family, other.from < from ? other.from : from, other.to > to ? other.to : to),
    protocol: spanningInterval(a.protocol, b.protocol),
    ports: spanningInterval(a.ports, b.ports),
  }
}

function spanningInterval(a: Interval, b: Interval): Interval {
  return { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) }
}

/** A selector of each side may name a protocol of its own. */
function boxAround(local: Selector, remote: Selector): Box {
  return {
    local: local.addresses,
    remote: remote.addresses,
    protocol: spanningInterval(local.protocol, remote.protocol),
    localPort: local.ports,
    remotePort: remote.ports,
  }
}
