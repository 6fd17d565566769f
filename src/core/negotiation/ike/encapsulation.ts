import type { Endpoint } from '../../model/endpoint.ts'
import { natAddressOf } from '../../model/hosts.ts'
import type { IkeConnection } from '../../model/ike-policy.ts'
import { isFailure, type NegotiationOutcome } from './outcome.ts'

/** A connection whose packets leave as ESP though a NAT is between the ends. */
interface Unencapsulated {
  readonly end: Endpoint
  readonly connection: IkeConnection
}

/**
 * Where a child comes up, and one of the two connections has NAT traversal switched off behind a NAT: a NAT that shares its address
 * has no port to tell whose an ESP packet is (RFC 3715 2.1), and the other end may expect UDP. Where both have it
 * switched off, that is somebody's choice, for a NAT of one address for one.
 */
export function unencapsulated(
  outcome: NegotiationOutcome,
  sender: Endpoint,
  receiver: Endpoint,
): Unencapsulated | null {
  const { connection: mine, childSa, further } = outcome
  const sa = [childSa, further].find((each) => each !== null && !isFailure(each))
  if (sa == null || isFailure(sa)) return null
  const theirs = sa.connection
  if (isOff(mine) === isOff(theirs) || !hasNatBetween(sender, receiver)) return null
  return isOff(mine) ? { end: sender, connection: mine } : { end: receiver, connection: theirs }
}

function hasNatBetween(a: Endpoint, b: Endpoint): boolean {
  return natAddressOf(a, b) !== undefined || natAddressOf(b, a) !== undefined
}

function isOff({ natTraversal }: IkeConnection): boolean {
  return natTraversal?.off !== undefined
}
