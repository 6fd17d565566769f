import { type AddressRange, containsRange, equalRanges, formatHost } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { ChildConfig, SelectorTemplate } from '../../model/ike-policy.ts'
import type { Obstacle } from '../../model/obstacle.ts'
import type { DialectStep } from '../../model/vendor.ts'
import { type Box, isUnrestrictedBox, trafficBetween } from '../../selectors/box.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../selectors/interval.ts'
import { pairWords } from '../box-words.ts'
import { listCommands } from './address-lists.ts'
import { commandBlock, type ObjectCommands, quoted } from './commands.ts'
import type { ConfigObject } from './config-tree.ts'
import { hasTable } from './configuration.ts'
import { type DialectSource, phase1Of, type Target, tunnelOf } from './dialect-targets.ts'
import { uncovered } from './meeting.ts'
import { notAdmitted } from './missing-policies.ts'
import { routeCommands } from './routes.ts'
import { atEnd } from './setting-lines.ts'
import type { Phase2, Tunnel } from './tunnels.ts'
import { serviceLines, sideLines } from './words.ts'

/**
 * A new phase 2 with the settings of the one that is there, and the route that leads to it. Of several that are new in `after` each has
 * a name of its own: what is entered under the name of another takes its place.
 */
export function cover(source: DialectSource, end: Endpoint, box: Box, after: Endpoint): DialectStep[] {
  const tunnel = tunnelOf(source, end, null)
  const target = phase1Of(source, end, null)
  const table = target.table.replace('phase1', 'phase2')
  const model = tunnel?.phases2[0]
  const nth = placeAmongNew(end, after, tunnel?.connection.name, box)
  const name = freeName(tunnel, model, target.name, nth)
  const lines = [
    `set phase1name ${quoted(target.name)}`,
    ...copied(model),
    ...sideLines('src', box.local),
    ...sideLines('dst', box.remote),
    ...serviceLines(box),
  ]
  const objects: ObjectCommands[] = [{ table, name, lines }]
  return [
    {
      say: `On ${end.name}, add a phase 2 to "${target.name}" for ${pairWords(box)}.`,
      run: commandBlock(target.vdom, objects),
    },
    ...accessSteps(source, end, null, [box], nth),
  ]
}

/** How many of the children that are new stand before the one for a box. */
function placeAmongNew(before: Endpoint, after: Endpoint, connection: string | undefined, box: Box): number {
  const childrenOf = ({ ike }: Endpoint) => ike?.connections.find(({ name }) => name === connection)?.children ?? []
  const known = new Set(childrenOf(before).map(({ name }) => name))
  const fresh = childrenOf(after).filter(({ name }) => !known.has(name))
  const isFor = ({ local, remote }: ChildConfig) =>
    boxesOf(local.value, remote.value).some(
      (each) => equalRanges(each.local, box.local) && equalRanges(each.remote, box.remote),
    )
  return Math.max(0, fresh.findIndex(isFor))
}

/** What a new phase 2 has of the one beside it: all but its networks and its name. */
function copied(model: Phase2 | undefined): string[] {
  if (model === undefined) return []
  const kept = [
    'proposal',
    'pfs',
    'dhgrp',
    'keylife-type',
    'keylifeseconds',
    'keylifekbs',
    'replay',
    'auto-negotiate',
    'keepalive',
  ]
  return kept.flatMap((key) => {
    const value = model.object.values.get(key)
    return value === undefined ? [] : [`set ${key} ${value.words.join(' ')}`]
  })
}

/** The free name that `nth` others stand before. */
function freeName(tunnel: Tunnel | undefined, model: Phase2 | undefined, connection: string, nth: number): string {
  const taken = new Set((tunnel?.phases2 ?? []).map(({ object }) => object.name))
  const stem = model?.object.name || connection
  let number = 2
  for (let left = nth; taken.has(`${stem}-${number}`) || left > 0; number += 1)
    if (!taken.has(`${stem}-${number}`)) left -= 1
  return `${stem}-${number}`
}

/**
 * What packets need beside a phase 2: a route into the tunnel and policies, as far as the pasted ones do not serve; where
 * no routes were pasted, a reminder. `nth`: so many other steps make policies beside.
 */
