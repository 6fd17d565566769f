import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatHost, formatRange } from '../../../../src/core/address/address-range.ts'
import type { NegotiationObservation } from '../../../../src/core/model/observation.ts'
import { securityEvents as rule } from '../../../../src/core/rules/observed/sa002-security-events.ts'
import { describeService } from '../../../../src/core/selectors/box.ts'
import { securityEvents } from '../../../../src/core/vendors/windows/security-events/security-events.ts'
import { anchorsOf, linesWith, quoted, readText } from '../isa/read-text.ts'

const OLD = fixture('windows/events/547-windows-2003.txt')
const NEW = fixture('windows/events/4654-copied.txt')
const RAW = fixture('windows/events/4654-raw.xml')
const SEVERAL = fixture('windows/events/several.txt')

function fixture(name: string): string {
  return readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url), 'utf8')
}

function read(text: string) {
  return readText(securityEvents, text)
}

function events(text: string): NegotiationObservation[] {
  return read(text).observations.flatMap((each) => (each.kind === 'negotiation' ? [each] : []))
}

function problems(text: string): [string, string][] {
  return read(text).problems.map(({ kind, say }) => [kind, say])
}

function inWords({ spans: _, box, localAddress, peerAddress, ...event }: NegotiationObservation) {
  return {
    ...event,
    box: box && `${formatRange(box.local)} <> ${formatRange(box.remote)}${describeService(box)}`,
    ends: [localAddress, peerAddress].map((end) => end && formatHost(end)),
  }
}

/** Number, phase and result of each event. */
function outline(text: string): string[] {
  return events(text).map(({ event, phase, result }) => `${event} ${phase} ${result}`)
}

function flattened(text: string): string {
  return text.replaceAll(/\s+/g, ' ')
}

const OLD_EVENT = {
  kind: 'negotiation',
  event: '547',
  phase: 'quick',
  result: 'failed',
  box: '10.1.0.0/24 <> 10.2.0.0/24',
  ends: ['203.0.113.1', '198.51.100.7'],
  role: 'responder',
  failurePoint: 'local',
  reason: 'No policy configured',
  attribute: null,
}
const NEW_EVENT = {
  kind: 'negotiation',
  event: '4654',
  phase: 'quick',
  result: 'failed',
  box: '10.2.0.0/24 <> 10.1.0.16/28 (tcp, remote port 443)',
  ends: ['198.51.100.7', '203.0.113.1'],
  role: 'initiator',
  failurePoint: 'peer',
  reason: 'Negotiation timed out',
  attribute: null,
}

describe('what an event tells', () => {
  it('reads 547 of Windows 2003', () => {
    expect(events(OLD).map(inWords)).toEqual([OLD_EVENT])
    expect(anchorsOf(securityEvents, OLD)).toEqual([1])
    expect(problems(OLD)).toEqual([])
  })

  it('reads 4654 of later Windows once, although its XML follows', () => {
    expect(events(NEW).map(inWords)).toEqual([NEW_EVENT])
    expect(anchorsOf(securityEvents, NEW)).toEqual([1])
    expect(problems(NEW)).toEqual([])
  })

  it.each([
    ['547', OLD],
    ['4654', NEW],
    ['raw', RAW],
    ['several', SEVERAL],
  ])('has a role for each line of %s', (_, text) => {
    expect(linesWith('unrecognised', text, read(text))).toEqual([])
  })

  it('reads raw XML, where numbers stand for words', () => {
    expect(events(RAW).map(inWords)).toEqual([
      {
        ...OLD_EVENT,
        event: '4654',
        box: '2001:db8:2::/48 <> 2001:db8:1::/48',
        ends: ['2001:db8::7', '2001:db8::1'],
        reason: 'Policy match error',
      },
    ])
    expect(problems(RAW)).toEqual([])
    expect(events(RAW.replace('%%13868', '%%13999'))[0]?.reason).toBe('error 13999')
  })

  it('quotes the sentence, the reason and the addresses', () => {
    expect(events(OLD)[0]?.spans.map((span) => quoted(OLD, span))).toEqual([
      'IKE security association negotiation failed.',
      'No policy configured.',
      '10.1.0.0',
      '10.2.0.0',
      '198.51.100.7',
    ])
  })

  it('reads the example of the page about events', () => {
    expect(events(rule.page.fires.pastes[0]?.text ?? '').map(inWords)).toEqual([
      { ...OLD_EVENT, ends: [null, null], role: null },
    ])
    expect(problems(rule.page.fires.pastes[0]?.text ?? '')).toEqual([])
  })

  it('turns the selectors where the addresses of the gateways show that the source is the peer', () => {
    const hosts = OLD.replaceAll('Mask 255.255.255.0', 'Mask 255.255.255.255')
      .replace('10.1.0.0', '198.51.100.7')
      .replace('10.2.0.0', '203.0.113.1')
      .replace('Protocol 0', 'Protocol 17')
      .replace('Source Port 0', 'Source Port 1701')
    expect(events(hosts).map(inWords)[0]?.box).toBe('203.0.113.1/32 <> 198.51.100.7/32 (udp, remote port 1701)')
  })

  it.each([
    ['Diffie-Helman failure', 'Diffie-Helman failure'],
    [
      'Failed to obtain new SPI for the inbound SA from IPsec driver. The most\ncommon cause for this is that the driver does not have the correct filter.',
      'Failed to obtain new SPI for the inbound SA from IPsec driver. The most common cause for this is that the driver does not have the correct filter',
    ],
    ['IKE SA deleted by peer\nCan anybody help?', 'IKE SA deleted by peer'],
  ])('has the whole reason and no more: %s', (written, reason) => {
    expect(events(OLD.replace('No policy configured.', written))[0]?.reason).toBe(reason)
  })
})

