const COMMAND = '(?:cat|less|more|head|tail|vim?|nano|swanctl|grep)'
/** `root@gw-a:~# cat /etc/swanctl/swanctl.conf`, `[root@gw-a ~]# swanctl ...`, `gw-a$ less x`. */
const PROMPT = new RegExp(
  `^\\s{0,9}\\[?(?!include\\b)(?:[\\w.-]{1,40}@)?([\\w.-]{1,60})[^#$>={}\\n]{0,80}[#$>]\\s{0,5}(?:sudo\\s{1,5})?${COMMAND}\\b`,
)
const BARE_PROMPT = /^\s{0,9}\[?[\w.-]{1,40}@([\w.-]{1,60})[^#$>={}\n]{0,80}[#$>]$/
/** `ubuntu@gw-a:~$ sudo ipsec statusall`, `[root@gw-a ~]# ip xfrm policy`: what follows is no file. */
const OTHER_COMMAND = new RegExp(
  `^\\s{0,9}\\[?[\\w.-]{1,40}@([\\w.-]{1,60})(?:[ :][^\\s#$>={}"']{0,80})?[#$]\\s{1,5}(?:sudo\\s{1,5})?(?!${COMMAND}\\b)[a-z]`,
)
/** `[2.7.2-RELEASE][admin@fw.example]/root: cat swanctl.conf`, as pfSense has it. */
const IN_BRACKETS = new RegExp(
  `^\\[[\\w.-]{1,30}\\]\\[[\\w.-]{1,40}@([\\w.-]{1,60})\\][^\\s:={}]{1,80}:(?:\\s{1,5}(?!${COMMAND}\\b)([a-z]))?`,
)
/** The headings that `head` and `more` put before each file, and the rules that people draw between files. */
const FILE_HEADING = /^(?:==> .{1,200} <==|:::+|-{3,}|={3,}|\/\S{1,200}\.conf)$/
const BARE_COMMAND = new RegExp(`^[$#]\\s{1,5}(?:sudo\\s{1,5})?${COMMAND}\\s[^/]{0,60}/`)

// Each line is asked for these; a pattern that stands in a function is made anew each time.
const SIGN = /[#$>]|^\[/
const SCREEN_SIGN = /[#$>]|^[:/[=-]/

/** The host of a shell prompt; `null` when the line is none. */
export function promptHost(text: string): string | null {
  if (!SIGN.test(text)) return null
  const prompt =
    PROMPT.exec(text) ?? BARE_PROMPT.exec(text.trimEnd()) ?? OTHER_COMMAND.exec(text) ?? IN_BRACKETS.exec(text)
  const host = prompt?.[1] ?? null
  return host === null || /^[\d.]+$/.test(host) ? null : host
}

/** A line that is no part of a file but of the screen it was copied from. */
export function isScreenLine(text: string): boolean {
  if (!SCREEN_SIGN.test(text)) return false
  // A remark is no prompt.
  if (/^\s*#/.test(text)) return BARE_COMMAND.test(text.trimStart())
  return promptHost(text) !== null || FILE_HEADING.test(text.trimEnd()) || BARE_COMMAND.test(text.trimStart())
}

/** A prompt with a command whose output is no part of a file above it. */
export function isOtherCommand(text: string): boolean {
  return SIGN.test(text) && (OTHER_COMMAND.test(text) || IN_BRACKETS.exec(text)?.[2] !== undefined)
}
