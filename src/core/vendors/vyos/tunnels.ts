import { type AddressRange, containsRange, rangesMeet, wholeFamily } from '../../address/address-range.ts'
import type { ChildConfig, Lifetime, SelectorTemplate } from '../../model/ike-policy.ts'
import { defaulted, type Setting, stated } from '../../model/setting.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../selectors/interval.ts'
import { DEFAULTS_AUTHORITY, defaultProposals } from '../strongswan/default-proposals.ts'
import { CHILD_LIFETIME } from '../strongswan/swanctl/swanctl-child.ts'
import { parseSelector } from '../strongswan/traffic-selectors.ts'
import { type ConfigNode, nodeAt, nodesAt, valueAt } from './config-tree.ts'
import { type Configuration, refuse, SHOW_ALL, tell } from './configuration.ts'
import { DOCUMENTS, espProposals, groupNode, secondsOf } from './groups.ts'
import { isAnyPeer, legacyLifetime, legacyStem } from './legacy-connection.ts'
import { swanctlName } from './swanctl-connection.ts'

/** A `tunnel` of a peer, or its `vti`, and the child that it makes. */
export interface Tunnel {
  readonly node: ConfigNode
  readonly child: ChildConfig
  readonly espGroup: string | null
}

/** The children of a peer: its tunnels, or its tunnel interface; and what passes by them. */
export function readTunnels(config: Configuration, peer: ConfigNode, ike: ConfigNode | undefined): readonly Tunnel[] {
  const nodes = nodesAt(peer, 'tunnel')
  const vti = nodeAt(peer, 'vti')
  const all = nodes.length === 0 && vti !== undefined ? [vti] : nodes
  return all.filter((node) => !node.below.has('disable')).flatMap((node) => readTunnel(config, peer, node, ike))
}

function readTunnel(
  config: Configuration,
  peer: ConfigNode,
  node: ConfigNode,
  ike: ConfigNode | undefined,
): readonly Tunnel[] {
  const isVti = node.text === 'vti'
  const named = valueAt(node, 'esp-group') ?? valueAt(peer, 'default-esp-group')
  if (named === undefined && config.ipsec?.below.has('esp-group') === true) {
    const say = `The ${isVti ? 'vti' : `tunnel ${node.text}`} of "${peer.text}" has no esp-group, and the peer no default-esp-group.`
    refuse(config, peer, say, 'Set one of them.')
    return []
  }
  const esp = named === undefined ? undefined : groupNode(config, 'esp-group', named.text)
  if (named !== undefined && esp === undefined) {
    const command = `\`${SHOW_ALL} | match esp-group\``
    config.missing.push({ code: 'PR002', topic: `esp-group ${named.text}`, command })
  }
  const mode = valueAt(esp, 'mode')
  const isTransport = mode?.text === 'transport'
  const prefix = isTransport ? (nodeAt(node, 'local', 'prefix') ?? nodeAt(node, 'remote', 'prefix')) : undefined
  if (prefix !== undefined) {
    const say = `The tunnel ${node.text} of "${peer.text}" has a prefix, and its esp-group the mode transport, which is for the two gateways alone.`
    refuse(config, peer, say, 'Delete the prefixes, or set the mode to tunnel.')
    return []
  }
  const sides = isVti ? EVERYTHING[kindOf(config)] : sidesOf(config, peer, node, isTransport)
  if (sides === null) return []
  const name = nameOf(config, peer, isVti ? null : node.text)
  const tooMany = config.room.take(`"${name}"`, node.span, sides.local.value.length, sides.remote.value.length)
  if (tooMany !== null) {
    config.problems.push(tooMany.problem)
    config.missing.push(tooMany.missing)
    return []
  }
  const child: ChildConfig = {
    name,
    span: node.span,
    ...sides,
    ...(esp === undefined ? UNTOLD : { proposals: espProposals(config, { group: esp, ike }) }),
    mode: mode === undefined ? TUNNEL : stated(isTransport ? 'transport' : 'tunnel', mode.span),
    narrows: NARROWS,
    pfs: AS_PROPOSED,
    compression: compressionOf(config, esp),
    waits: waitsOf(config, peer),
    ...(nodeAt(peer, 'vti', 'bind') !== undefined && { routed: true }),
    lifetime: lifetimeOf(config, peer, esp),
  }
  const espGroup = named?.text ?? null
  return [{ node, child, espGroup }, ...passing(config, node, child, espGroup)]
}

