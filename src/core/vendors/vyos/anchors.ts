import type { SourceLine } from '../../text/source-text.ts'
import { isHeading } from '../blocks.ts'
import { consoleLine, levelOf } from './console-line.ts'
import { nextRouters } from './next-router.ts'

/** Lines that only such a text has: commands, the trailer of a file, and sections of the tree. */
const STRONG =
  /^\s{0,80}(?:(?:set|delete|edit|show) (?:vpn ipsec|nat source rule|service nat rule|interfaces vti)\b|(?:\/\/|\/\*).{0,40}(?:vyos|vyatta)-config-version|site-to-site \{|ipsec-interfaces \{|(?:ike|esp)-group \S{1,60} \{|default-esp-group \S|\[edit vpn ipsec)/
/** Sections and commands that may stand around them. */
const COMMAND = /^\s{0,20}(?:set|delete|edit|top|up|exit|commit|save|configure|comment|show|run|rename)(?=\s|$)/
const CHANGE = /^\s{0,20}(?:set|delete) /
const SECTION = /^\s{0,80}[a-z][\w.:@/-]{0,60}(?: \S{1,80}){0,3} \{\s*$/
/** Where a peer gets its own side, as the tree and as commands have it: a text has each peer in one of them. */
const OWN_SIDE = {
  tree: /^\s{1,80}local-(?:address|ip) /,
  commands: /^set vpn ipsec site-to-site peer \S{1,200} local-(?:address|ip) /,
}
/** Sections of a swanctl.conf, which is in braces as well. */
const SWANCTL = /^(?:connections|secrets|pools|authorities)$/
const SHOWN = /^show (?:configuration|conf)\b/
/** The last line of a trailer, which belongs to what stands above. */
const RELEASE = /^(?:\/\*|\/\/) Release version:/
const TOP = /^([a-z][\w-]{1,30}) \{\s*$/

/**
 * Where a configuration of VyOS or its kin begins: the first of the commands, sections and remarks that stand right above the first line
 * that only such a text has. The prompt of another host, a heading, the line behind a trailer, a top section that was there before, peers
 * in the other notation, and commands of another router begin the next one.
 */
export function vyosAnchors(lines: readonly SourceLine[]): number[] {
  const anchors: number[] = []
  const others = nextRouters(lines)
  const last = {
    tree: lines.findLastIndex(({ text }) => OWN_SIDE.tree.test(text)),
    commands: lines.findLastIndex(({ text }) => OWN_SIDE.commands.test(text)),
  }
  let host: string | null = null
  let router = new Beginning(0)
  for (const [index, { text }] of lines.entries()) {
    const { from, host: named } = consoleLine(text)
    const rest = text.slice(from)
    const top = TOP.exec(text)?.[1]
    const begun = top !== undefined ? 'tree' : text.startsWith('set ') ? 'commands' : null
    const isTurned = begun !== null && router.notation !== null && begun !== router.notation && index < last[begun]
    const isOther = named !== null && host !== null && named !== host
    if (isOther || isTurned || others.has(index) || (top !== undefined && router.tops.has(top))) {
      router = new Beginning(index)
    } else if (isHeading(text)) router = new Beginning(index + 1)
    host = named ?? host
    if (OWN_SIDE.tree.test(text)) router.notation = 'tree'
    else if (OWN_SIDE.commands.test(text)) router.notation = 'commands'
    const isShown = named !== null && SHOWN.test(rest.trim()) && isCommands(lines, index)
    router.take(index, rest, top, named !== null)
    if (!router.isFound && (STRONG.test(rest) || isShown)) {
      anchors.push(lines[router.first]?.number ?? 1)
      router.isFound = true
    }
    if (text.includes('-config-version')) router = new Beginning(index + 1)
  }
  return anchors
}

/** The lines that may belong to a configuration, until one is found that only such a text has. */
class Beginning {
  readonly tops = new Set<string>()
  notation: keyof typeof OWN_SIDE | null = null
  isFound = false
  /** The index at which they begin. */
  first: number
  /** What they are so far; `open`: lines that may stand inside of a section, of which none was seen. */
  #kind: 'commands' | 'tree' | 'open' | null = null
  #isSwanctl = false

  constructor(index: number) {
    this.first = index
  }

  take(index: number, text: string, top: string | undefined, isTyped: boolean): void {
    if (top !== undefined) this.tops.add(top)
    if (this.isFound) return
    if (top !== undefined) {
      if (this.#isSwanctl || this.#kind === 'commands' || this.#kind === 'open') this.first = index
      this.#isSwanctl = SWANCTL.test(top)
      this.#kind = 'tree'
    } else if (isTyped || COMMAND.test(text) || levelOf(text) !== null) {
      if (this.#kind === 'tree' || this.#kind === 'open') this.first = index
      // What is typed may show a tree.
      this.#kind = CHANGE.test(text) ? 'commands' : null
      this.#isSwanctl = false
    } else if (SECTION.test(text) || /^\}\s*$/.test(text)) {
      if (this.#kind === 'commands') this.first = index
      this.#kind = 'tree'
    } else if (/^\s{1,80}\S/.test(text)) {
      if (this.#kind === 'commands') this.first = index
      if (this.#kind !== 'tree') this.#kind = 'open'
    } else if (RELEASE.test(text) || (text.trim() !== '' && !/^(?:#|\/\*|\/\/)/.test(text))) {
      this.first = index + 1
      this.#kind = null
      this.#isSwanctl = false
    }
  }
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
