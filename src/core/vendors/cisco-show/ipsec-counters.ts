import type { LineRole } from '../../model/format.ts'
import type { DroppedPackets } from '../../model/spd-entry.ts'
import { lineSpan, type SourceLine, type Span } from '../../text/source-text.ts'
import { added } from '../cisco/added.ts'

/** What the counters of a pair of identities have told so far. */
export interface Counters {
  sent: number | null
  received: number | null
  droppedOut: DroppedPackets[]
  droppedIn: DroppedPackets[]
  /** The lines of the counters, out and in. */
  readonly counted: { out: readonly Span[]; in: readonly Span[] }
}

/** The three lines that most outputs have of a pair, with errors or without. */
const CARRIED =
  /^#pkts (?:encaps: (\d{1,15}), #pkts encrypt: \d{1,15}, #pkts digest|decaps: (\d{1,15}), #pkts decrypt: \d{1,15}, #pkts verify): \d{1,15}$/
const NO_ERRORS = /^#send errors:? 0, #recv errors:? 0$/

/** `#pkts encaps: 4, #pkts encrypt: 4, #pkts digest: 4`; with or without the colon. */
export function readCounters(text: string, line: SourceLine, counters: Counters | null): LineRole | undefined {
  if (NO_ERRORS.test(text)) return 'read'
  const [, sent, received] = CARRIED.exec(text) ?? []
  if (sent === undefined && received === undefined) return readEach(text, line, counters)
  if (counters === null) return 'read'
  if (sent === undefined) takeReceived(counters, Number(received), line)
  else takeSent(counters, Number(sent), line)
  return 'read'
}

function takeSent(counters: Counters, value: number, line: SourceLine): void {
  counters.sent = value
  counters.counted.out = [lineSpan(line)]
}

function takeReceived(counters: Counters, value: number, line: SourceLine): void {
  counters.received = value
  counters.counted.in = [lineSpan(line)]
}

/** Any counters. */
function readEach(text: string, line: SourceLine, counters: Counters | null): LineRole | undefined {
  for (const clause of text.split(/, {0,3}/)) {
    const match = /^#{1,2}([A-Za-z][A-Za-z .()-]{2,60}?)(?:: {0,3}| {1,3})(\d{1,15})$/.exec(clause)
    if (match === null) return undefined
    if (counters !== null) take(counters, (match[1] ?? '').trim().toLowerCase(), Number(match[2]), line)
  }
  return 'read'
}

function take(counters: Counters, name: string, value: number, line: SourceLine): void {
  if (name === 'pkts encaps') takeSent(counters, value, line)
  else if (name === 'pkts decaps') takeReceived(counters, value, line)
  if (value === 0) return
  const drop = DROPS[name]
  if (drop === undefined) return
  const dropped: DroppedPackets = { why: drop[1], count: value, span: lineSpan(line) }
  if (drop[0] === 'out') counters.droppedOut = added(counters.droppedOut, dropped)
  else counters.droppedIn = added(counters.droppedIn, dropped)
}

/** Cisco's counters of drops, with the direction of the packets. */
const DROPS: Readonly<Record<string, readonly ['out' | 'in', DroppedPackets['why']]>> = {
  'pkts no sa (send)': ['out', 'no-sa'],
  'pkts invalid sa (rcv)': ['in', 'unknown-sa'],
  'pkts encaps failed (send)': ['out', 'unsaid'],
  'pkts decaps failed (rcv)': ['in', 'unsaid'],
  'pkts invalid prot (recv)': ['in', 'selectors'],
  'pkts verify failed': ['in', 'integrity'],
  'pkts invalid identity (recv)': ['in', 'selectors'],
  'pkts invalid len (rcv)': ['in', 'unsaid'],
  'pkts replay failed (rcv)': ['in', 'replay'],
  'pkts internal err (send)': ['out', 'unsaid'],
  'pkts internal err (recv)': ['in', 'unsaid'],
  'send errors': ['out', 'unsaid'],
  'recv errors': ['in', 'unsaid'],
}
