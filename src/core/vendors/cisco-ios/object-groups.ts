import { type AddressRange, between, formatRange, wholeFamily } from '../../address/address-range.ts'
import { type AddressProblem, isProblem } from '../../address/parse-address.ts'
import type { Interval } from '../../selectors/interval.ts'
import { isPortless } from '../../selectors/protocol.ts'
import { parseCiscoAddress, parseIpv6Prefix, parseNetwork } from '../cisco/addresses.ts'
import type { Command } from '../cisco/command.ts'
import { beginningWith } from '../cisco/command-tree.ts'
import { parseCiscoProtocol, readIcmpMessage, readPorts } from '../cisco/services.ts'
import { PairsOfGroups } from '../pairs-of-groups.ts'
import { markRead, type Notes, noteInvalid } from './notes.ts'

/** Object groups by name; what is not known of them, such as a group that was not pasted, is noted as wanted. */
export interface Groups {
  readonly networks: ReadonlyMap<string, readonly AddressRange[]>
  readonly services: ReadonlyMap<string, readonly Service[]>
  readonly wanted: Set<string>
  /** Those that the access lists have made of the groups. */
  readonly pairs: PairsOfGroups
}

export interface Service {
  readonly protocol: Interval
  readonly sourcePort: Interval
  readonly destinationPort: Interval
}

const AS_WRITTEN = 'Paste the line as `show running-config` prints it.'

/** `object-group network NAME`, with hosts, networks (a mask, not inverted), ranges and other groups in it. */
export function readObjectGroups(commands: readonly Command[], notes: Notes): Groups {
  const blocks = beginningWith(commands, 'object-group').filter(({ text }) =>
    /^object-group (?:network|service) \S/i.test(text),
  )
  const networks = new Map<string, AddressRange[]>()
  const services = new Map<string, Service[]>()
  // A router keeps a member once, however often it is entered; a paste may hold the same group many times.
  const known = new Set<string>()
  const nested: { readonly of: string; readonly name: string; readonly kind: string }[] = []
  for (const block of blocks) {
    markRead(notes, block)
    const [, kind = '', name = ''] = block.words
    if (/^n/i.test(kind)) networks.set(name, networks.get(name) ?? [])
    else services.set(name, services.get(name) ?? [])
    for (const member of block.children) {
      const [first = '', second = '', third = ''] = member.words
      if (/^description$/i.test(first)) notes.roles.set(member.line, 'irrelevant')
      else if (/^group-object$/i.test(first)) {
        nested.push({ of: name, name: second, kind: kind.toLowerCase() })
        markRead(notes, member)
      } else {
        const problem = /^n/i.test(kind)
          ? addNetwork((range) => isNew(name, range) && networks.get(name)?.push(range), [first, second, third])
          : addService(services.get(name), member)
        if (problem === null) markRead(notes, member)
        else noteInvalid(notes, member, member.span, problem, AS_WRITTEN)
      }
    }
  }
  // Groups in groups; each pass resolves one more level, and a circle ends with the passes.
  for (let pass = 0; pass < 4; pass++) {
    for (const { of, name, kind } of nested) {
      if (kind.startsWith('n')) addMissing(networks.get(of), networks.get(name))
      else addMissing(services.get(of), services.get(name))
    }
  }
  return { networks, services, wanted: new Set(), pairs: new PairsOfGroups('line', 'list') }

  function isNew(group: string, range: AddressRange): boolean {
    const key = `${group} ${formatRange(range)}`
    const before = known.size
    return known.add(key).size > before
  }
}

function addMissing<T>(to: T[] | undefined, from: readonly T[] | undefined): void {
  for (const each of from ?? []) if (to !== undefined && !to.includes(each)) to.push(each)
}

function addNetwork(
  add: (range: AddressRange) => void,
  [first, second, third]: readonly [string, string, string],
): string | null {
  const read = /^any$/i.test(first)
    ? wholeFamily('ipv4')
    : /^host$/i.test(first)
      ? parseCiscoAddress(second)
      : /^range$/i.test(first)
        ? rangeOf(second, third)
        : first.includes('/')
          ? parseIpv6Prefix(first)
          : second === ''
            ? parseCiscoAddress(first)
            : parseNetwork(first, second)
  if (isProblem(read)) return read.problem
  add(read)
  return null
}

function rangeOf(first: string, last: string): AddressRange | AddressProblem {
  const [from, to] = [parseCiscoAddress(first), parseCiscoAddress(last)]
  if (isProblem(from)) return from
  if (isProblem(to)) return to
  if (from.family !== to.family || from.from > to.from) return { problem: `"${first} ${last}" is not a range.` }
  return between(from.family, from.from, to.from)
}

/** `tcp eq 443`, `tcp source gt 1023 eq 443`, `udp`, `icmp echo`, `ip`. */
function addService(to: Service[] | undefined, { words }: Command): string | null {
  const [first = '', ...more] = words
  const protocols = /^tcp-udp$/i.test(first)
    ? [
        { from: 6, to: 6 },
        { from: 17, to: 17 },
      ]
    : [parseCiscoProtocol(first)]
  const fromSource = /^source$/i.test(more[0] ?? '')
  const sourcePorts = readPorts(fromSource ? more.slice(1) : [])
  if ('problem' in sourcePorts) return sourcePorts.problem
  const rest = more.slice(fromSource ? 1 + sourcePorts.taken : 0)
  for (const protocol of protocols) {
    if (protocol === undefined) return `"${first}" is no protocol that is known.`
    const icmp = isPortless(protocol)
    const ports = icmp
      ? { ports: [readIcmpMessage(rest).ports] }
      : readPorts(/^\d/.test(rest[0] ?? '') ? ['eq', ...rest] : rest)
    if ('problem' in ports) return ports.problem
    for (const destinationPort of ports.ports) {
      for (const sourcePort of icmp ? ports.ports : sourcePorts.ports)
        to?.push({ protocol, sourcePort, destinationPort })
    }
  }
  return null
}
