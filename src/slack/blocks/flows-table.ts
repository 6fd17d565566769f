import type { TableBlock } from '@slack/types'
import { type Flow, flowRows, type Report } from '../../core/index.ts'

/** Rows of a table and characters of its cells, with room below Slack's 100 and 10,000. */
const ROWS = 60
const CELLS = 9_000
/** Longer texts of a cell are names of entries that somebody wrote a novel into. */
const CELL = 400

/** Each flow with its entries, what becomes of it now, and what after the fix; `null` when there is none. */
export function flowsTable({ flows, ends, remediation }: Report): TableBlock | null {
  if (flows.length === 0) return null
  const rows = [['Flow', `Entries ${ends.map(({ label }) => label).join(' / ')}`, 'Now', 'After the fix']]
  let size = 200
  const all = flowRows(flows, ends)
  for (const { flow, entries } of all) {
    const row = [
      `${flow.source} → ${flow.destination}${service(flow)} (by ${flow.initiator})`,
      entries,
      outcome(flow),
      afterTheFix(flow, remediation.after?.flows),
    ].map((text) => (text.length > CELL ? `${text.slice(0, CELL)}...` : text))
    size += row.join('').length
    if (rows.length >= ROWS || size > CELLS) {
      rows.push([`${all.length - rows.length + 1} more flows`, 'left out', 'see the full report', '-'])
      break
    }
    rows.push(row)
  }
  return tableOf(rows, [0, 2])
}

/** The flows as they will be once the steps are done; `null` when there is no such simulation. */
export function afterTable({ remediation: { after } }: Report): TableBlock | null {
  if (after === null || after.flows.length === 0) return null
  const rows = [['Flow', `Entries ${after.ends.map(({ label }) => label).join(' / ')}`, 'After the fix']]
  let size = 200
  const all = flowRows(after.flows, after.ends)
  for (const { flow, entries } of all) {
    const row = [
      `${flow.source} → ${flow.destination}${service(flow)} (by ${flow.initiator})`,
      entries,
      outcome(flow),
    ].map((text) => (text.length > CELL ? `${text.slice(0, CELL)}...` : text))
    size += row.join('').length
    if (rows.length >= ROWS || size > CELLS) {
      rows.push([`${all.length - rows.length + 1} more flows`, 'left out', 'see the full report'])
      break
    }
    rows.push(row)
  }
  return tableOf(rows, [0, 2])
}

/** A table of plain text; columns of which the texts may be long are wrapped. */
export function tableOf(rows: readonly (readonly string[])[], wrapped: readonly number[]): TableBlock {
  return {
    type: 'table',
    rows: rows.map((row) => row.map((text) => ({ type: 'raw_text', text: text || '-' }))),
    column_settings: (rows[0] ?? []).map((_, at) => (wrapped.includes(at) ? { is_wrapped: true } : {})),
  }
}

function afterTheFix(flow: Flow, after: readonly Flow[] | undefined): string {
  if (after === undefined) return '-'
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
