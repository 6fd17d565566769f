import { readFileSync } from 'node:fs'
import { formatRange } from '../../../../src/core/address/address-range.ts'
import type { AddressTerm, PacketFilter } from '../../../../src/core/model/spd-entry.ts'
import { formatPort, formatProtocol } from '../../../../src/core/selectors/protocol.ts'
import { qmfilters } from '../../../../src/core/vendors/windows/qmfilters/qmfilters.ts'
import { linesWith, quoted, readText } from '../isa/read-text.ts'

/** A dump in the reconstructed shape; none of them was taken from a computer. */
export function fixture(name: string): string {
  return readFileSync(new URL(`../../../fixtures/windows/qmfilters/${name}`, import.meta.url), 'utf8')
}

export function read(text: string) {
  return readText(qmfilters, text)
}

function term(address: AddressTerm | null): string {
  return address === null ? '-' : address === 'own' ? 'own' : formatRange(address)
}

/** `LAN: out protect 10.1.0.0/24 > 10.2.0.0/24 any any>any via 203.0.113.1/32>198.51.100.7/32 (tunnel) 7` */
function print(filter: PacketFilter): string {
  const ports = `${formatPort(filter.sourcePort)}>${formatPort(filter.destinationPort)}`
  const pair = `${term(filter.source)} ${filter.mirrored ? '<>' : '>'} ${term(filter.destination)}`
  const via = `via ${term(filter.tunnel.source)}>${term(filter.tunnel.destination)} (${filter.mode})`
  const what = `${filter.direction} ${filter.action} ${pair} ${formatProtocol(filter.protocol)} ${ports} ${via}`
  return `${filter.name}: ${what} ${filter.weight}`
}

export function filtersOf(text: string): string[] | undefined {
  return read(text).endpoints[0]?.filters?.map(print)
}

export function problemsOf(text: string): string[] {
  return read(text).problems.map(({ kind, span, say }) => `${kind} at "${quoted(text, span)}": ${say}`)
}

/** The first words of the lines that have this role. */
export function labelsWith(role: string, text: string): string[] {
  const lines = text.split('\n')
  return linesWith(role, text, read(text)).map((line) => lines[line - 1]?.split(/ *:/)[0]?.trim() ?? '')
}

export const RULE = '-'.repeat(79)

const FIELDS = {
  'Filter name': 'LAN',
  'Source Address': '10.1.0.0 (255.255.255.0)',
  'Destination Address': '10.2.0.0 (255.255.255.0)',
  'Tunnel Source': '203.0.113.1',
  'Tunnel Destination': '198.51.100.7',
  Protocol: 'ANY     Src Port: 0      Dest Port: 0',
  Direction: 'Outbound',
  Weight: '7',
  'Inbound Action': 'Negotiate',
  'Outbound Action': 'Negotiate',
} as const

/** A dump of one filter, with other values in some fields; `null` leaves a field out. */
export function dumpWith(changes: Readonly<Record<string, string | null>>): string {
  const fields = Object.entries({ ...FIELDS, ...changes }).filter(([, value]) => value !== null)
  const lines = fields.map(([label, value]) => `${label.padEnd(22)}: ${value}`)
  return `Quick Mode Filters(Specific):\n${RULE}\n\n${lines.join('\n')}\n\n1 Specific Filter(s)\n`
}

/** What `dumpWith({})` holds. */
export const LAN =
  'LAN: out protect 10.1.0.0/24 > 10.2.0.0/24 any any>any via 203.0.113.1/32>198.51.100.7/32 (tunnel) 7'

export const SPECIFIC_FILTERS = [
  'To branch: out protect 10.1.0.0/24 > 10.2.0.0/24 any any>any via 203.0.113.1/32>198.51.100.7/32 (tunnel) 34603784',
  'From branch: in protect 10.2.0.0/24 > 10.1.0.0/24 any any>any via 198.51.100.7/32>203.0.113.1/32 (tunnel) 34603784',
  'Gateway to branch: out protect 203.0.113.1/32 > 10.2.0.0/24 any any>any via 203.0.113.1/32>198.51.100.7/32 (tunnel) 34603800',
  'Remote desktop of the main office: in bypass 0.0.0.0/0 > 203.0.113.1/32 tcp any>3389 via ->- (null) 67125258',
] as const
export const GENERIC_FILTERS = [
  'To branch: null protect 10.1.0.0/24 > 10.2.0.0/24 any any>any via ->198.51.100.7/32 (tunnel) null',
  'From branch: null protect 10.2.0.0/24 > 10.1.0.0/24 any any>any via ->203.0.113.1/32 (tunnel) null',
  'Gateway to branch: null protect own > 10.2.0.0/24 any any>any via ->198.51.100.7/32 (tunnel) null',
  'Remote desktop of the main office: null bypass 0.0.0.0/0 <> own tcp any>3389 via ->- (null) null',
] as const
/** Ranges of one block are printed as such: 10.1.0.1-10.1.0.20 is none, 2001:db8:2::-2001:db8:2::ff is. */
export const SIX_FILTERS = [
  'Six out: out protect 2001:db8:1::/48 > 2001:db8:2::/48 any any>any via 2001:db8:ff::1/128>2001:db8:ff::2/128 (tunnel) 1',
  'Six in: in protect 2001:db8:2::/120 > 2001:db8:1::1/128 any any>any via 2001:db8:ff::2/128>2001:db8:ff::1/128 (tunnel) 2',
  'Four in six: out protect 10.1.0.1-10.1.0.20 > 10.2.0.9/32 any any>any via ->2001:db8:ff::2/128 (tunnel) 3',
] as const
