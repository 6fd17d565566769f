import type { AddressRange } from '../../address/address-range.ts'
import { isProblem, parseMasked, parseRange } from '../../address/parse-address.ts'
import type { LineRole } from '../../model/format.ts'
import type { IkeSa } from '../../model/ike-sa.ts'
import { stated } from '../../model/setting.ts'
import { ANY_PORT, ANY_PROTOCOL, type Interval } from '../../selectors/interval.ts'
import { lineSpan, type SourceLine, type Span } from '../../text/source-text.ts'
import { hostIn, spiIn } from '../cisco-show/values.ts'
import { RoomForPairs } from '../room-for-pairs.ts'
import { type IdentSa, type IdentSide, UNTOLD_SA } from '../shown/ident.ts'
import type { OutputReader, Shown } from '../shown/shown.ts'
import { COMMON_LABELS, isValueBehind, labelOf } from './tunnel-labels.ts'

/** A phase 2 while its lines are read. */
interface Phase2 {
  readonly name: string
  readonly sources: Selector[]
  readonly destinations: Selector[]
  readonly sas: IdentSa[]
  /** Packets, and the line that counts them. */
  counted: { readonly received: number; readonly sent: number; readonly spans: readonly Span[] } | null
  /** Of its selectors. */
  readonly spans: Span[]
}

type Found = RegExpExecArray | null

const NONE: readonly never[] = []

interface Selector extends IdentSide {
  readonly protocol: Interval
}

/** Settings and timers that decide nothing; the keys among them are blanked. */
const IRRELEVANT =
  /^(?:list (?:all )?ipsec tunnel|-{5,}$|bound_if=|tun_id[=:]|remote_location: |transport: |message-id sent\/recv: |proxyid_num=|stat: |dpd: |natt: |fec: |SA: |seqno=|life: |ah=|npu_flag=|run_tally=|ipv4 |ipv6 |parent=|vd: |interface: |created: |IKE SA: |IPsec SA: |id\/spi: |proposal: |key: |SK_|lifetime\/rekey: |DPD |tx\b|rx\b|virtual-interface-addr: |nat: |peer-id: |peer-id-auth: |assigned |pfs: |PPK: |QKD: |child: |auto-discovery|network-id|‹secret [\d?]+›$)/

const LISTED = /^name=(\S{1,60}) ver=([12]) serial=\S{1,20} (\S{2,60}):\d{1,5}->(\S{2,60}):\d{1,5}(?: |$)/
const NAME = /^name: (\S{1,60})$/
const VERSION = /^version: ([12])$/
/** Both may have been taken out, as in documents. */
const ENDS = /^addr: (?:(\S{2,60}):\d{1,5} )?->(?: (\S{2,60}):\d{1,5})?$/
const DIRECTION = /^direction: (initiator|responder)$/
const STATUS = /^status: (established|connecting)\b(.{0,120})$/
const SUMMARY =
  /^'([^']{1,60})' (\S{2,60}):\d{1,5} {1,9}selectors\(total,up\): (\d{1,6})\/(\d{1,6}) (?: {0,9}rx\(pkt,err\): (\d{1,15})\/\d{1,15} {1,9}tx\(pkt,err\): (\d{1,15})\/)?/
