import type { Span } from '../../text/source-text.ts'
import { readTables } from './known-keys.ts'
import type { Statement } from './statements.ts'

/** A value of an object, as it is after all lines that speak of it. */
export interface ConfigValue {
  readonly words: readonly string[]
  /** The line that sets it. */
  readonly span: Span
  /** Where each of the words stands. */
  readonly places: readonly Span[]
}

/** What stands between `edit` and `next`, or in a table that has no such entries, whose name is then empty. */
export interface ConfigObject {
  /** `vpn ipsec phase1-interface`; of a part without its `config` line what its keys tell. */
  readonly table: string
  readonly vdom: string | null
  readonly name: string
  readonly span: Span
  readonly values: ReadonlyMap<string, ConfigValue>
  /** Tables within the object, e.g. `ipv6` of an interface. */
  readonly nested: readonly ConfigObject[]
}

/** Which table statements are of. */
export interface Place {
  readonly table: string
  /** A table within an object. */
  readonly inner: boolean
}

export interface ConfigTree {
  readonly objects: readonly ConfigObject[]
  /** Tables that were pasted, also empty ones, by vdom: their absence is another thing than their being empty. */
  readonly tables: ReadonlySet<string>
  readonly vdoms: readonly string[]
  /** Of each text, those of its statements. */
  readonly places: readonly (readonly Place[])[]
}

interface OpenObject {
  name: string
  span: Span
  values: Map<string, ConfigValue>
  /** Made with the first of them. */
  nested: Map<string, OpenTable> | null
  /** What its keys tell of its table. */
  guessed?: string
  /** In a table whose `config` line is missing: its keys tell which it is, also later ones. */
  place?: { table: string; readonly inner: boolean }
}

interface OpenTable {
  /** `null`: the paste begins within it. */
  path: string | null
  vdom: string | null
  /** In their order; those without a number of their own have a name that nobody writes. */
  objects: Map<string, OpenObject>
  open: OpenObject | null
  /** What it sets outside of any `edit`. */
  own: OpenObject
  hasEdits: boolean
  place: Place
}

/** Tables at the top have names of several words; those within an object have not, or begin with another word. */
const TOP =
  /^(?:alertemail|antivirus|application|authentication|automation|casb|certificate|cifs|diameter-filter|dlp|dnsfilter|emailfilter|endpoint-control|ethernet-oam|extension-controller|extender|extender-controller|file-filter|filefilter|firewall|ftp-proxy|gui|icap|ips|log|monitoring|nsxt|report|router|rule|sctp-filter|spamfilter|ssh-filter|switch-controller|system|telemetry-controller|user|videofilter|virtual-patch|voip|vpn|waf|wanopt|web-proxy|webfilter|wireless-controller|ztna)\s/

/** Whether a table can stand at the top of a configuration. */
export function isTopTable(path: string): boolean {
  return TOP.test(`${path} `) && path.includes(' ')
}

/** Words may be cut short, as in `config sys int`, where one table alone begins so. */
function fullPath(words: readonly string[]): string {
  const written = words.join(' ')
  if (isTopTable(written)) return written
  const meant = readTables.filter((table) => {
    const full = table.split(' ')
    return full.length === words.length && full.every((word, at) => word.startsWith(words[at] ?? ' '))
  })
  return meant.length === 1 ? (meant[0] ?? written) : written
}

/** FortiOS has no tables within tables within tables beyond this. */
const DEEPEST = 8

/** The objects that the statements of one end's texts make, whatever `next` and `end` a text lacks. */
export function buildTree(texts: readonly (readonly Statement[])[]): ConfigTree {
  const tables: OpenTable[] = []
  const byPath = new Map<string, OpenTable>()
  const stack: OpenTable[] = []
  const unnamed: OpenObject[] = []
  const vdoms = new Set<string>()
  const shownIn = new Set(texts.flatMap((text) => text.flatMap((statement) => statement.vdom ?? [])))
  const [only = null, ...others] = shownIn
  // What is pasted without a prompt beside what one vdom shows is of that as well.
  const start = others.length === 0 ? only : null
  let vdom: string | null = null
  let prompted: string | null = null
  const places = texts.map((text) => {
    stack.length = 0
    vdom = start
    prompted = null
    return text.map(take)
  })
  const objects = tables.flatMap((table) => objectsOf(table))
  for (const object of unnamed) if (object.place !== undefined) object.place.table = guessedPath(object)
  const pasted = new Set(tables.flatMap(({ path, vdom: of }) => (path === null ? [] : [tableKey(path, of)])))
  return {
    objects,
    tables: pasted,
    vdoms: [...vdoms],
    places,
  }

  function take(statement: Statement): Place {
    const { verb, words } = statement
    if (statement.vdom !== prompted) {
      // Another prompt shows another table, whatever the one before lacks.
      stack.length = 0
      prompted = statement.vdom
      vdom = prompted ?? start
    }
    if (verb === 'config') {
      const path = fullPath(words)
      if (path === 'vdom' || path === 'global') {
        stack.length = 0
        if (path === 'global') vdom = null
        stack.push(tableOf(path, null, statement, false))
      } else openTable(path, statement)
    } else if (verb === 'edit') {
      const table = top() ?? implicit(statement)
      const name = words.join(' ')
      table.hasEdits = true
      if (table.path === 'vdom') {
        vdom = name
        vdoms.add(name)
      }
      // "edit 0" takes the next free number.
      const index = name === '0' ? `0 ${table.objects.size}` : name
      table.open = table.objects.get(index) ?? objectOf(name, statement.span)
      table.objects.set(index, table.open)
    } else if (verb === 'next') {
      const table = top()
      if (table !== undefined) table.open = null
    } else if (verb === 'end' || verb === 'abort') stack.pop()
    else if (statement.key !== null) change(top() ?? implicit(statement), statement)
    return placeIn(top())
  }

  function placeIn(table: OpenTable | undefined): Place {
    if (table === undefined) return NOWHERE
    if (table.path !== null) return table.place
    const object = table.open ?? table.own
    if (object.place === undefined) {
      object.place = { table: '', inner: table.place.inner }
      unnamed.push(object)
    }
    return object.place
  }

  function top(): OpenTable | undefined {
    return stack.at(-1)
  }

  function openTable(path: string, statement: Statement): void {
    if (isTopTable(path)) while (stack.length > 0 && !isContainer(stack.at(-1))) stack.pop()
    // A table of entries has another one only within an entry: its "end" is missing.
    else if (stack.at(-1)?.hasEdits === true && stack.at(-1)?.open === null && !isContainer(stack.at(-1))) stack.pop()
    while (stack.length >= DEEPEST) stack.pop()
    const around = stack.at(-1)
    const inside = around !== undefined && !isContainer(around)
    // A table that is entered again goes on.
    const siblings = inside ? nestedIn(around.open ?? around.own) : byPath
    const key = tableKey(path, vdom)
    const known = siblings.get(key)
    const table = known ?? tableOf(path, vdom, statement, inside)
    table.open = null
    siblings.set(key, table)
    if (known === undefined && !inside) tables.push(table)
    stack.push(table)
  }

  function implicit(statement: Statement): OpenTable {
    const table = tableOf(null, vdom, statement, false)
    tables.push(table)
    stack.push(table)
    return table
  }
}

