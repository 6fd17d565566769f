import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../../src/core/index.ts'
import { strongswanStatus } from '../../../../../src/core/vendors/strongswan/status/status.ts'
import { filtersIn, ikeSasIn } from '../../cisco-show/read-show.ts'
import { anchorsOf, linesWith, readText } from '../../isa/read-text.ts'
import { LIST_CONNS, LIST_SAS, STATUSALL } from './status-texts.ts'

const endOf = (text: string) => readText(strongswanStatus, text).endpoints[0]

describe('swanctl --list-sas', () => {
  const reading = readText(strongswanStatus, LIST_SAS)
  const [end] = reading.endpoints

  it('is read to the last line, as one block', () => {
    expect(anchorsOf(strongswanStatus, LIST_SAS)).toEqual([1])
    expect(linesWith('unrecognised', LIST_SAS, reading)).toEqual([])
    expect(linesWith('unsupported', LIST_SAS, reading)).toEqual([])
  })

  it('gives each pair of networks that is up, with the counters of a child of one pair', () => {
    expect(filtersIn(end)).toEqual([
      'lan out: out protect 10.1.0.0/24 > 10.2.0.0/24 any any>any; 203.0.113.1 > 198.51.100.7; 300 packets',
      'lan in: in protect 10.2.0.0/24 > 10.1.0.0/24 any any>any; 198.51.100.7 > 203.0.113.1; 200 packets',
      'voice (1) out: out protect 10.1.8.0/24 > 10.2.8.0/24 udp any>5060; 203.0.113.1 > 198.51.100.7',
      'voice (1) in: in protect 10.2.8.0/24 > 10.1.8.0/24 udp 5060>any; 198.51.100.7 > 203.0.113.1',
      'voice (2) out: out protect 10.1.9.1-10.1.9.9 > 10.2.8.0/24 udp any>5060; 203.0.113.1 > 198.51.100.7',
      'voice (2) in: in protect 10.2.8.0/24 > 10.1.9.1-10.1.9.9 udp 5060>any; 198.51.100.7 > 203.0.113.1',
    ])
  })

  it('gives the SAs with the number that ties them to their policies, once for all pairs of a child', () => {
    const { sas } = analyseEnd(LIST_SAS)
    expect(sas).toEqual([])
    expect(new Set(end?.sas?.map(({ direction, spi, reqid }) => `${direction} ${spi?.toString(16)} ${reqid}`))).toEqual(
      new Set(['out c8c08b8e 3', 'in c385840c 3', 'out c2222222 4', 'in c1111111 4']),
    )
  })

  it('gives the state of IKE', () => {
    expect(ikeSasIn(end)).toEqual(['IKEv2 203.0.113.1 - 198.51.100.7 ESTABLISHED: established, initiator'])
  })

  it.each([
    ['0000000000000000', 'contact', 'the other end has not answered'],
    ['50f1fa8d01a5fe86', 'keyed', 'IKE_AUTH, in which the ends prove who they are, is not'],
  ])('tells from the SPI %s of the peer how far a negotiation has come', (spi, stage, means) => {
    const [head = '', local = '', remote = ''] = LIST_SAS.split('\n')
    const text = [head.replace('ESTABLISHED', 'CONNECTING').replace('50f1fa8d01a5fe86', spi), local, remote].join('\n')
    const sa = endOf(text)?.ikeSas?.[0]
    expect(sa?.stage).toBe(stage)
    expect(sa?.means).toContain(means)
  })

  it('shows what has been rekeyed no more', () => {
    const [, ...children] = LIST_SAS.split('  lan: ')
    const old = `${LIST_SAS}  lan: ${(children[0] ?? '').replace('INSTALLED', 'REKEYED').split('  voice')[0]}`
    expect(filtersIn(endOf(old))).toEqual(filtersIn(end))
  })
})

