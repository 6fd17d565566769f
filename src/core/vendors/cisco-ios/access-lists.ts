import { type AddressRange, wholeFamily } from '../../address/address-range.ts'
import { type AddressProblem, isProblem } from '../../address/parse-address.ts'
import { type Box, trafficBetween } from '../../selectors/box.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../selectors/interval.ts'
import { isPortless } from '../../selectors/protocol.ts'
import type { Span } from '../../text/source-text.ts'
import { added } from '../cisco/added.ts'
import { parseCiscoAddress, parseIpv6Prefix, parseWildcard } from '../cisco/addresses.ts'
import { type Command, joined, textOf } from '../cisco/command.ts'
import { beginningWith } from '../cisco/command-tree.ts'
import { networkPairs } from '../cisco/network-pairs.ts'
import { parseCiscoProtocol, readIcmpMessage, readPorts } from '../cisco/services.ts'
import { pairsOfList, tooManyPairs } from '../pairs-of-groups.ts'
import { markRead, type Notes, noteInvalid, noteUnsupported } from './notes.ts'
import type { Groups, Service } from './object-groups.ts'

export interface AclLine {
  readonly action: 'permit' | 'deny'
  /** From source to destination; one for each combination where object groups or several ports are named. */
  readonly boxes: readonly Box[]
  readonly span: Span
  /** As it is written, without a sequence number: what `no` takes. */
  readonly text: string
  readonly sequence: number | null
}

export interface Acl {
  readonly name: string
  readonly kind: 'standard' | 'extended' | 'ipv6'
  readonly span: Span
  readonly lines: readonly AclLine[]
}

const AS_WRITTEN = 'Paste the line as `show running-config` prints it.'

const HEADERS = ['access-list', 'ip access-list', 'ipv6 access-list', 'ipv6 access', 'extended ip', 'standard ip']

/** A list while its lines are read. */
interface OpenAcl extends Acl {
  lines: AclLine[]
  /** The texts of its lines, where it has several. */
  known: Set<string> | null
}

/** The access lists of a configuration: `access-list 101 permit ...`, `ip access-list extended NAME`, `show access-lists`. */
export function readAccessLists(commands: readonly Command[], groups: Groups, notes: Notes): Map<string, Acl> {
  const lists = new Map<string, OpenAcl>()
  for (const command of beginningWith(commands, ...HEADERS)) {
    const header = headerOf(command)
    if (header === null || command.no) continue
    const { name, kind, numbered } = header
    const list = lists.get(name) ?? { name, kind, span: command.span, lines: [], known: null }
    lists.set(name, list)
    markRead(notes, command)
    if (numbered) add(list, readLine(command, 2, list, groups, notes))
    else for (const child of command.children) add(list, readLine(child, 0, list, groups, notes))
    // With sequence numbers the list is in their order.
    if (list.lines.length > 1 && list.lines.every(({ sequence }) => sequence !== null)) {
      list.lines.sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0))
    }
  }
  return lists
}

/** The same list may be pasted twice, as it is configured and as it is shown. */
function add(list: OpenAcl, line: AclLine | null): void {
  if (line === null) return
  if (list.lines.length > 0) {
    list.known ??= new Set(list.lines.map(({ text }) => text))
    if (list.known.has(line.text)) return
    list.known.add(line.text)
  }
  list.lines = added(list.lines, line)
}

// Here and below, a pattern that stood in its function would be made anew for each line.
const NUMBERED = /^access-list (\d{1,4}|<[^<>]+>) /i
const NAMED = /^(?:ip access-list|)\s*(extended|standard)(?: ip access list)? (\S+)/i
const STANDARD = /^s/i

function headerOf(command: Command): (Pick<Acl, 'name' | 'kind'> & { readonly numbered: boolean }) | null {
  const text = textOf(command)
  const [, number] = NUMBERED.exec(text) ?? []
  if (number !== undefined)
    return { name: number, kind: isStandard(Number(number)) ? 'standard' : 'extended', numbered: true }
  const [, kind = '', name] = NAMED.exec(text) ?? []
  if (name !== undefined) return { name, kind: STANDARD.test(kind) ? 'standard' : 'extended', numbered: false }
  const ipv6 = /^ipv6 access(?:-| )list (\S+)$/i.exec(text)?.[1]
  return ipv6 === undefined ? null : { name: ipv6, kind: 'ipv6', numbered: false }
}

function isStandard(number: number): boolean {
  return number < 100 || (number >= 1300 && number < 2000)
}

function readLine(
  command: Command,
  from: number,
  { kind, name }: Pick<Acl, 'kind' | 'name'>,
  groups: Groups,
  notes: Notes,
): AclLine | null {
  const all = command.words
  let start = from
  let sequence: number | null = null
  if (all[start]?.toLowerCase() === 'sequence') start += 1
  if (SEQUENCE.test(all[start] ?? '')) {
    sequence = Number(all[start])
    start += 1
  }
  // What `show access-lists` counts.
  const counted = command.text.includes(' (') ? all.findIndex(isCount) : -1
  const words = start === 0 && counted < 0 ? all : all.slice(start, counted < start ? undefined : counted)
  const action = words[0]?.toLowerCase()
  if (action === 'remark' || command.no) {
    notes.roles.set(command.line, 'irrelevant')
    return null
  }
  if (action !== 'permit' && action !== 'deny') {
    noteUnsupported(notes, command, `"${textOf(command)}" in an access list is not read.`, AS_WRITTEN)
    return null
  }
  const read = kind === 'standard' ? readStandard(words.slice(1)) : readExtended(words, kind, groups, name)
  if ('tooMany' in read) {
    const { say, instead } = tooManyPairs(read.tooMany, name, read.why)
    noteUnsupported(notes, command, say, instead)
    groups.wanted.add(pairsOfList(name))
    return null
  }
  if ('problem' in read) {
    noteInvalid(notes, command, command.span, read.problem, AS_WRITTEN)
    return null
  }
  markRead(notes, command)
  if (read.limits.length > 0) {
    const say = `"${read.limits.join(' ')}" in an access list is not modelled; the line is taken without it.`
    noteUnsupported(notes, command, say, 'Such a word has no effect on what a crypto map proposes to its peer.')
  }
  const text = words === all ? command.text : joined(words)
  return { action, boxes: read.boxes, span: command.span, text, sequence }
}

