import type { AddressRange } from '../../../address/address-range.ts'
import { isProblem, parseAddress } from '../../../address/parse-address.ts'
import type { AuthRound, ChildConfig, IkeConnection, IkePolicy, Lifetime, Proposal } from '../../../model/ike-policy.ts'
import { defaulted, type Setting, stated } from '../../../model/setting.ts'
import { DEFAULTS_AUTHORITY, defaultProposals } from '../default-proposals.ts'
import { gatewaysIn } from '../gateway-addresses.ts'
import { CONNECTION_KEYS } from '../known-keys.ts'
import { itemsOf, type ListItem } from '../settings/setting-items.ts'
import { yesOrNo } from '../settings/setting-values.ts'
import { hasAny, keyIn, keysIn, type Layers, sectionsAt, sectionsIn } from '../settings/settings-layers.ts'
import { checkKeys, mark, type Notes, note, type Refusal } from '../settings/settings-notes.ts'
import { MANUAL, readChild, readProposals, secondsOf } from './swanctl-child.ts'
import { readExchange } from './swanctl-exchange.ts'
import { checkRound, type Round, readRound, roundsBy } from './swanctl-rounds.ts'

export type NotLoaded = IkePolicy['notLoaded'][number] & { readonly gateways?: Gateways }

/** Between whom a connection is: that is told also by one that is not loaded. */
export type Gateways = Pick<IkeConnection, 'localAddresses' | 'remoteAddresses' | 'children'>

/** Reads one connection into either list, and tells why it is refused; one that is not whole goes into neither. */
export function takeConnection(
  name: string,
  layers: Layers,
  notes: Notes,
  connections: IkeConnection[],
  notLoaded: NotLoaded[],
) {
  const connection = readConnection(name, layers, notes)
  if (!('say' in connection)) {
    // Of what an include within it sets nothing is known, and no default may stand in for that.
    if (hasRoom(connection, notes) && !hasInclude(layers, notes) && !isMediated(connection, layers, notes))
      connections.push(connection)
    return
  }
  const say = `${connection.say} strongSwan therefore does not load the connection "${name}".`
  note(notes, { kind: 'invalid', span: connection.span, say, instead: connection.instead })
  notLoaded.push({ name, span: connection.span, say, gateways: { ...gatewaysOf(layers, notes), children: [] } })
}

/** Whether each pair of networks of its children can be looked at. */
function hasRoom({ name, children }: IkeConnection, notes: Notes): boolean {
  return children.every(({ name: child, span, local, remote }) => {
    const what = `the child "${child}" of "${name}"`
    const tooMany = notes.room.take(what, span, local.value.length, remote.value.length)
    if (tooMany === null) return true
    note(notes, tooMany.problem)
    notes.missing.push(tooMany.missing)
    return false
  })
}

/**
 * A mediation server brings up no child for itself (measured with strongSwan 5.9.8), and who is found by one is not at the address that
 * is written: what becomes of such a connection is not worked out.
 */
function isMediated({ name }: IkeConnection, layers: Layers, notes: Notes): boolean {
  const server = yesOrNo(keyIn(layers, 'mediation')?.value ?? 'no') === true
  if (!server && keyIn(layers, 'mediated_by') === undefined) return false
  notes.missing.push({ code: 'AD003', topic: `what mediation does to "${name}"`, command: '`swanctl --list-sas`' })
  return true
}

/** Each section within, and each that is referenced, is looked at once, however deep they are or refer back. */
function hasInclude(layers: Layers, { root, settings }: Notes): boolean {
  if (settings.includes.length === 0) return false
  const sections = new Set(layers)
  for (const { includes, sections: inner, references } of sections) {
    if (includes.length > 0) return true
    for (const section of inner.values()) sections.add(section)
    for (const section of references.flatMap((path) => sectionsAt(path, root))) sections.add(section)
  }
  return false
}

/** One of `connections`, or why the daemon refuses it: the first thing that it meets, since it stops there. */
function readConnection(name: string, layers: Layers, notes: Notes): IkeConnection | Refusal {
  const refused = checkKeys(notes, layers, CONNECTION_KEYS)
  const proposals = readIkeProposals(layers, notes)
  const vips = readVirtualAddresses(layers, notes)
  const parts = readSections(layers, notes)
  if (refused !== null) return refused
  if ('say' in proposals) return proposals
  if ('say' in vips) return vips
  if ('say' in parts) return parts
  return {
    name,
    span: layers[0]?.span ?? notes.root.span,
    ...readExchange(layers, notes),
    ...gatewaysOf(layers, notes),
    proposals,
    local: parts.local,
    remote: parts.remote,
    virtualAddresses: vips,
    pools: poolsOf(layers, notes),
    children: parts.children,
    lifetime: ikeLifetime(layers),
  }
}

/** What connections have that say nothing of it. */
const ANYBODY = defaulted([], MANUAL)
const IKE_PROPOSALS = defaulted(defaultProposals('ike'), DEFAULTS_AUTHORITY)

function gatewaysOf(layers: Layers, notes: Notes): Omit<Gateways, 'children'> {
  return {
    localAddresses: readAddresses('local_addrs', layers, notes),
    remoteAddresses: readAddresses('remote_addrs', layers, notes),
  }
}

/** A list that is anybody's is empty. */
function readAddresses(name: string, layers: Layers, notes: Notes): Setting<readonly AddressRange[]> {
  const key = keyIn(layers, name)
  const items = key === undefined ? [] : withoutMarked(itemsOf(key, notes.flowing), name, notes)
  if (key === undefined || items.length === 0) return ANYBODY
  return stated(gatewaysIn(items.map(({ text }) => text)), key.span)
}

/**
 * The percent sign that ipsec.conf has in front of addresses is none of swanctl.conf: with it an address is a host name that nobody
 * has, which counts where nothing else is written (measured with strongSwan 5.9.8).
 */
