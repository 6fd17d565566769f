import { add, type Found, nextLine } from './found.ts'
import { isMadeUp, isPlain } from './made-up.ts'

const NAMES = '(?:key|keys|psk|psks|secret|passwo?r?d|passphrase|pwd|community|token|key-string)'
const FILLERS =
  '(?:[ \\t]{1,9}(?:[0-9]|md5|ENC|ascii-text|hexadecimal|text|simple|cipher|plain|local|remote|is:?|was:?|ist|lautet:?|est|es)){0,2}'
/** A command or an option whose value has slipped into the next line. */
export const SLIPPED = new RegExp(`${NAMES}${FILLERS}(?:[ \\t]{0,9}[\\\\\`])?[ \\t]{0,9}$`, 'i')
/** The first word of a command of a gateway or a tool. */
const COMMAND =
  /^(?:set|add|crypto|cry|isakmp|ike\w{0,4}|ipsec|ip|ipv6|pre-\S{1,20}|psksecret|username|enable|snmp-\S{1,9}|radius\S{0,7}|tacacs\S{0,7}|neighbor|ntp|key-string|key|failover|passphrase|ldap-login-password|authentication-key|server|ppp|standby|vrrp|glbp|netsh|az|aws|gcloud|vpn|tunnel\S{0,9}|authentication|access|aaa\S{0,7}|[A-Z][a-z]{1,9}-[A-Z]\w{1,40})$/
const OPTION = /(?:^|[ \t])--?[A-Za-z][\w-]{1,40}[ \t]{0,9}$/
/** A word or a text in quotes, and behind it whose key it is, or nothing. */
const VALUE =
  /^(?:(?:[0-9]|ENC|ascii-text|hexadecimal|[=:])[ \t]{1,9})?(?:"[^"]{1,200}"|'[^']{1,200}'|(?<word>\S{1,4000}))[;,]?(?:[ \t]{1,9}(?:address|hostname|peer|ro|rw|encrypted|proposal|pbkdf2|authorization|--?[a-z][\w-]{1,40})(?![^\s;]).{0,200})?$/i
/** Nor is it a command itself, a prompt, the name of a value, an option, or the end of a block. */
const OTHER_LINE =
  /^(?:(?:exit|end|next|quit|shutdown|commit|return|no|set|edit|show|abort|write|exit-\S{1,40}|[\w-]{1,40}[:=].*|--?[a-z].*|[\w.@()/:~-]{1,60}[#>$%])$|[!#}\])<-])/i
const GOES_ON = /[\\`][ \t]*$/

/** A line with the one below it, as it was before a terminal or a mail client broke it. */
interface Mended {
  readonly text: string
  /** The index of the line below. */
  readonly below: number
  /** Where that one begins in the text, and where in itself. */
  readonly at: number
  readonly from: number
}

/** `crypto isakmp key` and nothing behind it: the line as it was, where the next one may have its value. */
export function mended(lines: readonly string[], index: number): Mended | undefined {
  const line = lines[index] ?? ''
  if (!SLIPPED.test(line)) return undefined
  const below = nextLine(lines, index)
  if (below === undefined) return undefined
  const next = lines[below] ?? ''
  const from = /^[\s>|]{0,40}/.exec(next)?.[0].length ?? 0
  const value = next.slice(from).trimEnd()
  const match = VALUE.exec(value)
  if (match === null || !(isCommand(line) || OPTION.test(line))) return undefined
  const word = match.groups?.['word'] ?? ''
  if (!isMadeUp(word) && (OTHER_LINE.test(value) || isPlain(word))) return undefined
  const begin = `${line.replace(GOES_ON, '').trimEnd()} `
  return { text: begin + value, below, at: begin.length, from }
}

/** A command by itself, at a prompt, quoted, or in a difference of two files. */
function isCommand(line: string): boolean {
  const [first = '', ...behindPrompts] = line.split(/[#>$]/)
  return [first.replace(/^[\s|+-]*/, ''), ...behindPrompts].some((part) =>
    COMMAND.test(part.trim().split(/\s/)[0] ?? ''),
  )
}

/** The end of a sentence is still to come. */
const SAID_BELOW = /[ \t](?:is|was|ist|lautet|est|es):?[ \t]*$/i

/** Nothing but the name of a key, which nobody writes above anything else than that key. */
const HEADING = /^[\s>|*_#-]{0,40}pre-?shared[-_ ]?(?:key|secret)[ \t]*$/i
/** Shorter words below a heading are those of a text that goes on. */
const SHORTEST = 8

/**
 * The first word of the next line, where the command says that it goes on there, the word is made up, or has the words of its
 * command behind it; also of a sentence, and alone below a heading.
 */
export function findSlippedWord(lines: readonly string[], index: number, found: Found[]): void {
  const line = lines[index] ?? ''
  if (!SLIPPED.test(line)) return
  const next = lines[index + 1] ?? ''
  const goesOn = GOES_ON.test(line)
  const from = /^[\s>|"']{0,40}/.exec(next)?.[0].length ?? 0
  const word = /^[^\s"'>|]{1,4000}/.exec(next.slice(from))?.[0]
  if (word === undefined) return
  if (
    (goesOn && !word.startsWith('-')) ||
    isMadeUp(word) ||
    (SAID_BELOW.test(line) && !isPlain(word)) ||
    (HEADING.test(line) && next.trim() === word && word.length >= SHORTEST && !isPlain(word)) ||
    /^[ \t]+(?:address|hostname)[ \t]/i.test(next.slice(from + word.length))
  ) {
    add(found, index + 1, from, word.replace(/[.,;!]$/, ''), undefined)
  }
}
