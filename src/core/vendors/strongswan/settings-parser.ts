import type { Span } from '../../text/source-text.ts'
import { type FlowingText, type Piece, placeOf } from '../isa/flowing-text.ts'
import { SettingsLexer, type ValuePart } from './settings-lexer.ts'

/** `key = value`. */
export interface SettingsKey {
  readonly name: string
  /** `null`: an empty assignment, which clears an inherited value. */
  readonly value: string | null
  readonly parts: readonly ValuePart[]
  /** From the key to the end of the value. */
  readonly piece: Piece
  /** Where the value stands, or the key when there is none. */
  readonly span: Span
}

/** `name : reference, reference { ... }`; sections and keys of one name are merged, in the place of the first. */
export interface SettingsSection {
  readonly name: string
  /** Where the name stands; of the whole text, its first line. */
  readonly span: Span
  /** The name, the references and the opening brace, for each place at which the section is written. */
  readonly headers: readonly Piece[]
  readonly references: readonly { readonly path: string; readonly span: Span }[]
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
  readonly piece: Piece
  readonly span: Span
}

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
  readonly comments: readonly Piece[]
}

interface Draft {
  readonly name: string
  /** Behind a line with an error; nothing of it counts. */
  readonly lost: boolean
  readonly span: Span
  readonly headers: Piece[]
  readonly references: { readonly path: string; readonly span: Span }[]
  readonly keys: Map<string, SettingsKey>
  readonly replaced: SettingsKey[]
  readonly sections: Map<string, Draft>
  readonly includes: Include[]
}

/** Nobody nests deeper; connections, children and certificates make five. */
const DEEPEST = 40
/** More errors of one text tell nothing new. */
const MOST_ERRORS = 100

/**
 * The settings format of strongswan.conf(5), which swanctl.conf shares. It reads on after an error, so that the rest can
 * be told, while the daemon refuses the whole file.
 */
export function parseSettings(flowing: FlowingText): SettingsText {
  const lexer = new SettingsLexer(flowing.text)
  const errors: SettingsError[] = []
  const includes: Include[] = []
  const root = draft('', placeOf(flowing, { from: 0, to: 0 }))
  const open: Draft[] = [root]
  const fail = (kind: SettingsError['kind'], piece: Piece, what: string) => {
    if (errors.length < MOST_ERRORS) errors.push({ kind, span: placeOf(flowing, piece), what })
  }
  for (;;) {
    lexer.skipSpace()
    const start = lexer.at
    const inside = open.at(-1) ?? root
    if (start >= flowing.text.length) break
    const closing = lexer.take('}')
    if (closing !== null) {
      if (open.length > 1) open.pop()
      else fail('closing', closing, 'a closing brace has no opening one')
      continue
    }
    const statement = readStatement(lexer, flowing)
    if (statement.kind === 'include') {
      includes.push(statement)
      inside.includes.push(statement)
    } else if (statement.kind === 'section') {
      if (open.length >= DEEPEST) {
        fail('deep', statement.header, `there are more than ${DEEPEST} sections in each other`)
        return { root, errors, includes, comments: lexer.comments }
      }
      open.push(enter(inside, statement))
    } else if (statement.kind === 'key') {
      setKey(inside, statement.key)
      if (statement.unterminated === null) continue
      fail('syntax', statement.unterminated, 'a quote has no closing one')
      lexer.skipLine()
    } else {
      fail(inside === root || inside.lost ? 'stray' : 'syntax', statement.piece, statement.what)
      lexer.at = start
      follow(lexer.skipLine(), open)
    }
  }
  const unclosed = open.length > 1 ? open.at(-1) : undefined
  if (unclosed !== undefined && errors.every(({ kind }) => kind === 'stray')) {
    fail('open', unclosed.headers.at(-1) ?? { from: 0, to: 1 }, `the section "${unclosed.name}" is not closed`)
  }
  return { root, errors, includes, comments: lexer.comments }
}

