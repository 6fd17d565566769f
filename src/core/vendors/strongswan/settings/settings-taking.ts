import { type FlowingText, lineIndexAt, type Noted, type Piece } from '../../flowing-text.ts'
import type { SettingsText } from './settings-text.ts'
import type { DraftSection, SettingsSection } from './settings-tree.ts'

/** What is done with a section that is whole: with what was noted within it, and its lines, by their indexes. */
export type Take = (settings: SettingsText, section: SettingsSection, pieces: readonly Noted[], lines: Piece) => void

/**
 * Hands on each section within one at the top as soon as it closes, and lets go of it, so that what is known of a long text is
 * never in memory as a whole. That is the same as reading them at the end where each stands by itself: once, on lines of its
 * own, and without references to other sections.
 */
export class Taking {
  readonly #flowing: FlowingText
  readonly #frame: string
  readonly #take: Take
  readonly #names = new Set<string>()
  /** A section does not stand by itself, so that what was taken may be wrong. */
  isVain = false

  constructor(flowing: FlowingText, frame: string, take: Take) {
    this.#flowing = flowing
    this.#frame = frame
    this.#take = take
  }

  /** Whether it took the section that the brace closes; `open` are those around it. */
  close(section: DraftSection, brace: number, open: readonly DraftSection[], settings: SettingsText & Pieces): boolean {
    const [, frame] = open
    const [header] = section.headers
    if (frame?.name !== this.#frame || open.length !== 2 || header === undefined || this.isVain) return false
    const lines = this.#linesOf(header.from, brace)
    if (lines === null || this.#names.has(section.name)) {
      this.isVain = true
      return false
    }
    this.#names.add(section.name)
    let first = settings.pieces.length - 1
    while (first > 0 && settings.pieces[first] !== header) first--
    this.#take(settings, section, settings.pieces.splice(first), lines)
    frame.release(section.name)
    return true
  }

  /** The lines between two offsets; `null` where something else stands on them. */
  #linesOf(first: number, last: number): Piece | null {
    const { text, starts } = this.#flowing
    const [from, to] = [lineIndexAt(this.#flowing, first), lineIndexAt(this.#flowing, last) + 1]
    const before = text.slice(starts[from] ?? 0, first)
    const behind = text.slice(last + 1, starts[to] ?? text.length)
    return before.trim() === '' && behind.trim() === '' ? { from, to } : null
  }
}

interface Pieces {
  readonly pieces: Noted[]
}
