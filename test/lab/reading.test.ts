import { describe, expect, it } from 'vitest'
import { mergeLogs, readLogText } from '../../lab/charon-log.ts'
import { kernelPolicies } from '../../lab/kernel-policies.ts'
import { endingNotify, findReasons, localReason } from '../../lab/log-reasons.ts'
import { readPlutoText } from '../../lab/pluto-log.ts'
import { plutoNotify } from '../../lab/pluto-reasons.ts'
import { plutoSas } from '../../lab/pluto-status.ts'
import { numericSelectors, servicePorts } from '../../lab/service-ports.ts'
import { decodeViciMessage } from '../../lab/vici-message.ts'

const SECOND = '2026-01-01T10:00:00'

describe('reading what the daemons leave', () => {
  it('puts a packet that was sent before the one that was received at the same time', () => {
    const a = readLogText(`${SECOND}.005 01[NET] <b|1> received packet: from 192.0.2.2\n`, 'a')
    const b = readLogText(`${SECOND}.005 02[NET] <a|1> sending packet: from 192.0.2.2\n`, 'b')
    expect(mergeLogs(a, b).map(({ side }) => side)).toEqual(['b', 'a'])
  })

  it('names the first notify that is not retried, and the local cause', () => {
    const log = readLogText(
      [
        `${SECOND}.001 01[ENC] <a|1> generating IKE_SA_INIT response 0 [ N(INVAL_KE) ]`,
        `${SECOND}.002 01[IKE] <a|1> traffic selectors 10.2.0.0/24 === 10.1.0.0/24 unacceptable`,
        `${SECOND}.003 01[ENC] <a|1> generating IKE_AUTH response 1 [ IDr AUTH N(TS_UNACCEPT) ]`,
      ].join('\n'),
      'b',
    )
    const findings = findReasons(log)
    expect(endingNotify(findings)).toEqual({ from: 'b', notify: 'TS_UNACCEPTABLE', exchange: 'IKE_AUTH' })
    expect(localReason(findings)?.kind).toBe('ts_unacceptable')
  })

  it('names what has another number in IKEv1, or no name of charon (RFC 2408 3.14.1)', () => {
    const log = readLogText(
      [
        `${SECOND}.001 01[ENC] <a|1> generating INFORMATIONAL_V1 request 77 [ HASH N(INVAL_KE) ]`,
        `${SECOND}.002 01[ENC] <a|1> generating INFORMATIONAL_V1 request 78 [ HASH N((15)) ]`,
      ].join('\n'),
      'a',
    )
    expect(findReasons(log).notifies.map(({ notify }) => notify)).toEqual([
      'INVALID_KEY_INFORMATION',
      'BAD_PROPOSAL_SYNTAX',
    ])
  })

  it('puts the numbers of ports back', () => {
    const ports = servicePorts('http 80/tcp www # WorldWideWeb\ndomain 53/udp\n')
    expect(
      numericSelectors(['10.0.0.0/8[tcp/http]', '10.0.0.0/8[udp/domain]', '10.0.0.0/8[tcp/1-9]', '::/0[tcp]'], ports),
    ).toEqual(['10.0.0.0/8[tcp/80]', '10.0.0.0/8[udp/53]', '10.0.0.0/8[tcp/1-9]', '::/0[tcp]'])
  })

  it('reads sections, values and lists of vici', () => {
    const message = Buffer.concat([
      Buffer.from([1, 3]),
      Buffer.from('net'),
      Buffer.from([3, 4]),
      Buffer.from('mode'),
      Buffer.from([0, 2]),
      Buffer.from('up'),
      Buffer.from([4, 2]),
      Buffer.from('ts'),
      Buffer.from([5, 0, 1]),
      Buffer.from('x'),
      Buffer.from([5, 0, 1]),
      Buffer.from('y'),
      Buffer.from([6, 2]),
    ])
    expect(decodeViciMessage(message)).toEqual({ net: { mode: 'up', ts: ['x', 'y'] } })
    expect(() => decodeViciMessage(Buffer.from([9, 0]))).toThrow('vici: type 9')
  })

  it('takes the policies of a tunnel and leaves those of sockets and traps without a template', () => {
    const text = [
      'src 10.1.0.0/24 dst 10.2.0.9/32 proto tcp dport 80 ',
      '\tdir out priority 1757393 ptype main ',
      '\ttmpl src 192.0.2.1 dst 192.0.2.2',
      '\t\tproto esp reqid 16393 mode tunnel',
      'src 10.2.0.9/32 dst 10.1.0.0/24 proto tcp sport 80 ',
      '\tdir fwd priority 1757393 ptype main ',
      '\ttmpl src 192.0.2.2 dst 192.0.2.1',
      '\t\tproto esp reqid 16393 mode tunnel',
      'src 192.0.2.1/32 dst 192.0.2.2/32 ',
      '\tdir out priority 1753281 ptype main ',
      '\ttmpl src 0.0.0.0 dst 0.0.0.0',
      '\t\tproto esp reqid 16389 mode transport',
      'src 10.5.0.0/24 dst 10.6.0.0/24 ',
      '\tdir out priority 1757393 ptype main ',
      '\ttmpl src 0.0.0.0 dst 0.0.0.0',
      '\t\tproto esp reqid 0 mode transport',
      'src 0.0.0.0/0 dst 0.0.0.0/0 ',
      '\tsocket in priority 0 ptype main ',
    ].join('\n')
    expect(kernelPolicies(text)).toEqual([
      { dir: 'out', src: '10.1.0.0/24[tcp]', dst: '10.2.0.9/32[tcp/80]', mode: 'TUNNEL', protocol: 'ESP' },
      { dir: 'out', src: '192.0.2.1/32', dst: '192.0.2.2/32', mode: 'TRANSPORT', protocol: 'ESP' },
    ])
  })
})

