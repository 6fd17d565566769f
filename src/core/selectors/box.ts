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
import { formatIcmp, formatPort, formatProtocol, isPortless } from './protocol.ts'

/** Whole numbers from `from` to `to`, both included. */
export interface Interval {
  readonly from: number
  readonly to: number
}

/** Every protocol number; RFC 7296 3.13.1 writes it as 0. */
export const ANY_PROTOCOL: Interval = { from: 0, to: 255 }
/** Every port; of ICMP, every type and code. */
export const ANY_PORT: Interval = { from: 0, to: 65_535 }

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
    equal(a.protocol, b.protocol) &&
    equal(a.localPort, b.remotePort) &&
    equal(a.remotePort, b.localPort)
  )
}

/** Same protocol and ports. */
export function sameService(a: Box, b: Box): boolean {
  return equal(a.protocol, b.protocol) && equal(a.localPort, b.localPort) && equal(a.remotePort, b.remotePort)
}

/** Each packet of `inner` is one of `outer`. */
export function containsBox(outer: Box, inner: Box): boolean {
  return (
    containsRange(outer.local, inner.local) &&
    containsRange(outer.remote, inner.remote) &&
    contains(outer.protocol, inner.protocol) &&
    contains(outer.localPort, inner.localPort) &&
    contains(outer.remotePort, inner.remotePort)
  )
}

/** They have a packet in common. */
export function boxesMeet(a: Box, b: Box): boolean {
  return (
    rangesMeet(a.local, b.local) &&
    rangesMeet(a.remote, b.remote) &&
    meet(a.protocol, b.protocol) &&
    meet(a.localPort, b.localPort) &&
    meet(a.remotePort, b.remotePort)
  )
}

/** They have a packet in common, where the other is written from the other end. */
export function meetsMirrored(a: Box, b: Box): boolean {
  return (
    rangesMeet(a.local, b.remote) &&
    rangesMeet(a.remote, b.local) &&
    meet(a.protocol, b.protocol) &&
    meet(a.localPort, b.remotePort) &&
    meet(a.remotePort, b.localPort)
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

function intervalsBeside({ from, to }: Interval, taken: Interval): Interval[] {
  const parts: Interval[] = []
  if (from < taken.from) parts.push({ from, to: taken.from - 1 })
  if (taken.to < to) parts.push({ from: taken.to + 1, to })
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
  const small = count(box.protocol) * count(box.localPort) * count(box.remotePort)
  return sizeOf(box.local) * sizeOf(box.remote) * BigInt(small)
}

/** It asks for no particular traffic: any address on one side at least, any protocol and port. */
export function isUnrestrictedBox(box: Box): boolean {
  return isAnyService(box) && (isUnrestricted(box.local) || isUnrestricted(box.remote))
}

/** Any protocol and any port. */
export function isAnyService(box: Box): boolean {
  return equal(box.protocol, ANY_PROTOCOL) && equal(box.localPort, ANY_PORT) && equal(box.remotePort, ANY_PORT)
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
  const protocol = equal(box.protocol, ANY_PROTOCOL) ? [] : [formatProtocol(box.protocol)]
  const local = equal(box.localPort, ANY_PORT) ? undefined : box.localPort
  const remote = equal(box.remotePort, ANY_PORT) ? undefined : box.remotePort
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

/** The numbers in both, or `undefined` when there is none. */
export function intersectIntervals(a: Interval, b: Interval): Interval | undefined {
  if (contains(b, a)) return a
  const from = Math.max(a.from, b.from)
  const to = Math.min(a.to, b.to)
  return from <= to ? { from, to } : undefined
}

function equal(a: Interval, b: Interval): boolean {
  return a.from === b.from && a.to === b.to
}

function meet(a: Interval, b: Interval): boolean {
  return a.from <= b.to && b.from <= a.to
}

function contains(outer: Interval, inner: Interval): boolean {
  return outer.from <= inner.from && inner.to <= outer.to
}

function count(interval: Interval): number {
  return interval.to - interval.from + 1
}
