import { isUnspecified, mixFamilies } from '../../address/address-range.ts'
import type { ReadingProblem } from '../../model/format.ts'
import type { Action, AddressTerm, PacketFilter } from '../../model/spd-entry.ts'
import { ANY_PORT, type Interval } from '../../selectors/interval.ts'
import { parseProtocol } from '../../selectors/protocol.ts'
import type { Span } from '../../text/source-text.ts'
import type { Piece } from '../flowing-text.ts'
import { anyOf, readTerm, type WrittenTerm } from './address-term.ts'
import type { FilterKey } from './filter-labels.ts'
import type { FilterRecord } from './filter-records.ts'
import { isYes, ownAction, parseAction, parseDirection, parseFlags, parsePort, parseWeight } from './filter-words.ts'

/** How a format completes what a filter itself does not say. */
interface FilterContext {
  readonly place: (piece: Piece) => Span
  /** A full sentence: what to paste instead of a filter that cannot be used. */
  readonly instead: string
  /** The filter's name; `null` when it has none. */
  readonly name: string | null
  /** What the rule around the filter says; `undefined` where the filter itself must tell. */
  readonly action?: Action | undefined
}

/** `filter` is `null` where one of the problems makes the filter unusable. */
interface FilterReading {
  readonly filter: PacketFilter | null
  readonly problems: readonly ReadingProblem[]
}

/** So many places of a filter are kept: a finding quotes no more, and of a long dump they would be most of what is kept. */
const QUOTED = 2

/** Addresses first: they are what a finding is about. */
export const EVIDENCE: readonly FilterKey[] = [
  'destination',
  'source',
  'tunnelDestination',
  'direction',
  'flags',
  'protocol',
  'outboundAction',
  'inboundAction',
  'name',
]

/** Makes a filter of its fields, or says why that cannot be. */
export function readFilter(record: FilterRecord, context: FilterContext): FilterReading {
  const problems: ReadingProblem[] = []
  const source = termOf('source', record)
  const destination = termOf('destination', record)
  const end = termOf('tunnelDestination', record)
  const start = termOf('tunnelSource', record)
  const add: Add = (key, kind, say, instead = context.instead) => {
    const written = record.get(key) ?? [...record.values()][0]
    const span = context.place(
      written === undefined || written.value.text === '' ? (written ?? NOWHERE) : written.value,
    )
    problems.push({ kind, span, say, instead })
  }
  checkSide('source', source, add)
  checkSide('destination', destination, add)
  checkUsable('tunnelDestination', end, add)
  if (end.kind === 'range' && end.range.from !== end.range.to && isConcrete(end)) {
    const say = 'is more than one address, where no tunnel can end, so the filter is left out.'
    add('tunnelDestination', 'invalid', `The tunnel destination of this filter ${say}`)
  }
  if (isMixed(source, destination)) {
    add('destination', 'invalid', 'The source and the destination mix IPv4 and IPv6, so the filter is left out.')
  }
  if (source.kind === 'own' && destination.kind === 'own') {
    add('destination', 'invalid', 'The source and the destination are both "my address", so the filter is left out.')
  }
  const protocol = protocolOf(record)
  if (protocol === undefined) add('protocol', 'invalid', unknown('protocol', record))
  if (protocol === null) {
    add('protocol', 'unsupported', `"${text('protocol', record)}" tells no protocol number, so the filter is left out.`)
  }
  const ports = [portOf('sourcePort', record), portOf('destinationPort', record)] as const
  if (ports[0] === undefined) add('sourcePort', 'invalid', unknown('sourcePort', record))
  if (ports[1] === undefined) add('destinationPort', 'invalid', unknown('destinationPort', record))
  const weight = weightOf(record)
  const direction = directionOf(record)
  if (direction === undefined) add('direction', 'invalid', unknown('direction', record))
  const tunnel = isConcrete(end)
  const action = context.action ?? actionOf(record, direction ?? null, tunnel)
  if (typeof action !== 'string') add(action.key, 'invalid', action.say)
  if (record.has('tunnelFilter') && isYes(text('tunnelFilter', record)) && !tunnel && end.kind !== 'invalid') {
    add(
      'tunnelFilter',
      'invalid',
      'This filter is said to be a tunnel filter and has no tunnel address, so it is left out.',
    )
  }
  if (record.has('mirrored') && !/^(?:|yes|no|true|false|是|否)$/i.test(text('mirrored', record))) {
    add('mirrored', 'invalid', `"${text('mirrored', record)}" is neither yes nor no, so the filter is left out.`)
  }
  const usable = problems.length === 0
  const from = resolve(source, [destination, end])
  const to = resolve(destination, [source, end])
  if (!usable || from === null || to === null || protocol == null || typeof action !== 'string') {
    return { filter: null, problems }
  }
  checkKeyword('source', source, add)
  checkKeyword('destination', destination, add)
  if (start.kind === 'invalid' || start.kind === 'unsupported') {
    add('tunnelSource', start.kind, `The filter is read without its tunnel source: ${start.say}`)
  }
  if (weight === undefined) add('weight', 'unsupported', unknown('weight', record, 'is read without it'))
  return {
    filter: {
      name: context.name,
      source: from,
      destination: to,
      protocol,
      sourcePort: ports[0] ?? ANY_PORT,
      destinationPort: ports[1] ?? ANY_PORT,
      mirrored: isYes(text('mirrored', record)),
      tunnel: { source: isConcrete(start) ? resolve(start, []) : null, destination: tunnel ? resolve(end, []) : null },
      direction: direction ?? null,
      action,
      // Mode is a matter of PROTECT entries alone (RFC 4301 4.4.1.2).
      mode: action === 'protect' ? (tunnel ? 'tunnel' : 'transport') : null,
      weight: weight ?? null,
      spans: evidenceOf(record, context, source),
    },
    problems,
  }
}

