/** `vyos@gw-a:~$ show configuration commands`, `vyos@gw-a# set vpn ...`, `[email protected]` aside. */
const PROMPT = /^[ \t]{0,20}[\w.-]{1,32}@([\w.-]{1,63})(?::[^\s#$]{0,80})?[#$](?:[ \t]+|$)/
/** What the shell prints above each prompt of the configuration mode, with the level that is edited. */
const LEVEL = /^\s{0,20}\[edit((?: [^\]\n]{1,400})?)\]\s*$/
/** What the pager leaves at the end of a screen. */
const PAGER = /^\s{0,20}(?:--More--|:|\(END\)|lines \d{1,9}-\d{1,9}.{0,40})\s*$/

/** A line as it was before a console put something in front of it. */
interface ConsoleLine {
  /** How many characters the prompt takes. */
  readonly from: number
  readonly host: string | null
}

const PLAIN: ConsoleLine = { from: 0, host: null }

export function consoleLine(text: string): ConsoleLine {
  if (!text.includes('@')) return PLAIN
  const match = PROMPT.exec(text)
  return match === null ? PLAIN : { from: match[0].length, host: match[1] ?? null }
}

/** The words of the level that `[edit vpn ipsec]` tells of; `null` for any other line. */
export function levelOf(text: string): string | null {
  return LEVEL.exec(text)?.[1] ?? null
}

export function isPager(text: string): boolean {
  return PAGER.test(text)
}
