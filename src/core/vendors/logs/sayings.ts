import type { Refused } from '../../model/logged-refusal.ts'
import { CISCO_SAYINGS } from './cisco-sayings.ts'
import { FORTIGATE_SAYINGS } from './fortigate-sayings.ts'
import { addressesIn, identitiesIn, keyIn } from './identities.ts'
import { OWN_SAYINGS } from './own-sayings.ts'
import { PACKET_SAYINGS } from './packet-sayings.ts'
import { proposalsIn } from './proposals.ts'
import type { Saying, Stage } from './saying.ts'
import { selectorsIn } from './selectors.ts'
import { WINDOWS_SAYINGS } from './windows-sayings.ts'

const NETWORKS = 'the networks that one end asks for are not those that the other one has for this tunnel'

function notAccepted(stage: Stage, isListed: boolean): string {
  const orNoConnection = isListed ? '' : ', or there is no connection for the address that it comes from'
  return {
    ike: `nothing that is offered for IKE (phase 1) is accepted${orNoConnection}`,
    later:
      'the IKE SA came up, and nothing that is offered for its child (phase 2: ESP and the group of PFS) is accepted',
    none: 'nothing that is offered is accepted, for IKE (phase 1) or for its child (phase 2: ESP and the group of PFS)',
  }[stage ?? 'none']
}

/** An IOS or an ASA names both. */
function groupsIn(lines: readonly string[]): string | null {
  const [, theirs, own] =
    /peer sent group (\d{1,2}), local policy prefers group (\d{1,2})/.exec(lines.at(-1) ?? '') ?? []
  return own === undefined
    ? null
    : `The other end sent group ${theirs}, and this gateway wants group ${own}. Let both ends have one of the two.`
}

function offerOf(stage: Stage): Refused {
  return stage === undefined ? 'offer' : stage === 'ike' ? 'ike offer' : 'child offer'
}

/**
 * The words with which daemons say why a negotiation came to nothing: those of RFC 7296 3.10.1 and RFC 2408 3.14.1, and their
 * own. Those of charon (strongSwan 5.9) and pluto (Libreswan 4.10) are measured, the others documented.
 */
