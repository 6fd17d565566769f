import type { AddressRange } from '../../address/address-range.ts'
import type { ReadingProblem } from '../../model/format.ts'
import { grouped } from '../../model/grouped.ts'
import type { Proposal } from '../../model/ike-policy.ts'
import type { MissingPart } from '../../model/obstacle.ts'
import type { Setting, Stated } from '../../model/setting.ts'
import { stated } from '../../model/setting.ts'
import type { Span } from '../../text/source-text.ts'
import { PairsOfGroups } from '../pairs-of-groups.ts'
import { AddressBook, hostOf } from './addresses.ts'
import { type ConfigObject, type ConfigTree, tableKey } from './config-tree.ts'
import { type Defaults, defaultsOf, type Release } from './defaults.ts'

/** What the readers of single objects look up, and where they leave what they find. */
export interface Configuration {
  readonly tree: ConfigTree
  readonly byTable: ReadonlyMap<string, readonly ConfigObject[]>
  /** Interfaces by their names. */
  readonly interfaces: ReadonlyMap<string, readonly ConfigObject[]>
  readonly book: AddressBook
  readonly defaults: Defaults
  readonly problems: ReadingProblem[]
  readonly missing: MissingPart[]
  /** Of phases 1, by their words: many have the same. */
  readonly proposals: Map<string, readonly Proposal[]>
  /** Those that phases 2 have made of address groups. */
  readonly pairs: PairsOfGroups
}

export function configurationOf(tree: ConfigTree, release: Release | null): Configuration {
  const byTable = grouped(tree.objects, ({ table }) => table)
  return {
    tree,
    byTable,
    interfaces: grouped(byTable.get('system interface') ?? [], ({ name }) => name),
    book: new AddressBook(
      tree.objects,
      [...tree.tables].some((key) => / firewall (?:address|addrgrp)6?$/.test(key)),
    ),
    defaults: defaultsOf(release),
    problems: [],
    missing: [],
    proposals: new Map(),
    pairs: new PairsOfGroups('phase 2', 'phase 1'),
  }
}

/** The objects of a table, of every vdom or of one. */
export function objectsIn({ byTable }: Configuration, table: string, vdom?: string | null): readonly ConfigObject[] {
  const objects = byTable.get(table) ?? []
  return vdom === undefined ? objects : objects.filter((object) => object.vdom === vdom)
}

/** The interfaces of a vdom, which stand in the global part; all where none is known. */
export function interfacesIn(config: Configuration, vdom: string | null): readonly ConfigObject[] {
  const all = objectsIn(config, 'system interface')
  return vdom === null ? all : all.filter((object) => (textOf(object, 'vdom') ?? vdom) === vdom)
}

/** The table was pasted, at least its frame. */
export function hasTable({ tree }: Configuration, table: string, vdom: string | null): boolean {
  return tree.tables.has(tableKey(table, vdom))
}

/** The words of a key without quotes, or `undefined`. */
export function textOf(object: ConfigObject, key: string): string | undefined {
  return object.values.get(key)?.words[0]
}

/** The line that sets a key, or where the object begins. */
export function spanOf(object: ConfigObject, ...keys: readonly string[]): Span {
  for (const key of keys) {
    const value = object.values.get(key)
    if (value !== undefined) return value.span
  }
  return object.span
}

/** The lines that set these keys. */
export function linesWith(object: ConfigObject, ...keys: readonly string[]): Span[] {
  const values = keys.map((key) => object.values.get(key)).filter((value) => value !== undefined)
  return values.map(({ span }) => span)
}

export function isEnabled(object: ConfigObject, key: string, otherwise: boolean): boolean {
  const value = textOf(object, key)
  return value === undefined ? otherwise : value === 'enable'
}

/** A number between these, or the default; what is none of them is told. */
export function numberOf(
  config: Configuration,
  object: ConfigObject,
  key: string,
  otherwise: number,
  [least, most]: readonly [number, number],
): number {
  const written = textOf(object, key)
  if (written === undefined) return otherwise
  const number = /^\d{1,10}$/.test(written) ? Number(written) : Number.NaN
  if (number >= least && number <= most) return number
  tell(config, spanOf(object, key), `"${key}" takes a number from ${least} to ${most}, and "${written}" is none.`)
  return otherwise
}

/** Notes a value that cannot be; FortiOS would refuse the line and keep the default. */
export function tell({ problems }: Configuration, span: Span, say: string, instead?: string): void {
  problems.push({
    kind: 'invalid',
    span,
    say,
    instead: instead ?? 'Correct that line, or paste it as `show` prints it.',
  })
}

/** The own address of an interface, where the paste has it. */
export function interfaceAddress(
  config: Configuration,
  name: string,
  family: 'ipv4' | 'ipv6',
): Setting<AddressRange> | null {
  for (const object of config.interfaces.get(name)?.toReversed() ?? []) {
    const own = [object, ...object.nested.filter(({ table }) => table !== SECONDARY)]
    const values = own.flatMap(({ values }) => [values.get('ip'), values.get('ip6-address')])
    for (const value of values) {
      const host = hostOf(value)
      // One that is hidden has no family.
      if (value !== undefined && host !== null && (host.family === family || host.family === 'name'))
        return stated(host, value.span)
    }
  }
  return null
}

/** `config secondaryip` of an interface: at one of its addresses a phase 1 begins where `local-gw` names it. */
const SECONDARY = 'secondaryip'

export function secondaryAddresses(config: Configuration, name: string): Stated<AddressRange>[] {
  return (config.interfaces.get(name) ?? []).flatMap(({ nested }) =>
    nested.flatMap(({ table, values }) => {
      const value = table === SECONDARY ? values.get('ip') : undefined
      const host = hostOf(value)
      return value === undefined || host == null ? [] : [stated(host, value.span)]
    }),
  )
}
