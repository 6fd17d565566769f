/** `root@gw-a:~# cat /etc/swanctl/swanctl.conf`, `[root@gw-a ~]# swanctl ...`, `gw-a$ less x`. */
const PROMPT =
  /^\s*\[?(?:[\w.-]{1,40}@)?([\w.-]{1,60})[^#$>\n]{0,80}[#$>]\s*(?:sudo\s+)?(?:cat|less|more|head|tail|vim?|nano|swanctl|grep)\b/
const BARE_PROMPT = /^\s*\[?[\w.-]{1,40}@([\w.-]{1,60})[^#$>\n]{0,80}[#$>]\s*$/
/** The headings that `head` and `more` put before each file. */
const FILE_HEADING = /^(?:==> .{1,200} <==|:::+|\/\S{1,200}\.conf)\s*$/

/** The host of a shell prompt; `null` when the line is none. */
export function promptHost(text: string): string | null {
  const host = (PROMPT.exec(text) ?? BARE_PROMPT.exec(text))?.[1] ?? null
  return host === null || /^\d+$/.test(host) ? null : host
}

/** A line that is no part of a file but of the screen it was copied from. */
export function isScreenLine(text: string): boolean {
  return promptHost(text) !== null || FILE_HEADING.test(text) || /^\s*\$\s+(?:sudo\s+)?(?:cat|less|more)\s/.test(text)
}
