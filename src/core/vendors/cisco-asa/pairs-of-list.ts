import type { ChildConfig, SelectorPair } from '../../model/ike-policy.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { stated } from '../../model/setting.ts'
import type { Box } from '../../selectors/box.ts'
import { BoxesInOrder } from '../../selectors/boxes-in-order.ts'
import { added } from '../cisco/added.ts'
import type { Command } from '../cisco/command-tree.ts'
import type { AccessLine } from './access-lists.ts'

/** What a child has of a pair of networks, whatever the entry that names the list. */
export type Pair = Pick<ChildConfig, 'name' | 'span' | 'local' | 'remote' | 'except'>

export interface PairsOfList {
  /** One for each pair of each permit line, without the packets of the deny lines above it. */
  readonly pairs: readonly Pair[]
  /** Permit lines of which more is denied than is looked at, by their numbers, each with the first line that is not. */
  readonly crowded: readonly { readonly number: number; readonly command: Command }[]
}

/** So many pairs that are denied are left out of one that is permitted. */
export const MOST_EXCEPTIONS = 200

/** The pairs of a list, for all entries that name it. */
export const pairsOfList = rememberedOf((lines: readonly AccessLine[]): PairsOfList => {
  const name = lines[0]?.command.words[1] ?? ''
  const denied = lines.flatMap(({ action, boxes, command }) =>
    action === 'deny' ? (boxes ?? []).map((box) => ({ box, command, sides: sidesOf(box, command) })) : [],
  )
  const deniedBoxes = denied.length === 0 ? null : new BoxesInOrder(denied.map(({ box }) => box))
  let pairs: Pair[] = []
  const crowded: PairsOfList['crowded'][number][] = []
  let above = 0
  for (const [at, { action, boxes, command }] of lines.entries()) {
    if (boxes === null) continue
    if (action === 'deny') {
      above += boxes.length
      continue
    }
    const { span } = command
    for (const [part, box] of boxes.entries()) {
      const { local, remote } = sidesOf(box, command)
      const pair = {
        name: `${name} line ${boxes.length > 1 ? `${at + 1}.${part + 1}` : `${at + 1}`}`,
        span,
        local: stated([local], span),
        remote: stated([remote], span),
      }
      const meeting = above === 0 ? NONE : (deniedBoxes?.firstMeeting(box, above, MOST_EXCEPTIONS + 1) ?? NONE)
      if (meeting.length === 0) {
        pairs = added(pairs, pair)
        continue
      }
      const left = denied[meeting[MOST_EXCEPTIONS] ?? -1]
      if (left !== undefined) crowded.push({ number: at + 1, command: left.command })
      const except = meeting.slice(0, MOST_EXCEPTIONS).flatMap((hit) => denied[hit]?.sides ?? [])
      pairs = added(pairs, { except, ...pair })
    }
  }
  return { pairs, crowded }
})

const NONE: readonly number[] = []

function sidesOf({ local, remote, protocol, localPort, remotePort }: Box, { span }: Command): SelectorPair {
  return {
    local: { addresses: local, protocol, ports: localPort, span },
    remote: { addresses: remote, protocol, ports: remotePort, span },
  }
}
