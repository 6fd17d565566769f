import type { Command } from '../cisco/command.ts'
import { beginningWith } from '../cisco/command-tree.ts'
import { type AccessLists, readAccessLists } from './access-lists.ts'
import { type CryptoMaps, readCryptoMaps } from './crypto-maps.ts'
import { type AsaIkePolicy, readIkePolicies } from './ike-policies.ts'
import { type AsaInterface, type AsaRoute, readInterfaces, readRoutes } from './interfaces.ts'
import { type IpsecProposals, readIpsecProposals } from './ipsec-proposals.ts'
import { type NatRule, readNatRules } from './nat-rules.ts'
import { type NetworkObjects, readNetworkObjects } from './network-objects.ts'
import type { Notes } from './notes.ts'
import { type Release, readRelease } from './release.ts'
import { readServiceObjects } from './service-objects.ts'
import { type GroupPolicy, readGroupPolicies, readTunnelGroups, type TunnelGroup } from './tunnel-groups.ts'

/** All that a text tells of an ASA, in the ASA's own terms. */
export interface AsaConfig {
  readonly name: string | null
  readonly release: Release
  /** From `ASA Version` to `: end`: what it does not hold is not there. */
  readonly whole: boolean
  readonly networks: NetworkObjects
  readonly interfaces: readonly AsaInterface[]
  readonly routes: readonly AsaRoute[]
  /** A routing protocol is configured, so that the static routes are not all. */
  readonly learnsRoutes: boolean
  readonly accessLists: AccessLists
  /** `access-group LIST in interface NAME`. */
  readonly accessGroups: readonly AccessGroup[]
  readonly nat: readonly NatRule[]
  readonly ikePolicies: readonly AsaIkePolicy[]
  readonly proposals: IpsecProposals
  readonly maps: CryptoMaps
  readonly tunnelGroups: readonly TunnelGroup[]
  readonly groupPolicies: ReadonlyMap<string, GroupPolicy>
  /** `crypto ikev1|ikev2 enable INTERFACE`. */
  readonly enabled: readonly { readonly version: 1 | 2; readonly interfaceName: string }[]
  /** `crypto isakmp identity`. */
  readonly identity:
    | { readonly kind: 'auto' | 'address' | 'hostname' | 'key-id'; readonly value: string; readonly command: Command }
    | undefined
  readonly aggressiveDisabled: boolean
  /** `no crypto isakmp nat-traversal`. */
  readonly noNatTraversal: Command | undefined
  /** `no sysopt connection permit-vpn`: what comes out of a tunnel must pass the interface's access list. */
  readonly filtersTunnels: Command | undefined
  readonly domain: string | undefined
}

interface AccessGroup {
  readonly list: string
  readonly direction: 'in' | 'out'
  readonly interfaceName: string
  readonly command: Command
}

/** `commands`: what is in force, with `no` worked out. */
export function readConfig(commands: readonly Command[], whole: boolean, notes: Notes): AsaConfig {
  const release = readRelease(commands)
  const networks = readNetworkObjects(commands, notes)
  const services = readServiceObjects(commands, notes)
  const interfaces = readInterfaces(commands, networks, notes)
  const interfaceAddress = (name: string) => interfaces.find((each) => each.name === name)?.address?.value
  const accessLists = readAccessLists(commands, { networks, services, interfaceAddress, notes })
  const find = (first: string, ...more: readonly string[]): Command | undefined =>
    beginningWith(commands, [first, ...more.slice(0, 1)].join(' ')).findLast(({ words }) =>
      more.every((word, at) => words[at + 1]?.toLowerCase() === word),
    )
  const permit = find('sysopt', 'connection', 'permit-vpn') ?? find('sysopt', 'connection', 'permit-ipsec')
  const natTraversal = find('crypto', 'isakmp', 'nat-traversal') ?? find('crypto', 'ikev1', 'nat-traversal')
  if (natTraversal !== undefined) notes.read(natTraversal)
  const name = find('hostname')
  const domain = find('domain-name')
  return {
    name: name === undefined || name.no ? null : (name.words[1] ?? null),
    release,
    whole,
    networks,
    interfaces,
    routes: readRoutes(commands, networks, notes),
    learnsRoutes: beginningWith(commands, 'router').length > 0,
    accessLists,
    accessGroups: readAccessGroups(commands, notes),
    nat: readNatRules(commands, networks, accessLists, notes),
    ikePolicies: readIkePolicies(commands, release, notes),
    proposals: readIpsecProposals(commands, notes),
    maps: readCryptoMaps(commands, networks, notes),
    tunnelGroups: readTunnelGroups(commands, notes),
    groupPolicies: readGroupPolicies(commands, notes),
    enabled: readEnabled(commands, notes),
    identity: readIdentity(commands, notes),
    aggressiveDisabled: ['ikev1', 'isakmp'].some((kind) => find('crypto', kind, 'am-disable')?.no === false),
    noNatTraversal: natTraversal?.no === true ? natTraversal : undefined,
    filtersTunnels: permit?.no === true ? permit : undefined,
    domain: domain?.words[1],
  }
}

function readAccessGroups(commands: readonly Command[], notes: Notes): AccessGroup[] {
  return beginningWith(commands, 'access-group').flatMap((command) => {
    const [first, list = '', direction, , interfaceName = ''] = command.words
    if (first !== 'access-group' || command.no) return []
    notes.read(command)
    return direction === 'in' || direction === 'out' ? [{ list, direction, interfaceName, command }] : []
  })
}

const CRYPTO_IKE = ['crypto ikev1', 'crypto ikev2', 'crypto isakmp']

/** `crypto ikev2 enable outside`, `crypto isakmp enable outside`, `isakmp enable outside`. */
function readEnabled(commands: readonly Command[], notes: Notes): AsaConfig['enabled'] {
  return beginningWith(commands, ...CRYPTO_IKE, 'ikev1', 'ikev2', 'isakmp').flatMap((command) => {
    const words = command.words
    const [kind, what, interfaceName] = words[0] === 'crypto' ? words.slice(1) : words
    if (command.no || what !== 'enable' || interfaceName === undefined) return []
    if (kind !== 'ikev1' && kind !== 'ikev2' && kind !== 'isakmp') return []
    notes.read(command)
    return [{ version: kind === 'ikev2' ? 2 : 1, interfaceName } as const]
  })
}

function readIdentity(commands: readonly Command[], notes: Notes): AsaConfig['identity'] {
  for (const command of beginningWith(commands, 'crypto isakmp', 'crypto ikev1', 'isakmp', 'ikev1').toReversed()) {
    const words = command.words
    const [first, what, kind, value = ''] = words[0] === 'crypto' ? words.slice(1) : words
    if (command.no || what !== 'identity' || !/^(?:isakmp|ikev1)$/.test(first ?? '')) continue
    notes.read(command)
    if (kind === 'auto' || kind === 'address' || kind === 'hostname' || kind === 'key-id')
      return { kind, value, command }
  }
  return undefined
}
