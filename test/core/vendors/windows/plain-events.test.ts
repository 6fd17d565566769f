import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { tellPlainEvents } from '../../../../src/core/vendors/windows/security-events/plain-events.ts'
import { securityEvents } from '../../../../src/core/vendors/windows/security-events/security-events.ts'

const COPIED = readFileSync(new URL('../../../fixtures/windows/events/4654-copied.txt', import.meta.url), 'utf8').split(
  '\nEvent Xml:',
)[0]
const MAIN_MODE = `Event ID:      4653
Description:
An IPsec main mode negotiation failed.

Local Endpoint:
	Local Principal Name:	-
	Network Address:	203.0.113.1
	Keying Module Port:	500

Remote Endpoint:
	Principal Name:		-
	Network Address:	198.51.100.7

Failure Information:
	Failure Point:		Local computer
	Failure Reason:		No policy configured

`
const ODD = [
  '	Failure Reason:		The peer sent something that this computer cannot make anything of, whatever it is',
  '	Failure Reason:		13868',
  '	Mode:			Key Exchange',
  '	Mode:			Main Mode',
  '	Protocol:		TCP or so',
  '	Protocol:		6  ',
  '	Port:			70000',
  '	Network Address:	10.1.0.300',
  '	Address Mask:		-',
  '	Network Address:	2001:db8::1',
  '	Role:',
  '	Role:			:Initiator',
  'Source:',
  'Log Name:      Security Failure Reason: none',
  'User Name: a	b',
  'An IPsec quick mode security association was established.',
  'An IPsec main mode security association was established. Extended mode was not enabled.',
  'IKE security association negotiation failed.',
  'Local Certificate:',
  'Local Endpoint: 203.0.113.1',
  'Something else',
  '> Role: Initiator',
  'Event Xml:',
  '',
  '  ',
]

/** Two events with some lines left out, doubled or put among others. */
const texts = fc
  .array(
    fc.record({
      at: fc.nat(60),
      drop: fc.nat(2),
      put: fc.oneof(
        fc.constant([]),
        fc.constantFrom(...ODD).map((line) => [line]),
      ),
    }),
    { maxLength: 3 },
  )
  .map((changes) => {
    const lines = `${COPIED}\n${MAIN_MODE}`.split('\n')
    for (const { at, drop, put } of changes) lines.splice(at, drop, ...put)
    return lines.join('\n')
  })

function isPlain(text: string): boolean {
  return tellPlainEvents(splitLines('paste', text), () => undefined) !== null
}

function readingOf(text: string) {
  const lines = splitLines('paste', text)
  const anchors = securityEvents.recognise(lines)
  const { roles, ...reading } = securityEvents.read({ source: 'paste', lines })
  return { anchors, ...reading, roles: lines.map(({ number }) => roles.get(number)) }
}

describe('events that stand there as they are copied', () => {
  it('tell what they tell to the reader that finds labels anywhere', () => {
    let plain = 0
    fc.assert(
      fc.property(texts, (text) => {
        // A blank behind a line means nothing, and is never printed.
        const other = text.replace(/\S(?=\n|$)/, '$& ')
        expect(isPlain(other)).toBe(false)
        expect(readingOf(text)).toEqual(readingOf(other))
        if (isPlain(text)) plain += 1
      }),
      { numRuns: 600 },
    )
    expect(plain).toBeGreaterThan(100)
  })
})
