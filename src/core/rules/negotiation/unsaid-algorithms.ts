import type { ChildExchange } from '../../model/ike-daemon.ts'
import type { Proposal } from '../../model/ike-policy.ts'
import { planned } from '../../model/setting.ts'
import { sayProduct } from '../../negotiation/ike/outcome.ts'
import type { Party } from './failures.ts'

/** Algorithms of a child that its daemon cannot offer, as in IKEv1, which has no number for some; each once. */
export function unsaidAlgorithms(party: Party): readonly string[] {
  const proposals = party.child?.proposals.value ?? []
  return [...new Set(proposals.flatMap((proposal) => unsaidIn(party, proposal)))]
}

/** Algorithms of a child that its daemon offers, and does not take of this initiator as responder; each once. */
export function untakenAlgorithms({ end, connection, child }: Party, initiator: Party): readonly string[] {
  const { daemon } = end.vendor
  if (daemon === undefined || child === undefined) return []
  const sides = [initiator.end, end].flatMap(({ vendor, ike }) =>
    vendor.daemon === undefined || ike === undefined ? [] : [{ daemon: vendor.daemon, policy: ike }],
  )
  const exchange = { ...exchangeOf(connection), sayProduct: sayProduct(sides) }
  const isTaken = (proposal: Proposal) =>
    daemon.acceptChild({ ...child, proposals: planned([proposal]) }, exchange, [proposal]).length > 0
  const offered = daemon.offerChild(child, exchange)
  const untaken = offered.flatMap((proposal) => [
    ...proposal.encryption.filter((name) => !isTaken({ ...proposal, encryption: [name], integrity: [] })),
    ...proposal.integrity.filter((name) => !isTaken({ ...proposal, encryption: ['NULL'], integrity: [name] })),
  ])
  return [...new Set(untaken)]
}

/** The first cipher of a child that ends what the responder reads of its proposals; `undefined` where it reads all. */
export function unreadableCipher({ end, connection, child }: Party, responder: Party): string | undefined {
  const offered = child === undefined ? [] : (end.vendor.daemon?.offerChild(child, exchangeOf(connection)) ?? [])
  const read = responder.end.vendor.daemon?.readable?.(offered) ?? offered
  return offered[read.length]?.encryption[0]
}

/** Whether a proposal goes out as it is written. */
export function canOffer(party: Party, proposal: Proposal): boolean {
  return unsaidIn(party, proposal).length === 0
}

function unsaidIn({ end, connection, child }: Party, proposal: Proposal): readonly string[] {
  const { daemon } = end.vendor
  if (daemon === undefined || child === undefined || proposal.protocol !== 'esp') return []
  const [offered] = daemon.offerChild({ ...child, proposals: planned([proposal]) }, exchangeOf(connection))
  if (offered === undefined) return proposal.encryption.slice(0, 1)
  return offered.integrity.length === 0 ? proposal.integrity.slice(0, 1) : []
}

function exchangeOf({ initiates }: Party['connection']): ChildExchange {
  return { version: initiates.value, purpose: 'further', ikeGroup: null }
}