export const SAYINGS: readonly Saying[] = [
  ...OWN_SAYINGS,
  ...PACKET_SAYINGS,
  {
    kind: 'cause',
    words: /no IKE config found|no suitable connection|no connection has been authorized/,
    values: addressesIn,
    subject: 'connection',
    means: () => 'there is no connection for the addresses of the two ends, or none of this version of IKE',
  },
  {
    kind: 'cause',
    words:
      /no (?:matching )?peer config found|IKEv2 profile not found|mismatched on first found connection|IDir(?= '[^']{1,80}' does not match)/,
    values: identitiesIn,
    subject: 'identity',
    means: () => 'no connection has the identities of the two ends',
  },
  {
    kind: 'cause',
    words:
      /no acceptable proposal|no proposal found|received proposals? unacceptable|no matching proposal found|no local proposal matches|no acceptable (?:Oakley Transform|Proposal in IPsec SA)|no (?:SA )?proposal chosen|no offers accepted|SA proposals found unacceptable|failed to find a matching policy|peer SA proposal (?:does )?not match local policy|Mismatched attribute types/i,
    values: proposalsIn,
    subject: 'proposals',
    refused: offerOf,
    means: notAccepted,
  },
  {
    // An IOS says so behind whatever it has refused.
    kind: 'notify',
    words: /phase [12] SA policy not acceptable/,
    values: proposalsIn,
    subject: 'proposals',
    refused: offerOf,
    means: notAccepted,
  },
  {
    kind: 'notify',
    words: /Notify has no hash(?=\. Rejected)/,
    refused: offerOf,
    means: () =>
      'an error came in the clear, as it does where the other end refuses the first message: nothing that is offered for IKE (phase 1) is accepted, or it has no connection or key for the address that it comes from',
  },
  {
    kind: 'cause',
    words: /requested (?:DH group|key exchange method)(?= \w{1,40} not contained in any of our proposals)/,
    refused: offerOf,
    means: () => 'the other end asks for a group that this gateway does not offer',
  },
  {
    kind: 'cause',
    words: /we require PFS but/,
    subject: 'no group',
    means: () => 'this gateway asks for PFS (a group in phase 2), and the other end offers none',
  },
  {
    kind: 'notify',
    words: /NO_PROPOSAL_CHOSEN|NO-PROPOSAL-CHOSEN|PROPOSAL_NOT_CHOSEN|NO_PROP\b/,
    refused: offerOf,
    means: notAccepted,
  },
  {
    kind: 'cause',
    words:
      /no matching CHILD_SA config found|traffic selectors(?= [\da-f]{1,4}[.:])|no connection is known for|no IKEv2 connection found with compatible Traffic Selectors|no matching crypto map entry|crypto map policy not found|no IPSEC policy found for received TS|proxy identities not supported|no matching phase2 found|failed to match peer selectors|specified selectors mismatch/i,
    values: selectorsIn,
    subject: 'selectors',
    means: () => NETWORKS,
  },
  {
    kind: 'notify',
    words: /TS_UNACCEPTABLE|TS_UNACCEPT\b/,
    refused: () => 'selectors',
    means: () => NETWORKS,
  },
  {
    kind: 'cause',
    words: /traffic selector missing in configuration/,
    means: () => 'a child of this gateway has no network on one of its sides',
  },
  {
    kind: 'cause',
    words: /local policy requires (?:Transport|Tunnel) Mode but peer/i,
    means: () => 'one end asks for transport mode, and the other one for tunnel mode',
  },
  {
    kind: 'notify',
    words: /INVALID_ID_INFORMATION|INVAL_ID\b|Invalid ID info(?= \(18\))/,
    refused: (stage) => (stage === 'ike' ? 'identity or key' : 'selectors'),
    means: () =>
      'in quick mode (phase 2) the networks, in main or aggressive mode the identity of an end is not what the other one expects',
  },
  {
    kind: 'cause',
    words:
      /MAC mismatched|computed hash does not match|calculated HASH does not match|could not decrypt payloads|payload length, decryption failed|pre-?shared (?:key|secret)s? mismatch|mismatched pre-?shared key|mismatch of pre-?shared secrets/i,
    values: keyIn,
    subject: 'key',
    means: () => 'the pre-shared keys differ',
  },
  {
    // In IKEv1 the keys of the messages are made of the pre-shared key (RFC 2409 5.4): the wrong one shows as rubbish.
    kind: 'notify',
    words: /PAYLOAD_MALFORMED|PLD_MAL\b/,
    refused: () => 'identity or key',
    means: () =>
      'an end cannot read what the other one sent: in IKEv1 that is as a rule since their pre-shared keys differ, of which the keys of these messages are made',
  },
  {
    kind: 'cause',
    words: /no (?:pre)?shared key found|no PSK found|No pre-shared key with(?= [\d.:a-f]{2,45})/,
    subject: 'identity',
    means: () => 'this gateway has no pre-shared key for the two ends',
  },
  {
    kind: 'cause',
    words:
      /private key not found|no private key found|unable to locate my private key|find the certificate or private key/,
    means: () => 'this gateway lacks the private key with which it is to prove who it is',
  },
  {
    kind: 'cause',
    words: /no trusted (?:[A-Z]{2,10} )?public key found|no (?:RSA|ECDSA) public key known|peer certificate rejected/,
    means: () =>
      'the certificate or public key of the other end is not trusted: the CA that issued it is not loaded, it is no longer valid, or it has not the identity that is asked for',
  },
  {
    kind: 'cause',
    words: /peer requested EAP, config (?:in|un)acceptable/,
    means: () =>
      'the other end wants to prove who it is by EAP, as VPN clients of people do, and no connection that fits takes that',
  },
  {
    kind: 'cause',
    words: /constraint check failed|matching configs?, but none allows/,
    means: () => 'an end proves who it is, and not in the way that the configuration of the other one asks for',
  },
  {
    // RFC 7296 3.15.4: an initiator that asks for an address, and none is to be had; one that does not ask where it has to.
    kind: 'cause',
    words: /INTERNAL_ADDRESS_FAILURE|INT_ADDR_FAIL\b/,
    means: () =>
      'the end that begins asks for an address in the tunnel (a virtual IP), and the other one has none for it: no pool, or none that has one left',
  },
  {
    kind: 'cause',
    words: /FAILED_CP_REQUIRED|FAIL_CP_REQ\b/,
    means: () =>
      'the end that answers gives out addresses in the tunnel (virtual IPs) and takes nobody who does not ask for one; between two gateways with networks of their own it is to have no pool',
  },
  {
    kind: 'notify',
    words: /PAYLOAD_MALFORMED|PLD_MAL\b/,
    refused: () => 'identity or key',
    means: () => 'an end cannot read a message of the other one, as in main mode where the pre-shared keys differ',
  },
  {
    kind: 'notify',
    words:
      /AUTHENTICATION_FAILED|AUTH_FAILED|Auth exchange failed|INVALID_HASH_INFORMATION|IKMP_BAD_MESSAGE|AUTH mismatch|Failed to authenticate the IKE SA|Authentication failed(?= \(24\))|Invalid hash info(?= \(23\))/,
    refused: () => 'identity or key',
    means: () =>
      'an end cannot prove who it is: the pre-shared keys differ, or an identity is not the one that is expected',
  },
  {
    kind: 'silence',
    words:
      /giving up after \d+ retransmits|peer not responding|retransmit \d+ of request|max(?:imum)? number of retransmissions|Death by retransmission|retransmission; will wait|second timeout exceeded after \d+ retransmits|retransmitting phase [12]|EV_(?:RETRY|TIMEOUT)-->MM_WAIT_MSG[246]|negotiation timeout(?=, deleting)|0 up, [1-9]\d{0,3} connecting|STATE_(?:V2_)?PARENT_I[12](?= \()|STATE_MAIN_I[123](?= \()/i,
    refused: (stage) => (stage === 'later' ? 'going on' : 'contact'),
    means: (stage) =>
      stage === 'later'
        ? 'the first message was answered and a later one is not: UDP port 4500, or large (fragmented) packets, do not get through, or the other end is silent on purpose, as in main mode where the pre-shared keys differ'
        : 'the other end does not answer: UDP port 500 is blocked on the way, the address is wrong, or it has no connection for this end and is silent',
  },
  {
    // An initiator that offers the group as well begins again with it (RFC 7296 1.2).
    kind: 'silence',
    words: /Sending invalid ke notification|peer's KE payload contained the wrong DH group/i,
    values: groupsIn,
    means: () =>
      'the other end began with a group that this gateway does not take first, and did not begin again with the one that it was asked for',
  },
  {
    kind: 'notify',
    words: /Processing of Quick mode failed|QM FSM error/,
    means: () =>
      'the IKE SA came up, and quick mode (phase 2) came to nothing: the networks, or what is offered for ESP and PFS, are not what both ends have',
  },
  {
    kind: 'notify',
    words: /Processing of (?:Main|Aggressive) mode failed/,
    means: () =>
      'phase 1 came to nothing: what is offered for IKE, the pre-shared keys, or the identities are not what both ends have',
  },
  {
    kind: 'silence',
    words: /Reason: Idle Timeout/,
    means: () => 'the tunnel ended since no packet went through it for a while; the next one asks for it again',
  },
  {
    kind: 'silence',
    words: /Reason: Lost Service|IPsec DPD failed|status="dpd_failure"/,
    means: () =>
      'the other end no longer answers whether it is there (dead peer detection): it is down, cannot be reached, or has lost the SAs',
  },
  {
    kind: 'silence',
    words:
      /unsuccessful at setting up a tunnel|failed to establish an L2L SA|Crypto tunnel is DOWN|action="tunnel-down"/,
    means: () => 'the tunnel is not up, or went down; why, other lines of the log tell, or that of the other end',
  },
  {
    // pluto says so of each that it does not take, before one that it takes.
    kind: 'silence',
    words: /Oakley Transform(?= \[[^\]]{1,120}\] refused)/,
    values: proposalsIn,
    subject: 'proposals',
    means: notAccepted,
  },
  {
    kind: 'silence',
    words: /failed to establish CHILD_SA/,
    means: () =>
      'the IKE SA came up, and its child (phase 2) did not; why, other lines of the log tell, or that of the other end',
  },
  {
    kind: 'half up',
    words:
      /IKE_SA(?= [^\s[]{1,60}\[\d{1,9}\] established)|established IKE SA|(?:IKE|ISAKMP) SA established|PHASE 1 COMPLETED/,
    means: () =>
      'the IKE SA (phase 1) came up, so that what is offered for IKE, the keys and the identities fit. Of its child (phase 2) the log tells nothing: look at what follows, or whether anything asked for it',
  },
  {
    kind: 'up',
    words:
      /CHILD_SA(?= [^\s{]{1,60}\{\d{1,9}\} established)|established Child SA|IPsec SA established|PHASE 2 COMPLETED|%ASA-\d-602303|IPSEC\(create_sa\): sa created|added IPsec SA|Crypto tunnel is UP|action="tunnel-up"/,
    means: () => 'a child (phase 2) came up, as this end sees it',
  },
  ...CISCO_SAYINGS,
  ...FORTIGATE_SAYINGS,
  ...WINDOWS_SAYINGS,
]
