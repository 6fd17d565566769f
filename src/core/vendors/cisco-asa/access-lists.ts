import { type AddressRange, wholeFamily } from '../../address/address-range.ts'
import { isProblem } from '../../address/parse-address.ts'
import type { Box } from '../../selectors/box.ts'
import { ANY_PORT, ANY_PROTOCOL, type Interval } from '../../selectors/interval.ts'
import { added } from '../cisco/added.ts'
import { parseIpv6Prefix } from '../cisco/addresses.ts'
import { type Command, joined } from '../cisco/command.ts'
import { beginningWith } from '../cisco/command-tree.ts'
import { networkPairs } from '../cisco/network-pairs.ts'
import { parseCiscoProtocol, readIcmpMessage, readPorts } from '../cisco/services.ts'
import { PairsOfGroups, pairsOfList, tooManyPairs } from '../pairs-of-groups.ts'
import { anyAddress, type NetworkObjects } from './network-objects.ts'
import type { Notes } from './notes.ts'
import type { Service, ServiceObjects } from './service-objects.ts'

/** One line of an access list (ACE): source on the local, destination on the remote side, as a crypto map takes it. */
export interface AccessLine {
  readonly action: 'permit' | 'deny'
  /** With groups, each pair on its own; `null` where a name in it was not pasted. */
  readonly boxes: readonly Box[] | null
  /** What of it is not known, such as an object or group that was not pasted. */
  readonly missing: string | null
  readonly command: Command
}

export type AccessLists = ReadonlyMap<string, readonly AccessLine[]>

interface Context {
  readonly networks: NetworkObjects
  readonly services: ServiceObjects
  /** The address of an interface by its name. */
  readonly interfaceAddress: (name: string) => AddressRange | undefined
  readonly notes: Notes
}

/**
 * `access-list NAME [line N] [extended] permit|deny ...` (Cisco ASA Series Command Reference, "access-list extended"), also
 * as `show access-list` prints it: there the members of groups follow, indented, under the same number.
 */
export function readAccessLists(commands: readonly Command[], context: Context): AccessLists {
  const lists = new Map<string, AccessLine[]>()
  const known: Elements = new Map()
  const lines: LineContext = { pairs: new PairsOfGroups('line', 'list'), ...context }
  let group: {
    readonly name: string
    readonly number: string
    readonly column: number
    readonly resolved: boolean
  } | null = null
  for (const command of beginningWith(commands, 'access-list')) {
    const { words } = command
    const name = words[1] ?? ''
    if (command.no || words.length < 3) continue
    const numbered = isNumbered(words)
    const number = numbered ? (words[3] ?? '') : ''
    const { column } = command.span
    // `access-list X; 3 elements; name hash: 0x...` and the counters in front of all.
    if (name.endsWith(';') || name === 'cached' || name === 'alert-interval') continue
    const isMember =
      group !== null && numbered && group.name === name && group.number === number && column > group.column
    if (isMember && group?.resolved === true) {
      context.notes.irrelevant(command)
      continue
    }
    const line = readLine(command, words, numbered ? 4 : 2, lines)
    if (line === null) {
      // A list whose lines are switched off is there, and has none.
      if (words.includes('inactive', 2) && !lists.has(name)) lists.set(name, [])
      continue
    }
    const list = lists.get(name)
    if (list !== undefined && isElement(command, name, list, known) && !numbered) continue
    if (!isMember) group = numbered ? { name, number, column, resolved: line.boxes !== null } : null
    if (list === undefined) lists.set(name, [line])
    else if (isMember && list.at(-1)?.boxes === null) list[list.length - 1] = line
    // A number that is not the next one puts the line in between.
    else if (numbered && !isMember && Number(number) <= list.length && Number(number) > 0 && !isPrinted(words))
      list.splice(Number(number) - 1, 0, line)
    else list.push(line)
  }
  return lists
}

function isNumbered(words: readonly string[]): boolean {
  return words[2]?.toLowerCase() === 'line'
}

/** The elements of the lists that have more than one, by their names. */
type Elements = Map<string, Set<string>>

/** Whether a line stands in its list already, which the ASA refuses ("found duplicate element"); from now on it does. */
function isElement(command: Command, name: string, list: readonly AccessLine[], known: Elements): boolean {
  const elements = known.get(name) ?? new Set(list.map((line) => elementOf(line.command)))
  known.set(name, elements)
  const element = elementOf(command)
  const stands = elements.has(element)
  elements.add(element)
  return stands
}

function elementOf(command: Command): string {
  const { words, text } = command
  const element = isNumbered(words) ? `access-list ${joined([words[1] ?? '', ...words.slice(4)])}` : text
  return element.replace(' extended ', ' ')
}

function isPrinted(words: readonly string[]): boolean {
  return words.some((word) => word.startsWith('(hitcnt='))
}

type LineContext = Context & { readonly pairs: PairsOfGroups }

