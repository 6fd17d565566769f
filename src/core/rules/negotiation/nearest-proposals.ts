import type { Proposal } from '../../model/ike-policy.ts'
import { joinWords } from '../wording.ts'
import type { Party } from './failures.ts'

const KINDS = ['encryption', 'integrity', 'prf', 'ke'] as const
type Kind = (typeof KINDS)[number]

const WORDS: Readonly<Record<Kind, string>> = {
  encryption: 'the encryption',
  integrity: 'the integrity',
  prf: 'the pseudo-random function',
  ke: 'the Diffie-Hellman group',
}

/** More proposals of an end than this are not compared, and more algorithms of a list not named. */
const COMPARED = 64
const NAMED = 3
/** Kinds that are told with their algorithms. */
const MOST = 2

/**
 * In what the two proposals differ that have most in common, as a sentence behind another: what a person has to look at first. Empty
 * where nothing is told. The group of a child is a matter of its own (PR003).
 */
export function nearestText(
  parties: readonly [Party, Party] | undefined,
  listOf: (party: Party) => readonly Proposal[],
): string {
  if (parties === undefined) return ''
  const [first, second] = parties
  const nearest = nearestOf(listOf(first), listOf(second))
  if (nearest === undefined) return ''
  const { one, other, kinds } = nearest
  // Of proposals that have hardly anything in common the lines tell more than a list.
  const told = kinds.map((kind) =>
    kinds.length > MOST
      ? WORDS[kind]
      : `${WORDS[kind]} (${first.end.name}: ${named(one[kind])}; ${second.end.name}: ${named(other[kind])})`,
  )
  return ` The nearest two differ in ${joinWords(told)}.`
}

interface Nearest {
  readonly one: Proposal
  readonly other: Proposal
  readonly kinds: readonly Kind[]
}

function nearestOf(mine: readonly Proposal[], theirs: readonly Proposal[]): Nearest | undefined {
  let nearest: Nearest | undefined
  for (const one of mine.slice(0, COMPARED)) {
    for (const other of theirs.slice(0, COMPARED)) {
      if (one.protocol !== other.protocol) continue
      const kinds = KINDS.filter((kind) => (kind !== 'ke' || one.protocol === 'ike') && !meet(kind, one, other))
      if (kinds.length > 0 && (nearest === undefined || kinds.length < nearest.kinds.length))
        nearest = { one, other, kinds }
    }
  }
  return nearest
}

/** A pseudo-random function that is not named is that of the hash (RFC 2409 4). */
function meet(kind: Kind, one: Proposal, other: Proposal): boolean {
  const [mine, theirs] = [one[kind], other[kind]]
  if (mine.length === 0 || theirs.length === 0) return kind === 'prf' || mine.length === theirs.length
  return mine.some((algorithm) => theirs.includes(algorithm))
}

function named(algorithms: readonly string[]): string {
  if (algorithms.length === 0) return 'none'
  const more = algorithms.length - NAMED
  return `${algorithms.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
