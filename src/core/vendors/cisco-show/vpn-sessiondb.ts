import type { LineRole } from '../../model/format.ts'
import { stated } from '../../model/setting.ts'
import { lineSpan, type SourceLine, type Span } from '../../text/source-text.ts'
import { plainIdent, untoldSas } from '../shown/ident.ts'
import type { OutputReader, Shown } from '../shown/shown.ts'
import { hostIn, identIn } from './values.ts'

const LABEL =
  /^(?:Username|Index|Assigned IP|Public IP|Protocol|License|Encryption|Hashing|Bytes Tx|Bytes Rx|Group Policy|Tunnel Group|Login Time|Duration|Inactivity|NAC Result|VLAN Mapping|Tunnel Zone|VLAN|Audt Sess ID|Security Grp|Connection|IP Addr|Local Addr|Remote Addr|Tunnel ID|UDP Src Port|UDP Dst Port|Rem Auth Mode|Loc Auth Mode|IKE Neg Mode|Auth Mode|Rekey Int \([TD]\)|Rekey Left\([TD]\)|D\/H Group|PRF|Filter Name|Encapsulation|Idle Time Out|Idle TO Left|Conn Time Out|Conn TO Left|Pkts Tx|Pkts Rx|Reval Int \(T\)|Reval Left\(T\)|SQ Int \(T\)|EoU Age\(T\)|Hold Left \(T\)|Posture Token|Redirect URL|IKEv[12]|IPsec|PFS Group|IKEv[12] Tunnels|IPsec Tunnels) *:/i
const TITLE =
  /^(?:Session Type: \S|IKEv[12]:$|IPsec:$|IKEv[12] Tunnels: \d|IPsec Tunnels: \d|NAC:$|INFO: There are presently no active sessions|VPN Session Summary|AnyConnect-Parent:?$)/i

/**
 * Reads `show vpn-sessiondb`: of `l2l` and `detail l2l` the tunnels between gateways. Sessions of clients (`anyconnect`,
 * `webvpn`, `ra-ikev1-ipsec`) are no such tunnel, which is said. Cisco Secure Firewall ASA Series Command Reference,
 * "show vpn-sessiondb".
 */
export function vpnSessiondbReader(shown: Shown): OutputReader {
  let isTunnel = false
  let peer: Span | null = null
  let host = ''
  let local: { readonly side: NonNullable<ReturnType<typeof identIn>>; readonly span: Span } | null = null

  return { read, finish: () => undefined }

  function read(text: string, line: SourceLine): LineRole | undefined {
    const span = lineSpan(line)
    const type = /^Session Type: (\S.{0,60})$/.exec(text)
    if (type !== null) {
      isTunnel = /LAN-to-LAN|Site-to-Site/i.test(type[1] ?? '')
      if (!isTunnel) shown.problems.push({ kind: 'unsupported', span, ...clients(type[1] ?? '') })
      return isTunnel ? 'read' : 'irrelevant'
    }
    return (
      (isTunnel ? ofTunnel(text, span) : undefined) ?? (TITLE.test(text) || LABEL.test(text) ? 'irrelevant' : undefined)
    )
  }

  function ofTunnel(text: string, span: Span): LineRole | undefined {
    const session = /^Connection {1,9}: (\S{2,99})$/.exec(text)
    if (session !== null) {
      peer = span
      return 'read'
    }
    const address = /IP Addr {1,9}: (\S{2,99})$/.exec(text)
    if (address !== null) {
      host = address[1] ?? ''
      return 'read'
    }
    const protocol = /^Protocol {1,9}: (?:(IKEv[12])\b)?/.exec(text)
    if (protocol !== null) {
      ikeSa(protocol[1], span)
      return 'read'
    }
    const bytes = /^Bytes Tx {1,9}: (\d{1,15}) {1,40}Bytes Rx {1,9}: (\d{1,15})$/.exec(text)
    const sa = shown.ikeSas.at(-1)
    // Those of the whole session come first.
    if (bytes !== null && sa !== undefined && sa.counted === undefined && sa.spans[0] === peer) {
      const counted = { sent: Number(bytes[1]), received: Number(bytes[2]), unit: 'bytes' as const }
      shown.ikeSas.splice(-1, 1, { ...sa, counted, spans: [...sa.spans, span] })
      return 'read'
    }
    const counts = /^Pkts Tx {1,9}: (\d{1,15}) {1,40}Pkts Rx {1,9}: (\d{1,15})$/.exec(text)
    const last = shown.idents.at(-1)
    if (counts !== null && last !== undefined) {
      const counted = { out: [span], in: [span] }
      shown.idents.splice(-1, 1, { ...last, sent: Number(counts[1]), received: Number(counts[2]), counted })
      return 'read'
    }
    const side = /^(Local|Remote) Addr {1,9}: (\S{3,99})$/.exec(text)
    const ident = side === null ? null : identIn(side[2] ?? '')
    if (side === null || ident === null) return undefined
    if (side[1] === 'Local') local = { side: ident, span }
    else if (local !== null) {
      shown.lists = { ...shown.lists, entries: true, sas: true }
      const told = { name: null, own: null, peer: hostIn(host), local: local.side, remote: ident }
      const spans = [local.span, span]
      shown.idents.push({ ...plainIdent({ ...told, protocol: ident.protocol, spans }), sas: untoldSas(span) })
    }
    return 'read'
  }

  function ikeSa(version: string | undefined, span: Span): void {
    const other = hostIn(host)
    if (other === null || peer === null) return
    shown.peers.push(stated(other, peer))
    shown.lists = { ...shown.lists, ikeSas: true }
    if (version === undefined) return
    shown.ikeSas.push({
      version: version === 'IKEv2' ? 2 : 1,
      hosts: [other],
      state: version,
      stage: 'established',
      means: 'The session has an IKE SA.',
      role: null,
      spans: [peer, span],
    })
  }
}

function clients(type: string): { readonly say: string; readonly instead: string } {
  return {
    say: `Sessions of the type "${type.trim()}" are remote access by clients, not a tunnel between two gateways.`,
    instead: 'Paste `show vpn-sessiondb detail l2l` or `show crypto ipsec sa` for a tunnel between gateways.',
  }
}
