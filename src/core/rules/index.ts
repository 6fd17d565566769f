/** The page of one diagnostic, as Markdown; `docs/diagnostics/` is generated from these. */
export interface DiagnosticPage {
  readonly code: string
  readonly title: string
  readonly slug: string
  readonly markdown: string
}

export const diagnosticPages: readonly DiagnosticPage[] = []

/** The page of a diagnostic's code (case does not matter), or `undefined` when there is none. */
export function explain(code: string): DiagnosticPage | undefined {
  return diagnosticPages.find((page) => page.code === code.toUpperCase())
}
