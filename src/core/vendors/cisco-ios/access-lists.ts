import { type AddressRange, wholeFamily } from '../../address/address-range.ts'
import { type AddressProblem, isProblem } from '../../address/parse-address.ts'
import { ANY_PORT, ANY_PROTOCOL, type Interval } from '../../selectors/box.ts'
import { isPortless } from '../../selectors/protocol.ts'
import type { Span } from '../../text/source-text.ts'
import { parseCiscoAddress, parseIpv6Prefix, parseWildcard } from '../cisco/addresses.ts'
import { beginningWith, type Command, spanInside, textOf } from '../cisco/command-tree.ts'
import { parseCiscoProtocol, readIcmpMessage, readPorts } from '../cisco/services.ts'
import { PairsOfGroups, pairsOfList, tooManyPairs } from '../pairs-of-groups.ts'
import { markRead, type Notes, noteInvalid, noteUnsupported } from './notes.ts'
import type { Groups, Service } from './object-groups.ts'

/** Packets of one line of an access list, from the source to the destination that it names. */
export interface AclPair {
  readonly source: AddressRange
  readonly destination: AddressRange
  readonly protocol: Interval
  readonly sourcePort: Interval
  readonly destinationPort: Interval
}

export interface AclLine {
  readonly action: 'permit' | 'deny'
  /** One for each combination where object groups or several ports are named. */
  readonly pairs: readonly AclPair[]
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

/** A text from here on: what one part of a line has taken, and what is left. */
interface Rest {
  readonly words: readonly string[]
}

const AS_WRITTEN = 'Paste the line as `show running-config` prints it.'

const HEADERS = ['access-list', 'ip access-list', 'ipv6 access-list', 'ipv6 access', 'extended ip', 'standard ip']

/** The access lists of a configuration: `access-list 101 permit ...`, `ip access-list extended NAME`, `show access-lists`. */
export function readAccessLists(commands: readonly Command[], groups: Groups, notes: Notes): Map<string, Acl> {
  const lists = new Map<string, Acl & { readonly lines: AclLine[]; readonly known: Set<string> }>()
  for (const command of beginningWith(commands, ...HEADERS)) {
    const header = headerOf(command)
    if (header === null || command.no) continue
    const list = lists.get(header.name) ?? {
      span: command.span,
      lines: [],
      known: new Set<string>(),
      ...header,
    }
    lists.set(header.name, list)
    markRead(notes, command)
    for (const { line, from } of header.numbered ? [{ line: command, from: 2 }] : command.children.map(asLine)) {
      const read = readLine(line, from, list, groups, notes)
      // The same list may be pasted twice, as it is configured and as it is shown.
      if (read === null || list.known.has(`${read.action} ${read.text}`)) continue
      list.known.add(`${read.action} ${read.text}`)
      list.lines.push(read)
    }
    // With sequence numbers the list is in their order.
    if (list.lines.every(({ sequence }) => sequence !== null)) {
      list.lines.sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0))
    }
  }
  return lists
}

function asLine(line: Command): { readonly line: Command; readonly from: number } {
  return { line, from: 0 }
}

