import { type AddressRange, equalRanges, point, wholeFamily } from '../../address/address-range.ts'
import type { Obstacle } from '../../model/obstacle.ts'
import { ANY_PORT, ANY_PROTOCOL, type Box, intersectBoxes, subtractBoxes, trafficBetween } from '../../selectors/box.ts'
import type { Acl } from './access-lists.ts'
import { aclMode, aclTerms, putFirst } from './acl-commands.ts'
import { configure } from './command-block.ts'
import { appliedTo, type IosTunnel } from './connections.ts'
import type { NatRule } from './interfaces.ts'
import type { IosConfig } from './ios-config.ts'
import { protectedBoxes } from './protected-boxes.ts'
import { pairWords } from './selector-steps.ts'

/** A list that leaves more pieces than this is not followed. */
const PIECES = 256

/**
 * Packets from inside that NAT changes before a crypto map sees them (Cisco document 6209, "NAT Order of Operation": NAT
 * inside to outside comes before encryption). Only where the map is applied to an interface of `ip nat outside`.
 */
export function natObstacles(config: IosConfig, tunnels: readonly IosTunnel[]): Obstacle[] {
  const taken = new Map<string, number>()
  return config.nat.flatMap((rule) =>
    tunnels.flatMap((tunnel) => (leavesByNat(config, tunnel) ? obstaclesOf(config, rule, tunnel, taken) : [])),
  )
}

function leavesByNat(config: IosConfig, { place }: IosTunnel): boolean {
  return 'map' in place && appliedTo(config, place.map.name).some(({ nat }) => nat?.value === 'outside')
}

/** `taken`: how many lines earlier steps put in front of each list. */
function obstaclesOf(config: IosConfig, rule: NatRule, tunnel: IosTunnel, taken: Map<string, number>): Obstacle[] {
  const lists = listsOf(config, rule)
  const covered = protectedBoxes(tunnel)
  // Packets for the peer itself are what a tunnel with it may have to cover as well.
  const peer = tunnel.peer?.value
  const beside = peer === undefined ? [] : covered.map(({ local }) => trafficBetween(local, peer))
  const [inside, all] = [translated(covered), translated(beside)]
  return [inside, all.filter((box) => !covered.some((own) => intersectBoxes(own, box) !== undefined))]
    .filter((boxes) => boxes.length > 0)
    .map((boxes) => obstacle(config, rule, lists, boxes, taken))

  function translated(boxes: readonly Box[]): Box[] {
    if (rule.by === 'static') {
      const host = rule.inside
      return host === undefined ? [] : within(boxes, [trafficFrom(host)])
    }
    return lists.flatMap((acl) => within(boxes, permitted(acl)))
  }
}

/** The access lists that a rule goes by; those of a route map that denies are left out. */
function listsOf({ acls, routeMaps }: IosConfig, { by, name }: NatRule): readonly Acl[] {
  if (by === 'list') return (acls.get(name) ?? []) ? [acls.get(name)].flatMap((acl) => acl ?? []) : []
  const clauses = routeMaps.get(name)?.clauses ?? []
  if (clauses.some(({ action }) => action === 'deny')) return []
  return clauses.flatMap(({ lists }) => lists.flatMap((list) => acls.get(list) ?? []))
}

/** What a list permits, line by line, without what it denied before. */
function permitted({ lines }: Acl): Box[] {
  const denied: Box[] = []
  const found: Box[] = []
  for (const { action, boxes } of lines) {
    for (const box of boxes) {
      if (action === 'deny') denied.push(box)
      else for (const part of without(box, denied)) found.push(part)
    }
  }
  return found
}

function without(box: Box, taken: readonly Box[]): readonly Box[] {
  const left = subtractBoxes(box, taken, PIECES)
  return 'tooMany' in left ? [] : left.boxes
}

function within(boxes: readonly Box[], regions: readonly Box[]): Box[] {
  return boxes.flatMap((box) => regions.flatMap((region) => intersectBoxes(box, region) ?? []))
}

function trafficFrom(host: AddressRange): Box {
  const any = wholeFamily('ipv4')
  const local = equalRanges(host, any) ? host : point(host.family, host.from)
  return { local, remote: any, protocol: ANY_PROTOCOL, localPort: ANY_PORT, remotePort: ANY_PORT }
}

function obstacle(
  config: IosConfig,
  rule: NatRule,
  lists: readonly Acl[],
  boxes: readonly Box[],
  taken: Map<string, number>,
): Obstacle {
  const [acl] = lists
  const by = rule.by === 'static' ? 'a static translation' : `the access list ${acl?.name ?? rule.name}`
  const lines = acl?.lines.filter((line) => line.action === 'permit' && within(boxes, line.boxes).length > 0)
  return {
    kind: 'translated',
    direction: 'out',
    packets: boxes,
    packet: 'clear',
    connection: null,
    say: `NAT changes the source address of these packets by ${by} before the crypto map looks at them, so that they match none of its lines.`,
    spans: [...(lines ?? []).slice(0, 1).map(({ span }) => span), rule.span],
    steps: [step(config, rule, acl, boxes, taken)],
  }
}

function step(
  config: IosConfig,
  rule: NatRule,
  acl: Acl | undefined,
  boxes: readonly Box[],
  taken: Map<string, number>,
): Obstacle['steps'][number] {
  const packets = boxes.map(pairWords).join(' and ')
  if (rule.by === 'static' || acl === undefined) {
    const say = `Let the static translation leave out ${packets}: give it a route map that denies these packets.`
    return { say, run: null }
  }
  const rules = boxes.flatMap(aclTerms).map((term) => `deny ${term}`)
  const before = taken.get(acl.name) ?? 0
  taken.set(acl.name, before + rules.length)
  if (acl.kind === 'standard') return extended(config, rule, acl, rules, before)
  return configure(`Except ${packets} from NAT, in the access list ${acl.name}.`, putFirst(acl, rules, before))
}

/** The numbers of the lines of a standard list in the extended one that takes its place, behind those that deny. */
const FIRST = 1000

/** A standard list knows no destination. Translations in use would have IOS ask whether the rule may go. */
function extended(
  { acls, routeMaps }: IosConfig,
  rule: NatRule,
  acl: Acl,
  rules: readonly string[],
  before: number,
): Obstacle['steps'][number] {
  let name = `NAT-${acl.name}`
  while (acls.has(name)) name = `${name}-2`
  const lines = acl.lines.flatMap(({ action, boxes }) => boxes.flatMap(aclTerms).map((term) => `${action} ${term}`))
  const list = {
    mode: aclMode(undefined, name),
    lines: [
      ...rules.map((line, index) => `${before + index + 1} ${line}`),
      ...lines.map((line, index) => `${FIRST + index} ${line}`),
    ],
  }
  const clause = routeMaps.get(rule.name)?.clauses.find(({ lists }) => lists.includes(acl.name))
  const named =
    rule.by === 'list'
      ? [`no ${rule.text}`, rule.text.replace(/^(ip nat inside source list )\S+/i, `$1${name}`)]
      : [{ mode: clause?.text ?? rule.name, lines: [`no match ip address ${acl.name}`, `match ip address ${name}`] }]
  const say = `The access list ${acl.name} goes by the source alone: let the extended list ${name}, which first denies what goes into the tunnel, take its place in NAT. Translations that are in use are cleared.`
  return configure(say, [list, 'do clear ip nat translation *', ...named])
}
