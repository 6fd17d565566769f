/** A network as the dumps of Windows write it. */
export interface Network {
  readonly address: string
  readonly mask: string
}

/** One pair of filters, for both directions, as the first end sees it. Protocol and ports are as Windows prints them. */
export interface FilterPair {
  readonly local: Network
  readonly remote: Network
  readonly protocol: string
  readonly localPort: number
  readonly remotePort: number
  /** The directions in which the end has it. */
  readonly directions: readonly ('Outbound' | 'Inbound')[]
  readonly action: 'Negotiate' | 'Permit'
}

/** The filters of two ends; `b` as the second end sees them. */
export interface TwoEnds {
  readonly a: readonly FilterPair[]
  readonly b: readonly FilterPair[]
}

const BOTH = ['Outbound', 'Inbound'] as const

export function network(start: number, length: number): Network {
  const mask = length === 0 ? 0 : (-1 << (32 - length)) >>> 0
  return { address: dotted((start & mask) >>> 0), mask: dotted(mask) }
}

/** All traffic between two networks, both ways. */
export function pairBetween(local: Network, remote: Network): FilterPair {
  return { local, remote, protocol: 'ANY', localPort: 0, remotePort: 0, directions: BOTH, action: 'Negotiate' }
}

/** The same filters at the other end. */
export function mirrored(pair: FilterPair): FilterPair {
  return {
    ...pair,
    local: pair.remote,
    remote: pair.local,
    localPort: pair.remotePort,
    remotePort: pair.localPort,
  }
}

/** A text of each end. */
export type Pastes = readonly { readonly source: string; readonly text: string; readonly end: string }[]

/** Both ends in the short notation, which has room for networks alone: `A1 10.0.0.0/24 > 172.16.0.0/24`. */
export function listsOf({ a, b }: TwoEnds): Pastes {
  return [
    { source: 'a.txt', end: 'A', text: list(a, 'A') },
    { source: 'b.txt', end: 'B', text: list(b, 'B') },
  ]
}

function list(pairs: readonly FilterPair[], letter: string): string {
  const filters = pairs.flatMap(({ local, remote, directions }) =>
    directions.map((direction) => `${prefix(local)} ${direction === 'Outbound' ? '>' : '<'} ${prefix(remote)}`),
  )
  return filters.map((filter, index) => `${letter}${index + 1} ${filter}\n`).join('')
}

function prefix({ address, mask }: Network): string {
  const ones = mask.split('.').map((octet) => Number(octet).toString(2).replace(/0/g, '').length)
  return `${address}/${ones.reduce((sum, count) => sum + count, 0)}`
}

const A = '203.0.113.1'
const B = '198.51.100.7'

/** What `netsh ipsec dynamic show qmfilter all type=specific` prints at both ends. */
export function dumpsOf({ a, b }: TwoEnds): Pastes {
  return [
    { source: 'a.txt', end: 'A', text: dump(a, A, B) },
    { source: 'b.txt', end: 'B', text: dump(b, B, A) },
  ]
}

function dump(pairs: readonly FilterPair[], own: string, peer: string): string {
  const filters = pairs.flatMap((pair) => pair.directions.map((direction) => filterText(pair, direction, own, peer)))
  return `Quick Mode Filters(Specific):\n${'-'.repeat(79)}\n${filters.join('\n')}\n${filters.length} Specific Filter(s)\n`
}

function filterText(pair: FilterPair, direction: 'Outbound' | 'Inbound', own: string, peer: string): string {
  const out = direction === 'Outbound'
  const [source, destination] = out ? [pair.local, pair.remote] : [pair.remote, pair.local]
  const [from, to] = out ? [pair.localPort, pair.remotePort] : [pair.remotePort, pair.localPort]
  return [
    `Source Address        : ${source.address}        (${source.mask})`,
    `Destination Address   : ${destination.address}        (${destination.mask})`,
    `Tunnel Destination    : ${out ? peer : own}`,
    `Protocol              : ${pair.protocol}     Src Port: ${from}      Dest Port: ${to}`,
    `Direction             : ${direction}`,
    `Inbound Action        : ${pair.action}`,
    `Outbound Action       : ${pair.action}`,
    '',
  ].join('\n')
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.')
}