function headerOf(command: Command): (Pick<Acl, 'name' | 'kind'> & { readonly numbered: boolean }) | null {
  const text = textOf(command)
  const [, number] = /^access-list (\d{1,4}|<[^<>]+>) /i.exec(text) ?? []
  if (number !== undefined)
    return { name: number, kind: isStandard(Number(number)) ? 'standard' : 'extended', numbered: true }
  const [, kind = '', name] = /^(?:ip access-list|)\s*(extended|standard)(?: ip access list)? (\S+)/i.exec(text) ?? []
  if (name !== undefined) return { name, kind: /^s/i.test(kind) ? 'standard' : 'extended', numbered: false }
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
  let words = command.words.slice(from)
  let sequence: number | null = null
  if (/^sequence$/i.test(words[0] ?? '')) words = words.slice(1)
  if (/^\d+$/.test(words[0] ?? '')) {
    sequence = Number(words[0])
    words = words.slice(1)
  }
  // What `show access-lists` counts.
  const counted = words.findIndex((word) => /^\(\d+$/.test(word))
  if (counted >= 0) words = words.slice(0, counted)
  const action = words[0]?.toLowerCase()
  if (action === 'remark' || command.no) {
    notes.roles.set(command.line, 'irrelevant')
    return null
  }
  if (action !== 'permit' && action !== 'deny') {
    noteUnsupported(notes, command, `"${textOf(command)}" in an access list is not read.`, AS_WRITTEN)
    return null
  }
  const read =
    kind === 'standard' ? readStandard(words.slice(1)) : readExtended(words.slice(1), kind, groups, command, name)
  if ('tooMany' in read) {
    const { say, instead } = tooManyPairs(read.tooMany, name, read.why)
    noteUnsupported(notes, command, say, instead)
    groups.wanted.set(pairsOfList(name), command.span)
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
  return { action, pairs: read.pairs, span: command.span, text: words.join(' '), sequence }
}

interface ReadPairs {
  readonly pairs: readonly AclPair[]
  readonly limits: readonly string[]
}

/** Source addresses alone. */
function readStandard(words: readonly string[]): ReadPairs | AddressProblem {
  const [first = '', second] = words
  const wanted = /^(?:any|host)$/i.test(first) || second === undefined || !/^\d+\./.test(second)
  const bare = wanted && !/^(?:any|host)$/i.test(first) ? ['host', first] : words
  const term = readTerm({ words: bare }, 'extended', NO_GROUPS, undefined)
  if ('problem' in term) return term
  const pairs = term.ranges.map((source) => ({
    source,
    destination: wholeFamily('ipv4'),
    protocol: ANY_PROTOCOL,
    sourcePort: ANY_PORT,
    destinationPort: ANY_PORT,
  }))
  return { pairs, limits: [] }
}

const NO_GROUPS: Groups = {
  networks: new Map(),
  services: new Map(),
  pairs: new PairsOfGroups('line', 'list'),
  wanted: new Map(),
}

function readExtended(
  words: readonly string[],
  kind: Acl['kind'],
  groups: Groups,
  command: Command,
  list: string,
): ReadPairs | AddressProblem | { readonly tooMany: number; readonly why: string } {
  const service = readServices(words, groups, command)
  if ('problem' in service) return service
  const source = readTerm(service.rest, kind, groups, command)
  if ('problem' in source) return source
  const sourcePorts = readPorts(source.rest.words)
  if ('problem' in sourcePorts) return sourcePorts
  const afterSource = { words: source.rest.words.slice(sourcePorts.taken) }
  const destination = readTerm(afterSource, kind, groups, command)
  if ('problem' in destination) return destination
  const message = service.services.some(({ protocol }) => isPortless(protocol))
    ? readIcmpMessage(destination.rest.words)
    : null
  const ports = message === null ? readPorts(destination.rest.words) : { ports: [message.ports], taken: message.taken }
  if ('problem' in ports) return ports
  const limits = destination.rest.words.slice(ports.taken).filter((word) => !/^log(?:-input)?$/i.test(word))
  const parts = [service.services, source.ranges, destination.ranges, sourcePorts.ports, ports.ports]
  const made = parts.reduce((product, { length }) => product * length, 1)
  const noRoom = groups.pairs.take(list, made)
  if (noRoom !== null) return { tooMany: made, why: noRoom }
  const pairs = service.services.flatMap((each) =>
    source.ranges.flatMap((from) =>
      destination.ranges.flatMap((to) =>
        sourcePorts.ports.flatMap((sourcePort) =>
          ports.ports.map((destinationPort) => ({
            source: from,
            destination: to,
            protocol: each.protocol,
            sourcePort: sourcePorts.taken > 0 ? sourcePort : message === null ? each.sourcePort : destinationPort,
            destinationPort: ports.taken > 0 ? destinationPort : each.destinationPort,
          })),
        ),
      ),
    ),
  )
  return { pairs: pairs.filter(({ source: a, destination: b }) => sameFamily(a, b)), limits }
}

function sameFamily(a: AddressRange, b: AddressRange): boolean {
  return a.family === b.family || a.family === 'name' || b.family === 'name'
}

function readServices(
  [first = '', second = '', ...more]: readonly string[],
  { services, wanted }: Groups,
  command: Command,
): { readonly services: readonly Service[]; readonly rest: Rest } | AddressProblem {
  if (/^object-group$/i.test(first)) {
    const known = services.get(second)
    if (known === undefined) wanted.set(`object group ${second}`, spanOf(command, second))
    return { services: known ?? [], rest: { words: more } }
  }
  const protocol = parseCiscoProtocol(first)
  if (protocol === undefined) return { problem: `"${first}" is no protocol that is known.` }
  return {
    services: [{ protocol, sourcePort: ANY_PORT, destinationPort: ANY_PORT }],
    rest: { words: second === '' ? [] : [second, ...more] },
  }
}

function readTerm(
  { words }: Rest,
  kind: Acl['kind'],
  { networks, wanted }: Groups,
  command: Command | undefined,
): { readonly ranges: readonly AddressRange[]; readonly rest: Rest } | AddressProblem {
  const [first = '', second = ''] = words
  const rest = (taken: number): Rest => ({ words: words.slice(taken) })
  if (/^any[46]?$/i.test(first)) {
    return { ranges: [wholeFamily(kind === 'ipv6' || /6$/.test(first) ? 'ipv6' : 'ipv4')], rest: rest(1) }
  }
  if (/^host$/i.test(first)) {
    const address = parseCiscoAddress(second)
    return isProblem(address) ? address : { ranges: [address], rest: rest(2) }
  }
  if (/^(?:object-group|addrgroup)$/i.test(first)) {
    const known = networks.get(second)
    if (known === undefined && command !== undefined) wanted.set(`object group ${second}`, spanOf(command, second))
    return { ranges: known ?? [], rest: rest(2) }
  }
  if (kind === 'ipv6') {
    const prefix = parseIpv6Prefix(first)
    return isProblem(prefix) ? prefix : { ranges: [prefix], rest: rest(1) }
  }
  const network = parseWildcard(first, second)
  return isProblem(network) ? network : { ranges: [network], rest: rest(2) }
}

function spanOf(command: Command, word: string): Span {
  return spanInside(command, command.words.indexOf(word), command.words.lastIndexOf(word) + 1)
}
