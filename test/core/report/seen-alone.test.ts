import { expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'

const PING = 'Pinging 10.2.0.10 with 32 bytes of data:\n\nNegotiating IP Security.\nNegotiating IP Security.\n'

/** An event of a gateway with the address 203.0.113.10. */
function eventText(source: string, mask: string): string {
  return `IKE security association negotiation failed.
 Mode:
Data Protection Mode (Quick Mode)

 Filter:
Source IP Address ${source}
Source IP Address Mask ${mask}
Destination IP Address 10.2.0.0
Destination IP Address Mask 255.255.0.0
Protocol 0
Source Port 0
Destination Port 0
IKE Local Addr 203.0.113.10
IKE Peer Addr 198.51.100.20

 Failure Point:
Me

 Failure Reason:
No policy configured
`
}

function analysed(text: string) {
  return analyse({ pastes: [{ source: 'paste', text }] })
}

it.each([
  ['a ping', PING, 'The ping to 10.2.0.10 shows 2 x "Negotiating IP Security.".'],
  [
    'an event',
    eventText('203.0.113.10', '255.255.255.255'),
    'Event 547: quick mode failed with 198.51.100.20 for 203.0.113.10 <> 10.2.0.0/16: No policy configured, found here.',
  ],
])('%s alone is told in one sentence, and the configurations are asked for', (_, text, summary) => {
  const report = analysed(text)
  expect(report.summary).toBe(summary)
  expect(report.unchecked.map(({ topic }) => topic)).toEqual(['configuration of both ends'])
})

it('tells of an event that it is about what the gateway itself sends', () => {
  const told = (text: string) => analysed(text).diagnostics.find(({ code }) => code === 'SA002')?.why
  expect(told(eventText('203.0.113.10', '255.255.255.255'))).toContain('203.0.113.10 is the gateway itself')
  expect(told(eventText('10.1.0.0', '255.255.0.0'))).not.toContain('itself')
})
