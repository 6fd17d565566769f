import { type AddressRange, rangeKey } from '../../address/address-range.ts'
import type { Writable } from '../../model/writable.ts'
import { added } from '../cisco/added.ts'
import { parseGroup } from '../cisco/algorithms.ts'
import { type Command, joined, textOf } from '../cisco/command.ts'
import { beginningWith } from '../cisco/command-tree.ts'
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
  /** The dynamic map behind the entry. */
  readonly dynamic: string | undefined
  readonly command: Command
}

export interface CryptoMaps {
  /** By map, in the order of their numbers. */
  readonly entries: readonly MapEntry[]
  readonly dynamicEntries: readonly MapEntry[]
  readonly applied: readonly { readonly map: string; readonly interfaceName: string }[]
  readonly profiles: ReadonlyMap<string, IpsecProfile>
  /** Of all SAs whose entry says nothing else. */
  readonly seconds: Named<number> | undefined
}

interface IpsecProfile extends IpsecSettings {
  readonly responderOnly: Command | undefined
  readonly trustpoint: Named | undefined
}

/** An entry while its lines are read. */
type OpenEntry = Writable<MapEntry> & {
  peers: Named<AddressRange>[]
  /** The keys of the peers, where it has several. */
  known: Set<string> | null
}

/** Cisco ASA Series Command Reference, "crypto map match address" to "crypto map set validate-icmp-errors". */
export function readCryptoMaps(commands: readonly Command[], networks: NetworkObjects, notes: Notes): CryptoMaps {
  const maps = beginningWith(commands, 'crypto map')
  const { profiles, seconds } = readIpsec(beginningWith(commands, 'crypto ipsec'), notes)
  return {
    entries: readEntries('map', maps, networks, notes),
    dynamicEntries: readEntries('dynamic-map', beginningWith(commands, 'crypto dynamic-map'), networks, notes),
    applied: readPlaces(maps, notes),
    profiles,
    seconds,
  }
}

function readIpsec(commands: readonly Command[], notes: Notes): Pick<CryptoMaps, 'profiles' | 'seconds'> {
  const profiles = new Map<string, IpsecProfile>()
  let seconds: Named<number> | undefined
  for (const command of commands) {
    if (command.no) continue
    const [first, second, what, name = '', unit, value] = command.words
    if (first !== 'crypto' || second !== 'ipsec') continue
    if (what === 'profile') {
      notes.read(command)
      profiles.set(name, readProfile(command, notes))
    }
    if (what === 'security-association' && name === 'lifetime') {
      notes.read(command)
      if (unit === 'seconds') seconds = { value: Number(value), command }
    }
  }
  return { profiles, seconds }
}

/** `crypto map NAME interface INTERFACE` */
function readPlaces(commands: readonly Command[], notes: Notes): CryptoMaps['applied'] {
  const applied: CryptoMaps['applied'][number][] = []
  for (const command of commands) {
    if (command.no || !command.text.includes(' interface')) continue
    const [first, second, map = '', what, interfaceName = ''] = command.words
    if (first !== 'crypto' || second !== 'map' || what !== 'interface') continue
    notes.read(command)
    const again = applied.some((known) => known.map === map && known.interfaceName === interfaceName)
    if (!again) applied.push({ map, interfaceName })
  }
  return applied
}

/** `crypto map NAME SEQUENCE ...`, or of the dynamic maps. */
function readEntries(
  kind: 'map' | 'dynamic-map',
  commands: readonly Command[],
  networks: NetworkObjects,
  notes: Notes,
): readonly MapEntry[] {
  const entries = new Map<string, OpenEntry>()
  let entry: OpenEntry | undefined
  // With what its lines begin, which mostly follow one another.
  let beginning = ''
  for (const command of commands) {
    if (command.no) continue
    if (entry === undefined || !command.text.startsWith(beginning)) {
      const [first, second, map = '', sequence = ''] = command.words
      if (first !== 'crypto' || second !== kind || !SEQUENCE.test(sequence)) continue
      beginning = `crypto ${kind} ${map} ${sequence} `
      entry = entries.get(beginning) ?? newEntry(map, Number(sequence), command)
      entries.set(beginning, entry)
    }
    readSetting(entry, command, networks, notes)
  }
  return [...entries.values()].toSorted((a, b) => a.sequence - b.sequence)
}

const SEQUENCE = /^\d{1,5}$/

const NO_PEERS: Named<AddressRange>[] = []
const NO_NAMES: readonly Named[] = []

function newEntry(map: string, sequence: number, command: Command): OpenEntry {
  return {
    map,
    sequence,
    match: undefined,
    peers: NO_PEERS,
    ikev1Sets: NO_NAMES,
    ikev2Proposals: NO_NAMES,
    pfs: undefined,
    seconds: undefined,
    type: undefined,
    aggressive: undefined,
    transport: undefined,
    trustpoint: undefined,
    noNatTraversal: undefined,
    reverseRoute: false,
    dynamic: undefined,
    command,
    known: null,
  }
}

