import { add, type Found, LINES } from './found.ts'
import { isPlain } from './made-up.ts'

const TOOL =
  '(?:sudo[ \\t]{1,3})?(?:cat|more|less|head|tail|type|bat|gc|Get-Content|echo|printenv|pass|vault|kubectl|aws|az|gcloud|terraform|op|gpg)'
/** A command that prints a secret, by the name of what it prints: `cat /etc/racoon/psk.txt`, `printenv VPN_PSK`, `pass show vpn/psk`. */
export const PRINTS = new RegExp(
  `(?:^|[#$>%])[ \\t]{0,3}${TOOL}[ \\t][^\\n]{0,200}?(?:[/\\\\$.=_-](?:psk|secret|passw)|[ \\t]psk|(?:psk|password)\\.txt|pre-?shared)[^\\n]{0,200}$`,
  'i',
)
/** Nothing but a word, or in a list as of racoon the peer and its key. */
const PRINTED =
  /^[\s>|]{0,9}(?:(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f:]{2,39}|@?[\w-]{1,60}(?:[.@][\w-]{1,60}){1,6})[ \t]{1,40})?(?<secret>[^\s:={}()[\]]{4,400})[ \t]*$/di
const PROMPT = /^\S{0,60}[#$>%](?:[ \t]|$)/

/** The lines below a command that prints a secret, as long as they are nothing else. */
export function findPrinted(lines: readonly string[], index: number, found: Found[]): void {
  if (!PRINTS.test(lines[index] ?? '')) return
  for (let below = index + 1; below < Math.min(lines.length, index + LINES); below++) {
    const line = lines[below] ?? ''
    if (/^\s*#/.test(line)) continue
    const range = PROMPT.test(line) ? undefined : PRINTED.exec(line)?.indices?.groups?.['secret']
    if (range === undefined) return
    const written = line.slice(...range)
    if (!isPlain(written)) add(found, below, range[0], written, undefined)
  }
}
