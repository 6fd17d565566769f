import type { IkeConnection } from '../../model/ike-policy.ts'
import { type ConfigNode, nodeAt, nodesAt, valueAt } from './config-tree.ts'
import { type Configuration, refuse, SHOW_ALL } from './configuration.ts'
import { groupNode } from './groups.ts'
import { legacyConnection } from './legacy-connection.ts'
import { UNNAMED } from './statements.ts'
import { swanctlConnection } from './swanctl-connection.ts'
import { readTunnels, type Tunnel } from './tunnels.ts'

/** A `site-to-site peer` with what becomes of it. */
export interface Peer {
  readonly node: ConfigNode
  readonly connection: IkeConnection
  readonly tunnels: readonly Tunnel[]
  /** The interface that it is bound to, whose routes choose the packets. */
  readonly vti: ConfigNode | undefined
}

/** Every peer that a daemon would be given. */
export function readPeers(config: Configuration): readonly Peer[] {
  return nodesAt(config.ipsec, 'site-to-site', 'peer').flatMap((node) => readPeer(config, node) ?? [])
}

function readPeer(config: Configuration, node: ConfigNode): Peer | null {
  if (node.text !== UNNAMED && isRefused(config, node)) return null
  const ike = ikeGroupOf(config, node)
  const refused = config.notLoaded.length
  const tunnels = readTunnels(config, node, ike)
  if (config.notLoaded.length > refused) return null
  const children = tunnels.map(({ child }) => child)
  const isLegacy = config.generation.kind !== 'swanctl'
  const connection = isLegacy
    ? legacyConnection(config, node, ike, children)
    : swanctlConnection(config, node, ike, children)
  return { node, connection, tunnels, vti: valueAt(node, 'vti', 'bind') }
}

/** The group that a peer names; one that was not pasted is asked for. */
function ikeGroupOf(config: Configuration, peer: ConfigNode): ConfigNode | undefined {
  const name = valueAt(peer, 'ike-group')
  if (name === undefined) return undefined
  const group = groupNode(config, 'ike-group', name.text)
  if (group === undefined) {
    const command = `\`${SHOW_ALL} | match ike-group\``
    config.missing.push({ code: 'PR001', topic: `ike-group ${name.text}`, command })
  }
  return group
}

/** What "commit" checks (vyos-1x, src/conf_mode/vpn_ipsec.py; vyatta-cfg-vpn, scripts/vpn-config.pl). */
function isRefused(config: Configuration, peer: ConfigNode): boolean {
  const name = `vpn ipsec site-to-site peer ${peer.text}`
  const lacks = (what: string, set: string) => {
    refuse(config, peer, `The peer "${peer.text}" has no ${what}.`, `Set "${name} ${set}".`)
    return true
  }
  if (valueAt(peer, 'ike-group') === undefined) return lacks('ike-group', 'ike-group NAME')
  if (config.generation.kind === 'swanctl' && valueAt(peer, 'authentication', 'mode') === undefined)
    return lacks('authentication mode', 'authentication mode pre-shared-secret')
  if (!['local-address', 'local-ip', 'dhcp-interface'].some((key) => valueAt(peer, key) !== undefined))
    return lacks('local-address', 'local-address ADDRESS')
  if (nodesAt(peer, 'tunnel').length === 0 && nodeAt(peer, 'vti') === undefined)
    return lacks('tunnel and no vti', 'tunnel 1 local prefix NETWORK')
  return false
}
