import { type AddressRange, nameRange, wholeFamily } from '../../../address/address-range.ts'
import { isProblem, parseAddress, parseRange } from '../../../address/parse-address.ts'
import type { AuthRound, ChildConfig, IkeConnection, IkePolicy, Lifetime, Proposal } from '../../../model/ike-policy.ts'
import { defaulted, type Setting, stated } from '../../../model/setting.ts'
import { DEFAULTS_AUTHORITY, defaultProposals } from '../default-proposals.ts'
import { parseIdentity } from '../identities.ts'
import { AUTH_KEYS, CERTIFICATE_KEYS, CONNECTION_KEYS } from '../known-keys.ts'
import { cNumber } from '../settings/numbers.ts'
import { itemsOf } from '../settings/setting-items.ts'
import { authMethodOf } from '../settings/setting-values.ts'
import { hasAny, keyIn, keysIn, type Layers, sectionsAt, sectionsIn } from '../settings/settings-layers.ts'
import { checkKeys, LOOK_UP, mark, type Notes, note, type Refusal } from '../settings/settings-notes.ts'
import { parseNetwork } from '../traffic-selectors.ts'
import { MANUAL, readChild, readProposals, secondsOf } from './swanctl-child.ts'
import { readExchange } from './swanctl-exchange.ts'

export type NotLoaded = IkePolicy['notLoaded'][number]

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
    if (hasRoom(connection, notes) && !hasInclude(layers, notes)) connections.push(connection)
    return
  }
  const say = `${connection.say} strongSwan therefore does not load the connection "${name}".`
  note(notes, { kind: 'invalid', span: connection.span, say, instead: connection.instead })
  notLoaded.push({ name, span: connection.span, say })
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

/** Each section within, and each that is referenced, is looked at once, however deep they are or refer back. */
function hasInclude(layers: Layers, { root, settings }: Notes): boolean {
  if (settings.includes.length === 0) return false
  const sections = new Set(layers)
  for (const { includes, sections: inner, references } of sections) {
    if (includes.length > 0) return true
    for (const section of inner.values()) sections.add(section)
    for (const section of references.flatMap(({ path }) => sectionsAt(path, root))) sections.add(section)
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
    localAddresses: readAddresses('local_addrs', layers, notes),
    remoteAddresses: readAddresses('remote_addrs', layers, notes),
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

/** A list that is anybody's is empty. strongSwan checks no entry; what is no address is taken as a host name. */
function readAddresses(name: string, layers: Layers, notes: Notes): Setting<readonly AddressRange[]> {
  const key = keyIn(layers, name)
  const items = key === undefined ? [] : itemsOf(key, notes.flowing)
  const [item] = items
  if (key === undefined || item === undefined) return ANYBODY
  if (items.length === 1) return stated(isAny(item.text) ? [] : [addressOf(item.text)], key.span)
  if (items.every(({ text }) => isAny(text))) return stated([], key.span)
  return stated(
    items.flatMap(({ text }) => (isAny(text) ? [wholeFamily('ipv4'), wholeFamily('ipv6')] : [addressOf(text)])),
    key.span,
  )
}

function isAny(text: string): boolean {
  return ANY_HOST.test(text)
}

const ANY_HOST = /^(?:%any|0\.0\.0\.0|::|0::0)$/

function addressOf(text: string): AddressRange {
  const anything = /^%any([46])$/.exec(text)?.[1]
  if (anything !== undefined) return wholeFamily(anything === '4' ? 'ipv4' : 'ipv6')
  const range = text.includes('-') ? parseRange(text) : text.includes('/') ? parseNetwork(text) : parseAddress(text)
  if ('value' in range) return range.value
  // A host name of the DNS has no case; a word in the place of an address that nobody is to see has.
  return isProblem(range) ? nameRange(text.includes('.') ? text.toLowerCase() : text) : range
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

interface Round {
  readonly side: 'local' | 'remote'
  readonly number: number
  readonly round: AuthRound
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
      rounds.push({ side, number: cNumber(keyIn(inner, 'round')?.value ?? '0') ?? 0, round: readRound(inner) })
    } else {
      const span = inner[0]?.span ?? notes.root.span
      refusal ??= { span, say: `strongSwan knows no section "${name}" in a connection.`, instead: SECTIONS }
    }
  }
  return refusal ?? { local: roundsOf('local', rounds), remote: roundsOf('remote', rounds), children }
}

function roundsOf(side: Round['side'], rounds: readonly Round[]): readonly AuthRound[] {
  const own = rounds.filter((each) => each.side === side)
  if (own.length === 0) return UNSPECIFIED_ROUNDS
  return own.toSorted((a, b) => a.number - b.number).map(({ round }) => round)
}

const SECTIONS = 'The sections of a connection are local, remote (with any suffix) and children.'
const UNSPECIFIED: AuthRound['method'] = defaulted(
  'any',
  'Measured with strongSwan 5.9.8: without "auth" it leaves the method open.',
)

const UNSPECIFIED_ROUNDS: readonly AuthRound[] = [{ method: UNSPECIFIED, id: undefined }]

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

function checkRound(layers: Layers, notes: Notes): Refusal | null {
  let refusal = checkKeys(notes, layers, AUTH_KEYS)
  for (const [name, inner] of sectionsIn(layers, notes.root)) {
    if (/^(?:ca)?cert/i.test(name)) refusal ??= checkKeys(notes, inner, CERTIFICATE_KEYS)
    else {
      const span = inner[0]?.span ?? notes.root.span
      refusal ??= { span, say: `strongSwan knows no section "${name}" for an authentication round.`, instead: LOOK_UP }
    }
  }
  return refusal
}

function readRound(layers: Layers): AuthRound {
  const auth = keyIn(layers, 'auth')
  const method = auth === undefined ? null : authMethodOf(auth.value ?? '')
  const id = keyIn(layers, 'id')
  return {
    method: auth === undefined || method === null ? UNSPECIFIED : stated(method, auth.span),
    id: id === undefined ? undefined : stated(parseIdentity(id.value ?? ''), id.span),
  }
}

/**
 * swanctl.conf(5): rekeying after 4 hours, or reauthentication where only that is set; earlier by chance by up to
 * `rand_time`, and the end `over_time` later, each a tenth. Whichever of the two comes first counts.
 */
function ikeLifetime(layers: Layers): Lifetime {
  return hasAny(layers, IKE_TIMES) ? writtenLifetime(layers) : IKE_LIFETIME
}

const IKE_TIMES = ['rekey_time', 'reauth_time', 'over_time', 'rand_time']
const IKE_LIFETIME: Lifetime = writtenLifetime([])

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
