import type { LineRole } from '../../model/format.ts'
import type { Obstacle } from '../../model/obstacle.ts'
import { stated } from '../../model/setting.ts'
import { lineSpan, type SourceLine, type Span } from '../../text/source-text.ts'
import { plainIdent } from '../shown/ident.ts'
import type { OutputReader, Shown } from '../shown/shown.ts'
import { aclLine } from './acl-line.ts'
import { childLine } from './child-lines.ts'
import type { MapEntry, ShownByCisco } from './shown-by-cisco.ts'
import { hostIn } from './values.ts'

const IRRELEVANT =
  /^(?:WARNING: This crypto map is in an incomplete state|\(missing peer or access-list definitions\)|No matching address list set|Extended IP access check |Map is a PROFILE INSTANCE|Crypto Map Template|Map has fragmentation|Peer = \(none\))/i

/**
 * Reads `show crypto map` of IOS: peers, the lines of the crypto ACL, how children are protected, and the interfaces to
 * which the map is applied; without one, no packet is looked at by it.
 */
export function cryptoMapReader(shown: ShownByCisco): OutputReader {
  const child = childLine((settings) => entry?.settings.push(settings))
  let entry: MapEntry | null = null

  return { read, finish }

  function read(text: string, line: SourceLine): LineRole | undefined {
    const span = lineSpan(line)
    const begins = /^Crypto Map (?:IPv[46] )?"([^"]{1,99})" (\d{1,9}) \S/.exec(text)
    if (begins !== null) {
      finish()
      entry = {
        name: `${begins[1]} ${begins[2]}`,
        span,
        peers: [],
        current: null,
        lines: [],
        list: null,
        settings: [],
        interfaces: [],
        listsInterfaces: false,
      }
      return 'read'
    }
    if (entry === null) return undefined
    return ofEntry(entry, text, span) ?? child(text, line) ?? (IRRELEVANT.test(text) ? 'irrelevant' : undefined)
  }

  function ofEntry(of: MapEntry, text: string, span: Span): LineRole | undefined {
    const peer = /^(Peer =|Current peer:) (\S{2,99})$/.exec(text)
    const host = peer === null ? null : hostIn(peer[2] ?? '')
    if (peer !== null && host !== null) {
      if (peer[1] === 'Current peer:') of.current = host
      else of.peers.push(stated(host, span))
      return 'read'
    }
    if (/^Interfaces using crypto map /.test(text)) {
      of.listsInterfaces = true
      return 'read'
    }
    if (of.listsInterfaces && /^[A-Z][A-Za-z-]{1,40}[\d/.:]{1,30}$/.test(text)) {
      of.interfaces.push(text)
      return 'read'
    }
    const list = /^(?:Extended IP|IPv6) access list (\S{1,99})$/i.exec(text)?.[1]
    if (list !== undefined) {
      of.list = list
      return 'read'
    }
    const line = aclLine(text)
    if (line === undefined) return undefined
    if (line === null) return 'unsupported'
    of.lines.push({ line, span })
    return 'read'
  }

  function finish(): void {
    if (entry !== null) shown.mapEntries.push(entry)
    entry = null
  }
}

/**
 * The entries of all maps that were shown, as pairs. One that is applied to no interface does nothing; where none at all
 * is applied, that is what is wrong, so that they are taken with it in their way.
 */
export function takeMapEntries(shown: ShownByCisco): void {
  const { mapEntries } = shown
  if (mapEntries.length > 0) shown.lists = { ...shown.lists, entries: true }
  const noneApplied = mapEntries.every(isUnused)
  for (const entry of mapEntries) {
    if (!isUnused(entry) || noneApplied) takeEntry(entry, shown)
    if (!isUnused(entry)) continue
    const { name, span } = entry
    const say = `The crypto map entry ${name} is applied to no interface, so that it protects nothing.`
    if (noneApplied) shown.obstacles.push(unused(entry, say))
    else shown.problems.push({ kind: 'unsupported', span, say, instead: APPLY })
  }
}

const APPLY = 'Apply it with `crypto map` on the interface to the peer, where it is meant to be used.'

function isUnused({ listsInterfaces, interfaces }: MapEntry): boolean {
  return listsInterfaces && interfaces.length === 0
}

function unused({ name, span, lines }: MapEntry, say: string): Obstacle {
  return {
    kind: 'inactive',
    direction: 'both',
    packets: lines.flatMap(({ line: { denied, local, remote, protocol } }) =>
      denied
        ? []
        : [
            {
              ...{ local: local.addresses, remote: remote.addresses, protocol },
              ...{ localPort: local.ports, remotePort: remote.ports },
            },
          ],
    ),
    packet: 'clear',
    connection: null,
    say,
    spans: [span],
    steps: [
      {
        say: 'Apply the crypto map to the interface to the peer.',
        run: `configure terminal\ninterface <the interface to the peer>\n crypto map ${name.split(' ')[0]}\nend`,
      },
    ],
  }
}

function takeEntry({ name, span, list, peers, current, settings, lines }: MapEntry, shown: Shown): void {
  shown.settings.push(...settings)
  shown.peers.push(...peers)
  const peer = current ?? peers[0]?.value ?? null
  if (peers.length > 1) {
    const say = `The crypto map entry ${name} has several peers; it is looked at with the current one.`
    const instead = 'For another one, paste its output after the change.'
    shown.problems.push({ kind: 'unsupported', span, say, instead })
  }
  const denied = lines.find(({ line }) => line.denied)
  if (denied !== undefined) {
    const say = `What the deny lines of the crypto map entry ${name} leave out is not taken away here.`
    const instead = 'Paste `show running-config` as well.'
    shown.problems.push({ kind: 'unsupported', span: denied.span, say, instead })
  }
  for (const { line, span: at } of lines.filter((one) => !one.line.denied)) {
    const { local, remote, protocol } = line
    shown.idents.push(plainIdent({ name, list, own: null, peer, local, remote, protocol, spans: [at, span] }))
  }
}

/** Reads `show crypto ipsec profile`: how the children of tunnel interfaces are protected. */
export function ipsecProfileReader(shown: Shown): OutputReader {
  const child = childLine((settings) => shown.settings.push(settings))
  return {
    read: (text, line) => (/^IPSEC profile \S/.test(text) ? 'read' : child(text, line)),
    finish: () => undefined,
  }
}
