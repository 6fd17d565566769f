import { COMMON_WORDS } from './names.ts'
import type { Hint, SecretSpelling } from './spelling.ts'
import { EVERYWHERE, GATEWAY_COMMANDS } from './spellings/index.ts'
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
interface HintedSpellings {
  /** The bits of which a line has one where a spelling may match. */
  readonly lists: number
  readonly spellings: readonly SecretSpelling[]
}

interface SecretHints {
  /** Its first lists are those above. */
  readonly search: WordSearch
  /** Looked for in every line. */
  readonly everywhere: readonly HintedSpellings[]
  /** Looked for where a line has one of the words that any secret may stand beside. */
  readonly besideWords: readonly HintedSpellings[]
}

const hintsBySpellings = new WeakMap<readonly SecretSpelling[], SecretHints>()

/** What tells in one pass over a text where these spellings, and those of all products, may be; made once. */
export function hintsFor(spellings: readonly SecretSpelling[]): SecretHints {
  const known = hintsBySpellings.get(spellings)
  if (known !== undefined) return known
  const lists = [...OWN_WORDS]
  const everywhere = byHint([...spellings, ...EVERYWHERE], lists)
  // Of two that take the same place the first counts, which knows how it is written.
  const besideWords = [...everywhere, ...byHint(GATEWAY_COMMANDS, lists)]
  const hints = { search: new WordSearch(lists), everywhere, besideWords }
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
