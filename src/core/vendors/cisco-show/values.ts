import { type AddressRange, between, isUnspecified, nameRange } from '../../address/address-range.ts'
import { isProblem, parseAddress, parseMasked } from '../../address/parse-address.ts'
import { ANY_PORT, ANY_PROTOCOL, type Interval } from '../../selectors/interval.ts'
import type { IdentSide } from '../shown/ident.ts'

/** An address, or the word that stands in the place of one that was masked; `null` for anything else. */
export function hostIn(text: string): AddressRange | null {
  const address = parseAddress(text)
  if (!isProblem(address)) return isUnspecified(address) ? null : address
  return /^[A-Za-z][\w.-]{0,99}$/.test(text) && text !== 'none' ? nameRange(text) : null
}

/** `203.0.113.1/500`, `2001:db8::1/4500`, or an address alone. */
export function hostWithPort(text: string): AddressRange | null {
  return hostIn(/^(.*)\/\d{1,5}$/.exec(text)?.[1] ?? text)
}

interface IdentText extends IdentSide {
  readonly protocol: Interval
}

/** `10.1.0.0/255.255.255.0/6/443` or `2001:db8:1::/64/0/0`: address, mask, protocol and port, 0 for any. */
export function identIn(text: string): IdentText | null {
  const parts = text.split('/')
  if (parts.length !== 4) return null
  const [address = '', mask = ''] = parts
  const [protocol, port] = [Number(parts[2]), Number(parts[3])]
  const addresses = parseMasked(address, mask)
  if (isProblem(addresses) || !(protocol >= 0 && protocol <= 255) || !(port >= 0 && port <= 65_535)) return null
  return {
    addresses,
    protocol: protocol === 0 ? ANY_PROTOCOL : { from: protocol, to: protocol },
    ports: port === 0 ? ANY_PORT : { from: port, to: port },
  }
}

/** `10.1.0.0/0 - 10.1.0.255/65535`: the first and last address with the first and last port (RFC 7296 3.13.1). */
export function selectorIn(text: string): IdentSide | null {
  const match = /^(\S+)\/(\d{1,5})\s{1,9}-\s{1,9}(\S+)\/(\d{1,5})$/.exec(text.trim())
  if (match === null) return null
  const [from, to] = [parseAddress(match[1] ?? ''), parseAddress(match[3] ?? '')]
  const ports = { from: Number(match[2]), to: Number(match[4]) }
  if (isProblem(from) || isProblem(to) || from.family !== to.family || from.from > to.from) return null
  if (ports.from > ports.to || ports.to > 65_535) return null
  return { addresses: between(from.family, from.from, to.from), ports }
}

/** `0xDC15BF68`, also without `0x`; 0 stands for none. */
export function spiIn(text: string): number | null {
  const spi = SPI.test(text) ? Number.parseInt(text, 16) : 0
  return spi === 0 ? null : spi
}

const SPI = /^(?:0x)?[\da-f]{1,8}$/i
