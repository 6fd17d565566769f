import { formatRange } from '../address/address-range.ts'
import { fromRanges } from '../address/address-set.ts'
import { type Box, mirrorBox } from '../selectors/box.ts'
import { formatPort, formatProtocol } from '../selectors/protocol.ts'

/** The fields that describe packets, with `source` on the sending side. */
interface PacketFields {
  source: string[]
  destination: string[]
  protocol: string
  sourcePort: string | null
  destinationPort: string | null
}

/** The fields of boxes whose local side is the sending one. */
export type FieldsOf = (boxes: readonly Box[]) => Readonly<PacketFields>

/** Boxes as packets: `inbound` boxes are turned, since an owner writes its own side first. */
export function packetFields(boxes: readonly Box[], inbound: boolean): PacketFields {
  const [only, ...more] = boxes
  if (only !== undefined && more.length === 0) return fieldsOfOne(inbound ? mirrorBox(only) : only)
  const sent = inbound ? boxes.map(mirrorBox) : boxes
  return {
    source: texts(sent, ({ local }) => local, formatRange),
    destination: texts(sent, ({ remote }) => remote, formatRange),
    protocol: texts(sent, ({ protocol }) => protocol, formatProtocol).join(', ') || 'any',
    sourcePort: ports(texts(sent, ({ localPort }) => localPort, formatPort)),
    destinationPort: ports(texts(sent, ({ remotePort }) => remotePort, formatPort)),
  }
}

/**
 * What is left of an entry for any traffic. Where its pieces have not all pairs of their sources and destinations in common, one
 * list beside the other would name packets that are in none of them: then it is told of what it is the rest.
 */
export function remainderFields(boxes: readonly Box[], fieldsOf: FieldsOf): Readonly<PacketFields> {
  const fields = fieldsOf(boxes)
  if (fields.source.length * fields.destination.length === boxes.length) return fields
  const [sources, destinations] = [boxes.map(({ local }) => local), boxes.map(({ remote }) => remote)].map((ranges) =>
    fromRanges(ranges).ranges.map(formatRange),
  )
  return { ...fields, source: [`the rest of ${sources?.join(', ')}`], destination: destinations ?? [] }
}

/** The same of one box, as in most entries. */
function fieldsOfOne({ local, remote, protocol, localPort, remotePort }: Box): PacketFields {
  return {
    source: [formatRange(local)],
    destination: [formatRange(remote)],
    protocol: formatProtocol(protocol),
    sourcePort: ports([formatPort(localPort)]),
    destinationPort: ports([formatPort(remotePort)]),
  }
}

/** What is said of one side of the boxes, each text once. Pieces of a box have most of its sides in common. */
function texts<Side>(boxes: readonly Box[], sideOf: (box: Box) => Side, format: (side: Side) => string): string[] {
  const sides = boxes.map(sideOf)
  const [first] = sides
  return first !== undefined && sides.every((side) => side === first)
    ? [format(first)]
    : [...new Set(sides.map(format))]
}

function ports(written: readonly string[]): string | null {
  return written.every((text) => text === 'any') ? null : written.join(', ')
}
