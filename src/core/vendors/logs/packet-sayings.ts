import type { Saying } from './saying.ts'

/** What is logged of the packets that are for a tunnel or come out of it. */
export const PACKET_SAYINGS: readonly Saying[] = [
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
    kind: 'cause',
    words: /CRYPTO-4-RECVD_PKT_INV_SPI|CRYPTO-4-IKMP_NO_SA/,
    means: () =>
      'packets come in by an SA that this gateway does not have: the other end still uses one from before, such as from before a restart, until it finds out (dead peer detection) or its SAs are cleared',
  },
]
