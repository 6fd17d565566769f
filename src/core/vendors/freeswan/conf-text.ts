import type { ReadingProblem } from '../../model/format.ts'
import type { LineRoles } from '../../model/line-roles.ts'
import { lineSpan, type SourceLine, type Span, spanAt } from '../../text/source-text.ts'
import { isScreenLine } from './prompt-line.ts'

/** `key=value` of a section. */
export interface ConfKey {
  /** In lower case where the product does not mind. */
  readonly name: string
  /** Without quotes; `span` is where it stands, with them. */
  readonly value: string
  readonly span: Span
  readonly line: SourceLine
}

export interface ConfSection {
  readonly kind: string
  /** Empty for `config setup`. */
  readonly name: string
  /** The name, or the whole heading where there is none. */
  readonly span: Span
  readonly keys: readonly ConfKey[]
}

/** The first thing at which the product gives up the whole file, as a clause: `line 3 has no "="`. */
export interface ConfError {
  readonly span: Span
  readonly what: string
}

/** Sections of ipsec.conf, the language that Libreswan and strongSwan have inherited from FreeS/WAN. */
export interface ConfText {
  readonly sections: readonly ConfSection[]
  readonly errors: readonly ConfError[]
  readonly includes: readonly Span[]
  /** Where the settings of a `conn` begin whose own line is not there. */
  readonly cut: readonly Span[]
}

/** What came of the text behind an equals sign: the value, and its place in that text. */
export type ConfValue =
  | { readonly value: string; readonly from: number; readonly to: number }
  | { readonly error: string }

/** How a product reads the language. */
export interface ConfDialect {
  /** Headings with a name: `conn`, `ca`. */
  readonly named: ReadonlySet<string>
  readonly ignoresCase: boolean
  /** Reads the text behind the equals sign of a key. */
  readonly valueOf: (text: string, key: string) => ConfValue
}

