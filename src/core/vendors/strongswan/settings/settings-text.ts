import type { Span } from '../../../text/source-text.ts'
import type { Noted } from '../../flowing-text.ts'
import type { Include, SettingsSection } from './settings-tree.ts'

export interface SettingsError {
  /** `stray`: text outside of all sections that is no setting; `open`: the text ends inside a section. */
  readonly kind: 'syntax' | 'stray' | 'open' | 'closing' | 'deep'
  readonly span: Span
  /** What is wrong, to be put behind "line 3: ". */
  readonly what: string
}

export interface SettingsText {
  readonly root: SettingsSection
  readonly errors: readonly SettingsError[]
  /** All `include` statements. */
  readonly includes: readonly Include[]
  /**
   * Settings, the openings of sections, comments and `include` statements in the order of the text, the outer before what
   * stands within. The first two have a role as soon as it is known what they are for.
   */
  readonly pieces: readonly Noted[]
}
