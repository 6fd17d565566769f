import type { SourceLine } from '../text/source-text.ts'
import type { ClaimedBlock } from './blocks.ts'

/** A block with the end that it was given for, where that is known. */
interface LabelledBlock {
  readonly block: ClaimedBlock
  readonly label: string | null
}

/**
 * Blocks whose lines all stood in one of another text before, as it is with an output that was pasted and is attached as a file too, each with that
 * one. Blocks for two different ends are no repetition: whoever gave them says so. What a text itself holds twice is in that file.
 */
export function repeatedBlocks(blocks: readonly LabelledBlock[]): ReadonlyMap<ClaimedBlock, ClaimedBlock> {
  const repeated = new Map<ClaimedBlock, ClaimedBlock>()
  const alike = new Map<string, LabelledBlock[]>()
  for (const labelled of blocks) {
    const { block, label } = labelled
    if (block.format === null) continue
    const key = `${block.format.id}\n${shape(linesOf(block))}`
    const known = alike.get(key) ?? []
    const first = known.find(
      (other) =>
        other.block.source !== block.source && (label === null || label === other.label) && isSame(other.block, block),
    )
    if (first === undefined) alike.set(key, [...known, labelled])
    else repeated.set(block, first.block)
  }
  return repeated
}

/** A heading names the end, and is no part of the text. */
function linesOf({ heading, lines }: ClaimedBlock): readonly SourceLine[] {
  const own = heading === null ? lines : lines.slice(1)
  const last = own.findLastIndex(({ text }) => text.trim() !== '')
  return last + 1 === own.length ? own : own.slice(0, last + 1)
}

const SAMPLES = 8

/** Few texts have the same one that are not equal. */
function shape(lines: readonly SourceLine[]): string {
  const samples = Array.from({ length: SAMPLES }, (_, at) => lines[Math.floor((at * lines.length) / SAMPLES)]?.text)
  return [lines.length, ...samples].join('\n')
}

function isSame(a: ClaimedBlock, b: ClaimedBlock): boolean {
  const [first, second] = [linesOf(a), linesOf(b)]
  return first.length === second.length && first.every(({ text }, at) => text.trimEnd() === second[at]?.text.trimEnd())
}
