import type { ChildMatch } from '../../model/ike-daemon.ts'
import type { ChildConfig, IkeConnection } from '../../model/ike-policy.ts'
import { remembered } from '../../model/remembered.ts'
import { type ChildSa, type Ends, type Failure, type IkeSa, isFailure, type Side } from './outcome.ts'
import { negotiateChild } from './phase2.ts'

/** What became of the children of a connection at a responder, as far as anybody has asked. */
const broughtUp = remembered((_: IkeConnection, __: Side) => new Map<ChildConfig, ChildSa | Failure>())

/**
 * The children of a connection that come up on its IKE SA before this one, where all are brought up in their order: the first
 * in IKE_AUTH, each of the others in CREATE_CHILD_SA.
 */
export function childrenBefore(
  child: ChildConfig,
  connection: IkeConnection,
  sa: IkeSa,
  ends: Ends,
): readonly ChildMatch[] {
  const known = broughtUp(connection, ends[1])
  const up: ChildMatch[] = []
  for (const [at, each] of connection.children.entries()) {
    if (each === child) break
    const purpose = at === 0 ? 'first' : 'further'
    const before = [...up]
    const found =
      known.get(each) ??
      negotiateChild({ connection, child: each, sa, purpose, packet: null, earlier: () => before }, ends)
    known.set(each, found)
    if (!isFailure(found)) up.push({ connection: found.connection, config: found.config, agreed: found.responder })
  }
  return up
}
