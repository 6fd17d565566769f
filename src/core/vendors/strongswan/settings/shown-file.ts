import type { LineRoles } from '../../../model/line-roles.ts'
import type { SourceLine } from '../../../text/source-text.ts'
import { type FlowingText, flow, lineIndexAt } from '../../flowing-text.ts'
import { isScreenLine, promptHost } from '../../freeswan/prompt-line.ts'

/** A file as it was copied from a screen. */
interface ShownFile {
  /** Without what the screen adds, in the place of which stand empty lines. */
  readonly flowing: FlowingText
  /** Prompts, commands and headings. */
  readonly screen: readonly SourceLine[]
  /** What the first prompt names. */
  readonly host: string | null
}

export function shownFile(lines: readonly SourceLine[]): ShownFile {
  const whole = flow(lines)
  const screen = screenLinesOf(whole)
  if (screen.size === 0) return { flowing: whole, screen: [], host: null }
  const flowing = flow(lines.map((line) => (screen.has(line) ? { ...line, text: '' } : line)))
  const host = lines.find((line) => screen.has(line) && promptHost(line.text) !== null)
  return { flowing, screen: [...screen], host: host === undefined ? null : promptHost(host.text) }
}

export function passOver({ screen }: ShownFile, roles: LineRoles): void {
  for (const { number } of screen) roles.set(number, 'irrelevant')
}

/** A line of a screen holds one of these or begins with it, and most lines do not. */
const SIGNS = ['#', '$', '>', '\n:', '\n/', '\n[']

function screenLinesOf(flowing: FlowingText): Set<SourceLine> {
  const { text, lines, starts } = flowing
  const found = new Set<SourceLine>()
  const look = (line: SourceLine | undefined) => {
    if (line !== undefined && isScreenLine(line.text)) found.add(line)
  }
  look(lines[0])
  for (const sign of SIGNS) {
    for (let at = text.indexOf(sign); at >= 0; ) {
      const index = lineIndexAt(flowing, at + sign.length - 1)
      look(lines[index])
      const next = starts[index + 1]
      // The sign may begin with the line break in front of the next line.
      at = next === undefined ? -1 : text.indexOf(sign, next - 1)
    }
  }
  return found
}
