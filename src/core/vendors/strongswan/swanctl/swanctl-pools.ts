import { isProblem, parseAddress } from '../../../address/parse-address.ts'
import { UNDEFINED_POOL } from '../../../model/address-pools.ts'
import type { IkeConnection } from '../../../model/ike-policy.ts'
import { wordForAddress } from '../../freeswan/word-for-address.ts'
import { isKnownIn } from '../known-keys.ts'
import { keyIn, keysIn, type Layers, layersOf, sectionsIn } from '../settings/settings-layers.ts'
import { LOOK_UP, mark, type Notes, note, type Refusal } from '../settings/settings-notes.ts'
import type { SettingsKey, SettingsSection } from '../settings/settings-tree.ts'

/** What strongSwan gives to clients, and the authorities whose certificates it takes. */
const KINDS = ['authorities', 'pools'] as const
type Kind = (typeof KINDS)[number]

/**
 * Pools and authorities decide nothing that shows before the tunnel is up, but where one of them is refused: `swanctl
 * --load-all` then ends before it loads any connection (measured with strongSwan 5.9.8). The first that is refused is returned.
 */
export function readPoolsAndAuthorities(notes: Notes): Refusal | null {
  let refusal: Refusal | null = null
  for (const kind of KINDS) {
    const section = notes.root.sections.get(kind)
    if (section === undefined) continue
    for (const [name, layers] of membersOf(section, notes)) refusal ??= refusedMember(kind, name, layers, notes)
  }
  if (refusal === null) return null
  const say = `${refusal.say} strongSwan then loads no connection (swanctl --load-all).`
  note(notes, { kind: 'invalid', span: refusal.span, say, instead: refusal.instead })
  return { ...refusal, say }
}

function membersOf(section: SettingsSection, notes: Notes): ReadonlyMap<string, Layers> {
  const layers = layersOf(section, notes.root)
  mark(notes, layers, () => undefined)
  return sectionsIn(layers, notes.root)
}

function refusedMember(kind: Kind, name: string, layers: Layers, notes: Notes): Refusal | null {
  mark(notes, layers, (key) => (isKnownIn(kind, key.name) ? 'irrelevant' : undefined))
  const span = layers[0]?.span ?? notes.root.span
  for (const key of keysIn(layers)) {
    notes.effort += 1
    if (!isKnownIn(kind, key.name))
      return { span: key.span, say: `strongSwan knows no setting "${key.name}" in this place.`, instead: LOOK_UP }
    if (kind === 'pools' && !isTaken(key))
      return { span: key.span, say: `strongSwan does not take the value of "${key.name}".`, instead: LOOK_UP }
  }
  // What an include adds is not known.
  if (layers.some(({ includes }) => includes.length > 0)) return null
  if (kind === 'pools' && keyIn(layers, 'addrs') === undefined)
    return { span, say: `The pool "${name}" has no "addrs".`, instead: 'Write "addrs = NETWORK" in it, or delete it.' }
  if (kind === 'authorities' && !['cacert', 'file', 'handle'].some((key) => keyIn(layers, key) !== undefined))
    return {
      span,
      say: `The authority "${name}" has no "cacert".`,
      instead: 'Write "cacert = FILE" in it, or delete it.',
    }
  return null
}

/** What may be written of a pool (measured): one range or network of addresses, and lists of them for what goes with it. */
function isTaken({ name, value }: SettingsKey): boolean {
  const text = value ?? ''
  if (name === 'addrs') return isRange(text) || isNetwork(text)
  if (/^\d+$/.test(name)) return true
  const items = text.split(',').map((item) => item.trim())
  const isItem = /^(?:subnet|split_)/.test(name) ? isNetwork : isAddress
  return items.every((item) => item === '' || isItem(item))
}

function isAddress(text: string): boolean {
  return !isProblem(parseAddress(text)) || wordForAddress(text) !== null || MASKED.test(text)
}

/** An address that nobody is to see: `<pool>`, `10.x.x.1`, `*`. */
const MASKED = /[<>*]|(?:^|[.:])x{1,4}(?:[.:/-]|$)/i

/** How long the prefix is makes no difference. */
function isNetwork(text: string): boolean {
  const [address = ''] = text.split('/')
  return isAddress(address)
}

function isRange(text: string): boolean {
  const [from, to, ...more] = text.split('-').map((each) => parseAddress(each.trim()))
  if (from === undefined || to === undefined || more.length > 0) return false
  return !isProblem(from) && !isProblem(to) && from.family === to.family && from.from <= to.from
}

/** The addresses in the place of the names of pools, where the text defines any: it then has them all. */
export function definePools(notes: Notes, connections: IkeConnection[]) {
  const section = notes.root.sections.get('pools')
  if (section === undefined) return
  const defined = sectionsIn(layersOf(section, notes.root), notes.root)
  for (const [at, connection] of connections.entries()) {
    if (connection.pools.length > 0)
      connections[at] = { ...connection, pools: connection.pools.map((name) => addressesOf(name, connection)) }
  }

  function addressesOf(name: string, { name: of, span }: IkeConnection): string {
    const pool = defined.get(name)
    if (pool !== undefined) return keyIn(pool, 'addrs')?.value ?? name
    // Plugins give addresses by these names.
    if (/^(?:dhcp|radius)$/.test(name)) return name
    const say = `"${of}" gives addresses from the pool "${name}", which "pools" does not define.`
    note(notes, { kind: 'invalid', span, say, instead: `Write "${name} { addrs = ... }" in "pools".` })
    return UNDEFINED_POOL
  }
}
