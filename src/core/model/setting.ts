import type { Span } from '../text/source-text.ts'

/**
 * A value and where it comes from: a pasted line, a documented default, or what an end is to be told. `undefined` in the place of a setting means
 * that it was not pasted; an empty list, that it was pasted and is empty.
 */
export type Setting<T> = Stated<T> | Defaulted<T> | Planned<T>

/** A pasted line says it. */
export interface Stated<T> {
  readonly origin: 'stated'
  readonly value: T
  readonly span: Span
  /** Further lines that say a part of it, such as the group that stands below the ciphers. */
  readonly beside?: readonly Span[]
}

/** No line says it, and a document tells what holds then. */
export interface Defaulted<T> {
  readonly origin: 'default'
  readonly value: T
  /** The document that names the default. */
  readonly authority: string
}

/** What a change is to make of a setting: no line says it yet. It counts as if one did: some products accept more than they say where they say nothing. */
interface Planned<T> {
  readonly origin: 'planned'
  readonly value: T
}

export function planned<T>(value: T): Planned<T> {
  return { origin: 'planned', value }
}

export function stated<T>(value: T, span: Span, beside: readonly Span[] = []): Stated<T> {
  return beside.length === 0 ? { origin: 'stated', value, span } : { origin: 'stated', value, span, beside }
}

/** Every line that states a setting; none of a default. */
export function linesOf(setting: Setting<unknown>): readonly Span[] {
  return setting.origin === 'stated' ? [setting.span, ...(setting.beside ?? [])] : []
}

export function defaulted<const T>(value: T, authority: string): Defaulted<T> {
  return { origin: 'default', value, authority }
}

/** Stands between the words of a setting that is a list, of which any one is good. */
export const ONE_OF = ' or '
