import type { Anchor } from '../../model/format.ts'
import type { SourceLine } from '../../text/source-text.ts'
import { GAP, type Marks, spellingPattern } from './vocabulary.ts'

/** What stands around the output of a console command. */
export type ConsoleMark = 'rule' | 'prompt' | 'command' | 'noise' | 'error'

/** The end of a prompt, which a forum may have escaped. */
const SIGN = '(?:>|&gt;)'
const PROMPT = String.raw`(?:\[[\w.-]{1,64}\]:[ \t]*)?(?:PS[ \t]+)?[A-Z]:\\[^\n<>|&]{0,200}${SIGN}[ \t]*|netsh(?:[ \t]+\w+){0,3}[ \t]*${SIGN}[ \t]*`
const ARGUMENT = String.raw`(?:ipsec|dynamic|static|show|all|(?:qm|mm)(?:filters?|sas?|policy)|filterlist|filteraction|rule|policy|stats|\/\w+(?::\w+)?|\w+=(?:"[^"\n]{0,100}"|\S{1,100}))(?![^\s])`
/**
 * What a mail client has wrapped of a command: a line that begins like nothing else, ends with an assignment, or holds
 * arguments alone. A label such as `Policy Name` is none of these.
 */
const WRAPPED = String.raw`[ \t]*\n[ \t]*(?:(?:ipsec|dynamic|static|show)(?:[ \t]+${ARGUMENT}){1,5}|(?:${ARGUMENT}[ \t]+){0,4}(?:\w{1,20}=\S{1,100}|${ARGUMENT}(?=[ \t]*(?:\n|$))))`
/** Collectors number the commands that they are going to run. */
const NUMBERED = String.raw`(?:(?<![\d.])\d{1,2}[.)][ \t]*)?`

const ERROR_STARTS = [
  String.raw`ERR${GAP}(?:IPsec|Win32)?${GAP}\[\d{1,8}\]`,
  String.raw`["']?net(?:sh|diag)(?:\.exe)?["']?${GAP}is${GAP}not${GAP}recogni[sz]ed`,
  spellingPattern('The following command was not found'),
  spellingPattern('The requested operation requires elevation'),
  spellingPattern('Access is denied'),
  `(?:(?:specified|generic|specific)${GAP})?quick${GAP}mode${GAP}filters?${GAP}(?:are${GAP})?not${GAP}available`,
  // Not the end of a wrapped line, as in `Mirrored :` / `no Quick Mode Policy : ...`.
  String.raw`^[ \t]*(?:there${GAP}are${GAP})?no${GAP}(?!(?:quick${GAP}mode|qm)${GAP}policy(?!\w))(?:[\w-]{1,20}${GAP}){0,4}(?:filters?|polic(?:y|ies))(?![\w])`,
]

export const consoleMarks: Marks<ConsoleMark> = [
  ['rule', /[-=_*]{5,}/],
  ['error', new RegExp(String.raw`(?:${ERROR_STARTS.join('|')})[^\n]{0,300}`)],
  [
    'command',
    new RegExp(
      String.raw`${NUMBERED}(?:(?:${PROMPT})(?:netsh|netdiag|show)|(?<![^\s>])(?!netsh(?:[ \t]+\w+){0,3}[ \t]*${SIGN})net(?:sh|diag))(?:\.exe)?(?:[ \t]+${ARGUMENT})+(?:${WRAPPED}){0,3}`,
    ),
  ],
  ['prompt', new RegExp(PROMPT)],
  [
    'noise',
    /^[ \t]*(?:(?:Ok\.|Overview|The command completed successfully\.?|operable program or batch file\.?|IPsec Netsh Output \(\w{1,10}\))[ \t]*|(?:Microsoft Windows |\(c\))[^\n]{0,120}|-- ?More {0,2}(?:\(\d{1,3}%\))? {0,2}--[ \t]*)$/,
  ],
]

/** Output that is an error of the console or of netsh itself: what it means, and what to do instead. */
const ERRORS: readonly (readonly [pattern: RegExp, means: string, instead: string])[] = [
  [
    /^(?=.*netdiag)(?=.*not recogni)/is,
    'netdiag is not installed on this computer',
    'Install the Windows Support Tools and run `netdiag /test:ipsec /debug`; on Windows XP and later run `netsh ipsec dynamic show all`.',
  ],
  [
    /^(?=.*netsh)(?=.*not recogni)|command was not found/is,
    'this Windows does not know the command',
    'On Windows XP and later run `netsh ipsec dynamic show all`; Windows 2000 has no `netsh ipsec`, so run `netdiag /test:ipsec /debug` there.',
  ],
  [
    /elevation|denied/i,
    'the command was run without administrator rights',
    'Run it again in a command prompt that was opened with "Run as administrator".',
  ],
  [
    /\b(?:service|agent)\b.{0,60}\b(?:not|stopped)\b/i,
    'the service "IPsec Policy Agent" does not run',
    'Start it with `net start policyagent` and run the command again.',
  ],
  [
    /polic(?:y|ies)|05072/i,
    'no IPsec policy was found',
    'Run `netsh ipsec static show all` on the gateway itself, and check there that a policy is assigned and the service "IPsec Policy Agent" runs.',
  ],
  [
    /^(?=.*no\b)(?=.*filter)|not available/is,
    'no quick mode filter is loaded',
    'Check with `netsh ipsec static show all` that a policy is assigned and that the service "IPsec Policy Agent" runs.',
  ],
  [/./, 'netsh reports an error', 'Run `netsh ipsec dynamic show all` and paste its whole output.'],
]

export function explainError(text: string): { readonly means: string; readonly instead: string } {
  const known = ERRORS.find(([pattern]) => pattern.test(text))
  return { means: known?.[1] ?? '', instead: known?.[2] ?? '' }
}

/** Whether an error says that nothing is loaded, which is an answer. */
export function saysEmpty(text: string): boolean {
  return /^(?=.*\bno\b)(?=.*filter)|filters?\s{1,9}(?:are\s{1,9})?not\s{1,9}available/is.test(text)
}

const RULE = /^\s*[-=_*]{5,}\s*$/

/** The line number of an anchor, or that of the line of dashes above it with which a collector frames it. */
export function withFrame(lines: readonly SourceLine[], index: number): Anchor {
  const above = lines[index - 1]
  const framed = above !== undefined && RULE.test(above.text)
  return (framed ? above : lines[index])?.number ?? 1
}
