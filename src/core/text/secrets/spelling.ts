/**
 * How a product writes a secret. The pattern has the group `secret`; what it matches is blanked. `decode` gives the text
 * that two spellings of one key have in common, or `null` when the text cannot be decoded and so not be compared.
 */
export interface SecretSpelling {
  readonly pattern: RegExp
  readonly decode?: (written: string) => string | null
  readonly hint: Hint
  /** How it goes on in the next line, where the match ends with its line; with the group `secret`. */
  readonly rest?: RegExp
  /** It does so only where the line has at least so many characters, as a terminal breaks it. */
  readonly width?: number
  /** Where it is a secret only in one section: how lines begin sections, and which of them that one is. */
  readonly within?: { readonly heading: RegExp; readonly section: RegExp }
}

/** What tells quickly of nearly every line that none of some spellings is in it. */
export interface Hint {
  /** One of them stands in every line that a spelling matches; as `WordSearch` takes them. */
  readonly words: readonly string[]
  /** Or a run of characters that is as long as a key. */
  readonly orRun?: boolean
}

/** The spellings of one product, with what they have in common. */
export function withHint(hint: Hint, spellings: readonly Omit<SecretSpelling, 'hint'>[]): readonly SecretSpelling[] {
  return spellings.map((spelling) => ({ ...spelling, hint }))
}

/** Each way to put words together of one of each part; what a part may be stands between strokes. */
export function combine(...parts: readonly string[]): string[] {
  let words = ['']
  for (const part of parts) words = words.flatMap((word) => part.split('|').map((next) => word + next))
  return words
}

/** A text in quotes, as part of a pattern. */
export const QUOTED = `"[^"\\n]{1,200}"|'[^'\\n]{1,200}'`
