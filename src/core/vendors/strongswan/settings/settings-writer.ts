import type { TextEdit } from '../../../model/endpoint.ts'
import { type FlowingText, lineIndexAt, type Piece } from '../../flowing-text.ts'
import { keyIn, sectionIn } from './settings-layers.ts'
import type { SettingsText } from './settings-text.ts'
import type { SettingsKey, SettingsSection } from './settings-tree.ts'

/** A text in strongSwan's settings format, as it was read. */
export interface WrittenSettings {
  readonly settings: SettingsText
  readonly flowing: FlowingText
}

/**
 * The edit that gives a setting another value, or takes it away (`null`). `path` names the sections around it. A value
 * that is inherited from a template, which others share, is overridden in the section itself.
 */
export function setKey(
  written: WrittenSettings,
  path: readonly string[],
  name: string,
  value: string | null,
): TextEdit[] {
  const { root } = written.settings
  let own: SettingsSection | undefined = root
  let layers = [root] as readonly SettingsSection[]
  for (const [at, section] of path.entries()) {
    layers = sectionIn(layers, section, root)
    const next: SettingsSection | undefined = own?.sections.get(section)
    if (own !== undefined && next === undefined) {
      const inner = value === null && keyIn(followed(layers, path.slice(at + 1), root), name) === undefined
      return inner ? [] : insertInto(written, own, inSections(path.slice(at), [assignment(name, value)]))
    }
    own = next
  }
  if (own === undefined) return []
  const key = own.keys.get(name)
  if (key?.value === value) return []
  if (key !== undefined)
    return [replacePiece(written, assigned(key, written), value === null ? '' : assignment(name, value))]
  if (value === null && keyIn(layers, name) === undefined) return []
  return insertInto(written, own, [assignment(name, value)])
}

/** A section with these settings at the end of another one, in a style that is the format's own. */
export function addSection(
  written: WrittenSettings,
  path: readonly string[],
  name: string,
  settings: readonly string[],
): TextEdit[] {
  let own: SettingsSection | undefined = written.settings.root
  for (const section of path) own = own?.sections.get(section)
  const lines = inSections([name], settings)
  if (own === undefined) return appendLines(written, inSections(path, lines))
  return insertAtEnd(written, own, lines) ?? insertInto(written, own, lines)
}

/** In front of the closing brace, which must stand on a line of its own: what comes last counts last. */
function insertAtEnd(
  { flowing }: WrittenSettings,
  { headers }: SettingsSection,
  lines: readonly string[],
): TextEdit[] | undefined {
  const header = headers.at(-1)
  if (header === undefined) return undefined
  const { line, start } = lineOf(flowing, closingOf(flowing.text, header.to) - 1)
  const indent = /^(\s*)\}/.exec(line.text)?.[1]
  if (indent === undefined || start <= header.to) return undefined
  const inserted = lines.map((text) => `${indent}  ${text}`).join('\n')
  return [{ source: line.source, line: line.number, remove: null, insert: inserted }]
}

/** Lines within sections in each other. */
function inSections(path: readonly string[], lines: readonly string[]): readonly string[] {
  return path.reduceRight((inner, outer) => [`${outer} {`, ...inner.map((line) => `  ${line}`), '}'], lines)
}

/** `key = value`; a value that holds a comment sign, a brace or the like is put in quotes. */
export function assignment(name: string, value: string | null): string {
  if (value === null) return `${name} =`
  return `${name} = ${value === '' || /[#{}"=<]/.test(value) ? quoted(value) : value}`
}

function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, (character) => `\\${character}`)}"`
}

function followed(layers: readonly SettingsSection[], path: readonly string[], root: SettingsSection) {
  let found = layers
  for (const section of path) found = sectionIn(found, section, root)
  return found
}

/** The value alone, with its quotes. */
export function valuePiece({ to, parts }: SettingsKey): Piece {
  const [first] = parts
  const last = parts.at(-1)
  if (first === undefined || last === undefined) return { from: to, to }
  return { from: first.from - Number(first.quoted), to: last.to + Number(last.quoted) }
}

/** From the key to the end of its value, with the closing quote. */
function assigned(key: SettingsKey, { flowing }: WrittenSettings): Piece {
  const { from, to, parts } = key
  const last = parts.at(-1)
  if (last?.quoted === true) return { from, to: last.to + 1 }
  if (last !== undefined) return key
  const equals = flowing.text.indexOf('=', from)
  return { from, to: equals < 0 ? to : equals + 1 }
}