describe('several events in one text', () => {
  it('are kept apart, and numbered by their sentences', () => {
    expect(outline(SEVERAL)).toEqual([
      '541 quick established',
      '543 main ended',
      '546 main failed',
      '4653 main failed',
      '4655 main ended',
    ])
    expect(anchorsOf(securityEvents, SEVERAL)).toEqual([1, 28, 40, 61, 87])
    expect(problems(SEVERAL)).toEqual([])
  })

  it('have selectors in quick mode only, and gateways in main mode', () => {
    expect(events(SEVERAL).map((event) => [inWords(event).box, ...inWords(event).ends])).toEqual([
      ['10.1.0.5/32 <> 10.2.0.10/32 (udp, remote port 53)', null, '198.51.100.7'],
      [null, '203.0.113.1', '198.51.100.7'],
      [null, '203.0.113.1', '198.51.100.7'],
      [null, '203.0.113.1', '198.51.100.7'],
      [null, '203.0.113.1', '198.51.100.7'],
    ])
  })

  it('tell what the peer proposed', () => {
    expect(events(SEVERAL)[2]).toMatchObject({
      attribute: { name: 'Phase I Hash Algorithm', expected: 'SHA', received: 'MD5' },
      reason: 'peer sent invalid proposal',
    })
  })

  it('have their own places', () => {
    expect(events(`${OLD}\n${OLD}`).map(({ spans }) => spans[0]?.line)).toEqual([10, 54])
    expect(outline(`${RAW}${RAW}`)).toHaveLength(2)
  })
})

describe('the first sentence', () => {
  const network = 'Local Network Address: 203.0.113.1\nRemote Network Address: 198.51.100.7\n'
  it.each([
    ['IKE peer authentication failed.\nPeer Identity: \nPeer IP Address: 198.51.100.7\n', '545 main failed'],
    [
      'IKE security association establishment failed because peer could not authenticate.\nThe certificate trust could not be established.\nPeer Identity: \nPeer IP Address: 198.51.100.7\n',
      '544 main failed',
    ],
    [
      `An IPsec main mode security association was established. Extended mode was not enabled. A certificate was used for authentication.\n${network}`,
      '4651 main established',
    ],
    [`An IPsec main mode security association was established.\n${network}`, '4650 main established'],
    [
      `An IPsec main mode negotiation failed.\nLocal Certificate:\n${network}Failure Reason: Hash verification failed\n`,
      '4652 main failed',
    ],
    [
      `An IPsec Quick Mode negotiation failed.\n${network}Protocol: 0\nFailure Reason: Policy match error\n`,
      '4654 quick failed',
    ],
    [`An IPsec quick mode security association was established.\n${network}Protocol: 0\n`, '5451 quick established'],
    [`An IPsec quick mode security association ended.\n${network}Protocol: 0\n`, '5452 quick ended'],
    [
      `An IPsec negotiation with a remote computer failed because the IKE and AuthIP IPsec Keying Modules (IKEEXT) service is not started.\n${network}`,
      '5453 main failed',
    ],
  ])('tells which event it is: %#', (text, expected) => {
    expect(outline(text)).toEqual([expected])
    expect(problems(text)).toEqual([])
  })

  it('gives way to the number in the header where both fit', () => {
    const ended = 'Event ID: 4652\nAn IPsec main mode negotiation failed.\nFailure Reason: Negotiation timed out\n'
    expect(outline(ended)).toEqual(['4652 main failed'])
    expect(outline(ended.replace('4652', '4'))).toEqual(['4653 main failed'])
  })
})

describe('an event on its way through mail and collectors', () => {
  const withoutXml = NEW.slice(0, NEW.indexOf('Event Xml'))

  it.each([
    ['run together into one line', flattened],
    ['quoted', (text: string) => text.replaceAll(/^/gm, '> ')],
    ['doubled', (text: string) => text.replaceAll('\n', '\n\n')],
    ['without indentation', (text: string) => text.replaceAll(/^[ \t]+/gm, '')],
    ['with blanks for tabs', (text: string) => text.replaceAll(/\t/g, '    ')],
  ])('may be %s', (_, change) => {
    expect(events(change(OLD)).map(inWords)).toEqual([OLD_EVENT])
    expect(events(change(withoutXml)).map(inWords)).toEqual([NEW_EVENT])
    expect(linesWith('unrecognised', change(OLD), read(change(OLD)))).toEqual([])
  })

  it('is told apart from its neighbours on one line', () => {
    expect(events(flattened(SEVERAL)).map(inWords)).toEqual(events(SEVERAL).map(inWords))
  })

  it('may have lost its header, and leaves the words around it alone', () => {
    const text = `This is in the log:\n${OLD.slice(OLD.indexOf('IKE security'))}Why is that?\n`
    expect(events(text).map(inWords)).toEqual([OLD_EVENT])
    expect(anchorsOf(securityEvents, text)).toEqual([2])
    expect(linesWith('unrecognised', text, read(text))).toEqual([1, 36])
  })

  it('may have lines of a collector before it', () => {
    const text = 'Date: Monday\n\nHere is the event.\n\nAnd more.\n'
    expect(anchorsOf(securityEvents, text + OLD)).toEqual([6])
  })
})

