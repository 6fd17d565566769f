import type { ChildConfig, SelectorPair } from '../../model/ike-policy.ts'
import { stated } from '../../model/setting.ts'
import type { Writable } from '../../model/writable.ts'
import type { Box } from '../../selectors/box.ts'
import { BoxesInOrder } from '../../selectors/boxes-in-order.ts'
import type { Span } from '../../text/source-text.ts'
import { added } from './added.ts'

/** A line of an access list, with its source on the local side as a crypto map takes it; `boxes`: `null` where they are not known. */
interface ListLine {
  readonly action: 'permit' | 'deny'
  readonly boxes: readonly Box[] | null
}

/** What a child has of a pair of networks, whatever the entry that names the list. */
export type Pair = Pick<ChildConfig, 'name' | 'span' | 'local' | 'remote' | 'except'>

/** A child that carries a pair. Each setting by its name, which takes half the room and time of spreading them. */
export function childOf(
  { name, span, local, remote, except }: Pair,
  { proposals, mode, narrows, pfs, compression, waits, lifetime, proposalsUntold }: Omit<ChildConfig, keyof Pair>,
): ChildConfig {
  const child: Writable<ChildConfig> = {
    name,
    span,
    local,
    remote,
    proposals,
    mode,
    narrows,
    pfs,
    compression,
    waits,
    lifetime,
  }
  if (except !== undefined) child.except = except
  if (proposalsUntold !== undefined) child.proposalsUntold = proposalsUntold
  return child
}

interface PairsOfList<L> {
  /** One for each pair of each permit line, without the packets of the deny lines above it. */
  readonly pairs: readonly Pair[]
  /** Deny lines that are not taken into account everywhere, each once, with a full sentence that says from where on. */
  readonly passedOver: readonly { readonly line: L; readonly say: string }[]
}

/** So many pairs that are denied are left out of one that is permitted, and of all pairs of a list together. */
const [MOST_OF_PAIR, MOST_OF_LIST] = [200, 16_384]

/** What to paste in the place of a list that denies too much. */
export const ONE_TUNNEL = 'Paste only the lines of the list that are about this tunnel.'

/**
 * The pairs of a crypto ACL. Lines that deny take their packets out of the permit lines below them: those go on to the next
 * entry of the map (Cisco IOS Security Configuration Guide, "Crypto Access Lists"; the same for an ASA in the Cisco ASA
 * Series VPN CLI Configuration Guide, "Defining Crypto Maps").
 */
export function pairsOfList<L extends ListLine>(
  name: string,
  lines: readonly L[],
  spanOf: (line: L) => Span,
): PairsOfList<L> {
  if (!lines.some(({ action }) => action === 'deny'))
    return { pairs: pairsOfPermits(name, lines, spanOf), passedOver: [] }
  const denied = lines.flatMap(deniedBy)
  const inOrder = new BoxesInOrder(denied.map(({ box }) => box))
  const passedOver = new Map<L, string>()
  let pairs: Pair[] = []
  let above = 0
  let room = MOST_OF_LIST
  let full = false
  for (const [at, line] of lines.entries()) {
    const { action, boxes } = line
    if (boxes === null) continue
    if (action === 'deny') {
      above += boxes.length
      continue
    }
    const span = spanOf(line)
    for (const [part, box] of boxes.entries()) {
      const pair = pairOf(name, at, boxes.length > 1 ? part : null, box, span)
      const most = Math.min(room, MOST_OF_PAIR)
      const meeting = above === 0 ? NONE : inOrder.firstMeeting(box, above, most + 1)
      const beyond = denied[meeting[most] ?? -1]?.line
      if (beyond !== undefined && !full && !passedOver.has(beyond)) {
        passedOver.set(beyond, tooMany(name, at + 1, most))
        full = most < MOST_OF_PAIR
      }
      const except = meeting.slice(0, most).flatMap((hit) => denied[hit]?.sides ?? [])
      room -= except.length
      pairs = added(pairs, except.length === 0 ? pair : { except, ...pair })
    }
  }
  return { pairs, passedOver: [...passedOver].map(([line, say]) => ({ line, say })) }

  function deniedBy(line: L) {
    const span = spanOf(line)
    return line.action === 'deny' ? (line.boxes ?? []).map((box) => ({ box, line, sides: sidesOf(box, span) })) : []
  }
}

const NONE: readonly number[] = []

/** Of a list that denies nothing, as most are, which is half the work. */
function pairsOfPermits<L extends ListLine>(name: string, lines: readonly L[], spanOf: (line: L) => Span): Pair[] {
  let pairs: Pair[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]
    const boxes = line?.boxes ?? NO_BOXES
    for (let part = 0; line !== undefined && part < boxes.length; part++) {
      const box = boxes[part]
      if (box === undefined) continue
      pairs = added(pairs, pairOf(name, at, boxes.length > 1 ? part : null, box, spanOf(line)))
    }
  }
  return pairs
}

const NO_BOXES: readonly Box[] = []

/** `at`: the line's index in the list; `part`: that of the pair, where the line has several. */
function pairOf(name: string, at: number, part: number | null, box: Box, span: Span): Pair {
  const { local, remote } = sidesOf(box, span)
  const number = part === null ? `${at + 1}` : `${at + 1}.${part + 1}`
  return { name: `${name} line ${number}`, span, local: stated([local], span), remote: stated([remote], span) }
}

function tooMany(name: string, number: number, most: number): string {
  return most === MOST_OF_PAIR
    ? `More than ${MOST_OF_PAIR} lines above line ${number} of the access list "${name}" deny packets that it permits; from this one on they are not taken into account.`
    : `The access list "${name}" denies packets that its lines permit more than ${MOST_OF_LIST} times; what this line denies of line ${number} and of those below it is not taken into account.`
}

function sidesOf({ local, remote, protocol, localPort, remotePort }: Box, span: Span): SelectorPair {
  return {
    local: { addresses: local, protocol, ports: localPort, span },
    remote: { addresses: remote, protocol, ports: remotePort, span },
  }
}
