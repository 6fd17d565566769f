import { toPrefixes } from '../../address/address-range.ts'
import type { SelectorTemplate } from '../../model/ike-policy.ts'
import { type Box, containsBox, equalBoxes, intersectBoxes } from '../../selectors/box.ts'
import { formatTerm } from '../cisco/addresses.ts'
import { formatCiscoPorts, formatCiscoProtocol } from '../cisco/services.ts'
import type { Acl, AclLine } from './access-lists.ts'
import type { Section } from './command-block.ts'

/** `ip 10.1.0.0 0.0.0.255 host 198.51.100.7`, one for each pair of prefixes of the box. */
export function aclTerms(box: Box): string[] {
  const protocol = formatCiscoProtocol(box.protocol)
  const icmp = box.protocol.from === box.protocol.to && (box.protocol.from === 1 || box.protocol.from === 58)
  const source = icmp ? '' : formatCiscoPorts(box.localPort, box.protocol)
  const destination = formatCiscoPorts(icmp ? narrowest(box) : box.remotePort, box.protocol)
  return toPrefixes(box.local).flatMap((local) =>
    toPrefixes(box.remote).map(
      (remote) =>
        `${protocol} ${formatTerm(local, 'wildcard') ?? ''}${source} ${formatTerm(remote, 'wildcard') ?? ''}${destination}`,
    ),
  )
}

/** The message of ICMP stands in both port fields, or in one of them. */
function narrowest({ localPort, remotePort }: Box): Box['localPort'] {
  return localPort.to - localPort.from < remotePort.to - remotePort.from ? localPort : remotePort
}

/** The mode in which lines of a list are written. */
export function aclMode(acl: Pick<Acl, 'name' | 'kind'> | undefined, name: string): string {
  return acl?.kind === 'ipv6' ? `ipv6 access-list ${name}` : `ip access-list ${acl?.kind ?? 'extended'} ${name}`
}

/** Adds a permit line: behind the others, or before a line that denies the same packets. */
export function permit(acl: Acl | undefined, name: string, box: Box): Section {
  const terms = aclTerms(box)
  const denied = acl?.lines.findIndex(
    (line) => line.action === 'deny' && line.boxes.some((own) => intersectBoxes(own, box) !== undefined),
  )
  const line = denied === undefined ? undefined : acl?.lines[denied]
  const at = acl !== undefined && line !== undefined ? sequenceOf(acl, line) - 5 : null
  return {
    mode: aclMode(acl, name),
    lines: terms.map((term, index) => `${at === null ? '' : `${at + index} `}permit ${term}`),
  }
}

/**
 * Puts lines in the place of one, in front of it before it goes, so that the list is never empty; without a number that is free there
 * they come after. The line may be one of them itself: IOS takes no line twice.
 */
export function replaceLine(acl: Acl, line: AclLine, boxes: readonly Box[]): Section {
  const mode = aclMode(acl, acl.name)
  const all = boxes.flatMap(aclTerms).map((term) => `permit ${term}`)
  const rules = all.filter((rule) => rule !== line.text)
  const own = sequenceOf(acl, line)
  const before = acl.lines[acl.lines.indexOf(line) - 1]
  const isRoom = own - rules.length > (before === undefined ? 0 : sequenceOf(acl, before))
  const first = isRoom ? own - rules.length : own
  const added = rules.map((rule, index) => `${first + index} ${rule}`)
  if (rules.length < all.length) return { mode, lines: isRoom ? added : rules }
  return { mode, lines: isRoom ? [...added, `no ${line.text}`] : [`no ${line.text}`, ...added] }
}

/** Where a list is numbered anew to make room in front of it. */
const ROOM = 1000

/** Puts lines in front of a list; `taken` numbers right before it are spoken for by other steps. */
export function putFirst(acl: Acl, rules: readonly string[], taken = 0): (Section | string)[] {
  const [first] = acl.lines
  const before = (first === undefined ? 10 : sequenceOf(acl, first)) - taken
  const crowded = before - rules.length < 1
  const start = (crowded ? ROOM - taken : before) - rules.length
  return [
    ...(crowded ? [`ip access-list resequence ${acl.name} ${ROOM} 10`] : []),
    { mode: aclMode(acl, acl.name), lines: rules.map((rule, index) => `${start + index} ${rule}`) },
  ]
}

/** IOS numbers lines by tens from ten on, where the configuration does not show their numbers. */
function sequenceOf(acl: Acl, line: AclLine): number {
  return line.sequence ?? (acl.lines.indexOf(line) + 1) * 10
}

/** The permit line that has exactly this pair, or holds it, and whether it has no other. */
export function lineFor(acl: Acl, box: Box): { readonly line: AclLine; readonly alone: boolean } | undefined {
  const permits = acl.lines.filter(({ action }) => action === 'permit')
  const line =
    permits.find(({ boxes }) => boxes.some((own) => equalBoxes(own, box))) ??
    permits.find(({ boxes }) => boxes.some((own) => containsBox(own, box)))
  return line === undefined ? undefined : { line, alone: line.boxes.length === 1 }
}

/** Each local selector with each remote one; none for the gateway's own address, which a list names by its number. */
export function boxesOf(local: readonly SelectorTemplate[], remote: readonly SelectorTemplate[]): Box[] {
  return local.flatMap((mine) =>
    remote.flatMap((theirs) => {
      if (mine.addresses === 'dynamic' || theirs.addresses === 'dynamic') return []
      const protocol =
        mine.protocol.to - mine.protocol.from <= theirs.protocol.to - theirs.protocol.from ? mine : theirs
      return [
        {
          local: mine.addresses,
          remote: theirs.addresses,
          protocol: protocol.protocol,
          localPort: mine.ports,
          remotePort: theirs.ports,
        },
      ]
    }),
  )
}
