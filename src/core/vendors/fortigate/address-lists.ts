import { type AddressRange, formatAddress, prefixLength } from '../../address/address-range.ts'
import type { SelectorTemplate } from '../../model/ike-policy.ts'
import { type ObjectCommands, quoted } from './commands.ts'
import { type KnownLines, sideLines, subnetWords } from './words.ts'

/** The lines of a phase 2 for one side, and the objects that they name. */
interface ListCommands {
  readonly objects: readonly ObjectCommands[]
  readonly lines: readonly string[]
}

/** One network stands in the phase 2 itself; several in a group of address objects, made under `name`. */
export function listCommands(
  name: string,
  side: 'src' | 'dst',
  templates: readonly Pick<SelectorTemplate, 'addresses'>[],
  known: KnownLines | undefined,
): ListCommands {
  const ranges = templates.flatMap(({ addresses }) => (addresses === 'dynamic' ? [] : [addresses]))
  const [first, ...more] = ranges
  if (first === undefined) return { objects: [], lines: [] }
  if (more.length === 0) return { objects: [], lines: sideLines(side, first, known) }
  const members = ranges.map((range, at) => addressCommands(`${name}_${at + 1}`, range))
  const six = first.family === 'ipv6' ? '6' : ''
  const group = {
    table: `firewall addrgrp${six}`,
    name,
    lines: [`set member ${members.map((member) => quoted(member.name ?? '')).join(' ')}`],
  }
  return {
    objects: [...members, group],
    lines: [`set ${side}-addr-type name${six}`, `set ${side}-name${six} ${quoted(name)}`],
  }
}

/** An address object for a network or a range. */
export function addressCommands(name: string, range: AddressRange): ObjectCommands {
  const six = range.family === 'ipv6'
  if (range.family === 'name' || prefixLength(range) !== undefined) {
    const lines = six ? [`set ip6 ${subnetWords(range)}`] : [`set subnet ${subnetWords(range)}`]
    return { table: `firewall address${six ? '6' : ''}`, name, lines }
  }
  const [from, to] = [formatAddress(range.family, range.from), formatAddress(range.family, range.to)]
  return {
    table: `firewall address${six ? '6' : ''}`,
    name,
    lines: ['set type iprange', `set start-ip ${from}`, `set end-ip ${to}`],
  }
}
