import { type AddressRange, wholeFamily } from '../../address/address-range.ts'
import type { ChildConfig, Lifetime, SelectorTemplate, ChildSettings as UntoldChild } from '../../model/ike-policy.ts'
import type { MissingPart } from '../../model/obstacle.ts'
import { defaulted, type Setting, stated } from '../../model/setting.ts'
import { ANY_PORT, ANY_PROTOCOL, type Interval } from '../../selectors/interval.ts'
import type { Span } from '../../text/source-text.ts'
import { added } from '../cisco/added.ts'
import type { IosConfig } from './ios-config.ts'
import type { Ipsec, Protection, TransformSet } from './ipsec.ts'
import { childProposalOf, DEFAULT_TRANSFORMS_AUTHORITY, PFS_DEFAULT } from './proposals.ts'

const GUIDE = 'Cisco IOS Security Command Reference'
/** Where this is set, a child takes what lies within its selectors, else exactly those. */
const SUBSET =
  'Cisco IOS Security Configuration Guide, "Mirror Image Crypto Access Lists": a request within a permit line is accepted'
const STATIC_VTI =
  'Cisco IOS Security Configuration Guide, "IPsec Virtual Tunnel Interface": a static one has any IP traffic as its selector'

const TUNNEL = defaulted('tunnel', `${GUIDE}, "mode (IPSec)": tunnel mode`)
const WITHIN = defaulted(true, SUBSET)
const AS_PROPOSED = defaulted('as proposed', `${GUIDE}, "set pfs"`)
const UNCOMPRESSED = defaulted(false, GUIDE)

/**
 * What all children of one crypto map entry or profile have in common. The mode is that of its transform sets, which counts for
 * the two gateways' own packets alone.
 */
export type ChildSettings = Omit<UntoldChild, 'mode'> & { readonly mode: Setting<'tunnel' | 'transport'> }

/** The default transform set of IOS, which `crypto ipsec transform-set default` may change. */
const DEFAULT_SET: Pick<TransformSet, 'transforms' | 'esn'> = {
  transforms: [
    { kind: 'encryption', name: 'AES_CBC_128' },
    { kind: 'integrity', name: 'HMAC_SHA1_96' },
  ],
  esn: false,
}

/** Settings of the children, and the transform sets that were not pasted; `null` where whole text has none of them. */
export function childSettings(
  config: IosConfig,
  protection: Protection,
  waits: boolean,
  missing: MissingPart[],
): ChildSettings | { readonly absent: Span; readonly name: string } {
  const { ipsec, whole } = config
  let sets: TransformSet[] = []
  let unknown: Protection['transformSets'][number] | undefined
  for (const named of protection.transformSets) {
    const set = ipsec.transformSets.get(named.value)
    if (set !== undefined) sets = added(sets, set)
    else unknown ??= named
  }
  if (unknown !== undefined && whole) return { absent: unknown.span, name: unknown.value }
  if (unknown !== undefined) {
    const topic = `transform set ${unknown.value}`
    missing.push({ code: 'PR002', topic, command: '`show running-config | section crypto ipsec`' })
  }
  const [first] = sets
  const compressed = first?.transforms.some(({ kind }) => kind === 'compression') === true
  const settings: ChildSettings = {
    proposals: first === undefined ? byDefault(ipsec, protection) : ofSets(first, sets, protection),
    mode: first?.mode ?? TUNNEL,
    narrows: WITHIN,
    pfs: AS_PROPOSED,
    compression: first !== undefined && compressed ? stated(true, first.span) : UNCOMPRESSED,
    waits,
    lifetime: renewed(protection.lifetime?.value ?? ipsec.lifetime?.value ?? 3600),
  }
  return first === undefined && unknown !== undefined ? { proposalsUntold: true, ...settings } : settings
}

function ofSets(
  first: TransformSet,
  sets: readonly TransformSet[],
  protection: Protection,
): ChildSettings['proposals'] {
  const pfs = groupsOf(protection)
  // Where its group of PFS is set, or would be.
  const beside = [(protection.pfs ?? protection).span]
  return stated(
    sets.map((set) => childProposalOf(set, pfs)),
    first.span,
    beside,
  )
}

function byDefault({ transformSets }: Ipsec, protection: Protection): ChildSettings['proposals'] {
  const set = transformSets.get('default') ?? DEFAULT_SET
  return defaulted([childProposalOf(set, groupsOf(protection))], DEFAULT_TRANSFORMS_AUTHORITY)
}

const NO_GROUPS: readonly string[] = []

function groupsOf({ pfs }: Protection): readonly string[] {
  if (pfs === undefined) return NO_GROUPS
  return pfs.value === null ? PFS_DEFAULT : [pfs.value]
}

/** IOS negotiates the next SA 30 seconds before the old one ends ("crypto ipsec security-association lifetime"). */
function renewed(seconds: number): Lifetime {
  return seconds === 3600 ? AN_HOUR : renewedAfter(seconds)
}

function renewedAfter(seconds: number): Lifetime {
  const at = Math.max(0, seconds - 30)
  return { rekey: { from: at, to: at }, end: seconds }
}

const AN_HOUR = renewedAfter(3600)

/** Where the two gateways are; `undefined` where the paste does not say. */
export interface GatewayHosts {
  readonly own: AddressRange | undefined
  readonly peer: AddressRange | undefined
}

/** The one child of a tunnel interface: everything that is routed into it, or what it wraps in GRE first. */
export function tunnelChild(
  name: string,
  kind: 'ipsec ipv4' | 'ipsec ipv6' | 'gre',
  settings: ChildSettings,
  { peer }: Pick<GatewayHosts, 'peer'>,
  span: Span,
): ChildConfig {
  const { mode, ...rest } = settings
  const any = wholeFamily(kind === 'ipsec ipv6' ? 'ipv6' : 'ipv4')
  // GRE goes between the two addresses of the tunnel, whichever they are.
  const local = side(kind === 'gre' ? 'dynamic' : any, kind)
  const remote = side(kind === 'gre' ? 'dynamic' : any, kind)
  return {
    name,
    span,
    local: stated([local], span),
    remote: stated([remote], span),
    // A virtual tunnel interface is a tunnel of its own accord.
    mode: kind === 'gre' ? mode : { ...mode, value: 'tunnel' },
    ...rest,
    narrows: peer === undefined ? rest.narrows : defaulted(false, STATIC_VTI),
  }

  function side(addresses: SelectorTemplate['addresses'], of: typeof kind): SelectorTemplate {
    return { addresses, protocol: of === 'gre' ? GRE : ANY_PROTOCOL, ports: ANY_PORT, span }
  }
}

const GRE: Interval = { from: 47, to: 47 }
