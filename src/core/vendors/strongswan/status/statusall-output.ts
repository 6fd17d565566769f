import type { LineRole } from '../../../model/format.ts'
import { lineSpan, type SourceLine } from '../../../text/source-text.ts'
import type { LineReader } from '../../shown/shown.ts'
import { meaningOf } from './ike-states.ts'
import { loadedConnection, takeRound } from './loaded-connections.ts'
import { type Child, type Told, type Tunnel, takeSpi } from './told.ts'

export const SECTION =
  /^(?:Status of IKE charon daemon|Connections:$|(?:Routed|Shunted) Connections:$|Security Associations \(\d{1,7} up, \d{1,7} connecting\):$)/
/** `net-net:  192.0.2.1...192.0.2.2  IKEv2, dpddelay=30s`. */
export const CONNECTION = /^(\S{1,80}):\s{1,3}(\S{1,60})\.\.\.(\S{1,60})\s{1,3}(IKEv(?:1\/2|1|2))( Aggressive)?\b/
/** `net-net:   local:  [gw-a.example.net] uses pre-shared key authentication`; without the brackets where it names none. */
const ROUND = /^\S{1,80}: {1,5}(local|remote): {1,3}(?:\[(.{0,400})\] )?uses (.{1,60}) authentication/
/** `net-net:   child:  10.1.0.0/24 === 10.2.0.0/24 TUNNEL, dpdaction=clear`; a shunt has no `child:`. */
const LOADED_CHILD = /^(\S{1,80}):\s{1,5}(?:child: {1,3})?/
const MODE = / (TUNNEL|TRANSPORT|BEET|PASS|DROP)\b/
/** `net-net[1]: ESTABLISHED 3 seconds ago, 192.0.2.1[gw-a]...192.0.2.2[gw-b]`. */
export const SA =
  /^(\S{1,80})\[\d{1,10}\]: (CREATED|CONNECTING|ESTABLISHED|PASSIVE|REKEYING|REKEYED|DELETING|DESTROYING)\b/
const SPIS = /^\S{1,80}\[\d{1,10}\]: IKEv([12]) SPIs: ([\da-f]{16})_i(\*?) ([\da-f]{16})_r/
/** `net-net{1}:  INSTALLED, TUNNEL, reqid 1, ESP in UDP SPIs: c387ed78_i cd2e8511_o`. */
const CHILD_SA =
  /^(\S{1,80})\{\d{1,10}\}: {1,4}([A-Z]{3,20}), (TUNNEL|TRANSPORT|BEET|PASS|DROP)(?:, reqid (\d{1,10}))?\b/
const ESP = /, (ESP|AH)(?: in UDP)? SPIs: ([\da-f]{8})_i ([\da-f]{8})_o/
/** `net-net{1}:  AES_CBC_256/HMAC_SHA2_256_128, 252 bytes_i (3 pkts, 0s ago), 252 bytes_o (3 pkts, 0s ago), ...`. */
const COUNTERS =
  /\b\d{1,18} bytes_i(?: \((\d{1,15}) pkts?, [^()]{1,20}\))?, (\d{1,18}) bytes_o(?: \((\d{1,15}) pkts?, [^()]{1,20}\))?/
const CHILD_TS = /^\S{1,80}\{\d{1,10}\}: {1,5}/
const IRRELEVANT =
  /^(?:uptime: |malloc: |worker threads: |loaded plugins: |Listening IP addresses:$|Virtual IP pools |[\d.]{7,15}$|[\da-f:.]{3,45}$|none$|\S{1,80}: {1,6}(?:local|remote|cert|ca|id|crl|class|aaa id|eap|groups|certs): |\S{1,80}\[\d{1,10}\]: |\S{1,80}\{\d{1,10}\}: )/

const LISTED = [
  ['loaded plugins: ', /^[a-z][a-z\d-]{1,30}(?: [a-z\d-]{2,30}){0,99}$/],
  ['Listening IP addresses:', /^\S{2,60}$/],
] as const

