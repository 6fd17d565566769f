import type { SecretSpelling } from '../../text/secrets/spelling.ts'
import { decodeType7 } from './type-7.ts'

export type Spelling = Omit<SecretSpelling, 'hint'>

/** Where a command begins: at the start of a line, also of a difference, behind a prompt, or where a log or an applet tells of it. */
export const START = String.raw`(?:^(?:[ \t>|]{0,40}[+-])?|[#>]|command[: ]"?)[ \t]{0,20}`
export const WORD = String.raw`\S{1,200}`
/** Where the rest of the line is the key, blanks included (IOS: `LINE`). */
export const REST = String.raw`\S(?:[^\n]{0,198}\S)?`

/** How many characters a line has at least that a terminal has broken. */
const WIDTH = 70
/** The rest of a key behind which its line has nothing: a word by itself that is no command. */
export const REST_BELOW: Pick<Spelling, 'rest' | 'width'> = {
  rest: /^(?<secret>(?!(?:!|exit|end|quit|exit-\S{1,40}|shutdown)[ \t]*$)\S{1,200})[ \t]*$/d,
  width: WIDTH,
}
/** The rest of a key behind which its line has whose key it is. */
export const REST_BEFORE_PEER: Pick<Spelling, 'rest'> = {
  rest: /^[ \t>|]{0,40}(?<secret>(?!(?:address|hostname)[ \t])\S{1,200})[ \t]{1,9}(?:address|hostname)[ \t]/di,
}

/** One spelling for each type that may stand in front of a secret. */
export function typed(before: string, secret: string, below: Pick<Spelling, 'rest' | 'width'> = {}): Spelling[] {
  const spelling = (pattern: string, decode: (written: string) => string | null): Spelling => ({
    pattern: new RegExp(`${before}${pattern}`, 'dgi'),
    decode,
    ...below,
  })
  return [
    spelling(`7[ \\t]+(?<secret>${secret})`, decodeType7),
    spelling(`[1-689][ \\t]+(?<secret>${secret})`, () => null),
    spelling(`(?:0[ \\t]+)?(?!(?:[0-9]|hex)[ \\t]+\\S)(?<secret>${secret})`, plain),
  ]
}

/** What is masked tells nothing. */
export function plain(written: string): string | null {
  return /^(?:<.*>|\*+)$/.test(written) ? null : written
}
