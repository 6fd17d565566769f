/** A member of a group: another group by its name, or what is in it itself (`undefined`: nobody knows). */
export type Member<T> = { readonly group: string } | { readonly values: readonly T[] | undefined }

/** Nobody nests groups so deep, or has so many members in one; a text that does is not followed. */
const DEEPEST = 64
const MOST = 20_000

/**
 * What the members of a group stand for, those of groups in it too; a circle adds nothing. `undefined` where one of them
 * is not known. What is entered again is in it once, as on the ASA; `keyOf` is the same for two that are alike.
 */
export function resolver<T>(groups: ReadonlyMap<string, readonly Member<T>[]>, keyOf: (value: T) => string) {
  const resolved = new Map<string, readonly T[] | undefined>()
  function resolve(name: string, depth: number): readonly T[] | undefined {
    if (resolved.has(name)) return resolved.get(name)
    if (depth > DEEPEST) return undefined
    // Until it is known it stands for nothing, so that a circle ends.
    resolved.set(name, [])
    const found = gather(groups.get(name), depth)
    resolved.set(name, found)
    return found
  }
  function gather(members: readonly Member<T>[] | undefined, depth: number): readonly T[] | undefined {
    if (members === undefined) return undefined
    // A group that several groups hold is in a group once.
    const found = new Map<string, T>()
    for (const member of members) {
      const values = 'values' in member ? member.values : resolve(member.group, depth + 1)
      if (values === undefined || found.size + values.length > MOST) return undefined
      for (const value of values) found.set(keyOf(value), value)
    }
    return [...found.values()]
  }
  return (name: string): readonly T[] | undefined => resolve(name, 0)
}
