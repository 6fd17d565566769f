import { NEW_KEY } from '../../model/change.ts'
import type { TextEdit } from '../../model/endpoint.ts'
import { grouped } from '../../model/grouped.ts'
import type { IkePolicy, SharedKey } from '../../model/ike-policy.ts'
import type { SourceLine } from '../../text/source-text.ts'
import type { ConfKey, ConfSection } from './conf-text.ts'

/** Lines that go right below the heading of a section; several of one section are one edit. */
interface Insertion {
  readonly below: ConfSection
  readonly key: string
  readonly value: string
}

export type ConfEdit = TextEdit | Insertion

/** The edit that gives a key that stands somewhere another value, or takes it away (`null`). */
export function changeKey({ line, span, name }: ConfKey, value: string | null): TextEdit {
  const start = line.text.length - line.text.trimStart().length
  const end = span.column - 1 + span.length
  const insert = value === null ? '' : `${name}=${quoted(value)}`
  return { source: line.source, line: line.number, remove: line.text.slice(start, end), insert }
}

export function addKey(below: ConfSection, key: string, value: string): Insertion {
  return { below, key, value }
}

/** Blanks and comment signs stand in quotes. */
export function quoted(value: string): string {
  return value === '' || /[\s#=]/.test(value) ? `"${value}"` : value
}

/** One edit for all the lines that go below one heading, with the indentation of what stands there. */
export function joinInsertions(edits: readonly ConfEdit[]): TextEdit[] {
  const bySection = new Map<ConfSection, Map<string, string>>()
  const others = edits.filter((edit): edit is TextEdit => !('below' in edit))
  for (const edit of edits) {
    if (!('below' in edit)) continue
    const known = bySection.get(edit.below) ?? new Map<string, string>()
    bySection.set(edit.below, known.set(edit.key, edit.value))
  }
  const joined = [...bySection].map(([{ span, keys }, values]): TextEdit => {
    const indent = /^[ \t]+/.exec(keys[0]?.line.text ?? '')?.[0] ?? '\t'
    const insert = [...values].map(([key, value]) => `${indent}${key}=${quoted(value)}`).join('\n')
    return { source: span.source, line: span.line + 1, remove: null, insert }
  })
  return [...onceEach(others), ...joined]
}

/** A line that several connections inherit is changed once; what goes in front of one line is one edit. */
function onceEach(edits: readonly TextEdit[]): TextEdit[] {
  const byPlace = grouped(edits, ({ line, source, remove }) => `${line} ${remove === null} ${source}`)
  return [...byPlace.values()].flatMap((same) => {
    const [first] = same
    if (first === undefined) return []
    if (first.remove !== null) return [first]
    return [{ ...first, insert: [...new Set(same.map(({ insert }) => insert))].join('\n') }]
  })
}

/** A section of its own behind everything of the file. */
export function appendSection(lines: readonly SourceLine[], heading: string, keys: readonly string[]): TextEdit[] {
  const last = lines.findLast(({ text }) => text.trim() !== '')
  if (last === undefined) return []
  const insert = ['', heading, ...keys.map((key) => `\t${key}`)].join('\n')
  return [{ source: last.source, line: last.number + 1, remove: null, insert }]
}

/**
 * Edits of ipsec.secrets. What stands as a key is a secret, which no edit repeats: a new key goes in front of the old
 * entry, which becomes a remark.
 */
export function secretEdits(
  lines: readonly SourceLine[],
  before: Pick<IkePolicy, 'keys' | 'postQuantumKeys'>,
  after: Pick<IkePolicy, 'keys' | 'postQuantumKeys'>,
  ownersText: (key: SharedKey) => string,
): TextEdit[] {
  const shared = after.keys.flatMap((key, at) =>
    entryEdits(lines, before.keys[at], key, { start: `${ownersText(key)}: PSK`, name: '' }),
  )
  const postQuantum = after.postQuantumKeys?.flatMap((key, at) => {
    const [id = ''] = key.ids
    return entryEdits(lines, before.postQuantumKeys?.[at], key, {
      start: `${ownersText(key)}: PPKS`,
      name: `"${id}" `,
    })
  })
  return [...shared, ...(postQuantum ?? [])]
}

/** What stands in front of a key in its entry. */
interface EntryWords {
  readonly start: string
  readonly name: string
}

function entryEdits<Key extends SharedKey>(
  lines: readonly SourceLine[],
  old: Key | undefined,
  key: Key,
  { start, name }: EntryWords,
): TextEdit[] {
  if (old === key) return []
  const fresh = `${start} ${name}"${NEW_KEY}"`
  if (old === undefined) return appendLine(lines, fresh)
  const line = lines.find(({ source, number }) => source === old.span.source && number === old.span.line)
  if (line === undefined) return []
  const [prefix = ''] = /^.*?:\s+P(?:SK|PKS?)\b/i.exec(line.text) ?? []
  if (prefix === '') return []
  const place = { source: line.source, line: line.number, remove: prefix }
  return [old.mark === key.mark ? { ...place, insert: start } : { ...place, insert: `${fresh}\n# ${prefix}` }]
}

function appendLine(lines: readonly SourceLine[], insert: string): TextEdit[] {
  const last = lines.findLast(({ text }) => text.trim() !== '')
  return last === undefined ? [] : [{ source: last.source, line: last.number + 1, remove: null, insert }]
}
