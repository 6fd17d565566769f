import { type AddressRange, rangeKey } from '../../address/address-range.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { added } from '../cisco/added.ts'
import { parseGroup } from '../cisco/algorithms.ts'
import { beginningWith, type Command, textOf } from '../cisco/command-tree.ts'
import type { NetworkObjects } from './network-objects.ts'
import type { Notes } from './notes.ts'

/** A name or value of a command, and the command. */
export interface Named<T = string> {
  readonly value: T
  readonly command: Command
}

/** What an entry of a crypto map, a dynamic map or an ipsec profile says of child SAs. */
export interface IpsecSettings {
  readonly ikev1Sets: readonly Named[]
  readonly ikev2Proposals: readonly Named[]
  /** `null`: `set pfs` without a group. */
  readonly pfs: Named<string | null> | undefined
  readonly seconds: Named<number> | undefined
}

/** An entry of a crypto map: `crypto map NAME SEQUENCE ...`. */
export interface MapEntry extends IpsecSettings {
  readonly map: string
  readonly sequence: number
  readonly match: Named | undefined
  readonly peers: readonly Named<AddressRange>[]
  readonly type: Named<'bidirectional' | 'originate-only' | 'answer-only'> | undefined
  readonly aggressive: Command | undefined
  readonly transport: Command | undefined
  readonly trustpoint: Named | undefined
  readonly noNatTraversal: Command | undefined
  readonly reverseRoute: boolean
  /** One SA for each pair of hosts that talk (`set security-association ...`, `set inheritance data`). */
  readonly perHost: Command | undefined
  /** The dynamic map behind the entry. */
  readonly dynamic: string | undefined
  readonly command: Command
}

export interface CryptoMaps {
  /** By map, in the order of their numbers. */
  readonly entries: readonly MapEntry[]
  readonly dynamicEntries: readonly MapEntry[]
  readonly applied: readonly { readonly map: string; readonly interfaceName: string; readonly command: Command }[]
  readonly profiles: ReadonlyMap<string, IpsecProfile>
  /** Of all SAs whose entry says nothing else. */
  readonly seconds: Named<number> | undefined
}

export interface IpsecProfile extends IpsecSettings {
  readonly responderOnly: Command | undefined
  readonly trustpoint: Named | undefined
  readonly command: Command
}

type Writable<T> = { -readonly [key in keyof T]: T[key] }

/** An entry while its lines are read. */
type OpenEntry = Writable<MapEntry> & { peers: Named<AddressRange>[] }

/** Cisco ASA Series Command Reference, "crypto map match address" to "crypto map set validate-icmp-errors". */
export function readCryptoMaps(commands: readonly Command[], networks: NetworkObjects, notes: Notes): CryptoMaps {
  const entries = new Map<string, OpenEntry>()
  const dynamicEntries = new Map<string, OpenEntry>()
  const applied: CryptoMaps['applied'][number][] = []
  const profiles = new Map<string, IpsecProfile>()
  let seconds: Named<number> | undefined
  let last: OpenEntry | undefined
  for (const command of beginningWith(commands, 'crypto map', 'crypto dynamic-map', 'crypto ipsec')) {
    const words = command.words
    const [first, second, map = '', sequence = ''] = words
    if (first !== 'crypto' || command.no) continue
    if (second === 'ipsec' && map === 'profile') {
      notes.read(command)
      profiles.set(sequence, readProfile(command, notes))
    }
    if (second === 'ipsec' && map === 'security-association' && sequence === 'lifetime') {
      notes.read(command)
      if (words[4] === 'seconds') seconds = { value: Number(words[5]), command }
    }
    if (second !== 'map' && second !== 'dynamic-map') continue
    if (sequence === 'interface') {
      notes.read(command)
      const interfaceName = words[4] ?? ''
      const again = applied.some((known) => known.map === map && known.interfaceName === interfaceName)
      if (!again) applied.push({ map, interfaceName, command })
      continue
    }
    if (!/^\d{1,5}$/.test(sequence)) continue
    const known = second === 'map' ? entries : dynamicEntries
    if (last === undefined || !goesOn(last, words)) last = entryOf(known, map, sequence, command)
    readSetting(last, command, networks, notes)
  }
  return { entries: sorted(entries), dynamicEntries: sorted(dynamicEntries), applied, profiles, seconds }
}

/** Whether words are of the same entry: the kind of map, its name and the number, as they are written. */
function goesOn({ command }: MapEntry, words: Command['words']): boolean {
  return command.words[3] === words[3] && command.words[2] === words[2] && command.words[1] === words[1]
}

function entryOf(known: Map<string, OpenEntry>, map: string, sequence: string, command: Command): OpenEntry {
  const key = `${map} ${sequence}`
  const entry = known.get(key) ?? newEntry(map, Number(sequence), command)
  known.set(key, entry)
  return entry
}

function sorted(entries: ReadonlyMap<string, MapEntry>): MapEntry[] {
  return [...entries.values()].toSorted((a, b) => a.sequence - b.sequence)
}

