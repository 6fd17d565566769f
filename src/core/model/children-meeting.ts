import type { AddressRange } from '../address/address-range.ts'
import { type Box, trafficBetween } from '../selectors/box.ts'
import { type BoxIndex, buildBoxIndex } from '../selectors/box-index.ts'
import type { Selector, SelectorSides } from '../selectors/traffic-selector.ts'
import type { Hosts } from './ike-daemon.ts'
import type { ChildConfig, IkeConnection } from './ike-policy.ts'
import { remembered, rememberedOf } from './remembered.ts'
import { selectorSides } from './resolve-selectors.ts'

/** A child of a connection, and its selectors between two hosts. */
export interface Candidate {
  readonly connection: IkeConnection
  readonly config: ChildConfig
  readonly own: SelectorSides
}

/**
 * The children of a connection that may answer an offer, in their order: at least all that have addresses in common with it on
 * both sides, and all that there are where the offer names none on one side. Connections with thousands of children are not
 * walked through for each of them.
 */
export function childrenMeeting(connection: IkeConnection, offered: SelectorSides, hosts: Hosts): readonly Candidate[] {
  const { all, index, owners } = childrenBetween(connection)(hosts.own, hosts.peer)
  const pairs = offered.local.length * offered.remote.length
  if (pairs === 0 || pairs >= all.length) return all
  const found = new Set<number>()
  for (const { addresses: local } of offered.local) {
    for (const { addresses: remote } of offered.remote) {
      for (const at of index.overlapping(trafficBetween(local, remote))) found.add(owners[at] ?? 0)
    }
  }
  return [...found].toSorted((a, b) => a - b).flatMap((at) => all[at] ?? [])
}

interface Children {
  readonly all: readonly Candidate[]
  /** Boxes around the addresses of each child. */
  readonly index: BoxIndex
  /** Of each box the position of its child. */
  readonly owners: readonly number[]
}

const childrenBetween = rememberedOf((connection: IkeConnection) =>
  remembered((own: AddressRange, peer: AddressRange): Children => {
    const hosts = { own, peer }
    const all = connection.children.map((config) => ({ connection, config, own: selectorSides(config, hosts) }))
    const boxes = all.flatMap((candidate, owner) => boxesAround(candidate, hosts).map((box) => ({ owner, box })))
    return { all, index: buildBoxIndex(boxes.map(({ box }) => box)), owners: boxes.map(({ owner }) => owner) }
  }),
)

/** In transport mode the hosts may stand in the place of what was configured. */
function boxesAround({ config, own: { local, remote } }: Candidate, hosts: Hosts): Box[] {
  const [self, peer] = config.mode.value === 'transport' ? [[hosts.own], [hosts.peer]] : [[], []]
  const theirs = rangesAround([...addressesOf(remote), ...peer])
  return rangesAround([...addressesOf(local), ...self]).flatMap((mine) =>
    theirs.map((other) => trafficBetween(mine, other)),
  )
}

function addressesOf(selectors: readonly Selector[]): AddressRange[] {
  return selectors.map(({ addresses }) => addresses)
}

/** One range of each family, around all of it. */
function rangesAround(ranges: readonly AddressRange[]): AddressRange[] {
  const around = new Map<AddressRange['family'], AddressRange>()
  for (const range of ranges) {
    const { family, from, to } = around.get(range.family) ?? range
    around.set(family, { family, from: range.from < from ? range.from : from, to: range.to > to ? range.to : to })
  }
  return [...around.values()]
}
