import {
  type AddressRange,
  formatAddress,
  formatHost,
  formatRange,
  netmaskOf,
  prefixLength,
} from '../../address/address-range.ts'
import { type Box, isAnyService } from '../../selectors/box.ts'
import { formatTerm } from '../cisco/addresses.ts'
import { formatCiscoPorts, formatCiscoProtocol } from '../cisco/services.ts'
import type { NetworkObjects } from './network-objects.ts'

/** Lines to be pasted at the prompt of privileged mode, with the commands that enter and leave configuration. */
export function configure(lines: readonly string[]): string {
  return ['configure terminal', ...lines, 'end'].join('\n')
}

/** `permit ip 10.1.0.0 255.255.255.0 host 203.0.113.1`: a line of an access list, from local to remote. */
export function aclTerms(box: Box): string {
  const source = formatTerm(box.local, 'netmask') ?? 'any'
  const destination = formatTerm(box.remote, 'netmask') ?? 'any'
  return `${formatCiscoProtocol(box.protocol)} ${source}${formatCiscoPorts(box.localPort, box.protocol)} ${destination}${formatCiscoPorts(box.remotePort, box.protocol)}`
}

/** An object for addresses, by the name that it has already, else by a new one that the first lines define. */
export function objectFor(
  range: AddressRange,
  networks: NetworkObjects,
): { readonly name: string; readonly lines: readonly string[] } {
  const known = networks.named([range])
  if (known !== undefined) return { name: known, lines: [] }
  const name = `NETWORK_OBJ_${formatRange(range).replace('/', '_')}`
  return { name, lines: [`object network ${name}`, ` ${objectTerm(range)}`] }
}

function objectTerm(range: AddressRange): string {
  const length = prefixLength(range)
  const first = formatAddress(range.family, range.from)
  if (length === undefined) return `range ${first} ${formatAddress(range.family, range.to)}`
  if (range.from === range.to) return `host ${first}`
  return range.family === 'ipv4' ? `subnet ${first} ${netmaskOf(length)}` : `subnet ${first}/${length}`
}

/** What an access list can say of a box in one line. */
export function hasAclTerms(box: Box): boolean {
  return formatTerm(box.local, 'netmask') !== null && formatTerm(box.remote, 'netmask') !== null
}

/** `10.1.0.0/24 to 203.0.113.1`, for sentences. */
export function flowWords({ local, remote, ...service }: Box): string {
  const words = `${formatHost(local)} to ${formatHost(remote)}`
  const box = { local, remote, ...service }
  return isAnyService(box) ? words : `${words} (${aclTerms(box).split(' ')[0]})`
}
