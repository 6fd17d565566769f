import { type AddressRange, formatRange } from '../../address/address-range.ts'
import type { Box } from '../../selectors/box.ts'
import { ANY_PORT, equalIntervals, type Interval } from '../../selectors/interval.ts'
import { formatPort, formatProtocol, isPortless } from '../../selectors/protocol.ts'

/** A command for the filter of a list whose packets go from the local to the remote side of a box. */
export type FilterCommand = (list: string, box: Box) => string

export function addFilter(list: string, box: Box, mirrored = false): string {
  return `netsh ipsec static add filter filterlist="${list}" ${filter(box)} mirrored=${mirrored ? 'yes' : 'no'}`
}

/** netsh deletes the filter that all its parameters fit, so that none may be left out (Microsoft, "Netsh commands for IPsec"). */
export function deleteFilter(list: string, box: Box, mirrored = false): string {
  return `netsh ipsec static delete filter filterlist="${list}" ${filter(box)} mirrored=${mirrored ? 'yes' : 'no'}`
}

function filter({ local, remote, protocol, localPort, remotePort }: Box): string {
  const ports = isPortless(protocol) ? '' : `${port('src', localPort)}${port('dst', remotePort)}`
  return `${address('src', local)} ${address('dst', remote)} protocol=${protocolWord(protocol)}${ports}`
}

/** The names that netsh knows; it takes the number of any other protocol. */
const NAMES: ReadonlySet<string> = new Set(['ANY', 'ICMP', 'TCP', 'UDP'])

function protocolWord(protocol: Interval): string {
  const name = formatProtocol(protocol).toUpperCase()
  return NAMES.has(name) ? name : String(protocol.from)
}

/** netsh takes a prefix length where its documents say "mask", and a range with a hyphen. */
function address(side: 'src' | 'dst', range: AddressRange): string {
  const [start, length] = formatRange(range).split('/')
  return `${side}addr=${start}${length === undefined ? '' : ` ${side}mask=${length}`}`
}

/** It takes any port where none is named. */
function port(side: 'src' | 'dst', range: Interval): string {
  return equalIntervals(range, ANY_PORT) ? '' : ` ${side}port=${formatPort(range)}`
}
