import { describe, expect, it } from 'vitest'
import { mergeLogs, readLogText } from '../../lab/charon-log.ts'
import { kernelPolicies } from '../../lab/libreswan-case.ts'
import { endingNotify, findReasons, localReason } from '../../lab/log-reasons.ts'
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
      'src 10.1.0.0/24 dst 10.2.0.0/24 proto tcp ',
      '\tdir out priority 1 ',
      '\ttmpl src 192.0.2.1 dst 192.0.2.2',
      'src 10.2.0.0/24 dst 10.1.0.0/24 ',
      '\tdir fwd priority 1 ',
      '\ttmpl src 192.0.2.2 dst 192.0.2.1',
      'src 0.0.0.0/0 dst 0.0.0.0/0 ',
      '\tsocket in priority 0 ',
    ].join('\n')
    expect(kernelPolicies(text)).toEqual([{ src: '10.1.0.0/24', dst: '10.2.0.0/24', rest: 'proto tcp', dir: 'out' }])
  })
})
