import type { EndpointFragment } from '../../../model/endpoint.ts'
import type { Anchor, Block, Format, Reading, ReadingProblem } from '../../../model/format.ts'
import type { PacketFilter } from '../../../model/spd-entry.ts'
import type { SwitchedOff } from '../../../model/switched-off.ts'
import { lineSpan, type SourceLine } from '../../../text/source-text.ts'
import { type FlowingText, note, type Piece, placeOf, rolesOf } from '../../flowing-text.ts'
import { foundOnce } from '../../found-once.ts'
import { readTerm } from '../address-term.ts'
import { filterFragment } from '../filter-fragment.ts'
import type { FilterRecord } from '../filter-records.ts'
import { filterSteps } from '../filter-steps.ts'
import { policySettings } from '../policy-settings.ts'
import { readFilter } from '../read-filter.ts'
import type { NamedRule } from '../rule-names.ts'
import { plainListOf } from './plain-list.ts'
import { recogniseStatic } from './static-anchors.ts'
import { explainStaticError } from './static-errors.ts'
import { isNone, type StaticPair, type StorePair } from './static-labels.ts'
import type { Off } from './static-off.ts'
import { type FilterList, type Rule, type StaticStore, staticStoreOf } from './static-store.ts'
import { type Use, usesOf } from './static-uses.ts'

/**
 * The policy store of the Windows IPsec policy agent: what is configured, which is in force only where a policy is
 * assigned. Filter lists are read from published samples; rules and filter actions, of which none is known, by plausible
 * labels.
 */
export const staticFilters: Format = {
  id: 'windows/netsh-static',
  title: 'Windows IPsec policies and filter lists',
  command: 'netsh ipsec static show all',
  hint: /(?:list|policy|rule)\s{1,9}name|筛选器列表名称|\bERR|ipsec\s{1,9}static|\(static\)/i,
  recognise,
  read,
}

const WHOLE = 'Run `netsh ipsec static show all` and paste its whole output, or hand it in as a file.'

const plainLists = foundOnce(({ lines }) => plainListOf(lines))

function recognise(lines: readonly SourceLine[]): readonly Anchor[] {
  const { found } = plainLists.recognising(lines)
  return found === null ? recogniseStatic(lines) : [found.begin.number]
}

function read(block: Block): Reading {
  const { flowing, found } = plainLists.reading(block.lines)
  if (found === null) return readAnyShape(flowing)
  const { begin, filters, roles, problem } = found
  const endpoint = { ...filterFragment(null, filters, lineSpan(begin)), configuredOnly: true as const }
  return { endpoints: [endpoint], observations: [], roles, problems: [problem] }
}

function readAnyShape(flowing: FlowingText): Reading {
  const store = staticStoreOf(flowing.text)
  const problems: ReadingProblem[] = store.errors.map((error) => {
    const { means, instead } = explainStaticError(error.text)
    return { kind: 'unsupported', span: placeOf(flowing, error), say: `"${error.text}" says that ${means}.`, instead }
  })
  const { uses, doubts, rules } = usesOf(store)
  const offs = new Map<Off, SwitchedOff>()
  for (const { at, ...doubt } of doubts) problems.push({ ...doubt, span: placeOf(flowing, at) })
  const filters: PacketFilter[] = []
  for (const list of store.lists) {
    const found = list.repeated ? undefined : uses.get(list)
    if (found === undefined) for (const pair of list.pairs) note(pair, 'irrelevant', store.understood)
    else for (const filter of readList(list, found, store, { flowing, offs }, problems)) filters.push(filter)
  }
  return {
    endpoints: store.lists.length === 0 && store.rules.length === 0 ? [] : [fragmentOf(store, filters, rules, flowing)],
    observations: [],
    roles: rolesOf(flowing, store.understood),
    problems: problems.toSorted((a, b) => a.span.line - b.span.line),
  }
}

