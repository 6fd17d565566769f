import { type AddressRange, equalRanges, formatRange, point, wholeFamily } from '../../address/address-range.ts'
import type { ReadingProblem } from '../../model/format.ts'
import { grouped } from '../../model/grouped.ts'
import type { Obstacle } from '../../model/obstacle.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { type Box, boxKey, intersectBoxes, subtractBoxes, trafficBetween } from '../../selectors/box.ts'
import { type BoxIndex, buildBoxIndex } from '../../selectors/box-index.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../selectors/interval.ts'
import { pairWords } from '../box-words.ts'
import type { Acl } from './access-lists.ts'
import { aclMode, aclTerms, putFirst } from './acl-commands.ts'
import { appliedTo } from './applied-map.ts'
import { configure } from './command-block.ts'
import type { IosTunnel } from './connections.ts'
import { insideVrf } from './front-vrf.ts'
import type { NatRule } from './interfaces.ts'
import type { IosConfig } from './ios-config.ts'
import { protectedBoxes } from './protected-boxes.ts'

/** A permit line that leaves more pieces than this, beside what was denied before it, is not followed. */
const PIECES = 256
/** So many parts of one pair of networks that is to go into a tunnel are looked at; and beside the first of each, of all together. */
const [MOST_OF_PAIR, MOST] = [256, 16_384]

/**
 * Packets from inside that NAT changes before a crypto map sees them (Cisco document 6209, "NAT Order of Operation": NAT
 * inside to outside comes before encryption). Only where the map is applied to an interface of `ip nat outside`. Rules with
 * which there are too many parts are told.
 */
export function natObstacles(config: IosConfig, tunnels: readonly IosTunnel[], problems: ReadingProblem[]): Obstacle[] {
  if (config.nat.length === 0) return []
  const bound = tunnels
    .filter((tunnel) => leavesByNat(config, tunnel))
    .flatMap((tunnel) => boundFor(tunnel, insideVrf(config, tunnel)))
  const index = buildBoxIndex(bound.map(({ box }) => box))
  const room = new RoomForParts(problems)
  const taken = new Map<string, number>()
  return config.nat.flatMap((rule) => {
    const lists = listsOf(config, rule)
    const met = grouped(partsOf(rule, lists, bound, index, room), ({ at }) => bound[at]?.of)
    return [...met.values()].map((parts) => {
      const boxes = distinctBoxes(parts.map(({ box }) => box))
      return obstacle(config, rule, lists, boxes, taken)
    })
  })
}

function leavesByNat(config: IosConfig, { place }: IosTunnel): boolean {
  return 'map' in place && appliedTo(config, place.map.name).some(({ nat }) => nat?.value === 'outside')
}

/** Packets that are to go into a tunnel; those of one `of` are told together. */
interface Bound {
  readonly box: Box
  readonly of: object
  /** That in which they come from inside; `undefined` where the paste does not tell. */
  readonly vrf: string | null | undefined
  /** Whether the tunnel protects any of these packets already. */
  readonly isKnown: (part: Box) => boolean
}

/** What a tunnel protects, and apart from it packets for the peer itself, which a tunnel with it may have to cover as well. */
function boundFor(tunnel: IosTunnel, vrf: string | null | undefined): Bound[] {
  const covered = distinctBoxes(protectedBoxes(tunnel))
  const index = buildBoxIndex(covered)
  const peer = tunnel.peer?.value
  const beside = peer === undefined ? [] : distinctBoxes(covered.map(({ local }) => trafficBetween(local, peer)))
  const isKnown = (part: Box) => index.overlapping(part, 1).length > 0
  return [
    ...covered.map((box) => ({ box, of: covered, vrf, isKnown: () => false })),
    ...beside.map((box) => ({ box, of: beside, vrf, isKnown })),
  ]
}

/** What a rule takes of the packets that are bound for tunnels, in their order. */
function partsOf(
  rule: NatRule,
  lists: readonly Acl[],
  bound: readonly Bound[],
  index: BoxIndex,
  room: RoomForParts,
): { readonly at: number; readonly box: Box }[] {
  const parts: { at: number; box: Box }[] = []
  for (const { box: region, without } of regionsOf(rule, lists)) {
    if (room.isTaken()) break
    for (const at of index.overlapping(region)) {
      const to = bound[at]
      const common = to && intersectBoxes(to.box, region)
      if (to === undefined || common === undefined || to.vrf !== rule.vrf) continue
      for (const box of without(common)) {
        if (!to.isKnown(box) && room.take(rule, at, to.box)) parts.push({ at, box })
      }
    }
  }
  return parts.toSorted((x, y) => x.at - y.at)
}

