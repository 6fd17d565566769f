import type { AddressRange } from '../../address/address-range.ts'
import type { LineRole } from '../../model/format.ts'
import type { IkeSa } from '../../model/ike-sa.ts'
import { stated } from '../../model/setting.ts'
import { ANY_PROTOCOL } from '../../selectors/interval.ts'
import { lineSpan, type SourceLine, type Span } from '../../text/source-text.ts'
import { added } from '../cisco/added.ts'
import { type IdentSa, type IdentSide, plainIdent, UNTOLD_SA } from '../shown/ident.ts'
import type { OutputReader, Shown } from '../shown/shown.ts'
import { meaningOf, stageOfDescription } from './ike-states.ts'
import { hostWithPort, selectorIn, spiIn } from './values.ts'

const IRRELEVANT =
  /^(?:IKEv2 SAs:|There are no IKEv2 SAs|IPv[46] Crypto IKEv2 {1,3}(?:SA|Session)|Tunnel-id |Encr: |Life\/Active Time: |CE id: |Local (?:spi|req|next|window|Sys)|Local id: |Remote id: |DPD configured|Fragmentation |Dynamic Route Update: |Extended Authentication |NAT-T is |Cisco Trust Security|Initiator of SA ?: |Quantum|PQC Key Exchange: |PEER TYPE: |Pushed IP address: |Remote subnets:|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3} \d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$|ah_hmac: |AH spi in\/out: |CPI in\/out: |Assigned host addr: |DNS |Local subnets:)/i

/**
 * Reads `show crypto ikev2 sa [detail]` of both systems. ASA, and `show crypto ikev2 session` of IOS, print the selectors
 * of the children, which are entries as they were negotiated.
 */
export function ikev2SaReader(shown: Shown): OutputReader {
  let sa: { -readonly [K in keyof IkeSa]: IkeSa[K] } | null = null
  /** Where an ASA counts no child of the SAs below. */
  let childless: Span | null = null
  let own: AddressRange | null = null
  let peer: AddressRange | null = null
  let child: { local: IdentSide | null; remote: IdentSide | null; sas: IdentSa[]; spans: Span[] } | null = null

  return { read, finish }

  function read(text: string, line: SourceLine): LineRole | undefined {
    shown.lists = { ...shown.lists, ikeSas: true }
    const span = lineSpan(line)
    return ofIke(text, span) ?? ofChild(text, span) ?? (IRRELEVANT.test(text) ? 'irrelevant' : undefined)
  }

  function ofIke(text: string, span: Span): LineRole | undefined {
    if (text.startsWith('Session-id:')) {
      finish()
      childless = text.endsWith('CHILD count:0') ? span : null
      return 'read'
    }
    const words = text.split(/\s+/)
    if (/^\d+$/.test(words[0] ?? '')) return row(words, span)
    const end = /^(Local|Remote) {1,9}(\S{2,99}\/\d{1,5})$/.exec(text)
    if (end !== null && sa !== null) {
      place(
        end[1] === 'Local' ? hostWithPort(end[2] ?? '') : own,
        end[1] === 'Remote' ? hostWithPort(end[2] ?? '') : peer,
        span,
      )
      return 'read'
    }
    const description = /^Status Description: (\S.{0,200})$/.exec(text)
    if (description !== null && sa !== null) {
      // What is being deleted may still have that of how it came about.
      if (sa.stage !== 'closing') sa.stage = stageOfDescription(description[1] ?? '') ?? sa.stage
      if (sa.stage !== 'established') sa.means = `It says "${description[1]}".`
      return 'read'
    }
    const began = /^Initiator of SA ?: (Yes|No)$/.exec(text)
    if (began !== null && sa !== null) {
      sa.role = began[1] === 'Yes' ? 'initiator' : 'responder'
      return 'read'
    }
    return undefined
  }

  /** `1 203.0.113.1/500 198.51.100.7/500 none/none READY`, of ASA with the role; IPv6 of IOS has its addresses below. */
  function row(words: readonly string[], span: Span): LineRole | undefined {
    const role = words.at(-1) === 'INITIATOR' ? 'initiator' : words.at(-1) === 'RESPONDER' ? 'responder' : null
    const state = words.at(role === null ? -1 : -2) ?? ''
    if (!/^[A-Z][A-Z-]{2,20}$/.test(state) || words.length < 3) return undefined
    finish()
    sa = { version: 2, hosts: [], state, ...meaningOf(state), role, spans: [span] }
    const [, first = '', second = ''] = words
    const port = /\/\d{1,5}$/
    if (port.test(first) && port.test(second)) place(hostWithPort(first), hostWithPort(second), span)
    return 'read'
  }

  function place(here: AddressRange | null, there: AddressRange | null, span: Span): void {
    own = here
    peer = there
    if (sa === null || own === null || peer === null) return
    sa.hosts = [own, peer]
    shown.own.push(stated(own, span))
    shown.peers.push(stated(peer, span))
  }

  function ofChild(text: string, span: Span): LineRole | undefined {
    const selector = /^(?:Child sa: {1,3})?(local|remote) {1,3}selector {1,3}(\S.{0,200})$/.exec(text)
    if (selector !== null) {
      if (selector[1] === 'local') {
        takeChild()
        shown.lists = { ...shown.lists, entries: true, sas: true }
        child = { local: selectorIn(selector[2] ?? ''), remote: null, sas: [], spans: [span] }
      } else if (child !== null) {
        child.remote = selectorIn(selector[2] ?? '')
        child.spans = added(child.spans, span)
      }
      return 'read'
    }
    const spis = /^ESP spi in\/out: (0x[\da-f]{1,8})\/(0x[\da-f]{1,8})$/i.exec(text)
    if (spis === null || child === null) return undefined
    const [inbound, outbound] = [spiIn(spis[1] ?? ''), spiIn(spis[2] ?? '')]
    child.sas = [
      { ...UNTOLD_SA, direction: 'in', spi: inbound, spans: [span] },
      { ...UNTOLD_SA, direction: 'out', spi: outbound, spans: [span] },
    ]
    return 'read'
  }

  function takeChild(): void {
    const done = child
    child = null
    if (done === null || done.local === null || done.remote === null) return
    const { local, remote, sas, spans } = done
    shown.idents.push({ ...plainIdent({ name: null, own, peer, local, remote, protocol: ANY_PROTOCOL, spans }), sas })
  }

  function finish(): void {
    takeChild()
    if (sa !== null && sa.hosts.length > 0) {
      shown.ikeSas.push(sa)
      if (childless !== null) shown.ikeSas.push({ ...sa, ...NO_CHILD, spans: [childless] })
    }
    sa = null
    own = null
    peer = null
  }
}

const NO_CHILD = { state: 'CHILD count:0', stage: 'none', means: 'It has no child SA.', ofChildren: true } as const
