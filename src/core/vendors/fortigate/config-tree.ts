import type { Span } from '../../text/source-text.ts'
import { readTables } from './known-keys.ts'
import type { Statement, Word } from './statements.ts'

/** A value of an object, as it is after all lines that speak of it. */
export interface ConfigValue {
  readonly words: readonly Word[]
  /** The line that sets it. */
  readonly span: Span
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
  /** The `config` line of its table was pasted. */
  readonly framed: boolean
}

/** A statement with the object that it is of; `key` where it sets one. */
export interface PlacedStatement {
  readonly statement: Statement
  readonly table: string
  readonly key: string | null
  /** Of a table within an object. */
  readonly inner: boolean
}

export interface ConfigTree {
  readonly objects: readonly ConfigObject[]
  /** Tables that were pasted, also empty ones, by vdom: their absence is another thing than their being empty. */
  readonly tables: ReadonlySet<string>
  readonly vdoms: readonly string[]
  readonly placed: readonly PlacedStatement[]
}

type Writable = PlacedStatement & { table: string }

interface OpenObject {
  name: string
  span: Span
  values: Map<string, ConfigValue>
  /** Made with the first of them. */
  nested: Map<string, OpenTable> | null
  /** What its keys tell of its table. */
  guessed?: string
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
  inner: boolean
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
  const placed: Writable[] = []
  /** What stands in a table whose `config` line is missing; its keys tell which it is, also later ones. */
  const unnamed: { readonly statement: Writable; readonly of: OpenTable; readonly object: OpenObject }[] = []
  const vdoms = new Set<string>()
  let vdom: string | null = null
  for (const text of texts) {
    stack.length = 0
    vdom = null
    for (const statement of text) take(statement)
  }
  const objects = tables.flatMap((table) => objectsOf(table))
  for (const { statement, of, object } of unnamed) statement.table = pathOf(of, object)
  const pasted = new Set(tables.flatMap(({ path, vdom: of }) => (path === null ? [] : [tableKey(path, of)])))
  return {
    objects,
    tables: pasted,
    vdoms: [...vdoms],
    placed,
  }

  function take(statement: Statement): void {
    const { verb, words } = statement
    let key: string | null = null
    if (verb === 'config') {
      const path = fullPath(textsOf(words))
      if (path === 'vdom' || path === 'global') {
        stack.length = 0
        if (path === 'global') vdom = null
        stack.push(tableOf(path, null, statement, false))
      } else openTable(path, statement)
    } else if (verb === 'edit') {
      const table = top() ?? implicit(statement)
      const name = textsOf(words).join(' ')
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
    else if (words[0] !== undefined) {
      const table = top() ?? implicit(statement)
      key = words[0].text
      change(table, statement)
    }
    const table = top()
    const place = { statement, key, inner: table?.inner === true, table: table?.path ?? '' }
    placed.push(place)
    if (table?.path === null) unnamed.push({ statement: place, of: table, object: table.open ?? table.own })
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

function textsOf(words: readonly Word[]): string[] {
  return words.map(({ text }) => text)
}

function isContainer(table: OpenTable | undefined): boolean {
  return table?.path === 'vdom' || table?.path === 'global'
}

function tableOf(path: string | null, vdom: string | null, { span }: Statement, inner: boolean): OpenTable {
  return { path, vdom, objects: new Map(), open: null, own: objectOf('', span), hasEdits: false, inner }
}

function nestedIn(object: OpenObject): Map<string, OpenTable> {
  object.nested ??= new Map()
  return object.nested
}

function objectOf(name: string, span: Span): OpenObject {
  return { name, span, values: new Map(), nested: null }
}

function change(table: OpenTable, { verb, words: all, span }: Statement): void {
  const [key] = all
  if (key === undefined) return
  const words = all.slice(1)
  if (verb === 'delete') {
    table.objects.delete(key.text)
    return
  }
  if (verb === 'move') {
    moveObject(table, key.text, words[0]?.text, words[1]?.text)
    return
  }
  const { values } = table.open ?? table.own
  const known = values.get(key.text)
  if (verb === 'set' || verb === 'select') values.set(key.text, { words, span })
  else if (verb === 'append') values.set(key.text, { words: [...(known?.words ?? []), ...words], span })
  else if (verb === 'unset' || verb === 'clear') values.delete(key.text)
  else if (verb === 'unselect' && known !== undefined) {
    const kept = known.words.filter(({ text }) => !words.some((word) => word.text === text))
    values.set(key.text, { words: kept, span })
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
  const { vdom, path, own } = table
  const all = [...table.objects.values(), ...(own.values.size + (own.nested?.size ?? 0) > 0 ? [own] : [])]
  return all.map((object) => ({
    table: pathOf(table, object),
    vdom,
    name: object.name,
    span: object.span,
    values: object.values,
    nested: object.nested === null ? NONE : [...object.nested.values()].flatMap((inner) => objectsOf(inner)),
    framed: path !== null,
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
  if (path !== null) return path
  object.guessed ??= TELLING.find(([pattern]) => [...object.values.keys()].some((key) => pattern.test(key)))?.[1] ?? ''
  return object.guessed
}