/** Packets that a rule translates, and what is left of some of them beside those that it leaves alone. */
interface Region {
  readonly box: Box
  readonly without: (part: Box) => readonly Box[]
}

function regionsOf(rule: NatRule, lists: readonly Acl[]): readonly Region[] {
  if (rule.by !== 'static') return lists.flatMap(permitted)
  return rule.inside === undefined ? [] : [{ box: trafficFrom(rule.inside), without: (part) => [part] }]
}

/** The access lists that a rule goes by; those of a route map that denies are left out. */
function listsOf({ acls, routeMaps }: IosConfig, { by, name }: NatRule): readonly Acl[] {
  if (by === 'list') return [acls.get(name)].flatMap((acl) => acl ?? [])
  const clauses = routeMaps.get(name)?.clauses ?? []
  if (clauses.some(({ action }) => action === 'deny')) return []
  return clauses.flatMap(({ lists }) => lists.flatMap((list) => acls.get(list) ?? []))
}

/** What a list permits, line by line, without what it denied before. Several rules may name one list. */
const permitted = rememberedOf(({ lines }: Acl): readonly Region[] => {
  const denied = lines.flatMap(({ action, boxes }) => (action === 'deny' ? boxes : []))
  const index = buildBoxIndex(denied)
  let before = 0
  return lines.flatMap(({ action, boxes }) => {
    if (action === 'deny') before += boxes.length
    const those = before
    const without = (part: Box) => {
      const near = index.overlapping(part).flatMap((at) => (at < those && denied[at]) || [])
      const left = subtractBoxes(part, near, PIECES)
      return 'tooMany' in left ? [] : left.boxes
    }
    return action === 'deny' ? [] : boxes.map((box) => ({ box, without }))
  })
})

/** Room for the parts that NAT makes of the packets for tunnels: with many rules, each makes one of each pair of networks. */
class RoomForParts {
  readonly #problems: ReadingProblem[]
  readonly #made = new Map<number, number>()
  readonly #told = new Set<NatRule>()
  #further = 0

  constructor(problems: ReadingProblem[]) {
    this.#problems = problems
  }

  isTaken(): boolean {
    return this.#further > MOST
  }

  /** Takes room for a part of the pair at a place; where there is none, tells by which rule, once of each pair. */
  take(rule: NatRule, at: number, pair: Box): boolean {
    const made = this.#made.get(at) ?? 0
    if (made > MOST_OF_PAIR || this.isTaken()) return false
    this.#made.set(at, made + 1)
    if (made > 0) this.#further++
    if (made < MOST_OF_PAIR && this.#further <= MOST) return true
    const networks = `${formatRange(pair.local)} to ${formatRange(pair.remote)}`
    const say =
      made < MOST_OF_PAIR
        ? `NAT translates more than ${MOST} parts of the networks that are to go into tunnels; what this rule takes of those from ${networks}, and what those behind it take of all, is not looked at.`
        : `NAT translates more than ${MOST_OF_PAIR} parts of what is to go from ${networks} into a tunnel; what this rule and those behind it take is not looked at.`
    if (!this.#told.has(rule)) this.#problems.push({ kind: 'unsupported', span: rule.span, say, instead: INSTEAD })
    this.#told.add(rule)
    return false
  }
}

const INSTEAD =
  'Except the packets of the tunnels from NAT by a route map that denies them, and paste the configuration again.'

function distinctBoxes(boxes: readonly Box[]): Box[] {
  return [...new Map(boxes.map((box) => [boxKey(box), box])).values()]
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
  const index = buildBoxIndex(boxes)
  const line = acl?.lines.find(
    ({ action, boxes: own }) => action === 'permit' && own.some((box) => index.overlapping(box, 1).length > 0),
  )
  return {
    kind: 'translated',
    direction: 'out',
    packets: boxes,
    packet: 'clear',
    connection: null,
    say: `NAT changes the source address of these packets by ${by} before the crypto map looks at them, so that they match none of its lines.`,
    spans: line === undefined ? [rule.span] : [line.span, rule.span],
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
