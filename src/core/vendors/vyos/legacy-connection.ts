import { type AddressRange, formatHost } from '../../address/address-range.ts'
import { isProblem, parseAddress } from '../../address/parse-address.ts'
import type { AuthRound, ChildConfig, Identity, IkeConnection, Lifetime } from '../../model/ike-policy.ts'
import { defaulted, type Setting, stated } from '../../model/setting.ts'
import { DEFAULTS_AUTHORITY, defaultProposals } from '../strongswan/default-proposals.ts'
import { gatewaysIn } from '../strongswan/gateway-addresses.ts'
import { parseIdentity } from '../strongswan/identities.ts'
import { natTraversalOf } from '../strongswan/written-ports.ts'
import { type ConfigNode, nodesAt, valueAt } from './config-tree.ts'
import type { Configuration } from './configuration.ts'
import { ikeProposals, secondsOf } from './groups.ts'
import { localAddresses, methodOf, ownKey } from './rounds.ts'

const SCRIPT = 'vyatta-cfg-vpn, scripts/vpn-config.pl'

/** What VyOS up to 1.3, Vyatta and EdgeOS make of a peer in ipsec.conf (vyatta-cfg-vpn, scripts/vpn-config.pl). */
export function legacyConnection(
  config: Configuration,
  peer: ConfigNode,
  ike: ConfigNode | undefined,
  children: readonly ChildConfig[],
): IkeConnection {
  const own = localAddresses(config, peer)
  const method = methodOf(peer)
  const local: AuthRound = { method, id: ownId(peer, own), ...ownKey(peer) }
  return {
    name: legacyName(peer),
    span: peer.span,
    ...legacyVersion(ike),
    exchange: exchangeOf(ike),
    childless: ALLOWS_CHILDLESS,
    postQuantum: NO_WORDS,
    natTraversal: natTraversalOf(
      valueAt(peer, 'force-encapsulation')?.text === 'enable',
      valueAt(ike, 'mobike')?.text !== 'disable',
    ),
    localAddresses: own,
    remoteAddresses: stated(isAnyPeer(peer) ? [] : gatewaysIn([peer.text]), peer.span),
    ...(ike === undefined ? UNTOLD : { proposals: ikeProposals(config, ike) }),
    local: [local],
    remote: [{ method, id: peerId(peer) }],
    virtualAddresses: NONE,
    pools: NONE,
    children,
    lifetime: isAnyPeer(peer) ? ENDLESS : legacyLifetime(ikeSeconds(config, ike), children),
  }
}

/** The name that its first `conn` has, by which the daemon calls what it makes of all of them. */
function legacyName(peer: ConfigNode): string {
  const [first] = nodesAt(peer, 'tunnel')
  return `${legacyStem(peer)}-${first?.text ?? 'vti'}`
}

/** Of the names of its conns. */
export function legacyStem({ text }: ConfigNode): string {
  return `peer-${text.replace(/^@/, '')}-tunnel`
}

/** It may come from anywhere, and is then waited for. */
export function isAnyPeer({ text }: ConfigNode): boolean {
  return text === 'any' || text === '0.0.0.0' || text.startsWith('@')
}

const NONE: readonly never[] = []
const MAIN = defaulted('main', SCRIPT)
const ALLOWS_CHILDLESS = defaulted('allow', 'ipsec.conf(5) of strongSwan')
const NO_WORDS = defaulted('answer', 'Measured with strongSwan 5.9.8: ipsec.conf has no word for it.')
const VERSION_1 = defaulted(1, `${SCRIPT}: key-exchange is ikev1.`)
const UNTOLD = { proposals: defaulted(defaultProposals('ike'), DEFAULTS_AUTHORITY), proposalsUntold: true } as const
const ENDLESS: Lifetime = { rekey: undefined, end: undefined }

function legacyVersion(ike: ConfigNode | undefined): Pick<IkeConnection, 'initiates' | 'accepts'> {
  const value = valueAt(ike, 'key-exchange')
  if (value?.text === 'ikev2') return { initiates: stated(2, value.span), accepts: [2] }
  if (value?.text === 'auto') return { initiates: stated(2, value.span), accepts: [1, 2] }
  return { initiates: value === undefined ? VERSION_1 : stated(1, value.span), accepts: [1] }
}

function exchangeOf(ike: ConfigNode | undefined): IkeConnection['exchange'] {
  const mode = valueAt(ike, 'mode')
  return mode === undefined ? MAIN : stated(mode.text === 'aggressive' ? 'aggressive' : 'main', mode.span)
}

function ownId(peer: ConfigNode, { value: [own] }: Setting<readonly AddressRange[]>): Setting<Identity> | undefined {
  const written = valueAt(peer, 'authentication', 'id')
  if (written !== undefined) return stated(parseIdentity(written.text), written.span)
  return own === undefined || own.family === 'name' ? undefined : defaulted(parseIdentity(formatHost(own)), ADDRESS_ID)
}

/** Its name where that is an identity, `remote-id`, else its address. */
function peerId(peer: ConfigNode): Setting<Identity> | undefined {
  if (peer.text.startsWith('@')) return stated(parseIdentity(peer.text), peer.span)
  const written = valueAt(peer, 'authentication', 'remote-id')
  if (written !== undefined) return stated(parseIdentity(written.text), written.span)
  return isAnyPeer(peer) ? undefined : defaulted(parseIdentity(canonical(peer.text)), ADDRESS_ID)
}

function canonical(text: string): string {
  const address = parseAddress(text)
  return isProblem(address) ? text : formatHost(address)
}

const ADDRESS_ID = 'ipsec.conf(5) of strongSwan: an end without an id has its address for one.'

function ikeSeconds(config: Configuration, ike: ConfigNode | undefined): number {
  return secondsOf(config, ike, 28_800, [30, 86_400])
}

/** Rekeying begins nine minutes before the end, earlier by chance by as much again; of a short life, in its second half. */
export function legacyLifetime(end: number, children: readonly ChildConfig[]): Lifetime {
  const lower = Math.min(end, ...children.map(({ lifetime }) => lifetime.end ?? end))
  const margin = marginOf(lower)
  const to = end - margin
  return { rekey: { from: Math.max(0, to - margin), to }, end }
}

function marginOf(lower: number): number {
  return lower <= 2 * MARGIN ? Math.floor(lower / 2) - 1 : MARGIN
}

const MARGIN = 540
