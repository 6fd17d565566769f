import { LineRoles } from '../../model/line-roles.ts'
import type { PacketFilter } from '../../model/spd-entry.ts'
import type { SourceLine } from '../../text/source-text.ts'
import type { FilterKey } from './filter-labels.ts'
import { PlainFilterReader } from './plain-filter-reader.ts'
import { dumpVocabulary } from './qmfilters-sections.ts'

/** The filters of a dump that stands there as it was printed. */
export interface PlainDump {
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
  const roles = new LineRoles(lines)
  const reader = new PlainFilterReader(dumpVocabulary, FIELDS, 'read')
  let begin: SourceLine | null = null
  let heading: SourceLine | null = null
  let count: number | null = null
  for (const line of lines) {
    const { text } = line
    const role = heading !== null && count === null ? reader.take(line) : null
    if (role !== null) {
      roles.set(line.number, role)
      continue
    }
    if (!reader.end()) return null
    roles.set(line.number, 'irrelevant')
    if (text === '') continue
    if (heading === null) {
      if (HEADING.test(text)) heading = line
      else if (begin !== null || !COMMAND.test(text)) return null
      begin ??= line
    } else if (count !== null) {
      if (!PROMPT.test(text)) return null
    } else if (FOOTER.test(text)) count = Number.parseInt(text, 10)
    else if (reader.filters.length > 0 || !RULE.test(text)) return null
  }
  if (begin === null || heading === null || !reader.end()) return null
  const { filters } = reader
  const whole = count === null ? filters.length > 0 && !reader.isCut : count > 0 && count === filters.length
  return whole ? { begin, heading, filters, roles } : null
}
