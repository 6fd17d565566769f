import { formatRange, isUnrestricted } from '../../address/address-range.ts'
import type { DialectStep } from '../../model/vendor.ts'
import type { Box } from '../../selectors/box.ts'
import { pairWords } from '../box-words.ts'
import { DENIES_NOTHING, leftToLater } from '../cisco/left-to-later.ts'
import type { Acl } from './access-lists.ts'
import { aclMode, aclTerms, boxesOf, lineFor, permit, putFirst, replaceLine } from './acl-commands.ts'
import { configure } from './command-block.ts'
import { placeWords, sessionOf, type TunnelContext, type TunnelSteps } from './tunnel-steps.ts'

/** The access list that says what a tunnel carries. */
interface NamedList {
  readonly name: string
  /** `undefined` where it was not pasted. */
  readonly acl: Acl | undefined
}

function listOf({ config, tunnel: { place } }: TunnelContext): NamedList | undefined {
  const name = 'entry' in place ? place.entry.acl?.value : place.tunnel.tunnel.policy?.value
  return name === undefined ? undefined : { name, acl: config.acls.get(name) }
}

export const coverSteps: TunnelSteps<'cover'> = ({ box }, context) => {
  const list = listOf(context)
  if (list === undefined) return unwrapSteps(box, context)
  const say = `On ${context.end.name}, add ${pairWords(box)} to the access list ${list.name}.`
  return [configure(say, [permit(list.acl, list.name, box)], sessionOf(context.tunnel))]
}

export const replaceSteps: TunnelSteps<'replace'> = ({ from, to }, context) => {
  const list = listOf(context)
  if (list === undefined) return unwrapSteps(to, context) ?? policySteps([to], context)
  const found = list.acl === undefined ? undefined : lineFor(list.acl, from)
  if (list.acl === undefined || found === undefined) return null
  const say = `On ${context.end.name}, change ${pairWords(from)} into ${pairWords(to)} in the access list ${list.name}.`
  if (!found.alone) return [byHand(say, found.line.text)]
  return [configure(say, [replaceLine(list.acl, found.line, [to])], sessionOf(context.tunnel))]
}

export const removeSteps: TunnelSteps<'remove'> = ({ box }, context) => {
  const { acl, name = '' } = listOf(context) ?? {}
  const found = acl === undefined ? undefined : lineFor(acl, box)
  if (acl === undefined || found === undefined) return null
  const say = `On ${context.end.name}, remove ${pairWords(box)} from the access list ${name}.`
  if (!found.alone) return [byHand(say, found.line.text)]
  return [configure(say, [{ mode: aclMode(acl, name), lines: [`no ${found.line.text}`] }], sessionOf(context.tunnel))]
}

/** All that is left to later entries in one step: the lines stand in front of one list. */
export const passOverSteps: TunnelSteps<'pass-over'> = (_, context) => {
  const { acl, name = '' } = listOf(context) ?? {}
  const boxes = leftToLater(context.after, context.tunnel.connection.name)
  if (acl === undefined) return null
  const say = `On ${context.end.name}, deny ${boxes.map(pairWords).join(' and ')} in front of the access list ${name}, of ${placeWords(context.tunnel)}. ${DENIES_NOTHING}`
  const rules = boxes.flatMap(aclTerms).map((term) => `deny ${term}`)
  return [configure(say, putFirst(acl, rules))]
}

/** The line of a child is the one whose number its name has. */
export const childSelectorSteps: TunnelSteps<'child-selectors'> = ({ child, local, remote }, context) => {
  const list = listOf(context)
  const boxes = boxesOf(local, remote)
  const [first] = boxes
  if (list === undefined) {
    return first === undefined ? null : (unwrapSteps(first, context) ?? policySteps(boxes, context))
  }
  const line = list.acl?.lines[Number(/ line (\d+)/.exec(child)?.[1] ?? 0) - 1]
  if (list.acl === undefined || line === undefined || line.boxes.length > 1) return null
  const words = boxes.map(pairWords).join(' and ')
  const say = `On ${context.end.name}, let the access list ${list.name} permit ${words} in the place of "${line.text}".`
  return [configure(say, [replaceLine(list.acl, line, boxes)], sessionOf(context.tunnel))]
}

function byHand(say: string, line: string): DialectStep {
  return { say: `${say} It is a part of "${line}", which has to be written out for that.`, run: null }
}

/** A tunnel interface that wraps packets in GRE speaks with its like alone; as a tunnel of IPsec it carries what is routed into it. */
function unwrapSteps(box: Box, { tunnel: { place }, end }: TunnelContext): readonly DialectStep[] | null {
  if (!('tunnel' in place) || /^ipsec/.test(place.tunnel.tunnel.mode?.value ?? '')) return null
  const { name } = place.tunnel
  const routed = isUnrestricted(box.remote) ? 'the networks behind the peer' : formatRange(box.remote)
  const say = `On ${end.name}, ${name} wraps packets in GRE, which only a peer that does the same understands; let it be a tunnel of IPsec, and route ${routed} into it.`
  return [configure(say, [{ mode: `interface ${name}`, lines: ['tunnel mode ipsec ipv4'] }])]
}

/** A tunnel of IPsec asks for any traffic, unless it has a list of its own ("Multi-SA Virtual Tunnel Interface", IOS XE 16.12). */
function policySteps(boxes: readonly Box[], { tunnel: { place }, end }: TunnelContext): readonly DialectStep[] | null {
  if (!('tunnel' in place)) return null
  const { name } = place.tunnel
  const list = `${name}-TRAFFIC`
  const words = boxes.map(pairWords).join(' and ')
  const say = `On ${end.name}, let ${name} ask for ${words}. That takes IOS XE 16.12 or later; before it, a tunnel interface asks for any traffic, and the peer needs one that does the same.`
  const policy = `tunnel protection ipsec policy ipv4 ${list}`
  const permits = boxes.flatMap(aclTerms).map((term) => `permit ${term}`)
  return [
    configure(say, [
      { mode: aclMode(undefined, list), lines: permits },
      { mode: `interface ${name}`, lines: [policy] },
    ]),
  ]
}
