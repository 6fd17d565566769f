import type { AddressRange } from '../../address/address-range.ts'
import type { Identity } from '../../model/ike-policy.ts'
import { type Stated, stated } from '../../model/setting.ts'
import { type Command, spanInside, textOf } from '../cisco/command.ts'
import { type IosKey, keyPeer, markOf } from './keyrings.ts'
import { markIrrelevant, markRead, type Notes, noteInvalid, noteUnsupported } from './notes.ts'

/**
 * `crypto isakmp peer address A`: with a password and what is to be shown, the router begins in aggressive mode with this peer
 * (Cisco IOS Security Command Reference, "set aggressive-mode client-endpoint" and "set aggressive-mode password").
 */
export interface IsakmpPeer {
  /** `crypto isakmp peer address 198.51.100.7`, as it begins the section. */
  readonly mode: string
  readonly peer: AddressRange | Identity
  readonly key?: IosKey
  readonly self?: Stated<Identity>
}

/** `null` where it names nobody. */
export function readIsakmpPeer(command: Command, notes: Notes): IsakmpPeer | null {
  const peer = keyPeer(command.words.slice(3))
  if (peer === null || 'problem' in peer) {
    const say = `"${textOf(command)}" does not say which peer it is for.`
    noteInvalid(notes, command, command.span, say, 'The line ends with `address` and the address of the peer.')
    return null
  }
  markRead(notes, command)
  let read: IsakmpPeer = { mode: textOf(command), peer }
  for (const child of command.children) {
    const [, , what = '', ...rest] = child.words
    markRead(notes, child)
    if (/^description$/i.test(child.words[0] ?? '')) markIrrelevant(notes, child)
    else if (child.no) continue
    else if (/^password$/i.test(what)) {
      const at = child.words.length - 1
      read = { ...read, key: { mark: markOf(child.words[at] ?? ''), span: spanInside(child, at), peer } }
    } else if (/^client-endpoint$/i.test(what)) {
      const self = endpointIdentity(rest)
      if (self !== null) read = { ...read, self: stated(self, child.span) }
      else
        noteUnsupported(
          notes,
          child,
          `"${textOf(child)}" names no identity that is read.`,
          'Compare it with what the peer expects yourself.',
        )
    } else notes.roles.delete(child.line)
  }
  return read
}

/** `ipv4-address A`, `fqdn NAME`, `user-fqdn NAME`. */
function endpointIdentity([kind = '', text = '']: readonly string[]): Identity | null {
  if (text === '') return null
  switch (kind.toLowerCase()) {
    case 'ipv4-address':
      return { kind: 'address', text }
    case 'fqdn':
      return { kind: 'fqdn', text: text.toLowerCase() }
    case 'user-fqdn':
      return { kind: 'email', text: text.toLowerCase() }
    default:
      return null
  }
}

/** What is set for the peer at an address, where a tunnel has no profile. */
export function isakmpPeerAt(peers: readonly IsakmpPeer[], address: AddressRange | undefined): IsakmpPeer | undefined {
  if (address === undefined) return undefined
  return peers.find(({ peer }) => 'from' in peer && peer.family === address.family && peer.from === address.from)
}
