import { type AddressRange, formatHost, formatRange } from '../../address/address-range.ts'
import { type Editor, type Endpoint, type TextEdit, TOPICS, type Topic } from '../../model/endpoint.ts'
import type { Setting } from '../../model/setting.ts'
import type { Span } from '../../text/source-text.ts'
import { type FlowingText, lineIndexAt } from '../flowing-text.ts'
import { nodeAt, valueUnder, type YamlMap, type YamlNode, type YamlScalar } from './yaml-tree.ts'

/** Writes a change into the lists, addresses and settings of one end of a description, in the style in which it is written. */
export function descriptionEditor(end: YamlMap, remoteKey: string, flowing: FlowingText): Editor {
  const edit = editing(flowing)
  return (before, after) => [
    ...listEdits(edit, end, 'local_networks', before.site?.locals, after.site?.locals),
    ...listEdits(edit, end, remoteKey, before.site?.remotes, after.site?.remotes),
    ...addressEdits(edit, end, before, after),
    ...settingEdits(edit, end, before, after),
  ]
}

interface Editing {
  /** Puts `insert` in the place of a piece of one line. */
  readonly replace: (from: number, to: number, insert: string) => TextEdit[]
  /** Puts lines below the one that holds an offset, indented like the character at `like`. */
  readonly below: (offset: number, like: number, lines: readonly string[]) => TextEdit[]
  readonly offsetOf: (span: Span) => number
  readonly text: string
}

function editing(flowing: FlowingText): Editing {
  const lineAt = (offset: number) => {
    const index = lineIndexAt(flowing, offset)
    const line = flowing.lines[index] ?? { source: '', number: 1, text: '' }
    return { line, start: flowing.starts[index] ?? 0 }
  }
  return {
    text: flowing.text,
    offsetOf: ({ line, column }) => (flowing.starts[line - (flowing.lines[0]?.number ?? 1)] ?? 0) + column - 1,
    replace(from, to, insert) {
      const { line, start } = lineAt(from)
      // An edit changes the first occurrence on its line, so it takes as much in front as makes it that one.
      let first = from - start
      while (first > 0 && line.text.indexOf(line.text.slice(first, to - start)) < first) first--
      const kept = line.text.slice(first, from - start)
      return [
        { source: line.source, line: line.number, remove: kept + flowing.text.slice(from, to), insert: kept + insert },
      ]
    },
    below(offset, like, lines) {
      const { line } = lineAt(offset)
      const column = like - lineAt(like).start
      const insert = lines.map((text) => ' '.repeat(column) + text).join('\n')
      return [{ source: line.source, line: line.number + 1, remove: null, insert }]
    },
  }
}

type Ranges = readonly Setting<AddressRange>[] | undefined

function listEdits(edit: Editing, end: YamlMap, key: string, before: Ranges, after: Ranges): TextEdit[] {
  const list = valueUnder(end, key)
  if (list === undefined || before === undefined || after === undefined) return []
  const kept = new Set(after.map(({ value }) => formatRange(value)))
  const known = new Set(before.map(({ value }) => formatRange(value)))
  const gone = before.filter(({ value }) => !kept.has(formatRange(value)))
  const added = after.filter(({ value }) => !known.has(formatRange(value))).map(({ value }) => formatHost(value))
  const items = gone.flatMap((setting) => itemOf(edit, list, setting) ?? [])
  if (items.length === 0) return added.length === 0 ? [] : addItems(edit, end, key, list, added)
  // The last one that goes makes room for all new ones that are left, so that no two edits touch one place.
  return items.flatMap((item, at) => {
    const wanted = at === items.length - 1 ? added.slice(at) : added.slice(at, at + 1)
    return wanted.length === 0 ? removeItem(edit, list, item) : replaceItem(edit, list, item, wanted)
  })
}

function replaceItem(edit: Editing, list: YamlNode, item: YamlScalar, texts: readonly string[]): TextEdit[] {
  const items = texts.map((text) => quoted(text, item.quote))
  if (list.kind === 'list' && list.flow) return edit.replace(item.from, item.to, items.join(', '))
  if (list.kind !== 'list')
    return edit.replace(item.from, item.to, items.length > 1 ? `[${items.join(', ')}]` : items.join())
  const dash = edit.text.lastIndexOf('-', item.from)
  const indentation = ' '.repeat(dash - edit.text.lastIndexOf('\n', dash) - 1)
  return edit.replace(item.from, item.to, items.join(`\n${indentation}- `))
}

/** The item that a setting was read from. */
function itemOf(edit: Editing, list: YamlNode, setting: Setting<AddressRange>): YamlScalar | undefined {
  if (setting.origin !== 'stated') return undefined
  const items = list.kind === 'list' ? list.items : [list]
  const from = edit.offsetOf(setting.span)
  return items.filter((item) => item.kind === 'scalar').find((item) => item.from === from)
}

