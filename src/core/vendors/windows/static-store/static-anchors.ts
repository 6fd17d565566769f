import type { Anchor } from '../../../model/format.ts'
import type { SourceLine } from '../../../text/source-text.ts'
import { headingOf } from '../../blocks.ts'
import { withFrame } from '../console-marks.ts'

const COMMAND =
  /^[\s>|]{0,20}(?:[^<>]{0,240}>|\d{1,2}[.)])?\s{0,20}(?:netsh(?:\.exe)?\s{1,9})?ipsec\s{1,9}static(?:\s{0,9}>)?\s{0,9}show\s{1,9}(?<kind>\w{1,20})/i
const BANNER = /^\s*IPsec Netsh Output \(STATIC\)/i
/** Of another command, or of the sections that another command prints. */
const FOREIGN =
  /^[\s>]*(?:\[[\w.-]{1,64}\]:\s*)?(?:PS\s+)?[A-Z]:\\[^<>|]{0,200}>\s*\S|\bipsec\s{1,9}dynamic\b|\b(?:quick|main)\s{0,9}mode\s{0,9}filters?\s{0,9}\(|\bIP\s{1,9}Security\s{1,9}test\b|\bFilter\s{1,9}Id\s{0,9}:\s{0,9}\{/i
const LIST = /(?<![^\s>|])filter ?list\s{1,9}name\b|筛选器列表名称/i
const POLICY = /(?<![^\s>|])policy\s{1,9}name\b/i
const RULE = /(?<![^\s>|])rule\s{1,9}name\b/i
const ASSIGNED = /(?<!\w)assigned\s{0,40}(?::|yes\b|no\b)/i
const ACTION = /(?<!\w)filter ?(?:list|action)\s{1,9}name\b/i
/** `Store : Local Store <GW-B>` */
const STORE = /(?<![^\s>|])store\s{0,40}:[^<>]{0,60}<([^<>]{1,64})>/i
/** A policy's or rule's own fields stand close below its name. */
const NEAR = 12
const ERROR = /\bERR\s{0,9}(?:IPsec\s{0,9})?\[050\d{2}\]|\bcommand was not found\b.{0,80}\bipsec static\b/i
const ANSWER =
  /\bERR\b.{0,20}\[\d{1,8}\]|is not recogni[sz]ed|command was not found|requires elevation|access is denied|^\s*(?:there are )?no\b.{0,80}\b(?:filter|polic)/i

/**
 * A store begins at its command or at the banner of a collector where one stands above it, else at its first policy, rule
 * or filter list. A second one begins where the same command comes again, at a policy of another machine's store, or below the heading of
 * another end.
 */
export function recogniseStatic(lines: readonly SourceLine[]): readonly Anchor[] {
  const anchors: Anchor[] = []
  let pending: Anchor | null = null
  let kind = ''
  let kinds: Set<string> | null = null
  // An error has the same numbers below a command of another kind.
  let isForeign = false
  let machine: string | undefined
  for (const [index, line] of lines.entries()) {
    const command = COMMAND.exec(line.text)?.groups?.['kind']?.toLowerCase()
    if (command !== undefined || BANNER.test(line.text)) {
      if (kinds === null || command === undefined || kinds.has(command)) pending ??= withFrame(lines, index)
      kind = command ?? kind
      isForeign = false
    } else if (FOREIGN.test(line.text)) {
      pending = null
      kinds = null
      isForeign = true
    } else if (isContent(lines, index) || (!isForeign && isError(line.text, pending))) {
      const store = storeOf(lines, index)
      const isOther = machine !== undefined && store !== undefined && store !== machine
      machine = store ?? machine
      if (pending !== null || kinds === null || isOther || isBelowHeading(lines, index)) {
        anchors.push(pending ?? line.number)
        kinds = new Set()
        pending = null
      }
      kinds.add(kind)
    }
  }
  return anchors
}

function isContent(lines: readonly SourceLine[], index: number): boolean {
  const text = lines[index]?.text ?? ''
  if (LIST.test(text)) return true
  const near = POLICY.test(text) ? ASSIGNED : RULE.test(text) ? ACTION : null
  return near !== null && lines.slice(index, index + NEAR).some((line) => near.test(line.text))
}

/** The machine whose store a policy is of. */
function storeOf(lines: readonly SourceLine[], index: number): string | undefined {
  if (!POLICY.test(lines[index]?.text ?? '')) return undefined
  for (const { text } of lines.slice(index, index + NEAR)) {
    const machine = STORE.exec(text)?.[1]
    if (machine !== undefined) return machine
  }
  return undefined
}

function isError(text: string, pending: Anchor | null): boolean {
  return ERROR.test(text) || (pending !== null && ANSWER.test(text))
}

/** The heading of an end, such as "ISA-B:", with nothing but blank lines between. */
function isBelowHeading(lines: readonly SourceLine[], index: number): boolean {
  for (let above = index - 1; above >= 0 && above >= index - 3; above--) {
    const text = lines[above]?.text ?? ''
    if (!/^[\s=*_-]*$/.test(text)) return headingOf(text) !== null
  }
  return false
}
