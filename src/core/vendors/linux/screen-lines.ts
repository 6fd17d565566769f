/** A command that prints policies or SAs, with the host of its prompt where there is one. */
export interface ListCommand {
  readonly what: 'policy' | 'state'
  readonly host: string | null
  /** What limits the list, e.g. `dir out`; empty for all of it. */
  readonly filter: string
}

/** `ip xfrm policy`, `ip -s -s x p`, `sudo ip -6 xfrm state list`; the words may be shortened (ip(8)). */
const COMMAND =
  /\bip(?:\s{1,5}-{1,2}\w{1,20}){0,6}\s{1,5}x(?:f|fr|frm)?\s{1,5}(p|po|pol|poli|polic|policy|s|st|sta|stat|state)(?:\s{1,5}(\S.*))?$/
const PROMPT_HOST = /^\s{0,9}\[?(?:[\w.-]{1,40}@)([\w.-]{1,60})/
const BARE_HOST = /^\s{0,9}([A-Za-z][\w.-]{0,60})\s{0,3}[#$%]\s/
const PROMPT = /^\s{0,9}(?:\[?[\w.-]{1,40}@[\w.-]{1,60}[^#$>\n]{0,80}[#$>%]|[\w.-]{0,60}[#$]\s)/
/** What `count` and `getdefault` print, and rules that people draw. */
const OTHER =
  /^[\s>|]*(?:|SPD IN\b.*|SAD count\b.*|Default policies:|(?:in|fwd|out):\s+accept|[-=*_#]{3,}|Every [\d.]+s:.*)$/

/** The command of a line that lists policies or SAs; `null` for any other line. */
export function listCommand(text: string): ListCommand | null {
  if (!/\sx(?:f|fr|frm)?\s/.test(text)) return null
  if (/^[\s>|]*src\s/.test(text)) return null
  const match = COMMAND.exec(text.trimEnd())
  if (match === null) return null
  const rest = (match[2] ?? '').replace(/(?<!\s)\s*[|>;&#].*/s, '')
  if (/^(?:add|update|delete|del|flush|deleteall|count|set|allocspi|getdefault|setdefault)\b/.test(rest)) return null
  const filter = rest.replace(/^(?:list|ls|show)\b\s*/, '').replace(/^nosock\b\s*/, '')
  return { what: match[1]?.startsWith('p') ? 'policy' : 'state', host: promptHost(text), filter }
}

/** The host that a shell's prompt names. */
function promptHost(text: string): string | null {
  return (PROMPT_HOST.exec(text) ?? BARE_HOST.exec(text))?.[1] ?? null
}

/** A line of the screen that belongs to no record. */
export function isScreenLine(text: string): boolean {
  return listCommand(text) !== null || (/[#$%>]/.test(text) && PROMPT.test(text)) || OTHER.test(text)
}

/** `src 10.1.0.0/24 dst 10.2.0.0/24`: where a policy or an SA begins. */
export function startsRecord(text: string): boolean {
  return /^[\s>|]*src\s+\S+\s+dst\s+\S+/.test(text)
}
