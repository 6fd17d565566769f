import type { LineRole, ReadingProblem } from '../../../model/format.ts'
import { LineRoles } from '../../../model/line-roles.ts'
import type { PacketFilter } from '../../../model/spd-entry.ts'
import { type SourceLine, spanAt } from '../../../text/source-text.ts'
import type { FilterKey } from '../filter-labels.ts'
import { isPlainText } from '../plain-fields.ts'
import { PlainFilterReader } from '../plain-filter-reader.ts'
import { staticVocabulary } from './static-labels.ts'
import { unusedList } from './static-uses.ts'

/** The filters of a list that stands there as it was printed. */
interface PlainList {
  readonly begin: SourceLine
  readonly filters: readonly PacketFilter[]
  readonly roles: LineRoles
  readonly problem: ReadingProblem
}

/** The key of the description is that of a list's own as well. */
const FIELDS: ReadonlyMap<string, FilterKey> = new Map([
  ['description', 'name'],
  ['source', 'source'],
  ['sourceMask', 'sourceMask'],
  ['destination', 'destination'],
  ['destinationMask', 'destinationMask'],
  ['protocol', 'protocol'],
  ['sourcePort', 'sourcePort'],
  ['destinationPort', 'destinationPort'],
  ['mirrored', 'mirrored'],
  ['other', 'other'],
])
const NAME = /^FilterList Name +: (?=\S)/
const DESCRIPTION = /^Description +: (?=\S)/
const DETAIL =
  /^(?:Store +: Local Store <(?!\S*netsh)[\w-]{1,40}>|Last Modified +: [\d/.: -]{1,40}(?:[AP]M)?|GUID +: \{[\dA-F-]{1,40}\})$/i
const COUNT = /^No\. of Filters +: (\d{1,9})$/
const FILTERS = /^Filter\(s\)$/
const RULE = /^-{5,200}$/

/**
 * One filter list with nothing amiss, and nothing that tells how it is used: below its name one known field on each line, a
 * blank line between two filters, and as many of them as it counts. `null` for any other text, which `staticStoreOf`, `usesOf`
 * and `readFilter` read whatever its shape; they would read the same of this one.
 */
export function plainListOf(lines: readonly SourceLine[]): PlainList | null {
  const reader = new PlainFilterReader(staticVocabulary, FIELDS, 'irrelevant')
  const frame: ListFrame = { begin: null, count: null }
  const roles = new LineRoles(lines)
  const isPlain = reader.read(lines, roles, (line) => (reader.end() ? roleIn(line, frame, reader) : null))
  const { begin, count } = frame
  const { filters, list } = reader
  if (begin === null || list === undefined || !isPlain || filters.length === 0) return null
  if (count !== null && count !== filters.length) return null
  const span = spanAt(begin, begin.text.length - list.length, list.length)
  return { begin, filters, roles, problem: { ...unusedList(list), span } }
}

interface ListFrame {
  begin: SourceLine | null
  count: number | null
}

/** What becomes of a line that stands in its place above the filters; `null` for any other. */
function roleIn(line: SourceLine, frame: ListFrame, reader: PlainFilterReader): LineRole | null {
  const { text } = line
  if (text === '') return 'irrelevant'
  if (frame.begin === null) {
    frame.begin = line
    reader.list = valueBehind(NAME, text)
    return reader.list === undefined ? null : 'read'
  }
  if (reader.isInside) return reader.filters.length === 0 && RULE.test(text) ? 'irrelevant' : null
  reader.isInside = FILTERS.test(text)
  const [, count] = COUNT.exec(text) ?? []
  if (count !== undefined && frame.count === null) {
    frame.count = Number(count)
    return 'read'
  }
  return reader.isInside || DETAIL.test(text) || valueBehind(DESCRIPTION, text) !== undefined ? 'irrelevant' : null
}

function valueBehind(label: RegExp, text: string): string | undefined {
  const front = label.exec(text)?.[0]
  const value = front === undefined || text.length > LONGEST ? '' : text.slice(front.length)
  return isPlainText(value, staticVocabulary.anywhere) ? value : undefined
}

const LONGEST = 200
