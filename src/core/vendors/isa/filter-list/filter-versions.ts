/** Equal for filters that are called the same. */
type Name = string | number

/** What became of the filters of one list of names, which may stand in a text more than once. */
interface ListVersions<T> {
  /** The list as it is. */
  readonly current: readonly T[]
  /** Later lists that repeat all of it and have more: each with what it has more. */
  readonly later: readonly { readonly all: readonly T[]; readonly more: readonly T[] }[]
  /** Filters whose name stands for something else already. */
  readonly conflicts: readonly { readonly first: T; readonly second: T }[]
}

/**
 * Sorts out a list that stands in a text several times, as in an article that shows it before and after a change: the
 * first one counts. A name that is repeated with the same content, the packets that it is for, is the same filter.
 */
export function sortVersions<T>(
  filters: readonly T[],
  nameOf: (filter: T) => Name,
  contentOf: (filter: T) => string,
): ListVersions<T> {
  if (isAscending(filters, nameOf)) return { current: filters, later: [], conflicts: [] }
  const [first = new Map<Name, T>(), ...others] = splitAtRepeatedNames(filters, nameOf)
  if (others.length === 0) return { current: [...first.values()], later: [], conflicts: [] }
  const current = new Map(first)
  const later: { all: readonly T[]; more: readonly T[] }[] = []
  const conflicts: { first: T; second: T }[] = []
  for (const version of others) {
    if (first.size > 1 && version.size > first.size && repeats(version, first, contentOf)) {
      later.push({
        all: [...version.values()],
        more: [...version].flatMap(([name, f]) => (first.has(name) ? [] : [f])),
      })
      continue
    }
    for (const [name, filter] of version) {
      const known = current.get(name)
      if (known === undefined) current.set(name, filter)
      else if (contentOf(known) !== contentOf(filter)) conflicts.push({ first: known, second: filter })
    }
  }
  return { current: [...current.values()], later, conflicts }
}

/** Each is called by a higher number than the one before, as in nearly all lists, so that no name comes again. */
function isAscending<T>(filters: readonly T[], nameOf: (filter: T) => Name): boolean {
  let last = -1
  for (const filter of filters) {
    const name = nameOf(filter)
    if (typeof name === 'string' || name <= last) return false
    last = name
  }
  return true
}

/** A version has all of another one. */
function repeats<T>(version: ReadonlyMap<Name, T>, first: ReadonlyMap<Name, T>, contentOf: (filter: T) => string) {
  return [...first].every(([name, filter]) => {
    const again = version.get(name)
    return again !== undefined && contentOf(again) === contentOf(filter)
  })
}

function splitAtRepeatedNames<T>(filters: readonly T[], nameOf: (filter: T) => Name): Map<Name, T>[] {
  const versions: Map<Name, T>[] = []
  for (const filter of filters) {
    const name = nameOf(filter)
    const last = versions.at(-1)
    if (last === undefined || last.has(name)) versions.push(new Map([[name, filter]]))
    else last.set(name, filter)
  }
  return versions
}
