import type { AddressRange } from '../../address/address-range.ts'
import { isProblem } from '../../address/parse-address.ts'
import { type Stated, stated } from '../../model/setting.ts'
import { parseCiscoAddress } from '../cisco/addresses.ts'
import type { Command } from '../cisco/command.ts'

/** The groups of HSRP at an interface, by their numbers. */
export type StandbyGroups = ReadonlyMap<string, { readonly name?: string; readonly address?: Stated<AddressRange> }>

/**
 * The groups with what `standby [GROUP] ip A` or `standby [GROUP] name N` adds; the number is 0 where it is not written. `null` of any
 * other command, none of which decides a tunnel.
 */
export function standbyWith(known: StandbyGroups = new Map(), { words, span }: Command): StandbyGroups | null {
  const [, first = ''] = words
  const isNumbered = /^\d+$/.test(first)
  const number = isNumbered ? first : '0'
  const [what = '', value = '', more] = words.slice(isNumbered ? 2 : 1)
  const group = known.get(number)
  if (/^name$/i.test(what)) return new Map(known).set(number, { ...group, name: value })
  const address = parseCiscoAddress(value)
  if (!/^ip$/i.test(what) || more !== undefined || isProblem(address)) return null
  return new Map(known).set(number, { ...group, address: stated(address, span) })
}
