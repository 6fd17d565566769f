import type { Block, LineRole, Reading } from '../../model/format.ts'
import type { Vendor } from '../../model/vendor.ts'
import { lineSpan } from '../../text/source-text.ts'
import { headingOf } from '../blocks.ts'
import { type OutputName, outputAt, printedText } from '../cisco/show-outputs.ts'
import { readTerminalLine } from '../cisco/terminal-lines.ts'
import { takeMapEntries } from './crypto-map.ts'
import { outputReaders } from './output-readers.ts'
import { isTyped } from './show-commands.ts'
import { nothingShown, type OutputReader, type Shown } from './shown.ts'
import { shownFragment } from './shown-fragment.ts'

/** Reads all outputs of one gateway, each line by the reader of the output that it stands in. */
export function readOutputs(block: Block, vendor: Vendor): Reading {
  const shown = nothingShown()
  const roles = new Map<number, LineRole>()
  const readers = new Map<OutputName, OutputReader>()
  let current: OutputReader | undefined
  let host: string | null = null
  const lines = block.lines.map(readTerminalLine)
  for (const [index, printed] of lines.entries()) {
    const { line, kind, host: named } = printed
    const text = printedText(printed)
    if (kind === 'blank') continue
    const typed = isTyped(printed)
    if (typed || kind === 'screen') {
      roles.set(line.number, 'irrelevant')
      host ??= named
      if (typed) leave()
      continue
    }
    const output = outputAt(lines, index)
    if (output !== undefined) {
      const known = readers.get(output.name) ?? outputReaders[output.name](shown)
      if (known !== current) leave()
      readers.set(output.name, known)
      current = known
    }
    const role = current?.read(text, line)
    if (role !== undefined) roles.set(line.number, role)
    // A heading is for the block that begins below it.
    else if (headingOf(text) !== null) leave()
  }
  for (const { finish } of readers.values()) finish()
  takeMapEntries(shown)
  const [first] = block.lines
  const span = first === undefined ? { source: block.source, line: 1, column: 1, length: 0 } : lineSpan(first)
  return {
    endpoints: tellsOfATunnel(shown) ? [shownFragment(shown, vendor, host, span)] : [],
    observations: [],
    roles,
    problems: shown.problems,
  }

  function leave(): void {
    current?.finish()
    current = undefined
  }
}

/** Sessions of clients, or a count, are of no end of a tunnel. */
function tellsOfATunnel({ lists, settings, peers }: Shown): boolean {
  return Object.values(lists).includes(true) || settings.length > 0 || peers.length > 0
}
