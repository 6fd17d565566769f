import fc from 'fast-check'
import { type AddressRange, between, nameRange, point } from '../../../src/core/address/address-range.ts'
import type { Box } from '../../../src/core/selectors/box.ts'
import type { Interval } from '../../../src/core/selectors/interval.ts'
import { type Packet, packetInBox } from '../../../src/core/selectors/packet.ts'

/** All packets of a universe that is small enough to try each: four addresses and a name, and three of all else. */
const SIDES: readonly AddressRange[] = [
  ...[0n, 1n, 2n].map((value) => point('ipv4', value)),
  point('ipv6', 1n),
  nameRange('A'),
]
const NUMBERS = [0, 1, 2]

export const PACKETS: readonly Packet[] = SIDES.flatMap((source) =>
  SIDES.flatMap((destination) =>
    NUMBERS.flatMap((protocol) =>
      NUMBERS.flatMap((sourcePort) =>
        NUMBERS.map((destinationPort) => ({ source, destination, protocol, sourcePort, destinationPort })),
      ),
    ),
  ),
)

const interval: fc.Arbitrary<Interval> = fc.constantFrom(
  { from: 0, to: 2 },
  { from: 0, to: 1 },
  { from: 1, to: 2 },
  { from: 0, to: 0 },
  { from: 1, to: 1 },
  { from: 2, to: 2 },
)

const range: fc.Arbitrary<AddressRange> = fc.oneof(
  {
    weight: 5,
    arbitrary: interval.map(({ from, to }) => between('ipv4', from, to)),
  },
  fc.constantFrom(point('ipv6', 1n), nameRange('A')),
)

/** Any box of the universe. */
export const anyBox: fc.Arbitrary<Box> = fc.record({
  local: range,
  remote: range,
  protocol: interval,
  localPort: interval,
  remotePort: interval,
})

/** Field by field, so that it can judge `packetInBox` and all that rests on it. */
export function isIn(packet: Packet, box: Box): boolean {
  const sides = [
    [packet.source, box.local],
    [packet.destination, box.remote],
  ] as const
  const fields = [
    [packet.protocol, box.protocol],
    [packet.sourcePort, box.localPort],
    [packet.destinationPort, box.remotePort],
  ] as const
  return (
    sides.every(([one, all]) => one.family === all.family && all.from <= one.from && one.from <= all.to) &&
    fields.every(([one, all]) => all.from <= one && one <= all.to)
  )
}

/** The packets of any boxes. */
export function packetsOf(boxes: readonly Box[]): Packet[] {
  return PACKETS.filter((packet) => boxes.some((box) => isIn(packet, box)))
}

/** The packets of boxes that must not overlap; a packet in two of them stands there twice. */
export function packetsOfEach(boxes: readonly Box[]): Packet[] {
  return PACKETS.flatMap((packet) => boxes.filter((box) => packetInBox(packet, box)).map(() => packet))
}