describe('an event with something wrong', () => {
  it.each([
    [
      'Destination IP Address 10.2.0.0',
      'Destination IP Address 10.2.0.300',
      /^The remote address.*"10\.2\.0\.300".*\.$/,
    ],
    ['Address Mask 255.255.255.0', 'Address Mask 255.0.255.0', /^The local mask.*has a gap/],
    ['Protocol 0', 'Protocol 300', /^The protocol.*"300"/],
    ['Source Port 0', 'Source Port 70000', /^The local port.*"70000" is not a port\.$/],
    [
      'Destination IP Address 10.2.0.0\nDestination IP Address Mask 255.255.255.0',
      'Destination IP Address 2001:db8::\nDestination IP Address Mask 32',
      /mix IPv4 and IPv6/,
    ],
  ])('has no selectors: %s', (from, to, say) => {
    const text = OLD.replace(from, to)
    expect(problems(text)).toEqual([['invalid', expect.stringMatching(say)]])
    expect(events(text).map(inWords)).toEqual([{ ...OLD_EVENT, box: null }])
  })

  it('is left out when its mode is unknown', () => {
    const text = OLD.replace('Data Protection Mode (Quick Mode)', 'Fancy Mode')
    expect(events(text)).toEqual([])
    expect(problems(text)).toEqual([['invalid', expect.stringMatching(/"Fancy Mode" is neither/)]])
  })

  it('is cut before its reason', () => {
    const text = OLD.slice(0, OLD.indexOf(' Failure Reason'))
    expect(problems(text)).toEqual([['cut', 'Event 547 is not whole: it lacks its failure reason.']])
    expect(events(text).map(inWords)).toEqual([{ ...OLD_EVENT, reason: null, role: null }])
  })

  it('is cut amid its selectors, of which none is guessed', () => {
    const text = OLD.slice(0, OLD.indexOf('Destination IP Address Mask'))
    expect(problems(text)).toEqual([
      ['cut', 'Event 547 is not whole: it lacks its protocol, remote mask, failure reason.'],
    ])
    expect(events(text)[0]?.box).toBeNull()
  })

  it('is cut before its mode', () => {
    const text = 'Event ID: 547\nIKE security association negotiation failed.\n'
    expect(events(text)).toEqual([])
    expect(problems(text)).toEqual([['cut', 'Event 547 is not whole: it lacks its mode, failure reason.']])
  })

  it('is cut amid its XML', () => {
    const text = RAW.slice(0, RAW.indexOf("<Data Name='RemoteAddress'"))
    expect(problems(text)).toEqual([['cut', expect.stringMatching(/remote address, protocol, remote mask, failure/)]])
  })
})

describe('what is no event', () => {
  it.each([
    'My log says "An IPsec quick mode negotiation failed." and nothing else.',
    'I see event ID 547 and event ID 541.',
    'Event ID: 7036\nDescription:\nThe service entered the running state.\n',
    '<Event><System><EventID>4624</EventID></System></Event>',
    'Mode: Main mode\nProtocol: 0\nFailure Reason: none\n',
    'Quick Mode Filters(Specific):\nFilter name : x\nSource Address : 10.1.0.0 (255.255.255.0)\nProtocol : ANY\n',
    'Pinging 10.2.0.10 with 32 bytes of data:\nNegotiating IP Security.\n',
    '',
  ])('is left alone: %j', (text) => {
    expect(anchorsOf(securityEvents, text)).toEqual([])
    expect(events(text)).toEqual([])
  })

  it.each([
    'isa/site-to-site-summary/main-office.txt',
    'isa/filter-list/two-lists.txt',
    'isa/xml-export/array.xml',
    'windows/ping/two-targets.txt',
  ])('is left alone: %s', (name) => {
    expect(anchorsOf(securityEvents, fixture(name))).toEqual([])
  })
})

describe('any text', () => {
  const pieces = [
    ...OLD.split(/(?<=\n)/),
    ...NEW.split(/(?<=\n)/),
    ...RAW.split(/(?<=>)/),
    'words\n',
    '%%8199',
    '-',
    ' ',
  ]

  it('is read without an error, and has something to tell where it is recognised', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 25 }), (parts) => {
        const text = parts.join('')
        const { observations, problems: found } = read(text)
        expect(observations.length + found.length > 0).toBe(anchorsOf(securityEvents, text).length > 0)
      }),
    )
  })
})
