import type { Obstacle } from '../../model/obstacle.ts'
import { type Box, intersectBoxes, mirrorBox, trafficBetween } from '../../selectors/box.ts'
import type { AccessLine } from './access-lists.ts'
import type { AsaConfig } from './asa-config.ts'
import { aclTerms, configure, flowWords } from './asa-words.ts'
import { boxesOf } from './connection-boxes.ts'
import type { AsaConnection } from './connections.ts'
import { egressOf } from './interfaces.ts'

/**
 * Access lists that let nothing at all of a pair of networks pass. One that lets some services pass is meant so, and no
 * obstacle.
 */
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
    spans: [filter.command.span],
    step: `Let the packets of the tunnel pass in ${filter.value}.`,
    lines: stopped.map((box) => `access-list ${filter.value} line 1 extended permit ${aclTerms(mirrorBox(box))}`),
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
    group === undefined ? boxesOf(each) : stoppedBy(accessLists.get(group.list), boxesOf(each), 'remote first')
  return obstacle(each, stopped, {
    direction: 'in',
    say: (flow) =>
      `"no sysopt connection permit-vpn" makes the access list of "${each.interfaceName ?? 'the interface'}" count for what comes out of the tunnel, and that permits nothing of ${flow}.`,
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
        spans: [group.command.span],
        step: `Let the packets for the tunnel come in by ${group.interfaceName}.`,
        lines: stopped.map((box) => `access-list ${group.list} line 1 extended permit ${aclTerms(box)}`),
      }),
    )
  }
  return found
}

/** Pairs of which no line permits anything; a list that was not pasted, or whose names were not, tells nothing. */
function stoppedBy(
  lines: readonly AccessLine[] | undefined,
  boxes: readonly Box[],
  order: 'local first' | 'remote first',
): Box[] {
  if (lines === undefined || lines.some((line) => line.boxes === null)) return []
  return boxes.filter((box) => {
    const whole = trafficBetween(box.local, box.remote)
    const seen = order === 'local first' ? whole : mirrorBox(whole)
    for (const { action, boxes: of } of lines) {
      const meets = (of ?? []).filter((other) => intersectBoxes(other, seen) !== undefined)
      if (action === 'permit' && meets.length > 0) return false
      if (action === 'deny' && meets.some((other) => isWithin(seen, other))) return true
    }
    return true
  })
}

function isWithin(box: Box, other: Box): boolean {
  const common = intersectBoxes(box, other)
  return common !== undefined && aclKey(common) === aclKey(box)
}

function aclKey(box: Box): string {
  return JSON.stringify(box, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}

interface Words {
  readonly direction: Obstacle['direction']
  readonly say: (flow: string) => string
  readonly spans: Obstacle['spans']
  readonly step: string
  readonly lines: readonly string[]
}

function obstacle(
  { connection }: AsaConnection,
  stopped: readonly Box[],
  { direction, say, spans, step, lines }: Words,
): Obstacle[] {
  const [first] = stopped
  if (first === undefined) return []
  return [
    {
      kind: 'not-admitted',
      direction,
      packets: stopped,
      packet: 'dropped',
      connection: connection.name,
      say: say(flowWords(first)),
      spans,
      steps: [{ say: step, run: configure(lines) }],
    },
  ]
}
