import { SaxesParser } from 'saxes'
import type { SourceLine } from '../../../text/source-text.ts'

/** A place in the lines of a block: 0-based index of the line, and of the character in it. */
export interface Place {
  readonly line: number
  readonly index: number
}

/** Why and where a document was not read to its end. */
export interface Refusal extends Place {
  readonly kind: 'invalid' | 'cut' | 'unsupported'
  /** A full sentence. */
  readonly say: string
}

/** Is told of elements by their local name in lower case. */
interface ElementVisitor {
  /** `place` is behind the start tag. */
  readonly open: (name: string, place: Place) => void
  readonly text: (text: string) => void
  readonly close: () => void
}

/** A declaration, a document type, a remark or an element. */
const MARKUP = /<[?!\w]/

/** An export nests about fifteen elements deep. */
const DEEPEST = 100
/** Characters; a whole array with all its rules has a few million. */
const LARGEST = 64_000_000

/**
 * Walks through one XML document; gives the number of lines up to the end of its root element. The parser reads nothing
 * from outside and expands no entities of the document's own: a document type is refused as soon as it is seen. The
 * first thing that is wrong ends the walk.
 */
export function walkXml(
  lines: readonly SourceLine[],
  visitor: ElementVisitor,
): { readonly refusal: Refusal | null; readonly lineCount: number } {
  const parser = new SaxesParser({ defaultXMLVersion: '1.0', forceXMLVersion: true })
  // A heading may stand above the document, and words in front of it on its first line.
  const first = Math.max(
    0,
    lines.findIndex(({ text }) => MARKUP.test(text)),
  )
  const skipped = Math.max(0, lines[first]?.text.search(MARKUP) ?? 0)
  const open: string[] = []
  const limits: string[] = []
  let row = 0
  let closed = false

  const here = () => ({ line: row, index: parser.columnIndex + (row === first ? skipped : 0) })
  /** Without an error handler the parser throws where something is wrong, wherever in a line that is. */
  const refuse = (say: string) => {
    limits.push(say)
    parser.fail(say)
  }
  parser.on('doctype', () => refuse('The document has a document type (DOCTYPE), which no export of ISA Server has.'))
  parser.on('opentag', (tag) => {
    if (open.length === DEEPEST) refuse(`The document nests more than ${DEEPEST} elements in each other.`)
    open.push(tag.name)
    visitor.open(localName(tag.name), here())
  })
  parser.on('text', visitor.text)
  parser.on('cdata', visitor.text)
  parser.on('closetag', () => {
    open.pop()
    visitor.close()
    closed = open.length === 0
  })

  if (sizeOf(lines) > LARGEST) {
    const say = `The document has more than ${LARGEST / 1_000_000} million characters.`
    return { refusal: { kind: 'unsupported', say, line: 0, index: 0 }, lineCount: 0 }
  }
  for (const [index, line] of lines.entries()) {
    if (index < first) continue
    row = index
    try {
      parser.write(`${withoutTreeMark(index === first ? line.text.slice(skipped) : line.text)}\n`)
    } catch (error) {
      const [limit] = limits
      const what =
        limit === undefined
          ? ({ kind: 'invalid', say: malformed(error) } as const)
          : ({ kind: 'unsupported', say: limit } as const)
      // Text behind the root element is not the document's.
      if (!closed) return { refusal: { ...what, ...here() }, lineCount: index + 1 }
    }
    if (closed) return { refusal: null, lineCount: index + 1 }
  }
  const inner = open.at(-1)?.slice(0, 100)
  const say = `The document ends ${inner === undefined ? 'before its first element' : `inside of the element "${inner}"`}.`
  return { refusal: { kind: 'cut', say, ...here() }, lineCount: lines.length }
}

/** Internet Explorer shows XML as a tree; text copied from it has `-` and `+` in front of elements. Columns stay. */
function withoutTreeMark(text: string): string {
  return text.replace(/^\s*[-+](?=\s*<)/, (mark) => ' '.repeat(mark.length))
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase()
}

function sizeOf(lines: readonly SourceLine[]): number {
  let size = 0
  for (const line of lines) size += line.text.length + 1
  return size
}

/** The parser's words begin with line and column, which stand in the place already. */
function malformed(error: unknown): string {
  const words = error instanceof Error ? error.message.replace(/^\d+:\d+: /, '').slice(0, 100) : ''
  return `The document is not well-formed XML: ${words.replace(/\.$/, '')}.`
}
