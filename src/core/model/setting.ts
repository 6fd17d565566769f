import type { Span } from '../text/source-text.ts'

/**
 * A value and where it comes from: a pasted line, or a documented default. `undefined` in the place of a setting means
 * that it was not pasted; an empty list, that it was pasted and is empty.
 */
export type Setting<T> = Stated<T> | Defaulted<T>

export interface Stated<T> {
  readonly origin: 'stated'
  readonly value: T
  readonly span: Span
  /** Further lines that say a part of it, such as the group that stands below the ciphers. */
  readonly beside?: readonly Span[]
}

export interface Defaulted<T> {
  readonly origin: 'default'
  readonly value: T
  /** The document that names the default. */
  readonly authority: string
}

export function stated<T>(value: T, span: Span, beside: readonly Span[] = []): Stated<T> {
  return { origin: 'stated', value, span, ...(beside.length > 0 && { beside }) }
}

/** Every line that states a setting; none of a default. */
export function linesOf(setting: Setting<unknown>): readonly Span[] {
  return setting.origin === 'stated' ? [setting.span, ...(setting.beside ?? [])] : []
}

export function defaulted<T>(value: T, authority: string): Defaulted<T> {
  return { origin: 'default', value, authority }
}

/** Stands between the words of a setting that is a list, of which any one is good. */
export const ONE_OF = ' or '
