import type { IkeVersion } from '../../model/ike-policy.ts'
import type { AsaConfig } from './asa-config.ts'
import type { IpsecSettings, Named } from './crypto-maps.ts'
import type { TunnelGroup } from './tunnel-groups.ts'

/**
 * The versions that an entry can use, IKEv2 first, which an ASA tries before IKEv1 (Cisco, "Swift Migration of IKEv1 to
 * IKEv2 L2L Tunnel Configuration on ASA"): it has proposals for them, the interface takes part in them, the tunnel group
 * has a key or certificate. Where something forbids all of them, those that it has proposals for.
 */
export function permittedVersions(
  settings: IpsecSettings,
  group: TunnelGroup | undefined,
  interfaceName: string | undefined,
  config: AsaConfig,
): readonly IkeVersion[] {
  const [has1, has2] = [settings.ikev1Sets.length > 0, settings.ikev2Proposals.length > 0]
  if (has1 !== has2) return has1 ? ONLY_1 : ONLY_2
  // Of a profile that was not pasted the tunnel group tells.
  if (!has1)
    return group?.local === undefined && group?.remote === undefined && group?.ikev1 !== undefined ? ONLY_1 : ONLY_2
  const narrowed = [
    (version: IkeVersion) => isEnabled(version, interfaceName, config),
    (version: IkeVersion) => hasProof(version, group),
    (version: IkeVersion) => forbiddenBy(version, group, config) === undefined,
  ]
  let left = BOTH
  for (const permits of narrowed) {
    const rest = left.filter(permits)
    if (rest.length > 0) left = rest
  }
  return left
}

const BOTH: readonly IkeVersion[] = [2, 1]
const ONLY_1: readonly IkeVersion[] = [1]
const ONLY_2: readonly IkeVersion[] = [2]

/** Where nothing of it was pasted, it is taken to be. */
export function isEnabled(
  version: IkeVersion,
  interfaceName: string | undefined,
  { enabled, whole }: AsaConfig,
): boolean {
  if (enabled.length === 0 && !whole) return true
  return enabled.some(
    (each) => each.version === version && (interfaceName === undefined || each.interfaceName === interfaceName),
  )
}

function hasProof(version: IkeVersion, group: TunnelGroup | undefined): boolean {
  if (group === undefined) return true
  return version === 1 ? group.ikev1 !== undefined : group.local !== undefined || group.remote !== undefined
}

const WORDS: Readonly<Record<IkeVersion, ReadonlySet<string>>> = {
  1: new Set(['ikev1', 'ipsec']),
  2: new Set(['ikev2']),
}

/** Lets the group policy that forbids a version take it as well; nothing where none does. */
export function permissionLines(version: IkeVersion, group: TunnelGroup | undefined, config: AsaConfig): string[] {
  const forbidden = forbiddenBy(version, group, config)
  if (forbidden === undefined) return []
  const policy = [...config.groupPolicies.values()].find(({ protocols }) => protocols === forbidden)
  return [
    `group-policy ${policy?.name ?? ''} attributes`,
    ` vpn-tunnel-protocol ${[...forbidden.value, `ikev${version}`].join(' ')}`,
  ]
}

/**
 * The `vpn-tunnel-protocol` that leaves the version out: of the tunnel group's policy, else of `DfltGrpPolicy`; without a
 * word of it every version is taken (Cisco ASA Series Command Reference, "vpn-tunnel-protocol").
 */
export function forbiddenBy(
  version: IkeVersion,
  group: TunnelGroup | undefined,
  { groupPolicies }: AsaConfig,
): Named<readonly string[]> | undefined {
  const own = group?.policy === undefined ? undefined : groupPolicies.get(group.policy.value)?.protocols
  const protocols = own ?? groupPolicies.get('DfltGrpPolicy')?.protocols
  return protocols === undefined || protocols.value.some((word) => WORDS[version].has(word)) ? undefined : protocols
}
