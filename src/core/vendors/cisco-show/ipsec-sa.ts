import type { AddressRange } from '../../address/address-range.ts'
import type { LineRole } from '../../model/format.ts'
import { type Setting, stated } from '../../model/setting.ts'
import type { DroppedPackets, Mode } from '../../model/spd-entry.ts'
import { lineSpan, type SourceLine, type Span } from '../../text/source-text.ts'
import type { Ident, IdentSa } from './ident.ts'
import type { OutputReader, Shown } from './shown.ts'
import { algorithmsIn } from './transforms.ts'
import { hostIn, hostWithPort, identIn, spiIn } from './values.ts'

/** An identity pair while its lines are read. */
type Draft = { -readonly [K in keyof Omit<Ident, 'sas' | 'local' | 'remote' | 'protocol'>]: Ident[K] } & {
  local: ReturnType<typeof identIn>
  remote: ReturnType<typeof identIn>
  remoteAccess: boolean
  readonly sas: SaDraft[]
}
type SaDraft = { -readonly [K in keyof IdentSa]: IdentSa[K] }

/** Lines that say nothing that decides a tunnel. */
const IRRELEVANT =
  /^(?:protected vrf:|path mtu |plaintext mtu |PMTU time remaining|ICMP error validation:|IV size:|Anti replay bitmap:|0x[\dA-F]{8}(?: 0x[\dA-F]{8})?$|Kilobyte Volume Rekey has been disabled|(?:inbound|outbound) (?:ah|pcp) sas:$|ike_cookies:|crypto engine type:|ciphertext |slot: |conn[_ ]id: |ESN: |Group: |dynamic allocated peer ip\(ipv6\):|There are no ipsec sas)/i

/**
 * Reads `show crypto ipsec sa` with its variants (`detail`, `peer`, `map`, `interface`): each pair of identities is an
 * entry as it is installed, with its counters and SAs. IOS lists a pair for each permit line of a crypto map that is
 * applied, ASA for each that has SAs (Cisco IOS Security Command Reference, Cisco ASA Command Reference, "show crypto
 * ipsec sa").
 */
