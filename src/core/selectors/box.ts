import {
  type AddressRange,
  after,
  before,
  between,
  containsRange,
  equalRanges,
  intersectRanges,
  isUnrestricted,
  rangeKey,
  rangesMeet,
  sizeOf,
} from '../address/address-range.ts'
import {
  ANY_PORT,
  ANY_PROTOCOL,
  containsInterval,
  countOf,
  equalIntervals,
  type Interval,
  intersectIntervals,
  intervalsBeside,
  intervalsMeet,
} from './interval.ts'
import { formatIcmp, formatPort, formatProtocol, isPortless } from './protocol.ts'

/**
 * One traffic selector pair in five dimensions (RFC 7296 3.13.1), as one end sees it: `local` is the own side. ICMP type
 * and code ride in the port fields: type in the upper, code in the lower octet (RFC 4301 4.4.1.1).
 */
export interface Box {
  readonly local: AddressRange
  readonly remote: AddressRange
  readonly protocol: Interval
  readonly localPort: Interval
  readonly remotePort: Interval
}

/** All traffic between two ranges. */
export function trafficBetween(local: AddressRange, remote: AddressRange): Box {
  return { local, remote, protocol: ANY_PROTOCOL, localPort: ANY_PORT, remotePort: ANY_PORT }
}

/** The same traffic as the other end sees it. */
export function mirrorBox(box: Box): Box {
  const { local, remote, protocol, localPort, remotePort } = box
  return { local: remote, remote: local, protocol, localPort: remotePort, remotePort: localPort }
}

/** Same packets. */
export function equalBoxes(a: Box, b: Box): boolean {
  return equalRanges(a.local, b.local) && equalRanges(a.remote, b.remote) && sameService(a, b)
}

/** The one is the same traffic as the other end's, which is written from that end. */
export function isMirrorOf(a: Box, b: Box): boolean {
  return (
    equalRanges(a.local, b.remote) &&
    equalRanges(a.remote, b.local) &&
    equalIntervals(a.protocol, b.protocol) &&
    equalIntervals(a.localPort, b.remotePort) &&
    equalIntervals(a.remotePort, b.localPort)
  )
}

/** Same protocol and ports. */
export function sameService(a: Box, b: Box): boolean {
  return (
    equalIntervals(a.protocol, b.protocol) &&
    equalIntervals(a.localPort, b.localPort) &&
    equalIntervals(a.remotePort, b.remotePort)
  )
}

/** Each packet of `inner` is one of `outer`. */
export function containsBox(outer: Box, inner: Box): boolean {
  return (
    containsRange(outer.local, inner.local) &&
    containsRange(outer.remote, inner.remote) &&
    containsInterval(outer.protocol, inner.protocol) &&
    containsInterval(outer.localPort, inner.localPort) &&
    containsInterval(outer.remotePort, inner.remotePort)
  )
}

/** They have a packet in common. */
export function boxesMeet(a: Box, b: Box): boolean {
  return (
    rangesMeet(a.local, b.local) &&
    rangesMeet(a.remote, b.remote) &&
    intervalsMeet(a.protocol, b.protocol) &&
    intervalsMeet(a.localPort, b.localPort) &&
    intervalsMeet(a.remotePort, b.remotePort)
  )
}

/** They have a packet in common, where the other is written from the other end. */
export function meetsMirrored(a: Box, b: Box): boolean {
  return (
    rangesMeet(a.local, b.remote) &&
    rangesMeet(a.remote, b.local) &&
    intervalsMeet(a.protocol, b.protocol) &&
    intervalsMeet(a.localPort, b.remotePort) &&
    intervalsMeet(a.remotePort, b.localPort)
  )
}

/** What both have in common, or `undefined`. Addresses of different families have nothing in common. */
export function intersectBoxes(a: Box, b: Box): Box | undefined {
  // Most boxes that are asked about lie beside each other, and nothing is made for them.
  if (!boxesMeet(a, b)) return undefined
  const local = intersectRanges(a.local, b.local)
  const remote = local && intersectRanges(a.remote, b.remote)
  const protocol = remote && intersectIntervals(a.protocol, b.protocol)
  const localPort = protocol && intersectIntervals(a.localPort, b.localPort)
  const remotePort = localPort && intersectIntervals(a.remotePort, b.remotePort)
  if (!local || !remote || !protocol || !localPort || !remotePort) return undefined
  const common = { local, remote, protocol, localPort, remotePort }
  // Where the one lies in the other it is kept, and nothing is made.
  return hasSidesOf(a, common) ? a : hasSidesOf(b, common) ? b : common
}

/** The very same sides. */
function hasSidesOf(box: Box, { local, remote, protocol, localPort, remotePort }: Box): boolean {
  return (
    box.local === local &&
    box.remote === remote &&
    box.protocol === protocol &&
    box.localPort === localPort &&
    box.remotePort === remotePort
  )
}

