import { mixFamilies, wholeFamily } from '../../address/address-range.ts'
import { grouped } from '../../model/grouped.ts'
import type { Obstacle } from '../../model/obstacle.ts'
import { remembered, rememberedFor, rememberedOf } from '../../model/remembered.ts'
import { type Box, intersectBoxes, trafficBetween } from '../../selectors/box.ts'
import { hostOf } from './addresses.ts'
import { commandBlock } from './commands.ts'
import { type Configuration, interfacesIn, textOf } from './configuration.ts'
import { byPackets, byRange, uncovered } from './meeting.ts'
import { type Direction, type NewPolicy, newPolicy, wayWords } from './new-policy.ts'
import { namesOf, type Policy, policiesNaming, policiesOf } from './policies.ts'
import type { Tunnel } from './tunnels.ts'

/**
 * Packets that no firewall policy accepts, which FortiOS then drops by its implicit one (administration guide, "Firewall
 * policy"). Of a tunnel by policy the one with `action ipsec` takes them in both ways. What the unit itself sends and
 * gets needs none. Nothing is told where policies were not pasted; one that names what the paste does not tell may accept
 * all, and so may one with a schedule or for some services.
 */
export function notAdmitted(config: Configuration, tunnel: Tunnel, boxes: readonly Box[], nth = 0): Obstacle[] {
  const admission = admissionOf(config, tunnel)
  if (admission === null) return []
  return (['out', 'in'] as const).flatMap((direction) => {
    const { policies, reads, admitting } = admission[direction]
    // Of what is hidden nobody knows whether the addresses that a policy names hold it.
    const lacking = boxes.filter(isTold).flatMap((box) => {
      const allowed = admitting(box)
      const packets = withoutOwnAddresses(config, tunnel.phase1.vdom, box).flatMap((each) => uncovered(each, allowed))
      return packets.length === 0
        ? []
        : [{ packets, total: allowed.length === 0, told: allowed.length > 0 ? packets : [box] }]
    })
    const [first] = lacking.flatMap(({ packets }) => packets)
    if (first === undefined) return []
    const off = policies.find((policy) => !policy.isOn && accepts(policy, tunnel) && covers(policy, reads, first))
    const denied = policies.find((policy) => policy.isOn && policy.action === 'deny' && covers(policy, reads, first))
    const found = {
      direction,
      packets: lacking.flatMap(({ packets }) => packets),
      told: lacking.flatMap(({ told }) => told),
      total: lacking.every(({ total }) => total),
      nth,
    }
    const narrowed = (asked: readonly Box[]) =>
      notAdmitted(config, tunnel, asked, nth).find((each) => each.direction === direction)
    return [{ ...obstacleOf(config, tunnel, { ...found, off, denied }), narrowed }]
  })
}

function isTold({ local, remote }: Box): boolean {
  return local.family !== 'name' && remote.family !== 'name'
}

/** What decides about the packets of a tunnel, each way; it is asked for each new phase 2 of it. */
const admissionOf = remembered((config: Configuration, tunnel: Tunnel) => {
  const all = policiesOf(config, tunnel.phase1.vdom)
  if (all === null) return null
  const names = namesOf(config, tunnel)
  const each = (direction: Direction) => {
    const policies = towards(tunnel, names, all, direction)
    // A policy of a tunnel by policy names the own side first, whichever way packets go.
    const reads = tunnel.isInterface ? direction : 'out'
    return { policies, reads, admitting: byPackets(admitted(policies, reads), (box) => box) } as const
  }
  return { out: each('out'), in: each('in') }
})

/** `out`: towards the tunnel. Of a tunnel by policy those that name it. */
function towards(
  { isInterface, phase1 }: Tunnel,
  names: ReadonlySet<string>,
  policies: readonly Policy[],
  direction: Direction,
): readonly Policy[] {
  if (isInterface) return policiesNaming(policies, direction === 'out' ? 'to' : 'from', names)
  const way = direction === 'out' ? 'outbound' : 'inbound'
  return (policiesByTunnel(policies).get(phase1.name) ?? []).filter(({ object }) => textOf(object, way) !== 'disable')
}

const policiesByTunnel = rememberedOf((policies: readonly Policy[]) =>
  grouped(
    policies.filter(({ action }) => action === 'ipsec'),
    ({ object }) => textOf(object, 'vpntunnel'),
  ),
)

function accepts({ action }: Policy, { isInterface }: Tunnel): boolean {
  return action === (isInterface ? 'accept' : 'ipsec')
}

