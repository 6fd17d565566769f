import { type AddressRange, equalRanges } from '../../address/address-range.ts'
import type { Change } from '../../model/change.ts'
import { areRouted } from '../../model/changed-children.ts'
import type { Site } from '../../model/endpoint.ts'
import { exchangedIn } from '../../model/exchanged-range.ts'
import type { ChildConfig, SelectorTemplate } from '../../model/ike-policy.ts'
import { takesAny } from '../../model/meant-connections.ts'
import type { Coverage } from '../../negotiation/coverage.ts'
import type { Flow } from '../../negotiation/flow.ts'
import type { Mismatch, MismatchGroup, MismatchKind } from '../../negotiation/mismatches.ts'
import { mirrorBox } from '../../selectors/box.ts'
import { equalIntervals, type Interval, isAnyProtocol } from '../../selectors/interval.ts'
import { witness } from '../../selectors/packet.ts'
import { type Diagnostic, diagnostic, type Explanation, type Plan, type Rule } from '../rule.ts'
import { carriedFromOneEnd, flowsOf, pairsEvidence } from '../wording.ts'
import { withUnion } from './child-plans.ts'

/** Mismatches of one kind between the same entries, with both ends at hand. */
export interface MismatchFacts extends MismatchGroup {
  /** The pairs of both ends, of all of them. */
  readonly mine: readonly Coverage[]
  readonly others: readonly Coverage[]
  readonly peer: string
  readonly peerLabel: string
  /** Routes choose what goes into the tunnel at the other end, whatever its pairs are. */
  readonly peerIsRouted: boolean
  readonly authority: string
  readonly flows: readonly Flow[]
}

interface MismatchRule extends Pick<Rule<MismatchFacts>, 'code' | 'title' | 'page'> {
  readonly kind: MismatchKind
  readonly plans: (facts: MismatchFacts) => readonly Plan[]
  readonly explain: (facts: MismatchFacts) => Explanation
}

/**
 * The rules that differ only in the kind of mismatch, their way out and their words. A mismatch that one end can still
 * bring up belongs to TS010, which names that end.
 */
export function mismatchRule({ kind, plans, ...rule }: MismatchRule): Diagnostic {
  return diagnostic<MismatchFacts>({
    ...rule,
    *check({ simulation, mismatches }) {
      if (simulation === undefined) return
      for (const mismatch of mismatches) {
        if (mismatch.kind !== kind || answersParts(mismatch)) continue
        const { ours, all } = mismatch
        const mine = all.map((each) => each.ours)
        const others = [...new Set(all.flatMap(({ theirs }) => theirs))]
        const peer = ours.end === simulation.a ? simulation.b : simulation.a
        const flows = flowsOf(mismatch, simulation)
        if (carriedFromOneEnd(flows)) continue
        const facts: MismatchFacts = {
          ...mismatch,
          mine,
          others,
          peer: peer.name,
          peerLabel: peer.label,
          peerIsRouted: areRouted(
            peer,
            others.map((pair) => (pair.out ?? pair.in)?.negotiated?.child),
          ),
          authority: peer.vendor.selectorRule.authority,
          flows,
        }
        yield {
          severity: 'error',
          certainty: flows.some((flow) => flow.certainty === 'assumed') ? 'assumed' : 'stated',
          evidence: pairsEvidence([...mine.slice(0, 8), ...others.slice(0, 8)]),
          witness: witness(flows.find((flow) => flow.packet !== 'encrypted')?.region ?? [ours.box]) ?? null,
          flows,
          plans:
            kind === 'missing'
              ? withUnion(plans(facts), mismatch, simulation)
              : [...plans(facts), ...childPlans(facts)],
          data: facts,
        }
      }
    },
  })
}

/** Who can only answer, and takes a part of what it has, is asked for a part: that is what it is for. */
function answersParts({ kind, ours }: Mismatch): boolean {
  const { connection, child } = (ours.out ?? ours.in)?.negotiated ?? {}
  if ((kind !== 'unrestricted' && kind !== 'wider') || connection === undefined) return false
  return takesAny(connection) && child?.narrows.value === true
}

/** Where a pair alone does not do, as in the lists of a child, one child becomes the mirror image of the other. */
function childPlans({ ours, theirs }: MismatchFacts): Plan[] {
  const [mine, other] = [ours, theirs[0]].map((pair) => pair && (pair.out ?? pair.in)?.negotiated)
  if (mine === undefined || other === undefined || theirs[0] === undefined) return []
  const ways = [
    [theirs[0].end.label, other, mine],
    [ours.end.label, mine, other],
  ] as const
  return ways.map(([end, { connection, child }, model]) => ({
    changes: [
      {
        end,
        change: {
          kind: 'child-selectors',
          connection: connection.name,
          child: child.name,
          local: model.child.remote.value.map((template) => ({ ...template, span: null })),
          remote: model.child.local.value.map((template) => ({ ...template, span: null })),
        },
      },
    ],
  }))
}

