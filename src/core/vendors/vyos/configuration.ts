import type { ReadingProblem } from '../../model/format.ts'
import type { NotLoaded } from '../../model/ike-policy.ts'
import type { MissingPart } from '../../model/obstacle.ts'
import type { Span } from '../../text/source-text.ts'
import { RoomForPairs } from '../room-for-pairs.ts'
import { type ConfigNode, nodeAt } from './config-tree.ts'
import type { Generation } from './generation.ts'

/** What the readers of single parts look up, and where they leave what they find. */
export interface Configuration {
  readonly root: ConfigNode
  /** `vpn ipsec`. */
  readonly ipsec: ConfigNode | undefined
  readonly generation: Generation
  readonly problems: ReadingProblem[]
  readonly missing: MissingPart[]
  readonly notLoaded: NotLoaded[]
  readonly room: RoomForPairs
}

export function configurationOf(root: ConfigNode, generation: Generation): Configuration {
  return {
    root,
    ipsec: nodeAt(root, 'vpn', 'ipsec'),
    generation,
    problems: [],
    missing: [],
    notLoaded: [],
    room: new RoomForPairs(`\`${SHOW_ALL}\``),
  }
}

/** What prints a configuration as commands. */
export const SHOW_ALL = 'show configuration commands'

/** A value that cannot be: it is left out. */
export function tell({ problems }: Configuration, span: Span, say: string, instead: string): void {
  problems.push({ kind: 'invalid', span, say, instead })
}

/** What is known and not modelled. */
export function tellUnsupported({ problems }: Configuration, span: Span, say: string, instead: string): void {
  problems.push({ kind: 'unsupported', span, say, instead })
}

/** What its commit refuses, so that nothing of it is negotiated. */
export function refuse(config: Configuration, { text, span }: ConfigNode, why: string, instead: string): void {
  const say = `${why} It is refused by "commit", so that "${text}" is not loaded.`
  tell(config, span, say, instead)
  config.notLoaded.push({ name: text, span, say })
}
