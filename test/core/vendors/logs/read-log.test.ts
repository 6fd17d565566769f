import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { readLog } from '../../../../src/core/vendors/logs/read-log.ts'

const linesOf = (...texts: readonly string[]) => texts.map((text, at) => ({ source: 'log', number: at + 1, text }))

// As strongSwan 5.9 and Libreswan 4.10 log it.
const CHARON = '09[IKE] received proposals unacceptable'
const PLUTO = 'gw pluto[1]: "net" #1: sent IKE_AUTH request'
const UP = '13[IKE] CHILD_SA net{1} established with SPIs c1_i c2_o and TS 10.1.0.0/24 === 10.2.0.0/24'

describe('the log of an IKE daemon', () => {
  // One line of each as its product prints it, with documentation addresses.
  it.each([
    ['strongswan/log', 'Nov 27 03:01:11 gw charon: 05[IKE] initiating IKE_SA site-b[3] to 198.51.100.7'],
    ['strongswan/log', '12[ENC] parsed IKE_SA_INIT response 0 [ N(NO_PROP) ]'],
    [
      'strongswan/log',
      'Mar  9 09:57:29 charon: [IKE] initiating IKE_SA peer-198.51.100.7-tunnel-1[12] to 198.51.100.7',
    ],
    ['strongswan/log', 'May 13 11:50:03 gw charon: 12[IKE1] <C1|3> no proposal found'],
    ['strongswan/log', '2026-11-27T03:01:11\tNotice\tcharon\t[UPDOWN] received up-client event for reqid 1\t'],
    ['libreswan/log', 'Nov 27 03:01:11 gw pluto[2211]: "net" #1: initiating IKEv2 connection'],
    ['libreswan/log', 'Nov 27 03:01:11.123456: | sending a notification reply'],
    [
      'libreswan/log',
      'Aug  8 15:51:06: packet from 198.51.100.7:500: initial Main Mode message received on 203.0.113.1:500',
    ],
    ['cisco/log', 'Nov 27 03:01:11: %CRYPTO-4-IKMP_NO_SA: IKE message from 198.51.100.7 has no SA'],
    ['libreswan/log', 'packet from 198.51.100.7:500: initial parent SA message received on 203.0.113.1:500'],
    ['libreswan/log', '\t03:01:11\tpluto[2211]\t"net" #1: initiating IKEv2 connection'],
    ['cisco/log', '*Nov 27 03:01:11.123: ISAKMP:(0):atts are not acceptable. Next payload is 0'],
    ['cisco/log', 'IKEv2:(SESSION ID = 1,SA ID = 1):Failed to find a matching policy'],
    ['fortigate/log', 'ike 0:branch:41: negotiation failure'],
    ['strongswan/log', '[IKE] received NO_PROPOSAL_CHOSEN notify error'],
    ['strongswan/log', 'initiating IKE_SA branch[12] to 198.51.100.7'],
    ['strongswan/log', 'parsed IKE_SA_INIT response 0 [ N(NO_PROP) ]'],
    ['libreswan/log', '"branch" #1: initiating IKEv2 connection'],
    ['strongswan/log', '9/10/2017 11:44:40 PM06[IKE] peer not responding, trying again (23/0)'],
    ['libreswan/log', '#6:  IKE SA authentication request rejected: AUTHENTICATION_FAILED'],
    ['libreswan/log', '*We cannot identify ourselves with either end of this connection.*'],
    ['libreswan/log', '1v2 "branch" #1: initiating IKEv2 connection'],
    ['libreswan/log', '002 "net/1x1"[1] 198.51.100.7 #4: sent IKE_SA_INIT request to 198.51.100.7:500'],
    ['cisco/log', '%ASA-5-713904: IP = 198.51.100.7, All SA proposals found unacceptable'],
    ['cisco/log', 'Nov 27 10:12:01 [IKEv1]IP = 198.51.100.7, All SA proposals found unacceptable'],
    ['cisco/log', '[IKEv1 DEBUG]Group = 198.51.100.7, IP = 198.51.100.7, processing SA payload'],
    ['cisco/log', '*Nov 27 03:01:11.123: %CRYPTO-4-IKMP_NO_SA: IKE message from 198.51.100.7 has no SA'],
    ['fortigate/log', 'date=2026-11-27 time=03:01:11 logdesc="IPsec phase 1 error" action="negotiate"'],
    [
      'windows/log',
      'CoId={5E0E0B3A}: The user SYSTEM dialed a connection named B which has failed. The error code returned on failure is 13801.',
    ],
    ['windows/log', ' 6-14: 10:21:43:593:a10 exchange: Oakley Main Mode'],
    ['windows/log', 'Cannot connect to B. Policy match error'],
    ['cisco/log', 'IKEv2:% Getting preshared key from profile keyring KR'],
    ['fortigate/log', 'ike 0: no matching gateway for new request'],
    ['fortigate/log', 'ike 0:b:b: IPsec SA connect 5 203.0.113.9->198.51.100.7:0'],
    ['windows/log', 'LastError                   : 13868'],
    ['windows/log', 'Fehler 789: Der L2TP-Verbindungsversuch ist fehlgeschlagen'],
  ])('is a %s: %s', (id, line) => {
    expect(readLog(linesOf('something before', line, 'something behind'))).toMatchObject({
      id,
      roles: new Map([[2, 'read']]),
    })
  })

  it('has what Windows says of a connection as lines of its own', () => {
    const dialled = linesOf(
      'CoId={5E0E0B3A}: The user SYSTEM has started dialing a VPN connection',
      'VpnStrategy = IKEv2',
      'Ipv4DefaultGateway = Yes',
    )
    expect([...(readLog(dialled)?.roles.keys() ?? [])]).toEqual([1, 2, 3])
  })

  it('has the payloads of a packet as lines of its own', () => {
    const payloads = linesOf(
      'IKEv2:(SA ID = 1):Auth exchange failed',
      'Payload contents:',
      ' SA KE N VID NOTIFY(NAT_DETECTION_SOURCE_IP) ',
    )
    expect([...(readLog(payloads)?.roles.keys() ?? [])]).toEqual([1, 2, 3])
  })

  it('is named by most of its lines', () => {
    expect(readLog(linesOf(CHARON, PLUTO, PLUTO))?.title).toBe('a log of Libreswan (pluto)')
  })

  // What `ipsec up` and `swanctl --load-all` print.
  it.each([
    'sending packet: from 203.0.113.1[500] to 198.51.100.7[500] (212 bytes)',
    'selected proposal: IKE:3DES_CBC/HMAC_MD5_96/PRF_HMAC_MD5/MODP_768',
    'local host is behind NAT, sending keep alives',
    'received NAT-T (RFC 3947) vendor ID',
    'received netlink error: Function not implemented (89)',
    'IKE_SA net[91] established between 203.0.113.1[gw-a]...198.51.100.7[gw-b]',
    "authentication of 'gw-b' with pre-shared key successful",
    "establishing connection 'net' failed",
    'unable to add SAD entry with SPI cb8b6ae0 (FAILED)',
    "loaded ike secret 'ike-net'",
    'Nov 27 03:01:11 gw NetworkManager[1147]: parsed INFORMATIONAL_V1 request 0 [ N(NO_PROP) ]',
    'no pools found, 0 unloaded',
  ])('is what charon tells on the screen: %s', (line) => {
    expect(readLog(linesOf(line))?.id).toBe('strongswan/log')
  })

  it('is no talk about such things, and no configuration', () => {
    for (const line of [
      'The tunnel is down, charon says NO_PROPOSAL_CHOSEN',
      'IKEv2: does it not work with the branch?',
      'IPSEC (phase 2) is missing',
      'crypto isakmp policy 10',
      'received no answer from the vendor',
      'no pools found in the office',
    ])
      expect(readLog(linesOf(line))).toBeNull()
  })

  it('is looked at for its last 2,000 lines, and the others are told', () => {
    const reading = readLog(linesOf(...Array.from({ length: 2_001 }, () => CHARON)))
    expect([1, 2, 2_001].map((number) => reading?.roles.get(number))).toEqual(['unsupported', 'read', 'read'])
  })

  it('is told by what it says last', () => {
    const [failing, up, mended] = [[CHARON], [UP], [CHARON, UP]].map((lines) => readLog(linesOf(...lines)))
    expect([failing?.last, up?.last, mended?.last]).toEqual(['failed', 'up', 'up'])
    expect(readLog(linesOf(PLUTO))?.last).toBeNull()
    expect(mended?.tells).toEqual([
      expect.stringMatching(/^Line 1 says "received proposals unacceptable"/),
      'Line 2 says "CHILD_SA": a child (phase 2) came up, as this end sees it.',
    ])
  })
})

