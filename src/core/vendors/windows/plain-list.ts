import type { ReadingProblem } from '../../model/format.ts'
import { LineRoles } from '../../model/line-roles.ts'
import type { PacketFilter } from '../../model/spd-entry.ts'
import { type SourceLine, spanAt } from '../../text/source-text.ts'
import type { FilterKey } from './filter-labels.ts'
import { isPlainText } from './plain-fields.ts'
import { PlainFilterReader } from './plain-filter-reader.ts'
import { staticVocabulary } from './static-labels.ts'
import { unusedList } from './static-uses.ts'

/** The filters of a list that stands there as it was printed. */
export interface PlainList {
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
  const roles = new LineRoles(lines)
  const reader = new PlainFilterReader(staticVocabulary, FIELDS, 'irrelevant')
  let begin: SourceLine | null = null
  let count: number | null = null
  let isBelow = false
  for (const line of lines) {
    const { text } = line
    const role = isBelow ? reader.take(line) : null
    if (role !== null) {
      roles.set(line.number, role)
      continue
    }
    if (!reader.end()) return null
    roles.set(line.number, 'irrelevant')
    if (text === '') continue
    if (begin === null) {
      reader.list = valueBehind(NAME, text)
      if (reader.list === undefined) return null
      begin = line
      roles.set(line.number, 'read')
    } else if (isBelow) {
      if (reader.filters.length > 0 || !RULE.test(text)) return null
    } else if (FILTERS.test(text)) isBelow = true
    else if (count === null && COUNT.test(text)) {
      count = Number(COUNT.exec(text)?.[1])
      roles.set(line.number, 'read')
    } else if (!DETAIL.test(text) && valueBehind(DESCRIPTION, text) === undefined) return null
  }
  const { filters, list } = reader
  if (begin === null || list === undefined || !reader.end() || filters.length === 0) return null
  if (count !== null && count !== filters.length) return null
  const span = spanAt(begin, begin.text.length - list.length, list.length)
  return { begin, filters, roles, problem: { ...unusedList(list), span } }
}

function valueBehind(label: RegExp, text: string): string | undefined {
  const front = label.exec(text)?.[0]
  const value = front === undefined || text.length > LONGEST ? '' : text.slice(front.length)
  return isPlainText(value, staticVocabulary.anywhere) ? value : undefined
}

const LONGEST = 200