describe('reading what libreswan leaves', () => {
  const status = [
    '000 "net": 10.1.0.0/24===192.0.2.1...192.0.2.2===10.2.0.0/24; erouted; eroute owner: #2',
    '000 #1: "net":500 STATE_V2_ESTABLISHED_IKE_SA (established IKE SA); REKEY in 28527s; newest; idle;',
    '000 #2: "net":500 STATE_V2_ESTABLISHED_CHILD_SA (established Child SA); REKEY in 28527s; IKE SA #1; idle;',
    '000 #2: "net" esp.c9c51c50@192.0.2.1 esp.21ef09ab@192.0.2.2 tun.0@192.0.2.1 tun.0@192.0.2.2 Traffic: ESPin=0B',
    '000 #3: "net":500 STATE_V2_PARENT_I1 (sent IKE_SA_INIT request); RETRANSMIT in 0.49s; idle;',
  ].join('\n')
  const policy =
    'src 10.1.0.0/24 dst 10.2.0.0/24 \n\tdir out priority 1 ptype main \n\ttmpl src 192.0.2.1 dst 192.0.2.2\n' +
    '\t\tproto esp reqid 16393 mode tunnel\n'

  it('takes the SAs that are established, with the selectors of the kernel', () => {
    const { ike, children } = plutoSas(status, policy)
    expect(ike.map(({ conn, version }) => [conn, version])).toEqual([['net', 2]])
    expect(children).toHaveLength(1)
    expect(children[0]).toMatchObject({
      name: 'net',
      mode: 'TUNNEL',
      spiIn: 'c9c51c50',
      local: ['10.1.0.0/24'],
      remote: ['10.2.0.0/24'],
    })
  })

  it('reads the SPI of an SA between IPv6 hosts, which stands behind a colon', () => {
    const v6 = status.replaceAll(/esp\.([\da-f]+)@\S+/g, 'esp:$1@2001:db8::1')
    expect(v6).not.toBe(status)
    expect(plutoSas(v6, policy).children[0]?.spiIn).toBe('c9c51c50')
  })

  it('gives its lines the form of the time that charon writes, so that both logs merge', () => {
    const pluto = readPlutoText('Nov  6 21:25:24.899725: "net" #2: CHILD SA failed: TS_UNACCEPTABLE\n', 'a', 2026)
    expect(pluto[0]?.time).toBe('2026-11-06T21:25:24.899725')
    const charon = readLogText('2026-11-06T21:25:24.899 01[ENC] <a|1> parsed INFORMATIONAL request 2 [ D ]\n', 'b')
    expect(mergeLogs(pluto, charon).map(({ side }) => side)).toEqual(['b', 'a'])
  })

  it.each([
    [
      'responding to IKE_AUTH message (ID 1) from 192.0.2.1:500 with encrypted notification AUTHENTICATION_FAILED',
      { from: 'a', notify: 'AUTHENTICATION_FAILED', exchange: 'IKE_AUTH' },
    ],
    ['CHILD SA failed: TS_UNACCEPTABLE', { from: 'a', notify: 'TS_UNACCEPTABLE', exchange: '' }],
    [
      'IKE_AUTH response rejected Child SA with NO_PROPOSAL_CHOSEN',
      { from: 'b', notify: 'NO_PROPOSAL_CHOSEN', exchange: 'IKE_AUTH' },
    ],
    [
      'IKE_AUTH responder matching remote ESP/AH proposals failed, responder SA processing returned NO_PROPOSAL_CHOSEN',
      { from: 'a', notify: 'NO_PROPOSAL_CHOSEN', exchange: 'IKE_AUTH' },
    ],
    ['initiating IKEv2 connection', undefined],
  ])('knows who sent the notify of the line "%s"', (line, expected) => {
    expect(plutoNotify('a', line)).toEqual(expected)
  })

  it('counts what charon received only where the sender keeps another log', () => {
    const received = `${SECOND}.003 01[ENC] <a|1> parsed IKE_AUTH response 1 [ IDr AUTH N(TS_UNACCEPT) ]`
    const alone = findReasons(mergeLogs(readLogText(received, 'a'), readPlutoText('', 'b', 2026)))
    expect(alone.notifies).toEqual([{ from: 'b', notify: 'TS_UNACCEPTABLE', exchange: 'IKE_AUTH' }])
    const other = readLogText(`${SECOND}.001 01[IKE] <a|1> establishing\n`, 'b')
    expect(findReasons(mergeLogs(readLogText(received, 'a'), other)).notifies).toEqual([])
  })
})
