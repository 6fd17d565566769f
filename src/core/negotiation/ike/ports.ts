import type { IkeConnection } from '../../model/ike-policy.ts'
import { type Socket, STANDARD_PORTS, type UdpHabits, type Way } from '../../model/udp-ports.ts'
import type { Ends, Side } from './outcome.ts'

/** Why a message or its answer comes to nobody. */
export interface PortFault {
  /**
   * `no TCP`: the first message goes over TCP (RFC 8229), where nobody listens; `no socket`: it is to leave from a port that its end does not have; `nobody listens` there; `unmarked`: what is sent with a
   * mark in front is read without one, or the other way round (RFC 3948 2.2).
   */
  readonly why: 'no TCP' | 'no socket' | 'nobody listens' | 'unmarked'
  /** `undefined` where nothing is sent. */
  readonly way: Way | undefined
  /** The first message, or the first behind IKE_SA_INIT or the keys of main mode, at the ports of NAT traversal. */
  readonly when: 'beginning' | 'going on'
}

/** Whether the first message comes to the responder's IKE, and its answer back. */
export function faultAtBeginning(connection: IkeConnection, ends: Ends): PortFault | null {
  const [{ policy, daemon }, responder] = ends
  if (connection.ports?.tcp !== undefined) {
    const isHeard = responder.policy.daemon.listensTcp?.value === true
    return isHeard ? null : { why: 'no TCP', way: undefined, when: 'beginning' }
  }
  const way = habitsOf(daemon).begins(connection, policy)
  if (way === undefined) return { why: 'no socket', way, when: 'beginning' }
  const why = faultOf(way, ends)
  return why === null ? null : { why, way, when: 'beginning' }
}

/** The same for what follows, where the ends go on at the ports of NAT traversal. */
export function faultGoingOn(connection: IkeConnection, ends: Ends): PortFault | null {
  const [{ policy, daemon }] = ends
  const { begins, goesOn } = habitsOf(daemon)
  const first = begins(connection, policy)
  if (first === undefined) return null
  const way = goesOn(first, policy)
  const why = faultOf(way, ends)
  return why === null ? null : { why, way, when: 'going on' }
}

/** Where an end listens. */
export function socketsOf({ policy, daemon }: Side): readonly Socket[] {
  return habitsOf(daemon).sockets(policy)
}

function habitsOf(daemon: Side['daemon']): UdpHabits {
  return daemon.udp ?? STANDARD_PORTS
}

function faultOf({ from, to }: Way, [initiator, responder]: Ends): PortFault['why'] | null {
  const at = socketsOf(responder).find(({ port }) => port === to)
  if (at === undefined) return 'nobody listens'
  const [mine, theirs] = [habitsOf(initiator.daemon), habitsOf(responder.daemon)]
  return isRead(from, at, mine, theirs) && isRead(at, from, theirs, mine) ? null : 'unmarked'
}

function isRead(from: Socket, at: Socket, sender: UdpHabits, reader: UdpHabits): boolean {
  const marked = sender.marks(from.port, at.port, from.encapsulates)
  return marked === (at.encapsulates || reader.marks(from.port, at.port, false))
}
