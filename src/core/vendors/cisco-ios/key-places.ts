import { formatHost, netmaskOf, prefixLength } from '../../address/address-range.ts'
import type { Span } from '../../text/source-text.ts'
import type { Section } from './command-block.ts'
import type { IosConfig } from './ios-config.ts'
import type { IosKey, Keyring } from './keyrings.ts'

/** Where a pre-shared key stands, and the commands that write another one, or for another peer, in its place. */
interface KeyPlace {
  /** `address 198.51.100.7`. */
  readonly owner: string
  /** The keyring of IKEv1 that it is in. */
  readonly ring?: Keyring
  /** The VRF in which a key of IKEv1 counts; `null` for the global one. */
  readonly vrf?: string | null
  readonly write: (key: string, owner: string) => Section | string
  /** Takes it away: IOS answers that a key for an address "already exists" where there is one, and keeps that. */
  readonly remove?: Section | string
}

/** The place of the key at `span`; `null` where there is none. */
export function placeOfKey({ isakmp, ikev2 }: IosConfig, span: Span): KeyPlace | null {
  const isHere = (key: Pick<IosKey, 'span'> | undefined) =>
    key?.span.line === span.line && key.span.source === span.source
  const single = isakmp.keys.find(isHere)
  if (single !== undefined) {
    const owner = ownerOf(single.peer)
    const remove = `no crypto isakmp key <the key of line ${span.line}> ${owner}`
    return { owner, vrf: null, remove, write: (key, of) => `crypto isakmp key ${key} ${of}` }
  }
  const peer = isakmp.peers.find(({ key }) => isHere(key))
  if (peer !== undefined) {
    const write = (key: string) => ({ mode: peer.mode, lines: [`set aggressive-mode password ${key}`] })
    return { owner: ownerOf(peer.peer), write }
  }
  for (const ring of isakmp.keyrings.values()) {
    const found = ring.keys.find(isHere)
    if (found === undefined) continue
    const mode = modeOfRing(ring)
    const own = ownerOf(found.peer)
    return {
      ring,
      vrf: ring.vrf ?? null,
      owner: own,
      remove: { mode, lines: [`no pre-shared-key ${own} key <the key of line ${span.line}>`] },
      write: (key, owner) => ({ mode, lines: [`pre-shared-key ${owner} key ${key}`] }),
    }
  }
  for (const { name, localKey, remoteKey } of ikev2.profiles.values()) {
    if (!isHere(localKey) && !isHere(remoteKey)) continue
    const sides = ['local', 'remote']
    return {
      owner: ownerOf(null),
      write: (key) => ({
        mode: `crypto ikev2 profile ${name}`,
        lines: sides.map((side) => `authentication ${side} pre-share key ${key}`),
      }),
    }
  }
  for (const { name, peers } of ikev2.keyrings.values()) {
    const found = peers.find(({ local, remote }) => isHere(local) || isHere(remote))
    if (found === undefined) continue
    const own = ownerOf(found.peer)
    const sides = found.local?.mark === found.remote?.mark ? [''] : [' local', ' remote']
    return {
      owner: own,
      write: (key, owner) => ({
        mode: `crypto ikev2 keyring ${name}`,
        lines: [
          `peer ${found.name}`,
          ...(owner === own ? [] : [` ${owner}`]),
          ...sides.map((side) => ` pre-shared-key${side} ${key}`),
        ],
      }),
    }
  }
  return null
}

/** The command that opens a keyring of IKEv1. */
export function modeOfRing({ name, vrf }: Pick<Keyring, 'name' | 'vrf'>): string {
  return vrf === undefined ? `crypto keyring ${name}` : `crypto keyring ${name} vrf ${vrf}`
}

/** Whose key it is, as its line says: `address 198.51.100.7`, `hostname gw-b.example`. */
export function ownerOf(peer: IosKey['peer']): string {
  if (peer === null) return 'address 0.0.0.0'
  if (!('from' in peer)) return `hostname ${peer.text}`
  const length = prefixLength(peer)
  if (peer.family !== 'ipv4' || length === undefined || length === 32) return `address ${formatHost(peer)}`
  return `address ${formatHost({ ...peer, to: peer.from })} ${netmaskOf(length)}`
}
