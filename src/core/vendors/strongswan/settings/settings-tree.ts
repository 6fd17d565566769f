import type { LineRole } from '../../../model/format.ts'
import type { Span } from '../../../text/source-text.ts'
import { type FlowingText, type Noted, type Piece, placeOf } from '../../flowing-text.ts'
import type { ValuePart } from './settings-lexer.ts'

/**
 * `key = value`, as the piece from the key to the end of the value. A text may have hundreds of thousands, and of most nobody
 * asks for more than the name, so that the rest is taken from the text when it is asked for.
 */
export class SettingsKey implements Noted {
  readonly name: string
  readonly from: number
  readonly to: number
  role: LineRole | null
  readonly #flowing: FlowingText
  /** Where a plain value begins, which stands in the text as it is, or the parts of any other one. */
  readonly #written: number | readonly ValuePart[]
  #span: Span | null = null

  constructor(flowing: FlowingText, name: string, from: number, to: number, written: number | readonly ValuePart[]) {
    this.name = name
    this.from = from
    this.to = to
    this.role = null
    this.#flowing = flowing
    this.#written = written
  }

  /** `null`: an empty assignment, which clears an inherited value. */
  get value(): string | null {
    if (typeof this.#written === 'number') return this.#flowing.text.slice(this.#written, this.to)
    return this.#written.length === 0 ? null : this.#written.map(({ text }) => text).join(' ')
  }

  get isEmpty(): boolean {
    return typeof this.#written !== 'number' && this.#written.length === 0
  }

  /** The value stands in the text as it is. */
  get isPlain(): boolean {
    return typeof this.#written === 'number'
  }

  get parts(): readonly ValuePart[] {
    if (typeof this.#written !== 'number') return this.#written
    return [{ from: this.#written, to: this.to, text: this.value ?? '', quoted: false }]
  }

  /** Where the value stands, or the key when there is none. */
  get span(): Span {
    this.#span ??= this.#place()
    return this.#span
  }

  #place(): Span {
    const from = typeof this.#written === 'number' ? this.#written : this.#written[0]?.from
    return placeOf(this.#flowing, from === undefined ? nameOf(this) : { from, to: this.to })
  }
}

function nameOf({ name, from }: SettingsKey): Piece {
  return { from, to: from + name.length }
}

/** `name : reference, reference { ... }`; sections and keys of one name are merged, in the place of the first. */
export interface SettingsSection {
  readonly name: string
  /** Where the name stands; of the whole text, its first line. */
  readonly span: Span
  /** The name, the references and the opening brace, for each place at which the section is written. */
  readonly headers: readonly Noted[]
  /** Paths of sections. */
  readonly references: readonly string[]
  readonly keys: ReadonlyMap<string, SettingsKey>
  /** Values that a later one of the same key replaces. */
  readonly replaced: readonly SettingsKey[]
  readonly sections: ReadonlyMap<string, SettingsSection>
  /** `include` statements in it, whose settings are missing. */
  readonly includes: readonly Include[]
}

/** `include conf.d/*.conf`. */
export interface Include {
  readonly pattern: string
  readonly piece: Noted
  readonly span: Span
}

/** What few sections have. */
interface Rare {
  readonly references: string[]
  readonly replaced: SettingsKey[]
  readonly includes: Include[]
}

/** Most sections have either keys or sections, and nothing rare; what they lack is not made. */
const NO_ENTRIES = new Map<string, never>()
const NOTHING: readonly never[] = []

/** A section while it is read. */
export class DraftSection implements SettingsSection {
  readonly name: string
  /** `lost`: behind a line with an error, so that nothing of it counts; `idle`: nothing of it is read. */
  readonly state: 'kept' | 'lost' | 'idle'
  readonly headers: Noted[]
  readonly #flowing: FlowingText
  readonly #from: number
  #keys: Map<string, SettingsKey> | null = null
  #sections: Map<string, DraftSection> | null = null
  #rare: Rare | null = null

  /** `header`: what opens it; none for the whole text and for a section of which nothing counts. */
  constructor(flowing: FlowingText, name: string, header: Noted | null, state: DraftSection['state']) {
    this.name = name
    this.state = state
    this.headers = header === null ? [] : [header]
    this.#flowing = flowing
    this.#from = header?.from ?? 0
  }

  get span(): Span {
    return placeOf(this.#flowing, { from: this.#from, to: this.#from + this.name.length })
  }

  get keys(): ReadonlyMap<string, SettingsKey> {
    return this.#keys ?? NO_ENTRIES
  }

  get sections(): ReadonlyMap<string, DraftSection> {
    return this.#sections ?? NO_ENTRIES
  }

  get references(): readonly string[] {
    return this.#rare?.references ?? NOTHING
  }

  get replaced(): readonly SettingsKey[] {
    return this.#rare?.replaced ?? NOTHING
  }

  get includes(): readonly Include[] {
    return this.#rare?.includes ?? NOTHING
  }

  /** Leaves something that few sections have. */
  get rare(): Rare {
    this.#rare ??= { references: [], replaced: [], includes: [] }
    return this.#rare
  }

  /** A later one replaces an earlier one of its name. An idle section keeps none. */
  setKey(key: SettingsKey): void {
    if (this.state === 'idle') {
      key.role = 'irrelevant'
      return
    }
    this.#keys ??= new Map()
    const before = this.#keys.get(key.name)
    if (before !== undefined) this.rare.replaced.push(before)
    this.#keys.set(key.name, key)
  }

  /** A section within that nobody asks for any more. */
  release(name: string): void {
    this.#sections?.delete(name)
  }

  /** The section of a name, which goes on where there is one; one within an idle section is another each time. */
  enter(name: string, header: Noted, idle: boolean): DraftSection {
    if (this.state === 'idle') {
      header.role = 'irrelevant'
      return new DraftSection(this.#flowing, name, header, 'idle')
    }
    this.#sections ??= new Map()
    const known = this.#sections.get(name)
    if (known !== undefined) {
      known.headers.push(header)
      return known
    }
    const section = new DraftSection(this.#flowing, name, header, idle ? 'idle' : this.state)
    this.#sections.set(name, section)
    return section
  }
}
