import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

const conf = ({ more = '', ike = 2 } = {}) => ({
  source: 'a.conf',
  text: `config setup
	ikev1-policy=accept

conn net
	left=203.0.113.1
	leftid=@gw-a.example
	leftsubnet=10.1.0.0/24
	right=198.51.100.7
	rightsubnet=10.2.0.0/24
	authby=secret
	ikev2=${ike === 2 ? 'insist' : 'no'}
	ike=aes256-sha2_256;modp2048
	esp=aes256-sha2_256;modp2048
	auto=start
${more}`,
})

// As strongSwan 5.9 shows it.
const statusall = `Status of IKE charon daemon (strongSwan 5.9.8, Linux 6.1.0, x86_64):
Listening IP addresses:
  203.0.113.1
Connections:
         net:  203.0.113.1...198.51.100.7  IKEv2
         net:   local:  [203.0.113.1] uses pre-shared key authentication
         net:   remote: [198.51.100.7] uses pre-shared key authentication
         net:   child:  10.1.0.0/24 === 10.2.0.0/24 TUNNEL
Security Associations (0 up, 1 connecting):
         net[1]: CONNECTING, 203.0.113.1[%any]...198.51.100.7[%any]
`

function told(line: string, ...before: readonly string[]) {
  return toldOf(conf(), ...before, line)
}

function toldOf(paste: ReturnType<typeof conf>, ...lines: readonly string[]) {
  const { summary, verdict, diagnostics } = analyse({
    pastes: [paste, { source: 'log', text: `${lines.join('\n')}\n` }],
  })
  const finding = diagnostics.find(({ code }) => code === 'SA012')
  const [logged, ...own] = finding?.evidence ?? []
  return {
    verdict,
    summary,
    what: finding?.what ?? '',
    ask: finding?.why ?? '',
    logged: logged?.source,
    own: own.map(({ text }) => text.trim()),
  }
}

