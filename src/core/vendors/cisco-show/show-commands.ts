import type { TerminalLine } from '../cisco/terminal-lines.ts'

/** A line that was typed: at a prompt, or a `show` command whose prompt was left out. */
export function isTyped({ kind, host, words: [first] }: TerminalLine): boolean {
  return kind === 'prompt' || host !== null || isTypedShow(first ?? '')
}

/** It begins with the word `show`. */
export function isTypedShow(text: string): boolean {
  return (text.charCodeAt(0) | LOWER) === LETTER_S && SHOW.test(text)
}

// Of most lines of an output the first letter tells enough.
const [LOWER, LETTER_S] = [0x20, 0x73]
const SHOW = /^sho?w?(?!\S)/i

/** What was typed shows something of IPsec; commands may be shortened. */
export function isShowCommand({ words }: Pick<TerminalLine, 'words'>): boolean {
  const [show = '', what = '', of = ''] = words.map((word) => word.toLowerCase())
  if (!/^sho?w?$/.test(show)) return false
  if (/^cry(?:p|pt|pto)?$/.test(what)) return /^(?:map|ips|isa|ike|ses|dyn|eng)/.test(of)
  return /^(?:vpn-sessiondb|isakmp|ipsec|ikev[12])/.test(what)
}
