import type { AddressRange } from '../../address/address-range.ts'
import { isProblem, parseMasked, parsePrefix } from '../../address/parse-address.ts'
import type { LineRole } from '../../model/format.ts'
import { stated } from '../../model/setting.ts'
import type { DroppedPackets } from '../../model/spd-entry.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../selectors/interval.ts'
import { parseProtocol } from '../../selectors/protocol.ts'
import { lineSpan, type SourceLine, type Span } from '../../text/source-text.ts'
import { type Ident, type IdentSide, plainIdent, untoldSas } from '../shown/ident.ts'
import type { OutputReader, Shown } from '../shown/shown.ts'
import { meaningOf } from './ike-states.ts'
import { hostIn, hostWithPort } from './values.ts'

const IRRELEVANT =
  /^(?:Crypto session current status|Code: |[A-Z] - [A-Z]|Profile: |Uptime: |Username: |Group: |Assigned address: |Phase1_id: |Desc: |Session ID: |System IP: |Capabilities: ?|IPv[46] Crypto session)/i

type FlowDraft = { -readonly [K in keyof Ident]: Ident[K] }

/**
 * Reads `show crypto session [detail]`: for each peer a status, its IKE SAs, and the flows that are for it with the number
 * of their SAs, of which none has its SPI printed (Cisco IOS Security Command Reference, "show crypto session").
 */
export function sessionReader(shown: Shown): OutputReader {
  let name: string | null = null
  let status: { readonly state: string; readonly span: Span } | null = null
  let peer: AddressRange | null = null
  let own: AddressRange | null = null
  let flow: FlowDraft | null = null
  /** The line of an IPv6 IKE SA goes on in the next one. */
  let local: AddressRange | null = null

  return { read, finish }

  function read(text: string, line: SourceLine): LineRole | undefined {
    shown.lists = { entries: true, sas: true, ikeSas: true }
    const span = lineSpan(line)
    return (
      ofSession(text, span) ??
      ofIke(text, span) ??
      ofFlow(text, span) ??
      (IRRELEVANT.test(text) ? 'irrelevant' : undefined)
    )
  }

  function ofSession(text: string, span: Span): LineRole | undefined {
    const begins = /^Interface: (\S{1,99})$/.exec(text)
    if (begins !== null) {
      finish()
      name = begins[1] ?? null
      return 'read'
    }
    const state = /^Session status: ([A-Z][A-Z-]{1,30})$/.exec(text)
    if (state !== null) {
      status = { state: state[1] ?? '', span }
      return 'read'
    }
    const address = /^Peer: (\S{1,99})(?: port \d{1,5})?(?: fvrf: \S+)?(?: ivrf: \S+)?$/.exec(text)
    if (address === null) return undefined
    peer = hostIn(address[1] ?? '')
    if (peer !== null) {
      shown.peers.push(stated(peer, span))
      if (status !== null) sessionState(status, peer)
    }
    status = null
    return 'read'
  }

  /** The status of a session whose IKE SA is printed as well says no more than that. */
  function sessionState({ state, span }: { readonly state: string; readonly span: Span }, host: AddressRange): void {
    if (/^UP-(?:ACTIVE|IDLE)/.test(state)) return
    shown.ikeSas.push({ version: null, hosts: [host], state, ...meaningOf(state), role: null, spans: [span] })
  }

  function ofIke(text: string, span: Span): LineRole | undefined {
    const both = /^IKE(v[12])? SA: local (\S{1,99})(?: remote (\S{1,99}) (Active|Inactive))?$/.exec(text)
    if (both !== null) {
      local = hostWithPort(both[2] ?? '')
      if (both[3] !== undefined) ikeSa(both[3], both[4] ?? '', span, both[1])
      return 'read'
    }
    const rest = /^remote (\S{1,99}) (Active|Inactive)$/.exec(text)
    if (rest === null) return undefined
    ikeSa(rest[1] ?? '', rest[2] ?? '', span, 'v2')
    return 'read'
  }

  function ikeSa(remote: string, state: string, span: Span, version: string | undefined): void {
    const host = hostWithPort(remote)
    own = local
    if (own === null || host === null) return
    shown.own.push(stated(own, span))
    const active = state === 'Active'
    shown.ikeSas.push({
      version: version === 'v2' ? 2 : version === 'v1' ? 1 : null,
      hosts: [own, host],
      state,
      stage: active ? 'established' : 'contact',
      means: active ? 'The IKE SA is established.' : 'The IKE SA is being negotiated, or is on its way out.',
      role: null,
      spans: [span],
    })
  }

  function ofFlow(text: string, span: Span): LineRole | undefined {
    const begins = /^IPSEC FLOW: {1,3}(permit|deny) {1,3}(\S{1,20}) {1,3}(\S.{0,200})$/.exec(text)
    if (begins !== null) {
      takeFlow()
      flow = flowIn(begins[1] === 'deny', begins[2] ?? '', begins[3] ?? '', span)
      return 'read'
    }
    if (flow === null) return undefined
    const active = /^Active SAs: (\d{1,9}), origin: \S/.exec(text)
    if (active !== null) {
      flow.sas = Number(active[1]) < 2 ? [] : untoldSas(span)
      return 'read'
    }
    const counts = /^(Inbound|Outbound): {1,3}#pkts (?:dec|enc)'ed (\d{1,15}) drop (\d{1,15}) life /.exec(text)
    if (counts === null) return undefined
    counted(flow, counts[1] === 'Outbound', Number(counts[2]), Number(counts[3]), span)
    return 'read'
  }

  function flowIn(denied: boolean, protocolText: string, rest: string, span: Span): FlowDraft | null {
    const sides = sidesIn(rest)
    const protocol = /^ip(?:v6)?$/.test(protocolText) ? ANY_PROTOCOL : parseProtocol(protocolText, false)
    if (sides === null || protocol === undefined) {
      const say = `"${rest}" is not read as two networks.`
      shown.problems.push({
        kind: 'unsupported',
        span,
        say,
        instead: 'Paste `show crypto ipsec sa` of this gateway as well.',
      })
      return null
    }
    const [mine, theirs] = sides
    return { ...plainIdent({ name, own, peer, local: mine, remote: theirs, protocol, spans: [span] }), denied }
  }

  function takeFlow(): void {
    if (flow !== null) shown.idents.push(flow)
    flow = null
  }

  function finish(): void {
    takeFlow()
    name = null
    status = null
    peer = null
    own = null
    local = null
  }
}

