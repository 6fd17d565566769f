import type { LineRole } from '../../../model/format.ts'
import { lineSpan, type SourceLine } from '../../../text/source-text.ts'
import type { LineReader } from '../../shown/shown.ts'
import { meaningOf } from './ike-states.ts'
import { loadedConnection, takeIdentity, takeRound } from './loaded-connections.ts'
import { type Child, type Told, type Tunnel, takeSpi } from './told.ts'

/** `net-net: #1, ESTABLISHED, IKEv2, afd0d8b8dc004989_i* 9fb22c8bbef8bc78_r`. */
export const SA = /^(\S{1,80}): #\d{1,10}, ([A-Z]{3,20}), IKEv([12])(?:, ([\da-f]{16})_i(\*?) ([\da-f]{16})_r\*?)?$/
/** `net-net: IKEv2, no reauthentication, rekeying every 14400s`. */
export const CONNECTION = /^(\S{1,80}): (IKEv(?:1\/2|1|2)), (?:no )?(?:reauthentication|rekeying)\b/
/** `net-net/net, TUNNEL`, of `swanctl --list-pols`, which names no gateways. */
const POLICY = /^\S{1,80}\/\S{1,80}, (?:TUNNEL|TRANSPORT|BEET|PASS|DROP)$/
const CHILD_SA =
  /^(\S{1,80}): #\d{1,10}, reqid (\d{1,10}), ([A-Z]{3,20}), (TUNNEL|TRANSPORT|BEET)(?:-in-UDP)?, (ESP|AH)\b/
const LOADED_CHILD = /^(\S{1,80}): (TUNNEL|TRANSPORT|BEET|PASS|DROP), (?:no )?rekeying\b/
/** `local  'gw-a.example.net' @ 192.0.2.1[500] [10.3.0.1]`. */
const END = /^(local|remote) {1,3}'.{0,200}' @ (\S{2,60})\[\d{1,5}\]/
/** `local pre-shared key authentication:`. */
const ROUND = /^(local|remote) (?:(.{1,60}) )?authentication(?: round.{0,20})?:$/
const IDENTITY = /^id: (.{1,400})$/
const SIDE = /^(local|remote):? {1,3}(\S.{0,4000})$/
/** `in  c387ed78 (-|0x0000002a),    252 bytes,     3 packets,     8s ago`. */
const COUNTERS =
  /^(in|out) {1,3}([\da-f]{8})(?:\/[\da-f]{4})?(?: \([^()]{1,60}\))?, {1,12}\d{1,18} bytes, {1,12}(\d{1,15}) packets\b/
const IRRELEVANT =
  /^(?:established \d|installed \d|rekeying |(?:queued|active|passive): |(?:remote )?(?:EAP|XAuth|IKE)[ -]|(?:local|remote) (?:.{1,60} )?authentication(?: round.{0,20})?:$|(?:local|remote) XAuth|(?:id|eap_id|aaa_id|xauth_id|certs?|cacerts?|groups|cert policy|revocation|round|pools): |[A-Z\d_]{3,40}(?:-\d{1,4})?(?:\/[A-Z\d_]{2,40}){1,9}$)/

