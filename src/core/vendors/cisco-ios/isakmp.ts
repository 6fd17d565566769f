import type { AddressRange } from '../../address/address-range.ts'
import { wholeFamily } from '../../address/address-range.ts'
import type { Identity } from '../../model/ike-policy.ts'
import { type Stated, stated } from '../../model/setting.ts'
import type { Span } from '../../text/source-text.ts'
import { parseCiscoAddress, parseNetwork } from '../cisco/addresses.ts'
import { parseGroup, parseIkeCipher, parseIkeHash } from '../cisco/algorithms.ts'
import { type Command, textOf } from '../cisco/command.ts'
import { beginningWith } from '../cisco/command-tree.ts'
import { type IsakmpPeer, readIsakmpPeer } from './isakmp-peer.ts'
import { type IosKey, type Keyring, keyPeer, readKey, readKeyring } from './keyrings.ts'
import { markIrrelevant, markRead, type Notes, noteInvalid, noteUnsupported } from './notes.ts'

/** `crypto isakmp policy`; what is not said has the default of the release. */
export interface IsakmpPolicy {
  readonly priority: number
  readonly span: Span
  readonly encryption?: Stated<string>
  readonly hash?: Stated<string>
  readonly method?: Stated<'psk' | 'pubkey'>
  readonly group?: Stated<string>
  readonly lifetime?: Stated<number>
}

/** Whom a profile is for: an identity, or addresses of a range. */
export type IdentityMatch = Identity | AddressRange

/** What `crypto isakmp profile` and `crypto ikev2 profile` have in common. */
export interface IosProfile {
  readonly name: string
  readonly span: Span
  readonly matches: readonly Stated<IdentityMatch>[]
  readonly matchesCertificates: boolean
  readonly keyrings: readonly Stated<string>[]
  readonly self?: Stated<Identity>
  /** An address, or the name of an interface: what comes to another one is not for this profile. */
  readonly localAddress?: Stated<string>
  /** `vrf`, `ivrf`: the table of routes for what comes out of the tunnel, where another one than that of the interface. */
  readonly insideVrf?: Stated<string>
}

export interface IsakmpProfile extends IosProfile {
  readonly aggressive?: Stated<true>
}

export interface Isakmp {
  readonly policies: readonly IsakmpPolicy[]
  readonly keys: readonly IosKey[]
  readonly keyrings: ReadonlyMap<string, Keyring>
  readonly profiles: ReadonlyMap<string, IsakmpProfile>
  readonly peers: readonly IsakmpPeer[]
  readonly identity?: Stated<'address' | 'hostname' | 'dn'>
  /** `no crypto isakmp enable`. */
  readonly disabled?: Stated<true>
  readonly aggressiveDisabled: boolean
  /** `no crypto isakmp default policy`. */
  readonly noDefaultPolicy: boolean
}

const POLICY =
  'A policy of IOS has encryption, hash, authentication, group and lifetime, as `show running-config` prints them.'

/** Everything of IKEv1. */
export function readIsakmp(commands: readonly Command[], notes: Notes): Isakmp {
  const policies: IsakmpPolicy[] = []
  const keys: IosKey[] = []
  const keyrings = new Map<string, Keyring>()
  const profiles = new Map<string, IsakmpProfile>()
  const peers: IsakmpPeer[] = []
  let rest: Pick<Isakmp, 'identity' | 'disabled' | 'aggressiveDisabled' | 'noDefaultPolicy'> = {
    aggressiveDisabled: false,
    noDefaultPolicy: false,
  }
  for (const command of beginningWith(commands, 'crypto isakmp', 'crypto keyring')) {
    const text = textOf(command)
    const [, what = '', name = ''] = /^crypto (isakmp|keyring) (\S+)/i.exec(text) ?? []
    if (/^keyring$/i.test(what)) keyrings.set(name, readKeyring(command, name, notes))
    if (!/^isakmp$/i.test(what)) continue
    switch (name.toLowerCase()) {
      case 'policy':
        if (!command.no) policies.push(readPolicy(command, notes))
        break
      case 'key': {
        const key = command.no ? null : readKey(command, notes)
        if (key !== null) keys.push(key)
        break
      }
      case 'profile': {
        const profile = readIsakmpProfile(command, notes)
        profiles.set(profile.name, profile)
        break
      }
      case 'identity': {
        const word = command.words[3]?.toLowerCase()
        markRead(notes, command)
        if (word === 'address' || word === 'hostname' || word === 'dn') {
          rest = { ...rest, identity: stated(word, command.span) }
        }
        break
      }
      case 'enable':
        markRead(notes, command)
        if (command.no) rest = { ...rest, disabled: stated(true, command.span) }
        break
      case 'default':
        markRead(notes, command)
        if (command.no) rest = { ...rest, noDefaultPolicy: true }
        break
      case 'aggressive-mode':
        markRead(notes, command)
        rest = { ...rest, aggressiveDisabled: /disable/i.test(text) }
        break
      case 'peer': {
        const peer = command.no ? null : readIsakmpPeer(command, notes)
        if (peer !== null) peers.push(peer)
        break
      }
      default:
        // Keepalives, fragmentation, call admission, groups of clients: nothing of them decides a tunnel between sites.
        markIrrelevant(notes, command)
    }
  }
  return { policies: policies.toSorted((a, b) => a.priority - b.priority), keys, keyrings, profiles, peers, ...rest }
}

