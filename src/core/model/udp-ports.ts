import type { IkeConnection, IkePolicy } from './ike-policy.ts'

/** A UDP port at which an end receives IKE (RFC 7296 2); `null`: any that was free when its daemon started. */
export interface Socket {
  readonly port: number | null
  /** ESP comes there too, so that four zero octets mark IKE (RFC 3948 2.2), and what has no mark is taken for ESP. */
  readonly encapsulates: boolean
}

/** From where to which port a message goes. */
export interface Way {
  readonly from: Socket
  readonly to: number
}

/** Which ports a daemon uses for IKE. */
export interface UdpHabits {
  /** Where it listens; the first is where it begins from by itself, the first that encapsulates the one of NAT traversal. */
  readonly sockets: (policy: IkePolicy) => readonly Socket[]
  /** The way of the first message; `undefined` where it is to leave from a port that the daemon does not have. */
  readonly begins: (connection: IkeConnection, policy: IkePolicy) => Way | undefined
  /** The way of what follows where the ends speak NAT traversal. */
  readonly goesOn: (way: Way, policy: IkePolicy) => Way
  /** Whether it marks what it sends; what comes to a socket without ESP it reads by the same rule. */
  readonly marks: (from: number | null, to: number | null, encapsulates: boolean) => boolean
}

const IKE: Socket = { port: 500, encapsulates: false }

/** The port of NAT traversal (RFC 3947 4, RFC 7296 2.23). */
export const NAT_TRAVERSAL: Socket = { port: 4500, encapsulates: true }

/** RFC 7296 2 and 2.23, RFC 3948 2.2. */
export const STANDARD_PORTS: UdpHabits = {
  sockets: () => [IKE, NAT_TRAVERSAL],
  begins: ({ ports }) => ({ from: IKE, to: ports?.peer?.value ?? 500 }),
  goesOn: () => ({ from: NAT_TRAVERSAL, to: 4500 }),
  marks: (_from, _to, encapsulates) => encapsulates,
}