describe('the account of a log', () => {
  const lists = 'A1 SubnetA > SubnetB\nA2 SubnetA < SubnetB\n\nB1 SubnetB > SubnetA\nB2 SubnetB < SubnetA\n'

  it('has its lines as read, and others of the same text as not understood', () => {
    const { otherInputs } = analyse({ pastes: [{ source: 'log', text: `${CHARON}\n\nany idea?\n` }] })
    expect(otherInputs).toEqual([
      {
        source: 'log',
        format: 'strongswan/log',
        lines: { read: 1, irrelevant: 1, unsupported: [], unrecognised: [3] },
      },
    ])
  })

  it('is that of the configuration that it stands behind', () => {
    const { ends, diagnostics } = analyse({ pastes: [{ source: 'lists', text: `${lists}\n${CHARON}` }] })
    expect(ends[1]?.inputs).toEqual([
      {
        source: 'lists',
        format: 'isa/filter-list',
        lines: { read: 5, irrelevant: 2, unsupported: [], unrecognised: [] },
      },
    ])
    expect(diagnostics.map(({ code }) => code)).not.toContain('PA001')
    expect(diagnostics.map(({ code }) => code)).toContain('SA012')
  })

  it('is no talk in a conversation', () => {
    const pastes = [
      { source: 'message 1', text: PLUTO, talk: true },
      { source: 'message 2', text: 'any idea?', talk: true },
    ]
    const { setAside, diagnostics } = analyse({ pastes })
    expect(setAside.map(({ source }) => source)).toEqual(['message 2'])
    expect(diagnostics[0]?.what).toMatch(/^message 1 holds a log of Libreswan \(pluto\)\. Nothing in it says why/)
  })
})
