import type { Saying } from './saying.ts'

/**
 * What an IOS and an ASA say of a negotiation that came to nothing, beside what other products say as well (Cisco Secure Firewall ASA
 * Series Syslog Messages; Cisco, "IPsec Troubleshooting: Understanding and Using debug Commands").
 */
export const CISCO_SAYINGS: readonly Saying[] = [
  {
    kind: 'cause',
    words: /Can't find a valid tunnel group/,
    means: () => 'this gateway has no tunnel group for the address or the identity that the other end shows',
  },
  {
    kind: 'notify',
    words: /Received encrypted Oakley \w{4,10} Mode packet with invalid payloads/,
    means: () => 'a message does not decrypt to anything that makes sense, as where the pre-shared keys differ',
  },
  {
    kind: 'cause',
    words: /No preshared key or trustpoint configured for (?:self|peer)/,
    means: () =>
      'the tunnel group of the other end has no key or certificate, of this gateway (`local-authentication`) or of the other one (`remote-authentication`)',
  },
  {
    kind: 'cause',
    words: /IKEv[12] Doesn't have a proposal specified/,
    means: () => 'the entry of the crypto map names no IPsec proposal for that version of IKE',
  },
  {
    kind: 'notify',
    words: /failed to dispatch a KEY_ACQUIRE message/,
    means: () =>
      'the tunnel could not be begun: the crypto map lacks an IPsec proposal for the version of IKE that is enabled, or the peer a tunnel group with its key',
  },
  {
    kind: 'cause',
    words: /no IPSEC cryptomap exists for local address|IPSEC\(\w{1,40}\): invalid local address/,
    means: () =>
      'the other end goes to an address of this gateway at which no crypto map begins: it is applied at another interface, or `local-address` names another one',
  },
  {
    kind: 'cause',
    words: /transform proposal (?:\([^()]{1,80}\) )?not supported for identity/,
    means: () => 'nothing that is offered for the child (phase 2: ESP and its mode) is accepted',
  },
  {
    kind: 'notify',
    words: /error TRUE reason "QM rejected"|Create child exchange failed/,
    means: () =>
      'the IKE SA came up, and its child (phase 2) came to nothing: the networks, or what is offered for ESP and PFS, are not what both ends have',
  },
  {
    // Said of each policy that does not fit, also where a later one does.
    kind: 'silence',
    words:
      /(?:Encryption algorithm|Hash algorithm|Diffie-Hellman group|Authentication method|Proposed key length) (?:offered )?does not match policy|authentication offered but does not match policy/,
    means: () =>
      'what is offered for IKE (phase 1) differs in that from a policy of this gateway; where it fits none of them, nothing is accepted',
  },
  {
    kind: 'silence',
    words: /Duplicate Phase [12] packet detected|P[12] Retransmit msg dispatched/,
    means: () =>
      'the other end sends the same message again: the answer of this gateway does not get through, or does not suit it',
  },
]
