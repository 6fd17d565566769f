/**
 * The only door to the analysis. Everything behind it is pure: no Slack, no file, no clock, no environment, no
 * randomness; the same request gives the same report.
 */
export { analyse, redact, survey } from './analyse.ts'
export type { AnalysisRequest, Paste } from './analysis-request.ts'
export { type FlowRow, flowRows } from './report/flow-rows.ts'
export type {
  After,
  Check,
  Diagnostic,
  Evidence,
  Flow,
  FlowOutcome,
  LineAccount,
  Negotiation,
  Remediation,
  RemediationStep,
  ReportEnd,
  ReportEntry,
  ReportInput,
  SetAside,
  Severity,
  Step,
  TunnelRow,
  Unchecked,
  Verdict,
} from './report/schema.ts'
export { Report } from './report/schema.ts'
export { stepPurpose } from './report/step-purpose.ts'
export { renderText, type TextStyle } from './report/text.ts'
export { toldReasons } from './report/told-reasons.ts'
export { verdictAfter } from './report/verdict-after.ts'
export { type DiagnosticPage, diagnosticPages, explain } from './rules/index.ts'
export { type FormatDescription, formats } from './vendors/index.ts'
