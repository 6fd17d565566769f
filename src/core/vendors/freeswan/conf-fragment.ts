import { distinct } from '../../model/distinct.ts'
import type { Editor, EndpointFragment, Sides } from '../../model/endpoint.ts'
import type { Block } from '../../model/format.ts'
import type { DaemonSettings, IkeConnection, IkePolicy, SharedKey } from '../../model/ike-policy.ts'
import { settingsOf } from '../../model/settings-of.ts'
import type { Vendor } from '../../model/vendor.ts'
import { isShunt, withoutShunts } from '../../model/without-shunts.ts'
import type { SourceLine } from '../../text/source-text.ts'
import { singles } from '../single-addresses.ts'
import { ownCandidates, type Side, type SideRule, type TwoHosts } from './own-side.ts'
import { promptHost } from './prompt-line.ts'
import { type RefusedHosts, refusedAddress } from './refused-hosts.ts'

/** A `conn` as it is written, before it is known which side is the own one. */
export interface TwoSidedConn {
  readonly name: string
  readonly hosts: TwoHosts
}

/** What was read of one gateway's ipsec.conf and ipsec.secrets. */
interface ConfReading<Conn> {
  readonly conns: readonly Conn[]
  /** Where those stand that are not loaded. */
  readonly refused: readonly RefusedHosts[]
  /** `undefined`: no ipsec.secrets was pasted. */
  readonly keys: readonly SharedKey[] | undefined
  readonly postQuantumKeys?: IkePolicy['postQuantumKeys']
  readonly daemon: DaemonSettings
  readonly notLoaded: IkePolicy['notLoaded']
}

/** How a product looks at its connections. */
interface ConfProduct<Conn> {
  readonly vendor: Vendor
  readonly sides: SideRule
  /** What a connection is to the gateway at either side. */
  readonly connectionFrom: (conn: Conn, side: Side) => IkeConnection
  /** Makes one of several that differ in their child only. */
  readonly merge: (connections: readonly IkeConnection[]) => readonly IkeConnection[]
}

/** The end that these files configure, as it reads from either side. */
export function confFragment<Conn extends TwoSidedConn>(
  block: Block,
  screen: readonly SourceLine[],
  { conns, refused, keys, postQuantumKeys, daemon, notLoaded }: ConfReading<Conn>,
  { vendor, sides, connectionFrom, merge }: ConfProduct<Conn>,
  editor: Editor,
): EndpointFragment {
  const hosts = [...conns, ...refused].map((conn) => conn.hosts)
  const viewOf = (own: readonly Side[]): View => {
    const connections = merge(conns.map((conn, at) => connectionFrom(conn, own[at] ?? 'left')))
    const peers = singles(withoutShunts(connections).map(({ remoteAddresses }) => remoteAddresses))
    const refusedPeers = refused.flatMap((each, at) => refusedAddress(each, otherSide(own[conns.length + at])))
    return {
      own,
      seen: {
        peers: distinct([...peers, ...refusedPeers]),
        settings: settingsOf(connections, keys ?? []),
        ike: { connections, keys, postQuantumKeys, daemon, notLoaded },
      },
    }
  }
  let last = viewOf(hosts.map((each) => sides.of(each, [], [])))
  const seenFrom: Sides['seenFrom'] = (addresses, peers = []) => {
    const own = hosts.map((each) => sides.of(each, addresses, peers))
    // Nearly all that ask look from one side.
    if (own.some((side, at) => side !== last.own[at])) last = viewOf(own)
    return last.seen
  }
  const toPeers = conns.filter((conn) => !isShunt(connectionFrom(conn, 'left')))
  const telling = toPeers.length === 0 ? conns : toPeers
  const fixed = telling.flatMap((conn) => {
    const side = sides.fixed(conn.hosts)
    return side === null ? [] : [connectionFrom(conn, side).localAddresses]
  })
  const fixedAlso = refused.flatMap((each) => {
    const side = sides.fixed(each.hosts)
    return side === null ? [] : refusedAddress(each, side)
  })
  const [first] = block.lines
  return {
    vendor,
    name: hostIn(screen),
    label: null,
    addresses: distinct([...singles(fixed), ...fixedAlso]),
    filters: undefined,
    site: undefined,
    editor,
    span: { source: block.source, line: first?.number ?? 1, column: 1, length: first?.text.length ?? 0 },
    sides: {
      candidates: ownCandidates(
        [...telling, ...refused].map((conn) => conn.hosts),
        sides,
      ),
      seenFrom,
    },
    ...last.seen,
  }
}

function otherSide(side: Side | undefined): Side {
  return side === 'left' ? 'right' : 'left'
}

/** All connections as they are to the gateway, each at one side. */
interface View {
  readonly own: readonly Side[]
  readonly seen: ReturnType<Sides['seenFrom']>
}

/** The host of the first prompt. */
function hostIn(screen: readonly SourceLine[]): string | null {
  for (const { text } of screen) {
    const host = promptHost(text)
    if (host !== null) return host
  }
  return null
}