function newEntry(map: string, sequence: number, command: Command): OpenEntry {
  return {
    map,
    sequence,
    match: undefined,
    peers: [],
    ikev1Sets: [],
    ikev2Proposals: [],
    pfs: undefined,
    seconds: undefined,
    type: undefined,
    aggressive: undefined,
    transport: undefined,
    trustpoint: undefined,
    noNatTraversal: undefined,
    reverseRoute: false,
    perHost: undefined,
    dynamic: undefined,
    command,
  }
}

/** `crypto map NAME SEQUENCE VERB ...` */
function readSetting(entry: OpenEntry, command: Command, networks: NetworkObjects, notes: Notes): void {
  const { words } = command
  const [verb, what = '', value] = [words[4], words[5], words[6]]
  notes.read(command)
  if (verb === 'match' && what === 'address') entry.match = { value: value ?? '', command }
  else if (verb === 'ipsec-isakmp' && what === 'dynamic') entry.dynamic = value
  // As older releases print an entry before its settings.
  else if (verb === 'ipsec-isakmp') return
  else if (verb !== 'set')
    notes.unsupported(command, `What "${textOf(command, 4)}" decides is not part of the comparison.`, COMPARE)
  else if (what === 'peer') readPeers(entry, command, networks, notes)
  else if (what === 'connection-type') {
    if (value === 'originate-only' || value === 'answer-only' || value === 'bidirectional')
      entry.type = { value, command }
  } else if (what === 'trustpoint') entry.trustpoint = { value: value ?? '', command }
  else if (what === 'nat-t-disable') entry.noNatTraversal = command
  else if (what === 'reverse-route') entry.reverseRoute = true
  else if (what === 'inheritance') entry.perHost = value === 'data' ? command : undefined
  else if ((what === 'ikev1' && value === 'phase1-mode') || what === 'phase1-mode')
    entry.aggressive = words.includes('aggressive', 6) ? command : undefined
  else if (what === 'ikev2' && value === 'mode')
    entry.transport = words[7]?.startsWith('transport') ? command : undefined
  else if (!readIpsecSetting(entry, command, 5, notes) && !IRRELEVANT.has(what))
    notes.unsupported(command, `What "set ${what}" decides is not part of the comparison.`, COMPARE)
}

/** `set peer ADDRESS ...`; an entry has each once. */
function readPeers(entry: OpenEntry, command: Command, networks: NetworkObjects, notes: Notes): void {
  const known = peersOf(entry)
  for (const word of command.words.slice(6)) {
    const value = networks.host(word) ?? networks.object(word)?.[0]
    if (value === undefined) notes.invalid(command, `"${word}" is no address of a peer.`)
    else if (!known.has(rangeKey(value))) {
      known.add(rangeKey(value))
      entry.peers = added(entry.peers, { value, command })
    }
  }
}

/** The keys of those that an entry has. */
const peersOf = rememberedOf((_: OpenEntry) => new Set<string>())

/** They concern packets that are in the tunnel already. */
const IRRELEVANT: ReadonlySet<string> = new Set(['df-bit', 'validate-icmp-errors', 'tfc-packets'])
const COMPARE = 'Compare it with the other end yourself.'

/** What is set from the `at`th word on; whether it is known. */
function readIpsecSetting(settings: Writable<IpsecSettings>, command: Command, at: number, notes: Notes): boolean {
  const { words } = command
  const [what, value] = [words[at], words[at + 1]]
  if (what === 'transform-set') settings.ikev1Sets = withNames(settings.ikev1Sets, command, at + 1)
  else if (what === 'ikev1' && value === 'transform-set')
    settings.ikev1Sets = withNames(settings.ikev1Sets, command, at + 2)
  else if (what === 'ikev2' && value === 'ipsec-proposal')
    settings.ikev2Proposals = withNames(settings.ikev2Proposals, command, at + 2)
  else if (what === 'pfs') {
    const group = value === undefined ? null : parseGroup(value)
    if (group === undefined) notes.invalid(command, `"${value ?? ''}" is no group that is known.`)
    else settings.pfs = { value: group, command }
  } else if (what === 'security-association' && value === 'lifetime') {
    if (words[at + 2] === 'seconds' && /^\d{1,10}$/.test(words[at + 3] ?? ''))
      settings.seconds = { value: Number(words[at + 3]), command }
  } else return false
  return true
}

function withNames(known: readonly Named[], command: Command, from: number): Named[] {
  return known.concat(command.words.slice(from).map((value) => ({ value, command })))
}

function readProfile(command: Command, notes: Notes): IpsecProfile {
  const profile: Writable<IpsecProfile> = {
    ikev1Sets: [],
    ikev2Proposals: [],
    pfs: undefined,
    seconds: undefined,
    responderOnly: undefined,
    trustpoint: undefined,
    command,
  }
  for (const child of command.children) {
    const [verb, what, value = ''] = child.words
    if (child.no) continue
    notes.read(child)
    if (verb === 'responder-only') profile.responderOnly = child
    else if (verb === 'set' && what === 'trustpoint') profile.trustpoint = { value, command: child }
    else if (verb !== 'set' || !readIpsecSetting(profile, child, 1, notes))
      notes.unsupported(child, `What "${textOf(child)}" decides is not part of the comparison.`, COMPARE)
  }
  return profile
}
