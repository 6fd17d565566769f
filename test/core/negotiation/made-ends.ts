import type { Endpoint } from '../../../src/core/model/endpoint.ts'
import { asWritten as inOrder } from '../../../src/core/model/entry-order.ts'
import { NO_SCOPE } from '../../../src/core/model/scope.ts'
import type { SecurityAssociation } from '../../../src/core/model/security-association.ts'
import type { SaTemplate, SpdEntry } from '../../../src/core/model/spd-entry.ts'
import type { Vendor } from '../../../src/core/model/vendor.ts'
import type { Flow } from '../../../src/core/negotiation/flow.ts'
import { type Box, trafficBetween } from '../../../src/core/selectors/box.ts'
import type { Packet } from '../../../src/core/selectors/packet.ts'
import { linux } from '../../../src/core/vendors/linux/vendor.ts'
import { range } from '../../support/boxes.ts'

/** Ends, entries and SAs made by hand: 203.0.113.1 with 10.1.0.0/24, and 198.51.100.7 with 10.2.0.0/24. */
export const [OWN, PEER] = ['203.0.113.1', '198.51.100.7']
export const [LOCAL, REMOTE] = ['10.1.0.0/24', '10.2.0.0/24']

export function box(local = LOCAL, remote = REMOTE, more: Partial<Box> = {}): Box {
  return { ...trafficBetween(range(local), range(remote)), ...more }
}

export function packet(source: string, destination: string, more: Partial<Packet> = {}): Packet {
  return {
    source: range(source),
    destination: range(destination),
    protocol: 6,
    sourcePort: 50_000,
    destinationPort: 80,
    ...more,
  }
}

export function setting<T>(value: T) {
  return { origin: 'default', value, authority: 'an example' } as const
}

/** Tunnel addresses of an entry, source first; `null` where the paste does not say. */
export function tunnel(source: string | null, destination: string | null): SpdEntry['tunnel'] {
  return {
    source: source === null ? null : range(source),
    destination: destination === null ? null : range(destination),
  }
}

/** An entry of the end with `OWN`, in a tunnel to `PEER` unless it says otherwise. */
export function entry(id: string, direction: SpdEntry['direction'], more: Partial<SpdEntry> = {}): SpdEntry {
  return {
    id,
    name: id,
    direction,
    action: 'protect',
    mode: 'tunnel',
    selectors: [box()],
    tunnel: direction === 'in' || direction === 'fwd' ? tunnel(PEER, OWN) : tunnel(OWN, PEER),
    weight: null,
    spans: [],
    ...more,
  }
}

/** Packets of an entry of A that come through to B, unless it says otherwise. */
export function flow(out: SpdEntry, more: Partial<Flow> = {}): Flow {
  return {
    sender: 'A',
    receiver: 'B',
    initiator: 'A',
    region: out.selectors,
    out,
    inbound: null,
    owner: out,
    outcome: 'established',
    packet: 'encrypted',
    seen: null,
    notify: null,
    certainty: 'stated',
    remainder: false,
    ...more,
  }
}

export function template(more: Partial<SaTemplate> = {}): SaTemplate {
  return {
    source: range(OWN),
    destination: range(PEER),
    protocol: 'esp',
    spi: null,
    reqid: 1,
    mode: 'tunnel',
    optional: false,
    ...more,
  }
}

export function end(label: string, spd: readonly SpdEntry[] | undefined, more: Partial<Endpoint> = {}): Endpoint {
  const [own, peer] = label === 'A' ? [OWN, PEER] : [PEER, OWN]
  return {
    label,
    name: label,
    vendor: linux,
    addresses: [setting(range(own))],
    peers: [setting(range(peer))],
    spd,
    site: undefined,
    settings: {},
    editor: null,
    span: null,
    partlyRead: false,
    ...more,
  }
}

/** Entries in the order in which they are written. */
export const asWritten: Vendor = { ...linux, entryOrder: inOrder }

export function sa(more: Partial<SecurityAssociation> = {}): SecurityAssociation {
  return {
    source: range(OWN),
    destination: range(PEER),
    protocol: 'esp',
    spi: 1,
    reqid: 1,
    mode: 'tunnel',
    scope: NO_SCOPE,
    direction: null,
    algorithms: [{ use: 'aead', name: 'rfc4106(gcm(aes))', key: null }],
    packets: null,
    received: null,
    sent: null,
    dropped: null,
    replayWindow: null,
    selectors: null,
    spans: [],
    ...more,
  }
}
