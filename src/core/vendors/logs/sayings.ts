import type { Refused } from '../../model/logged-refusal.ts'
import type { Subject } from './attempt.ts'
import { addressesIn, identitiesIn, keyIn } from './identities.ts'
import { proposalsIn } from './proposals.ts'
import { selectorsIn } from './selectors.ts'

/** Which negotiation a line is about: that of the IKE SA (phase 1), or what follows it (IKE_AUTH, phase 2). */
export type Stage = 'ike' | 'later' | undefined

/**
 * Words of a log, by how much they tell: a `cause` says why, and the `notify` that is sent because of it what the RFCs have
 * for it; `silence` is told where nothing else is, and `up` says that a child came up.
 */
interface Saying {
  readonly kind: 'cause' | 'notify' | 'silence' | 'up'
  readonly words: RegExp
  /** `isListed`: the values of both ends stand there, so that what else it might be is left out. */
  readonly means: (stage: Stage, isListed: boolean) => string
  /** What the lines up to the one that says it tell of its values, in a sentence. */
  readonly values?: (lines: readonly string[]) => string | null
  /** What the other end asked for and did not get. */
  readonly subject?: Subject
  /** What it refused of this one, where the line tells that it came from there. */
  readonly refused?: (stage: Stage) => Refused
}

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
  {
    kind: 'cause',
    words: /failed to add (?:\w+ )?connection|loading connection(?= '[^']{1,20}' failed)/,
    means: () => 'a connection of this gateway is refused when it is loaded, and what follows goes on without it',
  },
  {
    // `charon.install_routes` of strongswan.conf(5): the child comes up all the same.
    kind: 'cause',
    words: /unable to install source route(?= for)/,
    means: () =>
      'the route by which this gateway itself sends from its address in the tunnel could not be installed, so that a ping from it may have another source and go past the tunnel; give the ping that address, or add the route by hand',
  },
  {
    kind: 'cause',
    words: /cannot identify ourselves with either end/i,
    means: () => 'neither end of a connection (left, right) has an address of this machine',
  },
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
      /no acceptable proposal|no proposal found|received proposals? unacceptable|no matching proposal found|no local proposal matches|no acceptable (?:Oakley Transform|Proposal in IPsec SA)|no (?:SA )?proposal chosen|no offers accepted|SA proposals found unacceptable|failed to find a matching policy|peer SA proposal not match local policy|Mismatched attribute types/i,
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
      /MAC mismatched|computed hash does not match|calculated HASH does not match|could not decrypt payloads|pre-?shared (?:key|secret)s? mismatch|mismatched pre-?shared key|mismatch of pre-?shared secrets/i,
    values: keyIn,
    subject: 'key',
    means: () => 'the pre-shared keys differ',
  },
  {
    kind: 'cause',
    words: /no (?:pre)?shared key found|no PSK found|No pre-shared key with(?= [\d.:a-f]{2,45})/,
    subject: 'identity',
    means: () => 'this gateway has no pre-shared key for the two ends',
  },
  {
    kind: 'cause',
    words: /private key not found|no private key found/,
    means: () => 'this gateway lacks the private key with which it is to prove who it is',
  },
  {
    kind: 'cause',
    words: /constraint check failed|matching configs?, but none allows/,
    means: () => 'an end proves who it is, and not in the way that the configuration of the other one asks for',
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
      /giving up after \d+ retransmits|peer not responding|retransmit \d+ of request|max number of retransmissions|retransmission; will wait|second timeout exceeded after \d+ retransmits|retransmitting phase [12]|EV_(?:RETRY|TIMEOUT)-->MM_WAIT_MSG[246]|negotiation timeout(?=, deleting)|0 up, [1-9]\d{0,3} connecting|STATE_(?:V2_)?PARENT_I[12](?= \()|STATE_MAIN_I[123](?= \()/i,
    refused: (stage) => (stage === 'later' ? 'going on' : 'contact'),
    means: (stage) =>
      stage === 'later'
        ? 'the first message was answered and a later one is not: UDP port 4500, or large (fragmented) packets, do not get through, or the other end is silent on purpose'
        : 'the other end does not answer: UDP port 500 is blocked on the way, the address is wrong, or it has no connection for this end and is silent',
  },
  // `diagnose debug flow` of a FortiGate, of packets that are for the tunnel or come out of it (Fortinet administration guide, "Debugging the packet flow").
  {
    kind: 'cause',
    words: /Denied by forward policy check/,
    means: () =>
      'no firewall policy of this gateway lets a packet pass, from the interface that it came in by to that which it would leave by',
  },
  {
    kind: 'cause',
    words: /No matching IPsec selector/,
    means: () => 'a packet was routed into a tunnel of which no phase 2 has its addresses',
  },
  {
    kind: 'cause',
    words: /reverse path check fail/,
    means: () => 'a packet came in by an interface through which no route of this gateway leads back to its source',
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
    kind: 'cause',
    words: /RECVD_PKT_NOT_IPSEC/,
    means: () =>
      'packets come in clear that this gateway wants protected: the other end has no entry for them, translates them first, or routes them past its tunnel',
  },
  {
    kind: 'cause',
    words: /inner packet doesn't match the negotiated policy/,
    means: () =>
      'packets come out of the tunnel that are not of its networks, and are dropped: the other end has wider ones for it, or others',
  },
  {
    kind: 'cause',
    words: /PKT_REPLAY_ERR|replay check failed/,
    means: () =>
      'packets come twice, or so late that they are behind the window for replays, and are dropped: a network on the way changes their order, as by queues for quality of service',
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
    kind: 'cause',
    words: /CRYPTO-4-RECVD_PKT_INV_SPI|CRYPTO-4-IKMP_NO_SA/,
    means: () =>
      'packets come in by an SA that this gateway does not have: the other end still uses one from before, such as from before a restart, until it finds out (dead peer detection) or its SAs are cleared',
  },
  {
    kind: 'up',
    words:
      /CHILD_SA(?= [^\s{]{1,60}\{\d{1,9}\} established)|established Child SA|IPsec SA established|PHASE 2 COMPLETED|%ASA-\d-602303|IPSEC\(create_sa\): sa created|added IPsec SA|Crypto tunnel is UP|action="tunnel-up"/,
    means: () => 'a child (phase 2) came up, as this end sees it',
  },
]
