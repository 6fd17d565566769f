import type { TerminalLine } from '../cisco/terminal-lines.ts'

/** What was typed shows something of IPsec; commands may be shortened, and typed without a prompt. */
export function isShowCommand({ words }: Pick<TerminalLine, 'words'>): boolean {
  const [show = '', what = '', of = ''] = words.map(({ text }) => text.toLowerCase())
  if (!/^sho?w?$/.test(show)) return false
  if (/^cry(?:p|pt|pto)?$/.test(what)) return /^(?:map|ips|isa|ike|ses|dyn|eng)/.test(of)
  return /^(?:vpn-sessiondb|isakmp|ipsec|ikev[12])/.test(what)
}
