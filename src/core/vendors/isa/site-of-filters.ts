import { type AddressRange, equalRanges, formatRange } from '../../address/address-range.ts'
import type { Endpoint, Site } from '../../model/endpoint.ts'
import type { Setting } from '../../model/setting.ts'
import type { SpdEntry } from '../../model/spd-entry.ts'
import { type Box, isAnyService } from '../../selectors/box.ts'

/**
 * The Remote Site that ISA Server must have made these Windows filters of, or `undefined` when they do not look like
 * ISA Server's. Its mark is that, beside a network, the own external address has a filter to the same remote network,
 * for any protocol; whoever writes filters by hand leaves that one out.
 */
export function siteOfFilters({ spd = [], addresses, peers }: Endpoint): Site | undefined {
  const [own] = addresses
  const [peer, ...others] = peers
  if (own === undefined || peer === undefined || others.length > 0) return undefined
  const tunnels = spd.flatMap((entry) => tunnelTo(entry, peer.value))
  const isOwn = ({ box }: Tunnel) => equalRanges(box.local, own.value)
  const fromSelf = new Set(tunnels.filter(isOwn).map(({ box }) => formatRange(box.remote)))
  const beside = tunnels.some((tunnel) => !isOwn(tunnel) && fromSelf.has(formatRange(tunnel.box.remote)))
  if (!beside || tunnels.some(({ box }) => !isAnyService(box))) return undefined
  return {
    locals: distinct(tunnels.filter((tunnel) => !isOwn(tunnel)).map(({ box, entry }) => setting(box.local, entry))),
    remotes: distinct(tunnels.map(({ box, entry }) => setting(box.remote, entry))),
    name: null,
  }
}

interface Tunnel {
  readonly entry: SpdEntry
  readonly box: Box
}

/** The boxes of an outbound entry that is a tunnel to this peer. */
function tunnelTo(entry: SpdEntry, peer: AddressRange): Tunnel[] {
  const { direction, action, tunnel } = entry
  const there = tunnel.destination !== null && equalRanges(tunnel.destination, peer)
  return direction !== 'in' && action === 'protect' && there ? entry.selectors.map((box) => ({ entry, box })) : []
}

function setting(value: AddressRange, { spans: [span] }: SpdEntry): Setting<AddressRange> {
  return span === undefined ? { origin: 'default', value, authority: 'the filters' } : { origin: 'stated', value, span }
}

function distinct(settings: readonly Setting<AddressRange>[]): Setting<AddressRange>[] {
  return [...new Map(settings.toReversed().map((each) => [formatRange(each.value), each])).values()].toReversed()
}