function readPolicy(command: Command, notes: Notes): IsakmpPolicy {
  markRead(notes, command)
  let policy: IsakmpPolicy = { priority: Number(command.words[3] ?? 0), span: command.span }
  for (const child of command.children) {
    const [first = '', value = '', size] = child.words
    const said = <T>(read: T | null | undefined): Stated<T> | undefined => {
      if (child.no) return undefined
      if (read === undefined || read === null) {
        noteInvalid(notes, child, child.span, `"${textOf(child)}" is nothing that an IKE policy of IOS has.`, POLICY)
        return undefined
      }
      return stated(read, child.span)
    }
    markRead(notes, child)
    const word = first.toLowerCase()
    if (/^encr/.test(word)) policy = withSaid(policy, 'encryption', said(parseIkeCipher(value, size)))
    else if (word === 'hash') policy = withSaid(policy, 'hash', said(parseIkeHash(value)))
    else if (word.startsWith('auth')) policy = withSaid(policy, 'method', said(methodOf(value)))
    else if (word === 'group') policy = withSaid(policy, 'group', said(parseGroup(value)))
    else if (word === 'lifetime') policy = withSaid(policy, 'lifetime', said(secondsOf(value)))
    else if (word === 'description') notes.roles.set(child.line, 'irrelevant')
    else notes.roles.delete(child.line)
  }
  return policy
}

function withSaid<K extends keyof IsakmpPolicy>(
  policy: IsakmpPolicy,
  key: K,
  said: IsakmpPolicy[K] | undefined,
): IsakmpPolicy {
  return said === undefined ? policy : { ...policy, [key]: said }
}

export function secondsOf(word: string): number | undefined {
  return /^\d{1,9}$/.test(word) ? Number(word) : undefined
}

function methodOf(word: string): 'psk' | 'pubkey' | undefined {
  if (/^pre-share$/i.test(word)) return 'psk'
  return /^(?:rsa-sig|ecdsa-sig|rsa-encr)$/i.test(word) ? 'pubkey' : undefined
}

function readIsakmpProfile(command: Command, notes: Notes): IsakmpProfile {
  markRead(notes, command)
  let profile: IsakmpProfile = {
    name: command.words[3] ?? '',
    span: command.span,
    matches: [],
    matchesCertificates: false,
    keyrings: [],
  }
  for (const child of command.children) {
    const words = child.words
    const [first = '', second = ''] = words.map((word) => word.toLowerCase())
    markRead(notes, child)
    if (first === 'keyring')
      profile = { ...profile, keyrings: [...profile.keyrings, stated(words[1] ?? '', child.span)] }
    else if (first === 'match' && second === 'identity') {
      const match = readMatch(words.slice(2))
      if (match === null || 'problem' in match) noteIdentity(notes, child)
      else profile = { ...profile, matches: [...profile.matches, stated(match, child.span)] }
    } else if (first === 'match' && second === 'certificate') profile = { ...profile, matchesCertificates: true }
    else if (first === 'self-identity') {
      const self = readIdentity(words.slice(1))
      if (self === null) noteIdentity(notes, child)
      else profile = { ...profile, self: stated(self, child.span) }
    } else if (first === 'initiate') profile = { ...profile, aggressive: stated(true, child.span) }
    else if (first === 'local-address') profile = { ...profile, localAddress: stated(words[1] ?? '', child.span) }
    else if (first === 'vrf') profile = { ...profile, insideVrf: stated(words[1] ?? '', child.span) }
    else if (/^(?:description|virtual-template|keepalive|client|isakmp|ca|accounting|qos-group)$/.test(first)) {
      markIrrelevant(notes, child)
    } else notes.roles.delete(child.line)
  }
  return profile
}

function noteIdentity(notes: Notes, command: Command): void {
  const say = `"${textOf(command)}" names no identity that is read.`
  noteUnsupported(notes, command, say, 'Whether the peer shows that identity is then not checked.')
}

/** `address A [MASK]`, `host NAME`, `host domain NAME`, `user NAME`, `user domain NAME`, `group NAME`. */
function readMatch(words: readonly string[]): IdentityMatch | { readonly problem: string } | null {
  const [kind = '', first = '', second = ''] = words
  switch (kind.toLowerCase()) {
    case 'address': {
      if (/^ipv6$/i.test(first)) return keyPeer(['address', first, second]) ?? wholeFamily('ipv6')
      const range = /^[\d.]+$/.test(second) ? parseNetwork(first, second) : parseCiscoAddress(first)
      return first === '0.0.0.0' && second === '' ? wholeFamily('ipv4') : range
    }
    case 'host':
      return /^domain$/i.test(first)
        ? { kind: 'fqdn', text: `*.${second.toLowerCase()}` }
        : { kind: 'fqdn', text: first.toLowerCase() }
    case 'user':
      return /^domain$/i.test(first)
        ? { kind: 'email', text: `*@${second.toLowerCase()}` }
        : { kind: 'email', text: first.toLowerCase() }
    case 'group':
      return { kind: 'keyid', text: first }
    default:
      return null
  }
}

/** What is shown: `address`, `address A`, `fqdn [NAME]`, `user-fqdn NAME`. */
function readIdentity(words: readonly string[]): Identity | null {
  const [kind = '', text = ''] = words
  switch (kind.toLowerCase()) {
    case 'address': {
      return text === '' || /^ipv6$/i.test(text) ? null : { kind: 'address', text }
    }
    case 'fqdn':
      return text === '' ? null : { kind: 'fqdn', text: text.toLowerCase() }
    case 'user-fqdn':
      return { kind: 'email', text: text.toLowerCase() }
    default:
      return /^[\d.]+$/.test(kind) ? { kind: 'address', text: kind } : null
  }
}
