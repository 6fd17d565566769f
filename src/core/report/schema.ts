import * as z from 'zod'
import { Certainty, Negotiation } from './negotiation-schema.ts'
import { Edit, Remedy, Step } from './step-schema.ts'

/**
 * The contract of the report: what `analyse()` returns and `--json` prints. Field names are fixed; fields may be added;
 * what is not known is `null`, never left out. `docs/report.schema.json` is generated from this file.
 */

/**
 * One word for the flows that an end protects: `up` when all come up, from every end that can begin them; `down` when none
 * does; `partial` between these; `unknown` where the pastes do not decide it.
 */
export const Verdict = z.enum(['up', 'partial', 'down', 'unknown'])
export type Verdict = z.infer<typeof Verdict>

/** `error`: traffic does not flow, or leaks. `warning`: works from one end only, or will break. `info`: worth knowing, and no fault. */
export const Severity = z.enum(['error', 'warning', 'info'])
export type Severity = z.infer<typeof Severity>

/** What becomes of one class of packets; the meaning of each word is in docs/terms.md. */
export const FlowOutcome = z.enum([
  'established',
  'narrowed',
  'uncovered',
  'lost',
  'refused',
  'no-policy',
  'responder-only',
  'bypassed',
  'discarded',
  'unknown',
])
export type FlowOutcome = z.infer<typeof FlowOutcome>

/** What becomes of a packet where it leaves: `clear` is sent without protection. */
const PacketFate = z.enum(['encrypted', 'dropped', 'clear', 'unknown'])

/** Lines of one pasted block, 1-based. `read` and `irrelevant` are counts: those lines need no attention. */
export const LineAccount = z.object({
  read: z.number().int(),
  irrelevant: z.number().int(),
  unsupported: z.array(z.number().int()),
  unrecognised: z.array(z.number().int()),
})
export type LineAccount = z.infer<typeof LineAccount>

/** One pasted block: the paste that it is of, its format as in docs/formats.md (`null`: none is known), and its lines. */
export const ReportInput = z.object({ source: z.string(), format: z.string().nullable(), lines: LineAccount })
export type ReportInput = z.infer<typeof ReportInput>

/**
 * A block that was pasted and not used: replaced by a later one (`by`) of the same end, or talk in which nothing is known
 * (`by` is `null`). Only where the pastes are a conversation.
 */
export const SetAside = z.object({
  source: z.string(),
  line: z.number().int(),
  format: z.string().nullable(),
  end: z.string().nullable(),
  by: z.object({ source: z.string(), line: z.number().int() }).nullable(),
})
export type SetAside = z.infer<typeof SetAside>

/** An SPD entry as its packets go: of direction `in` and `fwd` the source is the other end's side. */
export const ReportEntry = z.object({
  /** `A#3`: what flows name. */
  id: z.string(),
  name: z.string(),
  direction: z.enum(['out', 'in', 'fwd', 'both']),
  action: z.enum(['protect', 'bypass', 'discard']),
  mode: z.enum(['tunnel', 'transport']).nullable(),
  source: z.array(z.string()),
  destination: z.array(z.string()),
  protocol: z.string(),
  sourcePort: z.string().nullable(),
  destinationPort: z.string().nullable(),
  /** Tunnel source and destination; `null` where the paste does not say. */
  tunnel: z.tuple([z.string().nullable(), z.string().nullable()]),
})
export type ReportEntry = z.infer<typeof ReportEntry>

/** One of the two ends that the report is about. */
export const ReportEnd = z.object({
  /** `A`, `B`, ... */
  label: z.string(),
  name: z.string(),
  vendor: z.string(),
  tunnelAddresses: z.array(z.string()),
  entries: z.array(ReportEntry),
  inputs: z.array(ReportInput),
})
export type ReportEnd = z.infer<typeof ReportEnd>

/** One class of packets in one direction; `source` is on the sending side. Keys of `entries` and `seen` are end labels. */
export const Flow = z.object({
  source: z.string(),
  destination: z.string(),
  protocol: z.string(),
  sourcePort: z.string().nullable(),
  destinationPort: z.string().nullable(),
  initiator: z.string(),
  entries: z.record(z.string(), z.string().nullable()),
  outcome: FlowOutcome,
  packet: PacketFate,
  /** What the person at that end sees, e.g. "Negotiating IP Security."; `null` when nothing shows. */
  seen: z.record(z.string(), z.string().nullable()),
  /** The RFC name of the first error Notify, or `null`. */
  notify: z.string().nullable(),
  certainty: Certainty,
  diagnostics: z.array(z.string()),
})
export type Flow = z.infer<typeof Flow>

/**
 * A quoted line; of one with more than 400 characters the part around the place. `column` is 1-based within `text` and `length`
 * counts UTF-16 units, so that a caret can be put under the place.
 */