const SEQUENCE = /^\d+$/

function isCount(word: string): boolean {
  return /^\(\d+$/.test(word)
}

interface ReadBoxes {
  readonly boxes: readonly Box[]
  readonly limits: readonly string[]
}

/** Source addresses alone. */
function readStandard(words: readonly string[]): ReadBoxes | AddressProblem {
  const [first = '', second] = words
  const wanted = /^(?:any|host)$/i.test(first) || second === undefined || !/^\d+\./.test(second)
  const bare = wanted && !/^(?:any|host)$/i.test(first) ? ['host', first] : words
  const term = readTerm(bare, 0, 'extended', { networks: NO_NETWORKS, wanted: new Set() })
  if ('problem' in term) return term
  return { boxes: term.ranges.map((source) => trafficBetween(source, wholeFamily('ipv4'))), limits: [] }
}

const NO_NETWORKS: Groups['networks'] = new Map()

/** `permit SERVICE SOURCE [PORTS] DESTINATION [PORTS] [log]` */
function readExtended(
  words: readonly string[],
  kind: Acl['kind'],
  groups: Groups,
  list: string,
): ReadBoxes | AddressProblem | { readonly tooMany: number; readonly why: string } {
  const service = readServices(words, groups)
  if ('problem' in service) return service
  const source = readTerm(words, service.next, kind, groups)
  if ('problem' in source) return source
  const sourcePorts = readPorts(words, source.next)
  if ('problem' in sourcePorts) return sourcePorts
  const destination = readTerm(words, source.next + sourcePorts.taken, kind, groups)
  if ('problem' in destination) return destination
  const message = service.services.some(({ protocol }) => isPortless(protocol))
    ? readIcmpMessage(words, destination.next)
    : null
  const ports = message === null ? readPorts(words, destination.next) : { ports: [message.ports], taken: message.taken }
  if ('problem' in ports) return ports
  const limits = words.slice(destination.next + ports.taken).filter((word) => !WITHOUT_EFFECT.test(word))
  const made =
    service.services.length *
    source.ranges.length *
    destination.ranges.length *
    sourcePorts.ports.length *
    ports.ports.length
  const noRoom = groups.pairs.take(list, made)
  if (noRoom !== null) return { tooMany: made, why: noRoom }
  const pairs = networkPairs(source.ranges, destination.ranges)
  let boxes: Box[] = []
  for (const { protocol, ...any } of service.services)
    for (const [local, remote] of pairs)
      for (const sourcePort of sourcePorts.ports)
        for (const destinationPort of ports.ports)
          boxes = added(boxes, {
            local,
            remote,
            protocol,
            localPort: sourcePorts.taken > 0 ? sourcePort : message === null ? any.sourcePort : destinationPort,
            remotePort: ports.taken > 0 ? destinationPort : any.destinationPort,
          })
  return { boxes, limits }
}

/** `established` is about the answers of TCP, and changes neither what a crypto map proposes nor what IKE and ESP may pass. */
const WITHOUT_EFFECT = /^(?:log(?:-input)?|established)$/i

const ANY_SERVICE: Service = { protocol: ANY_PROTOCOL, sourcePort: ANY_PORT, destinationPort: ANY_PORT }

/** What the word behind the action stands for, or the two of an object group; `next`: the place of the word that follows. */
function readServices(
  words: readonly string[],
  { services, wanted }: Groups,
): { readonly services: readonly Service[]; readonly next: number } | AddressProblem {
  const [, first = '', second = ''] = words
  if (first.toLowerCase() === 'object-group') {
    const known = services.get(second)
    if (known === undefined) wanted.add(`object group ${second}`)
    return { services: known ?? [], next: 3 }
  }
  const protocol = parseCiscoProtocol(first)
  if (protocol === undefined) return { problem: `"${first}" is no protocol that is known.` }
  return { services: [{ ...ANY_SERVICE, protocol }], next: 2 }
}

function readTerm(
  words: readonly string[],
  at: number,
  kind: Acl['kind'],
  { networks, wanted }: Pick<Groups, 'networks' | 'wanted'>,
): { readonly ranges: readonly AddressRange[]; readonly next: number } | AddressProblem {
  const [first = '', second = ''] = [words[at], words[at + 1]]
  switch (first.toLowerCase()) {
    case 'any':
    case 'any4':
    case 'any6': {
      const family = kind === 'ipv6' || first.endsWith('6') ? 'ipv6' : 'ipv4'
      return { ranges: [wholeFamily(family)], next: at + 1 }
    }
    case 'host':
      return one(parseCiscoAddress(second), at + 2)
    case 'object-group':
    case 'addrgroup': {
      const known = networks.get(second)
      if (known === undefined) wanted.add(`object group ${second}`)
      return { ranges: known ?? [], next: at + 2 }
    }
    default:
      return kind === 'ipv6' ? one(parseIpv6Prefix(first), at + 1) : one(parseWildcard(first, second), at + 2)
  }
}

function one(range: AddressRange | AddressProblem, next: number): ReturnType<typeof readTerm> {
  return isProblem(range) ? range : { ranges: [range], next }
}