const HEADING = /^([a-z]+)(?:[ \t]+(\S.*)?)?$/
const KEY = /^([^\s="#]+)[ \t]*=(.*)$/
const INDENTED_KEY = /^[ \t]+[^\s=#]+[ \t]*=/
const VERSION = /^version\b[^=]*$/
const INCLUDE = /^include[ \t]+[^=]/

/**
 * Sections in the order in which they stand. A paste that has lost the indentation of all its lines is read as if it had
 * it; of another one, a line that is not indented is none of a section's, as both products say. Of lines that are no keys
 * `roles` are told.
 */
export function parseConf(lines: readonly SourceLine[], dialect: ConfDialect, roles: LineRoles): ConfText {
  const errors: ConfError[] = []
  const includes: Span[] = []
  const cut: Span[] = []
  const sections: (ConfSection & { readonly keys: ConfKey[] })[] = []
  const flat = !lines.some(({ text }) => INDENTED_KEY.test(text))
  const names = new Map<string, string>()
  let current: (ConfSection & { readonly keys: ConfKey[] }) | undefined
  let index = 0
  for (let line = lines[0]; line !== undefined; line = lines[++index]) {
    const plain = current === undefined ? null : plainKey(line, dialect, names)
    if (plain !== null) {
      current?.keys.push(plain)
      continue
    }
    const text = line.text.trim()
    if (text === '' || text.startsWith('#') || isScreenLine(line.text) || VERSION.test(text)) {
      roles.set(line.number, 'irrelevant')
      continue
    }
    if (INCLUDE.test(text)) {
      roles.set(line.number, 'unsupported')
      includes.push(lineSpan(line))
      continue
    }
    const indented = isIndented(line.text)
    const heading = indented ? null : headingOf(line, dialect)
    if (heading !== null) {
      sections.push(heading)
      current = heading
      roles.set(line.number, 'read')
      continue
    }
    if (current === undefined && startsConn(lines, index)) {
      cut.push(lineSpan(line))
      current = { kind: 'conn', name: NAMELESS, span: lineSpan(line), keys: [] }
      sections.push(current)
      const key = keyOf(line, dialect)
      if ('what' in key) errors.push(key)
      else current.keys.push(key)
      continue
    }
    const key = keyOf(line, dialect)
    if ('what' in key) errors.push(key)
    else if (current === undefined || !(indented || flat)) {
      const where = current === undefined ? 'before any section' : 'not indented, so that it is in no section'
      errors.push({ span: lineSpan(line), what: `"${key.name}" stands ${where}` })
    } else current.keys.push(key)
  }
  return { sections, errors, includes, cut }
}

/** Stands for a name in commands. */
const NAMELESS = '<name>'
/** Nobody's `conn` is longer. */
const LOOKED_AT = 80
const BY = /^(?:authby|(?:left|right)(?:auth|cert|rsasigkey|sigkey|ckaid))$/
const ANY_KEY = /^[ \t]*([a-z][\w-]*)[ \t]*=/i

/**
 * Whether settings in a row begin here that name both ends and how they prove who they are: those of a `conn` of which the line that
 * begins it was not copied. Of others nobody knows what stood above.
 */
export function startsConn(lines: readonly SourceLine[], index: number): boolean {
  if (ANY_KEY.test(lines[index - 1]?.text ?? '')) return false
  const names: string[] = []
  for (let at = index; at < Math.min(lines.length, index + LOOKED_AT); at++) {
    const text = lines[at]?.text ?? ''
    const name = ANY_KEY.exec(text)?.[1]?.toLowerCase()
    if (name !== undefined) names.push(name)
    else if (at === index || !/^\s*(?:#.*)?$/.test(text)) break
  }
  return names.includes('left') && names.includes('right') && names.some((name) => BY.test(name))
}

function headingOf(line: SourceLine, { named }: ConfDialect): (ConfSection & { readonly keys: ConfKey[] }) | null {
  const [, kind = '', rest = ''] = HEADING.exec(line.text.trimEnd()) ?? []
  const remark = rest.search(/[ \t]#/)
  const written = (remark < 0 ? rest : rest.slice(0, remark)).trim()
  if (kind === 'config' && written === 'setup') return { kind, name: '', span: lineSpan(line), keys: [] }
  if (!named.has(kind) || written === '') return null
  const name = written.startsWith('"') ? written.replace(/^"(.*)"$/, '$1') : written
  return { kind, name, span: spanAt(line, line.text.indexOf(written, kind.length), written.length), keys: [] }
}

const [TAB, SPACE, QUOTE, HASH, EQUALS, OPENING, TILDE] = [9, 32, 34, 35, 61, 123, 126]

/** Sections, and where an entry of ipsec.secrets begins, stand at the beginning of their lines. */
export function isIndented(text: string): boolean {
  const first = text.charCodeAt(0)
  return first === TAB || first === SPACE
}

/**
 * An indented `key=word` as nearly all are, in which nothing has a meaning of its own to either product; `null` for any
 * other line, which may be such a one as well. `names` are those that the text has, as they are written.
 */
function plainKey(line: SourceLine, { ignoresCase }: ConfDialect, names: Map<string, string>): ConfKey | null {
  const { text } = line
  if (!isIndented(text)) return null
  let start = 1
  while (text.charCodeAt(start) === SPACE || text.charCodeAt(start) === TAB) start++
  const equals = text.indexOf('=', start)
  if (equals < 0 || equals + 1 === text.length) return null
  const written = text.slice(start, equals)
  let name = names.get(written)
  if (name === undefined) {
    // Keys that begin with x are Libreswan's, for whatever one likes.
    if (!/^[a-wyz][a-z\d_-]*$/i.test(written)) return null
    name = ignoresCase ? written.toLowerCase() : written
    names.set(written, name)
  }
  for (let at = equals + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code <= SPACE || code > TILDE || code === QUOTE || code === HASH || code === EQUALS || code === OPENING)
      return null
  }
  return { name, value: text.slice(equals + 1), span: spanAt(line, equals + 1, text.length - equals - 1), line }
}

function keyOf(line: SourceLine, dialect: ConfDialect): ConfKey | ConfError {
  const [, written, rest = ''] = KEY.exec(line.text.trimStart()) ?? []
  if (written === undefined) return { span: lineSpan(line), what: `"${line.text.trim()}" is no "key=value"` }
  const name = dialect.ignoresCase ? written.toLowerCase() : written
  const reading = dialect.valueOf(rest, name)
  if ('error' in reading) return { span: lineSpan(line), what: reading.error }
  const start = line.text.length - rest.length
  return { name, value: reading.value, span: spanAt(line, start + reading.from, reading.to - reading.from), line }
}

/** Settings without the line that begins their `conn`. */
export function noteCut({ cut }: Pick<ConfText, 'cut'>, problems: ReadingProblem[]) {
  for (const span of cut) {
    const say = `The settings from line ${span.line} on have no "conn" line above them, and are taken for one connection.`
    problems.push({ kind: 'cut', span, say, instead: 'Paste the file from its first line on.' })
  }
}

/** Files that a paste only names. */
export function noteIncludes({ includes }: Pick<ConfText, 'includes'>, problems: ReadingProblem[]) {
  for (const span of includes) {
    const say = 'The file that "include" names is not in the paste, so that its sections are not known.'
    problems.push({ kind: 'unsupported', span, say, instead: 'Paste that file below.' })
  }
}
