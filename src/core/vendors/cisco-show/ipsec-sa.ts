import type { AddressRange } from '../../address/address-range.ts'
import type { LineRole } from '../../model/format.ts'
import { type Setting, stated } from '../../model/setting.ts'
import { ANY_PROTOCOL, type Interval } from '../../selectors/interval.ts'
import { lineSpan, type SourceLine, type Span } from '../../text/source-text.ts'
import { added } from '../cisco/added.ts'
import { type Ident, UNTOLD_SA } from '../shown/ident.ts'
import type { OutputReader, Shown } from '../shown/shown.ts'
import { type Counters, readCounters } from './ipsec-counters.ts'
import { lastKept } from './last-kept.ts'
import { saLineReaders, type WithSas } from './sa-lines.ts'
import { hostIn, hostWithPort, identIn } from './values.ts'

/** An identity pair while its lines are read. */
type Draft = {
  -readonly [K in Exclude<
    keyof Ident,
    keyof Counters | 'sas' | 'sasUntold' | 'discards' | 'loaded' | 'counts' | 'local' | 'remote' | 'protocol' | 'spans'
  >]: Ident[K]
} & Counters &
  WithSas & {
    local: ReturnType<typeof identIn>
    remote: ReturnType<typeof identIn>
    protocol: Interval
    spans: Span[]
    /** Of the line that prints the SPI with which packets are sent, `0x0` where there is none; `null`: not printed. */
    outbound: { readonly isThere: boolean; readonly span: Span } | null
    sasUntold?: true
  }

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
  // What stands in an output over and over is worked out once.
  const [hostOf, localOf] = [lastKept(hostWithPort), lastKept(localIn)]
  /** What reads a line, by its first word. */
  const readers = new Map<string, (text: string, line: SourceLine, of: Draft | null) => LineRole | undefined>([
    ...saLineReaders(),
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
  ])

  return { read, finish }

  function read(text: string, line: SourceLine): LineRole | undefined {
    if (!shown.lists.entries || !shown.lists.sas) {
      shown.lists = { ...shown.lists, entries: true, sas: true }
    }
    if (text.startsWith('#')) return readCounters(text, line, draft)
    const end = text.indexOf(' ')
    const reader = readers.get(end < 0 ? text : text.slice(0, end))
    return reader?.(text, line, draft) ?? (IRRELEVANT.test(text) ? 'irrelevant' : undefined)
  }

  function begins(text: string): LineRole | undefined {
    if (!/^(?:interface|peer address): \S/.test(text)) return undefined
    finish()
    map = null
    own = null
    return 'read'
  }

  function crypto(text: string, line: SourceLine): LineRole | undefined {
    const tag = /^Crypto map tag: ([^,]{1,99}?)(?:, seq num: (\d{1,9}))?, local addr[:.]? (\S+)$/.exec(text)
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
    draft = started()
    draft.list = list
    draft.spans = [lineSpan(line)]
    return 'read'
  }

  function local(text: string, line: SourceLine): LineRole | undefined {
    if (text.startsWith('local crypto ')) return endpoints(text)
    const ident = localOf(text)
    if (ident === null) return undefined
    if (draft?.local != null) finish()
    draft ??= started()
    draft.local = side(ident, line, draft)
    return 'read'
  }

  function remote(text: string, line: SourceLine): LineRole | undefined {
    const ident = remoteIn(text)
    if (ident === null) return undefined
    draft ??= started()
    draft.remote = side(ident, line, draft)
    return 'read'
  }

  function side({ written, ident }: WrittenIdent, line: SourceLine, of: Draft): WrittenIdent['ident'] {
    const span = lineSpan(line)
    of.spans = added(of.spans, span)
    if (ident === null) {
      const say = `"${written}" is not an address, a mask, a protocol and a port.`
      shown.problems.push({ kind: 'invalid', span, say, instead: 'Paste the output again as the gateway prints it.' })
    }
    return ident
  }

  function peer(text: string, line: SourceLine): LineRole | undefined {
    const peer = /^current_peer:? (\S+?)(?: port \d{1,5}|(?<=\.\d{1,3}):\d{1,5})?(?:, username: \S+)?$/.exec(text)
    if (draft === null || peer === null) return undefined
    draft.peer = hostIn(peer[1] ?? '')
    if (draft.peer !== null) shown.peers.push(stated(draft.peer, lineSpan(line)))
    return 'read'
  }

  function allocatedPeer(text: string): LineRole | undefined {
    if (draft === null || !/^dynamic allocated peer ip: \S/.test(text)) return undefined
    draft.remoteAccess = true
    return 'read'
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

  function outboundSpi(text: string, line: SourceLine): LineRole | undefined {
    const spi = /^current (in|out)bound spi ?: (?:0x)?([\dA-F]{1,8})\b/i.exec(text)
    if (draft === null || spi === null) return undefined
    if (spi[1] === 'out') draft.outbound = { isThere: !/^0+$/.test(spi[2] ?? ''), span: lineSpan(line) }
    return 'read'
  }

  function secrecy(text: string): LineRole | undefined {
    return draft !== null && text.startsWith('PFS (Y/N): ') ? 'read' : undefined
  }

  function started(): Draft {
    return {
      name: map,
      list: null,
      own: own?.value ?? null,
      peer: null,
      local: null,
      remote: null,
      protocol: ANY_PROTOCOL,
      denied: false,
      sas: NONE,
      reqid: null,
      spans: NONE,
      remoteAccess: false,
      sent: null,
      received: null,
      droppedOut: NONE,
      droppedIn: NONE,
      counted: { out: NONE, in: NONE },
      outbound: null,
      listed: NONE,
    }
  }

  function finish(): void {
    const done = draft
    draft = null
    if (done === null) return
    if (!hasBoth(done)) return
    if (!done.remoteAccess) {
      done.protocol = done.local.protocol
      cutOff(done)
      shown.idents.push(done)
      return
    }
    const [span] = done.spans
    if (span !== undefined) shown.problems.push({ kind: 'unsupported', span, ...REMOTE_ACCESS })
  }
}

