import { isProblem } from '../../address/parse-address.ts'
import { addressIdentity } from '../../model/identity.ts'
import type { Identity } from '../../model/ike-policy.ts'
import { parseCiscoAddress, parseNetwork } from '../cisco/addresses.ts'
import { type Command, spanInside, textOf } from '../cisco/command.ts'
import { type IosKey, markOf } from './keyrings.ts'
import { markRead, type Notes, noteInvalid } from './notes.ts'

export type OneKey = Pick<IosKey, 'mark' | 'span'>

/** The two keys of a peer are one where it has only one. */
export interface Ikev2Peer {
  readonly name: string
  readonly peer: IosKey['peer']
  readonly identity?: Identity
  readonly local?: OneKey
  readonly remote?: OneKey
}

export interface Ikev2Keyring {
  readonly name: string
  readonly peers: readonly Ikev2Peer[]
}

/** `crypto ikev2 keyring`, with a block for each peer. */
export function readIkev2Keyring(command: Command, name: string, notes: Notes): Ikev2Keyring {
  markRead(notes, command)
  const peers: Ikev2Peer[] = []
  for (const child of command.children) {
    if (/^peer$/i.test(child.words[0] ?? '')) peers.push(readPeer(child, notes))
    else if (/^description/i.test(textOf(child))) notes.roles.set(child.line, 'irrelevant')
  }
  return { name, peers }
}

function readPeer(command: Command, notes: Notes): Ikev2Peer {
  markRead(notes, command)
  let found: Ikev2Peer = { name: command.words[1] ?? '', peer: null }
  for (const child of command.children) {
    const words = child.words
    const [first = '', second = '', third = ''] = words
    markRead(notes, child)
    switch (first.toLowerCase()) {
      case 'address': {
        const prefix = /^(.*)\/(\d{1,3})$/.exec(second)
        const range =
          prefix !== null
            ? parseNetwork(prefix[1] ?? '', prefix[2] ?? '')
            : /^[\d.]+$/.test(third)
              ? parseNetwork(second, third)
              : parseCiscoAddress(second)
        if (isProblem(range)) {
          noteInvalid(notes, child, child.span, range.problem, 'Write the address of the peer, perhaps with a mask.')
        } else found = { ...found, peer: second === '0.0.0.0' || second === '::/0' ? null : range }
        break
      }
      case 'hostname':
        if (found.peer === null) found = { ...found, peer: { kind: 'fqdn', text: second.toLowerCase() } }
        break
      case 'identity': {
        const identity = readIdentity(words.slice(1))
        if (identity !== null) found = { ...found, identity }
        break
      }
      case 'pre-shared-key':
        found = withKey(found, child)
        break
      case 'description':
        notes.roles.set(child.line, 'irrelevant')
        break
      default:
        notes.roles.delete(child.line)
    }
  }
  return found
}

/** `pre-shared-key [local | remote] [0 | 6 | hex] KEY`. */
function withKey(peer: Ikev2Peer, command: Command): Ikev2Peer {
  const { words } = command
  const side = words[1]?.toLowerCase()
  const at = words.findIndex((word, index) => index > 0 && !/^(?:local|remote|hex|[0-9])$/i.test(word))
  if (at < 0) return peer
  const key = { mark: markOf(words[at] ?? ''), span: spanInside(command, at) }
  if (side === 'local') return { ...peer, local: key }
  return side === 'remote' ? { ...peer, remote: key } : { ...peer, local: key, remote: key }
}

/** `address A`, `fqdn NAME`, `email NAME`, `key-id TEXT`, `dn`. */
export function readIdentity(words: readonly string[]): Identity | null {
  const [kind = '', text = ''] = words
  switch (kind.toLowerCase()) {
    case 'address':
      return addressOf(text)
    case 'fqdn':
      return text === '' ? null : { kind: 'fqdn', text: text.toLowerCase() }
    case 'email':
      return { kind: 'email', text: text.toLowerCase() }
    case 'key-id':
      return { kind: 'keyid', text }
    case 'dn':
      return { kind: 'certificate', text: '' }
    default:
      return null
  }
}

/** A word that hides it is known by how it is written. */
function addressOf(text: string): Identity | null {
  const address = parseCiscoAddress(text)
  if (!isProblem(address)) return addressIdentity(address)
  return text === '' ? null : { kind: 'address', text: text.toLowerCase() }
}
