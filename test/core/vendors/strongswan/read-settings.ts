import { formatHost } from '../../../../src/core/address/address-range.ts'
import type { EndpointFragment } from '../../../../src/core/model/endpoint.ts'
import type { Format, Reading } from '../../../../src/core/model/format.ts'
import type {
  AuthRound,
  ChildConfig,
  IkeConnection,
  Proposal,
  SelectorTemplate,
} from '../../../../src/core/model/ike-policy.ts'
import { formatPort, formatProtocol } from '../../../../src/core/selectors/protocol.ts'
import { splitLines } from '../../../../src/core/text/source-text.ts'

/** What a format makes of a text that is one block. */
export function readText(format: Format, text: string): Reading {
  return format.read({ source: 'a.conf', lines: splitLines('a.conf', text) })
}

export function anchorsOf(format: Format, text: string): readonly number[] {
  return format.recognise(splitLines('a.conf', text))
}

/** Numbers of the lines with words that have this role, or none. */
export function linesWith(role: string, text: string, reading: Reading): number[] {
  return splitLines('a.conf', text)
    .filter((line) => line.text.trim() !== '' && (reading.roles.get(line.number) ?? 'unrecognised') === role)
    .map((line) => line.number)
}

/** A connection in words, without its places. */
export function connectionInWords(connection: IkeConnection | undefined) {
  if (connection === undefined) return undefined
  return {
    name: connection.name,
    version: [connection.initiates.value, connection.accepts],
    exchange: connection.exchange.value,
    addresses: [connection.localAddresses.value.map(formatHost), connection.remoteAddresses.value.map(formatHost)],
    proposals: connection.proposals.value.map(proposalInWords),
    local: connection.local.map(roundInWords),
    remote: connection.remote.map(roundInWords),
    vips: connection.virtualAddresses,
    pools: connection.pools,
    lifetime: connection.lifetime,
    children: connection.children.map(childInWords),
  }
}

function childInWords(child: ChildConfig) {
  return {
    name: child.name,
    local: child.local.value.map(selectorInWords),
    remote: child.remote.value.map(selectorInWords),
    proposals: child.proposals.value.map(proposalInWords),
    mode: child.mode.value,
    compression: child.compression.value,
    waits: child.waits,
    lifetime: child.lifetime,
  }
}

/** `esp: AES_CBC_256/HMAC_SHA2_256_128/NO_EXT_SEQ`. */
export function proposalInWords({ protocol, encryption, integrity, prf, ke, esn }: Proposal): string {
  return `${protocol}: ${[...encryption, ...integrity, ...prf, ...ke, ...esn].join('/')}`
}

/** `10.1.0.0/24 tcp 80`. */
export function selectorInWords({ addresses, protocol, ports }: SelectorTemplate): string {
  const range = addresses === 'dynamic' ? addresses : formatHost(addresses)
  return `${range} ${formatProtocol(protocol)} ${formatPort(ports)}`
}

function roundInWords({ method, id }: AuthRound): string {
  return `${method.value} ${id === undefined ? '-' : `${id.value.kind} ${id.value.text}`}`
}

/** The connections of the only end. */
export function connectionsOf(reading: Reading): readonly IkeConnection[] {
  return onlyEnd(reading)?.ike?.connections ?? []
}

export function onlyEnd(reading: Reading): EndpointFragment | undefined {
  return reading.endpoints.length === 1 ? reading.endpoints[0] : undefined
}