/** Reads `ipsec status` and `ipsec statusall` (strongSwan 5.9.8 with starter). */
export function statusallOutput(told: Told): LineReader {
  let tunnel: Tunnel | null = null
  let child: Child | null = null
  let listed: RegExp | null = null

  return (text, line) => ofSection(text) ?? ofTunnel(text, line) ?? ofChild(text, line) ?? ofHead(text)

  /** What was looked for at the start of the daemon: a chat wraps the long line of its plugins, and people hide its addresses. */
  function ofHead(text: string): LineRole | undefined {
    listed = LISTED.find(([heading]) => text.startsWith(heading))?.[1] ?? listed
    return IRRELEVANT.test(text) || listed?.test(text) === true ? 'irrelevant' : undefined
  }

  function ofSection(text: string): LineRole | undefined {
    if (!SECTION.test(text)) return undefined
    tunnel = null
    child = null
    listed = null
    if (text.startsWith('Security')) told.lists({ entries: true, sas: true, ikeSas: true })
    return 'irrelevant'
  }

  function ofTunnel(text: string, line: SourceLine): LineRole | undefined {
    const connection = CONNECTION.exec(text)
    if (connection !== null) {
      const [, name = '', own = '', peer = '', version = '', aggressive] = connection
      tunnel = told.connection(loadedConnection(name, version, line, aggressive !== undefined))
      told.place(tunnel, 'own', own, line)
      told.place(tunnel, 'peer', peer, line)
      return 'read'
    }
    const round = ROUND.exec(text)
    if (round !== null && tunnel?.loaded) {
      const [, side, id, words = ''] = round
      takeRound(tunnel.loaded, side === 'local' ? 'local' : 'remote', words, line, id)
      return 'read'
    }
    const spis = SPIS.exec(text)
    if (spis !== null) return ofSpis(spis)
    const sa = SA.exec(text)
    if (sa === null) return undefined
    tunnel = told.ikeSa(sa[1] ?? '', sa[2] ?? '', null, line)
    const [own, peer] = endsOf(text)
    told.place(tunnel, 'own', own, line)
    told.place(tunnel, 'peer', peer, line)
    return 'read'
  }

  function ofSpis([, version, first, mark, second]: RegExpExecArray): LineRole | undefined {
    const sa = tunnel?.sa
    if (!sa) return undefined
    sa.version = version === '2' ? 2 : 1
    sa.role = mark === '*' ? 'initiator' : 'responder'
    Object.assign(sa, meaningOf(sa.state, sa.version, !/^0+$/.test((mark === '*' ? second : first) ?? '')))
    return 'read'
  }

  function ofChild(text: string, line: SourceLine): LineRole | undefined {
    const loaded = LOADED_CHILD.exec(text)
    const mode = MODE.exec(text)
    if (loaded !== null && mode !== null && text.includes(' === ')) {
      const [whole, name = ''] = loaded
      const made = told.child(tunnel ?? told.unknown(name), name, mode[1] ?? '')
      return ofSelectors(made, text.slice(whole.length, mode.index), line)
    }
    const up = CHILD_SA.exec(text)
    if (up !== null) {
      const [, name = '', state = '', mode = '', reqid] = up
      child = told.child(tunnel ?? told.unknown(name), name, mode, { state, reqid: Number(reqid ?? 0) || null })
      child.spans.push(lineSpan(line))
      const esp = ESP.exec(text)
      child.protocol = esp?.[1] === 'AH' ? 'ah' : 'esp'
      takeSpi(child, 'in', esp?.[2])
      takeSpi(child, 'out', esp?.[3])
      return 'read'
    }
    const selectors = CHILD_TS.exec(text)
    if (selectors !== null && child !== null && text.includes(' === '))
      return ofSelectors(child, text.slice(selectors[0].length), line)
    const counters = COUNTERS.exec(text)
    if (counters === null || child === null) return undefined
    // Packets are printed once there were some.
    child.packets.in = Number(counters[1] ?? 0)
    child.packets.out = Number(counters[3] ?? 0)
    child.counted.in.push(lineSpan(line))
    child.counted.out.push(lineSpan(line))
    return 'read'
  }

  /** `10.1.0.0/24 10.3.0.0/24 === 10.2.0.0/24`. */
  function ofSelectors(of: Child, written: string, line: SourceLine): LineRole {
    const [locals = '', remotes = ''] = written.split(' === ')
    const isRead = told.selectors(of, 'local', locals, line) && told.selectors(of, 'remote', remotes, line)
    return isRead ? 'read' : 'unsupported'
  }
}

/** The two addresses of `ESTABLISHED 3 seconds ago, 192.0.2.1[gw-a]...192.0.2.2[gw-b]`, whatever the identities hold. */
export function endsOf(text: string): readonly [string, string] {
  const dots = text.indexOf(']...')
  const open = text.indexOf('[', text.indexOf(': '))
  const own = text.slice(text.lastIndexOf(' ', open) + 1, open)
  const behind = text.slice(dots + 4)
  return dots < 0 ? ['', ''] : [own, behind.slice(0, behind.indexOf('['))]
}
