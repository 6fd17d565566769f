import type { AddressRange } from '../../../address/address-range.ts'
import { stated } from '../../../model/setting.ts'
import type { Mode } from '../../../model/spd-entry.ts'
import type { Span } from '../../../text/source-text.ts'
import { lastKept } from '../../cisco-show/last-kept.ts'
import { hostIn, spiIn } from '../../cisco-show/values.ts'
import { type Ident, type IdentSa, plainIdent, UNTOLD_SA, untoldSas } from '../../shown/ident.ts'
import type { Shown } from '../../shown/shown.ts'
import { roleIn } from './pluto-states.ts'
import { keyOf, type ListedConnection, type ListedState, type PlutoStatus } from './status-lines.ts'
import type { Topology } from './topology.ts'

/** Adds what pluto has told: a pair of networks for each connection that knows its peer, with its SAs, and the states of IKE. */
export function withStatus(shown: Shown, status: PlutoStatus): void {
  const { connections, states, lists } = status
  const children = new Map<string, ListedState[]>()
  for (const state of states.values()) {
    if (state.is?.of === 'ike') continue
    const known = children.get(state.key)
    if (known === undefined) children.set(state.key, [state])
    else known.push(state)
  }
  const instantiated = new Set<string>()
  for (const { name, instance } of connections.values()) if (instance !== null) instantiated.add(name)
  const treatment = lastKept(treatmentOf)
  for (const [key, connection] of connections) {
    if (connection.unoriented !== null) {
      shown.problems.push(NOT_ORIENTED(connection.name, connection.unoriented))
      continue
    }
    const isTemplate = connection.instance === null && instantiated.has(connection.name)
    takeConnection(shown, connection, isTemplate, children.get(key) ?? NONE, treatment(connection.policy ?? ''))
  }
  takeIkeSas(shown, status)
  const listed = lists.connections || connections.size > 0
  shown.lists = { entries: listed, sas: listed, ikeSas: lists.states }
  if (lists.none !== null && connections.size === 0) shown.problems.push(NOTHING_LOADED(lists.none))
  const [state] = states.values()
  const span = state === undefined ? undefined : (state.spans[0] ?? state.exact?.span)
  if (span !== undefined && connections.size === 0 && lists.none === null)
    shown.problems.push(STATES_ALONE([...states.values()], span))
}

const NOTHING_LOADED = (span: Span) => ({
  kind: 'unsupported' as const,
  span,
  say: 'No connection is loaded: pluto has refused them, or the file has none with "auto=add", "auto=route" or "auto=start".',
  instead:
    '`ipsec auto --add NAME` says what is wrong with one; paste `cat /etc/ipsec.conf /etc/ipsec.d/*.conf` as well.',
})

/** What is said all the same of those that are on their way, or through which packets go one way only. */
const STATES_ALONE = (states: readonly ListedState[], span: Span) => {
  const stuck = states.flatMap(({ key, name, is }) =>
    is?.of === 'ike' && is.stage !== 'established' ? [` "${key}" is at ${name}: ${is.means}`] : [],
  )
  const oneWay = states.flatMap(({ key, bytes, exact }) => {
    const [come, gone] = [(exact ?? bytes)?.in ?? null, (exact ?? bytes)?.out ?? null]
    if (come === null || gone === null || (come === 0) === (gone === 0)) return []
    return [` Through "${key}" packets ${come === 0 ? 'go out and none comes in' : 'come in and none goes out'}.`]
  })
  return {
    kind: 'unsupported' as const,
    span,
    say: `This output tells neither the addresses nor the networks of what it lists.${[...stuck, ...oneWay].slice(0, 3).join('')}`,
    instead: 'Paste `ipsec status` of that gateway together with it.',
  }
}

const NOT_ORIENTED = (name: string, span: Span) => ({
  kind: 'unsupported' as const,
  span,
  say: `The connection "${name}" is not oriented: neither its left nor its right is an address of this host, so that pluto cannot use it.`,
  instead: '`ip address` shows the addresses that the host has; one of them must be `left` or `right`.',
})

const NONE: readonly never[] = []

/** What is decided once for all SAs of a connection. */
interface Treatment {
  readonly kind: 'protect' | 'bypass' | 'discard'
  readonly mode: Mode | null
}

/** Version 4 writes no word for transport mode. */
function treatmentOf(policy: string): Treatment {
  if (policy === '') return { kind: 'protect', mode: null }
  const words = new Set(policy.split('+'))
  if (words.has('NEVER_NEGOTIATE') || words.has('AUTH_NEVER')) {
    return { kind: words.has('DROP') || words.has('REJECT') ? 'discard' : 'bypass', mode: null }
  }
  return { kind: 'protect', mode: words.has('TUNNEL') ? 'tunnel' : 'transport' }
}

