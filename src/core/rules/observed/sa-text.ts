import { formatHost } from '../../address/address-range.ts'
import type { SecurityAssociation } from '../../model/security-association.ts'

/** `ESP 203.0.113.1 > 198.51.100.7 (SPI 0xc0000001)`. */
export function saText({ protocol, source, destination, spi }: SecurityAssociation): string {
  const number = spi === null ? '' : ` (SPI 0x${spi.toString(16).padStart(8, '0')})`
  return `${protocol.toUpperCase()} ${formatHost(source)} > ${formatHost(destination)}${number}`
}
