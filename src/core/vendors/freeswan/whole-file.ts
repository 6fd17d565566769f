import type { SourceLine } from '../../text/source-text.ts'

/** `/etc/ipsec.conf` */
const PATH = /^\/?(?:[\w.-]{1,60}\/){0,9}ipsec\.conf\b/
/** The first line of the file that Libreswan's packages install. */
const FIRST_REMARK = /^#\s*\/etc\/ipsec\.conf\b/

/**
 * Whether a paste shows all of ipsec.conf, so that what is not in it is not set: the command that prints the file stands
 * above it, or the remark with which the file begins. A file that includes others may have its settings there.
 */
export function isWholeFile(lines: readonly SourceLine[], screen: readonly SourceLine[]): boolean {
  const shown =
    lines.some(({ text }) => text.startsWith('#') && FIRST_REMARK.test(text)) ||
    screen.some(({ text }) => isShown(text.trim()))
  return shown && !lines.some(({ text }) => /^\s*include\s+[^=\s]/.test(text))
}

/** The path as an argument of cat, or as the heading that `more` puts before a file. */
function isShown(text: string): boolean {
  const words = text.split(/\s+/)
  const at = words.findIndex((word) => PATH.test(word))
  if (at < 0 || words.slice(at).some((word) => word.includes('|'))) return false
  const command = words.slice(0, at)
  const cat = command.findLastIndex((word) => /\bcat$/.test(word))
  return at === 0 || (cat >= 0 && !command.slice(cat).some((word) => /[|;&]/.test(word)))
}
