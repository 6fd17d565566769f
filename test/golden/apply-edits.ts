import type { Paste, Report } from '../../src/core/index.ts'

/** The pastes with the recommended edits made, or `null` when an end has none. All refer to the text as pasted. */
export function applyEdits(pastes: readonly Paste[], { remediation }: Report): Paste[] | null {
  const edits = remediation.steps.flatMap(({ edit }) => (edit === null ? [] : [edit]))
  const edited = new Set(remediation.steps.flatMap(({ end, edit }) => (edit === null ? [] : [end])))
  if (edits.length === 0 || remediation.steps.some(({ end }) => !edited.has(end))) return null
  return pastes.map((paste) => {
    const lines = paste.text.split('\n')
    const own = edits.filter((edit) => edit.source === paste.source)
    for (const { line, remove, insert } of own.toSorted((a, b) => b.line - a.line)) {
      const text = lines[line - 1] ?? ''
      if (remove === null) lines.splice(line - 1, 0, insert)
      else if (text.includes(remove)) lines[line - 1] = text.replace(remove, () => insert)
      else throw new Error(`Line ${line} of ${paste.source} has no "${remove}".`)
    }
    return { ...paste, text: lines.join('\n') }
  })
}