function withoutMarked(items: readonly ListItem[], name: string, notes: Notes): readonly ListItem[] {
  const isMarked = ({ text }: ListItem) => text.startsWith('%') && !text.startsWith('%any')
  for (const { text, span } of items.filter(isMarked)) {
    const say = `strongSwan takes "${text}" in "${name}" for the name of a host, and finds none.`
    note(notes, { kind: 'invalid', span, say, instead: `Write ${text.slice(1)}, or %any for whoever comes.` })
  }
  const others = items.filter((item) => !isMarked(item))
  return others.length > 0 ? others : items
}

function readIkeProposals(layers: Layers, notes: Notes): Setting<readonly Proposal[]> | Refusal {
  const key = keyIn(layers, 'proposals')
  if (key === undefined) return IKE_PROPOSALS
  const proposals = readProposals(key, 'ike', notes)
  if ('say' in proposals) return proposals
  return proposals.length === 0 ? IKE_PROPOSALS : stated(proposals, key.span)
}

const NONE: readonly never[] = []

function readVirtualAddresses(layers: Layers, notes: Notes): readonly string[] | Refusal {
  const key = keyIn(layers, 'vips')
  if (key === undefined) return NONE
  const items = itemsOf(key, notes.flowing)
  for (const { text, span } of items) {
    if (/^%any[46]?$/.test(text) || !isProblem(parseAddress(text))) continue
    const say = `"${text}" in "vips" is no address.`
    return { span, say, instead: 'Write 0.0.0.0 or :: to ask for any virtual address.' }
  }
  return items.map(({ text }) => text)
}

function poolsOf(layers: Layers, notes: Notes): readonly string[] {
  const key = keyIn(layers, 'pools')
  return key === undefined ? NONE : itemsOf(key, notes.flowing).map(({ text }) => text)
}

interface Parts {
  readonly local: readonly AuthRound[]
  readonly remote: readonly AuthRound[]
  readonly children: readonly ChildConfig[]
}

/** The sections of a connection: authentication rounds, whose name begins with `local` or `remote`, and `children`. */
function readSections(layers: Layers, notes: Notes): Parts | Refusal {
  const rounds: Round[] = []
  let children: readonly ChildConfig[] = NONE
  let refusal: Refusal | null = null
  for (const [name, inner] of sectionsIn(layers, notes.root)) {
    const side = name === 'children' ? undefined : /^(local|remote)/i.exec(name)?.[1]?.toLowerCase()
    if (name === 'children' || name.toLowerCase() === 'children') {
      const found = readChildren(inner, notes, hasInterface(layers))
      if ('say' in found) refusal ??= found
      else children = children.length === 0 ? found : [...children, ...found]
    } else if (side === 'local' || side === 'remote') {
      refusal ??= checkRound(inner, notes)
      rounds.push(readRound(side, inner))
    } else {
      const span = inner[0]?.span ?? notes.root.span
      refusal ??= { span, say: `strongSwan knows no section "${name}" in a connection.`, instead: SECTIONS }
    }
  }
  return refusal ?? { ...roundsBy(rounds), children }
}

const SECTIONS = 'The sections of a connection are local, remote (with any suffix) and children.'
/** An XFRM interface, into which packets are routed: the policies are for no others (swanctl.conf(5), `if_id_out`). */
function hasInterface(layers: Layers): boolean {
  return Number(keyIn(layers, 'if_id_out')?.value ?? 0) !== 0
}

function readChildren(layers: Layers, notes: Notes, routed: boolean): readonly ChildConfig[] | Refusal {
  mark(notes, layers, () => undefined)
  const children: ChildConfig[] = []
  let refusal: Refusal | null = null
  for (const [name, inner] of sectionsIn(layers, notes.root)) {
    notes.effort += 1
    const child = readChild(name, inner, notes)
    if ('say' in child) refusal ??= child
    else children.push(routed || hasInterface(inner) ? { ...child, routed: true } : child)
  }
  for (const { name, span } of keysIn(layers)) {
    const say = `"${name}" stands in "children" itself, where strongSwan ignores it.`
    note(notes, { kind: 'invalid', span, say, instead: 'Put it into the section of a child.' })
  }
  // A copy is as long as it needs to be.
  return refusal ?? children.slice()
}

/**
 * swanctl.conf(5): rekeying after 4 hours, or reauthentication where only that is set; earlier by chance by up to
 * `rand_time`, and the end `over_time` later, each a tenth. Whichever of the two comes first counts.
 */
function ikeLifetime(layers: Layers): Lifetime {
  return hasAny(layers, IKE_TIMES) ? writtenLifetime(layers) : IKE_LIFETIME
}

const IKE_TIMES = ['rekey_time', 'reauth_time', 'over_time', 'rand_time']
/** Of a connection that says nothing of it. */
export const IKE_LIFETIME: Lifetime = writtenLifetime([])

function writtenLifetime(layers: Layers): Lifetime {
  const reauth = secondsOf(layers, 'reauth_time')
  const rekey = secondsOf(layers, 'rekey_time') ?? (reauth === undefined ? 4 * 3600 : 0)
  const times = [rekey, reauth ?? 0].filter((time) => time > 0)
  if (times.length === 0) return { rekey: undefined, end: undefined }
  const first = Math.min(...times)
  const over = secondsOf(layers, 'over_time') ?? Math.floor(Math.max(...times) / 10)
  const random = secondsOf(layers, 'rand_time') ?? Math.min(over, Math.floor(first / 2))
  const lifetime = { rekey: { from: Math.max(0, first - random), to: first }, end: first + over }
  return first === reauth && first !== rekey ? { ...lifetime, reauthenticates: true } : lifetime
}
