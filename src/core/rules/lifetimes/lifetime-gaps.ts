import type { Endpoint } from '../../model/endpoint.ts'
import type { Lifetime } from '../../model/ike-policy.ts'
import { isFailure } from '../../negotiation/ike/outcome.ts'
import type { Simulation } from '../../negotiation/simulate.ts'
import type { Span } from '../../text/source-text.ts'
import { wayFrom } from '../both-ways.ts'

/** An SA that one end gives up before either has renewed it. */
export interface LifetimeGap {
  /** Who gives it up, what it calls the connection and the child (`null` for the IKE SA), and what it is told about times. */
  readonly end: Endpoint
  readonly connection: string
  readonly child: string | null
  readonly lifetime: Lifetime
  /** Where that end writes the connection, or the child. */
  readonly span: Span
  /** Seconds after the SA came up; `Infinity` where nobody renews it. */
  readonly endsAfter: number
  readonly renewedAfter: number
}

/** Each lifetime is the matter of its own end (RFC 7296 2.8): whoever is first renews the SA, or ends it. */
export function lifetimeGaps(simulation: Simulation): LifetimeGap[] {
  const found: LifetimeGap[] = []
  for (const { outcome } of simulation.quickModes) {
    if (outcome === null || isFailure(outcome.ike)) continue
    const { ike, childSa, connection, child } = outcome
    const [mine, theirs] = wayFrom(simulation, outcome.initiator)
    const met = ike.connection
    const gap = gapOf([
      { end: mine, connection: connection.name, child: null, lifetime: connection.lifetime, span: connection.span },
      { end: theirs, connection: met.name, child: null, lifetime: met.lifetime, span: met.span },
    ])
    if (gap !== undefined) found.push(gap)
    if (childSa === null || isFailure(childSa)) continue
    const { config } = childSa
    const inner = gapOf([
      { end: mine, connection: connection.name, child: child.name, lifetime: child.lifetime, span: child.span },
      { end: theirs, connection: met.name, child: config.name, lifetime: config.lifetime, span: config.span },
    ])
    if (inner !== undefined) found.push(inner)
  }
  return found
}

type Part = Pick<LifetimeGap, 'end' | 'connection' | 'child' | 'lifetime' | 'span'>

function gapOf(parts: readonly [Part, Part]): LifetimeGap | undefined {
  const [first] = parts.toSorted((x, y) => (x.lifetime.end ?? Infinity) - (y.lifetime.end ?? Infinity))
  const endsAfter = first?.lifetime.end ?? Infinity
  const renewedAfter = Math.min(...parts.map(({ lifetime }) => lifetime.rekey?.to ?? Infinity))
  if (first === undefined || endsAfter === Infinity || endsAfter >= renewedAfter) return undefined
  return { ...first, endsAfter, renewedAfter }
}
