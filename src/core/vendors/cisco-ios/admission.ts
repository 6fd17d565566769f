import { type AddressRange, containsRange, formatHost } from '../../address/address-range.ts'
import type { Obstacle } from '../../model/obstacle.ts'
import { formatTerm } from '../cisco/addresses.ts'
import type { Acl } from './access-lists.ts'
import { putFirst } from './acl-commands.ts'
import { appliedTo } from './applied-map.ts'
import { configure } from './command-block.ts'
import type { IosTunnel } from './connections.ts'
import type { Interface } from './interfaces.ts'
import { findInterface, type IosConfig } from './ios-config.ts'
import { protectedBoxes } from './protected-boxes.ts'

/** The most lines that it takes to admit one peer. */
const LINES = 3

/** A packet of the negotiation or of the tunnel. */
interface Packet {
  readonly source: AddressRange
  readonly destination: AddressRange
  readonly protocol: number
  readonly port: number | null
}

/**
 * The access list for what comes in where the peer is must admit IKE, and ESP or its form in UDP (RFC 3948). Since 12.3(8)T
 * it does not see what comes out of the tunnel (Cisco document "Crypto Access Check on Clear-Text Packets").
 */
export function admissionObstacles(config: IosConfig, tunnels: readonly IosTunnel[]): Obstacle[] {
  const taken = new Map<string, number>()
  return tunnels.flatMap((tunnel) => obstaclesOf(config, tunnel, taken))
}

function obstaclesOf(config: IosConfig, tunnel: IosTunnel, taken: Map<string, number>): Obstacle[] {
  const { own, peer, connection } = tunnel
  if (own === undefined || peer === undefined) return []
  return facing(config, tunnel).flatMap((each): Obstacle[] => {
    const group = each.accessGroups.find(({ direction }) => direction === 'in')
    const acl = group === undefined ? undefined : config.acls.get(group.value)
    if (group === undefined || acl === undefined || acl.lines.length === 0) return []
    const admits = (protocol: number, port: number | null) =>
      admitted(acl, { source: peer.value, destination: own.value, protocol, port })
    const lacking = [...(admits(17, 500) ? [] : ['udp 500']), ...(admits(50, null) || admits(17, 4500) ? [] : ['esp'])]
    if (lacking.length === 0) return []
    const before = taken.get(acl.name) ?? 0
    taken.set(acl.name, before + LINES)
    const words = lacking.map((each) => (each === 'esp' ? 'ESP' : 'IKE (UDP port 500)')).join(' and ')
    return [
      {
        kind: 'not-admitted',
        direction: 'both',
        packets: protectedBoxes(tunnel),
        packet: 'dropped',
        connection: connection.name,
        say: `The access list ${acl.name}, for what comes in at ${each.name}, does not admit ${words} from ${formatHost(peer.value)}.`,
        spans: [group.span, acl.span],
        steps: [admit(acl, lacking, peer.value, own.value, before)],
      },
    ]
  })
}

/** The interfaces at which the peer's packets come in. */
function facing(config: IosConfig, { place }: IosTunnel): readonly Interface[] {
  if ('map' in place) return appliedTo(config, place.map.name)
  const { source } = place.tunnel.tunnel
  const named = source === undefined ? undefined : findInterface(config, source.value)
  return named === undefined ? [] : [named]
}

/** By the first line that the packet matches; without one it is denied. */
function admitted({ lines }: Acl, { source, destination, protocol, port }: Packet): boolean {
  const first = lines.find(({ boxes }) =>
    boxes.some(
      (box) =>
        containsRange(box.local, source) &&
        containsRange(box.remote, destination) &&
        box.protocol.from <= protocol &&
        protocol <= box.protocol.to &&
        (port === null || (box.remotePort.from <= port && port <= box.remotePort.to)),
    ),
  )
  return first?.action === 'permit'
}

/** `before`: how many lines earlier steps put in front of the list. */
function admit(
  acl: Acl,
  lacking: readonly string[],
  peer: AddressRange,
  own: AddressRange,
  before: number,
): Obstacle['steps'][number] {
  const [from, to] = [formatTerm(peer, 'wildcard') ?? 'any', formatTerm(own, 'wildcard') ?? 'any']
  const terms =
    acl.kind === 'standard'
      ? [from]
      : lacking.flatMap((each) =>
          each === 'esp'
            ? [`esp ${from} ${to}`]
            : [`udp ${from} ${to} eq isakmp`, `udp ${from} ${to} eq non500-isakmp`],
        )
  return configure(
    `Admit IKE and ESP from ${formatHost(peer)} in the access list ${acl.name}.`,
    putFirst(
      acl,
      terms.map((term) => `permit ${term}`),
      before,
    ),
  )
}
