import type { Anchor } from '../../../model/format.ts'
import type { SourceLine } from '../../../text/source-text.ts'
import { withFrame } from '../console-marks.ts'

const HEADER = /quick\s{0,9}mode\s{0,9}filters?\s{0,9}\(\s{0,9}(?<kind>generic|specific)\s{0,9}\)/gi
/** What stands behind a heading, and not behind the same words in a sentence. */
const BODY =
  /^[\s>|:]{0,99}(?:[-=_*]{5}|\d{1,9}\s{0,9}(?:generic|specific)\b|(?:filter\s{0,9}name|connection\s{0,9}type|source|src|dest(?:ination)?|dst|protocol|direction|weight|mirrored|(?:in|out)bound\s{0,9}action|tunnel\s{0,9}(?:source|dest)|quick\s{0,9}mode\s{0,9}policy)\b|ERR\b|(?:there\s{1,9}are\s{1,9})?no\b)/i
const MAIN_MODE = /^[\s>]*main\s{0,9}mode\s{0,9}filters?\b/i
const HEADER_BEGINS = /\bquick(?:\s{1,9}mode)?(?:\s{1,9}filters?)?\s{0,9}\(?\s{0,9}$/i
/** The marks of a quoted mail. */
const QUOTE = /^(?:[\s>|]|&gt;)+/
const BANNER = /^\s*IPsec Netsh Output \(DYNAMIC\)/i
const PROMPT = /^(?:\[[\w.-]{1,64}\]:\s*)?(?:PS\s+)?[A-Z]:\\[^<>|&]{0,200}(?:>|&gt;)/i
const COMMAND =
  /^(?:[^<>]{0,240}?(?:>|&gt;))?\s*(?:netsh(?:\.exe)?\s+)?ipsec\s+dynamic(?:\s*(?:>|&gt;))?\s*show\s+(?:qmfilters?|all)\b/i
const OWN_COMMAND = /^(?:[^<>]{0,240}?(?:>|&gt;))?\s*(?:netsh(?:\.exe)?\s+)?ipsec\s+dynamic\b/i
const TYPE = /\btype\s*=\s*(generic|specific)\b/i
const ERROR =
  /\bERR\s*IPsec\s*\[\d{1,8}\]|\bquick mode filters?\s+(?:are\s+)?not available|^\W{0,3}netsh(?:\.exe)?\W{0,3}is not recogni[sz]ed/i
const ANSWER =
  /\bERR\s{0,9}Win32\s{0,9}\[|is not recogni[sz]ed|command was not found|requires elevation|access is denied|^\s*(?:there are )?no\b.{0,80}\b(?:filter|polic)/i
const FILTER_NAME = /^[\s>]*filter\s{0,9}name\b/i
const SOURCE =
  /\bsource\s{0,9}address(?:\s{0,40}:|\s{0,40}(?:[<(\d]|&lt;|[\da-f]{1,4}:)|\s{1,40}(?:me|any|my\s{1,9}ip)\b)/i

/** What a line holds that is more than a part of a dump, unless a command stands above. */
const TELLING = /quick|ipsec|netsh|\bERR|:\\/i

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
    if (pending === null && !TELLING.test(line.text)) continue
    const written = line.text.replace(QUOTE, '')
    if (COMMAND.test(written) || BANNER.test(written)) {
      const type = TYPE.exec(written)?.[1]?.toLowerCase()
      const goesOn = type !== undefined && kinds !== null && !kinds.has(type)
      if (!goesOn) pending ??= withFrame(lines, index)
    } else if (PROMPT.test(written) && !/(?:>|&gt;)$/.test(written.trimEnd()) && !OWN_COMMAND.test(written)) {
      pending = null
      kinds = null
    }
    for (const kind of headersIn(lines, index)) {
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

/** The kinds of the headings on a line, the last of which may go on below. */
function headersIn(lines: readonly SourceLine[], index: number): string[] {
  const [own = '', next = ''] = lines.slice(index, index + 2).map(({ text }) => text)
  const isWrapped = HEADER_BEGINS.test(own) && index + 1 < lines.length
  const text = isWrapped ? `${own} ${next.replace(QUOTE, '')}` : own
  const below = lines.slice(index + (isWrapped ? 2 : 1), index + 5).find((line) => /[^\s>|]/.test(line.text))
  return [...text.matchAll(HEADER)]
    .filter((match) => {
      const rest = text.slice(match.index + match[0].length)
      if (/[^\s:]/.test(rest)) return BODY.test(rest)
      return (below !== undefined && BODY.test(below.text)) || isTitle(text.slice(0, match.index), rest)
    })
    .map((match) => match.groups?.['kind']?.toLowerCase() ?? '')
}

/** A heading on a line of its own, whatever stands below. */
function isTitle(before: string, behind: string): boolean {
  return !/[\p{L}\p{N}]/u.test(before) && behind.includes(':')
}

/** Filters that were copied without the heading above them. */
function withoutHeading(lines: readonly SourceLine[]): readonly Anchor[] {
  const index = lines.findIndex(
    (line, at) => FILTER_NAME.test(line.text) && lines.slice(at, at + 8).some(({ text }) => SOURCE.test(text)),
  )
  const first = lines[index]
  if (first === undefined || lines.some((line, at) => at < index && MAIN_MODE.test(line.text))) return []
  const above = lines.findIndex((line, at) => at < index && COMMAND.test(line.text.replace(QUOTE, '')))
  return [above < 0 ? first.number : withFrame(lines, above)]
}
