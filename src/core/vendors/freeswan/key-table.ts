import type { LineRole } from '../../model/format.ts'

/** A key of an ipsec.conf that its product knows. `V` says what its value may be. */
export interface TableKey<V> {
  readonly value: V
  /** `unsupported`: it decides something that is not modelled, unless the value is the neutral one. */
  readonly role: LineRole
  readonly neutral?: RegExp
}

/** Rows of a table for all of these names, which blanks part. */
export function keyRows<V>(
  role: LineRole,
  value: V,
  names: string,
  neutral?: RegExp,
): (readonly [string, TableKey<V>])[] {
  const known = neutral === undefined ? { role, value } : { role, value, neutral }
  return names.split(/\s+/).map((name) => [name, known] as const)
}

/** The role of a line that gives the key this value. */
export function roleOfKey(known: TableKey<unknown>, value: string): LineRole {
  return known.neutral?.test(value) === true ? 'irrelevant' : known.role
}
