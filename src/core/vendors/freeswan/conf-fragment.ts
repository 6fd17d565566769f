import type { AddressRange } from '../../address/address-range.ts'
import type { Editor, EndpointFragment } from '../../model/endpoint.ts'
import type { Block } from '../../model/format.ts'
import type { DaemonSettings, IkeConnection, IkePolicy, SharedKey } from '../../model/ike-policy.ts'
import type { Vendor } from '../../model/vendor.ts'
import { promptHost } from '../strongswan/prompt-line.ts'
import { singles } from '../strongswan/single-addresses.ts'
import { settingsOf } from '../strongswan/swanctl-settings.ts'
import { ownCandidates, type Side, type SideRule, type TwoHosts } from './own-side.ts'

/** A `conn`, and what it is to the gateway at either side. */
export interface TwoSidedConn {
  readonly hosts: TwoHosts
  readonly from: (side: Side) => IkeConnection
}

/** What was read of one gateway's ipsec.conf and ipsec.secrets. */
export interface ConfReading {
  readonly conns: readonly TwoSidedConn[]
  /** `undefined`: no ipsec.secrets was pasted. */
  readonly keys: readonly SharedKey[] | undefined
  readonly postQuantumKeys?: IkePolicy['postQuantumKeys']
  readonly daemon: DaemonSettings
  readonly notLoaded: IkePolicy['notLoaded']
}

/** How a product looks at its connections. */
export interface ConfProduct {
  readonly vendor: Vendor
  readonly sides: SideRule
  /** Makes one of several that differ in their child only. */
  readonly merge: (connections: readonly IkeConnection[]) => readonly IkeConnection[]
}

/** The end that these files configure, as it reads from either side. */
export function confFragment(
  block: Block,
  { conns, keys, postQuantumKeys, daemon, notLoaded }: ConfReading,
  { vendor, sides, merge }: ConfProduct,
  editor: Editor,
): EndpointFragment {
  const hosts = conns.map((conn) => conn.hosts)
  const seenFrom = (own: readonly AddressRange[], peerAddresses: readonly AddressRange[] = []) => {
    const connections = merge(conns.map((conn) => conn.from(sides.of(conn.hosts, own, peerAddresses))))
    return {
      peers: singles(connections.map(({ remoteAddresses }) => remoteAddresses)),
      settings: settingsOf(connections, keys ?? []),
      ike: { connections, keys, postQuantumKeys, daemon, notLoaded },
    }
  }
  const fixed = conns.flatMap((conn) => {
    const side = sides.fixed(conn.hosts)
    return side === null ? [] : [conn.from(side).localAddresses]
  })
  const [first] = block.lines
  return {
    vendor,
    name: hostIn(block),
    label: null,
    addresses: singles(fixed),
    filters: undefined,
    site: undefined,
    editor,
    span: { source: block.source, line: first?.number ?? 1, column: 1, length: first?.text.length ?? 0 },
    sides: { candidates: ownCandidates(hosts, sides), seenFrom },
    ...seenFrom([]),
  }
}

/** The host of the first prompt. */
function hostIn({ lines }: Block): string | null {
  for (const { text } of lines) {
    const host = promptHost(text)
    if (host !== null) return host
  }
  return null
}