/** Keeps count of the braces in a line that is left out. */
function follow(line: string, open: Draft[]) {
  for (const brace of line.replace(/#.*/, '').replace(/[^{}]/g, '')) {
    const [root] = open
    if (brace === '{' && root !== undefined && open.length < DEEPEST) open.push({ ...draft('', root.span), lost: true })
    else if (brace === '}' && open.length > 1) open.pop()
  }
}

type Statement =
  | { readonly kind: 'key'; readonly key: SettingsKey; readonly unterminated: Piece | null }
  | {
      readonly kind: 'section'
      readonly name: ValuePart
      readonly span: Span
      readonly header: Piece
      readonly references: readonly { readonly path: string; readonly span: Span }[]
    }
  | ({ readonly kind: 'include' } & Include)
  | { readonly kind: 'error'; readonly piece: Piece; readonly what: string }

function readStatement(lexer: SettingsLexer, flowing: FlowingText): Statement {
  const name = lexer.name()
  if (name === null) {
    return unexpected(lexer, 'a name is expected')
  }
  if (name.text === 'include' && /[\t ]/.test(lexer.next() ?? '') && !/^[\t ]+=/.test(peek(lexer))) {
    const { parts } = lexer.value()
    const piece = { from: name.from, to: parts.at(-1)?.to ?? name.to }
    return { kind: 'include', pattern: parts[0]?.text ?? '', piece, span: placeOf(flowing, piece) }
  }
  lexer.skipSpace()
  if (lexer.take('=') !== null) {
    const { parts, unterminated } = lexer.value()
    const last = parts.at(-1)
    const piece = { from: name.from, to: last?.to ?? name.to }
    const value = last === undefined ? null : parts.map(({ text }) => text).join(' ')
    const span = placeOf(flowing, last === undefined ? name : { from: parts[0]?.from ?? last.from, to: last.to })
    return { kind: 'key', key: { name: name.text, value, parts, piece, span }, unterminated }
  }
  const references: { readonly path: string; readonly span: Span }[] = []
  if (lexer.take(':') !== null) {
    do {
      lexer.skipSpace()
      const reference = lexer.reference()
      if (reference === null) return unexpected(lexer, `the name of a section is expected after "${name.text} :"`)
      references.push({ path: reference.text, span: placeOf(flowing, reference) })
      lexer.skipSpace()
    } while (lexer.take(',') !== null)
  }
  const brace = lexer.take('{')
  if (brace === null) return unexpected(lexer, `"{" or "=" is expected after "${name.text}"`)
  const header = { from: name.from, to: brace.to }
  return { kind: 'section', name, span: placeOf(flowing, name), header, references }
}

/** A few characters, to tell `include =`, a key, from a statement. */
function peek(lexer: SettingsLexer): string {
  return lexer.text.slice(lexer.at, lexer.at + 20)
}

function unexpected(lexer: SettingsLexer, what: string): Statement {
  return { kind: 'error', piece: { from: lexer.at, to: lexer.at + 1 }, what }
}

function draft(name: string, span: Span): Draft {
  return {
    name,
    lost: false,
    span,
    headers: [],
    references: [],
    keys: new Map(),
    replaced: [],
    sections: new Map(),
    includes: [],
  }
}

function enter(parent: Draft, { name, span, header, references }: Extract<Statement, { kind: 'section' }>): Draft {
  const section = parent.sections.get(name.text) ?? { ...draft(name.text, span), lost: parent.lost }
  parent.sections.set(name.text, section)
  section.headers.push(header)
  for (const reference of references) section.references.push(reference)
  return section
}

function setKey(section: Draft, key: SettingsKey) {
  const before = section.keys.get(key.name)
  if (before !== undefined) section.replaced.push(before)
  section.keys.set(key.name, key)
}

/** An item of a list that is separated by commas, with its place. */
export interface ListItem {
  readonly text: string
  readonly span: Span
}

/** The items of a value that is a list; empty ones do not count. */
export function itemsOf(key: SettingsKey, flowing: FlowingText): ListItem[] {
  const [only, ...others] = key.parts
  if (only !== undefined && others.length === 0 && !only.quoted && !only.text.includes(',')) {
    return [{ text: only.text, span: key.span }]
  }
  const items: ListItem[] = []
  const place = placesIn(key.parts)
  let offset = 0
  for (const written of (key.value ?? '').split(',')) {
    const text = withoutBlanks(written)
    if (text !== '') {
      const from = place(offset + written.indexOf(text))
      items.push({ text, span: from === null ? key.span : placeOf(flowing, { from, to: from + text.length }) })
    }
    offset += written.length + 1
  }
  return items
}

/** Blanks only: a line break within quotes is a part of the value. */
function withoutBlanks(text: string): string {
  let [from, to] = [0, text.length]
  while (text[from] === ' ') from++
  while (to > from && text[to - 1] === ' ') to--
  return text.slice(from, to)
}

/** The offset in the text of a character of the value, in which the parts stand one blank apart; asked in ascending order. */
function placesIn(parts: readonly ValuePart[]): (index: number) => number | null {
  let [next, start] = [0, 0]
  return (index) => {
    for (let part = parts[next]; part !== undefined; part = parts[++next]) {
      if (index < start + part.text.length) return Math.min(part.from + (index - start), part.to - 1)
      start += part.text.length + 1
    }
    return null
  }
}
