import type { Flow, ReportEnd } from './schema.ts'

/** A flow as a table shows it, with the names of the entries of both ends: `A4 / B6, B5`. */
export interface FlowRow {
  readonly flow: Flow
  readonly entries: string
}

/**
 * The rows of a table of flows. What is said of the same traffic in the same words is one row: packets for a gateway and
 * those that it routes on may hit different entries.
 */
export function flowRows(flows: readonly Flow[], ends: readonly Pick<ReportEnd, 'label' | 'entries'>[]): FlowRow[] {
  const rows = new Map<string, Flow[]>()
  for (const flow of flows) {
    const key = JSON.stringify({ ...flow, entries: null })
    const same = rows.get(key)
    if (same === undefined) rows.set(key, [flow])
    else same.push(flow)
  }
  const named = ends.map(({ label, entries }) => ({
    label,
    names: new Map(entries.toReversed().map(({ id, name }) => [id, name])),
  }))
  return [...rows.values()].flatMap((same) => {
    const [flow] = same
    if (flow === undefined) return []
    const names = named.map(({ label, names: of }) => {
      const ids = [...new Set(same.map((each) => each.entries[label]))]
      return ids.map((id) => of.get(id ?? '') ?? 'none').join(', ')
    })
    return [{ flow, entries: names.join(' / ') }]
  })
}