/**
 * `a` without `b`, as disjoint boxes: for each dimension the piece below and the piece above, at most ten.
 *
 *     +-----------+      +-----------+
 *     |   +---+   |      |  |     |  |
 *     |   | b |   |  ->  |  |     |  |
 *     | a +---+   |      |  +-----+  |
 *     +-----------+      +--+-----+--+
 */
export function subtractBox(a: Box, b: Box): Box[] {
  const common = intersectBoxes(a, b)
  if (common === undefined) return [a]
  const { remote, protocol, localPort, remotePort } = a
  const { local: commonLocal, remote: commonRemote, protocol: commonProtocol, localPort: commonPort } = common
  const pieces: Box[] = []
  for (const local of rangesBeside(a.local, commonLocal))
    pieces.push({ local, remote, protocol, localPort, remotePort })
  for (const part of rangesBeside(remote, commonRemote))
    pieces.push({ local: commonLocal, remote: part, protocol, localPort, remotePort })
  for (const part of intervalsBeside(protocol, commonProtocol))
    pieces.push({ local: commonLocal, remote: commonRemote, protocol: part, localPort, remotePort })
  for (const part of intervalsBeside(localPort, commonPort))
    pieces.push({ local: commonLocal, remote: commonRemote, protocol: commonProtocol, localPort: part, remotePort })
  for (const part of intervalsBeside(remotePort, common.remotePort)) pieces.push({ ...common, remotePort: part })
  return pieces
}

/** The parts of a range below and above a part of it. */
function rangesBeside({ family, from, to }: AddressRange, taken: AddressRange): AddressRange[] {
  const parts: AddressRange[] = []
  if (from < taken.from) parts.push(between(family, from, before(taken)))
  if (taken.to < to) parts.push(between(family, after(taken), to))
  return parts
}

/** `a` without all of `taken`, as disjoint boxes; `tooMany` when there would be more than `limit`. */
export function subtractBoxes(
  a: Box,
  taken: readonly Box[],
  limit: number,
): { readonly boxes: readonly Box[] } | { readonly tooMany: true } {
  let left: readonly Box[] = [a]
  for (const box of taken) {
    left = withoutBox(left, box)
    if (left.length > limit) return { tooMany: true }
  }
  return { boxes: left }
}

/** Pieces that the box does not meet stay as they are; where it meets none, so does the list. */
function withoutBox(pieces: readonly Box[], box: Box): readonly Box[] {
  if (!pieces.some((piece) => boxesMeet(piece, box))) return pieces
  const left: Box[] = []
  for (const piece of pieces) {
    if (boxesMeet(piece, box)) left.push(...subtractBox(piece, box))
    else left.push(piece)
  }
  return left
}

/** Number of different packets; used to tell the more specific of two boxes. */
export function boxVolume(box: Box): bigint {
  const small = countOf(box.protocol) * countOf(box.localPort) * countOf(box.remotePort)
  return sizeOf(box.local) * sizeOf(box.remote) * BigInt(small)
}

/** It asks for no particular traffic: any address on one side at least, any protocol and port. */
export function isUnrestrictedBox(box: Box): boolean {
  return isAnyService(box) && (isUnrestricted(box.local) || isUnrestricted(box.remote))
}

/** Any protocol and any port. */
export function isAnyService(box: Box): boolean {
  return (
    equalIntervals(box.protocol, ANY_PROTOCOL) &&
    equalIntervals(box.localPort, ANY_PORT) &&
    equalIntervals(box.remotePort, ANY_PORT)
  )
}

/** The same string for equal boxes, and for no others; no text for people. */
export function boxKey(box: Box): string {
  const addresses = rangeKey(box.local) + rangeKey(box.remote)
  return isAnyService(box) ? addresses : addresses + serviceKey(box)
}

/** Each number is a UTF-16 unit, which is quickly made. */
function serviceKey({ protocol, localPort, remotePort }: Box): string {
  return String.fromCharCode(protocol.from, protocol.to, localPort.from, localPort.to, remotePort.from, remotePort.to)
}

/** What a box says beside addresses, to be put behind them: `''`, or ` (tcp, remote port 80)`. */
export function describeService(box: Box): string {
  const words = serviceWords(box)
  return words.length === 0 ? '' : ` (${words.join(', ')})`
}

function serviceWords(box: Box): string[] {
  const protocol = equalIntervals(box.protocol, ANY_PROTOCOL) ? [] : [formatProtocol(box.protocol)]
  const local = equalIntervals(box.localPort, ANY_PORT) ? undefined : box.localPort
  const remote = equalIntervals(box.remotePort, ANY_PORT) ? undefined : box.remotePort
  if (isPortless(box.protocol)) {
    const message = local ?? remote
    return message === undefined ? protocol : [...protocol, formatIcmp(message)]
  }
  return [
    ...protocol,
    ...(local === undefined ? [] : [`local port ${formatPort(local)}`]),
    ...(remote === undefined ? [] : [`remote port ${formatPort(remote)}`]),
  ]
}
