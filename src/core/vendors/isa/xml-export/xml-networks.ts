import { type SourceLine, spanAt } from '../../../text/source-text.ts'
import type { Written } from '../written-address.ts'
import { type Place, type Refusal, walkXml } from './xml-document.ts'

/** One network of an export, as it is written. */
export interface ExportedNetwork {
  name: Written | null
  readonly ranges: ExportedRange[]
  /** VPN settings by local name in lower case. */
  readonly settings: Map<string, Written>
}

interface ExportedRange {
  from: Written | null
  to: Written | null
}

export interface Export {
  readonly build: Written | null
  /** The networks of each array, and those that stand outside of any. */
  readonly arrays: readonly (readonly ExportedNetwork[])[]
  readonly refusal: Refusal | null
  /** Number of lines up to the end of the root element. */
  readonly lineCount: number
}

/** The settings that tell of a tunnel: property names of the TMG SDK's `FPCVpnNetworkIPSecSettings`, and their kin. */
const SETTING =
  /^(?:(?:local|remote)(?:serveraddress|tunnelendpoint)|authenticationmethod|phase[12]\w+|(?:pre)?shared(?:key|secret))$/
/** Longer texts are descriptions or rules, of which nothing is read. */
const LONGEST_VALUE = 200

/** An element that is open. */
interface Frame {
  readonly name: string
  readonly place: Place
  readonly array: ExportedNetwork[]
  /** The network that it is, or is in. */
  readonly network: ExportedNetwork | null
  range: ExportedRange | null
  text: string
}

/**
 * The networks of an ISA or TMG export: `NetConfig/Networks/*` with `Name`, `IpRangeSet/*` and the VPN settings anywhere
 * below. Names are compared without prefix and case, since exports of several versions differ in them.
 */
export function readExport(lines: readonly SourceLine[]): Export {
  const outside: ExportedNetwork[] = []
  const arrays = [outside]
  const stack: Frame[] = []
  let build: Written | null = null
  const walk = walkXml(lines, {
    open(name, place) {
      const parent = stack.at(-1)
      const array = name === 'array' ? [] : (parent?.array ?? outside)
      if (name === 'array') arrays.push(array)
      const isNetwork = parent?.name === 'networks'
      const network = isNetwork ? { name: null, ranges: [], settings: new Map() } : (parent?.network ?? null)
      if (isNetwork && network !== null) array.push(network)
      stack.push({ name, place, array, network, range: null, text: '' })
    },
    text(text) {
      const frame = stack.at(-1)
      if (frame !== undefined && frame.text.length <= LONGEST_VALUE) frame.text += text.slice(0, LONGEST_VALUE + 1)
    },
    close() {
      const frame = stack.pop()
      const value = frame === undefined ? null : writtenIn(frame, lines)
      if (frame === undefined || value === null) return
      if (frame.name === 'build' && stack.length === 1) build = value
      if (frame.network !== null) settle(frame.network, frame.name, value, stack)
    },
  })
  return { build, arrays, ...walk }
}

/** Puts the text of an element inside of a network where it belongs. */
function settle(network: ExportedNetwork, name: string, value: Written, ancestors: readonly Frame[]) {
  const parent = ancestors.at(-1)
  if (parent === undefined) return
  if (name === 'name' && ancestors.at(-2)?.name === 'networks') network.name = value
  if (SETTING.test(name) && !network.settings.has(name)) network.settings.set(name, value)
  if (name !== 'ipfrom' && name !== 'ipto') return
  if (!ancestors.some((ancestor) => ancestor.name === 'iprangeset')) return
  if (parent.range === null) {
    parent.range = { from: null, to: null }
    network.ranges.push(parent.range)
  }
  parent.range[name === 'ipfrom' ? 'from' : 'to'] = value
}

/** The text of an element without the blanks around it, and where it stands; `null` when there is none. */
function writtenIn({ text: whole, place }: Frame, lines: readonly SourceLine[]): Written | null {
  const text = whole.trim()
  if (text === '' || whole.length > LONGEST_VALUE) return null
  const before = whole.slice(0, whole.indexOf(text)).split('\n')
  const line = lines[place.line + before.length - 1]
  const index = (before.length === 1 ? place.index : 0) + (before.at(-1)?.length ?? 0)
  if (line === undefined) return null
  return { text, span: spanAt(line, index, Math.max(0, Math.min(text.length, line.text.length - index))) }
}
