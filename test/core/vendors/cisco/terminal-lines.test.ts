import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnsOf, plainStart, readTerminalLine } from '../../../../src/core/vendors/cisco/terminal-lines.ts'

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
        const start = plainStart(text)
        fc.pre(start >= 0)
        const { kind, at, host, indent } = readTerminalLine({ source: 'a.txt', number: 1, text })
        expect({ kind, at, host, indent }).toEqual({ kind: 'command', at: start, host: null, indent: columnsOf(text) })
      }),
      { numRuns: 3000 },
    )
  })

  it.each([
    [' set peer 198.51.100.7', 1],
    ['#pkts encaps: 4, #pkts encrypt: 4', 0],
    ['\tPERMIT, flags={origin_is_acl,}', 1],
    ['R1#show version', -1],
    ['Building configuration...', -1],
    ['Nov 27 10:00:00 gw', -1],
    ['--More-- \b\b\b ip route', -1],
    ['!', -1],
    ['', -1],
  ])('begins where its words do: %j', (text, start) => {
    expect(plainStart(text)).toBe(start)
  })
})
