import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { splitBlocks } from '../../../../src/core/vendors/blocks.ts'
import { formats } from '../../../../src/core/vendors/index.ts'
import { libreswanConf } from '../../../../src/core/vendors/libreswan/ipsec-conf.ts'
import { libreswanStatus } from '../../../../src/core/vendors/libreswan/status/status.ts'
import { endOf, filtersIn, ikeSasIn, sasIn } from '../cisco-show/read-show.ts'
import { anchorsOf, linesWith, readText } from '../isa/read-text.ts'

/** In the shape in which Libreswan 4.10 prints it, as measured. */
const text = readFileSync(new URL('../../../fixtures/libreswan/status.txt', import.meta.url), 'utf8')
const [OWN, PEER] = ['203.0.113.1', '198.51.100.7']
const NET = `10.1.0.0/24===${OWN}...${PEER}===10.2.0.0/24`
const LOADED = `000 "net": ${NET}; unrouted; eroute owner: #0
000 "net":     oriented; my_ip=unset; their_ip=unset; my_updown=ipsec _updown;
000 "net":   policy: IKEv2+PSK+ENCRYPT+TUNNEL+PFS+IKE_FRAG_ALLOW+ESN_NO+ESN_YES;
000 "net":   newest IKE SA: #0; newest IPsec SA: #0; conn serial: $1;
`
const UP = `${LOADED.replace('unrouted; eroute owner: #0', 'erouted; eroute owner: #2').replace('SA: #0; newest IPsec SA: #0', 'SA: #1; newest IPsec SA: #2')}000 #1: "net":500 STATE_V2_ESTABLISHED_IKE_SA (established IKE SA); REKEY in 28527s; REPLACE in 28797s; newest; idle;
000 #2: "net":500 STATE_V2_ESTABLISHED_CHILD_SA (established Child SA); REKEY in 28527s; REPLACE in 28797s; newest; eroute owner; IKE SA #1; idle;
000 #2: "net" esp.c0000002@${PEER} esp.c0000001@${OWN} tun.0@${PEER} tun.0@${OWN} Traffic: ESPin=84B ESPout=84B ESPmax=2^63B
`
const CONF = `conn net
    left=${OWN}
    right=${PEER}
    leftsubnet=10.1.0.0/24
    rightsubnet=10.2.0.0/24
    authby=secret
    ikev2=insist
    auto=add
`

function said(...texts: string[]): string[] {
  const pastes = texts.map((each, at) => ({ source: `${at}.txt`, text: each }))
  return analyse({ pastes }).diagnostics.map(({ code, what, why }) => `${code} ${what} ${why}`)
}

function codes(...texts: string[]): string[] {
  return said(...texts).map((each) => each.slice(0, 5))
}

