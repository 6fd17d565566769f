import { type AddressRange, nameRange } from '../../address/address-range.ts'
import { isProblem } from '../../address/parse-address.ts'
import { distinct } from '../../model/distinct.ts'
import { type Stated, stated } from '../../model/setting.ts'
import type { Writable } from '../../model/writable.ts'
import type { Span } from '../../text/source-text.ts'
import { added } from '../cisco/added.ts'
import { parseCiscoAddress } from '../cisco/addresses.ts'
import { parseGroup, parseTransforms, type Transform } from '../cisco/algorithms.ts'
import { type Command, lastWord, spanInside, textOf } from '../cisco/command.ts'
import { beginningWith } from '../cisco/command-tree.ts'
import { secondsOf } from './isakmp.ts'
import { markIrrelevant, markRead, type Notes, noteInvalid, noteUnsupported } from './notes.ts'

export interface TransformSet {
  readonly name: string
  readonly span: Span
  readonly transforms: readonly Transform[]
  /** `tunnel`, unless said otherwise. */
  readonly mode?: Stated<'tunnel' | 'transport'>
  readonly esn: boolean
}

/** What a crypto map entry and an IPsec profile have in common. */
export interface Protection {
  readonly span: Span
  readonly transformSets: readonly Stated<string>[]
  /** The group of `set pfs`; without one, that of the release. `undefined`: no PFS. */
  readonly pfs?: Stated<string | null>
  readonly lifetime?: Stated<number>
  readonly isakmpProfile?: Stated<string>
  readonly ikev2Profile?: Stated<string>
  readonly responderOnly?: Stated<true>
  /** `reverse-route`: the entry makes the routes for its networks itself. */
  readonly reverseRoute?: true
}

export interface MapEntry extends Protection {
  readonly map: string
  readonly sequence: number
  readonly peers: readonly Stated<AddressRange>[]
  readonly acl?: Stated<string>
  /** The dynamic map that the entry is made of. */
  readonly dynamic?: Stated<string>
  /** It is of a dynamic map. */
  readonly isTemplate: boolean
}

export interface CryptoMap {
  readonly name: string
  readonly entries: readonly MapEntry[]
  readonly localAddress?: Stated<string>
}

export interface Ipsec {
  readonly transformSets: ReadonlyMap<string, TransformSet>
  readonly profiles: ReadonlyMap<string, Protection>
  readonly maps: ReadonlyMap<string, CryptoMap>
  readonly dynamicMaps: ReadonlyMap<string, CryptoMap>
  readonly lifetime?: Stated<number>
  /** `no crypto ipsec nat-transparency udp-encapsulation`. */
  readonly noEncapsulation?: Span
}

/** Transform sets, crypto maps, dynamic maps and profiles. */
export function readIpsec(commands: readonly Command[], notes: Notes): Ipsec {
  const transformSets = new Map<string, TransformSet>()
  const profiles = new Map<string, Protection>()
  const maps = new Map<string, OpenMap>()
  const dynamicMaps = new Map<string, OpenMap>()
  let lifetime: Ipsec['lifetime']
  let noEncapsulation: Ipsec['noEncapsulation']
  for (const command of beginningWith(commands, 'crypto')) {
    const { text } = command
    if (MAP.test(text)) {
      const isTemplate = TEMPLATE.test(text)
      if (!command.no) readMap(command, isTemplate ? dynamicMaps : maps, isTemplate, notes)
    } else if (/^crypto ipsec transform-set \S/i.test(text) && !command.no) {
      const set = readTransformSet(command, notes)
      if (set !== null) transformSets.set(set.name, set)
    } else if (/^crypto ipsec profile \S/i.test(text)) {
      profiles.set(command.words[3] ?? '', readProtection(command, notes))
      markRead(notes, command)
    } else if (/^crypto ipsec security-association lifetime/i.test(text)) {
      markRead(notes, command)
      const seconds = lifetimeOf(command.wordsFrom(4))
      if (seconds !== undefined && !command.no) lifetime = stated(seconds, command.span)
    } else if (/^crypto ipsec nat-transparency udp-encap/i.test(text)) {
      markRead(notes, command)
      noEncapsulation = command.no ? command.span : undefined
    } else if (/^crypto ipsec /i.test(text)) markIrrelevant(notes, command)
  }
  return {
    transformSets,
    profiles,
    maps: inSequence(maps),
    dynamicMaps: inSequence(dynamicMaps),
    ...(lifetime && { lifetime }),
    ...(noEncapsulation && { noEncapsulation }),
  }
}

