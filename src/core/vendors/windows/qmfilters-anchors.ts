import type { Anchor } from '../../model/format.ts'
import type { SourceLine } from '../../text/source-text.ts'
import { withFrame } from './console-marks.ts'

const HEADER = /quick\s{0,9}mode\s{0,9}filters?\s{0,9}\(\s{0,9}(?<kind>generic|specific)\s{0,9}\)/gi
const HEADER_BEGINS = /\bquick(?:\s{1,9}mode)?(?:\s{1,9}filters?)?\s{0,9}\(?\s{0,9}$/i
const BANNER = /^\s*IPsec Netsh Output \(DYNAMIC\)/i
const PROMPT = /^[\s>]*(?:\[[\w.-]{1,64}\]:\s*)?(?:PS\s+)?[A-Z]:\\[^<>|]{0,200}>/i
const COMMAND = /^(?:[^<>]{0,240}>)?\s*(?:netsh(?:\.exe)?\s+)?ipsec\s+dynamic(?:\s*>)?\s*show\s+(?:qmfilters?|all)\b/i
const OWN_COMMAND = /^(?:[^<>]{0,240}>)?\s*(?:netsh(?:\.exe)?\s+)?ipsec\s+dynamic\b/i
const TYPE = /\btype\s*=\s*(generic|specific)\b/i
const ERROR =
  /\bERR\s*IPsec\s*\[\d{1,8}\]|\bquick mode filters?\s+(?:are\s+)?not available|^\W{0,3}netsh(?:\.exe)?\W{0,3}is not recogni[sz]ed/i
const ANSWER =
  /is not recogni[sz]ed|command was not found|requires elevation|access is denied|^\s*(?:there are )?no\b.{0,80}\b(?:filter|polic)/i
const FILTER_NAME = /^[\s>]*filter\s{0,9}name\b/i
const SOURCE = /\bsource\s{0,9}address\b/i

/**
 * A dump begins at its command or at the banner of a collector where one stands above it, else at its first heading. A
 * second one begins at another command, or where a heading comes again.
 */
export function recogniseQmfilters(lines: readonly SourceLine[]): readonly Anchor[] {
  const anchors: Anchor[] = []
  let pending: Anchor | null = null
  let kinds: Set<string> | null = null
  const begin = (at: Anchor): void => {
    if (anchors.at(-1) !== at) anchors.push(at)
    pending = null
  }
  for (const [index, line] of lines.entries()) {
    const isCommand = COMMAND.test(line.text)
    if (isCommand || BANNER.test(line.text)) {
      const type = TYPE.exec(line.text)?.[1]?.toLowerCase()
      const goesOn = type !== undefined && kinds !== null && !kinds.has(type)
      if (!goesOn) pending ??= withFrame(lines, index)
    } else if (PROMPT.test(line.text) && !/>\s*$/.test(line.text) && !OWN_COMMAND.test(line.text)) {
      pending = null
      kinds = null
    }
    for (const kind of headersIn(line, lines[index + 1])) {
      if (pending !== null || kinds === null || kinds.has(kind)) {
        begin(pending ?? line.number)
        kinds = new Set()
      }
      kinds.add(kind)
    }
    if (ERROR.test(line.text) || (pending !== null && ANSWER.test(line.text))) {
      if (pending === null && kinds !== null) continue
      begin(pending ?? line.number)
      kinds = new Set()
    }
  }
  return anchors.length > 0 ? anchors : withoutHeading(lines)
}

function headersIn(line: SourceLine, next: SourceLine | undefined): string[] {
  const wrapped = next !== undefined && HEADER_BEGINS.test(line.text) ? `${line.text} ${next.text}` : line.text
  return [...wrapped.matchAll(HEADER)].map((match) => match.groups?.['kind']?.toLowerCase() ?? '')
}

/** Filters that were copied without the heading above them. */
function withoutHeading(lines: readonly SourceLine[]): readonly Anchor[] {
  const index = lines.findIndex(
    (line, at) => FILTER_NAME.test(line.text) && lines.slice(at, at + 8).some(({ text }) => SOURCE.test(text)),
  )
  const first = lines[index]
  if (first === undefined) return []
  const above = lines.findIndex((line, at) => at < index && COMMAND.test(line.text))
  return [above < 0 ? first.number : withFrame(lines, above)]
}
