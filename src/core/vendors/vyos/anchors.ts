import type { SourceLine } from '../../text/source-text.ts'
import { isHeading } from '../blocks.ts'
import { consoleLine, levelOf } from './console-line.ts'

/** Lines that only such a text has: commands, the trailer of a file, and sections of the tree. */
const STRONG =
  /^\s{0,80}(?:(?:set|delete|edit|show) (?:vpn ipsec|nat source rule|service nat rule|interfaces vti)\b|(?:\/\/|\/\*).{0,40}(?:vyos|vyatta)-config-version|site-to-site \{|ipsec-interfaces \{|(?:ike|esp)-group \S{1,60} \{|default-esp-group \S|\[edit vpn ipsec)/
/** Sections and commands that may stand around them. */
const COMMAND = /^\s{0,20}(?:set|delete|edit|top|up|exit|commit|save|configure|comment|show|run|rename)(?=\s|$)/
const SECTION = /^\s{0,80}[a-z][\w.:@/-]{0,60}(?: \S{1,80}){0,3} \{\s*$/
const SHOWN = /^show (?:configuration|conf)\b/

/**
 * Where a configuration of VyOS or its kin begins: the first of the commands, sections and remarks that stand right above the first line
 * that only such a text has. The prompt of another host, a heading, the line behind a trailer, and a top section that was there
 * before begin the next one.
 */
export function vyosAnchors(lines: readonly SourceLine[]): number[] {
  const anchors: number[] = []
  let host: string | null = null
  let fresh = true
  let first = 0
  let floor = 0
  const tops = new Set<string>()
  for (const [index, { text }] of lines.entries()) {
    const { from, host: named } = consoleLine(text)
    const rest = text.slice(from)
    const top = /^([a-z][\w-]{1,30}) \{\s*$/.exec(text)?.[1]
    const isOther = named !== null && host !== null && named !== host
    if (isOther || isHeading(text) || (top !== undefined && tops.has(top))) {
      fresh = true
      floor = isHeading(text) ? index + 1 : index
      first = floor
      tops.clear()
    }
    if (named !== null) host = named
    if (top !== undefined) tops.add(top)
    if (fresh && !isPart(rest, named !== null)) first = index + 1
    const isShown = named !== null && SHOWN.test(rest.trim()) && isCommands(lines, index)
    if (fresh && (STRONG.test(rest) || isShown)) {
      anchors.push(lines[Math.max(floor, first)]?.number ?? 1)
      fresh = false
    }
    if (!text.includes('-config-version')) continue
    fresh = true
    floor = index + 1
    first = floor
    tops.clear()
  }
  return anchors
}

/** Below it stands what it shows. */
function isCommands(lines: readonly SourceLine[], index: number): boolean {
  return /^(?:set |[a-z][\w-]{1,30} \{)/.test(lines[index + 1]?.text ?? '')
}

function isPart(text: string, isTyped: boolean): boolean {
  return (
    isTyped ||
    text.trim() === '' ||
    COMMAND.test(text) ||
    SECTION.test(text) ||
    levelOf(text) !== null ||
    /^\s{1,80}\S|^\}\s*$|^(?:#|\/\*|\/\/)/.test(text)
  )
}
