import { isProblem, parseAddress } from '../../address/parse-address.ts'
import { type ConfigNode, nodeAt, nodesAt } from './config-tree.ts'
import type { Version } from './statements.ts'

/**
 * `swanctl`: VyOS from 1.4 on, which writes swanctl.conf; `legacy`: VyOS up to 1.3 and Vyatta, which write ipsec.conf, and
 * `edgeos`, which is one of their kin.
 */
export interface Generation {
  readonly kind: 'swanctl' | 'legacy' | 'edgeos'
  /** Nothing of the text tells it. */
  readonly assumed: boolean
}

/** By the trailer of the file, else by words that only one of them has. */
export function generationOf(root: ConfigNode, version: Version | null): Generation {
  const told = version === null ? undefined : toldBy(version.text)
  if (told !== undefined) return { kind: told, assumed: false }
  const ipsec = nodeAt(root, 'vpn', 'ipsec')
  const peers = nodesAt(ipsec, 'site-to-site', 'peer')
  if (isEdgeos(root, ipsec)) return { kind: 'edgeos', assumed: false }
  if (hasAny(ipsec, NEW) || peers.some((peer) => hasAny(peer, NEW_IN_PEER))) return { kind: 'swanctl', assumed: false }
  if (hasAny(ipsec, OLD) || peers.some(isOldPeer)) return { kind: 'legacy', assumed: false }
  return { kind: 'swanctl', assumed: true }
}

/**
 * `ipsec@13` and so on (vyos-1x, src/migration-scripts/ipsec): 10 is the first with free names of peers. What runs in 1.4 from
 * 6 on writes swanctl.conf already, and names its peers as before.
 */
function toldBy(text: string): Generation['kind'] | undefined {
  if (/\bubnt-|\bv\d\.\d\S*|EdgeRouter|ER-\w/i.test(text)) return 'edgeos'
  const number = /\bipsec@(\d{1,3})/.exec(text)?.[1]
  return number === undefined ? undefined : Number(number) >= 10 ? 'swanctl' : 'legacy'
}

type Path = readonly string[]

const NEW: readonly Path[] = [['authentication', 'psk'], ['interface'], ['options']]
const NEW_IN_PEER: readonly Path[] = [
  ['remote-address'],
  ['authentication', 'local-id'],
  ['authentication', 'rsa'],
  ['force-udp-encapsulation'],
  ['virtual-address'],
  ['ppk'],
]
const OLD: readonly Path[] = [['ipsec-interfaces'], ['nat-traversal'], ['nat-networks'], ['auto-update']]
const OLD_IN_PEER: readonly Path[] = [
  ['authentication', 'pre-shared-secret'],
  ['authentication', 'id'],
  ['authentication', 'rsa-key-name'],
  ['force-encapsulation'],
]

function isEdgeos(root: ConfigNode, ipsec: ConfigNode | undefined): boolean {
  const only: readonly Path[] = [['auto-firewall-nat-exclude'], ['allow-access-to-local-interface'], ['global-config']]
  return hasAny(ipsec, only) || nodeAt(root, 'service', 'nat') !== undefined
}

/** Named by its address, or by its identity with `@`. */
function isOldPeer(peer: ConfigNode): boolean {
  return hasAny(peer, OLD_IN_PEER) || peer.text.startsWith('@') || !isProblem(parseAddress(peer.text))
}

function hasAny(node: ConfigNode | undefined, paths: readonly Path[]): boolean {
  return paths.some((path) => nodeAt(node, ...path) !== undefined)
}