/** What a paste that ends before the SAs tells of them: that they are there, that there are none, or nothing. */
function cutOff(done: Draft): void {
  if (done.listed.includes('out')) return
  if (done.outbound === null) {
    if (done.sas.length === 0) done.sasUntold = true
    return
  }
  if (!done.outbound.isThere) return
  for (const direction of ['in', 'out'] as const) {
    if (done.listed.includes(direction)) continue
    done.sas = added(done.sas, { ...UNTOLD_SA, direction, spi: null, spans: [done.outbound.span] })
  }
}

/** Where all begin: of an empty list `added` makes another. */
const NONE: never[] = []

function hasBoth(draft: Draft): draft is Draft & Pick<Ident, 'local' | 'remote'> & { local: { protocol: Interval } } {
  return draft.local !== null && draft.remote !== null
}

const REMOTE_ACCESS = {
  say: 'These SAs are of a remote-access client, not of a tunnel between two gateways; they are left out.',
  instead: 'Look at the entry of the other gateway, `show crypto ipsec sa peer` with its address.',
}

interface WrittenIdent {
  readonly written: string
  /** `null` where it is none. */
  readonly ident: ReturnType<typeof identIn>
}

/** `local  ident (addr/mask/prot/port): (10.1.0.0/255.255.255.0/0/0)` */
function localIn(text: string): WrittenIdent | null {
  return writtenIdent(/^local {1,3}ident \(addr\/mask\/prot\/port\): \(([^()]{1,200})\)$/.exec(text)?.[1])
}

function remoteIn(text: string): WrittenIdent | null {
  return writtenIdent(/^remote {1,3}ident \(addr\/mask\/prot\/port\): \(([^()]{1,200})\)$/.exec(text)?.[1])
}

function writtenIdent(written: string | undefined): WrittenIdent | null {
  return written === undefined ? null : { written, ident: identIn(written) }
}
