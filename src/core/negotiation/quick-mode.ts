import type { SpdEntry } from '../model/spd-entry.ts'
import type { SelectorRule } from '../model/vendor.ts'
import { type Box, containsBox, intersectBoxes, isMirrorOf, mirrorBox } from '../selectors/box.ts'
import type { Certainty } from './flow.ts'

/** What a responder makes of proposed selectors. */
export type Response =
  | {
      readonly kind: 'accepted'
      readonly entry: SpdEntry
      readonly selectors: readonly Box[]
      readonly certainty: Certainty
      /** Both ends report success, and the responder expects less, or another mode; where the negotiation tells. */
      readonly disagreed?: boolean
    }
  | { readonly kind: 'refused'; readonly certainty: Certainty; readonly notify: string | null }
  /** Nothing is proposed: by its own configuration the initiator waits for the other end to begin. */
  | { readonly kind: 'waits'; readonly certainty: Certainty }

/**
 * IKEv1 quick mode (RFC 2409 5.5): the initiator proposes one pair of identities, written here from its own side; the
 * responder looks for an entry of its own that its rule lets it use. `candidates` are the responder's inbound entries
 * that overlap the proposal, in its order; `selectors` of the result are seen from the initiator.
 *
 * A refusal is `stated` when no rule could have found a partner: nothing overlaps. Equal selectors are accepted by every
 * rule.
 */
export function answerQuickMode(proposal: Box, candidates: readonly SpdEntry[], rule: SelectorRule): Response {
  for (const entry of candidates) {
    if (entry.action === 'protect' && entry.selectors.some((box) => isMirrorOf(box, proposal)))
      return { kind: 'accepted', entry, selectors: [proposal], certainty: 'stated' }
  }
  const usable = candidates.filter((entry) => entry.action === 'protect')
  const wanted = mirrorBox(proposal)
  const boxes = usable.flatMap((entry) => entry.selectors.map((box) => ({ entry, box })))
  const wider = boxes.find(({ box }) => containsBox(box, wanted))
  if (rule.rule !== 'exact' && wider !== undefined) {
    return { kind: 'accepted', entry: wider.entry, selectors: [proposal], certainty: rule.certainty }
  }
  if (rule.rule === 'narrow') {
    for (const { entry, box } of boxes) {
      const common = intersectBoxes(box, wanted)
      if (common !== undefined)
        return { kind: 'accepted', entry, selectors: [mirrorBox(common)], certainty: rule.certainty }
    }
  }
  const overlaps = boxes.some(({ box }) => intersectBoxes(box, wanted) !== undefined)
  return { kind: 'refused', certainty: overlaps ? rule.certainty : 'stated', notify: null }
}