// A pattern that stands in a function is made anew each time; of a hub there are thousands of entries.
const MAP = /^crypto (?:map|dynamic-map) /i
const TEMPLATE = /^crypto dynamic-map /i
const IPV6 = /^ipv6$/i
const SEQUENCE = /^\d+$/
const LOCAL_ADDRESS = /^local-address$/i
const NOT_NEGOTIATED = /^(?:ipsec-manual|gdoi)$/i
const PROFILE = /^profile$/i
const DYNAMIC = /^dynamic$/i

/** A map of which more entries may come. */
interface OpenMap extends Omit<CryptoMap, 'entries'> {
  /** By their numbers: the same entry may be pasted twice, or typed in two parts. */
  readonly entries: Map<number, MapEntry>
}

function newMap(name: string): OpenMap {
  return { name, entries: new Map() }
}

function inSequence(maps: ReadonlyMap<string, OpenMap>): Map<string, CryptoMap> {
  return new Map(
    [...maps].map(([name, map]) => [
      name,
      { ...map, entries: [...map.entries.values()].toSorted((a, b) => a.sequence - b.sequence) },
    ]),
  )
}

function readTransformSet(command: Command, notes: Notes): TransformSet | null {
  markRead(notes, command)
  const transforms = parseTransforms(command.wordsFrom(4))
  if ('problem' in transforms) {
    const instead = 'Write e.g. `esp-aes 256 esp-sha256-hmac`; other transforms are not compared.'
    noteInvalid(notes, command, spanInside(command, 4, command.words.length), transforms.problem, instead)
    return null
  }
  let set: TransformSet = {
    name: command.words[3] ?? '',
    span: command.span,
    transforms,
    esn: false,
  }
  for (const child of command.children) {
    const [first = '', second = '', third = ''] = child.words.map((word) => word.toLowerCase())
    if (first === 'mode' && (second === 'tunnel' || second === 'transport')) {
      set = { ...set, mode: stated(second, child.span) }
      if (third === 'require') {
        const say = '"require" refuses tunnel mode, which is not modelled.'
        noteUnsupported(notes, child, say, 'The transform set is read as if it took tunnel mode as well.')
        continue
      }
    } else if (first === 'esn') set = { ...set, esn: !child.no }
    else continue
    markRead(notes, child)
  }
  return set
}

/** `crypto map NAME SEQ ipsec-isakmp [dynamic NAME]`, `crypto map NAME local-address INTERFACE`, `crypto dynamic-map NAME SEQ`. */
function readMap(command: Command, maps: Map<string, OpenMap>, isTemplate: boolean, notes: Notes): void {
  const all = command.wordsFrom(2)
  const [name = '', second = '', kind = '', what = '', last = ''] = IPV6.test(all[0] ?? '') ? all.slice(1) : all
  const known = maps.get(name) ?? newMap(name)
  markRead(notes, command)
  if (LOCAL_ADDRESS.test(second)) {
    maps.set(name, { ...known, localAddress: stated(kind, command.span) })
    return
  }
  if (!SEQUENCE.test(second)) {
    // Clients of remote access, logging and redundancy.
    markIrrelevant(notes, command)
    return
  }
  if (NOT_NEGOTIATED.test(kind)) {
    const say = /^gdoi$/i.test(kind)
      ? `"${textOf(command)}" is GETVPN: a key server hands out the SAs of a group, and no tunnel is negotiated between two gateways, so that it is not modelled.`
      : `"${textOf(command)}" is not negotiated by IKE, and not modelled.`
    noteUnsupported(notes, command, say, 'Entries of the kind ipsec-isakmp are.')
    for (const child of command.children) notes.roles.set(child.line, 'unsupported')
    return
  }
  const entry: OpenEntry = {
    map: name,
    sequence: Number(second),
    isTemplate,
    peers: NO_PEERS,
    span: command.span,
    transformSets: NO_NAMES,
  }
  for (const child of command.children) readEntrySetting(child, entry, notes)
  // A router keeps a peer once (assumed).
  if (entry.peers.length > 1) entry.peers = distinct(entry.peers)
  if (PROFILE.test(what)) entry.isakmpProfile = stated(last, command.span)
  if (DYNAMIC.test(what)) entry.dynamic = stated(last, spanInside(command, command.words.indexOf(last)))
  known.entries.set(entry.sequence, entry)
  if (known.entries.size === 1) maps.set(name, known)
}

