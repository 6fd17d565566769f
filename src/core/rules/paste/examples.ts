import type { Example } from '../rule.ts'

const LIST_A = 'A1 SubnetA > SubnetB\nA3 ISA-A > SubnetB\nA2 SubnetA < SubnetB\nA4 ISA-A < SubnetB\n'
const LIST_B = 'B1 SubnetB > SubnetA\nB3 ISA-B > SubnetA\nB2 SubnetB < SubnetA\nB4 ISA-B < SubnetA\n'

export const ONE_LIST: Example = paste(LIST_A)
export const BOTH_LISTS: Example = paste(`${LIST_A}\n${LIST_B}`)

/** One pasted text. */
export function paste(text: string, source = 'paste.txt'): Example {
  return { pastes: [{ source, text }] }
}
