import type { LineRole } from '../../../model/format.ts'
import { type Noted, note, type Piece } from '../../flowing-text.ts'
import { type ConsoleMark, consoleMarks } from '../console-marks.ts'
import { type FilterKey, filterLabels } from '../filter-labels.ts'
import { type FilterPair, FilterRecords } from '../filter-records.ts'
import { type Mark, type Part, partsOf, type Value } from '../labelled-text.ts'
import { GAP, vocabularyOf } from '../vocabulary.ts'

/** Generic or specific filters of a dump. */
export interface Section {
  /** `null` where the heading was not pasted. */
  readonly kind: 'generic' | 'specific' | null
  readonly header: Piece | null
  readonly records: FilterRecords
  readonly pairs: FilterPair[]
  /** `2 Generic Filter(s)`. */
  count: (Value & { readonly number: number }) | null
  /** Text below the heading that was not understood. */
  hasRest: boolean
}

/** One output of the command. */
export interface Dump {
  readonly sections: Section[]
  readonly errors: Value[]
  /** In the order of the text. */
  readonly understood: Noted[]
  host: string | null
}

type DumpMark = ConsoleMark | 'header' | 'footer' | 'heading'
type DumpPart = Part<FilterKey, DumpMark>

/** With what the text below a heading begins, where it was run together with it. */
const FIRST_WORDS =
  '(?:filter|connection|source|src|dest|dst|protocol|direction|weight|mirrored|inbound|outbound|tunnel|err|there|no(?!\\w))'

export const dumpVocabulary = vocabularyOf<FilterKey, DumpMark>(
  [
    ...filterLabels,
    { key: 'name', spellings: ['Filter name'], value: 'text' },
    { key: 'other', spellings: ['Quick Mode Policy', 'QM Policy'], value: 'text' },
    { key: 'other', spellings: ['Connection Type', 'Interface Type'], value: /(?:all|lan|dial-?up)(?!\w)/ },
  ],
  [
    [
      'header',
      new RegExp(
        `quick${GAP}mode${GAP}filters?${GAP}\\(${GAP}(?:generic|specific)${GAP}\\)(?:[ \\t]*:|(?=[ \\t]*(?:\\n|$|[-=_*]{5}|\\d|${FIRST_WORDS})))`,
      ),
    ],
    ['footer', new RegExp(`(?<![\\d.])\\d{1,9}${GAP}(?:generic|specific)${GAP}filters?(?:\\(s\\))?`)],
    [
      'heading',
      new RegExp(
        `(?:main${GAP}mode${GAP}(?:filters?|polic(?:y|ies)|sas?|security${GAP}associations?)|quick${GAP}mode${GAP}(?:policies|sas?|security${GAP}associations?)|(?:ike|ipsec)${GAP}(?:statistics|configuration(?:${GAP}parameters)?))(?:${GAP}\\([\\w ]{1,20}\\))?[ \\t]*:?(?=[ \\t]*(?:\\n|$|[-=]{5}))`,
      ),
    ],
    ...consoleMarks,
  ],
)
/** Other sections that take part in the decision whether a tunnel comes up, but are not read. */
const POLICY = /filter|polic/i
const KNOWN_HEADING = /statistics|configuration|\bsas?\b|associations?/i

/** The outputs in a text: several where the same kind of section comes again. */
export function dumpsOf(text: string): readonly Dump[] {
  const dumps: Dump[] = []
  let dump = newDump(dumps)
  /** `null`: outside any section; a role: inside another section, whose lines have that role. */
  let section: Section | LineRole | null = openSection(dump, null, null)
  let before: DumpPart | null = null
  for (const part of partsOf(text, dumpVocabulary)) {
    if (part.kind === 'mark' && part.name === 'header') {
      const kind = /generic/i.test(part.text) ? 'generic' : 'specific'
      if (dump.sections.some((known) => known.kind === kind)) dump = newDump(dumps)
      section = openSection(dump, kind, part)
    } else if (part.kind === 'mark' && part.name === 'heading') {
      section = roleOfHeading(part.text)
    } else if (part.kind === 'mark' && part.name === 'rule' && isTitle(before)) {
      section = roleOfHeading(before.text)
      note(before, section, dump.understood)
    }
    take(part, section, dump)
    if (part.kind === 'mark' && part.name === 'footer' && typeof section === 'object') section = null
    before = part
  }
  return dumps
}

function take(part: DumpPart, section: Section | LineRole | null, dump: Dump): void {
  if (part.kind === 'mark') takeMark(part, section, dump)
  else if (typeof section === 'string') note(part, section, dump.understood)
  else if (section === null) return
  else if (part.kind === 'blank') section.records.pause()
  else if (part.kind === 'rest') section.hasRest = true
  else {
    section.records.add(part)
    section.pairs.push(part)
    note(part, 'read', dump.understood)
  }
}

function takeMark(mark: Mark<DumpMark>, section: Section | LineRole | null, dump: Dump): void {
  const inside = section !== null && typeof section === 'object' ? section : null
  const role = typeof section === 'string' ? section : mark.name === 'error' ? 'read' : 'irrelevant'
  note(mark, role, dump.understood)
  if (mark.name === 'footer' && inside !== null) {
    inside.count = { text: mark.text, from: mark.from, to: mark.to, number: Number.parseInt(mark.text, 10) }
  } else if (mark.name === 'error') {
    dump.errors.push(mark)
  } else if (mark.name === 'prompt' || mark.name === 'command') {
    dump.host ??= /^\[(?<host>[\w.-]+)\]/.exec(mark.text)?.groups?.['host'] ?? null
  }
}

function newDump(dumps: Dump[]): Dump {
  const dump: Dump = { sections: [], errors: [], understood: [], host: null }
  dumps.push(dump)
  return dump
}

function openSection(dump: Dump, kind: Section['kind'], header: Piece | null): Section {
  const section: Section = { kind, header, records: new FilterRecords(), pairs: [], count: null, hasRest: false }
  dump.sections.push(section)
  return section
}

/** A short line of words above a line of dashes is the heading of a section. */
function isTitle(part: DumpPart | null): part is Extract<DumpPart, { kind: 'rest' }> {
  return part?.kind === 'rest' && part.text.length <= 60 && /^\p{L}[\p{L}\s()]*:?$/u.test(part.text)
}

function roleOfHeading(text: string): LineRole {
  return POLICY.test(text) || !KNOWN_HEADING.test(text) ? 'unsupported' : 'irrelevant'
}
