import type { AddressRange } from '../../address/address-range.ts'
import { isProblem, parseMasked } from '../../address/parse-address.ts'
import { type Stated, stated } from '../../model/setting.ts'
import { type SourceLine, spanAt } from '../../text/source-text.ts'
import { type FlowingText, flow } from './flowing-text.ts'

/** A summary whose long lists are read already. */
export interface ShortenedSummary {
  /** Without the lines of each run of subnets but its first two and its last. */
  readonly flowing: FlowingText
  /** The networks on these lines, by the number of the line above them. */
  readonly below: ReadonlyMap<number, readonly Stated<AddressRange>[]>
}

const LABEL = '    Subnet: '
const SUBNET = /^ {4}Subnet: [\d.]+\/[\d.]+$/

/**
 * Takes the subnets out that stand between others, one on each line as they are printed. A long summary is little more than that,
 * and what stands around a run of them can change what its first line says, but none of those below.
 */
export function shortened(lines: readonly SourceLine[]): ShortenedSummary {
  const left: SourceLine[] = []
  const below = new Map<number, Stated<AddressRange>[]>()
  let run: Stated<AddressRange>[] = []
  let last: SourceLine | undefined
  for (const line of lines) {
    const subnet = subnetOn(line)
    if (subnet === null) {
      end(run, last, left, below)
      run = []
      left.push(line)
    } else {
      run.push(subnet)
      if (run.length <= HEAD) left.push(line)
      last = line
    }
  }
  end(run, last, left, below)
  return { flowing: flow(left), below }
}

/** So many lines of a run stay. */
const HEAD = 2

/** The last line stays as well. */
function end(
  run: Stated<AddressRange>[],
  last: SourceLine | undefined,
  left: SourceLine[],
  below: Map<number, Stated<AddressRange>[]>,
): void {
  if (last === undefined || run.length <= HEAD) return
  left.push(last)
  const [, second] = run
  if (second !== undefined && run.length > HEAD + 1) below.set(second.span.line, run.slice(HEAD, -1))
}

/** The network of a line that is a subnet and nothing else; `null` for any other line. */
function subnetOn(line: SourceLine): Stated<AddressRange> | null {
  const { text } = line
  if (!SUBNET.test(text)) return null
  const slash = text.indexOf('/')
  const network = parseMasked(text.slice(LABEL.length, slash), text.slice(slash + 1))
  return isProblem(network) ? null : stated(network, spanAt(line, LABEL.length, text.length - LABEL.length))
}