describe('ipsec status with ipsec trafficstatus of Libreswan 4.10', () => {
  const reading = readText(libreswanStatus, text)
  const [end] = reading.endpoints

  it('are read to the last line, as one block', () => {
    expect(anchorsOf(libreswanStatus, text)).toEqual([1])
    expect(linesWith('unrecognised', text, reading)).toEqual([])
    expect(end?.name).toBe('gw-a')
  })

  it('give a pair of networks for each connection with a peer, and what went through it in bytes', () => {
    expect(filtersIn(end)?.filter((each) => each.includes(' out: '))).toEqual([
      'lan out: out bypass 10.1.5.0/24 > 10.1.5.0/24 any any>any; - > -',
      'net/1x1 out: out protect 10.1.0.0/24 > 10.2.0.0/24 any any>any; 203.0.113.1 > 198.51.100.7; 8400 bytes',
      'net/1x2 out: out protect 10.1.0.0/24 > 10.2.9.0/24 any any>any; 203.0.113.1 > 198.51.100.7',
      'road[1] out: out protect 10.1.0.0/24 > 10.9.0.10 any any>any; 203.0.113.1 > 192.0.2.9; 168 bytes',
      'six out: out protect 2001:db8:1::/64 > 2001:db8:2::/64 any any>any; 2001:db8::1 > 2001:db8::7',
      'web out: out protect 203.0.113.1 > 198.51.100.8 tcp any>443; 203.0.113.1 > 198.51.100.8',
    ])
  })

  it('give the SAs of each by their SPI, the outbound one first, with the mode of the policy', () => {
    expect(sasIn(end)?.map((each) => each.split('; ').slice(0, 2).join('; '))).toEqual([
      'out esp 203.0.113.1 > 198.51.100.7 tunnel; spi c0000002 of pair 2',
      'in esp 198.51.100.7 > 203.0.113.1 tunnel; spi c0000001 of pair 2',
      'out esp 203.0.113.1 > 192.0.2.9 tunnel; spi c0000004 of pair 4',
      'in esp 192.0.2.9 > 203.0.113.1 tunnel; spi c0000003 of pair 4',
      'out esp 203.0.113.1 > 198.51.100.8 transport; spi c0000006 of pair 6',
      'in esp 198.51.100.8 > 203.0.113.1 transport; spi c0000005 of pair 6',
    ])
  })

  it('give the IKE SAs with the addresses of their connections', () => {
    expect(ikeSasIn(end)).toEqual([
      'IKEv2 203.0.113.1 - 198.51.100.7 STATE_V2_ESTABLISHED_IKE_SA: established',
      'IKEv2 203.0.113.1 - 192.0.2.9 STATE_V2_ESTABLISHED_IKE_SA: established',
      'IKEv1 2001:db8::1 - 2001:db8::7 STATE_MAIN_I3: keyed, initiator',
      'IKEv2 203.0.113.1 - 198.51.100.8 STATE_V2_ESTABLISHED_IKE_SA: established',
    ])
  })

  it('hold no secret in the place of the file with the secrets', () => {
    expect(codes(UP, text)).not.toContain('PA003')
  })
})

