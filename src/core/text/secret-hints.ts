import { GATEWAY_COMMANDS } from './command-spellings.ts'
import { FURTHER } from './further-spellings.ts'
import { COMMON_WORDS, type Hint, OTHER, type SecretSpelling } from './secret-spellings.ts'
import { WordSearch } from './word-search.ts'

/** Where any secret may be that is written alike in all products. */
export const COMMON = 1
/** Characters beyond ASCII. */
export const FOREIGN = 2
/** A beginning or an end as of PEM (RFC 7468). */
export const MARK = 4
/** A run of characters as long as a key, for which no words are looked. */
export const RUN = 8
const OWN_WORDS: readonly (readonly string[])[] = [COMMON_WORDS, ['\u0080'], ['-begin ', '-end '], []]

/** Spellings with one hint. */
export interface HintedSpellings {
  /** The bits of which a line has one where a spelling may match. */
  readonly lists: number
  readonly spellings: readonly SecretSpelling[]
}

export interface SecretHints {
  /** Its first lists are those above. */
  readonly search: WordSearch
  readonly products: readonly HintedSpellings[]
  readonly gateways: readonly HintedSpellings[]
}

const hintsBySpellings = new WeakMap<readonly SecretSpelling[], SecretHints>()

/** What tells in one pass over a text where these spellings, and those of all products, may be; made once. */
export function hintsFor(spellings: readonly SecretSpelling[]): SecretHints {
  const known = hintsBySpellings.get(spellings)
  if (known !== undefined) return known
  const lists = [...OWN_WORDS]
  const products = byHint([...spellings, ...OTHER, ...FURTHER], lists)
  const gateways = byHint(GATEWAY_COMMANDS, lists)
  const hints = { search: new WordSearch(lists), products, gateways }
  hintsBySpellings.set(spellings, hints)
  return hints
}

/** Adds the words of each hint to the lists. */
function byHint(spellings: readonly SecretSpelling[], lists: (readonly string[])[]): HintedSpellings[] {
  const groups = new Map<Hint, SecretSpelling[]>()
  for (const spelling of spellings) {
    const known = groups.get(spelling.hint)
    if (known === undefined) groups.set(spelling.hint, [spelling])
    else known.push(spelling)
  }
  return [...groups].map(([{ words, orRun }, own]) => {
    const list = 1 << (lists.push(words) - 1)
    return { lists: orRun === true ? list | RUN : list, spellings: own }
  })
}
