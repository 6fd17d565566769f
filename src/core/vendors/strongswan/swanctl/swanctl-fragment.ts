import type { IkeConnection } from '../../../model/ike-policy.ts'
import { layersOf } from '../settings/settings-layers.ts'
import { type Notes, note } from '../settings/settings-notes.ts'
import type { SettingsSection } from '../settings/settings-tree.ts'
import { type NotLoaded, takeConnection } from './swanctl-connection.ts'

const CONNECTION_KEY = /^(?:local_addrs|remote_addrs|proposals|version|vips|pools|aggressive)$/
const CHILD_KEY = /^(?:local_ts|remote_ts|esp_proposals|ah_proposals)$/

/**
 * A part of a swanctl.conf without its frame: connections, the inside of one, children, or the inside of one. What a
 * cut-off part would say is not known, which is told.
 */
export function readFragment(notes: Notes, connections: IkeConnection[], notLoaded: NotLoaded[]) {
  const { root } = notes
  if (isConnection(root)) {
    cut(notes, 'connection')
    takeConnection(UNNAMED, [root], notes, connections, notLoaded)
    return
  }
  for (const section of root.sections.values()) {
    if (isConnection(section)) takeConnection(section.name, layersOf(section, root), notes, connections, notLoaded)
  }
  if (connections.length + notLoaded.length > 0) return
  const isChild = [...root.keys.keys()].some((key) => CHILD_KEY.test(key))
  const children = isChild ? [root] : [...root.sections.values()].filter(hasChildKey)
  if (children.length === 0) return
  cut(notes, 'child')
  const inner = new Map(children.map((child) => [child.name === '' ? UNNAMED : child.name, child]))
  const around: SettingsSection = { ...EMPTY, span: root.span, sections: inner }
  const connection = { ...EMPTY, span: root.span, sections: new Map([['children', { ...around, name: 'children' }]]) }
  takeConnection(UNNAMED, [connection], notes, connections, notLoaded)
}

const UNNAMED = 'without a name'
const EMPTY = {
  name: '',
  headers: [],
  references: [],
  keys: new Map(),
  replaced: [],
  includes: [],
  sections: new Map(),
}

function isConnection({ keys, sections }: SettingsSection): boolean {
  return [...keys.keys()].some((key) => CONNECTION_KEY.test(key)) || sections.has('children')
}

function hasChildKey({ keys }: SettingsSection): boolean {
  return [...keys.keys()].some((key) => CHILD_KEY.test(key))
}

function cut(notes: Notes, what: 'connection' | 'child') {
  const say = `The paste begins inside a ${what} of swanctl.conf, so that what stands above is not known.`
  note(notes, { kind: 'cut', span: notes.root.span, say, instead: 'Paste the file from "connections {" on.' })
}
