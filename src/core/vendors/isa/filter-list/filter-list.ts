import { formatRange, mixFamilies } from '../../../address/address-range.ts'
import { isProblem } from '../../../address/parse-address.ts'
import type { Block, Format, Reading, ReadingProblem } from '../../../model/format.ts'
import { LineRoles } from '../../../model/line-roles.ts'
import type { SourceLine } from '../../../text/source-text.ts'
import { type FilterLists, fragmentsOf, type PlacedFilter } from './filter-fragments.ts'
import { badAddress, type Names, readNames } from './filter-names.ts'
import {
  type BrokenFilter,
  filterSpan,
  leftOf,
  mayHoldFilter,
  parseLine,
  plainFilter,
  rightOf,
  type WrittenFilter,
} from './filter-notation.ts'
import { sortVersions } from './filter-versions.ts'

/**
 * Filter lists in the notation that people use to talk about ISA Server's tunnel filters: `A1 SubnetA > SubnetB` is a
 * packet from SubnetA to SubnetB, `A4 ISA-A < SubnetB` one from SubnetB to ISA-A; the letter tells whose list it is.
 */
export const filterList: Format = {
  id: 'isa/filter-list',
  title: 'Filter list in short notation (`A1 SubnetA > SubnetB`)',
  command: 'Write one line for each filter, `A1 SubnetA > SubnetB`, with names or addresses.',
  hint: /[<>←→⇐⇒➔↔⇔]|&[lg]t;/,
  recognise,
  read,
}

function recognise(lines: readonly SourceLine[]): number[] {
  const first = firstOfSeveral(lines)
  if (first === null) return []
  const above = lines.slice(0, first)
  if (above.every(isProse)) return lines.slice(0, 1).map((line) => line.number)
  const { roles } = readNames(above, lines.flatMap(listedFilters))
  const [definition] = roles.keys()
  return [definition ?? lines[first]?.number ?? 1]
}

/** The index of the line with the first filter, where there is another one below; one alone may be of anything. */
function firstOfSeveral(lines: readonly SourceLine[]): number | null {
  let first: { readonly index: number; readonly name: string } | null = null
  for (const [index, line] of lines.entries()) {
    for (const { name, list } of listedFilters(line)) {
      first ??= { index, name: list + name }
      if (first.name !== list + name) return first.index
    }
  }
  return null
}

/** Filters at the beginning of a line, behind a heading, or several on one line: not those that a sentence mentions. */
function listedFilters(line: SourceLine): readonly WrittenFilter[] {
  if (!mayHoldFilter(line)) return []
  const plain = plainFilter(line)
  if (plain !== null) return [plain]
  const { words, filters } = parseLine(line)
  const [first] = filters
  if (first === undefined || filters.length > 1) return filters
  const before = words.slice(0, first.before === null ? 0 : words.indexOf(first.before) + 1)
  return before.every((word) => /^[\W\d]*$|:$/.test(word.text.slice(-100))) ? filters : []
}

function read(block: Block): Reading {
  const { written, broken, others } = filtersIn(block.lines)
  const names = readNames(others, written)
  const roles = new LineRoles(block.lines)
  for (const line of others) {
    const role = names.roles.get(line.number) ?? (isProse(line) ? 'irrelevant' : undefined)
    if (role !== undefined) roles.set(line.number, role)
  }
  const problems: ReadingProblem[] = [...names.problems, ...broken.map(brokenFilter)]
  const placed: PlacedFilter[] = []
  for (const filter of written) {
    const found = placeFilter(filter, placed.at(-1), names)
    if ('kind' in found) problems.push(found)
    else placed.push(found)
  }
  const { lists, repeats } = currentLists(placed, problems)
  const endpoints = fragmentsOf(lists, names, block.lines, problems)
  for (const { written } of placed) roles.set(written.line.number, 'irrelevant')
  for (const list of lists.values()) for (const { written } of list) roles.set(written.line.number, 'read')
  for (const problem of problems) roles.set(problem.span.line, 'unsupported')
  const all = [...problems, ...repeats].toSorted((a, b) => a.span.line - b.span.line)
  return { endpoints, observations: [], roles, problems: all }
}

/** All filters, and the lines that may hold something else. */
function filtersIn(lines: readonly SourceLine[]) {
  const written: WrittenFilter[] = []
  const broken: BrokenFilter[] = []
  const others: SourceLine[] = []
  for (const line of lines) {
    const plain = plainFilter(line)
    if (plain !== null) {
      written.push(plain)
      continue
    }
    others.push(line)
    if (!mayHoldFilter(line)) continue
    const parsed = parseLine(line)
    for (const filter of parsed.filters) written.push(filter)
    for (const each of parsed.broken) broken.push(each)
  }
  return { written, broken, others }
}

/** Both filters of a tunnel mostly stand one behind the other, so that `before` has the same sides. */
function placeFilter(
  written: WrittenFilter,
  before: PlacedFilter | undefined,
  names: Names,
): PlacedFilter | ReadingProblem {
  const left = before?.written.left === written.left ? before.left : names.meaning(written.left)
  if (isProblem(left)) return badAddress(leftOf(written), left)
  const right = before?.written.right === written.right ? before.right : names.meaning(written.right)
  if (isProblem(right)) return badAddress(rightOf(written), right)
  if (mixFamilies(left.range, right.range)) {
    return {
      kind: 'invalid',
      span: filterSpan(written),
      say: `${written.name} has IPv4 on one side and IPv6 on the other: ${left.text} and ${right.text}.`,
      instead: 'Give both sides addresses of one family.',
    }
  }
  return { written, left, right }
}