function takeConnection(
  shown: Shown,
  connection: ListedConnection,
  isTemplate: boolean,
  states: readonly ListedState[],
  { kind, mode }: Treatment,
): void {
  let isFirst = true
  // The SAs of all its pairs are the same, and so is what goes through them. No number is printed: it is of no place in a list.
  const reqid = connection.pairs.length > 1 ? -1 - shown.idents.length : null
  for (const { topology, span } of connection.pairs) {
    const { own, peer } = topology
    const protects = kind === 'protect'
    if (protects && own.host !== null) takeHost(shown.own, own.host, span)
    if (protects && peer.host !== null && !isTemplate) takeHost(shown.peers, peer.host, span)
    // What is for whoever comes has an instance for each that came.
    if (own.client === null || peer.client === null) continue
    if (protects && (isTemplate || peer.isOpen)) continue
    const { protocol } = own.client
    const ident = plainIdent({
      name: keyOf(connection.name, connection.instance),
      own: protects ? own.host : null,
      peer: protects ? peer.host : null,
      local: own.client,
      remote: peer.client,
      protocol: protocol.to === 255 ? peer.client.protocol : protocol,
      spans: [span],
    })
    shown.idents.push(
      protects
        ? Object.assign(ident, { reqid }, sasOf(connection, topology, span, states, mode, isFirst))
        : { ...ident, ...(kind === 'bypass' ? { denied: true } : { discards: true }) },
    )
    isFirst = false
  }
}

/** Most connections have the own address of the one before. */
function takeHost(list: Shown['own'], host: AddressRange, span: Span): void {
  const last = list.at(-1)
  list.push(
    last !== undefined && last.value.from === host.from && last.value.family === host.family
      ? last
      : stated(host, span),
  )
}

/** Nothing is in the kernel for it, and no packet brings it up. */
const IDLE = /^unrouted(?:[ -]revival|-bare-negotiation)?$/

const IN_FORCE = /^(?:erouted|routed-tunnel|unrouted-tunnel|keyed, unrouted)$/

function sasOf(
  { newest }: ListedConnection,
  { routing, owner }: Topology,
  span: Span,
  states: readonly ListedState[],
  mode: Mode | null,
  isFirst: boolean,
): Partial<Ident> {
  const up = states.filter((state) => isUp(state))
  if (up.length > 0) {
    const sas = up.flatMap((state) => saidSas(state, mode))
    return isFirst ? { sas, ...bytesOf(up) } : { sas }
  }
  if ((IN_FORCE.test(routing) && owner !== 0) || (newest !== null && newest > 0))
    return { sas: untoldSas(span).map((sa) => ({ ...sa, mode })) }
  const waiting = states.flatMap(({ is, spans }): IdentSa[] => {
    if (is?.of !== 'child' || is.is !== 'asked') return []
    return [{ ...UNTOLD_SA, direction: 'out', spi: null, mode, algorithms: [], spans }]
  })
  return { sas: waiting, ...(IDLE.test(routing) && waiting.length === 0 && { loaded: true as const }) }
}

/** `ipsec trafficstatus` lists none but these. */
function isUp({ is }: ListedState): boolean {
  return is === null || (is.of === 'child' && is.is === 'up')
}

/** The first SA of a protocol is the outbound one; without a list of them two are there all the same. */
function saidSas({ saids, tunnel, spans, exact }: ListedState, mode: Mode | null): IdentSa[] {
  const said = mode ?? (tunnel ? 'tunnel' : null)
  const span = spans.at(-1) ?? exact?.span
  if (span === undefined) return []
  if (saids.length === 0) return untoldSas(span).map((sa) => ({ ...sa, mode: said }))
  const where = [span]
  return saids.map(({ protocol, spi }, at) => {
    const direction = saids.findIndex((other) => other.protocol === protocol) < at ? 'in' : 'out'
    const { algorithms, replayWindow } = UNTOLD_SA
    return { direction, protocol, spi: spiIn(spi), mode: said, algorithms, replayWindow, spans: where }
  })
}

/** What went through the SAs of one connection together; pluto counts bytes. */
function bytesOf(up: readonly ListedState[]): Partial<Ident> {
  let [received, sent]: (number | null)[] = [0, 0]
  const spans: Span[] = []
  for (const { exact, bytes } of up) {
    const told = exact ?? bytes
    received = plus(received, told?.in)
    sent = plus(sent, told?.out)
    if (told !== null) spans.push(told.span)
  }
  return { sent: sent ?? null, received: received ?? null, counts: 'bytes', counted: { out: spans, in: spans } }
}

function plus(total: number | null | undefined, more: number | null | undefined): number | null {
  return total == null || more == null ? null : total + more
}

function takeIkeSas(shown: Shown, { connections, states }: PlutoStatus): void {
  for (const { name, is, key, peer, spans } of states.values()) {
    if (name === null || is?.of !== 'ike' || name.startsWith('STATE_INFO')) continue
    const topology = connections.get(key)?.pairs[0]?.topology
    const instance = peer === null ? null : hostIn(peer)
    const hosts = [topology?.own.host ?? null, topology?.peer.host ?? instance].filter((host) => host !== null)
    if (topology === undefined && instance !== null && spans[0] !== undefined) takeHost(shown.peers, instance, spans[0])
    const { version, stage, means } = is
    const role = stage === 'established' ? null : roleIn(name)
    shown.ikeSas.push({
      version,
      hosts,
      state: name,
      stage,
      means,
      role,
      spans: spans.slice(0, 1),
    })
  }
}
