import type { TableBlock } from '@slack/types'
import { type Flow, flowRows, type Report } from '../../core/index.ts'
import { shown } from './shown.ts'

/** Rows of a table and characters of its cells, with room below Slack's 100 and 10,000. */
const ROWS = 60
export const CELLS = 9_000
/** Longer texts of a cell are names of entries that somebody wrote a novel into. */
const CELL = 400

/**
 * Each flow with its entries, what becomes of it now, and what after the fix where one is known, in so many characters;
 * `null` without flows.
 */
export function flowsTable({ flows, ends, remediation: { after } }: Report, room: number): TableBlock | null {
  if (flows.length === 0) return null
  const rows = fitting(flowRows(flows, ends), 'flows', room, ({ flow, entries }) => [
    traffic(flow),
    entries,
    outcome(flow),
    ...(after === null ? [] : [afterTheFix(flow, after.flows)]),
  ])
  const last = after === null ? [] : ['After the fix']
  return tableOf([['Flow', entriesOf(ends), 'Now', ...last], ...rows], [0, 2])
}

/** The flows as they will be once the steps are done; `null` when there is no such simulation. */
export function afterTable({ remediation: { after } }: Report): TableBlock | null {
  if (after === null || after.flows.length === 0) return null
  const rows = fitting(flowRows(after.flows, after.ends), 'flows', CELLS, ({ flow, entries }) => [
    traffic(flow),
    entries,
    outcome(flow),
  ])
  return tableOf([['Flow', entriesOf(after.ends), 'After the fix'], ...rows], [0, 2])
}

/** As many rows as a table of so many characters takes, long cells cut; what is left out is said, and not made. */
export function fitting<Item>(
  items: readonly Item[],
  what: string,
  room: number,
  cellsOf: (item: Item) => readonly string[],
): string[][] {
  const kept: string[][] = []
  let size = 200
  for (const item of items) {
    const cut = cellsOf(item).map((text) => (text.length > CELL ? `${text.slice(0, CELL)}...` : text))
    size += cut.join('').length
    if (kept.length >= ROWS || size > room) {
      const note = [`${items.length - kept.length} more ${what}`, 'left out', 'see the full report']
      return [...kept, cut.map((_, at) => note[at] ?? '-')]
    }
    kept.push(cut)
  }
  return kept
}

/** A table of plain text; columns of which the texts may be long are wrapped. */
export function tableOf(rows: readonly (readonly string[])[], wrapped: readonly number[]): TableBlock {
  return {
    type: 'table',
    rows: rows.map((row) => row.map((text) => ({ type: 'raw_text', text: shown(text) || '-' }))),
    column_settings: (rows[0] ?? []).map((_, at) => (wrapped.includes(at) ? { is_wrapped: true } : {})),
  }
}

function entriesOf(ends: Report['ends']): string {
  return `Entries ${ends.map(({ label }) => label).join(' / ')}`
}

function traffic(flow: Flow): string {
  return `${flow.source} → ${flow.destination}${service(flow)} (by ${flow.initiator})`
}

function afterTheFix(flow: Flow, after: readonly Flow[]): string {
  const later = after.find((other) => sameTraffic(other, flow))
  return later === undefined ? 'part of another flow' : outcome(later)
}

function sameTraffic(a: Flow, b: Flow): boolean {
  return (
    a.source === b.source &&
    a.destination === b.destination &&
    a.protocol === b.protocol &&
    a.sourcePort === b.sourcePort &&
    a.destinationPort === b.destinationPort &&
    a.initiator === b.initiator
  )
}

function outcome(flow: Flow): string {
  const seen = Object.values(flow.seen).find((text) => text !== null)
  return `${flow.outcome}, ${flow.packet}${seen == null ? '' : `: "${seen}"`}`
}

function service({ protocol, sourcePort, destinationPort }: Flow): string {
  if (protocol === 'any') return ''
  const ports = sourcePort === null ? `${destinationPort ?? ''}` : `${sourcePort} → ${destinationPort ?? 'any'}`
  return ` ${protocol}${ports === '' ? '' : ` ${ports}`}`
}
