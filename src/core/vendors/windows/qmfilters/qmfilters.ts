import type { EndpointFragment } from '../../../model/endpoint.ts'
import type { Anchor, Block, Format, Reading, ReadingProblem } from '../../../model/format.ts'
import type { PacketFilter } from '../../../model/spd-entry.ts'
import { lineSpan, type SourceLine } from '../../../text/source-text.ts'
import { type FlowingText, note, type Piece, placeOf, rolesOf } from '../../flowing-text.ts'
import { foundOnce } from '../../found-once.ts'
import { explainError, saysEmpty } from '../console-marks.ts'
import { filterFragment } from '../filter-fragment.ts'
import type { FilterRecord } from '../filter-records.ts'
import { readFilter } from '../read-filter.ts'
import { plainDumpOf } from './plain-dump.ts'
import { recogniseQmfilters } from './qmfilters-anchors.ts'
import { type Dump, dumpsOf, type Section } from './qmfilters-sections.ts'

/**
 * The filters that the Windows IPsec driver has loaded. No published sample of this output is known: headings, labels and
 * closing counts are reconstructed from the command's parameters and the columns of the console, so that labels alone
 * count, not their order, their padding or line breaks. Generic and specific filters show one SPD twice; the specific
 * ones have keywords expanded (Microsoft, "IP Security Monitor": specific filters are derived from the generic ones).
 */
export const qmfilters: Format = {
  id: 'windows/netsh-qmfilters',
  title: 'Windows quick mode filters',
  command: 'netsh ipsec dynamic show qmfilter all type=specific',
  hint: /quick|netsh|dynamic|\bERR|filter\s{0,9}name/i,
  recognise,
  read,
}

const WHOLE =
  'Run `netsh ipsec dynamic show qmfilter all type=specific` and paste its whole output, to the line "N Specific Filter(s)", or hand it in as a file.'

const plainDumps = foundOnce(({ lines }) => plainDumpOf(lines))

function recognise(lines: readonly SourceLine[]): readonly Anchor[] {
  const { found } = plainDumps.recognising(lines)
  return found === null ? recogniseQmfilters(lines) : [found.begin.number]
}

function read(block: Block): Reading {
  const { flowing, found } = plainDumps.reading(block.lines)
  if (found === null) return readAnyShape(flowing)
  const { heading, filters, roles } = found
  return { endpoints: [filterFragment(null, filters, lineSpan(heading))], observations: [], roles, problems: [] }
}

function readAnyShape(flowing: FlowingText): Reading {
  const dumps = dumpsOf(flowing.text)
  const problems: ReadingProblem[] = []
  const endpoints: EndpointFragment[] = []
  for (const dump of dumps) {
    const filters = readDump(dump, flowing, problems)
    if (filters !== null) endpoints.push(fragmentOf(dump, filters.filters, flowing))
  }
  const understood = dumps.flatMap((dump) => dump.understood)
  return { endpoints, observations: [], roles: rolesOf(flowing, understood), problems }
}

/** The filters of a dump, `undefined` inside when none could be read; `null` when it is no dump but an error. */
function readDump(
  dump: Dump,
  flowing: FlowingText,
  problems: ReadingProblem[],
): { readonly filters: readonly PacketFilter[] | undefined } | null {
  for (const error of dump.errors) {
    const { means, instead } = explainError(error.text)
    problems.push({
      kind: 'unsupported',
      span: placeOf(flowing, error),
      say: `"${error.text}" says that ${means}.`,
      instead,
    })
  }
  const sections = dump.sections.map((section) => ({ ...section, found: section.records.finish() }))
  const filled = sections.filter(({ found }) => found.length > 0)
  const used =
    filled.find(({ kind }) => kind === 'specific') ?? filled.find(({ kind }) => kind === 'generic') ?? filled[0]
  if (used === undefined) return readEmpty(dump, flowing, problems)
  for (const section of sections) {
    if (section !== used) for (const pair of section.pairs) note(pair, 'irrelevant', dump.understood)
  }
  const footed = sections.some(({ count }) => count !== null)
  const filters: PacketFilter[] = []
  for (const [index, record] of used.found.entries()) {
    const last = index === used.found.length - 1
    const cut = last && used.count === null && isCut(record, used.found[index - 1])
    const name = record.get('name')?.value.text ?? ''
    const reading = cut
      ? { filter: null, problems: [cutProblem(endOf(record), flowing)] }
      : readFilter(record, {
          place: (piece) => placeOf(flowing, piece),
          instead: WHOLE,
          name: name === '' ? null : name,
        })
    problems.push(...reading.problems)
    if (reading.filter !== null) filters.push(reading.filter)
    else for (const pair of record.values()) note(pair, 'unsupported', dump.understood)
    if (cut) return { filters: filters.length === 0 ? undefined : filters }
  }
  const { begun } = used.records
  if (begun !== null && used.count === null) problems.push(cutProblem(endOf(begun), flowing))
  const count = countProblem(used, used.found.length, footed, flowing)
  if (count !== null) problems.push(count)
  return { filters: filters.length === 0 ? undefined : filters }
}