describe('what is said of one gateway', () => {
  it('is what is up', () => {
    expect(said(UP)[0]).toContain(
      'SA011 The IKE SA of A (203.0.113.1) with B (198.51.100.7) is up (STATE_V2_ESTABLISHED_IKE_SA). A (203.0.113.1) has SAs for net out (10.1.0.0/24 > 10.2.0.0/24).',
    )
  })

  it('is which way nothing comes, in bytes', () => {
    const oneWay = UP.replace('ESPin=84B ESPout=84B', 'ESPin=0B ESPout=8KB')
    expect(said(oneWay).join()).toContain('has sent 8 KB through its SAs with B (198.51.100.7) and received none.')
    expect(codes(UP)).not.toContain('SA005')
    // A kernel that does not count what leaves, as in a container.
    expect(codes(UP.replace('ESPin=84B ESPout=84B', 'ESPin=0B'))).not.toContain('SA005')
  })

  it('is that the other end refuses the child, where IKE is up alone', () => {
    const refused = `${LOADED}${UP.split('\n')[4]}\n`
    expect(said(refused)[0]).toMatch(
      /^SA003 .* The IKE SA with the other end is up.* Either nothing has asked for this SA/,
    )
  })

  it('is that nothing has brought it up, where it is loaded and no more', () => {
    expect(said(LOADED)[0]).toMatch(/^SA003 .* The connection is loaded, and neither up nor waiting for a packet/)
    // With auto=route a packet does.
    const routed = LOADED.replace('unrouted', 'prospective erouted')
    expect(said(routed)[0]).toMatch(/^SA003 .* Either no packet has asked for it yet/)
  })

  it('is that a child waits for an answer', () => {
    const asked = `${LOADED}${UP.split('\n')[4]}\n000 #2: "net":500 STATE_V2_NEW_CHILD_I1 (sent CREATE_CHILD_SA request for new IPsec SA); RETRANSMIT in 2s; idle;\n`
    expect(said(asked)[0]).toMatch(/^SA003 .* A negotiation has begun/)
  })

  it('is no word of a connection for whoever comes, before anybody came', () => {
    const road = LOADED.replace(PEER, '%any')
    expect(filtersIn(endOf(libreswanStatus, road))).toEqual([])
    expect(codes(road)).not.toContain('SA003')
  })

  it('is that all pairs of networks of one child are up, and its bytes once', () => {
    const second = `000 "net": ${NET.replace('10.2.0.0', '10.3.0.0')}; erouted; eroute owner: #2\n`
    const several = `${UP.replace('\n', `\n${second}`)}`.replace('ESPout=84B', 'ESPout=0B')
    expect(codes(several)).toEqual(['SA005', 'SA011', 'PA004'])
    expect(said(several)[1]).toContain('net (1) out (10.1.0.0/24 > 10.2.0.0/24) and net (2) out')
  })

  it('is that it is up, by ipsec trafficstatus beside the connections alone', () => {
    const traffic = '006 #2: "net", type=ESP, add_time=1795462334, inBytes=168, outBytes=0, id=\'@b\'\n'
    const listed = `${UP.split('\n').slice(0, 4).join('\n')}\n`
    expect(codes(listed)).toEqual(['SA011', 'PA004'])
    expect(codes(`${listed}${traffic}`)).toEqual(['SA005', 'SA011', 'PA004'])
  })

  it('is nothing of the networks that a connection was narrowed from', () => {
    const narrowed = UP.replaceAll('"net"', '"net"[1]').replaceAll('"net"[1] esp', `"net"[1] ${PEER} esp`)
    const end = endOf(libreswanStatus, `${LOADED.replace('10.1.0.0/24', '10.1.0.0/16')}${narrowed}`)
    expect(filtersIn(end)?.map((each) => each.split(' any ')[0])).toEqual([
      'net[1] out: out protect 10.1.0.0/24 > 10.2.0.0/24',
      'net[1] in: in protect 10.2.0.0/24 > 10.1.0.0/24',
    ])
    expect(end?.sas).toHaveLength(2)
  })

  it('is that neither end of a connection is an address of the host', () => {
    const strange = LOADED.replace('    oriented;', '    unoriented;')
    expect(said(strange).join()).toContain('PA005 The connection "net" is not oriented')
    expect(filtersIn(endOf(libreswanStatus, strange))).toBeUndefined()
  })

  it('is that no connection is loaded', () => {
    expect(said('000 Total IPsec connections: loaded 0, active 0\n').join()).toContain('PA005 No connection is loaded')
  })

  it('says of states above which the connections are cut off through which packets go one way only', () => {
    const states = `000 Total IPsec connections: loaded 2, active 2\n${UP.slice(UP.indexOf('000 #1'))}`
    const tells = 'This output tells neither the addresses nor the networks of what it lists.'
    expect(said(states).join()).toContain(`${tells} `)
    expect(said(states).join()).not.toContain('Through')
    expect(said(states.replace('ESPin=84B', 'ESPin=0B')).join()).toContain(
      `${tells} Through "net" packets go out and none comes in.`,
    )
    expect(said(states.replace('ESPout=84B', 'ESPout=0B')).join()).toContain('packets come in and none goes out.')
  })

  it('is read to its end where the policy begins with PSK, which is no entry of ipsec.secrets', () => {
    const policy = LOADED.replace('policy: IKEv2+PSK+', 'policy: PSK+')
    const waiting = '000 #1: "net":500 STATE_MAIN_I1 (sent MI1, expecting MR1); EVENT_RETRANSMIT in 4s; nodpd; idle;\n'
    expect(anchorsOf(libreswanConf, policy)).toEqual([])
    for (const states of [waiting, waiting.replace(':500 ', ':500 IKEv1.0 ')])
      expect(said(`${policy}${states}`).join()).toContain('its state is STATE_MAIN_I1')
  })

  it('is what is missing, of states without the connections that they are of', () => {
    const traffic = '006 #2: "net", type=ESP, add_time=1795462334, inBytes=168, outBytes=168, id=\'@b\'\n'
    expect(said(traffic)).toEqual([expect.stringContaining('Paste `ipsec status` of that gateway')])
    const states = '000 #1: "net":500 STATE_MAIN_I1 (sent Main Mode request); RETRANSMIT in 2s; nodpd; idle;\n'
    expect(said(states)).toEqual([expect.stringContaining('"net" is at STATE_MAIN_I1: It has sent the first message')])
  })
})