/** The filters of a list, once for each rule that uses it. */
function readList(
  list: FilterList,
  uses: readonly Use[],
  store: StaticStore,
  { flowing, offs }: { readonly flowing: FlowingText; readonly offs: Map<Off, SwitchedOff> },
  problems: ReadingProblem[],
): PacketFilter[] {
  const filters: PacketFilter[] = []
  const records = list.records.finish()
  for (const [index, record] of records.entries()) {
    if (isCut(record, records[index - 1], store.last)) {
      const say = 'The text ends in the middle of this filter, so the filter is left out.'
      problems.push({ kind: 'cut', span: placeOf(flowing, store.last ?? NOWHERE), say, instead: WHOLE })
      leaveOut(record)
      continue
    }
    for (const [nth, use] of uses.entries()) {
      const reading = readAs(use, record, list, flowing)
      if (nth === 0) problems.push(...reading.problems)
      if (reading.filter === null) leaveOut(record)
      else filters.push(switchedOff(reading.filter, use.off))
    }
  }
  const count = Number(list.count?.value.text ?? records.length)
  if (list.count !== null && count !== records.length) {
    const stand = records.length === 1 ? 'filter stands' : 'filters stand'
    const say = `This filter list counts ${count}, but ${records.length} ${stand} in it.`
    problems.push({ kind: 'cut', span: placeOf(flowing, list.count), say, instead: WHOLE })
  }
  return filters

  function switchedOff(filter: PacketFilter, off: Off | null): PacketFilter {
    if (off === null) return filter
    const { at, step, ...told } = off
    const known = offs.get(off) ?? { ...told, spans: [placeOf(flowing, at)], steps: [step] }
    offs.set(off, known)
    return { ...filter, off: known }
  }
}

const NOWHERE: Piece = { from: 0, to: 0 }

function readAs(use: Use, record: FilterRecord, list: FilterList, flowing: FlowingText) {
  const description = record.get('name')?.value.text ?? ''
  const listName = list.name?.value.text ?? null
  const tunnelled = use.tunnel === null ? record : new Map(record).set('tunnelDestination', use.tunnel)
  const { filter, problems } = readFilter(tunnelled, {
    place: (piece) => placeOf(flowing, piece),
    instead: WHOLE,
    name: isNone(description) ? listName : description,
    action: use.action,
  })
  if (filter === null) return { filter, problems }
  const listed = listName === null ? filter : { ...filter, list: listName }
  return { filter: use.modeKnown || filter.mode === 'tunnel' ? listed : { ...listed, mode: null }, problems }
}

/** The last filter of the text lacks what stands at the end of each: its destination port, as far as it has ports. */
function isCut(record: FilterRecord, before: FilterRecord | undefined, last: StaticPair | null): boolean {
  if (![...record.values()].some((pair) => pair === last)) return false
  if (!record.has('destination') || !record.has('protocol')) return true
  const hasPorts = before?.has('destinationPort') === true || record.has('sourcePort')
  return !record.has('destinationPort') && (hasPorts || /tcp|udp/i.test(record.get('protocol')?.value.text ?? ''))
}

function leaveOut(record: FilterRecord): void {
  for (const pair of record.values()) if (pair.role !== null) pair.role = 'unsupported'
}

function fragmentOf(
  store: StaticStore,
  filters: readonly PacketFilter[],
  rules: readonly Rule[],
  flowing: FlowingText,
): EndpointFragment {
  const [start] = store.understood
  const listed = filters.length === 0 ? undefined : filters
  const fragment = {
    ...filterFragment(store.host, listed, placeOf(flowing, start ?? NOWHERE)),
    configuredOnly: true as const,
  }
  return rules.length === 0
    ? fragment
    : { ...fragment, dialect: { ...policySettings, ...filterSteps(rules.map(namedRule)) } }
}

function namedRule({ name, policy, list, filterAction, tunnel }: Rule): NamedRule {
  const end = tunnel === null ? null : readTerm(tunnel.value.text, '')
  return {
    name: named(name),
    policy: named(policy?.name),
    list: named(list),
    filterAction: named(filterAction),
    tunnel: end?.kind === 'range' ? end.range : null,
  }
}

function named(pair: StorePair | null | undefined): string | null {
  return pair == null || isNone(pair.value.text) ? null : pair.value.text
}
