import type { ChildExchange } from '../../model/ike-daemon.ts'
import type { ChildConfig, Proposal } from '../../model/ike-policy.ts'

/** Transform sets in their order, with the group of `set pfs`; quick mode has one key exchange for all (RFC 2409 5.5). */
export function offerChild({ proposals }: ChildConfig, { version }: ChildExchange): readonly Proposal[] {
  return version === 2 ? proposals.value : proposals.value.map((each) => ({ ...each, ke: each.ke.slice(0, 1) }))
}
