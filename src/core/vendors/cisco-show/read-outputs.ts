import type { EndpointFragment } from '../../model/endpoint.ts'
import type { Block, Reading } from '../../model/format.ts'
import { LineRoles } from '../../model/line-roles.ts'
import type { Vendor } from '../../model/vendor.ts'
import { lineSpan, type SourceLine, type Span } from '../../text/source-text.ts'
import { headingOf } from '../blocks.ts'
import { type OutputName, outputAt, outputWithin, printedText } from '../cisco/show-outputs.ts'
import { plainText, readTerminalLine } from '../cisco/terminal-lines.ts'
import { nothingShown, type OutputReader, type Shown } from '../shown/shown.ts'
import { shownFragment } from '../shown/shown-fragment.ts'
import { takeMapEntries } from './crypto-map.ts'
import { type NamedList, withListName } from './list-name.ts'
import { outputReaders } from './output-readers.ts'
import { isTyped, isTypedShow } from './show-commands.ts'
import type { ShownByCisco } from './shown-by-cisco.ts'

/** Reads all outputs of one gateway, each line by the reader of the output that it stands in. */
export function readOutputs({ source, lines }: Block, vendor: Vendor): Reading {
  const shown: ShownByCisco = { ...nothingShown(), mapEntries: [] }
  const roles = new LineRoles(lines)
  const readers = new Map<OutputName, OutputReader>()
  let current: OutputReader | undefined
  let host: string | null = null
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]
    if (line === undefined) break
    const plain = plainText(line.text)
    if (plain === '') continue
    if (plain !== null && !isTypedShow(plain)) {
      readLine(index, plain, line)
      continue
    }
    const printed = readTerminalLine(line)
    const typed = isTyped(printed)
    if (!typed && printed.kind !== 'screen') {
      readLine(index, printedText(printed), line)
      continue
    }
    roles.set(line.number, 'irrelevant')
    host ??= printed.host
    if (typed) leave()
  }
  for (const { finish } of readers.values()) finish()
  takeMapEntries(shown)
  const [first] = lines
  const span = first === undefined ? { source, line: 1, column: 1, length: 0 } : lineSpan(first)
  return {
    endpoints: tellsOfATunnel(shown) ? [fragmentOf(shown, vendor, host, span)] : [],
    observations: [],
    roles,
    problems: shown.problems,
  }

  function readLine(index: number, text: string, line: SourceLine): void {
    const output = (current === undefined ? outputWithin : outputAt)(lines, index, text)
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

  function leave(): void {
    current?.finish()
    current = undefined
  }
}

/** Steps name the crypto ACL where an output does. */
function fragmentOf(shown: Shown, vendor: Vendor, host: string | null, span: Span): EndpointFragment {
  const lists: NamedList[] = []
  for (const { list, peer } of shown.idents) if (list !== null) lists.push({ name: list, peer })
  const fragment = shownFragment(shown, vendor, host, span)
  return lists.length === 0 ? fragment : { ...fragment, dialect: withListName(vendor.dialect, lists) }
}

/** Sessions of clients, or a count, are of no end of a tunnel. */
function tellsOfATunnel({ lists, settings, peers }: Shown): boolean {
  return Object.values(lists).includes(true) || settings.length > 0 || peers.length > 0
}
