import type { SpdEntry } from '../model/spd-entry.ts'
import type { Flow as SimulatedFlow } from '../negotiation/flow.ts'
import type { Box } from '../selectors/box.ts'
import { reportEntry } from './ends.ts'
import { reportFlow } from './flows.ts'
import { packetFields } from './packet-fields.ts'
import type { Flow, ReportEntry } from './schema.ts'

/** What a report shows of entries, and of flows that nothing was found about. */
export interface Rows {
  readonly entry: (entry: SpdEntry) => ReportEntry
  readonly flow: (flow: SimulatedFlow) => Flow
}

/**
 * Rows of one report, each made once: most are the same before the remedy and after it. So is what they say of packets: those
 * of most flows are all packets of an entry.
 */
export function rowsOnce(): Rows {
  const fields = once((boxes: readonly Box[]) => packetFields(boxes, false))
  return { entry: once((entry) => reportEntry(entry, fields)), flow: once((flow) => reportFlow(flow, fields)) }
}

/** As long as the report is made; of hundreds of thousands of objects weak references would cost more than the rows. */
function once<A extends object, R extends object>(work: (a: A) => R): (a: A) => R {
  const known = new Map<A, R>()
  return (a) => {
    const found = known.get(a)
    if (found !== undefined) return found
    const made = work(a)
    known.set(a, made)
    return made
  }
}
