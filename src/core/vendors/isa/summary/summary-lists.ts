import type { AddressRange } from '../../../address/address-range.ts'
import { plainNetwork } from '../../../address/parse-address.ts'
import { type Stated, stated } from '../../../model/setting.ts'
import { type SourceLine, spanAt } from '../../../text/source-text.ts'
import { type FlowingText, flow } from '../../flowing-text.ts'

/** A summary whose long lists are read already. */
export interface ShortenedSummary {
  /** Without the lines of each run of subnets but its first two and its last. */
  readonly flowing: FlowingText
  /** The networks on these lines, by the number of the line above them. */
  readonly below: ReadonlyMap<number, readonly Stated<AddressRange>[]>
}

const LABEL = '    Subnet: '

/**
 * Takes the subnets out that stand between others, one on each line as they are printed. A long summary is little more than that,
 * and what stands around a run of them can change what its first line says, but none of those below.
 */
export function shortened(lines: readonly SourceLine[]): ShortenedSummary {
  const left: SourceLine[] = []
  const below = new Map<number, Stated<AddressRange>[]>()
  let length = 0
  let inside: Stated<AddressRange>[] = []
  let last: SourceLine | undefined
  let index = 0
  for (let line = lines[0]; line !== undefined; line = lines[++index]) {
    const subnet = subnetOn(line)
    length = subnet === null ? 0 : length + 1
    if (subnet !== null && length > HEAD) {
      inside.push(subnet)
      last = line
      continue
    }
    if (last !== undefined) {
      end(inside, last, left, below)
      inside = []
      last = undefined
    }
    left.push(line)
  }
  if (last !== undefined) end(inside, last, left, below)
  return { flowing: flow(left), below }
}

/** So many lines of a run stay. */
const HEAD = 2

/** The last line stays as well. `inside` is what stands below the first lines of a run. */
function end(
  inside: Stated<AddressRange>[],
  last: SourceLine,
  left: SourceLine[],
  below: Map<number, Stated<AddressRange>[]>,
): void {
  const above = left.at(-1)?.number
  inside.pop()
  if (above !== undefined && inside.length > 0) below.set(above, inside)
  left.push(last)
}

/** The network of a line that is a subnet and nothing else; `null` for any other line. */
function subnetOn(line: SourceLine): Stated<AddressRange> | null {
  const { text } = line
  // Of a line of a long text, `startsWith` takes longer.
  const network = text.indexOf(LABEL) === 0 ? plainNetwork(text, LABEL.length) : undefined
  return network === undefined ? null : stated(network, spanAt(line, LABEL.length, text.length - LABEL.length))
}