/** What the policies accept, the first match counting: without what earlier ones deny from whatever interface. */
function admitted(policies: readonly Policy[], direction: Direction): Box[] {
  const ranked = policies
    .filter(({ isOn }) => isOn)
    .map((policy, rank) => ({ policy, rank, boxes: boxesOf(policy, direction) }))
  const denied = byPackets(
    ranked.flatMap(({ policy, rank, boxes }) => (denies(policy) ? boxes.map((box) => ({ policy, rank, box })) : [])),
    ({ box }) => box,
  )
  return ranked.flatMap(({ policy, rank, boxes }) => {
    if (policy.action === 'deny') return []
    return boxes.flatMap((box) => {
      const before = denied(box).filter((each) => each.rank < rank && isBefore(each.policy, policy, direction))
      return uncovered(
        box,
        before.map((each) => each.box),
      )
    })
  })
}

/** One that names what is not told may deny nothing. */
function denies(policy: Policy): boolean {
  return policy.action === 'deny' && policy.source !== null && policy.destination !== null && isForAll(policy)
}

/** It is for every service at any time. */
export function isForAll({ object }: Policy): boolean {
  const services = object.values.get('service')?.words ?? ['ALL']
  return services.includes('ALL') && (textOf(object, 'schedule') ?? 'always') === 'always'
}

/** It denies on the interface that the later one accepts from, or to. */
function isBefore(denying: Policy, accepting: Policy, direction: Direction): boolean {
  const [earlier, later] = direction === 'out' ? [denying.from, accepting.from] : [denying.to, accepting.to]
  return earlier.includes('any') || later.every((name) => earlier.includes(name))
}

const EVERYTHING = [wholeFamily('ipv4'), wholeFamily('ipv6')]

/** What a policy is for, as the gateway sees it; one that names what is not told, for anything. */
export function boxesOf({ source, destination }: Policy, direction: Direction): Box[] {
  const [from, to] = [source ?? EVERYTHING, destination ?? EVERYTHING]
  const [local, remote] = direction === 'out' ? [from, to] : [to, from]
  return local.flatMap((mine) =>
    remote.filter((theirs) => !mixFamilies(mine, theirs)).map((theirs) => trafficBetween(mine, theirs)),
  )
}

function covers(policy: Policy, direction: Direction, packets: Box): boolean {
  return boxesOf(policy, direction).some((box) => intersectBoxes(box, packets) !== undefined)
}

/** A gateway needs no policy for its own packets (FortiOS administration guide, "Local-in policy"). */
function withoutOwnAddresses(config: Configuration, vdom: string | null, box: Box): readonly Box[] {
  const own = ownHosts(config, vdom)(box.local)
  return uncovered(
    box,
    own.map((host) => ({ ...box, local: host })),
  )
}

const ownHosts = rememberedFor(
  (vdom: string | null) => JSON.stringify(vdom),
  (config: Configuration, vdom) =>
    byRange(
      interfacesIn(config, vdom).flatMap((object) => hostOf(object.values.get('ip')) ?? []),
      (host) => host,
    ),
)

interface Found extends Pick<NewPolicy, 'direction' | 'denied' | 'nth'> {
  readonly packets: readonly Box[]
  /** The same without the gaps that the gateway's own addresses make. */
  readonly told: readonly Box[]
  /** None of them is accepted, nor any other of the same phase 2. */
  readonly total: boolean
  readonly off: Policy | undefined
}

function obstacleOf(config: Configuration, tunnel: Tunnel, found: Found): Obstacle {
  const { direction, packets, told, total, off, denied, nth } = found
  const why =
    off !== undefined
      ? `the policy ${idOf(off)} that would is disabled`
      : denied !== undefined
        ? `the policy ${idOf(denied)} denies them`
        : 'the implicit policy drops them'
  return {
    kind: 'not-admitted',
    direction,
    packets,
    ...(total && { total: true as const }),
    packet: 'dropped',
    connection: tunnel.connection.name,
    say: `No firewall policy accepts packets ${wayWords(tunnel, direction, told)}: ${why}.`,
    spans: [
      ...(off === undefined ? [] : [off.object.values.get('status')?.span ?? off.span]),
      ...(denied === undefined ? [] : [denied.span]),
      tunnel.phase1.span,
    ],
    steps: [
      off === undefined ? newPolicy(config, tunnel, { direction, packets: told, denied, nth }) : switchOn(tunnel, off),
    ],
  }
}

/** `5`, or `5 ("to the internet")`. */
export function idOf({ object }: Policy): string {
  const name = textOf(object, 'name')
  return name === undefined ? object.name : `${object.name} ("${name}")`
}

function switchOn({ phase1 }: Tunnel, { object }: Policy): Obstacle['steps'][number] {
  const run = commandBlock(phase1.vdom, [{ table: object.table, name: object.name, lines: ['set status enable'] }])
  return { say: `Enable the firewall policy ${object.name}.`, run }
}
