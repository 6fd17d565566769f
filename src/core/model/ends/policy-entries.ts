import { type AddressRange, equalRanges, mixFamilies } from '../../address/address-range.ts'
import { type Box, subtractBoxes } from '../../selectors/box.ts'
import { isUnknownHost, placeConnection } from '../hosts.ts'
import type { ChildConfig, IkeConnection, IkePolicy, SelectorTemplate } from '../ike-policy.ts'
import type { UnnumberedEntry } from './orient.ts'

const ACTIONS = { tunnel: 'protect', transport: 'protect', pass: 'bypass', drop: 'discard' } as const

/**
 * The SPD entries that a daemon would install of its children: each local selector with each remote one, both ways
 * (RFC 4301 4.4.1). `dynamic` is the address of the gateway itself; where that is not known, `unknownHost` stands for it.
 */
export function entriesOfPolicy(policy: IkePolicy, own: AddressRange, peer: AddressRange): UnnumberedEntry[] {
  return policy.connections.flatMap((connection) =>
    connection.children.map((child) => entryOf(connection, child, own, peer)),
  )
}

function entryOf(
  connection: IkeConnection,
  child: ChildConfig,
  own: AddressRange,
  peer: AddressRange,
): UnnumberedEntry {
  const placed = placeConnection(connection, own, peer)
  const ownHost = only(placed.localAddresses.value) ?? own
  const destination = only(placed.remoteAddresses.value)
  const peerHost = destination ?? peer
  const mode = child.mode.value
  return {
    name: child.name,
    direction: 'both',
    action: ACTIONS[mode],
    mode: mode === 'tunnel' || mode === 'transport' ? mode : null,
    selectors: withoutBoxes(
      child.local.value.flatMap((local) =>
        child.remote.value.flatMap((remote) => boxOf(local, remote, ownHost, peerHost)),
      ),
      (child.except ?? []).flatMap(({ local, remote }) => boxOf(local, remote, ownHost, peerHost)),
    ),
    tunnel: { source: known(ownHost), destination: known(destination) },
    weight: null,
    spans: [child.remote, child.local]
      .flatMap((setting) => (setting.origin === 'stated' ? [setting.span] : []))
      .concat(child.span),
    negotiated: { connection, child },
  }
}

/** Exceptions that leave more pieces than this are not taken out. */
const PIECES = 256

function withoutBoxes(boxes: readonly Box[], except: readonly Box[]): readonly Box[] {
  if (except.length === 0) return boxes
  return boxes.flatMap((box) => {
    const left = subtractBoxes(box, except, PIECES)
    return 'tooMany' in left ? [box] : left.boxes
  })
}

/** Nothing where the two sides name different protocols, or addresses of different families. */
function boxOf(local: SelectorTemplate, remote: SelectorTemplate, own: AddressRange, peer: AddressRange): Box[] {
  const [from, to] = [local.protocol.from, remote.protocol.from].includes(0)
    ? narrowest(local, remote)
    : [local.protocol, remote.protocol]
  if (from.from !== to.from || from.to !== to.to) return []
  const [here, there] = [
    local.addresses === 'dynamic' ? own : local.addresses,
    remote.addresses === 'dynamic' ? peer : remote.addresses,
  ]
  if (mixFamilies(here, there)) return []
  return [
    {
      local: here,
      remote: there,
      protocol: from,
      localPort: local.ports,
      remotePort: remote.ports,
    },
  ]
}

/** A side that says any protocol takes that of the other. */
function narrowest(local: SelectorTemplate, remote: SelectorTemplate) {
  const { protocol } =
    local.protocol.to - local.protocol.from <= remote.protocol.to - remote.protocol.from ? local : remote
  return [protocol, protocol] as const
}

function known(host: AddressRange | null): AddressRange | null {
  return host === null || isUnknownHost(host) ? null : host
}

function only(addresses: readonly AddressRange[]): AddressRange | null {
  const [address] = addresses
  return address !== undefined && addresses.every((other) => equalRanges(other, address)) && address.from === address.to
    ? address
    : null
}
