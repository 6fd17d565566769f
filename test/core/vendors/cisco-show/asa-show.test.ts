import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { asaShow } from '../../../../src/core/vendors/cisco-show/asa-show.ts'
import { iosShow } from '../../../../src/core/vendors/cisco-show/ios-show.ts'
import { range } from '../../../support/boxes.ts'
import { anchorsOf, endInWords, linesWith, readText } from '../isa/read-text.ts'
import { endOf, filtersIn, fixture, ikeSasIn, sasIn } from './read-show.ts'

const fixtures = readdirSync(new URL('../../../fixtures/cisco-show/asa', import.meta.url))

describe('every output of an ASA', () => {
  it.each(fixtures)('of %s is read to its last line, as one block, and taken for no router', (name) => {
    const text = fixture(`asa/${name}`)
    expect(anchorsOf(asaShow, text)).toEqual([1])
    expect(anchorsOf(iosShow, text)).toEqual([])
    expect(linesWith('unrecognised', text, readText(asaShow, text))).toEqual([])
  })
})

describe('show crypto ipsec sa and show crypto ikev1 sa', () => {
  const end = endOf(asaShow, fixture('asa/firewall.txt'))

  it('give entries by map and sequence number', () => {
    expect(end?.name).toBe('fw-a')
    expect(filtersIn(end)).toEqual([
      'outside_map 10 out: out protect 10.1.0.0/24 > 10.2.0.0/24 any any>any; 203.0.113.1 > 198.51.100.7; 20 packets',
      'outside_map 10 in: in protect 10.2.0.0/24 > 10.1.0.0/24 any any>any; 198.51.100.7 > 203.0.113.1; 0 packets',
    ])
    expect(sasIn(end)).toEqual([
      'in esp 198.51.100.7 > 203.0.113.1 tunnel; spi c0000001 of pair 1; cbc(aes) hmac(sha1); window null',
      'out esp 203.0.113.1 > 198.51.100.7 tunnel; spi c0000002 of pair 1; cbc(aes) hmac(sha1); window null',
    ])
  })

  it.each(['interface: ', 'Crypto map tag: '])(
    'are those of no router where the output begins behind "%s"',
    (above) => {
      const text = fixture('asa/firewall.txt')
      const at = text.indexOf('\n', text.indexOf(above)) + 1
      const cut = text.slice(at, text.indexOf('IKEv1 SAs'))
      expect(anchorsOf(iosShow, cut)).toEqual([])
      expect(filtersIn(endOf(asaShow, cut))?.[0]).toContain('out protect 10.1.0.0/24 > 10.2.0.0/24')
    },
  )

  it('give the states of IKE by peer', () => {
    expect(ikeSasIn(end)).toEqual([
      'IKEv1 198.51.100.7 MM_ACTIVE: established, initiator',
      'IKEv1 192.0.2.99 MM_WAIT_MSG2: contact, initiator',
    ])
  })

  it('leave out the SAs of clients, and say so', () => {
    const text = fixture('asa/firewall.txt').replaceAll('{L2L,', '{RA,')
    expect(filtersIn(endOf(asaShow, text))).toEqual([])
    expect(readText(asaShow, text).problems.map(({ say }) => say)).toEqual([
      'These SAs are of a remote-access client, not of a tunnel between two gateways; they are left out.',
    ])
  })
})

describe('show crypto ikev2 sa', () => {
  it('gives the selectors of the children with their SPIs', () => {
    const end = endOf(asaShow, fixture('asa/ikev2.txt'))
    expect(filtersIn(end)?.filter((text) => text.includes(': out '))).toEqual([
      '-: out protect 10.1.0.0/24 > 10.2.0.0/24 any any>any; 203.0.113.1 > 198.51.100.7',
      '-: out protect 10.1.9.0/24 > 10.2.0.10 any any>443; 203.0.113.1 > 198.51.100.7',
    ])
    expect(sasIn(end)?.map((text) => /spi \S+/.exec(text)?.[0])).toEqual([
      'spi c0000001',
      'spi c0000002',
      'spi c0000003',
      'spi c0000004',
    ])
  })
})

describe('show isakmp sa of a PIX', () => {
  it('tells the state of IKE', () => {
    const text =
      'Embryonic : 1\n        dst               src        state     pending     created\n    198.51.100.7     203.0.113.2    MM_NO_STATE   0           0\n'
    expect(ikeSasIn(endOf(asaShow, text))).toEqual(['IKEv1 203.0.113.2 - 198.51.100.7 MM_NO_STATE: contact'])
    expect(linesWith('unrecognised', text, readText(asaShow, text))).toEqual([])
  })
})

describe('show crypto ikev2 sa without a child', () => {
  it('tells that besides the IKE SA', () => {
    const text = fixture('asa/ikev2.txt')
    const row = text.split('\n').find((line) => / READY /.test(line))
    const bare = `Session-id:1, Status:UP-IDLE, IKE count:1, CHILD count:0\n${row}\n`
    expect(ikeSasIn(endOf(asaShow, bare))?.map((each) => each.replace(/.* (?=READY|CHILD)/, ''))).toEqual([
      expect.stringMatching(/^READY: established/),
      expect.stringMatching(/^CHILD count:0: none/),
    ])
  })
})

describe('show vpn-sessiondb', () => {
  it('gives the tunnels between gateways', () => {
    const end = endOf(asaShow, fixture('asa/sessiondb.txt'))
    expect(endInWords(end)).toMatchObject({ vendor: 'cisco-asa', peers: ['198.51.100.7/32'] })
    expect(ikeSasIn(end)).toEqual(['IKEv1 198.51.100.7 IKEv1: established'])
    expect(end?.ikeSas?.[0]?.counted).toEqual({ sent: 2000, received: 1600, unit: 'bytes' })
    expect(filtersIn(end)).toEqual([
      '-: out protect 10.1.0.0/24 > 10.2.0.0/24 any any>any; - > 198.51.100.7; 20 packets',
      '-: in protect 10.2.0.0/24 > 10.1.0.0/24 any any>any; 198.51.100.7 > -; 16 packets',
    ])
    // There are SAs, of which another text tells from which address they come.
    expect(end?.sas).toBeUndefined()
    expect(end?.sasAt?.(range('203.0.113.1')).map(({ source, destination }) => [source, destination])).toEqual([
      [range('203.0.113.1'), range('198.51.100.7')],
      [range('198.51.100.7'), range('203.0.113.1')],
    ])
  })

  it.each([
    ['alone', ''],
    [
      'beside its configuration',
      'interface GigabitEthernet0/0\n nameif outside\n ip address 203.0.113.1 255.255.255.0\n',
    ],
  ])('tells what is up and goes one way, %s', (_, config) => {
    const text = config + fixture('asa/sessiondb.txt').replace('Pkts Rx      : 16', 'Pkts Rx      : 0')
    const { summary, diagnostics } = analyse({ pastes: [{ source: 'fw.txt', text }] })
    expect(summary).toContain('has sent 20 packets through its SAs with B (198.51.100.7) and received none.')
    expect(diagnostics.find(({ code }) => code === 'SA011')?.what).toContain(
      'has SAs for A1 (10.1.0.0/24 > 10.2.0.0/24).',
    )
  })

  it('says of sessions of clients that they are no tunnel between gateways', () => {
    const { endpoints, problems } = readText(asaShow, fixture('asa/clients.txt'))
    expect(endpoints).toEqual([])
    expect(problems.map(({ kind, say }) => `${kind}: ${say}`)).toEqual([
      'unsupported: Sessions of the type "AnyConnect" are remote access by clients, not a tunnel between two gateways.',
    ])
  })
})
