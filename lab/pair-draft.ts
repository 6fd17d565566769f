import type { Daemon, EndLetter, LabCase, Trigger } from './case.ts'
import type { Random } from './random.ts'
import { type Subnet, subnetText } from './subnet.ts'

/** A traffic selector as it will be written; `subnet` where the text is one, for kinds that change its size. */
export interface SelectorDraft {
  readonly text: string
  readonly subnet?: Subnet
}

export interface ChildDraft {
  readonly name: string
  /** undefined: the line is left out, which is `dynamic`. */
  readonly local: readonly SelectorDraft[] | undefined
  readonly remote: readonly SelectorDraft[] | undefined
  readonly esp: readonly string[] | undefined
  /** Further lines, as `key = value`. */
  readonly lines: readonly string[]
}

export interface ConnectionDraft {
  readonly name: string
  readonly version: number | undefined
  readonly localAddrs: string | undefined
  readonly remoteAddrs: string | undefined
  readonly ike: readonly string[] | undefined
  readonly id: string | undefined
  readonly peerId: string | undefined
  readonly lines: readonly string[]
  readonly children: readonly ChildDraft[]
}

export interface SecretDraft {
  readonly name: string
  readonly ids: readonly string[]
  /** As written after `secret = `. */
  readonly secret: string
}

export interface EndDraft {
  readonly address: string
  /** The connection meant for the peer; `others` are written before or after it. */
  readonly main: ConnectionDraft
  readonly before: readonly ConnectionDraft[]
  readonly after: readonly ConnectionDraft[]
  readonly secrets: readonly SecretDraft[]
  readonly charon: string | undefined
  /** strongSwan where it is not given. */
  readonly daemon?: Daemon
  /** What only an ipsec.conf has, as `key=value`: for `config setup`, and for each conn. */
  readonly setup?: readonly string[]
  readonly conn?: readonly string[]
  /** How an ipsec.conf is laid out: what conns share in them, in `conn %default`, or in a conn that `also=` names. */
  readonly layout?: 'plain' | 'default' | 'also'
  /** Which side of an ipsec.conf is this end. */
  readonly side?: 'left' | 'right'
  /** A change of the finished text, for texts that do not load. */
  readonly spoil?: (text: string) => string
}

export interface PairDraft {
  readonly a: EndDraft
  readonly b: EndDraft
  readonly family: 4 | 6
  readonly initiator: EndLetter
  readonly initiate: string
  readonly rekey?: LabCase['rekey']
  readonly trigger?: Trigger
}

/** One way in which pairs differ from each other in real life. */
export type Kind = (pair: PairDraft, random: Random) => PairDraft

export type SelectorSide = 'local' | 'remote'

export function selectorOf(subnet: Subnet): SelectorDraft {
  return { text: subnetText(subnet), subnet }
}

export function writtenSelector(text: string): SelectorDraft {
  return { text }
}

export function editEnd(pair: PairDraft, end: EndLetter, edit: (draft: EndDraft) => EndDraft): PairDraft {
  return end === 'a' ? { ...pair, a: edit(pair.a) } : { ...pair, b: edit(pair.b) }
}

export function editBoth(pair: PairDraft, edit: (draft: EndDraft) => EndDraft): PairDraft {
  return { ...pair, a: edit(pair.a), b: edit(pair.b) }
}

export function editMain(
  pair: PairDraft,
  end: EndLetter,
  edit: (connection: ConnectionDraft) => ConnectionDraft,
): PairDraft {
  return editEnd(pair, end, (draft) => ({ ...draft, main: edit(draft.main) }))
}

/** Changes all children of the main connection. */
export function editChildren(pair: PairDraft, end: EndLetter, edit: (child: ChildDraft) => ChildDraft): PairDraft {
  return editMain(pair, end, (main) => ({ ...main, children: main.children.map((child) => edit(child)) }))
}

/** Changes one selector list of the first child that has one. */
export function editList(
  pair: PairDraft,
  end: EndLetter,
  side: SelectorSide,
  edit: (list: readonly SelectorDraft[]) => readonly SelectorDraft[] | undefined,
): PairDraft {
  return editMain(pair, end, (main) => {
    const [first, ...rest] = main.children
    const list = first?.[side]
    if (first === undefined || list === undefined || list.length === 0) return main
    return { ...main, children: [{ ...first, [side]: edit(list) }, ...rest] }
  })
}

export function anyEnd(random: Random): EndLetter {
  return random.chance(0.5) ? 'a' : 'b'
}

export function anySide(random: Random): SelectorSide {
  return random.chance(0.5) ? 'local' : 'remote'
}

export function opposite(side: SelectorSide): SelectorSide {
  return side === 'local' ? 'remote' : 'local'
}
