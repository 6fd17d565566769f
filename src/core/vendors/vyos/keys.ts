import type { Identity, PostQuantumKey, SharedKey } from '../../model/ike-policy.ts'
import { keyMark, UNKNOWN_SECRET } from '../../text/secrets/secret-mark.ts'
import { parseIdentity } from '../strongswan/identities.ts'
import { type ConfigNode, nodeAt, nodesAt, valueAt } from './config-tree.ts'
import { type Configuration, tell } from './configuration.ts'
import { isAnyPeer } from './legacy-connection.ts'
import type { Peer } from './peers.ts'

/**
 * The pre-shared keys; `undefined` where the text has none. From 1.4 on they stand apart, each with the identities whose it is;
 * before, with the peer (vyos-1x, swanctl.conf.j2; vyatta-cfg-vpn, scripts/vpn-config.pl).
 */
export function keysOf(config: Configuration, peers: readonly Peer[]): readonly SharedKey[] | undefined {
  const own = nodesAt(config.ipsec, 'authentication', 'psk').flatMap((node) => keyOf(config, node) ?? [])
  const ofPeers = peers.flatMap(({ node }) => keyOfPeer(config, node) ?? [])
  return own.length + ofPeers.length === 0 ? undefined : [...own, ...ofPeers]
}

function keyOf(config: Configuration, node: ConfigNode): SharedKey | null {
  const secret = valueAt(node, 'secret')
  if (secret === undefined) {
    const say = `The key "${node.text}" has no secret, so that it counts for nothing.`
    tell(config, node.span, say, `Set "vpn ipsec authentication psk ${node.text} secret".`)
    return null
  }
  // What it stands for in hexadecimal or base64 is not worked out.
  const isPlain = /^(?:plaintext)?$/.test(valueAt(node, 'secret-type')?.text ?? '')
  const owners = nodesAt(node, 'id').map(({ text }) => parseIdentity(text))
  return { mark: isPlain ? markOf(secret) : UNKNOWN_SECRET, span: secret.span, owners }
}

/** Whose it is: the two addresses, and the two identities where they are written; anybody's at an address that is not known. */
function keyOfPeer(config: Configuration, peer: ConfigNode): SharedKey | null {
  const secret = valueAt(peer, 'authentication', 'pre-shared-secret')
  if (secret === undefined) return null
  const key = { mark: markOf(secret), span: secret.span }
  const local = valueAt(peer, 'local-address') ?? valueAt(peer, 'local-ip')
  if (config.generation.kind !== 'swanctl' && local?.text === '0.0.0.0') return { ...key, owners: [] }
  const ids = ['id', 'local-id', 'remote-id'].flatMap((name) => valueAt(peer, 'authentication', name)?.text ?? [])
  const peers = isAnyPeer(peer) ? ['%any'] : [peer.text]
  const remotes = nodesAt(peer, 'remote-address').map(({ text }) => (text === 'any' ? '%any' : text))
  const owners = [...(local === undefined ? [] : [local.text]), ...(remotes.length > 0 ? remotes : peers), ...ids]
  return { ...key, owners: owners.map((text): Identity => parseIdentity(text)) }
}

function markOf({ text }: ConfigNode): string {
  return keyMark(text) ?? UNKNOWN_SECRET
}

/** `authentication ppk`, from 1.5 on. */
export function postQuantumKeysOf({ ipsec }: Configuration): readonly PostQuantumKey[] | undefined {
  if (nodeAt(ipsec, 'authentication', 'ppk') === undefined) return undefined
  return nodesAt(ipsec, 'authentication', 'ppk').flatMap((node) => {
    const secret = valueAt(node, 'secret')
    if (secret === undefined) return []
    return [{ mark: markOf(secret), span: secret.span, owners: [], ids: nodesAt(node, 'id').map(({ text }) => text) }]
  })
}