export function accessSteps(
  source: DialectSource,
  end: Endpoint,
  connection: string | null,
  boxes: readonly Box[],
  nth = 0,
): DialectStep[] {
  const tunnel = tunnelOf(source, end, connection)
  const { config } = source
  if (tunnel?.isInterface === false) return []
  const { name, vdom } = phase1Of(source, end, connection)
  const isPasted = config !== null && hasTable(config, 'router static', vdom)
  const ranges = boxes
    .map((box) => box.remote)
    .filter((range) => isPasted || tunnel === undefined || !isCovered(tunnel, range))
  const objects = routeCommands(config, tunnel ?? null, name, ranges)
  const known = isPasted ? '' : ', unless a route leads there already'
  const words = ranges.map(formatHost).join(', ')
  const route: DialectStep[] =
    objects.length === 0
      ? []
      : [
          {
            say: `On ${end.name}, route ${words} into "${name}"${known}.${ownPackets(tunnel, ranges)}`,
            run: commandBlock(vdom, objects),
          },
        ]
  const lacking = config === null || tunnel === undefined ? [] : notAdmitted(config, tunnel, boxes, nth)
  // Of a phase 2 for everything, the policies that there are tell what it is for.
  const admission = lacking.filter(
    (each) => (each.total === true || !boxes.every(isUnrestrictedBox)) && !isToldAlready(end, each),
  )
  return [...route, ...admission.flatMap(({ steps }) => steps.map((step) => atEnd(end, step)))]
}

/** What is lacking for packets that are protected already is an obstacle by itself, with a step of its own. */
function isToldAlready({ obstacles = [] }: Endpoint, { kind, direction, connection, packets }: Obstacle): boolean {
  const known = obstacles
    .filter((each) => each.kind === kind && each.direction === direction && each.connection === connection)
    .flatMap((each) => each.packets)
  return packets.every((box) => uncovered(box, known).length === 0)
}

/**
 * A route to the peer's own address leads its traffic into the tunnel; the tunnel's own packets leave by the physical
 * interface that phase 1 names (FortiGate administration guide 3.0 MR4, "Overview of IPSec interface mode").
 */
function ownPackets(tunnel: Tunnel | undefined, ranges: readonly AddressRange[]): string {
  const peers = tunnel?.connection.remoteAddresses.value ?? []
  if (!ranges.some((range) => peers.some((peer) => containsRange(range, peer)))) return ''
  const bound = tunnel?.phase1.values.get('interface')?.words[0] ?? 'the interface of phase 1'
  return ` The tunnel's own packets to the peer go on leaving by ${bound}, to which it is bound.`
}

/** Where no routes were pasted, they are taken to lead to what the tunnel is for already. */
function isCovered({ connection }: Tunnel, range: AddressRange): boolean {
  return connection.children.some(({ remote }) =>
    remote.value.some(({ addresses }) => addresses !== 'dynamic' && containsRange(addresses, range)),
  )
}

/** Every local network with every remote one. */
export function boxesOf(local: readonly SelectorTemplate[], remote: readonly SelectorTemplate[]): Box[] {
  return local.flatMap((mine) =>
    remote.flatMap((theirs) =>
      mine.addresses === 'dynamic' || theirs.addresses === 'dynamic'
        ? []
        : [trafficBetween(mine.addresses, theirs.addresses)],
    ),
  )
}

/** One pair stands in the phase 2 itself; lists need address groups. */
export function selectorCommands(
  target: Target,
  known: ConfigObject | undefined,
  local: ChildConfig['local']['value'],
  remote: ChildConfig['remote']['value'],
): ObjectCommands[] {
  const groups = [
    listCommands(`${target.name}_local`, 'src', local, known),
    listCommands(`${target.name}_remote`, 'dst', remote, known),
  ]
  const [first] = local
  const [second] = remote
  const service = {
    protocol: narrower(first?.protocol, second?.protocol),
    localPort: first?.ports ?? ANY_PORT,
    remotePort: second?.ports ?? ANY_PORT,
  }
  const lines = [...groups.flatMap((group) => group.lines), ...serviceLines(service, known)]
  return [...groups.flatMap((group) => group.objects), { table: target.table, name: target.name, lines }]
}

/** A side that names no protocol has that of the other. */
function narrower(one: Box['protocol'] = ANY_PROTOCOL, other: Box['protocol'] = ANY_PROTOCOL): Box['protocol'] {
  return one.to - one.from <= other.to - other.from ? one : other
}