/** Of a keyword for the own address the line comes first, since the question is what it stands for. */
function evidenceOf(record: FilterRecord, context: FilterContext, source: WrittenTerm): Span[] {
  const spans: Span[] = []
  for (const key of source.kind === 'own' ? new Set<FilterKey>(['source', ...EVIDENCE]) : EVIDENCE) {
    const pair = record.get(key)
    if (pair !== undefined && pair.value.text !== '') spans.push(context.place(pair.value))
    if (spans.length === QUOTED) break
  }
  return spans
}

type Add = (key: FilterKey, kind: ReadingProblem['kind'], say: string, instead?: string) => void

/** The specific filters have addresses in the place of keywords (Microsoft, "IP Security Monitor"). */
const SPECIFIC =
  'Run `netsh ipsec dynamic show qmfilter all type=specific`, which shows the addresses that it stands for now, and paste its whole output.'

function checkUsable(key: FilterKey, term: WrittenTerm, add: Add): void {
  if (term.kind !== 'invalid' && term.kind !== 'unsupported') return
  const say = `The ${NAMES[key]} of this filter cannot be used, so the filter is left out: ${term.say}`
  add(key, term.kind, say, term.kind === 'unsupported' ? SPECIFIC : undefined)
}

function checkSide(key: 'source' | 'destination', term: WrittenTerm, add: Add): void {
  checkUsable(key, term, add)
  if (term.kind === 'none') add(key, 'invalid', `This filter has no ${NAMES[key]} address, so it is left out.`)
}

function checkKeyword(key: 'source' | 'destination', term: WrittenTerm, add: Add): void {
  if ((term.kind === 'own' || term.kind === 'any') && term.assumed) add(key, 'unsupported', lost(key, term.kind))
}

const NOWHERE: Piece = { from: 0, to: 0 }
const NAMES: Readonly<Partial<Record<FilterKey, string>>> = {
  source: 'source',
  destination: 'destination',
  tunnelDestination: 'tunnel destination',
  protocol: 'protocol',
  sourcePort: 'source port',
  destinationPort: 'destination port',
  weight: 'weight',
  direction: 'direction',
  inboundAction: 'inbound action',
  outboundAction: 'outbound action',
}