/** `crypto map NAME SEQUENCE VERB ...` */
function readSetting(entry: OpenEntry, command: Command, networks: NetworkObjects, notes: Notes): void {
  const said = command.wordsFrom(4)
  const [verb, what = '', value] = said
  notes.read(command)
  if (verb === 'match' && what === 'address') entry.match = { value: value ?? '', command }
  else if (verb === 'ipsec-isakmp' && what === 'dynamic') entry.dynamic = value
  // As older releases print an entry before its settings.
  else if (verb === 'ipsec-isakmp') return
  else if (verb !== 'set')
    notes.unsupported(command, `What "${joined(said)}" decides is not part of the comparison.`, COMPARE)
  else if (what === 'peer') readPeers(entry, command, said, networks, notes)
  else if (what === 'connection-type') {
    if (value === 'originate-only' || value === 'answer-only' || value === 'bidirectional')
      entry.type = { value, command }
  } else if (what === 'trustpoint') entry.trustpoint = { value: value ?? '', command }
  else if (what === 'nat-t-disable') entry.noNatTraversal = command
  else if (what === 'reverse-route') entry.reverseRoute = true
  // The default: an SA for each line of the access list.
  else if (what === 'inheritance' && value === 'rule') return
  else if ((what === 'ikev1' && value === 'phase1-mode') || what === 'phase1-mode')
    entry.aggressive = said.includes('aggressive', 2) ? command : undefined
  else if (what === 'ikev2' && value === 'mode')
    entry.transport = said[3]?.startsWith('transport') ? command : undefined
  else if (!readIpsecSetting(entry, command, said, notes) && !IRRELEVANT.has(what))
    notes.unsupported(command, `What "set ${what}" decides is not part of the comparison.`, COMPARE)
}

/** `set peer ADDRESS ...`; an entry has each once. */
function readPeers(
  entry: OpenEntry,
  command: Command,
  said: readonly string[],
  networks: NetworkObjects,
  notes: Notes,
): void {
  for (const word of said.slice(2)) {
    const value = networks.host(word) ?? networks.object(word)?.[0]
    if (value === undefined) notes.invalid(command, `"${word}" is no address of a peer.`)
    else if (isNew(entry, value)) entry.peers = added(entry.peers, { value, command })
  }
}

/** Whether an entry has no such peer yet; most have but one. */
function isNew(entry: OpenEntry, peer: AddressRange): boolean {
  if (entry.peers.length === 0) return true
  entry.known ??= new Set(entry.peers.map(({ value }) => rangeKey(value)))
  const before = entry.known.size
  return entry.known.add(rangeKey(peer)).size > before
}

/** They concern packets that are in the tunnel already. */
const IRRELEVANT: ReadonlySet<string> = new Set(['df-bit', 'validate-icmp-errors', 'tfc-packets'])
const COMPARE = 'Compare it with the other end yourself.'

/** What is said from `set` on; whether it is known. */
function readIpsecSetting(
  settings: Writable<IpsecSettings>,
  command: Command,
  said: readonly string[],
  notes: Notes,
): boolean {
  const [, what, value] = said
  if (what === 'transform-set') settings.ikev1Sets = withNames(settings.ikev1Sets, command, said.slice(2))
  else if (what === 'ikev1' && value === 'transform-set')
    settings.ikev1Sets = withNames(settings.ikev1Sets, command, said.slice(3))
  else if (what === 'ikev2' && value === 'ipsec-proposal')
    settings.ikev2Proposals = withNames(settings.ikev2Proposals, command, said.slice(3))
  else if (what === 'pfs') {
    const group = value === undefined ? null : parseGroup(value)
    if (group === undefined) notes.invalid(command, `"${value ?? ''}" is no group that is known.`)
    else settings.pfs = { value: group, command }
  } else if (what === 'security-association' && value === 'lifetime') {
    const [unit, seconds = ''] = said.slice(3)
    if (unit === 'seconds' && /^\d{1,10}$/.test(seconds)) settings.seconds = { value: Number(seconds), command }
  } else return false
  return true
}

function withNames(known: readonly Named[], command: Command, names: readonly string[]): readonly Named[] {
  const named = names.map((value) => ({ value, command }))
  return known.length === 0 ? named : [...known, ...named]
}

function readProfile(command: Command, notes: Notes): IpsecProfile {
  const profile: Writable<IpsecProfile> = {
    ikev1Sets: [],
    ikev2Proposals: [],
    pfs: undefined,
    seconds: undefined,
    responderOnly: undefined,
    trustpoint: undefined,
  }
  for (const child of command.children) {
    const [verb, what, value = ''] = child.words
    if (child.no) continue
    notes.read(child)
    if (verb === 'responder-only') profile.responderOnly = child
    else if (verb === 'set' && what === 'trustpoint') profile.trustpoint = { value, command: child }
    else if (verb !== 'set' || !readIpsecSetting(profile, child, child.words, notes))
      notes.unsupported(child, `What "${textOf(child)}" decides is not part of the comparison.`, COMPARE)
  }
  return profile
}
