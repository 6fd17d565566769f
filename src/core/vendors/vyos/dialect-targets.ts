import type { Endpoint } from '../../model/endpoint.ts'
import { valueAt } from './config-tree.ts'
import type { Configuration } from './configuration.ts'
import type { Peer } from './peers.ts'
import type { Tunnel } from './tunnels.ts'
import { quoted } from './words.ts'

/** What the commands take their names from. */
export interface DialectSource {
  /** `null`: nothing of it was pasted, as where a description tells of it. */
  readonly config: Configuration | null
  readonly peers: readonly Peer[]
}

const PEER = '<the peer>'

/** The peer of a connection; without a name the one that is meant for the other end. */
export function peerOf({ peers }: DialectSource, end: Endpoint, connection: string | null): Peer | undefined {
  if (connection !== null) return peers.find((peer) => peer.connection.name === connection)
  return peers.find((peer) => end.meant?.has(peer.connection.name) === true) ?? peers[0]
}

export function nameOf(peer: Peer | undefined): string {
  return peer?.node.text ?? PEER
}

/** `vpn ipsec site-to-site peer b` */
export function peerPath(peer: Peer | undefined): string {
  return `vpn ipsec site-to-site peer ${peer === undefined ? PEER : quoted(peer.node.text)}`
}

export function tunnelOf(peer: Peer | undefined, child: string | null): Tunnel | undefined {
  return peer?.tunnels.find((tunnel) => tunnel.child.name === child)
}

/** A group with its path, and who else has it. */
export interface Group {
  readonly name: string
  readonly path: string
  /** In brackets behind the name, where others have it as well. */
  readonly shared: string
}

export function ikeGroup({ peers }: DialectSource, peer: Peer | undefined): Group {
  const name = valueAt(peer?.node, 'ike-group')?.text ?? '<the ike-group>'
  const others = peers.filter((each) => each !== peer && valueAt(each.node, 'ike-group')?.text === name)
  return groupOf('ike-group', name, others)
}

export function espGroup({ peers }: DialectSource, peer: Peer | undefined, child: string | null): Group {
  const name = (tunnelOf(peer, child) ?? peer?.tunnels[0])?.espGroup ?? '<the esp-group>'
  const others = peers.filter((each) => each !== peer && each.tunnels.some((tunnel) => tunnel.espGroup === name))
  return groupOf('esp-group', name, others)
}

/** So many others are named. */
const NAMED = 3

function groupOf(kind: string, name: string, others: readonly Peer[]): Group {
  const named = others.slice(0, NAMED).map(({ node }) => node.text)
  const more = others.length > NAMED ? ` and ${others.length - NAMED} more` : ''
  const shared = others.length === 0 ? '' : ` (which ${named.join(', ')}${more} also use)`
  return { name, path: `vpn ipsec ${kind} ${quoted(name)}`, shared }
}

export function isSwanctl({ config }: DialectSource): boolean {
  return config === null || config.generation.kind === 'swanctl'
}