function text(key: FilterKey, record: FilterRecord): string {
  return record.get(key)?.value.text ?? ''
}

function unknown(key: FilterKey, record: FilterRecord, effect = 'is left out'): string {
  const article = /^[aeio]/.test(NAMES[key] ?? '') ? 'an' : 'a'
  return `"${text(key, record)}" is not ${article} ${NAMES[key]} that is known here, so the filter ${effect}.`
}

function lost(key: FilterKey, kind: 'own' | 'any'): string {
  const keyword = kind === 'own' ? '<My IP Address>' : '<Any IP Address>'
  return `The ${NAMES[key]} of this filter is empty; its mask is that of ${keyword}, which is assumed to have been lost when the text was copied.`
}

function termOf(
  key: 'source' | 'destination' | 'tunnelSource' | 'tunnelDestination',
  record: FilterRecord,
): WrittenTerm {
  const mask = key === 'source' ? 'sourceMask' : key === 'destination' ? 'destinationMask' : undefined
  return readTerm(text(key, record), mask === undefined ? '' : text(mask, record))
}

/** A tunnel ends at one address. What stands for none: nothing, a dash, 0.0.0.0 with or without a mask, "any". */
function isConcrete(term: WrittenTerm): boolean {
  if (term.kind === 'own') return !term.assumed
  return term.kind === 'range' && !isUnspecified(term.range)
}

function resolve(term: WrittenTerm, neighbours: readonly WrittenTerm[]): AddressTerm | null {
  if (term.kind === 'range') return term.range
  if (term.kind === 'own') return 'own'
  return term.kind === 'any' ? anyOf(neighbours) : null
}

function isMixed(a: WrittenTerm, b: WrittenTerm): boolean {
  return a.kind === 'range' && b.kind === 'range' && mixFamilies(a.range, b.range)
}

/**
 * A missing protocol is any. A number may follow the name: `TCP (6)`. `null` is for RAW, which netsh takes beside names
 * and numbers without saying which one it stands for.
 */
function protocolOf(record: FilterRecord): Interval | null | undefined {
  const written = text('protocol', record)
  if (/^raw$/i.test(written)) return null
  const name = written.includes('(') ? written.slice(0, written.indexOf('(')).trim() : written
  return parseProtocol(name === '' || name === '任何' ? 'any' : name)
}

/** 0 is any port. */
function portOf(key: 'sourcePort' | 'destinationPort', record: FilterRecord): Interval | undefined {
  return parsePort(text(key, record))
}

function weightOf(record: FilterRecord): bigint | null | undefined {
  const written = text('weight', record)
  return written === '' ? null : parseWeight(written)
}

function directionOf(record: FilterRecord): 'in' | 'out' | null | undefined {
  if (record.has('flags')) return parseFlags(text('flags', record)).direction
  const written = text('direction', record)
  return written === '' ? null : parseDirection(written)
}

interface UnknownAction {
  readonly key: FilterKey
  readonly say: string
}

function actionOf(record: FilterRecord, direction: 'in' | 'out' | null, tunnel: boolean): Action | UnknownAction {
  if (record.has('flags')) return parseFlags(text('flags', record)).action
  const inbound = parseAction(text('inboundAction', record))
  const outbound = parseAction(text('outboundAction', record))
  const key = inbound === undefined && text('inboundAction', record) !== '' ? 'inboundAction' : 'outboundAction'
  if ((key === 'inboundAction' ? inbound : outbound) === undefined && text(key, record) !== '') {
    return { key, say: unknown(key, record) }
  }
  return (
    ownAction(inbound, outbound, direction, tunnel) ?? {
      key: 'source',
      say: 'This filter tells no action, so it is left out.',
    }
  )
}
