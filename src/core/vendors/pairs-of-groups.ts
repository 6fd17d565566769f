/** So many pairs are made of the groups of one line, of those of all lines of one list, and of all lists of one end. */
const MOST_OF_LINE = 4096
const MOST_OF_LIST = 16_384
const MOST_OF_ALL = 65_536

/**
 * How many pairs of networks the lines of lists stand for, of which each member of a group makes more. A line without
 * groups is one pair, and always has room.
 */
export class PairsOfGroups {
  readonly #made = new Map<string, number>()
  readonly #line: string
  readonly #list: string
  #all = 0

  /** By what a line and a list are called, such as a phase 2 and its phase 1. */
  constructor(line: string, list: string) {
    this.#line = line
    this.#list = list
  }

  /** Takes room for the pairs of a line; where there is none, tells why, as a clause, and the line is not looked at. */
  take(list: string, pairs: number): string | null {
    if (pairs <= 1) return null
    const made = (this.#made.get(list) ?? 0) + pairs
    if (pairs > MOST_OF_LINE) return `no more than ${MOST_OF_LINE} are made of one ${this.#line}`
    if (made > MOST_OF_LIST) return `no more than ${MOST_OF_LIST} are made of one ${this.#list}`
    if (this.#all + pairs > MOST_OF_ALL) return `no more than ${MOST_OF_ALL} are made in all`
    this.#made.set(list, made)
    this.#all += pairs
    return null
  }
}

/** What is not known of a list, as a part of a configuration. */
export function pairsOfList(list: string): string {
  return `pairs of the large groups in the access list ${list}`
}

/** Of a line without room, as full sentences. */
export function tooManyPairs(
  pairs: number,
  list: string,
  why: string,
): { readonly say: string; readonly instead: string } {
  return {
    say: `The groups of this line of the access list "${list}" make ${pairs} pairs of networks, and ${why}; what the line permits or denies is not looked at.`,
    instead: ONLY_THIS_TUNNEL,
  }
}

export const ONLY_THIS_TUNNEL = 'Paste only the members of the groups that are about this tunnel.'
