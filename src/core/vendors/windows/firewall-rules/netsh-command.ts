import type { SourceLine } from '../../../text/source-text.ts'
import { spanAt } from '../../../text/source-text.ts'
import type { RuleField } from './rule-fields.ts'

/** One command of a script, over as many lines as it takes. */
export interface NetshCommand {
  /** `consec add rule`, `set global`, ... in lower case. */
  readonly what: string
  /** `key=value`, with the key in lower case; those of `set rule` behind the word `new` are the new ones. */
  readonly values: readonly NetshValue[]
  /** What stands there without a key, such as `mainmode mmsecmethods dhgroup14:aes256-sha256`. */
  readonly words: readonly RuleField[]
  readonly lines: readonly SourceLine[]
}

interface NetshValue extends RuleField {
  readonly key: string
  readonly isNew: boolean
}

const SIGN = '(?:>|&gt;)'
/** With the prompt in front, perhaps that of a context of netsh. */
const START = new RegExp(
  String.raw`^\s{0,40}(?:\[[\w.-]{1,64}\]:\s?)?(?:(?:PS\s)?[A-Z]:\\[^<>|&\n]{0,200}${SIGN}\s{0,9}|[#$]\s{0,9})?(?:(?:call|start|cmd\s/c)\s)?(?:["']?netsh(?:\.exe)?["']?\s{1,9}(?:-[rcup]\s{1,9}\S{1,60}\s{1,9}){0,3}advfirewall|netsh\s{1,9}advfirewall)(?:\s{1,9}(?<inner>consec|mainmode|monitor|firewall))?(?:\s{0,9}${SIGN}\s{0,9}|\s{1,9})(?<verb>(?:add|set|delete|show)\s{1,9}\w{1,30}|show\b|reset\b|import\b|export\b)`,
  'i',
)
/** A line that a mail client has broken off goes on with an assignment. */
const GOES_ON =
  /^\s{0,40}(?:new\s{1,9})?(?:name|description|mode|enable|profile|type|(?:local|remote)tunnelendpoint|endpoint[12]|port[12]|protocol|interfacetype|action|auth[12]\w{0,20}|qmpfs|qmsecmethods|mmsecmethods|mmkeylifetime|mmforcedh|exemptipsecprotectedconnections|applyauthz|forwardpathlifetime|keymodule)\s{0,9}=/i
const CONTINUED = /(?:\^|`)\s*$/
const VALUE = String.raw`"[^"\n]{0,2000}"?|‹secret [\d?]{1,9}›|[^\s"^\`]{1,2000}`
const TERM = new RegExp(
  String.raw`\s{0,200}(?:(?<key>\w{1,40})\s{0,9}=\s{0,9}(?<value>${VALUE})?|(?<word>"[^"\n]{0,2000}"?|[^\s=]{1,2000}|=))`,
  'dy',
)

/** What stands around the commands of a script. */
export function isRemark(text: string): boolean {
  return /^\s*(?:@?echo\b|@?rem\b|::|#\s|@?setlocal\b)/i.test(text)
}

/** Where a command of `netsh advfirewall` begins; `undefined` for any other line. */
export function commandStart(text: string): string | undefined {
  if (!/advfirewall/i.test(text)) return undefined
  const groups = START.exec(text)?.groups
  if (groups === undefined) return undefined
  return `${groups['inner'] ?? ''} ${groups['verb'] ?? ''}`.trim().replace(/\s+/g, ' ').toLowerCase()
}

/** The commands among lines, and the lines that are of none. */
export function commandsIn(lines: readonly SourceLine[]): {
  readonly commands: readonly NetshCommand[]
  readonly others: readonly SourceLine[]
} {
  const commands: NetshCommand[] = []
  const others: SourceLine[] = []
  let at = 0
  for (let line = lines[at]; line !== undefined; line = lines[at]) {
    const what = commandStart(line.text)
    if (what === undefined) {
      others.push(line)
      at += 1
      continue
    }
    const own = [line]
    at += 1
    for (let next = lines[at]; next !== undefined; next = lines[at]) {
      const goesOn = CONTINUED.test(own.at(-1)?.text ?? '') ? commandStart(next.text) === undefined : false
      if (!goesOn && !GOES_ON.test(next.text)) break
      own.push(next)
      at += 1
    }
    commands.push({ what, lines: own, ...termsOf(own) })
  }
  return { commands, others }
}

function termsOf(lines: readonly SourceLine[]): Pick<NetshCommand, 'values' | 'words'> {
  const values: NetshValue[] = []
  const words: RuleField[] = []
  let isNew = false
  for (const [index, line] of lines.entries()) {
    const start = index === 0 ? (START.exec(line.text)?.[0].length ?? 0) : 0
    const text = line.text.replace(CONTINUED, '')
    TERM.lastIndex = start
    for (let match = TERM.exec(text); match !== null; match = TERM.exec(text)) {
      const { key, value = '', word } = match.groups ?? {}
      const [from, to] = match.indices?.groups?.[word === undefined ? (value === '' ? 'key' : 'value') : 'word'] ?? [
        0, 0,
      ]
      const span = spanAt(line, from, to - from)
      if (key !== undefined) values.push({ key: key.toLowerCase(), text: bare(value), span, isNew })
      else if (word?.toLowerCase() === 'new') isNew = true
      else if (word !== undefined) words.push({ text: bare(word), span })
    }
  }
  return { values, words }
}

function bare(written: string): string {
  return written.replace(/^"|"$/g, '').trim()
}
