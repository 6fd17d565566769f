import { wholeFamily } from '../../address/address-range.ts'
import { isProblem } from '../../address/parse-address.ts'
import { type Stated, stated } from '../../model/setting.ts'
import type { Span } from '../../text/source-text.ts'
import { parseCiscoAddress, parseNetwork } from '../cisco/addresses.ts'
import { parseGroup, parseIkeCipher, parseIkeHash, parsePrf } from '../cisco/algorithms.ts'
import { type Command, spanInside, textOf } from '../cisco/command.ts'
import { beginningWith } from '../cisco/command-tree.ts'
import { type Ikev2Keyring, type OneKey, readIdentity, readIkev2Keyring } from './ikev2-keyring.ts'
import { type IdentityMatch, type IosProfile, secondsOf } from './isakmp.ts'
import { markOf } from './keyrings.ts'
import { markIrrelevant, markRead, type Notes, noteInvalid, noteUnsupported } from './notes.ts'

export interface Ikev2Proposal {
  readonly name: string
  readonly span: Span
  readonly encryption: readonly string[]
  readonly integrity: readonly string[]
  readonly prf: readonly string[]
  readonly groups: readonly string[]
  /** Those that say all this. */
  readonly lines: readonly Span[]
  /** It changes the default one, which it otherwise says nothing about. */
  readonly isDefault: boolean
}

export interface Ikev2Policy {
  readonly name: string
  readonly proposals: readonly Stated<string>[]
  readonly localAddresses: readonly Stated<string>[]
  /** As of a profile. */
  readonly vrf?: Stated<string>
}

export interface Ikev2Profile extends IosProfile {
  readonly localMethod?: Stated<'psk' | 'pubkey' | 'eap'>
  readonly remoteMethods: readonly Stated<'psk' | 'pubkey' | 'eap'>[]
  readonly lifetime?: Stated<number>
  /** `aaa authorization`: an authorization policy, by which IKE makes and takes routes ("route set", "route accept"). */
  readonly authorizes?: true
  /** `shutdown` */
  readonly shutdown?: Stated<true>
  /** `match fvrf`: a VRF, or `any`; the global one where it does not say. */
  readonly vrf?: Stated<string>
  /** In the place of a keyring: what it proves itself by, and what the peer does. */
  readonly localKey?: OneKey
  readonly remoteKey?: OneKey
}

export interface Ikev2 {
  readonly proposals: ReadonlyMap<string, Ikev2Proposal>
  readonly policies: readonly Ikev2Policy[]
  readonly keyrings: ReadonlyMap<string, Ikev2Keyring>
  readonly profiles: ReadonlyMap<string, Ikev2Profile>
}

/** Everything of IKEv2. */
export function readIkev2(commands: readonly Command[], notes: Notes): Ikev2 {
  const proposals = new Map<string, Ikev2Proposal>()
  const policies: Ikev2Policy[] = []
  const keyrings = new Map<string, Ikev2Keyring>()
  const profiles = new Map<string, Ikev2Profile>()
  for (const command of beginningWith(commands, 'crypto ikev2')) {
    const [, what = '', name = ''] = /^crypto ikev2 (\S+) ?(\S*)/i.exec(textOf(command)) ?? []
    switch (what.toLowerCase()) {
      case 'proposal':
        if (!command.no) proposals.set(name, readProposal(command, name, notes))
        break
      case 'policy':
        if (!command.no) policies.push(readPolicy(command, name, notes))
        break
      case 'keyring':
        keyrings.set(name, readIkev2Keyring(command, name, notes))
        break
      case 'profile':
        profiles.set(name, readProfile(command, name, notes))
        break
      case '':
        break
      default:
        // DPD, NAT keepalives, fragmentation, cookies, authorization policies: nothing decides a tunnel between sites.
        markIrrelevant(notes, command)
    }
  }
  return { proposals, policies, keyrings, profiles }
}

function readProposal(command: Command, name: string, notes: Notes): Ikev2Proposal {
  markRead(notes, command)
  const found: { [kind in 'encryption' | 'integrity' | 'prf' | 'groups']: string[] } = {
    encryption: [],
    integrity: [],
    prf: [],
    groups: [],
  }
  for (const child of command.children) {
    const [first = '', ...values] = child.words
    const kind = first.toLowerCase()
    markRead(notes, child)
    for (const [at, word] of values.entries()) {
      const read =
        kind === 'encryption' || kind === 'encr'
          ? put(found.encryption, parseIkeCipher(word))
          : kind === 'integrity'
            ? put(found.integrity, parseIkeHash(word) ?? undefined)
            : kind === 'prf'
              ? put(found.prf, parsePrf(word))
              : kind === 'group'
                ? put(found.groups, parseGroup(word))
                : null
      if (read === false) {
        const say = `"${word}" is nothing that "${kind}" of an IKEv2 proposal takes.`
        const instead = 'Write e.g. `encryption aes-cbc-256`, `integrity sha256`, `group 14`.'
        noteInvalid(notes, child, spanInside(child, at + 1), say, instead)
      }
      if (read === null) {
        noteUnsupported(notes, child, `"${textOf(child)}" is not modelled.`, 'It is taken to agree with the peer.')
        break
      }
    }
  }
  const lines = command.children.map(({ span }) => span)
  return { name, span: command.span, lines, isDefault: name.toLowerCase() === 'default', ...found }
}

function put(list: string[], value: string | undefined): boolean {
  if (value === undefined) return false
  list.push(value)
  return true
}

