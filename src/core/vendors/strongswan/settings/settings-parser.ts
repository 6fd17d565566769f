import { type FlowingText, type Noted, type Piece, placeOf } from '../../flowing-text.ts'
import { SettingsLexer } from './settings-lexer.ts'
import { type Take, Taking } from './settings-taking.ts'
import type { SettingsError, SettingsText } from './settings-text.ts'
import { DraftSection, type Include, SettingsKey, type SettingsSection } from './settings-tree.ts'

/** Nobody nests deeper; connections, children and certificates make five. */
const DEEPEST = 40
/** More errors of one text tell nothing new. */
const MOST_ERRORS = 100

/** Whether nothing is read of the sections of a name, given those that are open around it, the whole text first. */
type IsIdle = (open: readonly SettingsSection[], name: string) => boolean

/**
 * The settings format of strongswan.conf(5), which swanctl.conf shares. It reads on after an error, so that the rest can
 * be told, while the daemon refuses the whole file. What idle sections hold is irrelevant, and not kept.
 */
export function parseSettings(flowing: FlowingText, isIdle?: IsIdle): SettingsText {
  return parse(flowing, isIdle, undefined)
}

/**
 * The same, while each section within the one at the top with the name `frame` is taken as it closes; `null` where some do not
 * stand by themselves, or the text has errors or `include` statements.
 */
export function takeSettings(flowing: FlowingText, frame: string, take: Take): SettingsText | null {
  const taking = new Taking(flowing, frame, take)
  const settings = parse(flowing, undefined, taking)
  return taking.isVain ? null : settings
}

function parse(flowing: FlowingText, isIdle: IsIdle | undefined, taking: Taking | undefined): SettingsText {
  const lexer = new SettingsLexer(flowing.text)
  const { pieces } = lexer
  const errors: SettingsError[] = []
  const includes: Include[] = []
  const root = new DraftSection(flowing, '', null, 'kept')
  const settings = { root, errors, includes, pieces }
  const open: DraftSection[] = [root]
  const fail = (kind: SettingsError['kind'], piece: Piece, what: string) => {
    if (errors.length < MOST_ERRORS) errors.push({ kind, span: placeOf(flowing, piece), what })
    if (taking !== undefined) taking.isVain = true
  }
  while (taking?.isVain !== true) {
    lexer.skipSpace()
    const start = lexer.at
    const inside = open.at(-1) ?? root
    if (start >= flowing.text.length) break
    if (lexer.next() === '}') {
      lexer.at += 1
      if (open.length > 1) open.pop()
      else fail('closing', { from: start, to: lexer.at }, 'a closing brace has no opening one')
      if (taking?.close(inside, start, open, settings) === true) lexer.endRun()
      continue
    }
    const before = pieces.length
    const plain = plainStatement(lexer, flowing)
    const isPassedOver = inside.state === 'idle' && plain !== null
    if (!isPassedOver) lexer.endRun()
    const statement = plain ?? readStatement(lexer, flowing)
    if (isPassedOver && plain instanceof SettingsKey) lexer.passOver(plain.from, plain.to)
    else if (statement instanceof SettingsKey) {
      place(statement, before, pieces)
      inside.setKey(statement)
    } else if (statement.kind === 'section') {
      if (open.length >= DEEPEST) {
        fail('deep', statement.header, `there are more than ${DEEPEST} sections in each other`)
        return settings
      }
      // It may lead to what is idle otherwise.
      if (isIdle !== undefined && statement.references.length > 0) return parseSettings(flowing)
      if (taking !== undefined && statement.references.length > 0) taking.isVain = true
      if (isPassedOver) lexer.passOver(statement.header.from, statement.header.to)
      else place(statement.header, before, pieces)
      const section = inside.enter(statement.name, statement.header, isIdle?.(open, statement.name) === true)
      for (const reference of statement.references) section.rare.references.push(reference)
      open.push(section)
    } else if (statement.kind === 'include') {
      place(statement.piece, before, pieces)
      includes.push(statement)
      inside.rare.includes.push(statement)
      if (taking !== undefined) taking.isVain = true
    } else if (statement.kind === 'unterminated') {
      place(statement.key, before, pieces)
      inside.setKey(statement.key)
      fail('syntax', statement.quote, 'a quote has no closing one')
      lexer.skipLine()
    } else {
      fail(inside === root || inside.state === 'lost' ? 'stray' : 'syntax', statement.piece, statement.what)
      lexer.at = start
      follow(lexer.skipLine(), open, flowing)
    }
  }
  const unclosed = open.length > 1 ? open.at(-1) : undefined
  if (unclosed !== undefined && errors.every(({ kind }) => kind === 'stray')) {
    fail('open', unclosed.headers.at(-1) ?? { from: 0, to: 1 }, `the section "${unclosed.name}" is not closed`)
  }
  return settings
}

