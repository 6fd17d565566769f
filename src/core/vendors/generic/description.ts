import type { AddressRange } from '../../address/address-range.ts'
import type { EndpointFragment, PolicySettings, Site, Topic } from '../../model/endpoint.ts'
import type { Block, Format, Reading, ReadingProblem } from '../../model/format.ts'
import { LineRoles } from '../../model/line-roles.ts'
import { type Setting, stated } from '../../model/setting.ts'
import type { Vendor } from '../../model/vendor.ts'
import { keyMark, UNKNOWN_SECRET } from '../../text/secrets/secret-mark.ts'
import type { SourceLine, Span } from '../../text/source-text.ts'
import { type FlowingText, flow, placeOf } from '../flowing-text.ts'
import { isa, tmg } from '../isa/vendor.ts'
import { strongswan } from '../strongswan/vendor.ts'
import { windows } from '../windows/vendor.ts'
import { descriptionEditor, SETTING_PATHS } from './description-editor.ts'
import { type Mistake, mistakesOf } from './description-mistakes.ts'
import { Description, EndDescription } from './description-schema.ts'
import { thirdParty } from './products.ts'
import {
  isTooLong,
  nodeAt,
  parseYaml,
  plainValue,
  TOO_LONG,
  valueUnder,
  type YamlMap,
  type YamlNode,
} from './yaml-tree.ts'

/**
 * A tunnel described by hand, for those who have no dump of an end. The format is this product's own;
 * `docs/description.md` explains it.
 */
