import { describe, expect, it } from 'vitest'
import { asLogged } from '../../../../src/core/vendors/logs/log-order.ts'
import { readLog } from '../../../../src/core/vendors/logs/read-log.ts'

const order = (...texts: readonly string[]) => asLogged(texts.map((text) => ({ text }))).map(({ text }) => text)
const at = (...times: readonly string[]) => times.map((time) => `2026-11-27T${time}\tcharon[1]\t08[MGR] checkin`)

describe('the order of the lines of a log', () => {
  it('is turned where the newest line is the first', () => {
    const lines = at('10:04:48', '10:04:48', '10:04:41', '10:04:38')
    expect(order(...lines)).toEqual(lines.toReversed())
  })

  it.each([
    ['the oldest line is the first', at('10:04:38', '10:04:41', '10:04:48')],
    ['the logs of two ends follow one another', at('10:04:38', '10:04:41', '10:04:37', '10:04:42')],
    ['one line of each of two ends was pasted', at('10:04:38', '10:04:37')],
    ['a night lies between', ['Nov 26 23:59:58 a', 'Nov 26 23:59:59 b', 'Nov 27 00:00:01 c', 'Nov 27 00:00:00 d']],
    ['nothing has a time', ['c', 'b', 'a']],
  ])('stays where %s', (_, lines) => {
    expect(order(...lines)).toEqual(lines)
  })

  // The form of the page of an OPNsense.
  it('makes the newest line the last one of the log, and the proposals stand before what is said of them', () => {
    const lines = [
      '2026-11-27T10:04:49\tcharon[1]\t08[IKE] <con1|2> no proposal found\t',
      '2026-11-27T10:04:48\tcharon[1]\t08[CFG] <con1|2> configured proposals: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048\t',
      '2026-11-27T10:04:47\tcharon[1]\t08[CFG] <con1|2> received proposals: IKE:AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048\t',
      '2026-11-27T09:01:02\tcharon[1]\t07[IKE] <con1|1> CHILD_SA con1{1} established with SPIs c1_i c2_o and TS 10.1.0.0/24 === 10.2.0.0/24\t',
    ].map((text, index) => ({ source: 'log', number: index + 1, text }))
    const reading = readLog(lines)
    expect(reading?.last).toBe('failed')
    expect(reading?.tells).toEqual([
      expect.stringMatching(/^Line 4 says "CHILD_SA"/),
      expect.stringMatching(/^Line 1 says "no proposal found": .*the other end offers AES_CBC_128/),
    ])
  })
})