/** The other end takes our selectors: its first pair becomes ours, any further ones go. */
export function theyTakeOurs({ all, peerLabel: end }: MismatchFacts): Plan {
  return { changes: all.flatMap((mismatch) => theirChanges(mismatch).map((change) => ({ end, change }))) }
}

/** The other end's product has made all of its pairs of one range of a list, which may be exchanged for ours. */
export function areOfOneRange({ ours, theirs }: Mismatch): boolean {
  const wanted = mirrorBox(ours.box)
  return theirs.every(
    ({ box, end: { site } }) =>
      site !== undefined &&
      isOfRange(site.locals, box.local, wanted.local) &&
      isOfRange(site.remotes, box.remote, wanted.remote),
  )
}

function isOfRange(list: Site['locals'], from: AddressRange, to: AddressRange): boolean {
  if (equalRanges(from, to)) return true
  const range = exchangedIn(
    list.map(({ value }) => value),
    from,
    to,
  )
  return range !== undefined && !equalRanges(range, from)
}

/** What is known by its filters or networks alone may be an ISA Server's. */
export function howRangesAreKept(pairs: readonly Coverage[]): string {
  if (pairs.every(({ end }) => end.ike !== undefined)) return ''
  return ' ISA Server keeps networks as ranges and makes a filter for each prefix that a range is made of: 10.0.0.1-10.0.0.254 becomes 14 of them, while 10.0.0.0-10.0.0.255 is one; enter whole blocks there.'
}

/** Each pair of the other end becomes ours. */
export function theyWidenToOurs({ all, peerLabel: end }: MismatchFacts): Plan {
  return {
    changes: all.flatMap(({ ours, theirs }) =>
      theirs.map(({ box }) => ({ end, change: { kind: 'replace', from: box, to: mirrorBox(ours.box) } as const })),
    ),
  }
}

/**
 * Where our child has a protocol on one side alone, the ends take it differently: both of its sides get it, beside what the peer
 * is to change.
 */
export function withOneProtocol({ ours }: Pick<Mismatch, 'ours'>, { changes }: Plan): Plan[] {
  const { connection, child } = (ours.out ?? ours.in)?.negotiated ?? {}
  if (connection === undefined || child === undefined) return []
  const protocols = [...child.local.value, ...child.remote.value].map(({ protocol }) => protocol)
  const named = protocols.filter((protocol) => !isAnyProtocol(protocol))
  const [protocol] = named
  const isOne = protocol !== undefined && named.every((each) => equalIntervals(each, protocol))
  if (!isOne || named.length === protocols.length) return []
  const [local, remote] = [withProtocol(child.local, protocol), withProtocol(child.remote, protocol)]
  const change: Change = { kind: 'child-selectors', connection: connection.name, child: child.name, local, remote }
  return [{ changes: [{ end: ours.end.label, change }, ...changes] }]
}

function withProtocol({ value }: ChildConfig['local'], protocol: Interval): readonly SelectorTemplate[] {
  return value.map((each) => ({ ...each, protocol }))
}

function theirChanges({ ours, theirs: [first, ...more] }: Mismatch): Change[] {
  if (first === undefined) return [coverOf(ours)]
  return [
    { kind: 'replace', from: first.box, to: mirrorBox(ours.box) },
    ...more.flatMap(({ out, in: inbound, box }) =>
      [...new Set([out, inbound])].flatMap((entry): Change[] =>
        entry === null ? [] : [{ kind: 'remove', entry: entry.id, box }],
      ),
    ),
  ]
}

/** The peer covers it too; by a child of its own, where our end negotiates each pair by itself. */
export function coverOf({ box, end }: Mismatch['ours']): Change<'cover'> {
  return { kind: 'cover', box: mirrorBox(box), ...(end.vendor.onePairEach === true && { alone: true }) }
}

/** Our end takes their selectors: our pair becomes their first, the others are added. */
export function weTakeTheirs({ all, ours: { end } }: MismatchFacts): Plan {
  return { changes: all.flatMap((mismatch) => ourChanges(mismatch).map((change) => ({ end: end.label, change }))) }
}

function ourChanges({ ours, theirs: [first, ...more] }: Mismatch): Change[] {
  if (first === undefined) return []
  return [
    { kind: 'replace', from: ours.box, to: mirrorBox(first.box) },
    ...more.map(({ box }): Change => ({ kind: 'cover', box: mirrorBox(box) })),
  ]
}