function addItems(edit: Editing, end: YamlMap, key: string, list: YamlNode, added: readonly string[]): TextEdit[] {
  const last = list.kind === 'list' ? list.items.at(-1) : list
  if (last?.kind === 'scalar' && last.value !== null) {
    const inline = [written(edit, last), ...added.map((text) => quoted(text, last.quote))].join(', ')
    if (list.kind === 'scalar') return edit.replace(last.from, last.to, `[${inline}]`)
    if (list.kind === 'list' && list.flow) return edit.replace(last.from, last.to, inline)
    const dash = edit.text.lastIndexOf('-', last.from)
    const items = added.map((text) => `- ${quoted(text, last.quote)}`)
    return edit.below(last.to - 1, dash, items)
  }
  const quote = end.entries.some((entry) => entry.key.quote === '"') ? '"' : ''
  const items = `[${added.map((text) => quoted(text, quote)).join(', ')}]`
  const close = edit.text.indexOf(']', list.from)
  if (list.kind === 'list') return edit.replace(list.from, close + 1, items)
  if (list.kind === 'scalar' && list.to > list.from) return edit.replace(list.from, list.to, items)
  const name = end.entries.find((entry) => entry.key.value === key)?.key
  return name === undefined ? [] : edit.replace(name.from, name.to + 1, `${written(edit, name)}: ${items}`)
}

function removeItem(edit: Editing, list: YamlNode, item: YamlScalar): TextEdit[] {
  if (list.kind !== 'list') return edit.replace(item.from, item.to, '[]')
  if (!list.flow) return edit.replace(edit.text.lastIndexOf('-', item.from), item.to, '')
  const comma = edit.text.slice(item.to).match(/^[ \t]*,[ \t]*/)?.[0].length ?? 0
  return edit.replace(item.from, item.to + comma, '')
}

function addressEdits(edit: Editing, end: YamlMap, before: Endpoint, after: Endpoint): TextEdit[] {
  const edits: TextEdit[] = []
  const own = valueUnder(end, 'external_address')
  const newOwn = changed(before.addresses, after.addresses)
  if (newOwn !== null && own?.kind === 'scalar') edits.push(...replaceScalar(edit, own, newOwn))
  const peer = valueUnder(end, 'peer_address')
  const newPeer = changed(before.peers, after.peers)
  if (newPeer === null) return edits
  if (peer?.kind === 'scalar') return [...edits, ...replaceScalar(edit, peer, newPeer)]
  const key = end.entries.find((entry) => entry.key.value === 'external_address')?.key
  if (key === undefined || own?.kind !== 'scalar' || end.flow) return edits
  return [...edits, ...edit.below(own.from, key.from, [`peer_address: ${quoted(newPeer, '')}`])]
}

/** Where each setting stands in the description of an end. */
export const SETTING_PATHS: Readonly<Record<Topic, readonly string[]>> = {
  'IKE encryption': ['ike', 'encryption'],
  'IKE integrity': ['ike', 'integrity'],
  'IKE Diffie-Hellman group': ['ike', 'group'],
  'IKE lifetime': ['ike', 'lifetime'],
  'ESP encryption': ['esp', 'encryption'],
  'ESP integrity': ['esp', 'integrity'],
  'perfect forward secrecy': ['esp', 'pfs'],
  'IPsec lifetime': ['esp', 'lifetime'],
  'authentication method': ['authentication'],
  'pre-shared key': ['psk'],
}

function settingEdits(edit: Editing, end: YamlMap, before: Endpoint, after: Endpoint): TextEdit[] {
  return TOPICS.flatMap((topic) => {
    const [old, wanted] = [before.settings[topic]?.value, after.settings[topic]?.value]
    const node = nodeAt(end, SETTING_PATHS[topic])
    return old === undefined || wanted === undefined || old === wanted || node.kind !== 'scalar'
      ? []
      : replaceScalar(edit, node, wanted)
  })
}

function changed(before: Ranges, after: Ranges): string | null {
  const [from, to] = [before?.[0]?.value, after?.[0]?.value]
  return to === undefined || (from !== undefined && formatRange(from) === formatRange(to)) ? null : formatHost(to)
}

function replaceScalar(edit: Editing, scalar: YamlScalar, text: string): TextEdit[] {
  return edit.replace(scalar.from, scalar.to, quoted(text, scalar.quote))
}

function written(edit: Editing, scalar: YamlScalar): string {
  return edit.text.slice(scalar.from, scalar.to)
}

/** A colon at an end of a plain word would make it a key. */
function quoted(text: string, quote: string): string {
  const mark = quote === '' && /^:|:$/.test(text) ? '"' : quote
  return `${mark}${text}${mark}`
}
