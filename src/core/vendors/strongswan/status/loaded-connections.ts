import type { EndpointFragment } from '../../../model/endpoint.ts'
import type { AuthRound, ChildConfig, Identity, IkeConnection, SelectorTemplate } from '../../../model/ike-policy.ts'
import { defaulted, stated } from '../../../model/setting.ts'
import type { Vendor } from '../../../model/vendor.ts'
import { isShunt } from '../../../model/without-shunts.ts'
import { lineSpan, type SourceLine, type Span } from '../../../text/source-text.ts'
import { defaultProposals } from '../default-proposals.ts'
import { gatewaysIn } from '../gateway-addresses.ts'
import { parseIdentity } from '../identities.ts'
import { CHILD_LIFETIME, NARROWS } from '../swanctl/swanctl-child.ts'
import { IKE_LIFETIME } from '../swanctl/swanctl-connection.ts'
import { natTraversalOf } from '../written-ports.ts'

/** A connection as it is loaded, so far as its lines have been read: in the order in which they are printed. */
export interface LoadedConnection {
  readonly name: string
  readonly span: Span
  /** `IKEv1`, `IKEv2`, or `IKEv1/2`, which begins with IKEv2. */
  readonly version: string
  /** Starter shows it, swanctl does not. */
  readonly aggressive: boolean | 'untold'
  readonly own: Gateways
  readonly peer: Gateways
  readonly rounds: LoadedRound[]
  readonly children: LoadedChild[]
}

/** Addresses as printed; where their line has not come, they are anybody's. */
interface Gateways {
  readonly texts: string[]
  span: Span | null
}

interface LoadedRound {
  readonly side: 'local' | 'remote'
  readonly method: AuthRound['method']
  id: AuthRound['id']
}

/** A child of it; `mode` as printed, such as `TUNNEL`. */
export interface LoadedChild {
  readonly name: string
  readonly mode: string
  readonly local: SelectorTemplate[]
  readonly remote: SelectorTemplate[]
  readonly spans: Span[]
}

export function loadedConnection(
  name: string,
  version: string,
  line: SourceLine,
  aggressive: LoadedConnection['aggressive'] = 'untold',
): LoadedConnection {
  const [own, peer] = [
    { texts: [], span: null },
    { texts: [], span: null },
  ]
  return { name, span: lineSpan(line), version, aggressive, own, peer, rounds: [], children: [] }
}

/** `local pre-shared key authentication:`, or `uses public key authentication`, by the words for the method. */
export function takeRound(
  { rounds }: LoadedConnection,
  side: LoadedRound['side'],
  words: string,
  line: SourceLine,
  id?: string,
): void {
  const [, method] = METHODS.find(([begins]) => words.startsWith(begins)) ?? []
  const span = lineSpan(line)
  rounds.push({
    side,
    method: method === undefined ? defaulted('any', NOT_SHOWN) : stated(method, span),
    id: id === undefined || id === '' ? undefined : stated(shownIdentity(id), span),
  })
}

const METHODS = [
  ['pre-shared key', 'psk'],
  ['public key', 'pubkey'],
  ['EAP', 'eap'],
  ['XAuth', 'xauth'],
] as const

/** The identity of the round that was printed last; whether there is one. */
export function takeIdentity({ rounds }: LoadedConnection, text: string, line: SourceLine): boolean {
  const round = rounds.at(-1)
  if (round === undefined) return false
  round.id = stated(shownIdentity(text), lineSpan(line))
  return true
}

/** `keyid:one` and `fqdn:one` are both printed as `one`. */
function shownIdentity(text: string): Identity {
  const identity = parseIdentity(text)
  return identity.kind === 'fqdn' || identity.kind === 'email' ? { ...identity, kindUntold: true } : identity
}

/**
 * What connections that are loaded tell of their negotiation: all but proposals and keys, which are asked for, and a few settings.
 * Shunts alone negotiate nothing.
 */
export function shownPolicyOf(
  loaded: readonly LoadedConnection[],
  vendor: Vendor,
): Pick<EndpointFragment, 'shownPolicy'> {
  const connections = loaded.flatMap(connectionOf)
  if (connections.every(isShunt)) return {}
  const missing = [{ code: 'PR001', topic: 'proposals', command: vendor.askSettings }]
  return { shownPolicy: { vendor, ike: { connections, keys: undefined, daemon: {}, notLoaded: [] }, missing } }
}

function connectionOf(connection: LoadedConnection): IkeConnection[] {
  const { name, span, version, aggressive, own, peer, rounds } = connection
  const remoteAddresses = gatewaysOf(peer, span)
  // Who has no single address is waited for.
  const waits = !remoteAddresses.value.some(({ from, to }) => from === to)
  const children = connection.children.flatMap((child) => childOf(child, waits))
  if (children.length === 0) return []
  return [
    {
      name,
      span,
      initiates: stated(version === 'IKEv1' ? 1 : 2, span),
      accepts: version === 'IKEv1' ? [1] : version === 'IKEv2' ? [2] : [1, 2],
      exchange: MAIN_MODE,
      ...(aggressive === 'untold' ? { exchangeUntold: true } : aggressive && { exchange: stated('aggressive', span) }),
      childless: defaulted('allow', NOT_SHOWN),
      natTraversal: natTraversalOf(false, true),
      localAddresses: gatewaysOf(own, span),
      remoteAddresses,
      proposals: IKE_PROPOSALS,
      proposalsUntold: true,
      local: roundsOf(rounds, 'local'),
      remote: roundsOf(rounds, 'remote'),
      virtualAddresses: [],
      pools: [],
      virtualUntold: true,
      children,
      lifetime: IKE_LIFETIME,
    },
  ]
}

const NOT_SHOWN = 'strongSwan does not show it; the default of swanctl.conf(5)'
const MAIN_MODE = defaulted('main', NOT_SHOWN)
const IKE_PROPOSALS = defaulted(defaultProposals('ike'), NOT_SHOWN)
const ESP_PROPOSALS = defaulted(defaultProposals('esp'), NOT_SHOWN)

function gatewaysOf({ texts, span }: Gateways, otherwise: Span): IkeConnection['localAddresses'] {
  return stated(gatewaysIn(texts), span ?? otherwise)
}

function roundsOf(rounds: readonly LoadedRound[], side: LoadedRound['side']): readonly AuthRound[] {
  const own = rounds.filter((round) => round.side === side)
  return own.length === 0 ? UNSPECIFIED : own.map(({ method, id }) => ({ method, id }))
}

const UNSPECIFIED: readonly AuthRound[] = [{ method: defaulted('any', NOT_SHOWN), id: undefined }]

function childOf({ name, mode, local, remote, spans: [span] }: LoadedChild, waits: boolean): ChildConfig[] {
  if (span === undefined || local.length === 0 || remote.length === 0) return []
  return [
    {
      name,
      span,
      local: stated(local, local[0]?.span ?? span),
      remote: stated(remote, remote[0]?.span ?? span),
      proposals: ESP_PROPOSALS,
      proposalsUntold: true,
      mode: stated(MODES.get(mode) ?? 'tunnel', span),
      narrows: NARROWS,
      pfs: defaulted('as proposed', NOT_SHOWN),
      compression: defaulted(false, NOT_SHOWN),
      compressionUntold: true,
      waits,
      lifetime: CHILD_LIFETIME,
    },
  ]
}

/** `BEET` is taken as tunnel mode, to which it falls back. */
const MODES: ReadonlyMap<string, ChildConfig['mode']['value']> = new Map([
  ['TRANSPORT', 'transport'],
  ['PASS', 'pass'],
  ['DROP', 'drop'],
])
