import { ANY_PORT, type Interval } from '../../selectors/interval.ts'
import type { Command } from '../cisco/command.ts'
import { beginningWith } from '../cisco/command-tree.ts'
import { parseCiscoProtocol, readIcmpMessage, readPorts } from '../cisco/services.ts'
import type { Notes } from './notes.ts'
import { type Member, resolver } from './resolve-group.ts'

/** A protocol with its ports; of ICMP the message stands in the destination port (RFC 4301 4.4.1.1). */
export interface Service {
  readonly protocol: Interval
  readonly source: Interval
  readonly destination: Interval
}

/** Protocols and ports by the names that the configuration gives them; `undefined` for a name that was not pasted. */
export interface ServiceObjects {
  /** `object service`, `object-group service` without a protocol, `object-group protocol`. */
  readonly services: (name: string) => readonly Service[] | undefined
  /** `object-group service NAME tcp`, and the ICMP messages of `object-group icmp-type`. */
  readonly ports: (name: string) => readonly Interval[] | undefined
}

/** Cisco ASA Series Command Reference, "object service", "object-group", "service-object", "port-object". */
export function readServiceObjects(commands: readonly Command[], notes: Notes): ServiceObjects {
  const services = new Map<string, Member<Service>[]>()
  const ports = new Map<string, Member<Interval>[]>()
  for (const command of beginningWith(commands, 'object', 'object-group')) {
    const [first, kind, , protocol] = notes.lower(command)
    const name = command.words[2] ?? ''
    if (command.no || (first !== 'object' && first !== 'object-group')) continue
    if (kind !== 'service' && kind !== 'protocol' && kind !== 'icmp-type') continue
    notes.read(command)
    const hasPorts = first === 'object-group' && (kind === 'icmp-type' || protocol !== undefined)
    if (hasPorts) ports.set(name, members(command, portsOf))
    else
      services.set(
        name,
        members(command, (words) => servicesOf(words)),
      )
  }
  return { services: resolver(services, JSON.stringify), ports: resolver(ports, JSON.stringify) }

  function members<T>(
    command: Command,
    read: (words: readonly string[]) => Member<T> | { readonly problem: string },
  ): Member<T>[] {
    return command.children.flatMap((child): Member<T>[] => {
      const words = child.words
      if (child.no || words[0] === 'description') return []
      notes.read(child)
      if (words[0] === 'group-object') return [{ group: words[1] ?? '' }]
      const member = read(words)
      if (!('problem' in member)) return [member]
      notes.invalid(child, member.problem)
      return []
    })
  }
}

function portsOf([kind = '', ...rest]: readonly string[]): Member<Interval> | { readonly problem: string } {
  if (kind === 'icmp-object') return { values: [readIcmpMessage(rest).ports] }
  const read = readPorts(rest)
  return 'problem' in read ? read : { values: read.ports }
}

/** `service-object tcp source gt 1023 destination eq 80`, `service tcp destination eq 80`, `protocol-object esp`. */
function servicesOf([, ...words]: readonly string[]): Member<Service> | { readonly problem: string } {
  const [word = '', ...rest] = words
  if (word === 'object') return { group: rest[0] ?? '' }
  const protocols = word === 'tcp-udp' ? [6, 17].map((from) => ({ from, to: from })) : [parseCiscoProtocol(word)]
  const values: Service[] = []
  for (const protocol of protocols) {
    if (protocol === undefined) return { problem: `"${word}" is no protocol that is known.` }
    if (/^icmp6?$/i.test(word)) {
      values.push({ protocol, source: ANY_PORT, destination: readIcmpMessage(rest).ports })
      continue
    }
    const [source, destination] = [portsAfter(rest, 'source'), portsAfter(rest, 'destination')]
    if ('problem' in source) return source
    if ('problem' in destination) return destination
    for (const from of source.ports)
      for (const to of destination.ports) values.push({ protocol, source: from, destination: to })
  }
  return { values }
}

/** The old form has the ports of the destination without the word. */
function portsAfter(words: readonly string[], side: 'source' | 'destination') {
  const at = words.indexOf(side)
  if (at >= 0) return readPorts(words.slice(at + 1))
  return readPorts(side === 'destination' && !words.includes('source') ? words : [])
}
