import type { Endpoint } from '../../model/endpoint.ts'
import type { DialectStep } from '../../model/vendor.ts'
import { type Box, equalBoxes, intersectBoxes } from '../../selectors/box.ts'
import { DENIES_NOTHING, leftToLater } from '../cisco/left-to-later.ts'
import type { AccessLine } from './access-lists.ts'
import type { AsaSteps } from './asa-steps.ts'
import { aclTerms, configure, flowWords } from './asa-words.ts'
import type { AsaConnection } from './connections.ts'
import { exemptionLines, translatedOf } from './nat-exemption.ts'

/** One more line of the crypto ACL, and the exemption from NAT that its packets need. */
export function addToList(end: Endpoint, known: AsaConnection | undefined, box: Box, asa: AsaSteps): DialectStep[] {
  if (known?.tunnel !== undefined) return [intoTunnel(end, known, box)]
  const list = listOf(known)
  const lines = [
    `access-list ${list} ${placeOf(list, box, asa)}extended permit ${aclTerms(box)}`,
    ...exemption(known, box, asa),
  ]
  const [, ...more] = lines
  const nat = more.length > 0 ? ', and exempt its packets from NAT' : ''
  return [
    {
      say: `On ${end.name}, add a line to the crypto ACL ${list} for ${flowWords(box)}${nat}.`,
      run: configure(lines),
    },
  ]
}

export function changeInList(
  end: Endpoint,
  known: AsaConnection | undefined,
  from: Box,
  to: Box,
  asa: AsaSteps,
): DialectStep[] {
  const list = listOf(known)
  return [
    {
      say: `On ${end.name}, change ${flowWords(from)} into ${flowWords(to)} in the crypto ACL ${list}.`,
      run: configure([...rewritten(list, from, to, asa), ...exemption(known, to, asa)]),
    },
  ]
}

export function removeFromList(
  end: Endpoint,
  known: AsaConnection | undefined,
  box: Box,
  asa: AsaSteps,
): DialectStep[] {
  const list = listOf(known)
  return [
    {
      say: `On ${end.name}, remove ${flowWords(box)} from the crypto ACL ${list}.`,
      run: configure(rewritten(list, box, null, asa)),
    },
  ]
}

/** All that is left to later entries in one step: the lines stand in front of one list. */
export function leaveToLater(end: Endpoint, after: Endpoint, known: AsaConnection | undefined): DialectStep[] {
  const list = listOf(known)
  const boxes = leftToLater(after, known?.connection.name ?? '')
  const of = known?.entry === undefined ? '' : `, of ${known.connection.name}`
  return [
    {
      say: `On ${end.name}, deny ${boxes.map(flowWords).join(' and ')} in front of the crypto ACL ${list}${of}. ${DENIES_NOTHING}`,
      run: configure(boxes.map((box, at) => `access-list ${list} line ${at + 1} extended deny ${aclTerms(box)}`)),
    },
  ]
}

function listOf(known: AsaConnection | undefined): string {
  return known?.list ?? '<crypto ACL>'
}

/** What a tunnel interface protects is a matter of routes. */
function intoTunnel(end: Endpoint, { tunnel }: AsaConnection, box: Box): DialectStep {
  const [, ...terms] = aclTerms({ ...box, local: box.remote }).split(' ')
  const network = terms[0] === 'host' ? `${terms[1] ?? ''} 255.255.255.255` : terms.slice(0, 2).join(' ')
  return {
    say: `On ${end.name}, route ${network} into the tunnel interface ${tunnel?.name ?? ''}, which protects all that goes there.`,
    run: configure([`route ${tunnel?.name ?? ''} ${network} <address of the peer's tunnel interface>`]),
  }
}

/** In front of the first deny line that would take the packets. */
function placeOf(list: string, box: Box, { config }: AsaSteps): string {
  const lines = config.accessLists.get(list) ?? []
  const deny = lines.findIndex(
    ({ action, boxes }) => action === 'deny' && boxes?.some((other) => intersectBoxes(other, box) !== undefined),
  )
  return deny < 0 ? '' : `line ${deny + 1} `
}

/**
 * What else the line of the pair stands for comes as lines of its own, since a group may be in use elsewhere, and then it goes: a
 * list without a line is gone, and takes what the entry matches with it.
 */
function rewritten(list: string, from: Box, to: Box | null, asa: AsaSteps): string[] {
  const found = permitLineOf(list, from, asa)
  if (found === undefined) {
    const added = to === null ? [] : [`access-list ${list} extended permit ${aclTerms(to)}`]
    return [...added, `no access-list ${list} extended permit ${aclTerms(from)}`]
  }
  const boxes = (found.line.boxes ?? []).flatMap((box) => (equalBoxes(box, from) ? (to ?? []) : [box]))
  return linesInPlaceOf(list, found, boxes)
}

/** A line of a list, where it stands. */
export interface PlacedLine {
  readonly line: AccessLine
  readonly at: number
  readonly last: boolean
}

/** The first line that permits exactly this pair. */
export function permitLineOf(list: string, pair: Box, { config }: AsaSteps): PlacedLine | undefined {
  const lines = config.accessLists.get(list) ?? []
  const at = lines.findIndex(({ action, boxes }) => action === 'permit' && boxes?.some((box) => equalBoxes(box, pair)))
  const line = lines[at]
  return line === undefined ? undefined : { line, at, last: at === lines.length - 1 }
}

/** Commands that put a line for each of these pairs in the place of one, in front of it before it goes; it may be one of them itself. */
export function linesInPlaceOf(list: string, { line, at, last }: PlacedLine, boxes: readonly Box[]): string[] {
  const own = textOf(line, list)
  const terms = boxes.map((box) => `extended permit ${aclTerms(box)}`)
  const added = terms.filter((term) => `access-list ${list} ${term}` !== own)
  const lines = added.map((term, index) => `access-list ${list} ${last ? '' : `line ${at + 1 + index} `}${term}`)
  return added.length < terms.length ? lines : [...lines, `no ${own}`]
}

/** The line as it was entered, without its number and what `show access-list` adds. */
function textOf({ command }: AccessLine, list: string): string {
  const words = command.words
  const from = words[2] === 'line' ? 4 : 2
  const end = words.findIndex((word) => word.startsWith('(hitcnt='))
  return ['access-list', list, ...words.slice(from, end < 0 ? undefined : end)].join(' ')
}

/** The exemption from NAT that packets need which a rule would translate. */
export function exemption(known: AsaConnection | undefined, box: Box, { config }: AsaSteps): string[] {
  return translatedOf(box, known?.interfaceName, config).flatMap(({ rule }, at) =>
    at > 0 ? [] : exemptionLines([box], rule, known?.interfaceName, config),
  )
}