/** Outside of every table. */
export const NOWHERE: Place = { table: '', inner: false }

function isContainer(table: OpenTable | undefined): boolean {
  return table?.path === 'vdom' || table?.path === 'global'
}

function tableOf(path: string | null, vdom: string | null, { span }: Statement, inner: boolean): OpenTable {
  return {
    path,
    vdom,
    objects: new Map(),
    open: null,
    own: objectOf('', span),
    hasEdits: false,
    place: { table: path ?? '', inner },
  }
}

function nestedIn(object: OpenObject): Map<string, OpenTable> {
  object.nested ??= new Map()
  return object.nested
}

function objectOf(name: string, span: Span): OpenObject {
  return { name, span, values: new Map(), nested: null }
}

function change(table: OpenTable, statement: Statement): void {
  const { verb, key, words, span } = statement
  if (key === null) return
  if (verb === 'delete') {
    table.objects.delete(key)
    return
  }
  if (verb === 'move') {
    moveObject(table, key, words[0], words[1])
    return
  }
  const { values } = table.open ?? table.own
  const known = values.get(key)
  if (verb === 'set' || verb === 'select' || (verb === 'append' && known === undefined)) values.set(key, statement)
  else if (verb === 'unset' || verb === 'clear') values.delete(key)
  else if (known === undefined) return
  else if (verb === 'append') {
    values.set(key, { words: [...known.words, ...words], span, places: [...known.places, ...statement.places] })
  } else if (verb === 'unselect') {
    const isKept = (_: unknown, at: number) => !words.includes(known.words[at] ?? '')
    values.set(key, { words: known.words.filter(isKept), span, places: known.places.filter(isKept) })
  }
}

/** A table of one vdom, or of a unit without any. */
export function tableKey(path: string, vdom: string | null): string {
  return `${vdom ?? ''} ${path}`
}

/** In a longer table nobody looks for the place of one. */
const MOVABLE = 2000

/** `move 5 before 2`. */
function moveObject(table: OpenTable, name: string, where: string | undefined, other: string | undefined): void {
  if (!table.objects.has(name) || table.objects.size > MOVABLE) return
  const moved = [...table.objects].filter(([index]) => index === name)
  const rest = [...table.objects].filter(([index]) => index !== name)
  const at = rest.findIndex(([index]) => index === other)
  if (at >= 0) table.objects = new Map(rest.toSpliced(where === 'after' ? at + 1 : at, 0, ...moved))
}

const NONE: readonly never[] = []

function objectsOf(table: OpenTable): ConfigObject[] {
  const { vdom, own } = table
  const all = [...table.objects.values(), ...(own.values.size + (own.nested?.size ?? 0) > 0 ? [own] : [])]
  return all.map((object) => ({
    table: pathOf(table, object),
    vdom,
    name: object.name,
    span: object.span,
    values: object.values,
    nested: object.nested === null ? NONE : [...object.nested.values()].flatMap((inner) => objectsOf(inner)),
  }))
}

/** Keys that only one table has. */
const TELLING: readonly (readonly [RegExp, string])[] = [
  [/^phase1name$/, 'vpn ipsec phase2-interface'],
  [/^(?:remote-gw6?|psksecret|ike-version|peertype|remotegw-ddns|nattraversal)$/, 'vpn ipsec phase1-interface'],
  [/^(?:srcintf|dstintf|srcaddr|dstaddr)$/, 'firewall policy'],
  [/^member$/, 'firewall addrgrp'],
  [/^(?:gateway|device|dst)$/, 'router static'],
  [/^(?:allowaccess|remote-ip|vdom)$/, 'system interface'],
  [/^(?:subnet|start-ip|end-ip|fqdn)$/, 'firewall address'],
]

function pathOf({ path }: OpenTable, object: OpenObject): string {
  return path ?? guessedPath(object)
}

function guessedPath(object: OpenObject): string {
  object.guessed ??= TELLING.find(([pattern]) => [...object.values.keys()].some((key) => pattern.test(key)))?.[1] ?? ''
  return object.guessed
}