/** Measured with Libreswan 4.10 while the other end is silent, or has another pre-shared key. */
describe('states of IKE', () => {
  it.each([
    ['STATE_V2_PARENT_I1 (sent IKE_SA_INIT request); RETRANSMIT in 2s; idle;', 'contact, initiator', 'does not answer'],
    ['STATE_MAIN_I1 (sent Main Mode request); RETRANSMIT in 2s; nodpd; idle;', 'contact, initiator', 'UDP port 500'],
    [
      'STATE_MAIN_I3 (sent Main Mode I3); RETRANSMIT in 2s; lastdpd=-1s(seq in:0 out:0); idle;',
      'keyed, initiator',
      'keys of the two ends differ',
    ],
    [
      'STATE_MAIN_R2 (sent Main Mode R2); RETRANSMIT in 2s; lastdpd=-1s(seq in:0 out:0); idle;',
      'keyed, responder',
      'keys of the two ends differ',
    ],
  ])('%s is %s', (state, stage, why) => {
    const stuck = `${LOADED}000 #1: "net":500 ${state}\n000 #1: pending CHILD SA for "net"\n`
    expect(ikeSasIn(endOf(libreswanStatus, stuck))?.[0]).toMatch(new RegExp(`: ${stage}$`))
    expect(linesWith('unrecognised', stuck, readText(libreswanStatus, stuck))).toEqual([])
    expect(said(stuck).find((each) => each.startsWith('SA010'))).toContain(why)
  })
})

/** By the sources of versions 3 and 5: other words for the same, no code in front, no `eroute owner`. */
describe('other versions', () => {
  it('5 is read as 4 is', () => {
    const five = `Connection list:

"net": ${NET}; routed-tunnel; my_ip=unset; their_ip=unset;
"net":   host: oriented; local: ${OWN}; remote: ${PEER}; established IKE SA: #1;
"net":   policy: IKEv2+PSK+ENCRYPT+TUNNEL+PFS+UP+IKE_FRAG_ALLOW+ESN_NO+ESN_YES;
"net":   routing: routed-tunnel; owner: Child SA #2; established IKE SA: #1; established Child SA: #2;
"idle": 10.1.0.0/24/TCP/22===${OWN}...${PEER}===10.3.0.0/24/TCP/0; unrouted; my_ip=unset; their_ip=unset;
"idle":   host: oriented; local: ${OWN}; remote: ${PEER};
"idle":   routing: unrouted;

Total IPsec connections: loaded 2, active 1

#1: "net":500 ESTABLISHED_IKE_SA (established IKE SA); REKEY in 27980s; REPLACE in 28250s; newest; idle;
#2: "net":500 ESTABLISHED_CHILD_SA (established Child SA); REKEY in 2780s; newest; eroute owner; IKE SA #1; idle;
#2: "net" esp.c0000002@${PEER} esp.c0000001@${OWN} tun.0@${PEER} tun.0@${OWN} Traffic: ESPin=84B ESPout=84B ESPmax=2^63B
`
    const end = endOf(libreswanStatus, five)
    expect(linesWith('unrecognised', five, readText(libreswanStatus, five))).toEqual([])
    expect(filtersIn(end)?.filter((each) => each.includes(' out: '))).toEqual([
      'net out: out protect 10.1.0.0/24 > 10.2.0.0/24 any any>any; 203.0.113.1 > 198.51.100.7; 84 bytes',
      'idle out: out protect 10.1.0.0/24 > 10.3.0.0/24 tcp 22>any; 203.0.113.1 > 198.51.100.7',
    ])
    expect(end?.sas?.map(({ spi }) => spi?.toString(16))).toEqual(['c0000002', 'c0000001'])
    expect(ikeSasIn(end)).toEqual(['IKEv2 203.0.113.1 - 198.51.100.7 ESTABLISHED_IKE_SA: established'])
  })

  it('3 is, also where a mail client has broken its lines', () => {
    const three = `000 "net": 10.1.0.0/24===${OWN}<${OWN}>[+S=C]---203.0.113.254...203.0.113.254---${PEER}<${PEER}>[+S=C]===10.2.0.0/24; erouted;
eroute owner: #2
000 "net":     myip=unset; hisip=unset;
000 #1: "net":500 STATE_MAIN_I4 (ISAKMP SA established); EVENT_SA_EXPIRE in
164s; newest ISAKMP; lastdpd=-1s(seq in:0 out:0); idle; import:admin initiate
000 #2: "net":500 STATE_QUICK_I2 (sent QI2, IPsec SA established);
EVENT_SA_EXPIRE in 164s; newest IPSEC; eroute owner; isakmp#1; idle;
import:admin initiate
000 #2: "net" esp.c0000002@${PEER} esp.c0000001@${OWN} tun.0@${PEER} tun.0@${OWN}
ref=0 refhim=0 Traffic: ESPin=119KB ESPout=119KB! ESPmax=4194303B
`
    const reading = readText(libreswanStatus, three)
    expect(linesWith('unrecognised', three, reading)).toEqual([])
    expect(filtersIn(reading.endpoints[0])?.[0]).toBe(
      'net out: out protect 10.1.0.0/24 > 10.2.0.0/24 any any>any; 203.0.113.1 > 198.51.100.7; 121856 bytes',
    )
    expect(ikeSasIn(reading.endpoints[0])).toEqual(['IKEv1 203.0.113.1 - 198.51.100.7 STATE_MAIN_I4: established'])
  })
})

