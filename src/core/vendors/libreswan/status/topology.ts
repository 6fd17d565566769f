import { type AddressRange, wholeFamily } from '../../../address/address-range.ts'
import { isProblem, parsePrefix } from '../../../address/parse-address.ts'
import { ANY_PORT, type Interval } from '../../../selectors/interval.ts'
import { parseProtocol } from '../../../selectors/protocol.ts'
import { hostIn } from '../../cisco-show/values.ts'
import type { IdentSide } from '../../shown/ident.ts'
import { ANY_SERVICE } from '../protoport.ts'

/** One end of a connection as pluto lists it; `host` is `null` where it is open (`%any`) or hidden. */
export interface TopologyEnd {
  readonly host: AddressRange | null
  /** Whoever comes, or a group of peers. */
  readonly isOpen: boolean
  /** What it protects; `null` where that depends on who comes. */
  readonly client: Client | null
}

export interface Client extends IdentSide {
  readonly protocol: Interval
}

/** The own end stands first, once pluto knows which it is. */
export interface Topology {
  readonly own: TopologyEnd
  readonly peer: TopologyEnd
  /** `erouted`, `prospective erouted`, `unrouted`; `routed-tunnel` of version 5. */
  readonly routing: string
  /** The state that packets go to; 0 for none, `null` where it is not printed here. */
  readonly owner: number | null
}

const ROUTING = /; ([a-z][\w, -]{2,50}); (?:eroute owner: #(\d{1,9})|my_ip=)/

/**
 * `10.1.0.0/24===192.0.2.1[@a]---192.0.2.254...192.0.2.2[@b]===10.2.0.0/24; erouted; eroute owner: #2`: network, address,
 * identity and next hop, and the same of the other end turned round (`jam_spd_end` of pluto). `undefined` for any other text.
 */
export function topologyIn(text: string): Topology | undefined {
  const match = ROUTING.exec(text)
  if (match === null) return undefined
  const ends = text.slice(0, match.index)
  const middle = middleOf(ends)
  if (middle < 0) return undefined
  const own = ownEnd(ends.slice(0, middle))
  const peer = peerEnd(ends.slice(middle + 3))
  if (own === undefined || peer === undefined) return undefined
  return { own, peer, routing: match[1] ?? '', owner: match[2] === undefined ? null : Number(match[2]) }
}

/** Where `...` stands between the ends; an identity in brackets may have dots of its own. */
function middleOf(ends: string): number {
  let depth = 0
  for (let at = 0; at < ends.length; at++) {
    const sign = ends[at]
    if (sign === '[') depth += 1
    else if (sign === ']') depth = Math.max(0, depth - 1)
    else if (sign === '.' && depth === 0 && ends.startsWith('...', at)) return at
  }
  return -1
}

function ownEnd(text: string): TopologyEnd | undefined {
  const cut = text.indexOf('===')
  return endOf(cut < 0 ? text : text.slice(cut + 3), cut < 0 ? null : text.slice(0, cut))
}

function peerEnd(text: string): TopologyEnd | undefined {
  const cut = text.lastIndexOf('===')
  const host = cut < 0 ? text : text.slice(0, cut)
  const hop = /^[\w.:%]{1,60}---/.exec(host)?.[0].length ?? 0
  return endOf(host.slice(hop), cut < 0 ? null : text.slice(cut + 3))
}

function endOf(text: string, client: string | null): TopologyEnd | undefined {
  const [, wrapped, plain = ''] = HOST.exec(text) ?? []
  const written = wrapped ?? plain
  const [, address = written, service] = /^([\d.]{7,15}):(\d.{0,30})$/.exec(written) ?? []
  const isOpen = written.startsWith('%')
  const host = isOpen ? null : hostIn(address)
  if (client === null) {
    const protoport = service === undefined ? null : serviceIn(service)
    const itself = host === null ? null : { addresses: host, ...(protoport ?? ANY_SERVICE) }
    return { host, isOpen, client: itself }
  }
  // `vhost:?` and `{10.9.0.0/24}`: a network, or an address of a pool, for each who comes.
  if (/^(?:vhost|vnet|\{)/.test(client)) return { host, isOpen: true, client: null }
  const network = clientIn(client)
  return network === undefined ? undefined : { host, isOpen, client: network }
}

/** An address of IPv6 with a port in brackets, or anything up to a name, an identity or a next hop. */
const HOST = /^(?:\[([\da-fA-F:.]{2,45})\]:\d{1,5}|([^\s[<]{1,100}?)(?=\[|<|---|$))/

/** `10.2.0.0/24`, `10.2.0.0/24:TCP/443` (4), `10.2.0.0/24/TCP/443` (5), `0.0.0.0/0`. */
function clientIn(text: string): Client | undefined {
  const [, prefix = text, service] = /^([^/]{2,45}\/\d{1,3})[:/](.{1,40})$/.exec(text.trim().replace(/\?$/, '')) ?? []
  const addresses =
    prefix === '%any' ? wholeFamily('ipv4') : prefix.includes('/') ? parsePrefix(prefix) : hostIn(prefix)
  if (addresses === null || isProblem(addresses)) return undefined
  const protoport = service === undefined ? ANY_SERVICE : serviceIn(service)
  return protoport === null ? undefined : { addresses, ...protoport }
}

/** `TCP/443`, `17/1701`, `TCP/0-65535`, `ICMP/%any`; 0 for any. */
function serviceIn(text: string): { readonly protocol: Interval; readonly ports: Interval } | null {
  const match = /^([\w-]{1,20})\/(?:(\d{1,5})(?:-(\d{1,5}))?|%\w{2,10})$/.exec(text)
  const protocol = match === null ? undefined : parseProtocol(match[1] ?? '')
  if (match === null || protocol === undefined) return null
  const from = Number(match[2] ?? 0)
  const to = Number(match[3] ?? from)
  return { protocol, ports: to === 0 || from > to || to > 65_535 ? ANY_PORT : { from, to } }
}