function nameOf({ written }: PlacedFilter): string {
  return written.name
}

/** What tells it from others of its list: `A01` is not `A1`. */
function numberOf({ written: { name, list } }: PlacedFilter): number | string {
  const digits = name.slice(list.length)
  return digits.startsWith('0') ? digits : Number(digits)
}

/** Equal for two filters for the same packets. */
function contentOf({ written: { forward }, left, right }: PlacedFilter): string {
  const [from, to] = forward ? [left, right] : [right, left]
  return `${formatRange(from.range)} > ${formatRange(to.range)}`
}

/** The filters by the letters of their names; of a list that stands there in several versions, the first one. */
function currentLists(
  filters: readonly PlacedFilter[],
  problems: ReadingProblem[],
): { readonly lists: FilterLists; readonly repeats: readonly ReadingProblem[] } {
  const byList = new Map<string, PlacedFilter[]>()
  for (const filter of filters) {
    const known = byList.get(filter.written.list)
    if (known === undefined) byList.set(filter.written.list, [filter])
    else known.push(filter)
  }
  const lists = new Map<string, readonly PlacedFilter[]>()
  const repeats: ReadingProblem[] = []
  for (const [list, all] of byList) {
    const { current, later, conflicts } = sortVersions(all, numberOf, contentOf)
    lists.set(list, current)
    for (const version of later) repeats.push(...laterList(list, current, version))
    for (const conflict of conflicts) problems.push(twiceDifferent(conflict.first, conflict.second))
  }
  return { lists, repeats }
}

function laterList(
  list: string,
  current: readonly PlacedFilter[],
  { all, more }: { readonly all: readonly PlacedFilter[]; readonly more: readonly PlacedFilter[] },
): ReadingProblem[] {
  const names = more.slice(0, 6).map(nameOf)
  return more.slice(0, 1).map(({ written }) => ({
    kind: 'unsupported',
    span: filterSpan(written),
    say: `The filters of ${list} stand here twice: ${linesOf(current)}, and again ${linesOf(all)} with ${names.join(', ')}${more.length > names.length ? ', ...' : ''} added. The first list is taken as the state to be examined, the second one as a state after a change, and left out.`,
    instead: 'To have the second list examined, paste it alone.',
  }))
}

function linesOf(filters: readonly PlacedFilter[]): string {
  const lines = filters.map(({ written }) => written.line.number).toSorted((a, b) => a - b)
  const [from, to] = [lines[0], lines.at(-1)]
  return from === to ? `in line ${from}` : `in lines ${from} to ${to}`
}

function twiceDifferent(first: PlacedFilter, second: PlacedFilter): ReadingProblem {
  return {
    kind: 'invalid',
    span: filterSpan(second.written),
    say: `${nameOf(second)} stands for ${contentOf(second)} here and for ${contentOf(first)} in line ${first.written.line.number}; the first one is used.`,
    instead: 'Give each filter a name of its own.',
  }
}

const BROKEN: Readonly<Record<BrokenFilter['why'], Pick<ReadingProblem, 'kind' | 'say' | 'instead'>>> = {
  'no right side': {
    kind: 'cut',
    say: 'This filter ends before its second side.',
    instead: 'Paste the whole line, e.g. `A1 SubnetA > SubnetB`.',
  },
  'no left side': {
    kind: 'cut',
    say: 'This filter lacks its first side.',
    instead: 'Paste the whole line, e.g. `A1 SubnetA > SubnetB`.',
  },
  'both ways': {
    kind: 'unsupported',
    say: 'This filter is written for both directions, but a tunnel filter has one.',
    instead: 'Write two filters, one with `>` and one with `<`.',
  },
  qualified: {
    kind: 'unsupported',
    say: 'This filter names a protocol or port, for which the short notation has no room.',
    instead: 'Paste the output of `netsh ipsec dynamic show qmfilter all type=specific`, which has them.',
  },
}

function brokenFilter({ why, span }: BrokenFilter): ReadingProblem {
  return { ...BROKEN[why], span }
}

const STRUCTURED = [
  /[<>←→⇐⇒]|&[lg]t;/,
  /\d\.\d|[\da-f]:[\da-f:]/i,
  /^[-=_*#]{5,}$/,
  /^[^:=]{1,40}[:=]\s*\S.{0,40}$/,
  /^[("'`*[]*[A-Z]{1,4}\d{1,4}[:.)]?(?:\s+\S+){1,3}$/,
]

/** Text for people, in which nothing of a list can hide: neither addresses nor labels nor the name of a filter. */
function isProse(line: SourceLine): boolean {
  const text = line.text.replace(/^(?:\s|>|&gt;)+/, '').trimEnd()
  return text.length < 10_000 && !STRUCTURED.some((pattern) => pattern.test(text))
}
