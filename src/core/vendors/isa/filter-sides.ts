/** Two places that stand on the two sides of one filter, by their numbers. */
export interface Opposites {
  readonly left: { readonly id: number }
  readonly right: { readonly id: number }
}

/** Which places of a list are on the owner's side. */
export interface Sides {
  readonly isOwn: (place: { readonly id: number }) => boolean
  /** Filters whose two places are on the same side by the filters before them. */
  readonly contradictions: ReadonlySet<Opposites>
}

/** Trees of the places that are connected, by their numbers: the parent of a root is the root itself. */
interface Trees {
  readonly parents: Int32Array
  /** 1: on the other side than its parent; of a root never so. */
  readonly opposite: Uint8Array
}

/**
 * Colours the places of a list in two colours: those of a filter are on opposite sides, and the left one of the first
 * filter is on the owner's side. Places that no filter connects with those are judged by their own first filter. All
 * numbers are below `count`.
 */
export function ownSide(filters: readonly Opposites[], count: number): Sides {
  const trees = { parents: Int32Array.from({ length: count }, (_, id) => id), opposite: new Uint8Array(count) }
  const { parents, opposite } = trees
  const contradictions = new Set<Opposites>()
  for (const filter of filters) {
    const [left, right] = [filter.left.id, filter.right.id]
    const [rootLeft, rootRight] = [rootOf(trees, left), rootOf(trees, right)]
    const alike = opposite[left] === opposite[right]
    if (rootLeft !== rootRight) {
      parents[rootRight] = rootLeft
      opposite[rootRight] = alike ? 1 : 0
    } else if (alike) contradictions.add(filter)
  }
  /** Of the root of each tree: what the left place of the tree's first filter is to it. */
  const own = new Map<number, number | undefined>()
  for (const { left } of filters) {
    const root = rootOf(trees, left.id)
    if (!own.has(root)) own.set(root, opposite[left.id])
  }
  return { isOwn: ({ id }) => own.get(rootOf(trees, id)) === opposite[id], contradictions }
}

/** The place that stands for all connected ones, which is the parent of `place` afterwards. */
function rootOf({ parents, opposite }: Trees, place: number): number {
  let root = place
  let turned = 0
  for (let next = parents[root] ?? root; next !== root; next = parents[root] ?? root) {
    turned ^= opposite[root] ?? 0
    root = next
  }
  for (let at = place; at !== root; ) {
    const [next, own] = [parents[at] ?? root, opposite[at] ?? 0]
    parents[at] = root
    opposite[at] = turned
    turned ^= own
    at = next
  }
  return root
}