describe('beside other texts', () => {
  const prompted = (command: string, printed: string) => `[root@gw-a ~]# ${command}\n${printed}`

  it('of its configuration it makes one end', () => {
    const both = `${prompted('cat /etc/ipsec.conf', CONF)}${prompted('ipsec status', UP)}`
    expect(splitBlocks('a', splitLines('a', both), formats).map(({ format }) => format?.id)).toEqual([
      'libreswan/ipsec-conf',
      'libreswan/status',
    ])
    for (const texts of [[both], [CONF, UP], [UP, CONF]]) expect(codes(...texts)).toEqual(['SA011', 'PA004'])
    expect(codes(CONF, LOADED)).toEqual(['SA003', 'PA004'])
  })

  it('of the dump of its kernel it leaves policies and SAs to that, where both are there', () => {
    const xfrm = `src 10.1.0.0/24 dst 10.2.0.0/24 \n\tdir out priority 1757393 ptype main \n\ttmpl src ${OWN} dst ${PEER}\n\t\tproto esp reqid 16389 mode tunnel\n`
    const state = `src ${OWN} dst ${PEER}\n\tproto esp spi 0xc0000002 reqid 16389 mode tunnel\n\treplay-window 0 flag af-unspec\n\taead rfc4106(gcm(aes)) 0x01 128\n`
    for (const texts of [
      [UP, xfrm, state],
      [xfrm, UP, state],
      [UP, xfrm],
      [UP, state],
      [state, UP],
    ]) {
      expect(codes(...texts)).not.toContain('PA010')
      const [up, ...more] = said(...texts).filter((each) => each.startsWith('SA'))
      expect(up).toMatch(/^SA011 .* has SAs for (?:A1|net out) \(10\.1\.0\.0\/24 > 10\.2\.0\.0\/24\)/)
      expect(more).toEqual([])
    }
  })

  it('of the dump of the other kernel it says no SA to have other keys', () => {
    const inbound = `src 10.1.0.0/24 dst 10.2.0.0/24 \n\tdir in priority 1757393 ptype main \n\ttmpl src ${OWN} dst ${PEER}\n\t\tproto esp reqid 1 mode tunnel\n`
    const sa = `src ${OWN} dst ${PEER}\n\tproto esp spi 0xc0000002 reqid 1 mode tunnel\n\tauth-trunc hmac(sha256) 0x01 128\n\tenc cbc(aes) 0x02\n`
    expect(codes(UP, `${inbound}${sa}`)).not.toContain('SA008')
  })

  it('of a log of pluto it takes no line', () => {
    const log = '002 "net" #4: sent IKE_SA_INIT request\n004 "net" #1: initiator established IKE SA\n'
    expect(anchorsOf(libreswanStatus, log)).toEqual([])
    expect(anchorsOf(libreswanStatus, 'Nov 28 gw-a pluto[77]: "net" #1: STATE_MAIN_I1: 60 second timeout\n')).toEqual(
      [],
    )
  })

  it('of another host it is another block', () => {
    const two = `${prompted('ipsec status', UP)}[root@gw-b ~]# ipsec auto --status\n${LOADED}`
    expect(anchorsOf(libreswanStatus, two)).toEqual([1, 9])
    expect(anchorsOf(libreswanStatus, `Gateway A:\n${UP}\nGateway B:\n${LOADED}`)).toEqual([2, 11])
  })
})
