import { formatHost, rangeKey } from '../address/address-range.ts'
import type { Endpoint } from '../model/endpoint.ts'
import type { IkeSa, IkeStage } from '../model/ike-sa.ts'
import { rememberedOf } from '../model/remembered.ts'

/** How far each stage is on the way to an IKE SA. */
const ORDER: readonly IkeStage[] = ['none', 'closing', 'contact', 'agreed', 'keyed', 'established']

/**
 * The IKE SA with the peer that has come furthest, as the end's status output shows it; `null` where the output lists
 * none, `undefined` where none was pasted. An end may show several: of a rekey, or of attempts that came to nothing.
 */
export function ikeStateOf(end: Endpoint, peer: Endpoint): IkeSa | null | undefined {
  return end.ikeSas === undefined ? undefined : (ikeStatesOf(end, peer)[0] ?? null)
}

/** The same of each pair of addresses, where no paste shows which of them is the peer's: they may be several tunnels. */
export function ikeStatesByPair(end: Endpoint, peer: Endpoint): readonly IkeSa[] {
  const states = ikeStatesOf(end, peer)
  if (isPeerTold(end, peer)) return [...states.slice(0, 1), ...childrenOf(states)]
  const furthest = new Map<string, IkeSa>()
  for (const [at, state] of states.entries()) {
    // Of those whose addresses were taken out each may be another one.
    const pair = state.hosts.map(rangeKey).toSorted().join(' ') || `${at}`
    if (!furthest.has(pair)) furthest.set(pair, state)
  }
  return [...furthest.values()]
}

/** That none of the children is up, beside an IKE SA that is. */
function childrenOf(states: readonly IkeSa[]): readonly IkeSa[] {
  const [first] = states
  if (first?.stage !== 'established' || first.ofChildren === true) return []
  const [children] = states.filter(({ ofChildren }) => ofChildren === true)
  return children?.stage === 'none' ? [children] : []
}

/** Whether any paste shows the address of the peer. */
export function isPeerTold(end: Endpoint, peer: Endpoint): boolean {
  return peer.addresses.length + end.peers.length > 0
}

/** The peer of an IKE SA; where no paste shows which address is the peer's, between which it is. */
export function withWhom({ hosts }: IkeSa, peer: string, isTold: boolean): string {
  return !isTold && hosts.length > 1 ? `between ${hosts.map(formatHost).join(' and ')}` : `with ${peer}`
}

/** All of them, that which has come furthest first. */
export function ikeStatesOf({ ikeSas = [], peers }: Endpoint, peer: Endpoint): readonly IkeSa[] {
  const hosts = [...peer.addresses, ...peers].map(({ value }) => rangeKey(value))
  const places =
    hosts.length === 0 ? ikeSas.keys() : new Set(hosts.flatMap((host) => placesByHost(ikeSas).get(host) ?? []))
  return [...places]
    .toSorted((a, b) => a - b)
    .flatMap((at) => ikeSas[at] ?? [])
    .toSorted((a, b) => ORDER.indexOf(b.stage) - ORDER.indexOf(a.stage))
}

/** Which of them are of each host: a hub's status lists thousands, and is asked for each peer. */
const placesByHost = rememberedOf((ikeSas: readonly IkeSa[]): ReadonlyMap<string, readonly number[]> => {
  const places = new Map<string, number[]>()
  for (const [at, { hosts }] of ikeSas.entries())
    for (const host of new Set(hosts.map(rangeKey))) {
      const known = places.get(host)
      if (known === undefined) places.set(host, [at])
      else known.push(at)
    }
  return places
})
