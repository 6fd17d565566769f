import { equalRanges } from '../address/address-range.ts'
import type { Endpoint } from '../model/endpoint.ts'
import { remembered } from '../model/remembered.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import { negotiateEntry, responseOf } from './ike/entry.ts'
import type { NegotiationOutcome } from './ike/outcome.ts'
import { answerQuickMode, type Response } from './quick-mode.ts'
import type { Lookup } from './spd-lookup.ts'
import type { TrafficClass } from './traffic-classes.ts'

/** One negotiation of an initiator's entry; `response` is `null` when the other end's SPD was not pasted. */
export interface QuickMode {
  readonly initiator: string
  readonly responder: string
  readonly entry: SpdEntry
  readonly response: Response | null
  /** The whole negotiation, where both ends' configurations were pasted. */
  readonly outcome: NegotiationOutcome | null
}

/** The negotiation of each of the sender's entries that it protects; `classes` tell which entries of the receiver it meets. */
export function quickModesOf(
  sender: Endpoint,
  receiver: Endpoint,
  outs: Lookup,
  classes: readonly TrafficClass[],
): ReadonlyMap<SpdEntry, QuickMode> {
  const partners = new Map<SpdEntry, SpdEntry[]>()
  const unmatched = new Set<SpdEntry>()
  for (const { out, inbound, crowded } of classes) {
    if (out !== null && inbound === null && crowded === true) unmatched.add(out.entry)
    if (out === null || inbound === null) continue
    const known = partners.get(out.entry)
    if (known === undefined) partners.set(out.entry, [inbound.entry])
    else known.push(inbound.entry)
  }
  const quickModes = new Map<SpdEntry, QuickMode>()
  for (const { entry } of outs.entries) {
    if (entry.action !== 'protect') continue
    const outcome = negotiateEntry(entry, sender, receiver)
    const response =
      receiver.spd === undefined || (outcome === null && (isUnplaced(entry, receiver) || unmatched.has(entry)))
        ? null
        : outcome === null
          ? answer(entry, partners.get(entry) ?? [], sender, receiver)
          : responseOf(outcome, sender, receiver)
    quickModes.set(entry, { initiator: sender.label, responder: receiver.label, entry, response, outcome })
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
  const sameMode = candidates.filter(
    (candidate) => candidate.mode === entry.mode || candidate.mode === null || entry.mode === null,
  )
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
