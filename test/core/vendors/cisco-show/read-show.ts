import { readFileSync } from 'node:fs'
import { formatHost } from '../../../../src/core/address/address-range.ts'
import type { EndpointFragment } from '../../../../src/core/model/endpoint.ts'
import type { Format } from '../../../../src/core/model/format.ts'
import type { AddressTerm, PacketFilter } from '../../../../src/core/model/spd-entry.ts'
import { formatPort, formatProtocol } from '../../../../src/core/selectors/protocol.ts'
import { readText } from '../isa/read-text.ts'

/** Written by hand in the shape of Cisco's command references. */
export function fixture(name: string): string {
  return readFileSync(new URL(`../../../fixtures/cisco-show/${name}`, import.meta.url), 'utf8')
}

export function endOf(format: Format, text: string): EndpointFragment | undefined {
  return readText(format, text).endpoints[0]
}

export function filtersIn(end: EndpointFragment | undefined): string[] | undefined {
  return end?.filters?.map(printFilter)
}

function printFilter(filter: PacketFilter): string {
  const { name, direction, action, source, destination, protocol, sourcePort, destinationPort, tunnel } = filter
  const counted = filter.installed?.counted
  return [
    `${name ?? '-'}: ${direction} ${action} ${term(source)} > ${term(destination)} ${formatProtocol(protocol)} ${formatPort(sourcePort)}>${formatPort(destinationPort)}`,
    `${term(tunnel.source)} > ${term(tunnel.destination)}`,
    ...(counted === undefined || counted.packets === null ? [] : [`${counted.packets} ${counted.unit ?? 'packets'}`]),
    ...(counted?.dropped ?? []).map(({ why, count }) => `${count} ${why}`),
  ].join('; ')
}

export function sasIn(end: EndpointFragment | undefined): string[] | undefined {
  return end?.sas?.map(({ direction, protocol, source, destination, spi, reqid, mode, algorithms, replayWindow }) =>
    [
      `${direction} ${protocol} ${formatHost(source)} > ${formatHost(destination)} ${mode}`,
      `spi ${spi?.toString(16) ?? 'not printed'} of pair ${reqid}`,
      algorithms.map(({ name }) => name).join(' '),
      `window ${replayWindow}`,
    ].join('; '),
  )
}

export function ikeSasIn(end: EndpointFragment | undefined): string[] | undefined {
  return end?.ikeSas?.map(
    ({ version, hosts, state, stage, role }) =>
      `IKEv${version ?? '?'} ${hosts.map(formatHost).join(' - ')} ${state}: ${stage}${role === null ? '' : `, ${role}`}`,
  )
}

function term(address: AddressTerm | null): string {
  return address === null ? '-' : address === 'own' ? 'own' : formatHost(address)
}
