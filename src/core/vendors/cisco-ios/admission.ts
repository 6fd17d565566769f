import { type AddressRange, containsRange, formatHost } from '../../address/address-range.ts'
import type { Obstacle } from '../../model/obstacle.ts'
import { formatTerm } from '../cisco/addresses.ts'
import type { Acl } from './access-lists.ts'
import { aclMode, sequenceOf } from './acl-commands.ts'
import { configure } from './command-block.ts'
import { appliedTo, type IosTunnel } from './connections.ts'
import type { Interface } from './interfaces.ts'
import { findInterface, type IosConfig } from './ios-config.ts'
import { protectedBoxes } from './protected-boxes.ts'

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
export function admissionObstacles(config: IosConfig, tunnel: IosTunnel): Obstacle[] {
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
        steps: [admit(acl, lacking, peer.value, own.value)],
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
  const first = lines.find(({ pairs }) =>
    pairs.some(
      (pair) =>
        containsRange(pair.source, source) &&
        containsRange(pair.destination, destination) &&
        pair.protocol.from <= protocol &&
        protocol <= pair.protocol.to &&
        (port === null || (pair.destinationPort.from <= port && port <= pair.destinationPort.to)),
    ),
  )
  return first?.action === 'permit'
}

function admit(acl: Acl, lacking: readonly string[], peer: AddressRange, own: AddressRange): Obstacle['steps'][number] {
  const [from, to] = [formatTerm(peer, 'wildcard') ?? 'any', formatTerm(own, 'wildcard') ?? 'any']
  const terms =
    acl.kind === 'standard'
      ? [from]
      : lacking.flatMap((each) =>
          each === 'esp'
            ? [`esp ${from} ${to}`]
            : [`udp ${from} ${to} eq isakmp`, `udp ${from} ${to} eq non500-isakmp`],
        )
  const [first] = acl.lines
  const start = Math.max(1, (first === undefined ? 10 : sequenceOf(acl, first)) - terms.length)
  const lines = terms.map((term, index) => `${start + index} permit ${term}`)
  return configure(`Admit the packets of the tunnel in the access list ${acl.name}.`, [
    { mode: aclMode(acl, acl.name), lines },
  ])
}