/** An edit changes the first occurrence on its line, so it takes as much in front as makes it that one. */
export function replacePiece({ flowing }: WrittenSettings, { from, to }: Piece, insert: string): TextEdit {
  const { line, start } = lineOf(flowing, from)
  const end = Math.min(to - start, line.text.length)
  let first = from - start
  while (first > 0 && line.text.indexOf(line.text.slice(first, end)) < first) first--
  const kept = line.text.slice(first, from - start)
  return { source: line.source, line: line.number, remove: line.text.slice(first, end), insert: kept + insert }
}

/** Right below the opening brace; on a line that goes on behind it, in the place of the brace. */
function insertInto(written: WrittenSettings, section: SettingsSection, lines: readonly string[]): TextEdit[] {
  const { flowing } = written
  const [header] = section.headers
  if (header === undefined) return appendLines(written, lines)
  const { line, start } = lineOf(flowing, header.to - 1)
  const indent = /^\s*/.exec(line.text)?.[0] ?? ''
  const inserted = lines.map((text) => `${indent}  ${text}`)
  if (/^\s*(?:#.*)?$/.test(line.text.slice(header.to - start))) {
    return [{ source: line.source, line: line.number + 1, remove: null, insert: inserted.join('\n') }]
  }
  const from = Math.max(header.from, start)
  const opening = flowing.text.slice(from, header.to)
  return [replacePiece(written, { from, to: header.to }, `${opening}\n${inserted.join('\n')}\n${indent} `)]
}

/** At the end of the text. */
export function appendLines({ flowing }: WrittenSettings, lines: readonly string[]): TextEdit[] {
  const last = flowing.lines.findLast(({ text }) => text.trim() !== '') ?? flowing.lines.at(-1)
  if (last === undefined) return []
  return [{ source: last.source, line: last.number + 1, remove: null, insert: lines.join('\n') }]
}

function lineOf(flowing: FlowingText, offset: number) {
  const index = lineIndexAt(flowing, offset)
  return { line: flowing.lines[index] ?? { source: '', number: 1, text: '' }, start: flowing.starts[index] ?? 0 }
}

/** Lines right below a setting that is there, which count before it where they name it again. */
export function insertBelow(
  written: WrittenSettings,
  path: readonly string[],
  name: string,
  lines: readonly string[],
): TextEdit[] {
  const { flowing, settings } = written
  let own: SettingsSection | undefined = settings.root
  for (const section of path) own = own?.sections.get(section)
  const piece = own?.keys.get(name)
  if (own === undefined || piece === undefined) return []
  const { line, start } = lineOf(flowing, piece.to)
  const alone = /^\s*$/.test(line.text.slice(0, Math.max(0, piece.from - start)))
  if (!alone || /\}\s*$/.test(line.text)) {
    // Sections of one name are one: behind all that is there, what it sets counts.
    return appendLines(written, inSections(path, lines))
  }
  const indent = /^\s*/.exec(line.text)?.[0] ?? ''
  return [
    { source: line.source, line: line.number + 1, remove: null, insert: lines.map((text) => indent + text).join('\n') },
  ]
}

/** Takes a section away, from its name to its closing brace, at each place where it is written. */
export function removeSection(written: WrittenSettings, path: readonly string[]): TextEdit[] {
  const { flowing, settings } = written
  let own: SettingsSection | undefined = settings.root
  for (const section of path) own = own?.sections.get(section)
  return (own?.headers ?? []).flatMap((header) => {
    const to = closingOf(flowing.text, header.to)
    const edits: TextEdit[] = []
    for (let from = header.from; from < to; ) {
      const { line, start } = lineOf(flowing, from)
      const end = Math.min(to, start + line.text.length)
      if (flowing.text.slice(from, end).trim() !== '') edits.push(replacePiece(written, { from, to: end }, ''))
      from = start + line.text.length + 1
    }
    return edits
  })
}

/** The offset behind the brace that closes the one before `from`; the end of the text where there is none. */
function closingOf(text: string, from: number): number {
  let depth = 1
  for (const { 0: token, index } of text.slice(from).matchAll(/#[^\n]*|"(?:[^"\\]|\\.)*"?|[{}]/gs)) {
    if (token === '{') depth += 1
    if (token === '}') depth -= 1
    if (depth === 0) return from + index + 1
  }
  return text.length
}
