import { alternatives } from '../../text/alternatives.ts'

/** A label, its spellings in all languages, and what its value looks like. */
export interface Label<K extends string> {
  readonly key: K
  readonly spellings: readonly string[]
  /**
   * A value of this shape is taken as far as it matches, also over a line break. `text` is anything up to the next label
   * or the end of the line.
   */
  readonly value: RegExp | 'text'
}

/** Phrases without a value (headings, closing counts), by name. */
export type Marks<M extends string> = readonly (readonly [name: M, pattern: RegExp])[]

/** Compiled labels and marks; see `vocabularyOf`. */
export interface Vocabulary<K extends string, M extends string> {
  /** By their spellings as they are, and in lower case without blanks. */
  readonly labels: ReadonlyMap<string, { readonly key: K; readonly value: RegExp | 'text' }>
  readonly marks: readonly M[]
  /** The first mark or label; which of the marks it is, the groups tell in their order. */
  readonly anywhere: RegExp
  readonly here: RegExp
}

/** Blanks and at most one line break: what may stand between two words once a mail client has re-wrapped the text. */
export const GAP = String.raw`[ \t]*(?:\n[ \t]*)?`

/** Compiles labels and marks. Longer spellings are tried first, since some labels begin like others. */
export function vocabularyOf<K extends string, M extends string>(
  labels: readonly Label<K>[],
  marks: Marks<M>,
): Vocabulary<K, M> {
  const spellings = labels.flatMap((label) => label.spellings).toSorted((a, b) => b.length - a.length)
  const sources = [...marks.map(([, pattern]) => pattern.source), spellings.map(spellingPattern).join('|')]
  const source = String.raw`(?<!\p{L})(?:${alternatives(sources)})`
  return {
    labels: new Map(
      labels.flatMap(({ key, value, spellings: all }) => {
        const shape = value === 'text' ? value : new RegExp(value.source, 'iuy')
        return all.flatMap((spelling) =>
          [spelling, squeeze(spelling)].map((text) => [text, { key, value: shape }] as const),
        )
      }),
    ),
    marks: marks.map(([name]) => name),
    anywhere: new RegExp(source, 'gimu'),
    here: new RegExp(source, 'imuy'),
  }
}

/** The words of a phrase with any blanks between them, or none, or a line break. */
export function spellingPattern(phrase: string): string {
  return phrase
    .split(' ')
    .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join(GAP)
}

/** A phrase in lower case without its blanks. */
export function squeeze(text: string): string {
  return text.replace(/\s+/g, '').toLowerCase()
}
