import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnsOf, plainText, readTerminalLine } from '../../../../src/core/vendors/cisco/terminal-lines.ts'

/** What lines of terminals are made of, plain or not. */
const PIECES = [
  'Building configuration...',
  'Current configuration : 12 bytes',
  'Nov 27 10:00:00',
  '*Nov 27 10:00:00.000: %LINK-3-UPDOWN:',
  'R1#',
  'R1(config)#',
  'fw/pri/act>',
  '--More--',
  '<--- More --->',
  '\b',
  '2026-11-27 10:00:00 ',
  '    12 : ',
  '!',
  ': ',
  '[OK]',
  '#pkts encaps: 4, #pkts encrypt: 4',
  'crypto map VPN 10 ipsec-isakmp',
  'PERMIT, flags={}',
  'IV size: 16 bytes',
  'Load for five secs',
  '<a  b>',
  '\u2003',
  '  ',
  '\t',
  'x',
]
const line = fc.array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ maxLength: 6 })), {
  maxLength: 5,
})

describe('a plain line of a terminal', () => {
  it('is one that is read as a command without anything of the terminal', () => {
    fc.assert(
      fc.property(line, (pieces) => {
        const text = pieces.join('')
        const plain = plainText(text)
        fc.pre(plain !== null)
        const { kind, at, host, indent } = readTerminalLine({ source: 'a.txt', number: 1, text })
        if (plain === '') {
          expect(kind).toBe('blank')
          return
        }
        expect({ kind, host, indent }).toEqual({ kind: 'command', host: null, indent: columnsOf(text) })
        expect(text.slice(at).trimEnd()).toBe(plain)
      }),
      { numRuns: 3000 },
    )
  })

  it.each([
    [' set peer 198.51.100.7', 'set peer 198.51.100.7'],
    ['#pkts encaps: 4, #pkts encrypt: 4', '#pkts encaps: 4, #pkts encrypt: 4'],
    ['\tPERMIT, flags={origin_is_acl,} ', 'PERMIT, flags={origin_is_acl,}'],
    ['R1#show version', null],
    ['Building configuration...', null],
    ['Nov 27 10:00:00 gw', null],
    ['--More-- \b\b\b ip route', null],
    ['!', null],
    ['', ''],
    ['\t ', ''],
    ['--More--\b\b', null],
  ])('is known by what it begins with: %j', (text, plain) => {
    expect(plainText(text)).toBe(plain)
  })
})
