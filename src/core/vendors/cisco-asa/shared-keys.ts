import { addressIdentity } from '../../model/identity.ts'
import type { SharedKey } from '../../model/ike-policy.ts'
import { UNKNOWN_SECRET } from '../../text/secrets/secret-mark.ts'
import type { AsaConfig } from './asa-config.ts'
import type { AsaConnection } from './connections.ts'
import type { TunnelGroup } from './tunnel-groups.ts'

/**
 * The key of each tunnel group, whose owner is the peer that it is named by. `undefined` where the text has none and is not
 * whole. IKEv1 has a key of its own, IKEv2 one for each way: where a group is used in both versions and they differ, they cannot be
 * compared, since only one of them is the peer's.
 */
export function sharedKeysOf(
  connections: readonly AsaConnection[],
  config: AsaConfig,
): readonly SharedKey[] | undefined {
  const used = new Map(config.tunnelGroups.map((group) => [group, new Set<1 | 2>()]))
  for (const { group, version } of connections) if (group !== undefined) used.get(group)?.add(version)
  const keys = [...used].flatMap(([group, versions]) => keyOf(group, versions, config))
  return keys.length === 0 && !config.whole && config.tunnelGroups.length === 0 ? undefined : keys
}

function keyOf(group: TunnelGroup, versions: ReadonlySet<1 | 2>, { networks }: AsaConfig): SharedKey[] {
  const used = (version: 1 | 2) => versions.size === 0 || versions.has(version)
  const named = [...(used(1) ? [group.ikev1] : []), ...(used(2) ? [group.local, group.remote] : [])]
  const known = named.flatMap((each) =>
    each?.value === undefined ? [] : [{ mark: each.value, span: each.command.span }],
  )
  const [first] = known
  if (first === undefined) return []
  const isOne = known.every((each) => each.mark === first.mark)
  const [local, remote] = [group.local, group.remote]
  // With the key of IKEv1 beside them there would be three.
  const isTwofold = !isOne && !used(1) && local?.value !== undefined && remote?.value !== undefined
  const mark = isOne || isTwofold ? first.mark : UNKNOWN_SECRET
  return [
    {
      mark,
      ...(isTwofold && { expects: { mark: remote.value, span: remote.command.span } }),
      span: first.span,
      owners: ownersOf(group, networks),
    },
  ]
}

function ownersOf({ name }: TunnelGroup, networks: AsaConfig['networks']): SharedKey['owners'] {
  if (name === 'DefaultL2LGroup') return []
  const address = networks.host(name)
  if (address === undefined) return [{ kind: 'fqdn', text: name.toLowerCase() }]
  return [addressIdentity(address)]
}
