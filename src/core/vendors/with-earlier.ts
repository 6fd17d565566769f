import type { Correction, EndpointFragment, TextEdit } from '../model/endpoint.ts'

/** A text that was put right and has a further fault: what is put right next comes on top of these edits. */
export function withEarlier(fragment: EndpointFragment, earlier: readonly TextEdit[]): EndpointFragment {
  const { textCorrections } = fragment
  if (textCorrections === undefined) return fragment
  return {
    ...fragment,
    textCorrections: (peer): readonly Correction<EndpointFragment>[] =>
      textCorrections(peer).map((each) => ({
        ...each,
        edits: each.edits.reduce(joined, earlier),
        corrected: withEarlier(each.corrected, earlier),
      })),
  }
}

/** A line that is changed again is changed once. */
function joined(earlier: readonly TextEdit[], later: TextEdit): readonly TextEdit[] {
  const { source, line, remove } = later
  const at = earlier.findIndex((each) => each.source === source && each.line === line && each.remove !== null)
  const before = earlier[at]
  if (before === undefined || remove === null || !before.insert.includes(remove)) return [...earlier, later]
  return earlier.with(at, { ...before, insert: before.insert.replace(remove, () => later.insert) })
}