export function ipsecSaReader(shown: Shown): OutputReader {
  let map: string | null = null
  let own: Setting<AddressRange> | null = null
  let draft: Draft | null = null
  let direction: IdentSa['direction'] = 'in'
  let protocol: IdentSa['protocol'] = 'esp'

  return { read, finish }

  function read(text: string, line: SourceLine): LineRole | undefined {
    if (!shown.lists.entries || !shown.lists.sas) {
      shown.lists = { ...shown.lists, entries: true, sas: true }
    }
    const span = lineSpan(line)
    const list = /^(inbound|outbound) (esp|ah|pcp) sas:$/.exec(text)
    if (list !== null) {
      direction = list[1] === 'inbound' ? 'in' : 'out'
      protocol = list[2] === 'ah' ? 'ah' : list[2] === 'pcp' ? 'comp' : 'esp'
      return 'read'
    }
    if (text.startsWith('#')) return counters(text, span)
    return ofEntry(text, span) ?? ofSa(text, span) ?? (IRRELEVANT.test(text) ? 'irrelevant' : undefined)
  }

  function ofEntry(text: string, span: Span): LineRole | undefined {
    if (/^(?:interface|peer address): \S/.test(text)) {
      finish()
      map = null
      own = null
      return 'read'
    }
    const tag = /^Crypto map tag: ([^,]{1,99}?)(?:, seq num: (\d{1,9}))?, local addr:? (\S+)$/.exec(text)
    if (tag !== null) {
      finish()
      map = [tag[1], tag[2]].filter((part) => part !== undefined).join(' ')
      const address = hostIn(tag[3] ?? '')
      own = address === null ? null : stated(address, span)
      if (own !== null) shown.own.push(own)
      return 'read'
    }
    const list = /^access-list (\S{1,99}) /.exec(text)?.[1]
    if (list !== undefined) {
      finish()
      draft = started(span)
      draft.list = list
      return 'read'
    }
    const ident = /^(local|remote) {1,3}ident \(addr\/mask\/prot\/port\): \(([^()]{1,200})\)$/.exec(text)
    if (ident !== null) return identLine(ident[1] === 'local', ident[2] ?? '', span)
    if (draft === null) return undefined
    const peer = /^current_peer:? (\S+?)(?: port \d{1,5})?(?:, username: \S+)?$/.exec(text)
    if (peer !== null) {
      draft.peer = hostIn(peer[1] ?? '')
      if (draft.peer !== null) shown.peers.push(stated(draft.peer, span))
      return 'read'
    }
    if (/^dynamic allocated peer ip: \S/.test(text)) return remoteAccess(draft)
    const action = /^(PERMIT|DENY), flags=\{[^{}]{0,200}\}$/.exec(text)
    if (action !== null) {
      draft.denied = action[1] === 'DENY'
      return 'read'
    }
    const ends = /^local crypto endpt\.: (\S+?), remote crypto endpt\.: (\S+)$/.exec(text)
    if (ends !== null) {
      draft.own ??= hostWithPort(ends[1] ?? '')
      draft.peer ??= hostWithPort(ends[2] ?? '')
      return 'read'
    }
    return /^current (?:in|out)bound spi ?: /.test(text) || /^PFS \(Y\/N\): /.test(text) ? 'read' : undefined
  }

  function identLine(isLocal: boolean, text: string, span: Span): LineRole {
    if (isLocal && draft?.local != null) finish()
    draft ??= started(span)
    const side = identIn(text)
    if (side === null) {
      const say = `"${text}" is not an address, a mask, a protocol and a port.`
      shown.problems.push({ kind: 'invalid', span, say, instead: 'Paste the output again as the gateway prints it.' })
    }
    draft[isLocal ? 'local' : 'remote'] = side
    draft.spans = [...draft.spans, span]
    return 'read'
  }

  function ofSa(text: string, span: Span): LineRole | undefined {
    const spi = /^spi: (0x[\da-fA-F]{1,8}) ?\(\d{1,12}\)$/.exec(text)
    if (spi !== null) {
      draft?.sas.push({
        direction,
        protocol,
        spi: spiIn(spi[1] ?? ''),
        mode: null,
        algorithms: [],
        replayWindow: null,
        spans: [span],
      })
      return 'read'
    }
    const sa = draft?.sas.at(-1)
    if (draft === null || sa === undefined) return undefined
    const transform = /^transform: (\S.*)$/.exec(text)
    if (transform !== null) {
      sa.algorithms = algorithmsIn(transform[1] ?? '')
      sa.spans = [...sa.spans, span]
      return 'read'
    }
    const settings = /^in use settings ?=\{([^{}]{0,200})\}$/.exec(text)
    if (settings !== null) {
      sa.mode = modeIn(settings[1] ?? '')
      if (/^RA\b/.test(settings[1] ?? '')) remoteAccess(draft)
      return 'read'
    }
    const replay = /^replay detection support: ([YN])(?: {1,4}replay window size: (\d{1,5}))?/.exec(text)
    if (replay !== null) {
      sa.replayWindow = replay[1] === 'N' ? 0 : replay[2] === undefined ? null : Number(replay[2])
      return 'read'
    }
    return /^(?:sa timing:|Status: |SA State: )/.test(text) ? 'read' : undefined
  }

  /** `#pkts encaps: 4, #pkts encrypt: 4, #pkts digest: 4`; with or without the colon. */
  function counters(text: string, span: Span): LineRole | undefined {
    for (const clause of text.split(/, {0,3}/)) {
      const match = /^#{1,2}([A-Za-z][A-Za-z .()-]{2,60}?)(?:: {0,3}| {1,3})(\d{1,15})$/.exec(clause)
      if (match === null) return undefined
      count((match[1] ?? '').trim().toLowerCase(), Number(match[2]), span)
    }
    return 'read'
  }

  function count(name: string, value: number, span: Span): void {
    if (draft === null) return
    if (name === 'pkts encaps') {
      draft.sent = value
      draft.counted = { ...draft.counted, out: [span] }
    } else if (name === 'pkts decaps') {
      draft.received = value
      draft.counted = { ...draft.counted, in: [span] }
    }
    const drop = DROPS[name]
    if (drop === undefined || value === 0) return
    const dropped: DroppedPackets = { why: drop[1], count: value, span }
    if (drop[0] === 'out') draft.droppedOut = [...draft.droppedOut, dropped]
    else draft.droppedIn = [...draft.droppedIn, dropped]
  }

  function remoteAccess(of: Draft): LineRole {
    of.remoteAccess = true
    return 'read'
  }

  function started(span: Span): Draft {
    return {
      name: map,
      list: null,
      own: own?.value ?? null,
      peer: null,
      local: null,
      remote: null,
      denied: false,
      sent: null,
      received: null,
      droppedOut: [],
      droppedIn: [],
      counted: { out: [], in: [] },
      sas: [],
      spans: [span],
      remoteAccess: false,
    }
  }

  function finish(): void {
    const done = draft
    draft = null
    if (done === null || done.local === null || done.remote === null) return
    const { local, remote, remoteAccess: client, spans, ...ident } = done
    if (!client) {
      shown.idents.push({ local, remote, protocol: local.protocol, spans: distinctLines(spans), ...ident })
      return
    }
    const [span] = spans
    if (span !== undefined) shown.problems.push({ kind: 'unsupported', span, ...REMOTE_ACCESS })
  }
}

const REMOTE_ACCESS = {
  say: 'These SAs are of a remote-access client, not of a tunnel between two gateways; they are left out.',
  instead: 'Look at the entry of the other gateway, `show crypto ipsec sa peer` with its address.',
}

/** Cisco's counters of drops, with the direction of the packets. */
const DROPS: Readonly<Record<string, readonly ['out' | 'in', DroppedPackets['why']]>> = {
  'pkts no sa (send)': ['out', 'no-sa'],
  'pkts invalid sa (rcv)': ['in', 'unknown-sa'],
  'pkts encaps failed (send)': ['out', 'unsaid'],
  'pkts decaps failed (rcv)': ['in', 'unsaid'],
  'pkts invalid prot (recv)': ['in', 'selectors'],
  'pkts verify failed': ['in', 'integrity'],
  'pkts invalid identity (recv)': ['in', 'selectors'],
  'pkts invalid len (rcv)': ['in', 'unsaid'],
  'pkts replay failed (rcv)': ['in', 'replay'],
  'pkts internal err (send)': ['out', 'unsaid'],
  'pkts internal err (recv)': ['in', 'unsaid'],
  'send errors': ['out', 'unsaid'],
  'recv errors': ['in', 'unsaid'],
}

function modeIn(settings: string): Mode | null {
  return /\btunnel\b/i.test(settings) ? 'tunnel' : /\btransport\b/i.test(settings) ? 'transport' : null
}

function distinctLines(spans: readonly Span[]): Span[] {
  return [...new Map(spans.map((span) => [span.line, span])).values()]
}
