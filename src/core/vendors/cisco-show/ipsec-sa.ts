import type { AddressRange } from '../../address/address-range.ts'
import type { LineRole } from '../../model/format.ts'
import { type Setting, stated } from '../../model/setting.ts'
import type { Mode } from '../../model/spd-entry.ts'
import { lineSpan, type SourceLine, type Span } from '../../text/source-text.ts'
import type { Ident, IdentSa } from './ident.ts'
import { type Counters, nothingCounted, readCounters } from './ipsec-counters.ts'
import { lastKept } from './last-kept.ts'
import type { LineReader, OutputReader, Shown } from './shown.ts'
import { algorithmsIn } from './transforms.ts'
import { hostIn, hostWithPort, identIn, spiIn } from './values.ts'

/** An identity pair while its lines are read. */
type Draft = {
  -readonly [K in Exclude<keyof Ident, keyof Counters | 'sas' | 'local' | 'remote' | 'protocol' | 'spans'>]: Ident[K]
} & Counters & {
    local: ReturnType<typeof identIn>
    remote: ReturnType<typeof identIn>
    remoteAccess: boolean
    readonly sas: SaDraft[]
    readonly spans: Span[]
  }
type SaDraft = { -readonly [K in keyof Omit<IdentSa, 'spans'>]: IdentSa[K] } & { readonly spans: Span[] }

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
  // What stands in an output over and over is worked out once.
  const [hostOf, identOf, algorithmsOf] = [lastKept(hostWithPort), lastKept(identIn), lastKept(algorithmsIn)]
  /** What reads a line, by its first word. */
  const readers = new Map<string, LineReader>([
    ['interface:', begins],
    ['peer', begins],
    ['Crypto', crypto],
    ['access-list', accessList],
    ['local', local],
    ['remote', remote],
    ['current_peer', peer],
    ['current_peer:', peer],
    ['current', outboundSpi],
    ['dynamic', allocatedPeer],
    ['PERMIT,', action],
    ['DENY,', action],
    ['PFS', secrecy],
    ['inbound', sas],
    ['outbound', sas],
    ['spi:', spi],
    ['transform:', transform],
    ['in', settings],
    ['replay', replay],
    ['sa', ofSa],
    ['Status:', ofSa],
    ['SA', ofSa],
  ])

  return { read, finish }

  function read(text: string, line: SourceLine): LineRole | undefined {
    if (!shown.lists.entries || !shown.lists.sas) {
      shown.lists = { ...shown.lists, entries: true, sas: true }
    }
    if (text.startsWith('#')) return readCounters(text, line, draft)
    const end = text.indexOf(' ')
    const reader = readers.get(end < 0 ? text : text.slice(0, end))
    return reader?.(text, line) ?? (IRRELEVANT.test(text) ? 'irrelevant' : undefined)
  }

  function begins(text: string): LineRole | undefined {
    if (!/^(?:interface|peer address): \S/.test(text)) return undefined
    finish()
    map = null
    own = null
    return 'read'
  }

  function crypto(text: string, line: SourceLine): LineRole | undefined {
    const tag = /^Crypto map tag: ([^,]{1,99}?)(?:, seq num: (\d{1,9}))?, local addr:? (\S+)$/.exec(text)
    if (tag === null) return undefined
    finish()
    map = [tag[1], tag[2]].filter((part) => part !== undefined).join(' ')
    const address = hostIn(tag[3] ?? '')
    own = address === null ? null : stated(address, lineSpan(line))
    if (own !== null) shown.own.push(own)
    return 'read'
  }

  function accessList(text: string, line: SourceLine): LineRole | undefined {
    const list = /^access-list (\S{1,99}) /.exec(text)?.[1]
    if (list === undefined) return undefined
    finish()
    draft = started(lineSpan(line))
    draft.list = list
    return 'read'
  }

  function local(text: string, line: SourceLine): LineRole | undefined {
    const ident = /^local {1,3}ident \(addr\/mask\/prot\/port\): \(([^()]{1,200})\)$/.exec(text)
    if (ident === null) return endpoints(text)
    if (draft?.local != null) finish()
    const span = lineSpan(line)
    draft ??= started(span)
    draft.local = side(ident[1] ?? '', identOf, span)
    draft.spans.push(span)
    return 'read'
  }

  function remote(text: string, line: SourceLine): LineRole | undefined {
    const ident = /^remote {1,3}ident \(addr\/mask\/prot\/port\): \(([^()]{1,200})\)$/.exec(text)
    if (ident === null) return undefined
    const span = lineSpan(line)
    draft ??= started(span)
    draft.remote = side(ident[1] ?? '', identIn, span)
    draft.spans.push(span)
    return 'read'
  }

  function side(text: string, parse: typeof identIn, span: Span): ReturnType<typeof identIn> {
    const found = parse(text)
    if (found === null) {
      const say = `"${text}" is not an address, a mask, a protocol and a port.`
      shown.problems.push({ kind: 'invalid', span, say, instead: 'Paste the output again as the gateway prints it.' })
    }
    return found
  }

  function peer(text: string, line: SourceLine): LineRole | undefined {
    const peer = /^current_peer:? (\S+?)(?: port \d{1,5})?(?:, username: \S+)?$/.exec(text)
    if (draft === null || peer === null) return undefined
    draft.peer = hostIn(peer[1] ?? '')
    if (draft.peer !== null) shown.peers.push(stated(draft.peer, lineSpan(line)))
    return 'read'
  }

  function allocatedPeer(text: string): LineRole | undefined {
    return draft !== null && /^dynamic allocated peer ip: \S/.test(text) ? remoteAccess(draft) : undefined
  }

  function action(text: string): LineRole | undefined {
    const action = /^(PERMIT|DENY), flags=\{[^{}]{0,200}\}$/.exec(text)
    if (draft === null || action === null) return undefined
    draft.denied = action[1] === 'DENY'
    return 'read'
  }

  function endpoints(text: string): LineRole | undefined {
    const ends = /^local crypto endpt\.: (\S+?), remote crypto endpt\.: (\S+)$/.exec(text)
    if (draft === null || ends === null) return undefined
    draft.own ??= hostOf(ends[1] ?? '')
    draft.peer ??= hostWithPort(ends[2] ?? '')
    return 'read'
  }

  function outboundSpi(text: string): LineRole | undefined {
    return draft !== null && /^current (?:in|out)bound spi ?: /.test(text) ? 'read' : undefined
  }

  function secrecy(text: string): LineRole | undefined {
    return draft !== null && text.startsWith('PFS (Y/N): ') ? 'read' : undefined
  }

  function sas(text: string): LineRole | undefined {
    const list = /^(inbound|outbound) (esp|ah|pcp) sas:$/.exec(text)
    if (list === null) return undefined
    direction = list[1] === 'inbound' ? 'in' : 'out'
    protocol = list[2] === 'ah' ? 'ah' : list[2] === 'pcp' ? 'comp' : 'esp'
    return 'read'
  }

  function spi(text: string, line: SourceLine): LineRole | undefined {
    const spi = /^spi: (0x[\da-fA-F]{1,8}) ?\(\d{1,12}\)$/.exec(text)
    if (spi === null) return undefined
    draft?.sas.push({
      direction,
      protocol,
      spi: spiIn(spi[1] ?? ''),
      mode: null,
      algorithms: NO_ALGORITHMS,
      replayWindow: null,
      spans: [lineSpan(line)],
    })
    return 'read'
  }

  function transform(text: string, line: SourceLine): LineRole | undefined {
    const sa = draft?.sas.at(-1)
    const transform = /^transform: (\S.*)$/.exec(text)
    if (sa === undefined || transform === null) return undefined
    sa.algorithms = algorithmsOf(transform[1] ?? '')
    sa.spans.push(lineSpan(line))
    return 'read'
  }

  function settings(text: string): LineRole | undefined {
    const sa = draft?.sas.at(-1)
    const settings = /^in use settings ?=\{([^{}]{0,200})\}$/.exec(text)
    if (draft === null || sa === undefined || settings === null) return undefined
    sa.mode = modeIn(settings[1] ?? '')
    if (/^RA\b/.test(settings[1] ?? '')) remoteAccess(draft)
    return 'read'
  }

  function replay(text: string): LineRole | undefined {
    const sa = draft?.sas.at(-1)
    const replay = /^replay detection support: ([YN])(?: {1,4}replay window size: (\d{1,5}))?/.exec(text)
    if (sa === undefined || replay === null) return undefined
    sa.replayWindow = replay[1] === 'N' ? 0 : replay[2] === undefined ? null : Number(replay[2])
    return 'read'
  }

  function ofSa(text: string): LineRole | undefined {
    return draft?.sas.at(-1) !== undefined && /^(?:sa timing:|Status: |SA State: )/.test(text) ? 'read' : undefined
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
      ...nothingCounted(),
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

const NO_ALGORITHMS: IdentSa['algorithms'] = []

function modeIn(settings: string): Mode | null {
  return /\btunnel\b/i.test(settings) ? 'tunnel' : /\btransport\b/i.test(settings) ? 'transport' : null
}

function distinctLines(spans: readonly Span[]): Span[] {
  return [...new Map(spans.map((span) => [span.line, span])).values()]
}
