import type { Paste, Report } from '../../src/core/index.ts'

type Edit = NonNullable<Report['remediation']['steps'][number]['edit']>

/** The pastes with the recommended edits made, or `null` when an end has none. All refer to the text as pasted. */
export function applyEdits(pastes: readonly Paste[], { remediation }: Report): Paste[] | null {
  const edits = remediation.steps.flatMap(({ edit }) => (edit === null ? [] : [edit]))
  const edited = new Set(remediation.steps.flatMap(({ end, edit }) => (edit === null ? [] : [end])))
  if (edits.length === 0 || remediation.steps.some(({ end }) => !edited.has(end))) return null
  return pastes.map((paste) => ({
    ...paste,
    text: applyTextEdits(
      paste.text,
      edits.filter((edit) => edit.source === paste.source),
    ),
  }))
}

/** Of a line that is changed and one that goes in front of it, the change comes first. */
export function applyTextEdits(text: string, edits: readonly Edit[]): string {
  const lines = text.split('\n')
  const inOrder = edits.toSorted((a, b) => b.line - a.line || Number(a.remove === null) - Number(b.remove === null))
  for (const { source, line, remove, insert } of inOrder) {
    const old = lines[line - 1] ?? ''
    if (remove === null) lines.splice(line - 1, 0, insert)
    else if (old.includes(remove)) lines[line - 1] = old.replace(remove, () => insert)
    else throw new Error(`Line ${line} of ${source} has no "${remove}".`)
  }
  return lines.join('\n')
}