describe('swanctl --list-conns', () => {
  const reading = readText(strongswanStatus, LIST_CONNS)
  const [end] = reading.endpoints

  it('is read to the last line; what is for whoever comes is nobody’s entry', () => {
    expect(anchorsOf(strongswanStatus, LIST_CONNS)).toEqual([1])
    expect(linesWith('unrecognised', LIST_CONNS, reading)).toEqual([])
    expect(filtersIn(end)).toEqual([
      'lan out: out protect 10.1.0.0/16 > 10.2.0.0/16 any any>any; 203.0.113.1 > 198.51.100.7',
      'lan in: in protect 10.2.0.0/16 > 10.1.0.0/16 any any>any; 198.51.100.7 > 203.0.113.1',
      'guests out: out protect 203.0.113.1 > 198.51.100.7 tcp any>443; 203.0.113.1 > 198.51.100.7',
      'guests in: in protect 198.51.100.7 > 203.0.113.1 tcp 443>any; 198.51.100.7 > 203.0.113.1',
    ])
  })

  it('shows no SA, so that none is missing', () => {
    expect(end?.sas).toBeUndefined()
    expect(analyseEnd(LIST_CONNS).sas).toEqual([])
  })

  it('gives way to what was negotiated of the same child', () => {
    expect(filtersIn(endOf(LIST_CONNS + LIST_SAS))?.filter((each) => each.startsWith('lan'))).toEqual([
      'lan out: out protect 10.1.0.0/24 > 10.2.0.0/24 any any>any; 203.0.113.1 > 198.51.100.7; 300 packets',
      'lan in: in protect 10.2.0.0/24 > 10.1.0.0/24 any any>any; 198.51.100.7 > 203.0.113.1; 200 packets',
    ])
    expect(analyseEnd(LIST_CONNS + LIST_SAS).sas).toEqual([
      'SA003 A (203.0.113.1) has no SA for guests out (203.0.113.1 > 198.51.100.7 (tcp, remote port 443)).',
    ])
  })
})

describe('ipsec statusall', () => {
  const reading = readText(strongswanStatus, STATUSALL)
  const [end] = reading.endpoints

  it('is read to the last line, as one block', () => {
    expect(anchorsOf(strongswanStatus, STATUSALL)).toEqual([1])
    expect(linesWith('unrecognised', STATUSALL, reading)).toEqual([])
    expect(linesWith('unsupported', STATUSALL, reading)).toEqual([])
  })

  it('has wrapped plugins and hidden addresses in its head', () => {
    const head = `loaded plugins: charon aes des
random nonce socket-default eap-md5
Listening IP addresses:
  203.0.x.x
  [redacted]
`
    const text = STATUSALL.replace(/loaded plugins: [\s\S]*?(?=Connections:)/, head)
    expect(text).toContain(head)
    expect(linesWith('unrecognised', text, readText(strongswanStatus, text))).toEqual([])
    const below = text.replace('Connections:\n', 'Connections:\n203.0.x.x\n')
    expect(linesWith('unrecognised', below, readText(strongswanStatus, below))).toEqual([11])
  })

  it('gives what is up, what is loaded, what waits for a packet, and what passes in clear', () => {
    expect(filtersIn(end)?.filter((each) => each.includes(' out: '))).toEqual([
      'lan out: out protect 10.1.0.0/24 > 10.2.0.0/24 any any>any; 203.0.113.1 > 198.51.100.7; 3 packets',
      'web out: out protect 10.1.7.0/24 > 10.2.7.0/24 any any>any; 203.0.113.1 > 198.51.100.7',
      'voice out: out protect 10.1.8.0/24 > 10.2.8.0/24 udp any>any; 203.0.113.1 > 198.51.100.7',
      'local out: out bypass 10.1.0.0/16 > 10.1.0.0/16 any any>any; - > -',
    ])
    expect(ikeSasIn(end)).toEqual([
      'IKEv2 203.0.113.1 - 192.0.2.9 CONNECTING: contact, initiator',
      'IKEv2 203.0.113.1 - 198.51.100.7 ESTABLISHED: established, responder',
    ])
  })
})

function analyseEnd(text: string) {
  const { diagnostics } = analyse({ pastes: [{ source: 'a.txt', text }] })
  return { sas: diagnostics.filter(({ code }) => code === 'SA003').map(({ code, what }) => `${code} ${what}`) }
}
