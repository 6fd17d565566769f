import type { LineRole } from '../../model/format.ts'
import type { LineRoles } from '../../model/line-roles.ts'
import type { PacketFilter } from '../../model/spd-entry.ts'
import type { SourceLine } from '../../text/source-text.ts'
import { indentOf } from '../../text/words.ts'
import { flow, rolesOf } from '../isa/flowing-text.ts'
import type { FilterKey } from './filter-labels.ts'
import { netdiagRunOf, netdiagVocabulary } from './netdiag-sections.ts'
import { isPlainText } from './plain-fields.ts'
import { PlainFilterReader } from './plain-filter-reader.ts'

/** The filters of netdiag's IPsec test that stand there as they were printed. */
export interface PlainRun {
  readonly computer: string | null
  readonly heading: SourceLine
  readonly filters: readonly PacketFilter[]
  readonly roles: LineRoles
}

const FIELDS: ReadonlyMap<string, FilterKey> = new Map(
  (
    [
      'source',
      'sourceMask',
      'destination',
      'destinationMask',
      'tunnelDestination',
      'sourcePort',
      'destinationPort',
      'protocol',
      'tunnelFilter',
      'flags',
    ] as const
  ).map((key) => [key, key]),
)
const HEADING = /^IP Security test(?: \.){3,20} : Passed$/
const DETAIL = /^ {1,9}(?:(?:Local |Domain )?IPSec Policy Active|IP Security Policy Path): (?=\S)/
const COUNT = /^ {1,9}There (?:is|are) (\d{1,9}) filters?$/
const FILTER_ID = /^ {1,20}Filter Id: \{[\dA-F-]{1,40}\}$/i
const POLICY_ID = /^ {1,20}Policy Id: \{[\dA-F-]{1,40}\}$/i
const NO_NAME = /^ {1,9}No Name$/
const CLOSING = /^(?:The command completed successfully|[A-Z]:\\[\w\\]{0,60}>)$/

/**
 * A run in which nothing is amiss below the heading of the IPsec test: above the fields of each filter its name, and as many
 * filters as it counts. Above the heading may be anything, such as the tests before. `null` for any other text, which
 * `netdiagRunOf` and `readFilter` read whatever its shape; they would read the same of this one.
 */
export function plainRunOf(lines: readonly SourceLine[]): PlainRun | null {
  const start = lines.findIndex(({ text }) => HEADING.test(text))
  const heading = lines[start]
  if (heading === undefined || (lines[start - 1]?.text ?? '') !== '') return null
  const above = flow(lines.slice(0, start))
  const before = netdiagRunOf(above.text, false)
  if (before.heading !== null || before.count !== null || before.unassigned !== null) return null
  if (before.errors.length > 0) return null
  const reader = new PlainFilterReader(netdiagVocabulary, FIELDS, 'irrelevant')
  const frame: RunFrame = { count: null, last: null }
  const roles = rolesOf(above, before.understood, lines)
  roles.set(heading.number, 'read')
  const isPlain = reader.read(lines.slice(start + 1), roles, (line) => roleIn(line, frame, reader))
  const { filters } = reader
  if (!isPlain || frame.last === 'name' || filters.length !== (frame.count ?? filters.length)) return null
  return filters.length === 0 ? null : { computer: before.computer, heading, filters, roles }
}

interface RunFrame {
  count: number | null
  /** What the line above is, where that tells what this one must be: another such line, or the filter of the name. */
  last: 'detail' | 'name' | 'closing' | null
}

/** What becomes of a line that holds no field of a filter, and stands in its place; `null` for any other. */
function roleIn({ text }: SourceLine, frame: RunFrame, reader: PlainFilterReader): LineRole | null {
  const { last } = frame
  if (text === '') {
    // Without a blank line a detail might go on below.
    if (last === 'detail') frame.last = null
    return 'irrelevant'
  }
  if (last === null && POLICY_ID.test(text)) return 'irrelevant'
  if (!reader.end()) return null
  const kind = kindOf(text)
  if (last !== null && kind !== (last === 'name' ? 'filter' : last)) return null
  frame.last = kind === 'filter' || kind === 'count' ? null : kind
  if (kind === 'closing') return 'irrelevant'
  if (kind === 'filter') {
    if (last === null) reader.name = null
    reader.isInside = true
    return 'irrelevant'
  }
  if (kind === 'name') return nameRole(text, reader)
  if (reader.isInside) return null
  if (kind === 'detail') return isMarked(text.replace(DETAIL, '')) ? null : 'irrelevant'
  const isSecond = frame.count !== null
  frame.count = Number(COUNT.exec(text)?.[1])
  return isSecond ? null : 'read'
}

function kindOf(text: string): 'filter' | 'closing' | 'detail' | 'count' | 'name' {
  if (FILTER_ID.test(text)) return 'filter'
  if (CLOSING.test(text)) return 'closing'
  if (DETAIL.test(text)) return 'detail'
  return COUNT.test(text) ? 'count' : 'name'
}

function nameRole(text: string, reader: PlainFilterReader): LineRole | null {
  if (NO_NAME.test(text)) return 'irrelevant'
  const name = text.slice(indentOf(text))
  reader.name = name
  // The line below begins with this word, and the name might end with a label's first one.
  return /[\p{L}\p{N}]/u.test(name) && isPlainText(`${name} Filter`, netdiagVocabulary.anywhere) ? 'read' : null
}

function isMarked(text: string): boolean {
  netdiagVocabulary.anywhere.lastIndex = 0
  return netdiagVocabulary.anywhere.test(text)
}
