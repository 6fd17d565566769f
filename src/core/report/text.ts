import type { Report } from './schema.ts'

/** How to mark words; the command line hands in colours, Slack and tests hand in nothing. */
export interface TextStyle {
  readonly strong: (text: string) => string
  readonly faint: (text: string) => string
  readonly bad: (text: string) => string
  readonly warn: (text: string) => string
  readonly good: (text: string) => string
}

/** The report as plain text of at most about 120 columns. */
export function renderText(report: Report, style?: TextStyle): string {
  return (style?.strong ?? ((text: string) => text))(report.summary)
}