const PHASE2 = /^proxyid=(\S{1,60}) proto=\d{1,3} sa=\d{1,4}(?: |$)/
const SELECTOR = /^(src|dst): (\S{3,120})$/
const COUNTS = /^dec: ?pkts\/bytes=(\d{1,15})\/\d{1,18}, enc: ?pkts\/bytes=(\d{1,15})\/\d{1,18}$/
const SA = /^(dec|enc): spi=([\da-f]{1,8}) (?:esp|ah)=/

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
  /** Phases 2 whose pairs share their SAs. */
  let sharing = 0
  /** The own address as it was printed last, which is the same in most tunnels; so are the own networks. */
  let ownText = ''
  const sources = new Map<string, Selector | null>()
  const room = new RoomForPairs('`diagnose vpn tunnel list`')

  return { read, finish }

  function read(text: string, line: SourceLine): LineRole | undefined {
    const label = labelOf(text)
    if (COMMON_LABELS.has(label) && isValueBehind(text, label.length)) return 'irrelevant'
    return ofLabel(label, text, line) ?? (IRRELEVANT.test(text) ? 'irrelevant' : undefined)
  }

  function ofLabel(label: string, text: string, line: SourceLine): LineRole | undefined {
    switch (label) {
      case 'name=':
        return listed(LISTED.exec(text), line)
      case 'name:':
        return named(NAME.exec(text))
      case 'version:':
        return numbered(VERSION.exec(text))
      case 'addr:':
        return ends(ENDS.exec(text), line)
      case 'direction:':
        return began(DIRECTION.exec(text))
      case 'status:':
        return status(STATUS.exec(text), line)
      case 'proxyid=':
        return beginsPhase2(PHASE2.exec(text))
      case 'src:':
      case 'dst:':
        return selector(SELECTOR.exec(text), line)
      case 'dec:':
      case 'enc:':
        return counts(COUNTS.exec(text), line) ?? sa(SA.exec(text), line)
      default:
        return text.startsWith("'") ? summary(SUMMARY.exec(text), line) : undefined
    }
  }

  function listed(found: Found, line: SourceLine): LineRole | undefined {
    if (found === null) return undefined
    begin(found[1] ?? '')
    if (!shown.lists.entries || !shown.lists.sas) shown.lists = { ...shown.lists, entries: true, sas: true }
    version = found[2] === '2' ? 2 : 1
    place(found[3], found[4], line)
    return 'read'
  }
  function named(found: Found): LineRole | undefined {
    if (found === null) return undefined
    begin(found[1] ?? '')
    return 'read'
  }

  function numbered(found: Found): LineRole | undefined {
    if (found === null) return undefined
    version = found[1] === '2' ? 2 : 1
    return 'read'
  }

  function ends(found: Found, line: SourceLine): LineRole | undefined {
    if (found === null) return undefined
    place(found[1], found[2], line)
    return 'read'
  }

  function began(found: Found): LineRole | undefined {
    if (found === null) return undefined
    role = found[1] === 'initiator' ? 'initiator' : 'responder'
    return 'read'
  }

  function status(found: Found, line: SourceLine): LineRole | undefined {
    if (found === null) return undefined
    const isUp = found[1] === 'established'
    const means = isUp ? 'The IKE SA is established.' : `It says "${found[1]}${found[2]}".`
    ikeSa(found[1] ?? '', isUp ? 'established' : 'contact', means, lineSpan(line))
    return 'read'
  }

  /** `'to-b' 198.51.100.7:0  selectors(total,up): 2/1  rx(pkt,err): 120/0  tx(pkt,err): 130/2` */
  function summary(found: Found, line: SourceLine): LineRole | undefined {
    if (found === null) return undefined
    begin(found[1] ?? '')
    peer = hostIn(found[2] ?? '')
    if (peer === null) return 'read'
    const span = lineSpan(line)
    shown.peers.push(stated(peer, span))
    const [total, up] = [Number(found[3]), Number(found[4])]
    const means = `${up} of its ${total} phase 2 selectors ${up === 1 ? 'is' : 'are'} up.`
    const counted = found[5] === undefined ? {} : { counted: { received: Number(found[5]), sent: Number(found[6]) } }
    const told = { ...counted, ofChildren: true as const }
    ikeSa(`selectors ${total}/${up}`, up > 0 ? 'established' : 'none', means, span, told)
    return 'read'
  }

  /** Fortinet Document Library, "VPN IPsec troubleshooting". */
  function ikeSa(
    state: string,
    stage: IkeSa['stage'],
    means: string,
    span: Span,
    more: Pick<IkeSa, 'counted' | 'ofChildren'> = {},
  ): void {
    const hosts = [own, peer].filter((host) => host !== null)
    shown.lists = { ...shown.lists, ikeSas: true }
    shown.ikeSas.push({ version, hosts, state, stage, means, ...more, role, spans: [span] })
  }

  function beginsPhase2(found: Found): LineRole | undefined {
    if (found === null) return undefined
    takePhase2()
    phase2 = { name: found[1] ?? '', sources: [], destinations: [], sas: [], counted: null, spans: [] }
    return 'read'
  }

  function selector(found: Found, line: SourceLine): LineRole | undefined {
    if (found === null || phase2 === null) return undefined
    const isSource = found[1] === 'src'
    const read = isSource ? sourceIn(found[2] ?? '') : selectorIn(found[2] ?? '')
    if (read === null) return undefined
    if (isSource) phase2.sources.push(read)
    else phase2.destinations.push(read)
    phase2.spans.push(lineSpan(line))
    return 'read'
  }

  function sourceIn(text: string): Selector | null {
    const known = sources.get(text)
    if (known !== undefined) return known
    const read = selectorIn(text)
    sources.set(text, read)
    return read
  }

  function counts(found: Found, line: SourceLine): LineRole | undefined {
    if (found === null || phase2 === null) return undefined
    phase2.counted = { received: Number(found[1]), sent: Number(found[2]), spans: [lineSpan(line)] }
    return 'read'
  }

  function sa(found: Found, line: SourceLine): LineRole | undefined {
    if (found === null || phase2 === null) return undefined
    const direction = found[1] === 'dec' ? 'in' : 'out'
    phase2.sas.push({ direction, spi: spiIn(found[2] ?? ''), spans: [lineSpan(line)], ...UNTOLD_SA })
    return 'read'
  }

  /** Several networks of a phase 2 are pairs that share its SAs, and whose packets are counted together. */
  function takePhase2(): void {
    const done = phase2
    phase2 = null
    if (done === null) return
    const single = done.sources.length === 1 && done.destinations.length === 1
    // None is printed: a number of no place in a list.
    const reqid = single ? null : -++sharing
    const [first] = done.spans
    if (first === undefined) return
    const tooMany = room.take(`"${tunnel} ${done.name}"`, first, done.sources.length, done.destinations.length)
    if (tooMany !== null) {
      shown.problems.push(tooMany.problem)
      shown.missing.push(tooMany.missing)
      return
    }
    // Copies are as long as they need to be.
    const [sas, spans] = [done.sas.slice(), done.spans.slice()]
    const { sent = null, received = null, spans: counted = NONE } = (single ? done.counted : null) ?? {}
    for (const local of done.sources) {
      for (const remote of done.destinations) {
        shown.idents.push({
          name: `${tunnel} ${done.name}`,
          list: null,
          own,
          peer,
          local,
          remote,
          protocol: local.protocol,
          denied: false,
          sent,
          received,
          droppedOut: NONE,
          droppedIn: NONE,
          counted: { out: counted, in: counted },
          sas,
          reqid,
          spans,
        })
      }
    }
  }

  function begin(name: string): void {
    finish()
    tunnel = name
  }

  function place(from: string | undefined, to: string | undefined, line: SourceLine): void {
    const span = lineSpan(line)
    const known = from === ownText ? shown.own.at(-1) : undefined
    own = known?.value ?? hostIn(from ?? '')
    peer = hostIn(to ?? '')
    if (own !== null) shown.own.push(known ?? stated(own, span))
    if (peer !== null) shown.peers.push(stated(peer, span))
    ownText = own === null ? '' : (from ?? '')
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