type OpenEntry = Writable<MapEntry> & { peers: Stated<AddressRange>[] }

/** A line in the mode of a crypto map entry. */
function readEntrySetting(child: Command, entry: OpenEntry, notes: Notes): void {
  const { lower } = child
  if (lower.startsWith('set peer ')) readPeer(child, entry, notes)
  else if (lower.startsWith('match address ')) {
    markRead(notes, child)
    entry.acl = stated(child.wordsFrom(2).at(-1) ?? '', child.span)
  } else readSetting(child, lower, entry, notes)
}

function readPeer(child: Command, entry: OpenEntry, notes: Notes): void {
  markRead(notes, child)
  const [name = ''] = child.wordsFrom(2)
  const address = parseCiscoAddress(name)
  if (!isProblem(address)) entry.peers = added(entry.peers, stated(address, child.span))
  else if (/^[A-Za-z][\w.-]*$/.test(name)) entry.peers = added(entry.peers, stated(nameRange(name), child.span))
  else noteInvalid(notes, child, child.span, address.problem, 'Write the address of the peer.')
}

/** What is set in the mode of a crypto map entry or an IPsec profile, beside peers and traffic. */
function readProtection(command: Command, notes: Notes): Protection {
  const found: Writable<Protection> = { span: command.span, transformSets: NO_NAMES }
  for (const child of command.children) readSetting(child, child.lower, found, notes)
  return found
}

function readSetting(child: Command, text: string, found: Writable<Protection>, notes: Notes): void {
  markRead(notes, child)
  if (child.no) return
  if (text.startsWith('set peer') || text.startsWith('match address')) return
  if (text.startsWith('set transform-set ')) {
    const { words } = child
    const [, , only = ''] = words
    // The last word of a line stands at its end.
    found.transformSets =
      words.length === 3
        ? [stated(only, lastWord(child, only))]
        : words.slice(2).map((name, at) => stated(name, spanInside(child, at + 2)))
    return
  }
  const { words, span } = child
  if (text === 'set pfs') found.pfs = stated(null, span)
  else if (text.startsWith('set pfs ')) {
    const group = parseGroup(words[2] ?? '')
    if (group !== undefined) found.pfs = stated(group, span)
    else noteInvalid(notes, child, span, `"${words[2]}" is no group of IOS.`, 'Write e.g. `set pfs group14`.')
  } else if (text.startsWith('set security-association lifetime ')) {
    const seconds = lifetimeOf(words.slice(3))
    if (seconds !== undefined) found.lifetime = stated(seconds, span)
  } else if (text.startsWith('set isakmp-profile ')) found.isakmpProfile = stated(words[2] ?? '', span)
  else if (text.startsWith('set ikev2-profile ')) found.ikev2Profile = stated(words[2] ?? '', span)
  else if (/^(?:set )?responder-only$/.test(text)) found.responderOnly = stated(true, span)
  else if (/^(?:set )?reverse-route\b/.test(text)) found.reverseRoute = true
  else if (text.startsWith('set security-association level per-host')) {
    const say = '"per-host" makes an SA for each pair of hosts, which is not modelled.'
    noteUnsupported(notes, child, say, 'The tunnel is read as if the whole line of the access list were proposed.')
  } else if (IRRELEVANT.test(text)) notes.roles.set(child.line, 'irrelevant')
  else notes.roles.delete(child.line)
}

const NO_NAMES: Protection['transformSets'] = []
const NO_PEERS: Stated<AddressRange>[] = []
/** Settings that decide nothing between the two ends. */
const IRRELEVANT =
  /^(?:description|qos |set (?:security-association (?:idle-time|replay|dummy)|ip access-group|nat demux|identity|dscp|mixed-mode|ip df-bit|df-bit)|dialer |discover|crypto map )/

/** `seconds 3600`, `days 1`; `undefined` for kilobytes, which time does not tell. */
function lifetimeOf(words: readonly string[]): number | undefined {
  const value = secondsOf(words[1] ?? '')
  if (value === undefined) return undefined
  if (/^seconds$/i.test(words[0] ?? '')) return value
  return /^days$/i.test(words[0] ?? '') ? value * 86_400 : undefined
}
