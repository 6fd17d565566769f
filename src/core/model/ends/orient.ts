import { type AddressRange, equalRanges } from '../../address/address-range.ts'
import type { AddressTerm, PacketFilter, SpdEntry } from '../spd-entry.ts'

/** An entry before it has its number. */
export type UnnumberedEntry = Omit<SpdEntry, 'id' | 'name'> & { readonly name: string | null }

/**
 * Makes SPD entries of one-way filters, once the owner's addresses are known: a tunnel filter is inbound when the tunnel
 * ends at an own address. A filter whose keyword "my address" cannot be resolved is left out and counted.
 */
export function orient(
  filters: readonly PacketFilter[],
  own: readonly AddressRange[],
): { readonly entries: readonly UnnumberedEntry[]; readonly unresolved: readonly PacketFilter[] } {
  const entries: UnnumberedEntry[] = []
  const unresolved: PacketFilter[] = []
  for (const filter of filters) {
    const source = resolve(filter.source, own)
    const destination = resolve(filter.destination, own)
    if (source === undefined || destination === undefined) {
      unresolved.push(filter)
      continue
    }
    const direction = filter.direction ?? directionOf(filter, source, destination, own)
    const out = direction === 'out'
    const [local, remote] = out ? [source, destination] : [destination, source]
    const [localPort, remotePort] = out
      ? [filter.sourcePort, filter.destinationPort]
      : [filter.destinationPort, filter.sourcePort]
    entries.push({
      name: filter.name,
      direction: filter.mirrored ? 'both' : direction,
      action: filter.action,
      mode: filter.mode,
      selectors: [{ local, remote, protocol: filter.protocol, localPort, remotePort }],
      tunnel: isResolved(filter.tunnel)
        ? filter.tunnel
        : {
            source: resolve(filter.tunnel.source, own) ?? null,
            destination: resolve(filter.tunnel.destination, own) ?? null,
          },
      weight: filter.weight,
      spans: filter.spans,
      ...(filter.list !== undefined && { list: filter.list }),
      ...(filter.off !== undefined && { off: filter.off }),
      ...(filter.installed !== undefined && { installed: filter.installed }),
    })
  }
  return { entries, unresolved }
}

function directionOf(
  filter: PacketFilter,
  source: AddressRange,
  destination: AddressRange,
  own: readonly AddressRange[],
): 'out' | 'in' {
  const end = filter.tunnel.destination
  if (end === 'own') return 'in'
  if (end !== null) return isOwn(end, own) ? 'in' : 'out'
  return isOwn(destination, own) && !isOwn(source, own) ? 'in' : 'out'
}

function isOwn(address: AddressRange, own: readonly AddressRange[]): boolean {
  return own.some((range) => equalRanges(range, address))
}

/** Most are, and need no copy. */
function isResolved(tunnel: PacketFilter['tunnel']): tunnel is SpdEntry['tunnel'] {
  return tunnel.source !== 'own' && tunnel.destination !== 'own'
}

function resolve(term: AddressTerm | null, own: readonly AddressRange[]): AddressRange | undefined {
  if (term === 'own') return own[0]
  return term ?? undefined
}