function kindOf({ generation }: Configuration): 'swanctl' | 'legacy' {
  return generation.kind === 'swanctl' ? 'swanctl' : 'legacy'
}

/** As the daemon calls it: `b-tunnel-1` and `b-vti` in swanctl.conf, `peer-b-tunnel-1` and `peer-b-tunnel-vti` in ipsec.conf. */
function nameOf(config: Configuration, peer: ConfigNode, number: string | null): string {
  if (kindOf(config) === 'legacy') return `${legacyStem(peer)}-${number ?? 'vti'}`
  return number === null ? `${swanctlName(peer)}-vti` : `${swanctlName(peer)}-tunnel-${number}`
}

const NARROWS = defaulted(true, 'Measured with strongSwan 5.9.8: it always narrows the selectors of its peer.')
const AS_PROPOSED = defaulted('as proposed', `${DOCUMENTS}: "pfs" puts its group into each proposal.`)
const TUNNEL = defaulted('tunnel', `${DOCUMENTS}: mode is tunnel.`)
const UNTOLD = { proposals: defaulted(defaultProposals('esp'), DEFAULTS_AUTHORITY), proposalsUntold: true } as const

interface Sides {
  readonly local: Setting<readonly SelectorTemplate[]>
  readonly remote: Setting<readonly SelectorTemplate[]>
}

function everything(families: readonly ('ipv4' | 'ipv6')[]): Sides {
  const all = defaulted(
    families.map((family) => ({ addresses: wholeFamily(family), protocol: ANY_PROTOCOL, ports: ANY_PORT, span: null })),
    `${DOCUMENTS}: a tunnel interface is for everything that is routed into it.`,
  )
  return { local: all, remote: all }
}

/** What a tunnel interface negotiates: from 1.4 on both families. */
const EVERYTHING = { swanctl: everything(['ipv4', 'ipv6']), legacy: everything(['ipv4']) } as const

function sidesOf(config: Configuration, peer: ConfigNode, node: ConfigNode, isTransport: boolean): Sides | null {
  const local = sideOf(config, peer, node, 'local', isTransport)
  const remote = sideOf(config, peer, node, 'remote', isTransport)
  return local === null || remote === null ? null : { local, remote }
}

/** The prefixes of a side, each with the protocol and the port of that side; without a prefix it is the gateway itself. */
function sideOf(
  config: Configuration,
  peer: ConfigNode,
  node: ConfigNode,
  side: 'local' | 'remote',
  isTransport: boolean,
): Setting<readonly SelectorTemplate[]> | null {
  const [protocol, port] = [valueAt(node, 'protocol'), valueAt(node, side, 'port')]
  const suffix = protocol === undefined && port === undefined ? '' : `[${protocol?.text ?? ''}/${port?.text ?? ''}]`
  if (isTransport) return gatewaySide(config, peer, protocol ?? port ?? node, side, suffix)
  const written = [...nodesAt(node, side, 'prefix'), ...nodesAt(node, side, 'subnet')]
  const [first, ...others] = written
  if (first === undefined) {
    // swanctl.conf gets neither protocol nor port of a tunnel without a prefix.
    return kindOf(config) === 'swanctl' ? GATEWAY : gatewaySide(config, peer, protocol ?? port ?? node, side, suffix)
  }
  const templates: SelectorTemplate[] = []
  for (const prefix of written) {
    for (const text of prefix.text === 'any' ? ANYTHING[kindOf(config)] : [prefix.text]) {
      const { template, remark } = parseSelector(`${text}${suffix}`, prefix.span)
      if (template === null) return refusedSide(config, peer, prefix, remark)
      templates.push(template)
    }
  }
  return stated(
    templates,
    first.span,
    others.map(({ span }) => span),
  )
}

/** In transport mode it is for the gateways: in swanctl.conf by their addresses, where those are written. */
function gatewaySide(
  config: Configuration,
  peer: ConfigNode,
  at: ConfigNode,
  side: 'local' | 'remote',
  suffix: string,
): Setting<readonly SelectorTemplate[]> | null {
  const written = kindOf(config) === 'swanctl' ? nodesAt(peer, `${side}-address`).map(({ text }) => text) : ['dynamic']
  if (suffix === '' && (written.length === 0 || kindOf(config) === 'legacy')) return GATEWAY
  // Without an address its file has the protocol alone, with which strongSwan loads no connection (measured with 5.9.8).
  const texts = written.length === 0 ? [''] : written
  const templates: SelectorTemplate[] = []
  for (const [number, text] of texts.entries()) {
    const { template, remark } = parseSelector(number === texts.length - 1 ? `${text}${suffix}` : text, at.span)
    if (template === null) {
      const say = `The tunnel of "${peer.text}" in transport mode has no ${side}-address that its strongSwan can take. ${remark ?? ''}`
      tell(config, at.span, say.trimEnd(), `Set "${side}-address" to the address of that gateway.`)
      config.notLoaded.push({ name: peer.text, span: at.span, say: say.trimEnd() })
      return null
    }
    templates.push(template)
  }
  return stated(templates, at.span)
}

