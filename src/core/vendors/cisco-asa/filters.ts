import type { Obstacle } from '../../model/obstacle.ts'
import { type Box, intersectBoxes, mirrorBox, subtractBoxes, trafficBetween } from '../../selectors/box.ts'
import type { AccessLine } from './access-lists.ts'
import type { AsaConfig } from './asa-config.ts'
import { aclTerms, configure, flowWords } from './asa-words.ts'
import { boxesOf } from './connection-boxes.ts'
import type { AsaConnection } from './connections.ts'
import { egressOf } from './interfaces.ts'

/** Access lists that let nothing at all of a pair of networks pass. One that lets a part pass is taken to be meant so. */
export function filterObstacles(each: AsaConnection, config: AsaConfig): Obstacle[] {
  return [...vpnFilter(each, config), ...onInterface(each, config), ...fromInside(each, config)]
}

/** `vpn-filter`: its lines have the remote network as the source ("vpn-filter"), and count in both directions. */
function vpnFilter(each: AsaConnection, { groupPolicies, accessLists }: AsaConfig): Obstacle[] {
  const own = each.group?.policy === undefined ? undefined : groupPolicies.get(each.group.policy.value)
  const filter = own?.filter ?? groupPolicies.get('DfltGrpPolicy')?.filter
  if (filter === undefined) return []
  const stopped = stoppedBy(accessLists.get(filter.value), boxesOf(each), 'remote first')
  return obstacle(each, stopped, {
    direction: 'both',
    say: (flow) =>
      `The vpn-filter "${filter.value}" of the group policy lets nothing pass between the networks ${flow}.`,
    list: `The vpn-filter "${filter.value}" of the group policy`,
    spans: [filter.command.span],
    step: `Let the packets of the tunnel pass in ${filter.value}.`,
    lines: stopped.whole.map((box) => `access-list ${filter.value} line 1 extended permit ${aclTerms(mirrorBox(box))}`),
  })
}

/** Without `sysopt connection permit-vpn`, what comes out of the tunnel has to pass the list of the interface. */
function onInterface(each: AsaConnection, { filtersTunnels, accessGroups, accessLists, whole }: AsaConfig): Obstacle[] {
  if (filtersTunnels === undefined || each.entry === undefined) return []
  const group = accessGroups.find(
    ({ interfaceName, direction }) => direction === 'in' && interfaceName === each.interfaceName,
  )
  if (group === undefined && !whole) return []
  const stopped =
    group === undefined
      ? { whole: boxesOf(each), parts: [] }
      : stoppedBy(accessLists.get(group.list), boxesOf(each), 'remote first')
  return obstacle(each, stopped, {
    direction: 'in',
    say: (flow) =>
      `"no sysopt connection permit-vpn" makes the access list of "${each.interfaceName ?? 'the interface'}" count for what comes out of the tunnel, and that permits nothing of ${flow}.`,
    list: `The access list of "${each.interfaceName ?? 'the interface'}", which counts for tunnels,`,
    spans: [filtersTunnels.span, ...(group === undefined ? [] : [group.command.span])],
    step: 'Let what comes out of tunnels pass the access lists of the interfaces (the default), or permit it there.',
    lines: ['sysopt connection permit-vpn'],
  })
}

/** The list of the interface by which packets come in that are to go into the tunnel. */
function fromInside(each: AsaConnection, { accessGroups, accessLists, interfaces, routes }: AsaConfig): Obstacle[] {
  if (each.entry === undefined) return []
  const found: Obstacle[] = []
  for (const group of accessGroups) {
    if (group.direction !== 'in' || group.interfaceName === each.interfaceName) continue
    const here = boxesOf(each).filter(
      ({ local }) => egressOf(local, interfaces, routes)?.interfaceName === group.interfaceName,
    )
    const stopped = stoppedBy(accessLists.get(group.list), here, 'local first')
    found.push(
      ...obstacle(each, stopped, {
        direction: 'out',
        say: (flow) => `The access list "${group.list}" on "${group.interfaceName}" permits nothing from ${flow}.`,
        list: `The access list "${group.list}" on "${group.interfaceName}"`,
        spans: [group.command.span],
        step: `Let the packets for the tunnel come in by ${group.interfaceName}.`,
        lines: stopped.whole.map((box) => `access-list ${group.list} line 1 extended permit ${aclTerms(box)}`),
      }),
    )
  }
  return found
}

interface Stopped {
  /** Pairs of which no line permits anything. */
  readonly whole: readonly Box[]
  /** What the lines leave out of pairs of which they permit something. */
  readonly parts: readonly Box[]
}

const NOTHING: Stopped = { whole: [], parts: [] }

/** A list that was not pasted, or whose names were not, tells nothing. */
function stoppedBy(
  lines: readonly AccessLine[] | undefined,
  boxes: readonly Box[],
  order: 'local first' | 'remote first',
): Stopped {
  if (lines === undefined || lines.some((line) => line.boxes === null)) return NOTHING
  const whole: Box[] = []
  const parts: Box[] = []
  for (const box of boxes) {
    const asked = trafficBetween(box.local, box.remote)
    const left = leftOut(lines, order === 'local first' ? asked : mirrorBox(asked))
    if (left === null) whole.push(box)
    else for (const each of left) parts.push(order === 'local first' ? each : mirrorBox(each))
  }
  return { whole, parts }
}

/** A list that cuts a pair into more pieces than this is taken to let all of it pass. */
const PIECES = 64

/** What no line permits of some packets; `null` where none permits any. */
function leftOut(lines: readonly AccessLine[], asked: Box): readonly Box[] | null {
  let left: readonly Box[] = [asked]
  let permits = false
  const denied: Box[] = []
  for (const { action, boxes } of lines) {
    for (const box of boxes ?? []) {
      const common = left.flatMap((each) => intersectBoxes(each, box) ?? [])
      if (common.length === 0) continue
      if (action === 'permit') permits = true
      else denied.push(...common)
      const rest: Box[] = []
      for (const each of left) {
        const pieces = subtractBoxes(each, [box], PIECES)
        if ('tooMany' in pieces) return []
        rest.push(...pieces.boxes)
      }
      if (rest.length + denied.length > PIECES) return []
      left = rest
    }
  }
  return permits ? [...denied, ...left] : null
}

interface Words {
  readonly direction: Obstacle['direction']
  readonly say: (flow: string) => string
  /** The list that lets a part pass, as the beginning of a sentence. */
  readonly list: string
  readonly spans: Obstacle['spans']
  readonly step: string
  readonly lines: readonly string[]
}

function obstacle(
  { connection }: AsaConnection,
  { whole, parts }: Stopped,
  { direction, say, list, spans, step, lines }: Words,
): Obstacle[] {
  const common = { kind: 'not-admitted', direction, packet: 'dropped', connection: connection.name, spans } as const
  const [first] = whole
  return [
    ...(first === undefined
      ? []
      : [{ ...common, packets: whole, say: say(flowWords(first)), steps: [{ say: step, run: configure(lines) }] }]),
    ...(parts.length === 0
      ? []
      : [
          {
            ...common,
            packets: parts,
            meant: true as const,
            say: `${list} lets a part of the traffic pass alone.`,
            steps: [],
          },
        ]),
  ]
}
