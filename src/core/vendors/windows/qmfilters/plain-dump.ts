import { LineRoles } from '../../../model/line-roles.ts'
import type { PacketFilter } from '../../../model/spd-entry.ts'
import type { SourceLine } from '../../../text/source-text.ts'
import type { FilterKey } from '../filter-labels.ts'
import { PlainFilterReader } from '../plain-filter-reader.ts'
import { dumpVocabulary } from './qmfilters-sections.ts'

/** The filters of a dump that stands there as it was printed. */
interface PlainDump {
  /** The line of its command, else that of its heading. */
  readonly begin: SourceLine
  readonly heading: SourceLine
  readonly filters: readonly PacketFilter[]
  readonly roles: LineRoles
}

const FIELDS: ReadonlyMap<string, FilterKey> = new Map(
  (
    [
      'name',
      'source',
      'destination',
      'tunnelSource',
      'tunnelDestination',
      'protocol',
      'mirrored',
      'direction',
      'weight',
      'inboundAction',
      'outboundAction',
      'other',
    ] as const
  ).map((key) => [key, key]),
)
const COMMAND = /^[A-Z]:\\[\w\\]{0,60}>netsh ipsec dynamic show qmfilter all(?: type=(?:generic|specific))?$/
const HEADING = /^Quick Mode Filters\((?:Generic|Specific)\):$/
const RULE = /^-{5,200}$/
const PROMPT = /^[A-Z]:\\[\w\\]{0,60}>$/
const FOOTER = /^(\d{1,9}) (?:Generic|Specific) Filter\(s\)$/

/**
 * One section of filters with nothing amiss: below its command or its heading one known field on each line, a blank line between
 * two filters, and at the end the right count or none. `null` for any other text, which `dumpsOf` and `readFilter` read
 * whatever its shape; they would read the same of this one.
 */
export function plainDumpOf(lines: readonly SourceLine[]): PlainDump | null {
  const reader = new PlainFilterReader(dumpVocabulary, FIELDS, 'read')
  const frame: DumpFrame = { begin: null, heading: null, count: null }
  const roles = new LineRoles(lines)
  const isPlain = reader.read(lines, roles, (line) =>
    reader.end() && isFramed(line, frame, reader) ? 'irrelevant' : null,
  )
  const { begin, heading, count } = frame
  if (begin === null || heading === null || !isPlain) return null
  const { filters } = reader
  const whole = count === null ? filters.length > 0 && !reader.isCut : count > 0 && count === filters.length
  return whole ? { begin, heading, filters, roles } : null
}

interface DumpFrame {
  begin: SourceLine | null
  heading: SourceLine | null
  count: number | null
}

/** Whether a line stands in its place above or below the filters. */
function isFramed(line: SourceLine, frame: DumpFrame, reader: PlainFilterReader): boolean {
  const { text } = line
  if (text === '') return true
  if (frame.heading === null) {
    if (HEADING.test(text)) {
      frame.heading = line
      reader.isInside = true
    } else if (frame.begin !== null || !COMMAND.test(text)) return false
    frame.begin ??= line
    return true
  }
  if (frame.count !== null) return PROMPT.test(text)
  const [, count] = FOOTER.exec(text) ?? []
  if (count === undefined) return reader.filters.length === 0 && RULE.test(text)
  frame.count = Number(count)
  reader.isInside = false
  return true
}