/** From the `from`th word on; `null` for a remark, or a line that is no part of the list. */
function readLine(command: Command, words: readonly string[], from: number, context: LineContext): AccessLine | null {
  const { notes, pairs } = context
  const kind = words[from] ?? ''
  if (kind === 'remark' || kind === 'ethertype' || kind === 'webtype') {
    notes.irrelevant(command)
    return null
  }
  const at = kind === 'extended' || kind === 'standard' ? from + 1 : from
  const action = words[at]
  if (action !== 'permit' && action !== 'deny') return null
  notes.read(command)
  // A line that is switched off stays in the list and does nothing.
  if (words.includes('inactive', at + 1)) return null
  const reader = new Terms(words, at + 1, context)
  if (kind === 'standard') return standardLine(command, action, reader)
  const services = reader.services()
  const source = services && reader.addresses()
  const sourcePorts = source && reader.ports(services)
  const destination = sourcePorts && reader.addresses()
  const ports = destination && reader.ports(services)
  if (services === null || !source || !sourcePorts || !destination || !ports) {
    if (reader.missing === null)
      notes.invalid(command, `"${joined(words.slice(at + 1))}" is no line of an access list that is understood.`)
    return { action, boxes: null, missing: reader.missing, command }
  }
  const made = services.length * source.length * sourcePorts.length * destination.length * ports.length
  const list = words[1] ?? ''
  const noRoom = pairs.take(list, made)
  if (noRoom === null) {
    return { action, boxes: product(services, source, sourcePorts, destination, ports), missing: null, command }
  }
  const { say, instead } = tooManyPairs(made, list, noRoom)
  notes.unsupported(command, say, instead)
  return { action, boxes: null, missing: pairsOfList(list), command }
}

/** A list of sources alone, as split tunnelling has it. */
function standardLine(command: Command, action: AccessLine['action'], reader: Terms): AccessLine {
  const any = { protocol: ANY_PROTOCOL, localPort: ANY_PORT, remotePort: ANY_PORT }
  const boxes = reader.addresses()?.map((local) => ({ local, remote: wholeFamily('ipv4'), ...any }))
  return { action, boxes: boxes ?? null, missing: null, command }
}

/** Each source with each destination and each service, ports and all. */
function product(
  services: readonly Service[],
  sources: readonly AddressRange[],
  sourcePorts: readonly Interval[],
  destinations: readonly AddressRange[],
  destinationPorts: readonly Interval[],
): Box[] {
  const pairs = networkPairs(sources, destinations)
  let boxes: Box[] = []
  for (const { protocol, source, destination } of services)
    for (const from of sourcePorts)
      for (const to of destinationPorts)
        for (const [local, remote] of pairs)
          boxes = added(boxes, {
            local,
            remote,
            protocol,
            localPort: narrower(source, from),
            remotePort: narrower(destination, to),
          })
  return boxes
}

function narrower(a: Interval, b: Interval): Interval {
  return a.to - a.from < b.to - b.from ? a : b
}

/** Takes the terms of a line one after the other. */
class Terms {
  /** The first name that was not pasted. */
  missing: string | null = null
  readonly #words: readonly string[]
  readonly #context: Context
  #at: number

  constructor(words: readonly string[], from: number, context: Context) {
    this.#words = words
    this.#at = from
    this.#context = context
  }

  services(): readonly Service[] | null {
    const word = this.#next()
    if (word === 'object' || word === 'object-group') {
      const name = this.#next()
      const found = this.#context.services.services(name)
      return found ?? this.#lacks(name)
    }
    const protocol = parseCiscoProtocol(word)
    return protocol === undefined ? null : [{ protocol, source: ANY_PORT, destination: ANY_PORT }]
  }

  addresses(): readonly AddressRange[] | null {
    const { networks, interfaceAddress } = this.#context
    const word = this.#next()
    const any = anyAddress(word.toLowerCase())
    if (any !== undefined) return [any]
    if (word === 'object' || word === 'object-group') {
      const name = this.#next()
      return (word === 'object' ? networks.object(name) : networks.group(name)) ?? this.#lacks(name)
    }
    if (word === 'interface') {
      const name = this.#next()
      const address = interfaceAddress(name)
      return address === undefined ? this.#lacks(`interface ${name}`) : [address]
    }
    if (word === 'host') return one(networks.host(this.#next()))
    if (word.includes('/')) {
      const prefix = parseIpv6Prefix(word)
      return isProblem(prefix) ? null : [prefix]
    }
    return one(networks.network(word, this.#next()))
  }

  /** `eq 443`, `object-group WEB`, an ICMP message; any where none stands there. */
  ports(services: readonly Service[]): readonly Interval[] | null {
    const [service] = services
    const word = this.#words[this.#at] ?? ''
    if (word === 'object-group') {
      const found = this.#context.services.ports(this.#words[this.#at + 1] ?? '')
      if (found === undefined) return [ANY_PORT]
      this.#at += 2
      return found
    }
    if (
      service !== undefined &&
      (service.protocol.from === 1 || service.protocol.from === 58) &&
      service.protocol.from === service.protocol.to
    ) {
      const { ports, taken } = readIcmpMessage(this.#words, this.#at)
      this.#at += taken
      return [ports]
    }
    const read = readPorts(this.#words, this.#at)
    if ('problem' in read) return null
    this.#at += read.taken
    return read.ports
  }

  #next(): string {
    return this.#words[this.#at++] ?? ''
  }

  #lacks(name: string): null {
    this.missing ??= `object or group ${name}`
    return null
  }
}

function one(address: AddressRange | undefined): readonly AddressRange[] | null {
  return address === undefined ? null : [address]
}
