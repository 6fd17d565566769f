import type { ChildMatch, EarlierChildren } from '../../model/ike-daemon.ts'
import type { ChildConfig, IkeConnection } from '../../model/ike-policy.ts'
import { remembered } from '../../model/remembered.ts'
import { sidesKey } from '../../selectors/traffic-selector.ts'
import { type Ends, type IkeSa, isFailure, type Side } from './outcome.ts'
import { negotiateChild } from './phase2.ts'

/** A child that came up, and which of its connection it is. */
interface Up {
  readonly at: number
  readonly match: ChildMatch
}

/** What became of the children of a connection at a responder, brought up in their order as far as anybody has asked. */
interface BroughtUp {
  readonly places: ReadonlyMap<ChildConfig, number>
  /** So many of them were tried. */
  tried: number
  readonly byConfig: Map<ChildConfig, Up[]>
  /** By their selectors: the first that has them. */
  readonly firsts: Map<string, number>
}

const broughtUp = remembered(
  ({ children }: IkeConnection, _: Side): BroughtUp => ({
    places: new Map(children.map((child, at) => [child, at])),
    tried: 0,
    byConfig: new Map(),
    firsts: new Map(),
  }),
)

/**
 * The children of a connection that come up on its IKE SA before this one, where all are brought up in their order: the first
 * in IKE_AUTH, each of the others in CREATE_CHILD_SA. They are worked out when they are asked for.
 */
export function childrenBefore(child: ChildConfig, connection: IkeConnection, sa: IkeSa, ends: Ends): EarlierChildren {
  return upTo(broughtUp(connection, ends[1]).places.get(child) ?? connection.children.length)

  /** Those before the child at a place. */
  function upTo(place: number): EarlierChildren {
    return {
      have: (agreed) => (tried(place).firsts.get(sidesKey(agreed)) ?? place) < place,
      as: (configs) => {
        const { byConfig } = tried(place)
        return configs
          .flatMap((config) => byConfig.get(config)?.filter(({ at }) => at < place) ?? [])
          .toSorted((a, b) => a.at - b.at)
          .map(({ match }) => match)
      },
    }
  }

  function tried(count: number): BroughtUp {
    const known = broughtUp(connection, ends[1])
    while (known.tried < count) {
      const at = known.tried
      const child = connection.children[at]
      if (child === undefined) break
      const purpose = at === 0 ? 'first' : 'further'
      const found = negotiateChild({ connection, child, sa, purpose, packet: null, earlier: upTo(at) }, ends)
      known.tried++
      if (!isFailure(found)) keep(known, at, { ...found, agreed: found.responder })
    }
    return known
  }
}

function keep({ byConfig, firsts }: BroughtUp, at: number, { connection, config, agreed }: ChildMatch): void {
  const same = byConfig.get(config)
  const up = { at, match: { connection, config, agreed } }
  if (same === undefined) byConfig.set(config, [up])
  else same.push(up)
  const key = sidesKey(agreed)
  if (!firsts.has(key)) firsts.set(key, at)
}