function readPolicy(command: Command, name: string, notes: Notes): Ikev2Policy {
  markRead(notes, command)
  const proposals: Stated<string>[] = []
  const localAddresses: Stated<string>[] = []
  let vrf: Ikev2Policy['vrf']
  for (const child of command.children) {
    const words = child.words
    markRead(notes, child)
    if (/^proposal$/i.test(words[0] ?? '')) proposals.push(stated(words[1] ?? '', child.span))
    else if (/^match address local/i.test(textOf(child))) localAddresses.push(stated(words.at(-1) ?? '', child.span))
    else if (/^match fvrf/i.test(textOf(child))) vrf = stated(words[2] ?? '', child.span)
    else if (/^(?:dpd|description)/i.test(textOf(child))) notes.roles.set(child.line, 'irrelevant')
    else notes.roles.delete(child.line)
  }
  return { name, proposals, localAddresses, ...(vrf && { vrf }) }
}

function readProfile(command: Command, name: string, notes: Notes): Ikev2Profile {
  markRead(notes, command)
  let profile: Ikev2Profile = {
    name,
    span: command.span,
    matches: [],
    matchesCertificates: false,
    keyrings: [],
    remoteMethods: [],
  }
  for (const child of command.children) {
    const words = child.words
    const text = textOf(child)
    markRead(notes, child)
    const fail = () =>
      noteUnsupported(notes, child, `"${text}" is not modelled.`, 'It is taken to agree with the peer.')
    if (/^match identity remote/i.test(text)) {
      const match = readMatch(words.slice(3))
      if (match === null) fail()
      else profile = { ...profile, matches: [...profile.matches, stated(match, child.span)] }
    } else if (/^match certificate/i.test(text)) profile = { ...profile, matchesCertificates: true }
    else if (/^match address local/i.test(text))
      profile = { ...profile, localAddress: stated(words.at(-1) ?? '', child.span) }
    else if (/^identity local/i.test(text)) {
      const self = readIdentity(words.slice(2))
      if (self === null) fail()
      else profile = { ...profile, self: stated(self, child.span) }
    } else if (/^authentication (?:local|remote)/i.test(text)) {
      const method = methodOf(words[2] ?? '')
      if (method === undefined) fail()
      else if (/^local$/i.test(words[1] ?? '')) profile = { ...profile, localMethod: stated(method, child.span) }
      else profile = { ...profile, remoteMethods: [...profile.remoteMethods, stated(method, child.span)] }
      const at = /^key$/i.test(words[3] ?? '')
        ? words.findIndex((word, index) => index > 3 && !/^[06]$/.test(word))
        : -1
      if (at > 0) {
        const key = { mark: markOf(words[at] ?? ''), span: spanInside(child, at) }
        profile = /^local$/i.test(words[1] ?? '') ? { ...profile, localKey: key } : { ...profile, remoteKey: key }
      }
    } else if (/^keyring/i.test(text)) {
      // A list on an AAA server cannot be seen.
      if (/^aaa$/i.test(words[1] ?? '')) fail()
      else profile = { ...profile, keyrings: [stated(words.at(-1) ?? '', child.span)] }
    } else if (/^lifetime \d/i.test(text)) {
      const seconds = secondsOf(words[1] ?? '')
      if (seconds !== undefined) profile = { ...profile, lifetime: stated(seconds, child.span) }
    } else if (/^match fvrf/i.test(text)) profile = { ...profile, vrf: stated(words[2] ?? '', child.span) }
    else if (/^ivrf/i.test(text)) profile = { ...profile, insideVrf: stated(words[1] ?? '', child.span) }
    else if (/^shutdown$/i.test(text) && !child.no) profile = { ...profile, shutdown: stated(true, child.span) }
    else if (
      /^(?:description|virtual-template|pki|dpd|nat|aaa|initial-contact|config-exchange|reconnect|redirect|lifetime|shutdown|anyconnect|accounting)/i.test(
        text,
      )
    ) {
      if (/^aaa authorization/i.test(text)) profile = { ...profile, authorizes: true }
      notes.roles.set(child.line, 'irrelevant')
    } else notes.roles.delete(child.line)
  }
  return profile
}

function methodOf(word: string): 'psk' | 'pubkey' | 'eap' | undefined {
  if (/^pre-share$/i.test(word)) return 'psk'
  if (/^eap$/i.test(word)) return 'eap'
  return /^(?:rsa-sig|ecdsa-sig)$/i.test(word) ? 'pubkey' : undefined
}

/** `address A [MASK]`, `fqdn [domain] NAME`, `email [domain] NAME`, `key-id TEXT`, `any`. */
function readMatch(words: readonly string[]): IdentityMatch | null {
  const [kind = '', first = '', second = ''] = words
  const domain = /^domain$/i.test(first)
  switch (kind.toLowerCase()) {
    case 'address': {
      const range = /^[\d.]+$/.test(second)
        ? parseNetwork(first, second)
        : first.includes('/')
          ? parseNetwork(first.split('/')[0] ?? '', first.split('/')[1] ?? '')
          : parseCiscoAddress(first)
      if (isProblem(range)) return null
      return first === '0.0.0.0' ? wholeFamily('ipv4') : range
    }
    case 'fqdn':
      return { kind: 'fqdn', text: domain ? `*.${second.toLowerCase()}` : first.toLowerCase() }
    case 'email':
      return { kind: 'email', text: domain ? `*@${second.toLowerCase()}` : first.toLowerCase() }
    case 'key-id':
      return { kind: 'keyid', text: first }
    case 'any':
      return { kind: 'any', text: '' }
    default:
      return null
  }
}
