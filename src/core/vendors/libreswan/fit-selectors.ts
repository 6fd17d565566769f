import { containsRange, prefixLength } from '../../address/address-range.ts'
import type { Role } from '../../model/ike-daemon.ts'
import { equalIntervals, isAnyPort, isAnyProtocol } from '../../selectors/interval.ts'
import { equalSelectors, type Selector, type SelectorSides } from '../../selectors/traffic-selector.ts'

/**
 * How the own selectors have to relate to the peer's: equal, or within them (and are then used), or around them (and the
 * peer's are used).
 */
export type Fit = 'equal' | 'within' | 'around'

/** The pair that fits best, of one own pair and the peer's lists; addresses count before ports, ports before protocols. */
export interface FittingPair {
  readonly selectors: SelectorSides
  readonly score: readonly [addresses: number, ports: number, protocols: number]
}

export function fitPair(
  own: SelectorSides,
  received: SelectorSides,
  fit: Fit,
  role: Role = 'responder',
): FittingPair | undefined {
  const [outer, inner] = role === 'responder' ? (['remote', 'local'] as const) : (['local', 'remote'] as const)
  const [ofInitiator, ofResponder] = [own[outer][0], own[inner][0]]
  if (ofInitiator === undefined || ofResponder === undefined) return undefined
  let best: FittingPair | undefined
  for (const theirs of received[outer]) {
    const first = fitOne(ofInitiator, theirs, fit)
    if (first === undefined) continue
    for (const other of received[inner]) {
      const second = fitOne(ofResponder, other, fit)
      if (second === undefined) continue
      const [local, remote] = role === 'responder' ? [second, first] : [first, second]
      const pair = { selectors: { local: [local], remote: [remote] }, score: scoreOf(first, second) }
      if (best === undefined || isBetter(pair, best)) best = pair
    }
  }
  return best
}

export function isBetter(one: FittingPair, other: FittingPair): boolean {
  for (const [at, score] of one.score.entries()) {
    const against = other.score[at] ?? 0
    if (score !== against) return score > against
  }
  return false
}

/** pluto knows one port or all of them, so that it takes no range of ports. */
function fitOne(own: Selector, theirs: Selector, fit: Fit): Selector | undefined {
  if (fit === 'equal') return equalSelectors(own, theirs) ? own : undefined
  const [outer, inner] = fit === 'within' ? [theirs, own] : [own, theirs]
  const { protocol, ports } = inner
  if (!containsRange(outer.addresses, inner.addresses)) return undefined
  if (!isAnyProtocol(outer.protocol) && !equalIntervals(outer.protocol, protocol)) return undefined
  if (outer.ports.from > ports.from || ports.to > outer.ports.to) return undefined
  const isRange = ports.from !== ports.to && !isAnyPort(ports)
  return isRange ? undefined : inner
}

/** The longer prefix of what is agreed on wins, and the initiator's side counts first. */
function scoreOf(ofInitiator: Selector, ofResponder: Selector): FittingPair['score'] {
  const length = ({ addresses }: Selector) => prefixLength(addresses) ?? 0
  const ends = [ofInitiator, ofResponder]
  return [
    length(ofInitiator) * 256 + length(ofResponder),
    ends.filter(({ ports }) => isAnyPort(ports)).length,
    ends.filter(({ protocol }) => isAnyProtocol(protocol)).length,
  ]
}
