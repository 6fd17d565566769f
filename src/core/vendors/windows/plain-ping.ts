import { LineRoles } from '../../model/line-roles.ts'
import { type SourceLine, spanAt } from '../../text/source-text.ts'
import { indentOf } from '../../text/words.ts'
import { PING_ROLES, PLAIN_LINES } from './ping-marks.ts'
import { isTranscript, type PingTranscript, type PingTranscripts, transcriptFor } from './ping-transcripts.ts'

/**
 * The transcripts in a text of which each line stands there as Windows prints it; `null` for any other. `transcriptsOf` finds
 * the same in it, at three times the cost, since it looks for phrases anywhere.
 */
export function plainTranscriptsOf(lines: readonly SourceLine[]): PingTranscripts | null {
  const transcripts: PingTranscript[] = []
  const roles = new LineRoles(lines)
  for (const line of lines) {
    const { text } = line
    const from = indentOf(text)
    if (from === text.length) {
      roles.set(line.number, 'irrelevant')
      continue
    }
    const plain = PLAIN_LINES.get(text[from + 1] === ':' ? '>' : (text[from] ?? ''))?.find(([, pattern]) =>
      fits(pattern, text, from),
    )
    if (plain === undefined) return null
    const [name, pattern] = plain
    const to = pattern.lastIndex
    const { counts, firsts } = transcriptFor(name, transcripts)
    firsts[name] ??= { text: text.slice(from, to), span: spanAt(line, from, to - from) }
    counts[name] += 1
    roles.set(line.number, PING_ROLES[name])
  }
  return { transcripts: transcripts.filter(isTranscript), roles }
}

/** Whether a phrase is all of a line from an index on, but for a colon or comma at the end. */
function fits(pattern: RegExp, text: string, from: number): boolean {
  pattern.lastIndex = from
  if (!pattern.test(text)) return false
  const rest = text.length - pattern.lastIndex
  return rest === 0 || (rest === 1 && (text.endsWith(':') || text.endsWith(',')))
}
