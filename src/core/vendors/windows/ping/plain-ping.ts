import { LineRoles } from '../../../model/line-roles.ts'
import { type SourceLine, spanAt } from '../../../text/source-text.ts'
import { indentOf } from '../../../text/words.ts'
import { PING_ROLES, PLAIN_LINES } from './ping-marks.ts'
import { isTranscript, type PingTranscript, transcriptFor } from './ping-transcripts.ts'

/**
 * Tells of each transcript in a text of which each line stands there as Windows prints it, one after the other, and gives the roles of its
 * lines; `null` where a line is something else, and what was told is not to be used. `transcriptsOf` finds the same in it, at three
 * times the cost, since it looks for phrases anywhere.
 */
export function tellPlainTranscripts(
  lines: readonly SourceLine[],
  tell: (transcript: PingTranscript) => void,
): LineRoles | null {
  const roles = new LineRoles(lines)
  let current: PingTranscript | undefined
  let index = 0
  for (let line = lines[0]; line !== undefined; line = lines[++index]) {
    const { text } = line
    const from = indentOf(text)
    if (from === text.length) {
      roles.set(line.number, 'irrelevant')
      continue
    }
    const plain = plainLine(text, from)
    if (plain === undefined) return null
    const [name, pattern] = plain
    const to = pattern.lastIndex
    const transcript = transcriptFor(name, current)
    if (transcript !== current) {
      if (current !== undefined && isTranscript(current)) tell(current)
      current = transcript
    }
    const { counts, firsts } = transcript
    firsts[name] ??= { text: text.slice(from, to), span: spanAt(line, from, to - from) }
    counts[name] += 1
    roles.set(line.number, PING_ROLES[name])
  }
  if (current !== undefined && isTranscript(current)) tell(current)
  return roles
}

type PlainLine = NonNullable<ReturnType<typeof PLAIN_LINES.get>>[number]

/** What a line is whose words begin at an index; its pattern tells where they end. */
function plainLine(text: string, from: number): PlainLine | undefined {
  const known = PLAIN_LINES.get(text[from + 1] === ':' ? '>' : (text[from] ?? '')) ?? NONE
  for (let at = 0; at < known.length; at++) {
    const line = known[at]
    if (line !== undefined && fits(line[1], text, from)) return line
  }
  return undefined
}

const NONE: readonly PlainLine[] = []

/** Whether a phrase is all of a line from an index on, but for a colon or comma at the end. */
function fits(pattern: RegExp, text: string, from: number): boolean {
  pattern.lastIndex = from
  if (!pattern.test(text)) return false
  const rest = text.length - pattern.lastIndex
  return rest === 0 || (rest === 1 && (text.endsWith(':') || text.endsWith(',')))
}
