import type { Change } from '../model/change.ts'
import type { SelectorTemplate } from '../model/ike-policy.ts'
import type { Box } from '../selectors/box.ts'

type Side = Omit<SelectorTemplate, 'span'>

/** What a configuration says of the own side, and of that of the peer. */
export type Sides = readonly [own: string, peer: string]

/** The sides of a box, in the words of a configuration. */
export function sidesOf(
  { local, remote, protocol, localPort, remotePort }: Box,
  format: (side: Side) => string,
): Sides {
  return [
    format({ addresses: local, protocol, ports: localPort }),
    format({ addresses: remote, protocol, ports: remotePort }),
  ]
}

/** What is to be changed of the sides of a box: `local_ts from 10.1.0.0/24 to 10.1.0.0/16`. `names`: what the sides are called. */
export function changedSides(
  names: Sides,
  { from, to }: Pick<Change<'replace'>, 'from' | 'to'>,
  format: (side: Side) => string,
): string {
  const [before, after] = [sidesOf(from, format), sidesOf(to, format)]
  const changed = names.flatMap((name, at) =>
    before[at] === after[at] ? [] : [`${name} from ${before[at]} to ${after[at]}`],
  )
  return changed.join(' and ')
}
