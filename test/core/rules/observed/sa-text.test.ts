import { expect, it } from 'vitest'
import { saText } from '../../../../src/core/rules/observed/sa-text.ts'
import { sa } from '../../negotiation/made-ends.ts'

it('an SA is written with its protocol, its way, and its SPI where it has one', () => {
  expect(saText(sa({ spi: 0xc0000001 }))).toBe('ESP 203.0.113.1 > 198.51.100.7 (SPI 0xc0000001)')
  expect(saText(sa({ protocol: 'ah', spi: 0x1f }))).toBe('AH 203.0.113.1 > 198.51.100.7 (SPI 0x0000001f)')
  expect(saText(sa({ spi: null }))).toBe('ESP 203.0.113.1 > 198.51.100.7')
})