export const description: Format = {
  id: 'generic/description',
  title: 'Tunnel description (YAML)',
  command:
    'Write `ends:` with `A:` and `B:` below it, each with vendor, external_address, local_networks and remote_site (or remote_networks).',
  hint: /ends["']?\s*:|external_address|remote_site|local_networks|remote_networks/,
  recognise,
  read,
}

/** A line of YAML around the description: a comment, or the start of a document. */
const SURROUNDING = /^\s*(?:#.*|---\s*)$/
const START = /^\s*(?:ends\s*:|\{\s*["']?ends["']?\s*:|["']ends["']\s*:)/
const BLOCK_START = /^\s*ends\s*:\s*(?:#.*)?$/
/** A line of the form without braces: indented, a key, or the start or end of a document. */
const OF_BLOCK = /^\s+\S|^["']?\w{1,40}["']?\s*:|^(?:#|---\s*$|\.\.\.\s*$)/
const TELLING = /^[\s{-]*["']?(?:external_address|remote_site|local_networks|remote_networks)["']?\s*:/
const YAML_LINE = /^\s*(?:[{}[\]-]|["']?\w{1,40}["']?\s*:|#|---)/

function recognise(lines: readonly SourceLine[]): number[] {
  const starts: number[] = []
  for (let index = 0; index < lines.length; index++) if (startsDescription(lines, index)) starts.push(index)
  if (starts.length === 0) {
    const telling = lines.findIndex((line) => TELLING.test(line.text))
    if (telling >= 0) starts.push(above(lines, telling, YAML_LINE))
  }
  return starts.map((index) => lines[above(lines, index, SURROUNDING)]?.number ?? 1)
}

/** `ends:` with something deeper below it, or the JSON form, whose brace may stand on the line above. */
function startsDescription(lines: readonly SourceLine[], index: number): boolean {
  const line = lines[index]
  if (line === undefined || !START.test(line.text)) return false
  if (!BLOCK_START.test(line.text)) return true
  const below = lines.slice(index + 1, index + 50).find(({ text }) => text.trim() !== '' && !SURROUNDING.test(text))
  return below === undefined || indentation(below.text) > indentation(line.text)
}

function indentation(text: string): number {
  return text.length - text.trimStart().length
}

/** The first of the lines directly above that have a shape; an opening brace belongs to them. */
function above(lines: readonly SourceLine[], index: number, shape: RegExp): number {
  let first = index
  while (first > 0 && (shape.test(lines[first - 1]?.text ?? '') || lines[first - 1]?.text.trim() === '{')) first--
  return first
}

/** What people write below a description is none of it: words that are neither indented nor a key. The JSON form ends where it is closed. */
function withoutTail(lines: readonly SourceLine[]): readonly SourceLine[] {
  if (!lines.some(({ text }) => BLOCK_START.test(text))) return lines
  const last = lines.findLastIndex(({ text }) => OF_BLOCK.test(text))
  const behind = lines.findIndex(({ text }, index) => index > last && text.trim() !== '')
  return behind < 0 ? lines : lines.slice(0, behind)
}

function read(block: Block): Reading {
  const lines = withoutTail(block.lines)
  const flowing = flow(lines)
  const tree = isTooLong(lines) ? TOO_LONG : parseYaml(flowing.text)
  if ('problem' in tree) {
    const place = placeOf(flowing, { from: tree.offset, to: tree.offset + 1 })
    const say = `The YAML text cannot be read at ${lineAndColumn(place)}: ${tree.problem}.`
    return reading(flowing, [], [{ kind: 'invalid', span: place, say, instead: INDENT }])
  }
  const whole = Description.safeParse(plainValue(tree))
  const ends = valueUnder(tree, 'ends')
  const mistakes = whole.success ? [] : mistakesOf(whole.error, tree, [])
  if (ends?.kind === 'map' && ends.entries.length === 0) mistakes.push(noEnds(ends))
  const found = (['A', 'B'] as const).flatMap((label) => {
    const node = ends?.kind === 'map' ? valueUnder(ends, label) : undefined
    if (node === undefined) return []
    const end = EndDescription.safeParse(plainValue(node))
    if (!end.success) for (const mistake of mistakesOf(end.error, tree, ['ends', label])) mistakes.push(mistake)
    const vendor = end.success ? vendorOf(end.data.vendor) : undefined
    return end.success && vendor !== undefined && node.kind === 'map' ? [{ label, node, end: end.data, vendor }] : []
  })
  for (const end of found) for (const mistake of remoteMistakes(end)) mistakes.push(mistake)
  const endpoints = found.map((end) =>
    fragmentOf(
      end,
      found.find((other) => other !== end),
      flowing,
    ),
  )
  const problems = mistakes.map((mistake) => problemOf(mistake, flowing))
  return reading(
    flowing,
    endpoints,
    problems.toSorted((a, b) => a.span.line - b.span.line || a.span.column - b.span.column),
  )
}

const INDENT =
  'Indent with blanks, two for each level, put a blank behind each colon, and close each quote and bracket; an example is in docs/description.md.'

interface DescribedEnd {
  readonly label: 'A' | 'B'
  readonly node: YamlMap
  readonly end: EndDescription
  readonly vendor: Vendor
}

function vendorOf(id: string): Vendor | undefined {
  return [isa, tmg, windows, strongswan].find((vendor) => vendor.id === id) ?? thirdParty(id)
}

function noEnds(ends: YamlMap): Mistake {
  return { at: ends, what: 'no end is described', instead: 'Write `A:`, `B:` or both below `ends:`.' }
}

function remoteKey({ end, vendor }: DescribedEnd): 'remote_site' | 'remote_networks' {
  if (end.remote_site !== undefined) return 'remote_site'
  return end.remote_networks !== undefined || (vendor !== isa && vendor !== tmg) ? 'remote_networks' : 'remote_site'
}

function remoteMistakes(described: DescribedEnd): Mistake[] {
  const { end, node } = described
  if (end.remote_site !== undefined && end.remote_networks !== undefined) {
    const what = '"remote_site" and "remote_networks" are two names of one list, and both stand here'
    return [{ at: node, what, instead: 'Keep one of them.' }]
  }
  const key = remoteKey(described)
  if (end[key] !== undefined) return []
  const what = `the key "${key}" is missing, so it is not known which traffic this end protects`
  return [{ at: node, what, instead: `Write the networks behind the other gateway, e.g. \`${key}: [10.2.0.0/24]\`.` }]
}

function fragmentOf(described: DescribedEnd, other: DescribedEnd | undefined, flowing: FlowingText): EndpointFragment {
  const { label, node, end, vendor } = described
  const at = (...path: readonly PropertyKey[]): Span => spanOfNode(nodeAt(node, path), flowing)
  const remotes = end[remoteKey(described)]
  const networks = (key: 'local_networks' | 'remote_site' | 'remote_networks', ranges: readonly AddressRange[]) =>
    ranges.map((range, index) => stated(range, at(key, index)))
  const site: Site | undefined =
    remotes === undefined
      ? undefined
      : {
          locals: networks('local_networks', end.local_networks),
          remotes: networks(remoteKey(described), remotes),
          name: null,
        }
  const peer =
    end.peer_address !== undefined
      ? stated(end.peer_address, at('peer_address'))
      : other && stated(other.end.external_address, spanOfNode(nodeAt(other.node, ['external_address']), flowing))
  return {
    vendor,
    name: end.name ?? null,
    label,
    addresses: [stated(end.external_address, at('external_address'))],
    peers: peer === undefined ? [] : [peer],
    filters: undefined,
    site,
    settings: settingsOf(end, at),
    editor: descriptionEditor(node, remoteKey(described), flowing),
    span: spanOfNode(node, flowing),
  }
}

function settingsOf(end: EndDescription, at: (...path: readonly PropertyKey[]) => Span): PolicySettings {
  const settings: { -readonly [topic in Topic]?: Setting<string> } = {}
  const set = (topic: Topic, value: string | undefined) => {
    if (value !== undefined) settings[topic] = stated(value, at(...SETTING_PATHS[topic]))
  }
  set('IKE encryption', end.ike?.encryption)
  set('IKE integrity', end.ike?.integrity)
  set('IKE Diffie-Hellman group', end.ike?.group)
  set('IKE lifetime', end.ike?.lifetime)
  set('ESP encryption', end.esp?.encryption)
  set('ESP integrity', end.esp?.integrity)
  set('perfect forward secrecy', end.esp?.pfs)
  set('IPsec lifetime', end.esp?.lifetime)
  set('authentication method', end.authentication)
  // Only the mark of a key may go on; what is no mark cannot be compared.
  set('pre-shared key', end.psk === undefined ? undefined : (keyMark(end.psk) ?? UNKNOWN_SECRET))
  return settings
}

function problemOf({ at, what, instead }: Mistake, flowing: FlowingText): ReadingProblem {
  const span = spanOfNode(at, flowing)
  const sentence = /[.!?]$/.test(what) ? what : `${what}.`
  return { kind: 'invalid', span, say: `In the description, ${lineAndColumn(span)}: ${sentence}`, instead }
}

function lineAndColumn(span: Span): string {
  return `line ${span.line}, column ${span.column}`
}

/** Of a list or a group of keys, the place of its first word. */
function spanOfNode(node: YamlNode, flowing: FlowingText): Span {
  if (node.kind === 'scalar') return placeOf(flowing, node)
  const first = node.kind === 'map' ? node.entries[0]?.key : node.items[0]
  return first === undefined || node.flow
    ? placeOf(flowing, { from: node.from, to: node.from + 1 })
    : spanOfNode(first, flowing)
}

function reading(
  flowing: FlowingText,
  endpoints: readonly EndpointFragment[],
  problems: readonly ReadingProblem[],
): Reading {
  const roles = new LineRoles(flowing.lines)
  const read = endpoints.length > 0 ? 'read' : 'unsupported'
  for (const { number, text } of flowing.lines) {
    roles.set(number, text.trim() === '' || SURROUNDING.test(text) ? 'irrelevant' : read)
  }
  for (const { span } of problems) roles.set(span.line, 'unsupported')
  return { endpoints, observations: [], roles, problems }
}
