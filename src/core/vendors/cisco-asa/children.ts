import { wholeFamily } from '../../address/address-range.ts'
import type { ChildConfig, IkeVersion, Proposal, SelectorTemplate } from '../../model/ike-policy.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { defaulted, type Setting, stated } from '../../model/setting.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../selectors/interval.ts'
import type { Span } from '../../text/source-text.ts'
import type { Command } from '../cisco/command.ts'
import type { Pair } from '../cisco/pairs-of-list.ts'
import type { AsaConfig } from './asa-config.ts'
import type { IpsecSettings, MapEntry, Named } from './crypto-maps.ts'
import { lifetimeOf } from './ike-policies.ts'
import type { IpsecProposal } from './ipsec-proposals.ts'
import { defaultGroups } from './release.ts'

export const MANUAL = 'Cisco ASA Series Command Reference'

/** The whole of one family, as a virtual tunnel interface has it. */
export function anything(family: 'ipv4' | 'ipv6', { span }: Command): SelectorTemplate {
  return { addresses: wholeFamily(family), protocol: ANY_PROTOCOL, ports: ANY_PORT, span }
}

const TUNNEL = defaulted('tunnel', `${MANUAL}, "crypto ipsec ikev1 transform-set mode transport"`)
const AS_PROPOSED = defaulted('as proposed', `${MANUAL}, "crypto map set pfs"`)
const UNCOMPRESSED = defaulted(false, 'An ASA compresses no packets of a site-to-site tunnel')
const EIGHT_HOURS = lifetimeOf(28_800)

/** What all children of one connection have in common. */
export type ChildSettings = Omit<ChildConfig, keyof Pair>

/** `transport`: the command that asks for transport mode in IKEv2. */
export function childSettings(
  settings: IpsecSettings,
  version: IkeVersion,
  config: AsaConfig,
  transport: Command | undefined,
  { waits, narrows }: Pick<ChildSettings, 'waits' | 'narrows'>,
): ChildSettings {
  const names = version === 1 ? settings.ikev1Sets : settings.ikev2Proposals
  const { proposals, lines, transportMode, count } = proposalsOf(names, version, groupsOf(settings, config), config)
  const first = names[0]
  const named = transportMode ?? (version === 2 ? transport : undefined)
  const seconds = settings.seconds ?? config.maps.seconds
  const child: ChildSettings = {
    waits,
    narrows,
    proposals: first === undefined ? defaulted(proposals, MANUAL) : statedBy(proposals, first, lines, settings.pfs),
    mode: named === undefined ? TUNNEL : stated('transport', named.span),
    // The group stands in the proposals.
    pfs: AS_PROPOSED,
    compression: UNCOMPRESSED,
    lifetime: seconds === undefined ? EIGHT_HOURS : lifetimeOf(seconds.value),
  }
  return count < names.length ? { proposalsUntold: true, ...child } : child
}

/** The sets, and the line of the group; without one, the line of the entry that could have one beside it. */
function statedBy(
  proposals: readonly Proposal[],
  first: Named,
  lines: readonly Span[],
  pfs: IpsecSettings['pfs'],
): Setting<readonly Proposal[]> {
  const [head, ...more] = lines
  if (head === undefined) return stated(proposals, first.command.span)
  return stated(proposals, head, [...more, (pfs?.command ?? first.command).span])
}

function linesOf({ command }: IpsecProposal): readonly Span[] {
  return [command, ...command.children].map(({ span }) => span)
}

/** The sets that an entry names, with its group, as far as they were pasted. */
interface NamedProposals {
  readonly proposals: readonly Proposal[]
  /** Their own lines. */
  readonly lines: readonly Span[]
  /** The line of the first that asks for transport mode. */
  readonly transportMode: Command | undefined
  /** How many of the names stand for one. */
  readonly count: number
}

/** Thousands of entries name the same ones. */
function proposalsOf(
  names: readonly Named[],
  version: IkeVersion,
  ke: readonly string[],
  config: AsaConfig,
): NamedProposals {
  const known = proposalsByNames(config)
  let key = `${version}`
  for (const group of ke) key += ` ${group}`
  for (const { value } of names) key += `\n${value}`
  const found = known.get(key) ?? findProposals(names, version, ke, config)
  known.set(key, found)
  return found
}

const proposalsByNames = rememberedOf((_: AsaConfig) => new Map<string, NamedProposals>())

function findProposals(
  names: readonly Named[],
  version: IkeVersion,
  ke: readonly string[],
  { proposals: { ikev1, ikev2 } }: AsaConfig,
): NamedProposals {
  const found = names.flatMap(({ value }) => (version === 1 ? ikev1 : ikev2).get(value) ?? [])
  return {
    proposals: found.map(({ proposal }) => ({ ...proposal, ke })),
    lines: found.flatMap(linesOf),
    transportMode: found.find(({ mode }) => mode === 'transport')?.modeCommand,
    count: found.length,
  }
}

const NO_GROUPS: readonly string[] = []

function groupsOf({ pfs }: IpsecSettings, { release }: AsaConfig): readonly string[] {
  if (pfs === undefined) return NO_GROUPS
  return pfs.value === null ? defaultGroups(release) : [pfs.value]
}

export function narrowsOf(version: IkeVersion, dynamic: boolean): Setting<boolean> {
  if (dynamic) return WITHIN_LIST
  return version === 1 ? MIRRORED : A_PART
}

const WITHIN_LIST = defaulted(
  true,
  `${MANUAL}, "crypto dynamic-map": it takes what the peer asks for within its access list`,
)
const MIRRORED = defaulted(
  false,
  'Cisco ASA Series VPN CLI Configuration Guide, "Defining Crypto Maps": crypto ACLs have to be mirror images',
)
const A_PART = defaulted(true, 'RFC 7296 2.9: a part of what the entry permits')

/** A dynamic map without an access list takes whatever the peer asks for. */
export function anyPair(entry: MapEntry): Pair {
  const { span } = entry.command
  const everything = defaulted([anything('ipv4', entry.command)], `${MANUAL}, "crypto dynamic-map match address"`)
  return { name: `${entry.map} ${entry.sequence}`, span, local: everything, remote: everything }
}
