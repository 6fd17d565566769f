import type { EndpointFragment } from '../../../model/endpoint.ts'
import type { Anchor, Block, Format, Reading, ReadingProblem } from '../../../model/format.ts'
import type { PacketFilter } from '../../../model/spd-entry.ts'
import { lineSpan, type SourceLine } from '../../../text/source-text.ts'
import { type FlowingText, flow, type Piece, placeOf, rolesOf } from '../../flowing-text.ts'
import { foundOnce } from '../../found-once.ts'
import { explainError } from '../console-marks.ts'
import { filterFragment } from '../filter-fragment.ts'
import type { FilterRecord } from '../filter-records.ts'
import { filterSteps, inConsole } from '../filter-steps.ts'
import { policySettings } from '../policy-settings.ts'
import { readFilter } from '../read-filter.ts'
import { recogniseNetdiag } from './netdiag-anchors.ts'
import { type NetdiagRun, netdiagRunOf } from './netdiag-sections.ts'
import { plainHeadingIn, plainTestOf, withAbove } from './plain-run.ts'

/**
 * The IPsec test of the Windows Support Tools, for Windows 2000, which has no `netsh ipsec`. Its filters are specific
 * ones: each has one direction, and keywords are expanded. Published (Microsoft, on a policy that blocks one port) are
 * filters that block; what the flags of a tunnel filter look like is concluded from them.
 */
export const netdiag: Format = {
  id: 'windows/netdiag',
  title: 'Windows 2000 IPsec filters (netdiag)',
  command: 'netdiag /test:ipsec /debug',
  hint: /netdiag|security\s{1,9}test|filter\s{1,9}id\s{0,9}:/i,
  recognise,
  read,
}

const dialect = { ...policySettings, ...filterSteps([], inConsole) }

const WHOLE = 'Run `netdiag /test:ipsec /debug` and paste all that stands below "IP Security test".'
const NEWER =
  'On Windows XP and later run `netsh ipsec dynamic show qmfilter all type=specific`; on Windows 2000 assign the policy first.'

const plainTests = foundOnce(({ lines }) => plainTestOf(lines))

function recognise(lines: readonly SourceLine[]): readonly Anchor[] {
  const heading = plainHeadingIn(lines)
  const isPlain = heading !== null && plainTests.recognising(lines.slice(heading)).found !== null
  return recogniseNetdiag(isPlain ? lines.slice(0, heading + 1) : lines)
}

function read(block: Block): Reading {
  const { lines } = block
  const heading = plainHeadingIn(lines)
  const test = heading === null ? null : plainTests.reading(lines.slice(heading)).found
  const run = test === null ? null : withAbove(test, lines)
  if (run === null) return readAnyShape(block)
  const { computer, filters, roles } = run
  return {
    endpoints: [{ ...filterFragment(computer, filters, lineSpan(run.heading)), dialect }],
    observations: [],
    roles,
    problems: [],
  }
}

function readAnyShape(block: Block): Reading {
  const flowing = flow(block.lines)
  const run = netdiagRunOf(flowing.text)
  const problems: ReadingProblem[] = run.errors.map((error) => {
    const { means, instead } = explainError(error.text)
    return { kind: 'unsupported', span: placeOf(flowing, error), say: `"${error.text}" says that ${means}.`, instead }
  })
  const filters = readFilters(run, flowing, problems)
  const found = run.filters.length > 0 || run.count !== null
  return {
    endpoints: found ? [fragmentOf(run, filters, flowing)] : [],
    observations: [],
    roles: rolesOf(flowing, run.understood),
    problems: problems.toSorted((a, b) => a.span.line - b.span.line),
  }
}

/** `undefined` when there should be filters and none could be read. */
function readFilters(
  run: NetdiagRun,
  flowing: FlowingText,
  problems: ReadingProblem[],
): readonly PacketFilter[] | undefined {
  const filters: PacketFilter[] = []
  const records = run.filters.flatMap(({ name, records: found }) => found.finish().map((record) => ({ name, record })))
  for (const { name, record } of records) {
    const cut = isCut(record, run)
    const reading = cut
      ? { filter: null, problems: [cutProblem(run, flowing)] }
      : readFilter(record, { place: (piece) => placeOf(flowing, piece), instead: WHOLE, name })
    problems.push(...reading.problems)
    if (reading.filter !== null) filters.push(reading.filter)
    else for (const pair of record.values()) if (pair.role !== null) pair.role = 'unsupported'
  }
  if (run.count !== null && run.count.number !== records.length) {
    const stand = records.length === 1 ? 'filter stands' : 'filters stand'
    const say = `"${run.count.text}" counts ${run.count.number}, but ${records.length} ${stand} below it.`
    problems.push({ kind: 'cut', span: placeOf(flowing, run.count), say, instead: WHOLE })
  } else if (records.length === 0 && run.count === null) {
    const none = noFilters(run)
    if (none !== null)
      problems.push({ kind: none.kind, span: placeOf(flowing, none.at), say: none.say, instead: none.instead })
  }
  return filters.length > 0 || run.count?.number === 0 ? filters : undefined
}

/** The flags stand at the end of each filter. */
function isCut(record: FilterRecord, run: NetdiagRun): boolean {
  return !record.has('flags') && [...record.values()].some((pair) => pair === run.last)
}

function cutProblem(run: NetdiagRun, flowing: FlowingText): ReadingProblem {
  const say = 'The text ends in the middle of this filter, so the filter is left out.'
  return { kind: 'cut', span: placeOf(flowing, run.last ?? NOWHERE), say, instead: WHOLE }
}

const NOWHERE: Piece = { from: 0, to: 0 }

/** Why a run without filters shows none. */
function noFilters(run: NetdiagRun) {
  const { unassigned, heading } = run
  if (unassigned !== null) {
    const say = `"${unassigned.text}" says that no policy is assigned, so that there are no filters to show.`
    return { kind: 'unsupported' as const, at: unassigned, say, instead: NEWER }
  }
  if (heading === null) return null
  if (/skipped$/i.test(heading.text)) {
    const say = 'The test was skipped, so that no filter is shown.'
    return { kind: 'unsupported' as const, at: heading, say, instead: NEWER }
  }
  const say = 'The test shows no filters; only its longer form does.'
  return { kind: 'cut' as const, at: heading, say, instead: WHOLE }
}

function fragmentOf(
  run: NetdiagRun,
  filters: readonly PacketFilter[] | undefined,
  flowing: FlowingText,
): EndpointFragment {
  const [start] = run.understood
  return { ...filterFragment(run.computer, filters, placeOf(flowing, run.heading ?? start ?? NOWHERE)), dialect }
}
