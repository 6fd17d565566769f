import type { SourceLine } from '../../text/source-text.ts'
import { isHeading } from '../blocks.ts'
import { consoleLine, levelOf } from './console-line.ts'

/** Lines that only such a text has: commands, the trailer of a file, and sections of the tree. */
const STRONG =
  /^\s{0,80}(?:(?:set|delete|edit|show) (?:vpn ipsec|nat source rule|service nat rule|interfaces vti)\b|(?:\/\/|\/\*).{0,40}(?:vyos|vyatta)-config-version|site-to-site \{|ipsec-interfaces \{|(?:ike|esp)-group \S{1,60} \{|default-esp-group \S|\[edit vpn ipsec)/
/** Sections and commands that may stand around them. */
const COMMAND = /^\s{0,20}(?:set|delete|edit|top|up|exit|commit|save|configure|comment|show|run|rename)(?=\s|$)/
const SECTION = /^\s{0,80}[a-z][\w.:@/-]{0,60}(?: \S{1,80}){0,3} \{\s*$/
/** Where a peer gets its own side, as the tree and as commands have it: a text has each peer in one of them. */
const OWN_SIDE = {
  tree: /^\s{1,80}local-(?:address|ip) /,
  commands: /^set vpn ipsec site-to-site peer \S{1,200} local-(?:address|ip) /,
}
/** Sections of a swanctl.conf, which is in braces as well. */
const SWANCTL = /^(?:connections|secrets|pools|authorities)$/
const SHOWN = /^show (?:configuration|conf)\b/

/**
 * Where a configuration of VyOS or its kin begins: the first of the commands, sections and remarks that stand right above the first line
 * that only such a text has. The prompt of another host, a heading, the line behind a trailer, a top section that was there before, and
 * peers in the other notation begin the next one.
 */
export function vyosAnchors(lines: readonly SourceLine[]): number[] {
  const anchors: number[] = []
  let host: string | null = null
  let fresh = true
  let first = 0
  let floor = 0
  let isSwanctl = false
  const tops = new Set<string>()
  const last = {
    tree: lines.findLastIndex(({ text }) => OWN_SIDE.tree.test(text)),
    commands: lines.findLastIndex(({ text }) => OWN_SIDE.commands.test(text)),
  }
  let notation: keyof typeof OWN_SIDE | null = null
  for (const [index, { text }] of lines.entries()) {
    const { from, host: named } = consoleLine(text)
    const rest = text.slice(from)
    const top = /^([a-z][\w-]{1,30}) \{\s*$/.exec(text)?.[1]
    const isOther = named !== null && host !== null && named !== host
    const begun = top !== undefined ? 'tree' : text.startsWith('set ') ? 'commands' : null
    const isTurned = begun !== null && notation !== null && begun !== notation && index < last[begun]
    if (isOther || isHeading(text) || (top !== undefined && tops.has(top)) || isTurned) {
      notation = null
      fresh = true
      floor = isHeading(text) ? index + 1 : index
      first = floor
      tops.clear()
    }
    if (OWN_SIDE.tree.test(text)) notation = 'tree'
    else if (OWN_SIDE.commands.test(text)) notation = 'commands'
    if (top !== undefined && SWANCTL.test(top)) isSwanctl = true
    else if (top !== undefined && isSwanctl) {
      isSwanctl = false
      first = index
      floor = index
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

/** In which notation a text has the own side of its peers, if it has any. */
export function notationOf(lines: readonly SourceLine[]): keyof typeof OWN_SIDE | null {
  if (lines.some(({ text }) => OWN_SIDE.tree.test(text))) return 'tree'
  return lines.some(({ text }) => OWN_SIDE.commands.test(text)) ? 'commands' : null
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
