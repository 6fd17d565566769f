/** Two names that stand on the two sides of one filter. */
export interface Opposites {
  readonly left: string
  readonly right: string
}

/** Which names of a list are on the owner's side. */
export interface Sides {
  readonly isOwn: (name: string) => boolean
  /** Indexes of filters whose two names are on the same side by the filters before them. */
  readonly contradictions: readonly number[]
}

/**
 * Colours the names of a list in two colours: the two names of a filter are on opposite sides, and the left name of the
 * first filter is on the owner's side. Names that no filter connects with those are judged by their own first filter.
 */
export function ownSide(filters: readonly Opposites[]): Sides {
  const names = new Map<string, Name>()
  const contradictions: number[] = []
  for (const [index, { left, right }] of filters.entries()) {
    const [a, b] = [nameIn(names, left), nameIn(names, right)]
    const [rootA, rootB] = [rootOf(a), rootOf(b)]
    if (rootA === rootB) {
      if (a.opposite === b.opposite) contradictions.push(index)
      continue
    }
    rootB.parent = rootA
    rootB.opposite = a.opposite === b.opposite
  }
  const own = new Map<Name, boolean>()
  for (const { left } of filters) {
    const name = nameIn(names, left)
    const root = rootOf(name)
    if (!own.has(root)) own.set(root, name.opposite)
  }
  const isOwn = (text: string): boolean => {
    const name = nameIn(names, text)
    return own.get(rootOf(name)) === name.opposite
  }
  return { isOwn, contradictions }
}

/** A name in a tree of all that are connected with it. */
interface Name {
  parent: Name | null
  /** It is on the other side than its parent; of a root never so. */
  opposite: boolean
}

function nameIn(names: Map<string, Name>, text: string): Name {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = { parent: null, opposite: false }
  names.set(text, name)
  return name
}

/** The name that stands for all connected ones, which is the parent of `name` afterwards. */
function rootOf(name: Name): Name {
  const path: Name[] = []
  let root = name
  for (; root.parent !== null; root = root.parent) path.push(root)
  let opposite = false
  for (const step of path.toReversed()) {
    opposite = step.opposite !== opposite
    step.parent = root
    step.opposite = opposite
  }
  return root
}
