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
  const links = new Map<string, { parent: string; opposite: boolean }>()
  const own = new Map<string, boolean>()
  const contradictions: number[] = []
  for (const [index, { left, right }] of filters.entries()) {
    const [a, b] = [rootOf(links, left), rootOf(links, right)]
    if (a.root !== b.root) links.set(b.root, { parent: a.root, opposite: a.opposite === b.opposite })
    else if (a.opposite === b.opposite) contradictions.push(index)
  }
  for (const { left } of filters) {
    const { root, opposite } = rootOf(links, left)
    if (!own.has(root)) own.set(root, opposite)
  }
  const isOwn = (name: string): boolean => {
    const { root, opposite } = rootOf(links, name)
    return own.get(root) === opposite
  }
  return { isOwn, contradictions }
}

/** The name that stands for all connected ones, and whether `name` is on the other side of it. */
function rootOf(
  links: Map<string, { parent: string; opposite: boolean }>,
  name: string,
): { root: string; opposite: boolean } {
  const path: { name: string; opposite: boolean }[] = []
  let root = name
  for (let link = links.get(root); link !== undefined; link = links.get(root)) {
    path.push({ name: root, opposite: link.opposite })
    root = link.parent
  }
  let opposite = false
  for (const step of path.toReversed()) {
    opposite = step.opposite !== opposite
    links.set(step.name, { parent: root, opposite })
  }
  return { root, opposite }
}