export const Evidence = z.object({
  source: z.string(),
  line: z.number().int(),
  column: z.number().int(),
  length: z.number().int(),
  text: z.string(),
  label: z.string(),
})
export type Evidence = z.infer<typeof Evidence>

export { Certainty, Edit, Negotiation, Remedy, Step }

/** What a rule found; its page is in docs/diagnostics. */
export const Diagnostic = z.object({
  /** `TS001-2`: the second one of its code. */
  id: z.string(),
  code: z.string(),
  severity: Severity,
  certainty: Certainty,
  title: z.string(),
  what: z.string(),
  why: z.string(),
  /** One concrete packet, e.g. `203.0.113.1 -> 10.2.0.1 icmp`. */
  witness: z.string().nullable(),
  evidence: z.array(Evidence),
  remedies: z.array(Remedy),
})
export type Diagnostic = z.infer<typeof Diagnostic>

/**
 * The tunnel as it will be once the steps are done, from a second run of the same analysis. Of an alternative with more than
 * 1,000 rows there are the first 100 flows, and of each end the first 100 entries, that are not as they were; `omitted` counts
 * the others, and is 0 where all are there.
 */
export const After = z.object({
  verdict: Verdict,
  flows: z.array(Flow),
  ends: z.array(ReportEnd),
  omitted: z.object({ flows: z.number().int(), entries: z.number().int() }),
})
export type After = z.infer<typeof After>

/**
 * `for`: ids of the findings that it is for, the first hundred of them. `hidden`: what it mends that shows only once
 * those are mended, so that no finding tells of it.
 */
export const RemediationStep = Step.extend({
  end: z.string(),
  for: z.array(z.string()),
  hidden: z.array(z.object({ code: z.string(), title: z.string() })),
})
export type RemediationStep = z.infer<typeof RemediationStep>

/**
 * What to do, all at once, and what comes of it: no steps and `after` of `null` where nothing is to be done, or known.
 * `alternatives` are other ways to the same, of which people choose one.
 */
export const Remediation = z.object({
  steps: z.array(RemediationStep),
  after: After.nullable(),
  alternatives: z.array(
    z.object({ ends: z.array(z.string()), say: z.string(), steps: z.array(RemediationStep), after: After.nullable() }),
  ),
})
export type Remediation = z.infer<typeof Remediation>

/** One packet followed through both ends, first there, then its answer back. */
export const Probe = z.object({
  packet: z.string(),
  outcome: FlowOutcome,
  say: z.string(),
  /** What the packet brings up where nothing is up yet; `null` where no configuration tells. */
  negotiation: Negotiation.nullable(),
  legs: z.array(
    z.object({
      end: z.string(),
      entry: z.string().nullable(),
      action: z.enum(['protect', 'bypass', 'discard']).nullable(),
      packet: PacketFate,
      /** `there`: the packet itself; `back`: the answer to it. */
      way: z.enum(['there', 'back']),
      evidence: z.array(Evidence),
    }),
  ),
})
export type Probe = z.infer<typeof Probe>

/** What could not be compared, and the one thing to do about it. */
export const Unchecked = z.object({
  code: z.string(),
  topic: z.string(),
  missing: z.array(z.string()),
  ask: z.string(),
})
export type Unchecked = z.infer<typeof Unchecked>

/** What no paste can show and a person should look at; never a finding. */
export const Check = z.object({ end: z.string(), say: z.string() })
export type Check = z.infer<typeof Check>

/** A table row for one pair of ends; `ends` are two labels. */
export const TunnelRow = z.object({
  id: z.string(),
  name: z.string(),
  peer: z.string().nullable(),
  ends: z.array(z.string()),
  verdict: Verdict,
  summary: z.string(),
})
export type TunnelRow = z.infer<typeof TunnelRow>

/** One pair of ends. Where the pastes hold several and none is chosen, `tunnels` lists them and the verdict is `unknown`. */
export const Report = z.object({
  schemaVersion: z.literal(1),
  verdict: Verdict,
  summary: z.string(),
  /** The labels of the pair, `A-B`; `null` where there is none. */
  tunnel: z.string().nullable(),
  tunnels: z.array(TunnelRow),
  ends: z.array(ReportEnd),
  /** Blocks of no end of `ends`: evidence such as a ping transcript, text that was not recognised, further ends. */
  otherInputs: z.array(ReportInput),
  setAside: z.array(SetAside),
  flows: z.array(Flow),
  negotiations: z.array(Negotiation),
  diagnostics: z.array(Diagnostic),
  remediation: Remediation,
  probe: Probe.nullable(),
  unchecked: z.array(Unchecked),
  checks: z.array(Check),
})
export type Report = z.infer<typeof Report>
