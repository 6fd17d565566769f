import { type AddressRange, formatHost } from '../address/address-range.ts'
import type { SpdEntry } from '../model/spd-entry.ts'
import type { Flow as SimulatedFlow } from '../negotiation/flow.ts'
import type { Box } from '../selectors/box.ts'
import { type FieldsOf, packetFields, remainderFields } from './packet-fields.ts'
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

function reportEntry(entry: SpdEntry, fieldsOf: FieldsOf): ReportEntry {
  const inbound = entry.direction === 'in' || entry.direction === 'fwd'
  return {
    id: entry.id,
    name: entry.name,
    direction: entry.direction,
    action: entry.action,
    mode: entry.mode,
    ...(inbound ? packetFields(entry.selectors, true) : fieldsOf(entry.selectors)),
    tunnel: [hostOrNull(entry.tunnel.source), hostOrNull(entry.tunnel.destination)],
  }
}

/** A flow that nothing was found about. */
function reportFlow(flow: SimulatedFlow, fieldsOf: FieldsOf): Flow {
  const { source, destination, protocol, sourcePort, destinationPort } = flow.remainder
    ? remainderFields(flow.region, fieldsOf)
    : fieldsOf(flow.region)
  const { sender, receiver } = flow
  const [out, inbound] = [flow.out?.id ?? null, flow.inbound?.id ?? null]
  const sentByFirst = sender < receiver
  return {
    source: source.join(', '),
    destination: destination.join(', '),
    protocol,
    sourcePort,
    destinationPort,
    initiator: flow.initiator,
    entries: sentByFirst ? { [sender]: out, [receiver]: inbound } : { [receiver]: inbound, [sender]: out },
    outcome: flow.outcome,
    packet: flow.packet,
    seen: sentByFirst ? { [sender]: flow.seen, [receiver]: null } : { [receiver]: null, [sender]: flow.seen },
    notify: flow.notify,
    certainty: flow.certainty,
    diagnostics: [],
  }
}

function hostOrNull(address: AddressRange | null): string | null {
  return address === null ? null : formatHost(address)
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