function refusedSide(config: Configuration, { text }: ConfigNode, { span }: ConfigNode, remark: string | null): null {
  tell(
    config,
    span,
    `${remark ?? 'It is no network.'} The tunnel of "${text}" is left out.`,
    'Write a network such as 10.1.0.0/24.',
  )
  return null
}

const ANYTHING = { swanctl: ['0.0.0.0/0', '::/0'], legacy: ['0.0.0.0/0'] } as const

const GATEWAY = defaulted(
  [{ addresses: 'dynamic', protocol: ANY_PROTOCOL, ports: ANY_PORT, span: null }],
  `${DOCUMENTS}: without a prefix it is the address itself.`,
) satisfies Setting<readonly SelectorTemplate[]>

/** A setting without a value from 1.4 on. */
function compressionOf(config: Configuration, esp: ConfigNode | undefined): ChildConfig['compression'] {
  const node = nodeAt(esp, 'compression')
  if (node === undefined) return UNCOMPRESSED
  const value = valueAt(esp, 'compression')
  const isOn = value === undefined ? kindOf(config) === 'swanctl' : value.text === 'enable'
  return stated(isOn, (value ?? node).span)
}

const UNCOMPRESSED = defaulted(false, DOCUMENTS)

/** Whoever initiates, and who responds, has a trap for its packets; on EdgeOS who responds has none (assumed). */
function waitsOf({ generation }: Configuration, peer: ConfigNode): boolean {
  const type = valueAt(peer, 'connection-type')?.text
  if (generation.kind === 'swanctl') return type === 'none' || peer.text.startsWith('@')
  return isAnyPeer(peer) || (generation.kind === 'edgeos' && type === 'respond')
}

function lifetimeOf(config: Configuration, peer: ConfigNode, esp: ConfigNode | undefined): Lifetime {
  const end = secondsOf(config, esp, 3600, [30, 86_400])
  if (kindOf(config) === 'legacy') return isAnyPeer(peer) ? ENDLESS : legacyLifetime(end, [])
  if (nodeAt(esp, 'disable-rekey') !== undefined) return { rekey: undefined, end }
  // `life_time` alone: charon rekeys after an hour all the same (measured with strongSwan 5.9.8).
  return { rekey: { from: Math.max(0, REKEY - Math.max(0, end - REKEY)), to: REKEY }, end }
}

const REKEY = 3600
const ENDLESS: Lifetime = { rekey: undefined, end: undefined }

/** What stays in an own network that is a part of a remote one goes past the tunnel. */
function passing(config: Configuration, node: ConfigNode, child: ChildConfig, espGroup: string | null): Tunnel[] {
  if (child.routed === true || child.mode.value === 'transport') return []
  const isPart =
    kindOf(config) === 'swanctl'
      ? rangesMeet
      : (mine: AddressRange, theirs: AddressRange) => containsRange(theirs, mine)
  const own = child.local.value.filter(({ addresses: mine }) =>
    child.remote.value.some(
      ({ addresses: theirs }) => mine !== 'dynamic' && theirs !== 'dynamic' && isPart(mine, theirs),
    ),
  )
  const [first] = own
  if (first === undefined) return []
  const all = stated(
    own.map((template) => ({ ...template, protocol: ANY_PROTOCOL, ports: ANY_PORT })),
    first.span ?? node.span,
  )
  const pass: ChildConfig = {
    ...child,
    name: `${child.name}-passthrough`,
    local: all,
    remote: all,
    mode: defaulted('pass', `${DOCUMENTS}: the own network stays outside of a tunnel that it is also remote of.`),
    proposals: UNTOLD.proposals,
    compression: UNCOMPRESSED,
    waits: false,
    lifetime: kindOf(config) === 'swanctl' ? CHILD_LIFETIME : ENDLESS,
  }
  return [{ node, child: pass, espGroup }]
}