/** Reads `swanctl --list-sas`, `--list-conns` and `--list-pols` (strongSwan 5.9.8). */
export function swanctlOutput(told: Told): LineReader {
  let tunnel: Tunnel | null = null
  let child: Child | null = null

  return (text, line) => ofValue(text, line) ?? ofName(text, line) ?? (IRRELEVANT.test(text) ? 'irrelevant' : undefined)

  /** By its first word, which most lines have of a few. */
  function ofValue(text: string, line: SourceLine): LineRole | undefined {
    switch (text.slice(0, text.search(/[ :]/))) {
      case 'in':
      case 'out':
        return counters(COUNTERS.exec(text), line)
      case 'established':
      case 'installed':
        return text.includes(':') ? undefined : 'irrelevant'
      case 'local':
      case 'remote':
        return ofRound(text, line) ?? ofEnd(END.exec(text), line) ?? ofSide(SIDE.exec(text), line)
      case 'id':
        return ofIdentity(text, line)
      default:
        return undefined
    }
  }

  /** What begins with a name. */
  function ofName(text: string, line: SourceLine): LineRole | undefined {
    const sa = SA.exec(text)
    if (sa !== null) return beginSa(sa, line)
    const up = CHILD_SA.exec(text)
    if (up !== null && tunnel !== null) return beginChild(up, tunnel, line)
    const connection = CONNECTION.exec(text)
    if (connection !== null) {
      child = null
      tunnel = told.connection(loadedConnection(connection[1] ?? '', connection[2] ?? '', line))
      return 'read'
    }
    const loaded = LOADED_CHILD.exec(text)
    if (loaded !== null && tunnel !== null) {
      child = told.child(tunnel, loaded[1] ?? '', loaded[2] ?? '')
      return 'read'
    }
    if (!POLICY.test(text)) return undefined
    tunnel = null
    child = null
    return 'unsupported'
  }

  function beginSa(
    [, name = '', state = '', version, first, mark, second]: RegExpExecArray,
    line: SourceLine,
  ): LineRole {
    child = null
    tunnel = told.ikeSa(name, state, version === '2' ? 2 : 1, line)
    if (tunnel.sa === null || first === undefined) return 'read'
    tunnel.sa.role = mark === '*' ? 'initiator' : 'responder'
    const other = mark === '*' ? second : first
    Object.assign(tunnel.sa, meaningOf(state, tunnel.sa.version, !/^0+$/.test(other ?? '')))
    return 'read'
  }

  function beginChild(
    [, name = '', reqid, state = '', mode = '', protocol]: RegExpExecArray,
    of: Tunnel,
    line: SourceLine,
  ): LineRole {
    child = told.child(of, name, mode, { state, reqid: Number(reqid) })
    child.protocol = protocol === 'AH' ? 'ah' : 'esp'
    child.spans.push(lineSpan(line))
    return 'read'
  }

  function counters(found: RegExpExecArray | null, line: SourceLine): LineRole | undefined {
    if (found === null || child === null) return undefined
    const direction = found[1] === 'in' ? 'in' : 'out'
    takeSpi(child, direction, found[2])
    child.packets[direction] = Number(found[3])
    child.counted[direction].push(lineSpan(line))
    return 'read'
  }

  function ofEnd(end: RegExpExecArray | null, line: SourceLine): LineRole | undefined {
    if (end === null || tunnel === null) return undefined
    told.place(tunnel, end[1] === 'local' ? 'own' : 'peer', end[2] ?? '', line)
    return 'read'
  }

  function ofRound(text: string, line: SourceLine): LineRole | undefined {
    const [, side, words = ''] = ROUND.exec(text) ?? []
    if (side === undefined || !tunnel?.loaded) return undefined
    takeRound(tunnel.loaded, side === 'local' ? 'local' : 'remote', words, line)
    return 'read'
  }

  function ofIdentity(text: string, line: SourceLine): LineRole | undefined {
    const [, id] = IDENTITY.exec(text) ?? []
    if (id === undefined || child !== null || !tunnel?.loaded) return undefined
    return takeIdentity(tunnel.loaded, id, line) ? 'read' : undefined
  }

  /** The gateway of a connection, or the selectors of a child. */
  function ofSide(found: RegExpExecArray | null, line: SourceLine): LineRole | undefined {
    const [, side, value = ''] = found ?? []
    // `local: #1, ESTABLISHED` is a connection of that name.
    if (found === null || value.startsWith('#') || value.startsWith('IKEv') || value.endsWith('authentication:'))
      return undefined
    if (child !== null)
      return told.selectors(child, side === 'local' ? 'local' : 'remote', value, line) ? 'read' : 'unsupported'
    if (tunnel === null) return 'unsupported'
    if (tunnel.sa !== null) return undefined
    told.place(tunnel, side === 'local' ? 'own' : 'peer', value, line)
    return 'read'
  }
}