describe('what a peer refuses of the only end that was pasted', () => {
  it('is what it offers for IKE, with the question for the other end', () => {
    const { verdict, summary, what, ask, logged, own } = told(
      'pluto[9]: "net" #1: IKE_SA_INIT response from 198.51.100.7:500 (UDP) rejected with NO_PROPOSAL_CHOSEN',
    )
    expect([verdict, logged, own]).toEqual(['unknown', 'log', ['ike=aes256-sha2_256;modp2048']])
    expect(what).toContain(
      '198.51.100.7 refused what is offered for IKE: AES_CBC_256, HMAC_SHA2_256_128, PRF_HMAC_SHA2_256, MODP_2048.',
    )
    expect(summary).toContain('198.51.100.7 refused what is offered for IKE')
    expect(ask).toContain('Ask those who run 198.51.100.7: "Which encryption, integrity,')
    expect(ask).toContain(
      'from 203.0.113.1, in which version, and do you have a connection for that address? We begin with IKEv2',
    )
  })

  // As each product logs it.
  it.each([
    [
      '10[IKE] received NO_PROPOSAL_CHOSEN notify, no CHILD_SA built',
      'offered for the child: AES_CBC_256, HMAC_SHA2_256_128.',
    ],
    ['11[ENC] parsed IKE_AUTH response 1 [ IDr AUTH N(TS_UNACCEPT) ]', 'asked for: 10.1.0.0/24 <> 10.2.0.0/24.'],
    [
      'pluto[9]: "net" #2: IKE_AUTH response contained the error notification TS_UNACCEPTABLE',
      '10.1.0.0/24 <> 10.2.0.0/24',
    ],
    ['ISAKMP:(1001): processing NOTIFY PROPOSAL_NOT_CHOSEN protocol 3', 'offered for the child: AES_CBC_256'],
    ['*Nov 29: ISAKMP:(0):Notify has no hash. Rejected.', 'refused what is offered, for IKE: AES_CBC_256'],
    ['IKEv2-ERROR:(SESSION ID = 1,SA ID = 1):: Received no proposal chosen notify', 'refused what is offered, for IKE'],
    [
      '%ASA-5-713068: Group = 198.51.100.7, IP = 198.51.100.7, Received non-routine Notify message: Invalid ID info (18)',
      '10.1.0.0/24 <> 10.2.0.0/24',
    ],
    [
      '%ASA-5-713068: IP = 198.51.100.7, Received non-routine Notify message: No proposal chosen (14)',
      'or for the child: AES_CBC_256',
    ],
    [
      '[IKEv1]: IP = 198.51.100.7, Received an un-encrypted NO_PROPOSAL_CHOSEN notify message, dropping',
      'refused what is offered, for IKE: AES_CBC_256',
    ],
    ['ike 0:net:1: ignoring unencrypted NO-PROPOSAL-CHOSEN message from 198.51.100.7:500.', 'refused what is offered'],
    [
      'ike 0:net:7: processing notify type AUTHENTICATION_FAILED',
      'the identity or the key of A (203.0.113.1), which shows gw-a.example (fqdn), with a pre-shared key, and expects 198.51.100.7 (address).',
    ],
    [
      'logdesc="IPsec phase 1 error" remip=198.51.100.7 locip=203.0.113.1 peer_notif="NO-PROPOSAL-CHOSEN"',
      'refused what is offered',
    ],
    [
      'ISAKMP:(1001): retransmitting phase 1 MM_KEY_EXCH...',
      '198.51.100.7 answered at first, and then no more: what is sent behind that does not reach it, or it does not accept',
    ],
    ['13[IKE] giving up after 5 retransmits', '198.51.100.7 never answered what 203.0.113.1 sent to it in IKEv2.'],
  ])('is told of %s', (line, what) => {
    expect(told(line).what).toContain(what)
  })

  it('is that of IKEv1 without a pseudo-random function, and with the group of its child', () => {
    const { what } = toldOf(conf({ ike: 1 }), '06[IKE] received NO_PROPOSAL_CHOSEN error notify')
    expect(what).toContain(
      'for IKE: AES_CBC_256, HMAC_SHA2_256_128, MODP_2048; or for the child: AES_CBC_256, HMAC_SHA2_256_128, MODP_2048.',
    )
  })

  it.each([
    ['received NO_PROPOSAL_CHOSEN notify error', 'offered, for IKE or for the child.', 'We begin with IKEv2. Which'],
    [
      'received NO_PROPOSAL_CHOSEN notify, no CHILD_SA built',
      'refused what is offered for the child.',
      'We ask for 10.1.0.0/24 <> 10.2.0.0/24."',
    ],
  ])('is without proposals where only a status was pasted, which does not show them (%s)', (line, what, ask) => {
    const told = toldOf({ source: 'status', text: statusall }, `05[IKE] ${line}`)
    expect([told.what, told.ask]).toEqual([expect.stringContaining(what), expect.stringContaining(ask)])
  })

  it('is an identity in main mode, and the networks in quick mode', () => {
    const refused = '06[IKE] received INVALID_ID_INFORMATION error notify'
    expect(told(refused, 'parsed ID_PROT response 0 [ ID HASH ]').what).toContain('the identity or the key')
    expect(told(refused, 'generating QUICK_MODE request 7 [ HASH SA No ID ID ]').what).toContain('the networks')
  })
})

describe('nothing of the text is told as refused', () => {
  const line = '06[IKE] received NO_PROPOSAL_CHOSEN notify error'

  it('where this end refused', () => {
    expect(told('09[ENC] generating IKE_SA_INIT response 0 [ N(NO_PROP) ]').what).not.toContain('refused')
  })

  it('where the log is of another gateway', () => {
    expect(told(line, '05[NET] received packet: from 192.0.2.7[500] to 192.0.2.1[500] (36 bytes)').what).not.toContain(
      'refused',
    )
  })

  it('where a child came up since, or several connections are for that peer', () => {
    expect(told('13[IKE] CHILD_SA net{1} established with SPIs c1_i c2_o', line).what).not.toContain('refused what')
    const two = conf({ more: 'conn other\n\talso=net\n\tleftsubnet=10.3.0.0/24\n\tauto=start\n' })
    expect(toldOf(two, line).what).not.toContain('refused')
    expect(toldOf(two, '"net" #1: IKE_SA_INIT response rejected with NO_PROPOSAL_CHOSEN').what).toContain('refused')
  })

  it('where both ends were pasted', () => {
    const other = {
      source: 'b.conf',
      text: conf()
        .text.replace('left=203.0.113.1', 'left=198.51.100.7')
        .replace('right=198.51.100.7', 'right=203.0.113.1'),
    }
    const { diagnostics } = analyse({ pastes: [conf(), other, { source: 'log', text: `${line}\n` }] })
    expect(diagnostics.find(({ code }) => code === 'SA012')?.what).not.toContain('refused')
  })
})