/** Comments within a statement were read before it. */
function place(piece: Noted, before: number, pieces: Noted[]) {
  if (pieces.length === before) pieces.push(piece)
  else pieces.splice(before, 0, piece)
}

/** Keeps count of the braces in a line that is left out. */
function follow(line: string, open: DraftSection[], flowing: FlowingText) {
  for (const brace of line.replace(/#.*/, '').replace(/[^{}]/g, '')) {
    if (brace === '{' && open.length < DEEPEST) open.push(new DraftSection(flowing, '', null, 'lost'))
    else if (brace === '}' && open.length > 1) open.pop()
  }
}

interface Opening {
  readonly kind: 'section'
  readonly name: string
  readonly header: Noted
  readonly references: readonly string[]
}

type Statement =
  | SettingsKey
  | Opening
  | { readonly kind: 'unterminated'; readonly key: SettingsKey; readonly quote: Piece }
  | ({ readonly kind: 'include' } & Include)
  | { readonly kind: 'error'; readonly piece: Piece; readonly what: string }

const NONE: readonly never[] = []

/**
 * `key = a few words` and `name {` as nearly everybody writes them, without a further look at what they consist of; `null`,
 * without moving on, for everything else.
 */
function plainStatement(lexer: SettingsLexer, flowing: FlowingText): SettingsKey | Opening | null {
  const { text, at: from } = lexer
  const end = lexer.endOfName()
  if (end === from) return null
  const sign = lexer.behindBlanks(end)
  const isOpening = text[sign] === '{'
  if (!isOpening && text[sign] !== '=') return null
  const name = text.slice(from, end)
  if (name === 'include') return null
  if (isOpening) {
    lexer.at = sign + 1
    return { kind: 'section', name, header: { from, to: sign + 1, role: null }, references: NONE }
  }
  const begins = lexer.behindBlanks(sign + 1)
  const ends = lexer.endOfPlainValue(begins)
  if (ends < 0) return null
  lexer.at = ends
  if (ends === begins) return new SettingsKey(flowing, name, from, end, NONE)
  return new SettingsKey(flowing, name, from, ends, begins)
}

function readStatement(lexer: SettingsLexer, flowing: FlowingText): Statement {
  const name = lexer.name()
  if (name === null) {
    return unexpected(lexer, 'a name is expected')
  }
  if (name.text === 'include' && /[\t ]/.test(lexer.next() ?? '') && !/^[\t ]+=/.test(peek(lexer))) {
    const { parts } = lexer.value()
    const piece: Noted = { from: name.from, to: parts.at(-1)?.to ?? name.to, role: 'unsupported' }
    return { kind: 'include', pattern: parts[0]?.text ?? '', piece, span: placeOf(flowing, piece) }
  }
  lexer.skipSpace()
  if (lexer.take('=') !== null) {
    const { parts, unterminated } = lexer.value()
    const last = parts.at(-1)
    const key = new SettingsKey(flowing, name.text, name.from, last?.to ?? name.to, parts)
    return unterminated === null ? key : { kind: 'unterminated', key, quote: unterminated }
  }
  const references: string[] = []
  if (lexer.take(':') !== null) {
    do {
      lexer.skipSpace()
      const reference = lexer.reference()
      if (reference === null) return unexpected(lexer, `the name of a section is expected after "${name.text} :"`)
      references.push(reference.text)
      lexer.skipSpace()
    } while (lexer.take(',') !== null)
  }
  const brace = lexer.take('{')
  if (brace === null) return unexpected(lexer, `"{" or "=" is expected after "${name.text}"`)
  return { kind: 'section', name: name.text, header: { from: name.from, to: brace.to, role: null }, references }
}

/** A few characters, to tell `include =`, a key, from a statement. */
function peek(lexer: SettingsLexer): string {
  return lexer.text.slice(lexer.at, lexer.at + 20)
}

function unexpected(lexer: SettingsLexer, what: string): Statement {
  return { kind: 'error', piece: { from: lexer.at, to: lexer.at + 1 }, what }
}
