import { type AddressRange, formatAddress, formatHost, netmaskOf, prefixLength } from '../../address/address-range.ts'
import type { Box } from '../../selectors/box.ts'
import type { Interval } from '../../selectors/interval.ts'

/** `10.1.0.0 255.255.255.0`, `2001:db8::/32`; a name that hides a network is given back. */
export function subnetWords(range: AddressRange): string {
  const length = prefixLength(range)
  if (range.family === 'name' || length === undefined) return formatHost(range)
  const start = formatAddress(range.family, range.from)
  return range.family === 'ipv6' ? `${start}/${length}` : `${start} ${netmaskOf(length)}`
}

/** What is set in a phase 2 already; nothing in a new one. */
export interface KnownLines {
  readonly values: ReadonlyMap<string, unknown>
}

const NEW: KnownLines = { values: new Map() }

/** The lines of a phase 2 for one side; of what is its default only where another value is set. */
export function sideLines(side: 'src' | 'dst', range: AddressRange, { values }: KnownLines = NEW): string[] {
  const six = range.family === 'ipv6' ? '6' : ''
  if (range.family === 'name' || prefixLength(range) !== undefined) {
    const type = six === '6' || values.has(`${side}-addr-type`) ? [`set ${side}-addr-type subnet${six}`] : []
    return [...type, `set ${side}-subnet${six} ${subnetWords(range)}`]
  }
  const [from, to] = [formatAddress(range.family, range.from), formatAddress(range.family, range.to)]
  return [`set ${side}-addr-type range${six}`, `set ${side}-start-ip${six} ${from}`, `set ${side}-end-ip${six} ${to}`]
}

/** Protocol and ports of a phase 2, which has one of each or all (`0`); of all only where it has one so far. */
export function serviceLines(
  box: Pick<Box, 'protocol' | 'localPort' | 'remotePort'>,
  { values }: KnownLines = NEW,
): string[] {
  const words = [
    ['protocol', box.protocol],
    ['src-port', box.localPort],
    ['dst-port', box.remotePort],
  ] as const
  return words.flatMap(([key, { from, to }]) =>
    from === to ? [`set ${key} ${from}`] : values.has(key) ? [`set ${key} 0`] : [],
  )
}

/** A phase 2 knows one protocol or all, and one port or all. */
export function hasWords({
  protocol,
  localPort,
  remotePort,
}: Pick<Box, 'protocol' | 'localPort' | 'remotePort'>): boolean {
  const single = ({ from, to }: Interval, last: number) => from === to || (from === 0 && to === last)
  const zero = [localPort, remotePort].some(({ from, to }) => from === 0 && to === 0)
  return single(protocol, 255) && single(localPort, 65_535) && single(remotePort, 65_535) && !zero
}
