import { KINDS, type Kind, type ListedProposal } from './listed-proposal.ts'
import { listedProposals } from './listed-proposals.ts'

/** What one end has of each kind in any of its proposals; `null` stands for none. */
type Algorithms = ReadonlyMap<Kind, ReadonlySet<string | null>>

/**
 * What the lines of a log before an error tell of the proposals of both ends, in a sentence; `null` where they do not list
 * any. Nothing is repeated but words that are built as names of algorithms.
 */
export function proposalsIn(lines: readonly string[]): string | null {
  const lists = listedProposals(lines)
  if (lists === null) return null
  const offered = union(lists.offered)
  if (lists.accepted === null) {
    const words = KINDS.flatMap((kind) => (namesOf(offered, kind) === NONE ? [] : [namesOf(offered, kind)]))
    return words.length === 0
      ? null
      : `The other end offers ${words.join(', ')}; hold that against what this gateway accepts.`
  }
  const accepted = union(lists.accepted)
  const apart = KINDS.filter((kind) => isApart(offered.get(kind), accepted.get(kind)))
  // Where one end combines encryption with integrity, the other kinds differ because of that.
  const told = apart.includes('encryption')
    ? apart.filter((kind) => kind === 'encryption' || (hasNames(offered, kind) && hasNames(accepted, kind)))
    : apart
  const [first, ...more] = told.map((kind) => [kind, namesOf(offered, kind), namesOf(accepted, kind)] as const)
  if (first === undefined) return 'Each algorithm is in the proposals of both ends, and no one proposal is.'
  const start = `For ${first[0]} the other end offers ${first[1]}, and this gateway accepts ${first[2]}`
  return `${[start, ...more.map(([kind, theirs, ours]) => `for ${kind} ${theirs}, and ${ours}`)].join('; ')}. Let one end have what the other has.`
}

/** `undefined`: that kind is in no proposal. */
function isApart(a: ReadonlySet<string | null> = NO_NAMES, b: ReadonlySet<string | null> = NO_NAMES): boolean {
  return ![...a].some((name) => b.has(name))
}

const NO_NAMES: ReadonlySet<string | null> = new Set([null])
const NONE = 'none'

function hasNames(algorithms: Algorithms, kind: Kind): boolean {
  return [...(algorithms.get(kind) ?? [])].some((name) => name !== null)
}

function namesOf(algorithms: Algorithms, kind: Kind): string {
  return [...(algorithms.get(kind) ?? NO_NAMES)].map((name) => name ?? NONE).join(' or ')
}

function union(proposals: readonly ListedProposal[]): Algorithms {
  const all = new Map<Kind, Set<string | null>>()
  for (const kind of KINDS) {
    const names = proposals.flatMap(({ algorithms }): readonly (string | null)[] => {
      const own = algorithms.filter(([of]) => of === kind).map(([, name]) => name)
      return own.length === 0 ? [null] : own
    })
    all.set(kind, new Set(names))
  }
  return all
}
