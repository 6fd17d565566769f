import { type AddressRange, wholeFamily } from '../../address/address-range.ts'
import type { ChildConfig, Lifetime, SelectorTemplate } from '../../model/ike-policy.ts'
import type { MissingPart } from '../../model/obstacle.ts'
import { defaulted, type Setting, stated } from '../../model/setting.ts'
import { ANY_PORT, ANY_PROTOCOL, type Interval } from '../../selectors/box.ts'
import type { Span } from '../../text/source-text.ts'
import type { IosConfig } from './ios-config.ts'
import type { Protection, TransformSet } from './ipsec.ts'
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

/** What all children of one crypto map entry or profile have in common. */
export type ChildSettings = Omit<ChildConfig, 'name' | 'span' | 'local' | 'remote' | 'except' | 'mode'> & {
  /** The mode of its transform sets, which counts for the two gateways' own packets alone. */
  readonly mode: Setting<'tunnel' | 'transport'>
}

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
  const sets = protection.transformSets.flatMap(({ value }) => ipsec.transformSets.get(value) ?? [])
  const unknown = protection.transformSets.find(({ value }) => !ipsec.transformSets.has(value))
  if (unknown !== undefined && whole) return { absent: unknown.span, name: unknown.value }
  if (unknown !== undefined) {
    const topic = `transform set ${unknown.value}`
    missing.push({ code: 'PR002', topic, command: '`show running-config | section crypto ipsec`', span: unknown.span })
  }
  const pfs = groupsOf(protection)
  const [first] = sets
  const proposals =
    first === undefined
      ? defaulted(
          [childProposalOf(ipsec.transformSets.get('default') ?? DEFAULT_SET, pfs)],
          DEFAULT_TRANSFORMS_AUTHORITY,
        )
      : stated(
          sets.map((set) => childProposalOf(set, pfs)),
          first.span,
          // Where its group of PFS is set, or would be.
          [(protection.pfs ?? protection).span],
        )
  const seconds = protection.lifetime?.value ?? ipsec.lifetime?.value ?? 3600
  const compressed = first?.transforms.some(({ kind }) => kind === 'compression') === true
  return {
    proposals,
    ...(first === undefined && unknown !== undefined && { proposalsUntold: true as const }),
    mode: first?.mode ?? TUNNEL,
    narrows: WITHIN,
    pfs: AS_PROPOSED,
    compression: first !== undefined && compressed ? stated(true, first.span) : UNCOMPRESSED,
    waits,
    lifetime: renewed(seconds),
  }
}

function groupsOf({ pfs }: Protection): readonly string[] {
  if (pfs === undefined) return []
  return pfs.value === null ? PFS_DEFAULT : [pfs.value]
}

/** IOS negotiates the next SA 30 seconds before the old one ends ("crypto ipsec security-association lifetime"). */
function renewed(seconds: number): Lifetime {
  const at = Math.max(0, seconds - 30)
  return { rekey: { from: at, to: at }, end: seconds }
}

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
  { own, peer }: GatewayHosts,
  span: Span,
): ChildConfig {
  const { mode, ...rest } = settings
  const any = wholeFamily(kind === 'ipsec ipv6' ? 'ipv6' : 'ipv4')
  const local = side(kind === 'gre' ? (own ?? 'dynamic') : any, kind)
  const remote = side(kind === 'gre' ? (peer ?? 'dynamic') : any, kind)
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
