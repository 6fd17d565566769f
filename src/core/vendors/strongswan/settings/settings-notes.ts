import type { LineRole, ReadingProblem } from '../../../model/format.ts'
import { LineRoles } from '../../../model/line-roles.ts'
import type { MissingPart } from '../../../model/obstacle.ts'
import type { Span } from '../../../text/source-text.ts'
import { type FlowingText, type Noted, type Piece, tellRoles } from '../../flowing-text.ts'
import { RoomForPairs } from '../../room-for-pairs.ts'
import type { KnownKey } from '../known-keys.ts'
import { refusedValue } from './setting-values.ts'
import { keysIn, type Layers } from './settings-layers.ts'
import type { SettingsError, SettingsText } from './settings-text.ts'
import type { SettingsKey, SettingsSection } from './settings-tree.ts'

/** Why the daemon does not take a connection. */
export interface Refusal {
  readonly span: Span
  /** Full sentences. */
  readonly say: string
  readonly instead: string
}

/** What is noted while a configuration is read: what is wrong, and at the pieces of the text what became of them. */
export interface Notes {
  readonly flowing: FlowingText
  readonly settings: SettingsText
  readonly root: SettingsSection
  readonly problems: ReadingProblem[]
  readonly roles: LineRoles
  /** Sections that have their roles; a template is used many times. */
  readonly marked: Set<SettingsSection>
  /** Settings that have been looked at, over all connections. */
  effort: number
  readonly room: RoomForPairs
  /** What is not looked at. */
  readonly missing: MissingPart[]
}

/** More settings than this, counted for each connection that inherits them, are not read: nobody has as many. */
export const MOST_EFFORT = 500_000

export function newNotes(flowing: FlowingText, settings: SettingsText): Notes {
  const { root } = settings
  const roles = new LineRoles(flowing.lines)
  const room = new RoomForPairs('`cat /etc/swanctl/swanctl.conf`')
  return { flowing, settings, root, problems: [], roles, marked: new Set(), effort: 0, room, missing: [] }
}

/** Says once for each section what becomes of its keys, of which `undefined` are unknown. */
export function mark(notes: Notes, layers: Layers, roleOf: (key: SettingsKey) => LineRole | undefined) {
  for (const section of layers) {
    if (notes.marked.has(section)) continue
    notes.marked.add(section)
    for (const header of section.headers) header.role ??= 'read'
    for (const key of section.keys.values()) key.role ??= roleOf(key) ?? null
    for (const key of section.replaced) key.role ??= roleOf(key) ?? null
  }
}

/** Marks the keys of a section by its table, and tells of the first that the daemon refuses. */
export function checkKeys(notes: Notes, layers: Layers, table: ReadonlyMap<string, KnownKey>): Refusal | null {
  mark(notes, layers, (key) => roleBy(table, key))
  let refusal: Refusal | null = null
  for (const key of keysIn(layers)) {
    notes.effort += 1
    const known = table.get(key.name)
    if (known?.role === 'unsupported' && roleBy(table, key) === 'unsupported') noteUnsupported(notes, key)
    refusal ??= known === undefined ? unknownKey(key) : wrongValue(known, key)
  }
  return refusal
}

function roleBy(table: ReadonlyMap<string, KnownKey>, key: SettingsKey): LineRole | undefined {
  const known = table.get(key.name)
  const neutral = known?.role === 'unsupported' && (key.isEmpty || known.neutral?.test(key.value ?? '') === true)
  return neutral ? 'irrelevant' : known?.role
}

function unknownKey(key: SettingsKey): Refusal {
  return {
    span: key.span,
    say: `strongSwan knows no setting "${key.name}" in this place.`,
    instead: 'Look the setting up in swanctl.conf(5), or delete the line.',
  }
}

function wrongValue(known: KnownKey, key: SettingsKey): Refusal | null {
  // Of a text whatever can be printed is taken.
  const why = refusedValue(known.value, key.value ?? '')
  return why === null ? null : { span: key.span, say: `The value of "${key.name}" ${why}.`, instead: LOOK_UP }
}

export const LOOK_UP =
  'Write a value that swanctl.conf(5) lists for this setting; `swanctl --load-all` prints what it refuses.'

function noteUnsupported(notes: Notes, key: SettingsKey) {
  const say = `What "${key.name} = ${key.value}" does to the negotiation is not worked out here.`
  note(notes, { kind: 'unsupported', span: key.span, say, instead: 'Compare the setting at both ends yourself.' })
}

/** A template's problem is told once. */
export function note(notes: Notes, problem: ReadingProblem) {
  const same = notes.problems.some(({ span, say }) => span.line === problem.span.line && say === problem.say)
  if (!same && notes.problems.length < MOST_PROBLEMS) notes.problems.push(problem)
}

export function noteIncludes(notes: Notes) {
  const outside = new Set(notes.root.includes)
  for (const include of notes.settings.includes) {
    const { pattern, span } = include
    const say = `The settings that "include ${pattern}" adds are not in the paste.`
    const instead = outside.has(include)
      ? `Paste what stands in ${pattern} too, unless it is empty.`
      : `Write what stands in ${pattern} in the place of the line; what it is a part of is left out until then.`
    note(notes, { kind: 'unsupported', span, say, instead })
  }
}

/** Tells of the errors in the text; the first for which the daemon refuses the whole file is returned. */
export function noteErrors(notes: Notes, isFile: boolean): SettingsError | null {
  let broken: SettingsError | null = null
  for (const error of notes.settings.errors) {
    const place = `line ${error.span.line}, column ${error.span.column}`
    if (error.kind === 'open' && endsClosed(notes)) {
      const say = `A closing brace is missing at the end: ${error.what}. strongSwan then loads nothing of the file.`
      note(notes, {
        kind: 'invalid',
        span: error.span,
        say,
        instead: 'Close the section with "}", or paste the whole file.',
      })
      broken ??= error
    } else if (error.kind === 'open') {
      const say = `The settings end in the middle: ${error.what}.`
      note(notes, { kind: 'cut', span: error.span, say, instead: 'Paste the whole file, or hand it in as a file.' })
    } else if (error.kind === 'syntax' || error.kind === 'deep' || (error.kind === 'closing' && isFile)) {
      const say = `The settings cannot be read at ${place}: ${error.what}. strongSwan then loads nothing of the file.`
      note(notes, { kind: 'invalid', span: error.span, say, instead: SYNTAX })
      broken ??= error
    }
  }
  return broken
}

/** A text that was cut ends anywhere; one whose last line closes a section has lost a brace on the way. */
function endsClosed({ flowing }: Notes): boolean {
  return flowing.text.trimEnd().endsWith('}')
}

const SYNTAX =
  'Write "name { ... }" for a section and "key = value" for a setting, each value on one line or within double quotes.'

/** More of them help nobody. */
const MOST_PROBLEMS = 200

/** Tells the roles of lines, by their indexes, from what was understood, comments and `include` statements. */
export function noteRoles({ flowing, roles }: Notes, pieces: readonly Noted[], lines: Piece): void {
  const understood: Noted[] = []
  let end = 0
  for (const piece of pieces) {
    // A comment within a heading that goes over several lines belongs to it.
    if (piece.role === null || piece.from < end) continue
    understood.push(piece)
    end = piece.to
  }
  tellRoles(flowing, understood, lines, roles)
}

/** The roles of all lines that were not told before. */
export function rolesByLine(notes: Notes): LineRoles {
  noteRoles(notes, notes.settings.pieces, { from: 0, to: notes.flowing.lines.length })
  return notes.roles
}
