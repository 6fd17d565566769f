/** A prompt at the beginning of a text: `[root@gw-a ~]#`, `root@gw-a:~#`. */
const OF_SHELL = /^(?:\[[\w.-]{1,40}@[\w.-]{1,60} [^\]\s]{1,80}\][#$]|[\w.-]{1,40}@[\w.-]{1,60}:[~/][^\s#$]{0,80}[#$])/
/** `R1#`, `asa/ctx1>`. */
const OF_ROUTER = /^[A-Za-z][\w./-]{0,62}[#>]/
/** What a configuration of a router ends with. */
const LAST_OF_ROUTER = /^(?::\s?)?end$/

/**
 * The lines without the prompt that a terminal puts right behind a file that has no last line break: `}root@gw-a:~# `,
 * `auto=start[root@gw-a ~]# `, `endR1#`. Where it could be a part of the line, an earlier line must begin with it.
 */
export function withoutLatePrompt(lines: readonly string[]): string[] {
  const at = lines.findLastIndex((line) => line.trim() !== '')
  const last = lines[at]?.trimEnd() ?? ''
  if (!/[#$>]$/.test(last) || /^\s*[#!]/.test(last)) return [...lines]
  const prompt = apart(last) ?? knownPrompt(lines.slice(0, at), last)
  if (prompt === undefined || prompt.length === last.trim().length) return [...lines]
  return lines.with(at, last.slice(0, -prompt.length))
}

/** One that cannot be the end of a word: in brackets, or behind a brace, a quote or a blank. */
function apart(last: string): string | undefined {
  const name = last.lastIndexOf('@')
  const begins = [last.lastIndexOf('['), ...['}', '"', ' '].map((sign) => last.lastIndexOf(sign, name) + 1)]
  return begins
    .filter((begin) => begin > 0 && begin < name)
    .map((begin) => last.slice(begin))
    .find((tail) => OF_SHELL.exec(tail)?.[0] === tail)
}

/** One that stood at the beginning of a line before, and ends the last one. */
function knownPrompt(before: readonly string[], last: string): string | undefined {
  const isRouter = (prompt: string) => LAST_OF_ROUTER.test(last.slice(0, -prompt.length))
  for (const line of before) {
    const shell = OF_SHELL.exec(line)?.[0]
    if (shell !== undefined && last.endsWith(shell)) return shell
    const router = OF_ROUTER.exec(line)?.[0]
    if (router !== undefined && last.endsWith(router) && isRouter(router)) return router
  }
  return undefined
}
