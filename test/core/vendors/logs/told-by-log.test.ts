import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { toldByLog } from '../../../../src/core/vendors/logs/told-by-log.ts'
import { blank } from '../../../support/blanked.ts'

const told = (...texts: readonly string[]) =>
  toldByLog(texts.map((text, at) => ({ number: at + 1, text }))).map(({ say }) => say)

describe('what a log says of why there is no tunnel', () => {
  it('is that of phase 1 in its first exchange', () => {
    const lines = [
      '05[ENC] generating IKE_SA_INIT request 0 [ SA KE No N(NATD_S_IP) ]',
      '06[ENC] parsed IKE_SA_INIT response 0 [ N(NO_PROP) ]',
      '06[IKE] received NO_PROPOSAL_CHOSEN notify error',
    ]
    expect(told(...lines)).toEqual([
      'Line 3 says "NO_PROPOSAL_CHOSEN": nothing that is offered for IKE (phase 1) is accepted, or there is no connection for the address that it comes from.',
    ])
  })

  it('is that of the child in a later one', () => {
    const lines = [
      '06[ENC] parsed IKE_SA_INIT response 0 [ SA KE No ]',
      '06[ENC] parsed IKE_AUTH response 1 [ IDr AUTH N(NO_PROP) ]',
    ]
    expect(told(...lines)).toEqual([expect.stringMatching(/^Line 2 says "NO_PROP": the IKE SA came up, and nothing/)])
  })

  it.each([
    ['IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048', 'offered for IKE (phase 1)'],
    ['ESP:AES_CBC_256/HMAC_SHA2_256_128/NO_EXT_SEQ', 'offered for its child'],
  ])('is that of the proposals that are listed: %s', (proposal, means) => {
    expect(told(`09[CFG] configured proposals: ${proposal}`, '09[IKE] no acceptable proposal found')[0]).toContain(
      means,
    )
  })

  it('is that of phase 1 where an ASA says that the initial exchange failed', () => {
    const lines = [
      'IKEv2-PROTO-1: (135): Initial exchange failed',
      '%ASA-4-750003: Local:203.0.113.2:500 Remote:198.51.100.66:500 Username:x IKEv2 Negotiation aborted due to ERROR: Received no proposal chosen notify',
    ]
    expect(told(...lines)).toEqual([expect.stringContaining('nothing that is offered for IKE (phase 1) is accepted')])
  })

  it('is the cause where an ASA names it behind what came of it', () => {
    const lines = [
      '%ASA-3-713902: IP = 198.51.100.5, QM FSM error (P2 struct &0x745e9ac8, mess id 0x7d3dc34f)!',
      '%ASA-5-713259: IP = 198.51.100.5, Session is being torn down. Reason: crypto map policy not found',
    ]
    expect(told(...lines)).toEqual([expect.stringMatching(/^Line 2 says "crypto map policy not found": the networks/)])
  })

  it('is of a later message where a FortiGate got answers before that', () => {
    const lines = ['ike 0:b:5: initiator: main mode get 2nd response...', 'ike 0:b:5: negotiation timeout, deleting']
    expect(told(...lines)).toEqual([expect.stringContaining('in main mode where the pre-shared keys differ')])
  })

  it('is left open where the log does not tell which', () => {
    expect(told('received NO_PROPOSAL_CHOSEN error notify')[0]).toContain('for IKE (phase 1) or for its child')
  })

  // As each product prints it.
  it.each([
    ['11[IKE] received TS_UNACCEPTABLE notify, no CHILD_SA built', 'the networks'],
    ['"net" #1: IKE_AUTH response rejected Child SA with TS_UNACCEPTABLE', 'the networks'],
    [
      '%ASA-3-713061: Rejecting IPSec tunnel: no matching crypto map entry for remote proxy 10.1.0.0/0/0',
      'the networks',
    ],
    ['ISAKMP:(1001): IPSec policy invalidated proposal with error 32: proxy identities not supported', 'the networks'],
    ['05[IKE] received INVALID_ID_INFORMATION error notify', 'in quick mode'],
    ["[IKEv1]: IP = 198.51.100.7, Can't find a valid tunnel group, aborting...!", 'no tunnel group for the address'],
    [
      '[IKEv1]: IP = 198.51.100.7, Received encrypted Oakley Main Mode packet with invalid payloads, MessID = 0',
      'as where the pre-shared keys differ',
    ],
    ['%ASA-3-751002: IKEv2 No preshared key or trustpoint configured for self in tunnel group b', 'has no key'],
    ["%ASA-4-752010: IKEv2 Doesn't have a proposal specified", 'names no IPsec proposal'],
    ['%ASA-3-752006: Tunnel Manager failed to dispatch a KEY_ACQUIRE message.', 'could not be begun'],
    ['%ASA-5-713201: IP = 198.51.100.7, Duplicate Phase 1 packet detected.', 'sends the same message again'],
    ['%ASA-4-750003: Negotiation aborted due to ERROR: Maximum number of retransmissions reached', 'does not answer'],
    ['%ASA-4-750003: Negotiation aborted due to ERROR: Create child exchange failed', 'its child (phase 2) came'],
    ['IPSEC(ipsec_process_proposal): invalid local address 203.0.113.1', 'at which no crypto map begins'],
    ['IPSEC(ipsec_process_proposal): transform proposal not supported for identity:', 'offered for the child (phase 2'],
    ['ISAKMP:(0):Hash algorithm offered does not match policy!', 'differs in that from a policy of this gateway'],
    ['ISAKMP:(2):deleting SA reason "Death by retransmission P1" state (I) MM_KEY_EXCH', 'a later one is not'],
    ['ISAKMP:(0):deleting SA reason "Death by retransmission P1" state (I) MM_NO_STATE', 'UDP port 500 is blocked'],
    ['ISAKMP:(2):deleting node -1 error TRUE reason "QM rejected"', 'its child (phase 2) came to nothing'],
    ['ike 0: no matching gateway for new request', 'there is no phase 1 for the address'],
    ['ike 0:b:12: gw validation failed', 'does not take the identity'],
    ['ike 0:b:b: ignoring request to establish IPsec SA, no policy configured', 'no firewall policy of this gateway'],
    [
      'ike 0:b:12: could not send IKE Packet(ident_i1send): error 101:Network is unreachable',
      'has no route to the other',
    ],
    ['ike 0:b:12: certificate validation failed', 'the certificate of the other end is not taken'],
    ['06[IKE] received AUTHENTICATION_FAILED notify error', 'the pre-shared keys differ'],
    ["12[IKE] tried 1 shared key for '%any' - '203.0.113.1', but MAC mismatched", 'the pre-shared keys differ'],
    [
      '%ASA-4-713903: Group = 198.51.100.7, IP = 198.51.100.7, Received an un-encrypted PAYLOAD_MALFORMED notify message, dropping',
      'their pre-shared keys differ',
    ],
    ['"net" #1: ignoring informational payload PAYLOAD_MALFORMED, msgid=00000000', 'their pre-shared keys differ'],
    ['"net": failed to add connection: narrowing=yes requires IKEv2', 'refused when it is loaded'],
    ["# unknown keyword 'rightsubnets'", 'goes on without it'],
    [
      "00[LIB] feature CUSTOM:libcharon in critical plugin 'charon' has unmet dependency: CUSTOM:kernel-ipsec",
      'does not start',
    ],
    ['"greA" #1: unable to locate my private key for RSA Signature', 'lacks the private key'],
    ["03[CFG] no config named 'con1'", 'is not loaded'],
    [
      'bind() for eth0/eth0 203.0.113.1:500 in process_raw_ifaces(). Errno 98: Address already in use',
      'another program',
    ],
    ['10[IKE] unable to install IPsec policies (SPD) in kernel', 'the kernel of this gateway'],
    ['"net" #2: ERROR: netlink response for Add SA esp.9f1c2d3e@203.0.113.1 included errno 93', 'the kernel of this'],
    ['"b" #2: cannot install eroute -- it is in use for "a" #1', 'another connection'],
    ['"b" #2: cannot route -- route already in use for "a"', 'another connection'],
    ['08[CFG] left nor right host is our side, assuming left=local', 'neither left nor right'],
    ['03[NET] error writing to socket: Invalid argument', 'cannot send its packets'],
    ['sendto on eth0 to 198.51.100.7:500 failed in main_outI1. Errno 1: Operation not permitted', 'cannot send its'],
    [
      'ERROR: asynchronous network error report on eth0 (sport=500) for message to 198.51.100.7 port 500, complainant 198.51.100.7: Connection refused [errno 111, origin ICMP type 3 code 3 (not authenticated)]',
      'nothing listens at its port',
    ],
    [
      'ERROR: asynchronous network error report on eth0 (sport=500) for message to 198.51.100.7 port 500, complainant 203.0.113.1: No route to host [errno 113, origin ICMP type 3 code 1 (not authenticated)]',
      'no route to it',
    ],
    ["09[IKE] no trusted RSA public key found for 'C=CH, CN=gw-b'", 'is not trusted'],
    ['03[IKE] peer requested EAP, config inacceptable', 'by EAP'],
    ["12[IKE] no virtual IP found for %any requested by 'gw-b', sending INTERNAL_ADDRESS_FAILURE", 'no pool'],
    ['09[IKE] received FAILED_CP_REQUIRED notify, no CHILD_SA built', 'takes nobody who does not ask'],
    ['13[IKE] received PAYLOAD_MALFORMED error notify', 'cannot read a message'],
    ['13[ENC] invalid HASH_V1 payload length, decryption failed?', 'the pre-shared keys differ'],
    ['13[IKE] failed to establish CHILD_SA, keeping IKE_SA', 'its child (phase 2) did not'],
    [
      '"net" #7: Oakley Transform [AES_CBC (128), HMAC_MD5, MODP1536] refused',
      'The other end offers AES_CBC_128, HMAC_MD5, MODP1536;',
    ],
    ['"net" #1: cannot identify ourselves with either end of this connection', 'an address of this machine'],
    ['"net" #2: we require PFS but Quick I1 SA specifies no GROUP_DESCRIPTION', 'asks for PFS'],
    ['The error code returned on failure is 13801.', 'an end cannot prove who it is'],
    ['LastError                   : 13802', 'nothing that is offered is accepted'],
    ['error 13806', 'has no certificate of its own'],
    [' 6-14: 10:21:43:593:a10 Negotiation failed. No policy configured', 'in main mode (phase 1) none for the other'],
    ['Fehler 13868', 'or in quick mode the networks'],
    ['Error 789: The L2TP connection attempt failed', 'before L2TP began'],
    ['Error 809', 'UDP ports 500 and 4500 are blocked'],
    ['"net" #2: No IKEv2 connection found with compatible Traffic Selectors', 'the networks'],
    ['local traffic selector missing in configuration', 'has no network'],
    ['"net" #2: local policy requires Transport Mode but peer requires required Tunnel Mode', 'transport mode'],
    ["authentication failed: no PSK found for '@gw-b.example.org'", 'has no pre-shared key'],
    ['"net" #1: connection net\'s RSA private key not found', 'lacks the private key'],
    ["constraint check failed: identity '*.example.com' required ", 'not in the way'],
    ['%CRYPTO-4-IKMP_BAD_MESSAGE: IKE message from 198.51.100.7 failed its sanity check', 'the pre-shared keys differ'],
    ['ike 0:b:12: PSK auth failed: probable pre-shared key mismatch', 'the pre-shared keys differ'],
    [
      '07[IKE] no IKE config found for 198.51.100.7...203.0.113.1, sending NO_PROPOSAL_CHOSEN',
      'there is no connection',
    ],
    ['ISAKMP:(0):no offers accepted!', 'nothing that is offered'],
    ['%ASA-5-713904: IP = 198.51.100.7, All SA proposals found unacceptable', 'offered for IKE (phase 1)'],
    ['%ASA-5-713904: IP = 198.51.100.7, All IPSec SA proposals found unacceptable!', 'offered for its child'],
    ['ike Negotiate ISAKMP SA Error: no SA proposal chosen', 'nothing that is offered'],
    ['establishing IKE_SA failed, peer not responding', 'UDP port 500'],
    ['Security Associations (0 up, 1 connecting):', 'UDP port 500'],
    ['000 #1: "net":500 STATE_PARENT_I1 (sent IKE_SA_INIT request); EVENT_RETRANSMIT in 3s', 'UDP port 500'],
    ['000 #2: "net":500 STATE_V2_PARENT_I2 (sent IKE_AUTH request); EVENT_RETRANSMIT in 3s', 'UDP port 4500'],
    ['%IKE: retransmitting phase 1 MM_NO_STATE...', 'UDP port 500'],
    ['ISAKMP:(1001): retransmitting phase 1 MM_KEY_EXCH...', 'UDP port 4500'],
    ['%ASA-7-713906: IP = 198.51.100.7, MM_DONE, EV_ERROR-->MM_WAIT_MSG2, EV_RETRY-->MM_WAIT_MSG2', 'UDP port 500'],
    ['%ASA-7-713906: IP = 198.51.100.7, MM_DONE, EV_ERROR-->MM_WAIT_MSG6, EV_TIMEOUT-->MM_WAIT_MSG6', 'UDP port 4500'],
    ['ike 0:b:41: negotiation timeout, deleting', 'does not answer'],
    [
      '%ASA-4-713903: IP = 198.51.100.7, ERROR, had problems decrypting packet, probably due to mismatched pre-shared key.',
      'the pre-shared keys differ',
    ],
    ['ISAKMP:(0):No pre-shared key with 198.51.100.7!', 'has no pre-shared key'],
    ['IKEv2-ERROR:% IKEv2 profile not found', 'identities of the two ends'],
    ['IKEv2-ERROR:: There was no IPSEC policy found for received TS', 'the networks'],
    [
      '%ASA-4-750003: Negotiation aborted due to ERROR: Failed to authenticate the IKE SA',
      'the pre-shared keys differ, or',
    ],
    ["%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi", 'still uses one from before'],
    ['%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Quick mode failed with peer at 198.51.100.7', 'quick mode (phase 2)'],
    [
      '%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Main mode failed with peer at 198.51.100.7',
      'phase 1 came to nothing',
    ],
    [
      "%CRYPTO-4-RECVD_PKT_NOT_IPSEC: Rec'd packet not an IPSEC packet. (ip) vrf/dest_addr= /10.1.0.10",
      'come in clear',
    ],
    ['%CRYPTO-4-PKT_REPLAY_ERR: decrypt: replay check failed connection id=2001', 'behind the window for replays'],
    ['%CRYPTO-4-IKMP_NO_SA: IKE message from 198.51.100.7 has no SA and is not an initialization offer', 'from before'],
    ['%CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.  Peer 198.51.100.7:500', 'the tunnel is not up, or went down'],
    ['%CRYPTO-5-SESSION_STATUS: Crypto tunnel is UP  .  Peer 198.51.100.7:500', 'a child (phase 2) came up'],
    ['%IKEV2-3-NEG_ABORT: Negotiation aborted due to ERROR: Auth exchange failed', 'an end cannot prove who it is'],
    ['%ASA-3-752015: Tunnel Manager has failed to establish an L2L SA.', 'the tunnel is not up, or went down'],
    [
      '%ASA-4-113019: Group = x, Session disconnected. Session Type: LAN-to-LAN, Reason: Idle Timeout',
      'no packet went',
    ],
    [
      '%ASA-4-113019: Group = x, Session disconnected. Session Type: LAN-to-LAN, Reason: Lost Service',
      'no longer answers',
    ],
    ['%ASA-3-713902: IP = 198.51.100.7, QM FSM error (P2 struct &0x7f2a, mess id 0x5d1c4e)!', 'quick mode (phase 2)'],
    [
      "%ASA-4-402116: IPSEC: Received an ESP packet.  The decapsulated inner packet doesn't match the negotiated policy in the SA.",
      'packets come out of the tunnel that are not of its networks',
    ],
    ['logdesc="IPsec DPD failed" msg="IPsec DPD failed" action="dpd" status="dpd_failure"', 'dead peer detection'],
    [
      'logdesc="IPsec connection status changed" action="tunnel-down" vpntunnel="b"',
      'the tunnel is not up, or went down',
    ],
    [
      'id=20085 trace_id=1 func=fw_forward_handler line=811 msg="Denied by forward policy check (policy 0)"',
      'no firewall',
    ],
    [
      'id=20085 trace_id=2 func=ipsec_output_finish line=1 msg="No matching IPsec selector, drop"',
      'no phase 2 has its',
    ],
    [
      'id=20085 trace_id=3 func=ip_route_input_slow line=1 msg="reverse path check fail, drop"',
      'leads back to its source',
    ],
    [
      'IKEv2:(SESSION ID = 9,SA ID = 1):Sending invalid ke notification, peer sent group 14, local policy prefers group 19',
      'The other end sent group 14, and this gateway wants group 19.',
    ],
  ])('%s', (line, means) => {
    // As it is handed on, without what looks like a secret.
    expect(told('something else', blank(line)).join('\n')).toContain(means)
  })

  it('is of each cause the last line, in their order, and of the last three', () => {
    const lines = [
      'retransmit 1 of request with message ID 0',
      'giving up after 5 retransmits',
      'received INVALID_ID_INFORMATION error notify',
      'received TS_UNACCEPTABLE notify',
      'received AUTHENTICATION_FAILED notify error',
    ]
    expect(told(...lines).map((say) => say.slice(0, 12))).toEqual(['Line 3 says ', 'Line 4 says ', 'Line 5 says '])
  })

  it('is the cause with its values, and not the notify that is sent because of it', () => {
    const lines = [
      '13[IKE] traffic selectors 10.1.0.0/24 === 10.2.0.0/24 unacceptable',
      '13[IKE] failed to establish CHILD_SA, keeping IKE_SA',
      '13[ENC] generating IKE_AUTH response 1 [ IDr AUTH N(TS_UNACCEPT) ]',
    ]
    expect(told(...lines)).toEqual([
      expect.stringMatching(/^Line 1 says "traffic selectors": the networks .* asks for 10\.1\.0\.0\/24 /),
    ])
  })

  it('is no silence beside a refusal', () => {
    const lines = [
      '"net" #1: sent Quick Mode request',
      '"net" #2: STATE_QUICK_I1: retransmission; will wait 0.5 seconds for response',
      '"net" #1: ignoring informational payload NO_PROPOSAL_CHOSEN, msgid=00000000, length=12',
    ]
    expect(told(...lines)).toEqual([expect.stringContaining('says "NO_PROPOSAL_CHOSEN": the IKE SA came up')])
    expect(told(lines[0] ?? '', lines[1] ?? '')).toEqual([expect.stringContaining('a later one is not')])
  })

  it('is no silence that an answer ended', () => {
    const late = 'retransmit 1 of request with message ID 0'
    expect(told(late, '11[IKE] IKE_SA net[3] established between 203.0.113.1[gw-a]...198.51.100.7[gw-b]')).toEqual([
      expect.stringContaining('came up'),
    ])
    expect(told(late)).toEqual([expect.stringContaining('UDP port 500')])
  })

  it('is why nothing can be sent, and not that nobody answers, until somebody does', () => {
    const lines = [
      '12[NET] sending packet: from 10.1.1.3[500] to 198.51.100.7[500] (296 bytes)',
      '03[NET] error writing to socket: Network is unreachable',
      '06[IKE] retransmit 1 of request with message ID 0',
    ]
    expect(told(...lines)).toEqual([expect.stringContaining('"error writing to socket"')])
    const up = '11[IKE] CHILD_SA net{1} established with SPIs c1_i c2_o and TS 10.1.0.0/24 === 10.2.0.0/24'
    expect(told(...lines, up)).toEqual([expect.stringContaining('came up')])
  })

  it('is no transform that is refused before one that is taken', () => {
    const refused = '"net" #7: Oakley Transform [AES_CBC (128), HMAC_MD5, MODP1536] refused'
    expect(told(refused, '"net" #7: IKE SA established {auth=PRESHARED_KEY}').join()).not.toContain('Oakley')
  })

  it.each([
    '11[IKE] IKE_SA net[3] established between 203.0.113.1[gw-a]...198.51.100.7[gw-b]',
    '"net" #1: initiator established IKE SA; authenticated peer using authby=secret',
    '"net" #1: STATE_MAIN_I4: ISAKMP SA established {auth=PRESHARED_KEY cipher=aes_256}',
  ])('is that an IKE SA came up, where there is nothing else: %s', (established) => {
    const half = expect.stringMatching(
      /the IKE SA \(phase 1\) came up, .* Of its child \(phase 2\) the log tells nothing/,
    )
    expect(told(established)).toEqual([half])
    expect(told(established, '13[IKE] received TS_UNACCEPTABLE notify')).toEqual([expect.stringContaining('TS_UNACC')])
    // The next round.
    expect(told('13[IKE] received TS_UNACCEPTABLE notify', established)).toEqual([expect.stringContaining('TS_UNACC')])
  })

  it('is no silence where a state is left after a refusal', () => {
    const lines = [
      '"net" #1: IKE SA authentication request rejected by peer: AUTHENTICATION_FAILED',
      '"net" #1: encountered fatal error in state STATE_V2_PARENT_I2',
    ]
    expect(told(...lines)).toEqual([expect.stringContaining('AUTHENTICATION_FAILED')])
    expect(told(lines[1] ?? '')).toEqual([])
  })

  it('is a route that charon could not install, though the child comes up', () => {
    const route = '10[KNL] unable to install source route for 10.1.0.1'
    const up = '10[IKE] CHILD_SA net{1} established with SPIs c1_i c2_o and TS 10.1.0.0/24 === 10.2.0.0/24'
    expect(told(route, up)).toEqual([
      expect.stringMatching(/^Line 1 says "unable to install source route": the route by which this gateway itself/),
      expect.stringContaining('came up'),
    ])
  })

  it('is nothing where nothing went wrong', () => {
    expect(told('Security Associations (1 up, 0 connecting):')).toEqual([])
    expect(told('nginx: [emerg] 0.0.0.0:443: Address already in use')).toEqual([])
  })

  it('repeats no more of a line than its own words', () => {
    const line = '06[IKE] psk "topsecret" received AUTHENTICATION_FAILED notify error for topsecret'
    const { diagnostics, summary } = analyse({ pastes: [{ source: 'log', text: `${line}\n` }] })
    expect(summary).toContain('Line 1 says "AUTHENTICATION_FAILED": an end cannot prove who it is')
    expect(JSON.stringify(diagnostics)).not.toContain('topsecret')
  })
})
