import type { LineRole } from '../../model/format.ts'
import { stated } from '../../model/setting.ts'
import { lineSpan, type SourceLine, type Span } from '../../text/source-text.ts'
import type { OutputReader, Shown } from '../shown/shown.ts'
import { meaningOf } from './ike-states.ts'
import { hostIn } from './values.ts'

const IRRELEVANT =
  /^(?:IPv[46] Crypto ISAKMP SA|dst {2,}src {2,}|C-id {1,9}Local|Embryonic {1,9}: \d|Codes: |[A-Z] - \S|[a-z]\w{2,9} - |renc - |psk - |Engine-id:Conn-id|Active SA: \d|Standby SA: \d|Rekey SA: \d|Total IKE SA: \d|IKEv[12] SAs:|There are no IKEv[12] SAs|There are no isakmp sas|Encrypt +: |Auth +: |Lifetime Remaining ?: |Type +: )/i

/**
 * Reads `show crypto isakmp sa [detail]` of IOS, where the addresses are told by who began (`src`) and not by whose they
 * are, and `show crypto isakmp sa`, `show crypto ikev1 sa [detail]` of ASA, which names the peer alone.
 */
export function isakmpSaReader(shown: Shown): OutputReader {
  let peer: { readonly text: string; readonly span: Span } | null = null
  let role: 'initiator' | 'responder' | null = null

  return { read, finish: () => undefined }

  function read(text: string, line: SourceLine): LineRole | undefined {
    shown.lists = { ...shown.lists, ikeSas: true }
    const span = lineSpan(line)
    return ofIos(text, span) ?? ofAsa(text, span) ?? (IRRELEVANT.test(text) ? 'irrelevant' : undefined)
  }

  function ofIos(text: string, span: Span): LineRole | undefined {
    const row =
      /^(\S{2,99}) {1,40}(\S{2,99}) {1,40}([A-Z]{2,4}_[A-Z0-9_]{2,20}) {1,40}\d{1,9}(?: {1,40}\d{1,9})?(?: {1,40}([A-Z]{2,9})(?: ?\((deleted)\))?)?$/.exec(
        text,
      )
    if (row !== null) {
      const hosts = [hostIn(row[2] ?? ''), hostIn(row[1] ?? '')].filter((host) => host !== null)
      const state = row[3] ?? ''
      const known = meaningOf(state)
      const gone = row[5] === 'deleted'
      shown.ikeSas.push({
        version: 1,
        hosts,
        state: gone ? `${state} (deleted)` : state,
        ...known,
        stage: gone && known.stage === 'established' ? 'closing' : known.stage,
        role: null,
        spans: [span],
      })
      return 'read'
    }
    const detail = /^\d{1,9} {1,20}(\S{2,99}) {1,40}(\S{2,99}) {1,40}(?:\S{1,40} {1,40})?(ACTIVE|STDBY)? /.exec(text)
    if (detail === null) return undefined
    const [own, other] = [hostIn(detail[1] ?? ''), hostIn(detail[2] ?? '')]
    if (own === null || other === null) return undefined
    shown.own.push(stated(own, span))
    shown.peers.push(stated(other, span))
    const state = detail[3] === undefined ? 'DOWN-NEGOTIATING' : 'QM_IDLE'
    shown.ikeSas.push({
      version: 1,
      hosts: [own, other],
      state: detail[3] ?? 'no status',
      ...meaningOf(state),
      role: null,
      spans: [span],
    })
    return 'read'
  }

  function ofAsa(text: string, span: Span): LineRole | undefined {
    const begins = /^\d{1,6} {1,9}IKE Peer: (\S{2,99})$/.exec(text)
    if (begins !== null) {
      peer = { text: begins[1] ?? '', span }
      role = null
      return 'read'
    }
    if (peer === null) return undefined
    const who = /^Type {1,9}: (\S{1,20}) {1,40}Role {1,9}: (initiator|responder)$/.exec(text)
    if (who !== null) {
      role = who[2] === 'initiator' ? 'initiator' : 'responder'
      return 'read'
    }
    const state = /^Rekey {1,9}: \S{1,9} {1,40}State {1,9}: ([A-Z]{2}_[A-Z0-9_]{2,20})$/.exec(text)
    if (state === null) return undefined
    const host = hostIn(peer.text)
    if (host !== null) {
      shown.peers.push(stated(host, peer.span))
      shown.ikeSas.push({
        version: 1,
        hosts: [host],
        state: state[1] ?? '',
        ...meaningOf(state[1] ?? ''),
        role,
        spans: [span, peer.span],
      })
    }
    return 'read'
  }
}
