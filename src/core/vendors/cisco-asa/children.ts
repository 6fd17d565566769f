import { wholeFamily } from '../../address/address-range.ts'
import type { ChildConfig, IkeVersion, Proposal, SelectorTemplate } from '../../model/ike-policy.ts'
import { defaulted, type Setting, stated } from '../../model/setting.ts'
import { ANY_PORT, ANY_PROTOCOL, type Box, intersectBoxes } from '../../selectors/box.ts'
import type { Command } from '../cisco/command-tree.ts'
import type { AsaConfig } from './asa-config.ts'
import type { IpsecSettings, MapEntry, Named } from './crypto-maps.ts'
import { lifetimeOf } from './ike-policies.ts'
import type { IpsecProposal } from './ipsec-proposals.ts'
import type { Notes } from './notes.ts'
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

/** What all children of an entry have in common. */
export function childSettings(
  settings: IpsecSettings,
  version: IkeVersion,
  config: AsaConfig,
  transport: Command | undefined,
) {
  const names = version === 1 ? settings.ikev1Sets : settings.ikev2Proposals
  const known = version === 1 ? config.proposals.ikev1 : config.proposals.ikev2
  const ke = groupsOf(settings, config)
  const found = names.flatMap(({ value }) => known.get(value) ?? [])
  const [first] = names
  const proposals = found.map(({ proposal }) => ({ ...proposal, ke }))
  const named = found.find(({ mode }) => mode === 'transport')?.modeCommand ?? (version === 2 ? transport : undefined)
  const seconds = settings.seconds ?? config.maps.seconds
  return {
    proposals: first === undefined ? defaulted(proposals, MANUAL) : statedBy(proposals, first, found, settings.pfs),
    ...(found.length < names.length && { proposalsUntold: true as const }),
    mode: named === undefined ? TUNNEL : stated('transport', named.span),
    // The group stands in the proposals.
    pfs: AS_PROPOSED,
    compression: UNCOMPRESSED,
    lifetime: seconds === undefined ? EIGHT_HOURS : lifetimeOf(seconds.value),
  } satisfies Partial<ChildConfig>
}

/** The sets, and the line of the group; without one, the line of the entry that could have one beside it. */
function statedBy(
  proposals: readonly Proposal[],
  first: Named,
  found: readonly IpsecProposal[],
  pfs: IpsecSettings['pfs'],
): Setting<readonly Proposal[]> {
  const [head, ...more] = found.flatMap(({ command }) => [command, ...command.children])
  const beside = [...more, pfs?.command ?? first.command].map(({ span }) => span)
  return stated(proposals, (head ?? first.command).span, head === undefined ? [] : beside)
}

function groupsOf({ pfs }: IpsecSettings, { release }: AsaConfig): readonly string[] {
  if (pfs === undefined) return []
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

type Pair = Pick<ChildConfig, 'name' | 'span' | 'local' | 'remote' | 'except'>

/** A child for each pair of each permit line, without the packets of the deny lines before it. */
export function childrenOf(entry: MapEntry, { accessLists }: AsaConfig, notes: Notes): Pair[] {
  if (entry.match === undefined) return [anyPair(entry)]
  const lines = accessLists.get(entry.match.value)
  if (lines === undefined) return []
  const denied: { readonly box: Box; readonly command: Command }[] = []
  const pairs: Pair[] = []
  for (const [at, line] of lines.entries()) {
    const { span } = line.command
    const boxes = line.boxes ?? []
    if (line.action === 'deny') {
      for (const box of boxes) denied.push({ box, command: line.command })
      continue
    }
    for (const [part, box] of boxes.entries()) {
      const meeting = denied.filter((other) => intersectBoxes(other.box, box) !== undefined)
      const except = meeting.slice(0, MOST_EXCEPTIONS)
      const left = meeting[MOST_EXCEPTIONS]
      if (left !== undefined) notes.unsupported(left.command, tooManyDenied(entry.match.value, at + 1), ONE_TUNNEL)
      const number = boxes.length > 1 ? `${at + 1}.${part + 1}` : `${at + 1}`
      pairs.push({
        name: `${entry.match.value} line ${number}`,
        span,
        local: stated([sideOf(box, 'local', span)], span),
        remote: stated([sideOf(box, 'remote', span)], span),
        ...(except.length > 0 && {
          except: except.map(({ box: other, command }) => ({
            local: sideOf(other, 'local', command.span),
            remote: sideOf(other, 'remote', command.span),
          })),
        }),
      })
    }
  }
  return pairs
}

const MOST_EXCEPTIONS = 200
const ONE_TUNNEL = 'Paste only the lines of the list that are about this tunnel.'

function tooManyDenied(list: string, number: number): string {
  return `More than ${MOST_EXCEPTIONS} lines above line ${number} of the access list "${list}" deny packets that it permits; from this one on they are not taken into account.`
}

/** A dynamic map without an access list takes whatever the peer asks for. */
function anyPair(entry: MapEntry): Pair {
  const { span } = entry.command
  const everything = defaulted([anything('ipv4', entry.command)], `${MANUAL}, "crypto dynamic-map match address"`)
  return { name: `${entry.map} ${entry.sequence}`, span, local: everything, remote: everything }
}

function sideOf(box: Box, side: 'local' | 'remote', span: Command['span']): SelectorTemplate {
  return {
    addresses: box[side],
    protocol: box.protocol,
    ports: side === 'local' ? box.localPort : box.remotePort,
    span,
  }
}
