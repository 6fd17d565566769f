import type { AuthRound, IkeConnection, IkeVersion } from '../../model/ike-policy.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { defaulted, stated } from '../../model/setting.ts'
import type { AsaConfig } from './asa-config.ts'
import { MANUAL } from './children.ts'
import type { Named } from './crypto-maps.ts'
import { lifetimeOf } from './ike-policies.ts'
import type { TunnelGroup } from './tunnel-groups.ts'

/** What does not depend on the entry; without a tunnel group of its own thousands of entries have the same. */
export function ikeSettings(
  config: AsaConfig,
  version: IkeVersion,
  group: TunnelGroup | undefined,
  interfaceName: string | undefined,
  trustpoint: boolean,
): IkeSettings {
  if (group !== undefined) return settingsWith(config, version, group, interfaceName, trustpoint)
  const known = withoutGroup(config)
  const key = `${version} ${trustpoint} ${interfaceName ?? ''}`
  const settings = known.get(key) ?? settingsWith(config, version, group, interfaceName, trustpoint)
  known.set(key, settings)
  return settings
}

export type IkeSettings = ReturnType<typeof settingsWith>

const withoutGroup = rememberedOf((_: AsaConfig) => new Map<string, IkeSettings>())

function settingsWith(
  config: AsaConfig,
  version: IkeVersion,
  group: TunnelGroup | undefined,
  interfaceName: string | undefined,
  trustpoint: boolean,
) {
  const [local, remote] = roundsOf(version, group, trustpoint, config)
  const { proposals, proposalsUntold, lifetime } =
    policiesOf(config)[version][local.method.value === 'pubkey' ? 'pubkey' : 'psk']
  const address = config.interfaces.find(({ name }) => name === interfaceName)?.address
  return {
    proposals,
    lifetime,
    proposalsUntold,
    initiates: VERSIONS[version].initiates,
    accepts: VERSIONS[version].accepts,
    childless: CHILDLESS,
    localAddresses: address === undefined ? OF_INTERFACE : { ...address, value: [address.value] },
    local: [local],
    remote: [remote],
    virtualAddresses: NONE,
    pools: NONE,
  }
}

const NONE: readonly string[] = []
const CHILDLESS = defaulted('allow', 'It knows no RFC 6023') satisfies IkeConnection['childless']
const OF_INTERFACE = defaulted([], 'the address of the interface')
const VERSIONS = { 1: versionOnly(1), 2: versionOnly(2) }

function versionOnly(version: IkeVersion): Pick<IkeConnection, 'initiates' | 'accepts'> {
  const authority = 'Cisco ASA: an entry with an ipsec-proposal uses IKEv2, one with a transform set IKEv1'
  return { initiates: defaulted(version, authority), accepts: [version] }
}

/** The policies that a connection proposes, by its version and how it proves who it is. */
const policiesOf = rememberedOf((config: AsaConfig) => {
  const of = (version: IkeVersion) => ({ psk: policyOf('psk', version), pubkey: policyOf('pubkey', version) })
  return { 1: of(1), 2: of(2) }

  function policyOf(
    method: 'psk' | 'pubkey',
    version: IkeVersion,
  ): Pick<IkeConnection, 'proposals' | 'proposalsUntold' | 'lifetime'> {
    const ofVersion = config.ikePolicies.filter((policy) => policy.version === version)
    const [first, ...more] = ofVersion.filter((policy) => policy.method === undefined || policy.method === method)
    if (first === undefined) {
      const proposals = defaulted([], `${MANUAL}, "crypto ikev${version} policy": there is none by default`)
      const untold = !config.whole && ofVersion.length === 0
      return { proposals, ...(untold && { proposalsUntold: true as const }), lifetime: lifetimeOf(86_400) }
    }
    const all = [first, ...more].map(({ proposal }) => proposal)
    const beside = more.map(({ command }) => command.span)
    return { proposals: stated(all, first.command.span, beside), lifetime: first.lifetime }
  }
})

/**
 * How both ends prove who they are, and whom the ASA shows: its address with a key, what the certificate says with a
 * certificate (`crypto isakmp identity auto`). Whom it expects with a key is the matter of the tunnel group alone.
 */
function roundsOf(
  version: IkeVersion,
  group: TunnelGroup | undefined,
  trustpoint: boolean,
  config: AsaConfig,
): [AuthRound, AuthRound] {
  const [mine, theirs] = version === 1 ? [group?.ikev1, group?.ikev1] : [group?.local, group?.remote]
  const method = (named: Named<string | undefined> | undefined): AuthRound['method'] =>
    named === undefined
      ? METHODS[trustpoint ? 'pubkey' : 'psk']
      : stated(named.value === undefined ? 'pubkey' : 'psk', named.command.span)
  const local = method(mine)
  return [
    { method: local, id: ownIdentity(local.value === 'pubkey', config) },
    { method: method(theirs), id: undefined },
  ]
}

const ATTRIBUTES = `${MANUAL}, "tunnel-group ipsec-attributes"`
const METHODS = { psk: defaulted('psk', ATTRIBUTES), pubkey: defaulted('pubkey', ATTRIBUTES) } as const

function ownIdentity(certificate: boolean, { identity, name, domain }: AsaConfig): AuthRound['id'] {
  const kind = identity?.kind ?? 'auto'
  if (kind === 'auto' && certificate)
    return defaulted({ kind: 'certificate', text: '' }, `${MANUAL}, "crypto isakmp identity": auto`)
  if (identity === undefined) return undefined
  if (kind === 'key-id') return stated({ kind: 'keyid', text: identity.value }, identity.command.span)
  if (kind !== 'hostname' || name === null) return undefined
  const text = (domain === undefined ? name : `${name}.${domain}`).toLowerCase()
  return stated({ kind: 'fqdn', text }, identity.command.span)
}
