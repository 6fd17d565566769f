import { addressesOf, type EndLetter, type LabCase } from '../../lab/case.ts'
import type { AnalysisRequest, Paste } from '../../src/core/index.ts'

/** The texts of both ends as a person would paste them; `first` is the end that becomes A. */
export function requestOf(labCase: LabCase, first: EndLetter = 'a'): AnalysisRequest {
  const order = first === 'a' ? (['a', 'b'] as const) : (['b', 'a'] as const)
  const pastes = order.flatMap((end, at): Paste[] => pastesOf(labCase, end, 'AB'.charAt(at)))
  const [a = '', b = ''] = order.map((end) => addressesOf(labCase, end)[0] ?? '')
  return { pastes, addresses: { A: a, B: b } }
}

/** Sources are named after the end of the case, so that a place is the same whichever label the end has. */
function pastesOf(labCase: LabCase, letter: EndLetter, end: string): Paste[] {
  const [text, secrets, charon] =
    letter === 'a' ? [labCase.a, labCase.secrets_a, labCase.charon_a] : [labCase.b, labCase.secrets_b, labCase.charon_b]
  return [
    { source: `${letter}.conf`, text, end },
    ...(secrets ? [{ source: `${letter}.secrets`, text: secrets, end }] : []),
    ...(charon ? [{ source: `${letter}-strongswan.conf`, text: `charon {\n${charon}\n}\n`, end }] : []),
  ]
}
