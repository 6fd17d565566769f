import type { Diagnostic } from './schema.ts'

/** The reason (`why`) of each finding by its id, in the order in which they are shown: what an earlier one said is not said again. */
export function toldReasons(shown: readonly Pick<Diagnostic, 'id' | 'why'>[]): ReadonlyMap<string, string> {
  const first = new Map<string, string>()
  for (const { id, why } of shown) if (!first.has(why)) first.set(why, id)
  return new Map([...first].map(([why, id]) => [id, why]))
}
