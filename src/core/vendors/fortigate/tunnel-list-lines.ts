import type { AddressRange } from '../../address/address-range.ts'
import { isProblem, parseMasked, parseRange } from '../../address/parse-address.ts'
import type { LineRole } from '../../model/format.ts'
import type { IkeSa } from '../../model/ike-sa.ts'
import { stated } from '../../model/setting.ts'
import { ANY_PORT, ANY_PROTOCOL, type Interval } from '../../selectors/box.ts'
import { lineSpan, type SourceLine, type Span } from '../../text/source-text.ts'
import { type IdentSa, type IdentSide, plainIdent, UNTOLD_SA } from '../cisco-show/ident.ts'
import type { OutputReader, Shown } from '../cisco-show/shown.ts'
import { hostIn, spiIn } from '../cisco-show/values.ts'

/** A phase 2 while its lines are read. */
interface Phase2 {
  readonly name: string
  readonly sources: Selector[]
  readonly destinations: Selector[]
  readonly sas: IdentSa[]
  received: { readonly packets: number; readonly span: Span } | null
  sent: { readonly packets: number; readonly span: Span } | null
  readonly spans: Span[]
}

interface Selector extends IdentSide {
  readonly protocol: Interval
}

/** Settings and timers that decide nothing; the keys among them are blanked. */
const IRRELEVANT =
  /^(?:list (?:all )?ipsec tunnel|-{5,}$|bound_if=|tun_id=|proxyid_num=|stat: |dpd: |natt: |fec: |SA: |seqno=|life: |ah=|npu_flag=|run_tally=|ipv4 |ipv6 |parent=|vd: |interface: |created: |IKE SA: |IPsec SA: |id\/spi: |proposal: |key: |SK_|lifetime\/rekey: |DPD |tx\b|rx\b|virtual-interface-addr: |nat: |peer-id: |peer-id-auth: |assigned |pfs: |PPK: |QKD: |child: |auto-discovery|network-id|‹secret [\d?]+›$)/

/**
 * Reads `diagnose vpn tunnel list`, `diagnose vpn ike gateway list` and `get vpn ipsec tunnel summary` in the shapes of FortiOS
 * 5.4 to 7 (Fortinet Document Library, "VPN IPsec troubleshooting").
 */
