import { equalRanges } from '../address/address-range.ts'
import type { Endpoint } from '../model/endpoint.ts'
import { remembered } from '../model/remembered.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import { negotiateEntry, responseOf } from './ike/entry.ts'
import type { NegotiationOutcome } from './ike/outcome.ts'
import { answerQuickMode, type Response } from './quick-mode.ts'
import type { Lookup } from './spd-lookup.ts'
import type { TrafficClass } from './traffic-class.ts'

/** One negotiation of an initiator's entry; `response` is `null` when what was pasted of the other end does not tell. */
export interface QuickMode {
  readonly initiator: string
  readonly responder: string
  readonly entry: SpdEntry
  readonly response: Response | null
  /** The whole negotiation, where both ends' configurations were pasted. */
  readonly outcome: NegotiationOutcome | null
}

/**
 * The negotiation of each of the sender's entries that it protects, in their order; `classes`, in the order of these, tell which
 * entries of the receiver it meets.
 */
export function quickModesOf(
  sender: Endpoint,
  receiver: Endpoint,
  outs: Lookup,
  classes: readonly TrafficClass[],
): readonly QuickMode[] {
  const quickModes: QuickMode[] = []
  let next = 0
  for (const out of outs.entries) {
    const { entry } = out
    const partners: SpdEntry[] = []
    let unmatched = false
    for (let its = classes[next]; its?.out === out; its = classes[next]) {
      if (its.inbound !== null) partners.push(its.inbound.entry)
      else if (its.crowded) unmatched = true
      next += 1
    }
    if (entry.action !== 'protect') continue
    const outcome = negotiateEntry(entry, sender, receiver)
    const isOpen = receiver.spd === undefined || isUnplaced(entry, receiver) || unmatched
    const response =
      outcome !== null
        ? responseOf(outcome, sender, receiver)
        : isOpen
          ? null
          : answer(entry, partners, sender, receiver)
    quickModes.push({ initiator: sender.label, responder: receiver.label, entry, response, outcome })
  }
  return quickModes
}

/** Both configurations are there, and an address that the negotiation needs is not. */
function isUnplaced(entry: SpdEntry, receiver: Endpoint): boolean {
  return entry.negotiated !== undefined && receiver.ike !== undefined
}

/**
 * IKEv1 proposes one pair of identities: the first of the entry. IKEv2 proposes all of them in one child, of which the
 * responder takes what it can (RFC 7296 2.9). It must go to where the responder is.
 */
function answer(entry: SpdEntry, candidates: readonly SpdEntry[], sender: Endpoint, receiver: Endpoint): Response {
  const [proposal, ...more] = entry.selectors
  if (proposal === undefined) return { kind: 'refused', certainty: 'stated', notify: null }
  if (!reaches(sender, receiver)) return { kind: 'refused', certainty: 'stated', notify: null }
  // The responder has no tunnel to where this comes from.
  if (!reaches(receiver, sender)) return { kind: 'refused', certainty: 'assumed', notify: null }
  const isOfItsMode = ({ mode }: SpdEntry) => mode === entry.mode || mode === null || entry.mode === null
  const sameMode = candidates.every(isOfItsMode) ? candidates : candidates.filter(isOfItsMode)
  const response = answerQuickMode(proposal, sameMode, receiver.vendor.selectorRule)
  if (entry.negotiated?.connection.initiates.value !== 2) return unlessByNeed(response, receiver)
  const others = more.map((selectors) => answerQuickMode(selectors, sameMode, receiver.vendor.selectorRule))
  return unlessByNeed([response, ...others].reduce(both), receiver)
}

/** What a daemon has installed so far is not all that it would accept. */
function unlessByNeed(response: Response, { vendor }: Endpoint): Response {
  return vendor.installsByNeed === true && response.kind === 'refused'
    ? { ...response, certainty: 'assumed' }
    : response
}

/** What a responder takes of two proposals in one. */
function both(a: Response, b: Response): Response {
  if (a.kind !== 'accepted') return b.kind === 'accepted' ? b : a
  if (b.kind !== 'accepted') return a
  const certainty = a.certainty === 'assumed' || b.certainty === 'assumed' ? 'assumed' : 'stated'
  return { ...a, selectors: [...a.selectors, ...b.selectors], certainty }
}

/** Whether the tunnel of one end goes to an address of the other; true where either is not known. */
export const reaches = remembered((sender: Endpoint, receiver: Endpoint): boolean => {
  if (sender.peers.length === 0 || receiver.addresses.length === 0) return true
  return sender.peers.some((peer) => receiver.addresses.some((own) => equalRanges(peer.value, own.value)))
})
