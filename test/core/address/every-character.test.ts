import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../src/core/address/address-range.ts'
import { isProblem, parseAddress, parsePrefix } from '../../../src/core/address/parse-address.ts'

/** All of ASCII but what is a blank, which is allowed around an address. */
const CHARACTERS = Array.from({ length: 127 - 33 }, (_, at) => String.fromCharCode(33 + at))

/** The characters that make an address of a text when they stand in the place of `?`; `x` and others hide one. */
function fitting(text: string, parse: typeof parseAddress): string {
  return CHARACTERS.filter((each) => {
    const range = parse(text.replace('?', each))
    return !isProblem(range) && range.family !== 'name'
  }).join('')
}

const DIGITS = '0123456789'

describe('the characters that an address may have', () => {
  it.each([
    // A leading zero is refused, and so is what is larger than 255.
    ['?0.0.2.1', '123456789'],
    ['1?.0.2.1', DIGITS],
    ['1?2.0.2.1', DIGITS],
    ['25?.0.2.1', '012345'],
    ['2?0.0.2.1', '012345'],
    ['192.0?2.1', '.'],
    ['192.0.2.?', DIGITS],
    ['192.0.2.1?', DIGITS],
    ['192.0.2.25?', '012345'],
    ['192.0.2?', ''],
    ['192.0.2.1.?', ''],
  ])('of IPv4: %s', (text, wanted) => {
    expect(fitting(text, parseAddress)).toBe(wanted)
  })

  it.each([
    ['2001:db8::?', `${DIGITS}ABCDEFabcdef`],
    ['?001:db8::1', `${DIGITS}ABCDEFabcdef`],
    ['2001?db8::1', ':'],
    // Three groups are too few, and a third colon is one too many.
    ['2001:db8:?:1', ''],
    ['2001:db8::?:1:2:3:4:5:6', ''],
    // `::` may stand for a single group.
    ['1:2:3:4:5:6:7:?', `${DIGITS}:ABCDEFabcdef`],
    ['1:2:3:4:5:6:7?8', ':'],
    ['1:2:3:4:5:6?8', ''],
  ])('of IPv6: %s', (text, wanted) => {
    expect(fitting(text, parseAddress)).toBe(wanted)
  })

  it.each([
    ['192.0.2.0/?', DIGITS],
    ['192.0.2.0/2?', DIGITS],
    ['192.0.2.0/3?', '012'],
    ['192.0.2.0/32?', ''],
    ['192.0.2.0?24', '/'],
    ['2001:db8::/12?', '012345678'],
    ['2001:db8::/128?', ''],
    ['2001:db8::/9?', DIGITS],
  ])('of a prefix: %s', (text, wanted) => {
    expect(fitting(text, parsePrefix)).toBe(wanted)
  })

  it('and no leading zero of its length, nor none', () => {
    for (const text of ['192.0.2.0/024', '192.0.2.0/00', '192.0.2.0/', '2001:db8::/', '2001:db8::/064']) {
      expect(isProblem(parsePrefix(text)), text).toBe(true)
    }
    const all = parsePrefix('192.0.2.1/0')
    expect(isProblem(all) ? all.problem : formatHost(all)).toBe('0.0.0.0/0')
  })
})
