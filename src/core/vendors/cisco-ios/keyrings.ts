import type { AddressRange } from '../../address/address-range.ts'
import { isProblem } from '../../address/parse-address.ts'
import type { Identity } from '../../model/ike-policy.ts'
import { type Stated, stated } from '../../model/setting.ts'
import type { Span } from '../../text/source-text.ts'
import { parseCiscoAddress, parseNetwork } from '../cisco/addresses.ts'
import { type Command, spanInside, textOf } from '../cisco/command.ts'
import { markIrrelevant, markRead, type Notes, noteInvalid } from './notes.ts'

/** A pre-shared key: for hosts of a range, or of a name; `null` for anybody. */
export interface IosKey {
  readonly mark: string
  readonly span: Span
  readonly peer: AddressRange | Identity | null
}

export interface Keyring {
  readonly name: string
  readonly keys: readonly IosKey[]
  /** An address, or the name of an interface: for a tunnel that begins elsewhere its keys do not count ("local-address (keyring)"). */
  readonly localAddress?: Stated<string>
  /** Its keys count for peers that are reached in this VRF; in the global one where there is none ("crypto keyring"). */
  readonly vrf?: string
}

/** `crypto isakmp key KEY address ADDRESS [MASK] [no-xauth]`, or for a host name. */
export function readKey(command: Command, notes: Notes): IosKey | null {
  const { words } = command
  const at = words.findIndex((word, index) => index > 3 && /^(?:address|hostname)$/i.test(word))
  const secret = words[at - 1]
  if (at < 0 || secret === undefined) {
    const say = `"${textOf(command)}" does not say whose key it is.`
    noteInvalid(notes, command, command.span, say, 'The line ends with `address` and the address of the peer.')
    return null
  }
  markRead(notes, command)
  const peer = keyPeer(words.slice(at))
  if (peer !== null && 'problem' in peer) {
    noteInvalid(notes, command, command.span, peer.problem, 'The line ends with `address` and the address of the peer.')
    return null
  }
  return { mark: markOf(secret), span: spanInside(command, at - 1), peer }
}

/** The mark of a secret; one that is masked (`*****`) has none, and cannot be compared. */
export function markOf(word: string): string {
  return /‹secret [\d?]+›/.exec(word)?.[0] ?? '‹secret ?›'
}

/** `address A [MASK]`, `address ipv6 P`, `hostname H`. An address without a mask is one host; 0.0.0.0 is anybody. */
export function keyPeer(words: readonly string[]): IosKey['peer'] | { readonly problem: string } {
  const [kind = '', address = '', mask = ''] = words
  if (/^hostname$/i.test(kind)) return { kind: 'fqdn', text: address.toLowerCase() }
  if (/^ipv6$/i.test(address)) {
    const range = parseCiscoAddress(mask.split('/')[0] ?? '')
    return isProblem(range) ? range : /\/0$/.test(mask) ? null : range
  }
  const range = /^[\d.]+$/.test(mask) ? parseNetwork(address, mask) : parseCiscoAddress(address)
  if (isProblem(range)) return range
  return address === '0.0.0.0' ? null : range
}

export function readKeyring(command: Command, name: string, notes: Notes): Keyring {
  markRead(notes, command)
  const keys: IosKey[] = []
  let localAddress: Keyring['localAddress']
  for (const child of command.children) {
    const words = child.words
    markRead(notes, child)
    if (/^pre-shared-key$/i.test(words[0] ?? '')) {
      const at = words.findIndex((word, index) => index > 1 && /^key$/i.test(word))
      const secretAt = words.findIndex((word, index) => index > at && !/^[0-9]$/.test(word))
      const peer = keyPeer(words.slice(1, at))
      if (at < 0 || secretAt < 0 || (peer !== null && 'problem' in peer)) {
        const say = `"${textOf(child)}" does not say whose key it is.`
        noteInvalid(notes, child, child.span, say, 'Write `pre-shared-key address ADDRESS key KEY`.')
        continue
      }
      keys.push({ mark: markOf(words[secretAt] ?? ''), span: spanInside(child, secretAt), peer })
    } else if (/^local-address$/i.test(words[0] ?? '')) {
      if (!child.no) localAddress = stated(words[1] ?? '', child.span)
    } else if (/^description$/i.test(words[0] ?? '')) notes.roles.set(child.line, 'irrelevant')
    else if (/^rsa-pubkey$/i.test(words[0] ?? '')) markIrrelevant(notes, child)
    else notes.roles.delete(child.line)
  }
  const [, , , word = '', vrf] = command.words
  return {
    name,
    keys,
    ...(localAddress && { localAddress }),
    ...(/^vrf$/i.test(word) && vrf !== undefined && { vrf }),
  }
}
