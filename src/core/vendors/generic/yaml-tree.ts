import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException } from 'js-yaml'

/** A YAML node and where it stands: 0-based offsets in the text, `to` exclusive. */
export type YamlNode = YamlScalar | YamlList | YamlMap

export interface YamlScalar {
  readonly kind: 'scalar'
  /** `null` for an empty value, `~` and `null`. */
  readonly value: string | null
  readonly from: number
  readonly to: number
  readonly quote: '"' | "'" | ''
}

interface YamlList {
  readonly kind: 'list'
  /** `[a, b]`, not one line for each item. */
  readonly flow: boolean
  readonly from: number
  readonly items: readonly YamlNode[]
}

export interface YamlMap {
  readonly kind: 'map'
  readonly flow: boolean
  readonly from: number
  readonly entries: readonly YamlEntry[]
}

interface YamlEntry {
  readonly key: YamlScalar
  readonly value: YamlNode
}

/** Why a text is no YAML that can be used here; `offset` is the place. */
interface YamlProblem {
  readonly problem: string
  readonly offset: number
}

/** Characters of text that are looked at. A description of two ends has a few hundred. */
const LARGEST = 1024 * 1024
export const TOO_LONG: YamlProblem = { problem: `it is longer than ${LARGEST} characters`, offset: 0 }
const DEEPEST = 20

/** Before the lines are put together to one text. */
export function isTooLong(lines: readonly { readonly text: string }[]): boolean {
  let length = lines.length - 1
  for (const { text } of lines) length += text.length
  return length > LARGEST
}

/**
 * Reads YAML 1.2 (and so JSON) into nodes that keep their places. What only makes documents hard to read or large is
 * refused: aliases (which can grow without bounds), tags, keys that are no words, several documents.
 */
export function parseYaml(text: string): YamlMap | YamlProblem {
  if (text.length > LARGEST) return TOO_LONG
  try {
    return treeOf(parseEvents(text, { maxDepth: DEEPEST }), text)
  } catch (error) {
    // The exception holds the whole text, so nothing but its reason and place goes on.
    if (error instanceof YAMLException) return { problem: error.reason, offset: error.mark?.position ?? 0 }
    return { problem: 'it cannot be read as YAML', offset: 0 }
  }
}

type Open =
  | { readonly kind: 'list'; readonly flow: boolean; readonly from: number; readonly items: YamlNode[] }
  | {
      readonly kind: 'map'
      readonly flow: boolean
      readonly from: number
      readonly entries: YamlEntry[]
      key: YamlScalar | null
    }

function treeOf(events: readonly Event[], text: string): YamlMap | YamlProblem {
  const open: Open[] = []
  let root: YamlNode | null = null
  let documents = 0
  let last = 0
  for (const event of events) {
    let node: YamlNode
    if (event.type === EVENT_ID.DOCUMENT) {
      documents++
      if (documents > 1) return { problem: 'it has several documents, divided by "---"', offset: last }
      continue
    }
    if (event.type === EVENT_ID.ALIAS) {
      return {
        problem: 'it refers to another place with "*"; the value must be written out',
        offset: event.anchorStart,
      }
    }
    if (event.type === EVENT_ID.POP) {
      const closed = open.pop()
      if (closed === undefined) continue
      node = closed
    } else {
      if (event.tagStart >= 0) return { problem: 'it has a tag ("!"), which is not used here', offset: event.tagStart }
      if (event.type === EVENT_ID.SCALAR) node = scalarOf(event, text, last)
      else {
        const common = { flow: text[event.start] === '[' || text[event.start] === '{', from: event.start }
        const list = event.type === EVENT_ID.SEQUENCE
        open.push(list ? { ...common, kind: 'list', items: [] } : { ...common, kind: 'map', entries: [], key: null })
        continue
      }
    }
    if (node.kind === 'scalar') last = node.to
    const parent = open.at(-1)
    if (parent === undefined) root ??= node
    else if (parent.kind === 'list') parent.items.push(node)
    else if (parent.key === null) {
      if (node.kind !== 'scalar' || node.value === null) return { problem: 'a key must be a word', offset: node.from }
      const { value } = node
      if (parent.entries.some(({ key }) => key.value === value)) {
        return { problem: `the key "${value}" stands twice`, offset: node.from }
      }
      parent.key = node
    } else {
      parent.entries.push({ key: parent.key, value: node })
      parent.key = null
    }
  }
  return root?.kind === 'map' ? root : { problem: 'it is no mapping of keys to values', offset: 0 }
}

function scalarOf(event: Extract<Event, { type: typeof EVENT_ID.SCALAR }>, text: string, last: number): YamlScalar {
  const empty = event.valueStart < 0
  const quote = event.style === SCALAR_STYLE.DOUBLE_QUOTED ? '"' : event.style === SCALAR_STYLE.SINGLE_QUOTED ? "'" : ''
  const written = empty ? '' : getScalarValue(text, event)
  const value = event.style === SCALAR_STYLE.PLAIN && /^(?:|~|null)$/i.test(written) ? null : written
  // The parser's offsets leave the quotes out.
  const [from, to] = empty ? [last, last] : [event.valueStart - quote.length, event.valueEnd + quote.length]
  return { kind: 'scalar', value, from, to, quote }
}

/** The value of a key, or `undefined`. */
export function valueUnder(map: YamlMap, key: string): YamlNode | undefined {
  return map.entries.find((entry) => entry.key.value === key)?.value
}

/** The node at a path of keys and indexes, or the last one on the way to it. */
export function nodeAt(root: YamlNode, path: readonly PropertyKey[]): YamlNode {
  let node = root
  for (const step of path) {
    const next =
      node.kind === 'map' ? valueUnder(node, String(step)) : node.kind === 'list' ? node.items[Number(step)] : undefined
    if (next === undefined) return node
    node = next
  }
  return node
}

/** Plain objects, arrays, texts and `null`, for a schema. Keys such as `__proto__` are ordinary ones. */
export function plainValue(node: YamlNode): unknown {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(plainValue)
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.value, plainValue(value)]))
}