export function tunnelListReader(shown: Shown): OutputReader {
  let tunnel = ''
  let version: 1 | 2 | null = null
  let own: AddressRange | null = null
  let peer: AddressRange | null = null
  let phase2: Phase2 | null = null
  let role: IkeSa['role'] = null

  return { read, finish }

  function read(text: string, line: SourceLine): LineRole | undefined {
    const span = lineSpan(line)
    return ofTunnel(text, span) ?? ofPhase2(text, span) ?? (IRRELEVANT.test(text) ? 'irrelevant' : undefined)
  }

  function ofTunnel(text: string, span: Span): LineRole | undefined {
    const listed = /^name=(\S{1,60}) ver=([12]) serial=\S{1,20} (\S{2,60}):\d{1,5}->(\S{2,60}):\d{1,5}(?: |$)/.exec(
      text,
    )
    if (listed !== null) {
      begin(listed[1] ?? '')
      shown.lists = { ...shown.lists, entries: true, sas: true }
      version = listed[2] === '2' ? 2 : 1
      place(listed[3], listed[4], span)
      return 'read'
    }
    const name = /^name: (\S{1,60})$/.exec(text)
    if (name !== null) {
      begin(name[1] ?? '')
      return 'read'
    }
    const numbered = /^version: ([12])$/.exec(text)
    if (numbered !== null) {
      version = numbered[1] === '2' ? 2 : 1
      return 'read'
    }
    const ends = /^addr: (\S{2,60}):\d{1,5} -> (\S{2,60}):\d{1,5}$/.exec(text)
    if (ends !== null) {
      place(ends[1], ends[2], span)
      return 'read'
    }
    const began = /^direction: (initiator|responder)$/.exec(text)
    if (began !== null) {
      role = began[1] === 'initiator' ? 'initiator' : 'responder'
      return 'read'
    }
    const status = /^status: (established|connecting)\b(.{0,120})$/.exec(text)
    if (status !== null) {
      const isUp = status[1] === 'established'
      const means = isUp ? 'The IKE SA is established.' : `It says "${status[1]}${status[2]}".`
      ikeSa(status[1] ?? '', isUp ? 'established' : 'contact', means, span)
      return 'read'
    }
    return summary(text, span)
  }

  /** `'to-b' 198.51.100.7:0  selectors(total,up): 2/1  rx(pkt,err): 120/0  tx(pkt,err): 130/2` */
  function summary(text: string, span: Span): LineRole | undefined {
    const match = /^'([^']{1,60})' (\S{2,60}):\d{1,5} {1,9}selectors\(total,up\): (\d{1,6})\/(\d{1,6}) /.exec(text)
    if (match === null) return undefined
    begin(match[1] ?? '')
    peer = hostIn(match[2] ?? '')
    if (peer === null) return 'read'
    shown.peers.push(stated(peer, span))
    const [total, up] = [Number(match[3]), Number(match[4])]
    const means = `${up} of its ${total} phase 2 selectors ${up === 1 ? 'is' : 'are'} up.`
    ikeSa(`selectors ${total}/${up}`, up > 0 ? 'established' : 'none', means, span)
    return 'read'
  }

  function ikeSa(state: string, stage: IkeSa['stage'], means: string, span: Span): void {
    const hosts = [own, peer].filter((host) => host !== null)
    if (hosts.length === 0) return
    shown.lists = { ...shown.lists, ikeSas: true }
    const authority = 'Fortinet Document Library, "VPN IPsec troubleshooting".'
    shown.ikeSas.push({ version, hosts, state, stage, means, authority, role, spans: [span] })
  }

  function ofPhase2(text: string, span: Span): LineRole | undefined {
    const begins = /^proxyid=(\S{1,60}) proto=\d{1,3} sa=\d{1,4}(?: |$)/.exec(text)
    if (begins !== null) {
      takePhase2()
      phase2 = {
        name: begins[1] ?? '',
        sources: [],
        destinations: [],
        sas: [],
        received: null,
        sent: null,
        spans: [span],
      }
      return 'read'
    }
    if (phase2 === null) return undefined
    const selector = /^(src|dst): (\S{3,120})$/.exec(text)
    if (selector !== null) {
      const read = selectorIn(selector[2] ?? '')
      if (read === null) return undefined
      ;(selector[1] === 'src' ? phase2.sources : phase2.destinations).push(read)
      phase2.spans.push(span)
      return 'read'
    }
    const counts = /^dec: ?pkts\/bytes=(\d{1,15})\/\d{1,18}, enc: ?pkts\/bytes=(\d{1,15})\/\d{1,18}$/.exec(text)
    if (counts !== null) {
      phase2.received = { packets: Number(counts[1]), span }
      phase2.sent = { packets: Number(counts[2]), span }
      return 'read'
    }
    const sa = /^(dec|enc): spi=([\da-f]{1,8}) (?:esp|ah)=/.exec(text)
    if (sa === null) return undefined
    phase2.sas.push({ ...UNTOLD_SA, direction: sa[1] === 'dec' ? 'in' : 'out', spi: spiIn(sa[2] ?? ''), spans: [span] })
    return 'read'
  }

  /** Several networks of a phase 2 are pairs of one SA, of which each alone would look as if it had none. */
  function takePhase2(): void {
    const done = phase2
    phase2 = null
    if (done === null) return
    const single = done.sources.length === 1 && done.destinations.length === 1
    if (!single) shown.lists = { ...shown.lists, sas: false }
    for (const local of done.sources) {
      for (const remote of done.destinations) {
        const told = { name: `${tunnel} ${done.name}`, own, peer, local, remote, protocol: local.protocol }
        const [sent, received] = [done.sent, done.received]
        const counted = { out: sent === null ? [] : [sent.span], in: received === null ? [] : [received.span] }
        shown.idents.push({
          ...plainIdent({ ...told, spans: done.spans.slice(1) }),
          ...(single && { sent: sent?.packets ?? null, received: received?.packets ?? null, counted }),
          sas: single ? done.sas : [],
        })
      }
    }
  }

  function begin(name: string): void {
    finish()
    tunnel = name
  }

  function place(from: string | undefined, to: string | undefined, span: Span): void {
    own = hostIn(from ?? '')
    peer = hostIn(to ?? '')
    if (own !== null) shown.own.push(stated(own, span))
    if (peer !== null) shown.peers.push(stated(peer, span))
  }

  function finish(): void {
    takePhase2()
    version = null
    own = null
    peer = null
    role = null
  }
}

/** `0:10.1.0.0/255.255.255.0:0`, `6:10.1.0.1-10.1.0.9:443`: protocol, addresses and port, 0 for any. */
function selectorIn(text: string): Selector | null {
  const match = /^(\d{1,3}):(\S{1,100}):(\d{1,5})$/.exec(text)
  if (match === null) return null
  const [protocol, port] = [Number(match[1]), Number(match[3])]
  const written = match[2] ?? ''
  const [address = '', mask = ''] = written.split('/')
  const addresses = written.includes('-') ? parseRange(written) : parseMasked(address, mask)
  if (isProblem(addresses) || protocol > 255 || port > 65_535) return null
  return {
    addresses,
    protocol: protocol === 0 ? ANY_PROTOCOL : { from: protocol, to: protocol },
    ports: port === 0 ? ANY_PORT : { from: port, to: port },
  }
}