/** No filter was found: none is loaded, the text was cut, or its labels are in another language. */
function readEmpty(
  dump: Dump,
  flowing: FlowingText,
  problems: ReadingProblem[],
): { readonly filters: readonly PacketFilter[] | undefined } | null {
  const counted = dump.sections.filter(({ count }) => count !== null)
  const empty = counted.length > 0 && counted.every(({ count }) => count?.number === 0)
  if (empty || (counted.length === 0 && dump.errors.some(({ text }) => saysEmpty(text)))) return { filters: [] }
  const section = (counted.length > 0 ? counted : dump.sections).find(({ header }) => header !== null)
  if (section?.header == null || dump.errors.length > 0) return null
  const say = section.hasRest
    ? 'No filter could be read under this heading, since none of the labels below it is known.'
    : 'The text ends under this heading, before the first filter.'
  const instead = section.hasRest
    ? 'Paste the output of `netsh ipsec dynamic show qmfilter all` from an account whose display language is English.'
    : WHOLE
  problems.push({ kind: section.hasRest ? 'unsupported' : 'cut', span: placeOf(flowing, section.header), say, instead })
  return { filters: undefined }
}

/** It lacks what every filter has, or what the one before it has. */
function isCut(record: FilterRecord, before: FilterRecord | undefined): boolean {
  if (!record.has('source') || !record.has('destination')) return true
  if (before === undefined) return !record.has('inboundAction') && !record.has('outboundAction')
  const usual = ['protocol', 'mirrored', 'direction', 'weight', 'inboundAction', 'outboundAction'] as const
  return usual.some((key) => before.has(key) && !record.has(key))
}

function cutProblem(end: Piece, flowing: FlowingText): ReadingProblem {
  const say = 'The text ends in the middle of this filter, so the filter is left out.'
  return { kind: 'cut', span: placeOf(flowing, end), say, instead: WHOLE }
}

function endOf(record: FilterRecord): Piece {
  return [...record.values()].reduce((last, pair) => (pair.from > last.from ? pair : last))
}

function countProblem(section: Section, found: number, footed: boolean, flowing: FlowingText): ReadingProblem | null {
  if (section.count !== null && section.count.number !== found) {
    const say = `"${section.count.text}" counts ${section.count.number}, but ${found} ${found === 1 ? 'filter stands' : 'filters stand'} above it.`
    return { kind: 'cut', span: placeOf(flowing, section.count), say, instead: WHOLE }
  }
  if (section.count !== null || !footed || section.header === null) return null
  const say = 'These filters have no closing count, although those of the other section have one; some may be missing.'
  return { kind: 'cut', span: placeOf(flowing, section.header), say, instead: WHOLE }
}

function fragmentOf(dump: Dump, filters: readonly PacketFilter[] | undefined, flowing: FlowingText): EndpointFragment {
  const start = dump.sections.find(({ header }) => header !== null)?.header
  return filterFragment(dump.host, filters, placeOf(flowing, start ?? { from: 0, to: flowing.text.length }))
}
