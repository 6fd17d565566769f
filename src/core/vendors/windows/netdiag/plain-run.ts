import type { LineRole } from '../../../model/format.ts'
import { LineRoles } from '../../../model/line-roles.ts'
import { rememberedTexts } from '../../../model/remembered.ts'
import type { PacketFilter } from '../../../model/spd-entry.ts'
import type { SourceLine } from '../../../text/source-text.ts'
import { indentOf } from '../../../text/words.ts'
import { flow, rolesOf } from '../../flowing-text.ts'
import type { FilterKey } from '../filter-labels.ts'
import { isPlainText } from '../plain-fields.ts'
import { PlainFilterReader } from '../plain-filter-reader.ts'
import { netdiagRunOf, netdiagVocabulary } from './netdiag-sections.ts'

/** The filters of netdiag's IPsec test that stand there as they were printed. */
interface PlainTest {
  readonly heading: SourceLine
  readonly filters: readonly PacketFilter[]
  readonly roles: LineRoles
}

/** The same with what stands above the test. */
interface PlainRun extends PlainTest {
  readonly computer: string | null
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
/** Another run might begin there. */
const BEGINS = /netdiag|security\s{1,9}test/i
const CLOSING = /^(?:The command completed successfully|[A-Z]:\\[\w\\]{0,60}>)$/

/** The index of the first line that is the heading of the IPsec test as it is printed; `null` where there is none. */
export function plainHeadingIn(lines: readonly SourceLine[]): number | null {
  const at = lines.findIndex(({ text }) => HEADING.test(text))
  return at < 0 || (lines[at - 1]?.text ?? '') !== '' ? null : at
}

/**
 * A test in which nothing is amiss below its heading, which is the first of the lines: above the fields of each filter its name, and as many
 * filters as it counts. No other run begins on these lines. `null` for any other text, which `netdiagRunOf` and `readFilter` read
 * whatever its shape; they would read the same of this one.
 */
export function plainTestOf(lines: readonly SourceLine[]): PlainTest | null {
  const [heading] = lines
  if (heading === undefined) return null
  const reader = new PlainFilterReader(netdiagVocabulary, FIELDS, 'irrelevant')
  const frame: RunFrame = {
    count: null,
    last: null,
    isNumberedName: rememberedTexts((words) => isPlainName(`${words}1`)),
  }
  const roles = new LineRoles(lines)
  roles.set(heading.number, 'read')
  const isPlain = reader.read(lines.slice(1), roles, (line) => roleIn(line, frame, reader))
  const { filters } = reader
  if (!isPlain || frame.last === 'name' || filters.length !== (frame.count ?? filters.length)) return null
  return filters.length === 0 ? null : { heading, filters, roles }
}

/** With what stands above the heading, which may be anything, such as the tests before; `null` where that is a part of the IPsec test. */
export function withAbove(test: PlainTest, lines: readonly SourceLine[]): PlainRun | null {
  const start = lines.indexOf(test.heading)
  const above = flow(lines.slice(0, start))
  const before = netdiagRunOf(above.text, false)
  if (before.heading !== null || before.count !== null || before.unassigned !== null) return null
  if (before.errors.length > 0) return null
  const roles = rolesOf(above, before.understood, lines)
  roles.putEnd(test.roles)
  return { ...test, roles, computer: before.computer }
}

interface RunFrame {
  count: number | null
  /** What the line above is, where that tells what this one must be: another such line, or the filter of the name. */
  last: 'detail' | 'name' | 'closing' | null
  /** Whether words with a blank at their end are a plain name with any number behind them, as many filters have it. */
  readonly isNumberedName: (words: string) => boolean
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
  if (kind === 'name') return nameRole(text, frame, reader)
  if (reader.isInside) return null
  if (kind === 'detail') return BEGINS.test(text) || isMarked(text.replace(DETAIL, '')) ? null : 'irrelevant'
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

function nameRole(text: string, { isNumberedName }: RunFrame, reader: PlainFilterReader): LineRole | null {
  if (NO_NAME.test(text)) return 'irrelevant'
  const name = text.slice(indentOf(text))
  reader.name = name
  const words = name.slice(0, startOfNumber(name))
  return (words === name ? isPlainName(name) : isNumberedName(words)) ? 'read' : null
}

/** The index of a number that is the last word of a name; the name's length where it is none. */
function startOfNumber(name: string): number {
  let start = name.length
  while (isDigit(name.charCodeAt(start - 1))) start--
  return name.length - start <= LONGEST_NUMBER && name.charCodeAt(start - 1) === BLANK ? start : name.length
}

function isDigit(code: number): boolean {
  return code >= DIGIT_0 && code <= DIGIT_0 + 9
}

const [BLANK, DIGIT_0] = [0x20, 0x30]
/** Nothing that a name may not have in it tells one number from another, up to so many digits. */
const LONGEST_NUMBER = 6

function isPlainName(name: string): boolean {
  // The line below begins with this word, and the name might end with a label's first one.
  return /[\p{L}\p{N}]/u.test(name) && !BEGINS.test(name) && isPlainText(`${name} Filter`, netdiagVocabulary.anywhere)
}

function isMarked(text: string): boolean {
  netdiagVocabulary.anywhere.lastIndex = 0
  return netdiagVocabulary.anywhere.test(text)
}
