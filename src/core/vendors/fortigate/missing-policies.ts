import { type AddressRange, containsRange, formatHost, wholeFamily } from '../../address/address-range.ts'
import { isProblem } from '../../address/parse-address.ts'
import type { Obstacle } from '../../model/obstacle.ts'
import { type Box, intersectBoxes, trafficBetween } from '../../selectors/box.ts'
import { addressCommands } from './address-lists.ts'
import { hostOf, subnetOf } from './addresses.ts'
import { commandBlock, type ObjectCommands, quoted } from './commands.ts'
import { type Configuration, objectsIn, textOf } from './configuration.ts'
import { namesOf, type Policy, policiesOf } from './policies.ts'
import type { Tunnel } from './tunnels.ts'
import { uncovered } from './uncovered.ts'

/**
 * Packets that no firewall policy accepts, which FortiOS then drops by its implicit one (administration guide, "Firewall
 * policy"). Of a tunnel by policy the one with `action ipsec` takes them in both ways. What the unit itself sends and
 * gets needs none. Nothing is told where policies were not pasted; one that names what the paste does not tell may accept
 * all, and so may one with a schedule or for some services.
 */
export function notAdmitted(config: Configuration, tunnel: Tunnel, boxes: readonly Box[]): Obstacle[] {
  const policies = policiesOf(config, tunnel.phase1.vdom)
  if (policies === null) return []
  const others = withoutOwnAddresses(config, boxes)
  return (['out', 'in'] as const).flatMap((direction) => {
    const towards = policies.filter((policy) => isOfTunnel(config, tunnel, policy, direction))
    // A policy of a tunnel by policy names the own side first, whichever way packets go.
    const reads = tunnel.isInterface ? direction : 'out'
    const packets = uncovered(others, admitted(towards, reads))
    const [first] = packets
    if (first === undefined) return []
    const off = towards.find((policy) => !policy.isOn && accepts(policy, tunnel) && covers(policy, reads, first))
    const denied = towards.find((policy) => policy.isOn && policy.action === 'deny' && covers(policy, reads, first))
    return [obstacleOf(config, tunnel, { direction, packets, off, denied })]
  })
}

type Direction = 'out' | 'in'

/** `out`: towards the tunnel. Of a tunnel by policy those that name it. */
function isOfTunnel(
  config: Configuration,
  tunnel: Tunnel,
  { to, from, object, action }: Policy,
  direction: Direction,
): boolean {
  if (!tunnel.isInterface) {
    const way = direction === 'out' ? 'outbound' : 'inbound'
    return action === 'ipsec' && textOf(object, 'vpntunnel') === tunnel.phase1.name && textOf(object, way) !== 'disable'
  }
  const names = namesOf(config, tunnel)
  return (direction === 'out' ? to : from).some((name) => names.has(name))
}

function accepts({ action }: Policy, { isInterface }: Tunnel): boolean {
  return action === (isInterface ? 'accept' : 'ipsec')
}

/** What the policies accept, the first match counting: without what earlier ones deny from whatever interface. */
function admitted(policies: readonly Policy[], direction: Direction): Box[] {
  const allowed: Box[] = []
  const denied: { readonly policy: Policy; readonly boxes: readonly Box[] }[] = []
  for (const policy of policies.filter(({ isOn }) => isOn)) {
    const boxes = boxesOf(policy, direction)
    if (policy.action === 'deny') {
      // One that names what is not told may deny nothing.
      if (policy.source !== null && policy.destination !== null && isForAll(policy)) denied.push({ policy, boxes })
      continue
    }
    const before = denied.filter((earlier) => isBefore(earlier.policy, policy, direction)).flatMap((each) => each.boxes)
    allowed.push(...(before.length === 0 ? boxes : uncovered(boxes, before)))
  }
  return allowed
}

/** It denies every service at any time. */
function isForAll({ object }: Policy): boolean {
  const services = object.values.get('service')?.words.map(({ text }) => text) ?? ['ALL']
  return services.includes('ALL') && (textOf(object, 'schedule') ?? 'always') === 'always'
}

/** It denies on the interface that the later one accepts from, or to. */
function isBefore(denying: Policy, accepting: Policy, direction: Direction): boolean {
  const [earlier, later] = direction === 'out' ? [denying.from, accepting.from] : [denying.to, accepting.to]
  return earlier.includes('any') || later.every((name) => earlier.includes(name))
}

const EVERYTHING = [wholeFamily('ipv4'), wholeFamily('ipv6')]

function boxesOf({ source, destination }: Policy, direction: Direction): Box[] {
  const [from, to] = [source ?? EVERYTHING, destination ?? EVERYTHING]
  const [local, remote] = direction === 'out' ? [from, to] : [to, from]
  return local.flatMap((mine) =>
    remote.filter(({ family }) => family === mine.family).map((theirs) => trafficBetween(mine, theirs)),
  )
}

function covers(policy: Policy, direction: Direction, packets: Box): boolean {
  return boxesOf(policy, direction).some((box) => intersectBoxes(box, packets) !== undefined)
}