function counted(flow: FlowDraft, out: boolean, packets: number, drops: number, span: Span): void {
  const dropped: DroppedPackets[] = drops === 0 ? [] : [{ why: 'unsaid', count: drops, span }]
  if (out) Object.assign(flow, { sent: packets, droppedOut: dropped, counted: { ...flow.counted, out: [span] } })
  else Object.assign(flow, { received: packets, droppedIn: dropped, counted: { ...flow.counted, in: [span] } })
}

/** `host 10.1.0.1 10.2.0.0/255.255.255.0`, `::/0 2001:db8::/32`, each with `port N` behind it where there is one. */
function sidesIn(text: string): readonly [IdentSide, IdentSide] | null {
  const words = text.trim().split(/\s+/)
  const sides: IdentSide[] = []
  while (words.length > 0) {
    const word = words.shift() ?? ''
    const addresses = word === 'host' ? hostIn(words.shift() ?? '') : networkIn(word)
    if (addresses === null) return null
    const port = words[0] === 'port' ? Number(words.splice(0, 2)[1]) : 0
    sides.push({ addresses, ports: port > 0 && port < 65_536 ? { from: port, to: port } : ANY_PORT })
  }
  const [mine, theirs, ...more] = sides
  return mine === undefined || theirs === undefined || more.length > 0 ? null : [mine, theirs]
}

function networkIn(text: string): AddressRange | null {
  const [address = '', mask = ''] = text.split('/')
  const network = mask.includes('.') ? parseMasked(address, mask) : parsePrefix(text)
  return isProblem(network) ? null : network
}
