import type { Saying } from './saying.ts'

/**
 * What a FortiGate says of a negotiation that came to nothing, beside what other products say as well (Fortinet Document Library, "VPN
 * IPsec troubleshooting"; Fortinet Community, "Troubleshooting Tip: IPsec VPNs tunnels").
 */
export const FORTIGATE_SAYINGS: readonly Saying[] = [
  {
    kind: 'cause',
    words: /no matching gateway/,
    means: () =>
      'there is no phase 1 for the address that the other end comes from, in its version of IKE, with its mode and its identity',
  },
  {
    kind: 'cause',
    words: /gw validation failed/,
    means: () => 'the phase 1 for the other end does not take the identity (`peerid`) or the certificate that it shows',
  },
  {
    kind: 'cause',
    words: /request(?: to establish IPsec SA)?, no policy configured/,
    means: () =>
      'no firewall policy of this gateway is from or to the interface of the tunnel, without which it makes none',
  },
  {
    kind: 'cause',
    words: /[Cc]ertificate validation failed/,
    means: () => 'the certificate of the other end is not taken: its authority is not known here, or it has expired',
  },
]