/** A gateway needs no policy for its own packets (FortiOS administration guide, "Local-in policy"). */
function withoutOwnAddresses(config: Configuration, boxes: readonly Box[]): readonly Box[] {
  const own = objectsIn(config, 'system interface').flatMap((object) => hostOf(object.values.get('ip')) ?? [])
  return uncovered(
    boxes,
    boxes.flatMap((box) => own.map((host) => ({ ...box, local: host }))),
  )
}

interface Found {
  readonly direction: Direction
  readonly packets: readonly Box[]
  readonly off: Policy | undefined
  readonly denied: Policy | undefined
}

function obstacleOf(config: Configuration, tunnel: Tunnel, { direction, packets, off, denied }: Found): Obstacle {
  const { name } = tunnel.phase1
  const [first] = packets
  const which =
    first === undefined
      ? ''
      : `${formatHost(direction === 'out' ? first.local : first.remote)} to ${formatHost(direction === 'out' ? first.remote : first.local)}`
  const way = direction === 'out' ? `into "${name}"` : `out of "${name}"`
  const why =
    off !== undefined
      ? `the policy ${idOf(off)} that would is disabled`
      : denied !== undefined
        ? `the policy ${idOf(denied)} denies them`
        : 'so that the implicit policy drops them'
  return {
    kind: 'not-admitted',
    direction,
    packets,
    packet: 'dropped',
    connection: tunnel.connection.name,
    say: `No firewall policy accepts packets from ${which} ${way}: ${why}.`,
    spans: [
      ...(off === undefined ? [] : [off.object.values.get('status')?.span ?? off.span]),
      ...(denied === undefined ? [] : [denied.span]),
      tunnel.phase1.span,
    ],
    steps: [off === undefined ? newPolicy(config, tunnel, direction, packets, denied) : switchOn(tunnel, off)],
  }
}

function idOf({ object }: Policy): string {
  const name = textOf(object, 'name')
  return name === undefined ? object.name : `${object.name} ("${name}")`
}

function switchOn({ phase1 }: Tunnel, { object }: Policy): Obstacle['steps'][number] {
  const run = commandBlock(phase1.vdom, [{ table: object.table, name: object.name, lines: ['set status enable'] }])
  return { say: `Enable the firewall policy ${object.name}.`, run }
}

/** A policy for these packets, with address objects of its own. */
function newPolicy(
  config: Configuration,
  tunnel: Tunnel,
  direction: Direction,
  packets: readonly Box[],
  denied: Policy | undefined,
): Obstacle['steps'][number] {
  const { name, vdom } = tunnel.phase1
  const [locals, remotes] = [objectsFor(packets.map((box) => box.local)), objectsFor(packets.map((box) => box.remote))]
  const inside = insideOf(config, tunnel, packets)
  const [from, to] = direction === 'out' ? [inside, name] : [name, inside]
  const [source, destination] = direction === 'out' ? [locals, remotes] : [remotes, locals]
  const members = (objects: readonly ObjectCommands[]) =>
    objects.length === 0 ? '"all"' : objects.map((object) => quoted(object.name ?? '')).join(' ')
  const lines = [
    `set name ${quoted(`${direction === 'out' ? 'to' : 'from'} ${name}`.slice(0, 35))}`,
    `set srcintf ${quoted(tunnel.isInterface ? from : inside)}`,
    `set dstintf ${quoted(tunnel.isInterface ? to : (textOf(tunnel.phase1, 'interface') ?? 'any'))}`,
    `set srcaddr ${members(tunnel.isInterface ? source : locals)}`,
    `set dstaddr ${members(tunnel.isInterface ? destination : remotes)}`,
    ...(tunnel.isInterface
      ? ['set action accept']
      : ['set action ipsec', `set vpntunnel ${quoted(name)}`, 'set inbound enable', 'set outbound enable']),
    'set schedule "always"',
    'set service "ALL"',
  ]
  const where = denied === undefined ? '' : `, in front of the policy ${denied.object.name}`
  const run = commandBlock(vdom, [...locals, ...remotes, { table: 'firewall policy', name: null, lines }])
  return { say: `Add a firewall policy that accepts them${where}.`, run }
}

/** Address objects for what is no whole family. */
function objectsFor(ranges: readonly AddressRange[]): ObjectCommands[] {
  const found = new Map<string, ObjectCommands>()
  for (const range of ranges) {
    const text = formatHost(range)
    if (!EVERYTHING.some((whole) => whole.family === range.family && containsRange(range, whole)))
      found.set(text, addressCommands(`net_${text.replace('/', '_')}`, range))
  }
  return [...found.values()]
}

/** The interface behind which the own network is; any where that is not told. */
function insideOf(config: Configuration, { phase1 }: Tunnel, packets: readonly Box[]): string {
  const behind = objectsIn(config, 'system interface').find((object) => {
    const network = object.values.has('ip') ? subnetOf(object.values.get('ip'), 'ipv4') : null
    if (network === null || isProblem(network) || object.name === textOf(phase1, 'interface')) return false
    return packets.every((box) => containsRange(network, box.local))
  })
  return behind?.name ?? 'any'
}
