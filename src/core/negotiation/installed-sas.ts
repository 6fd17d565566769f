import { type AddressRange, containsRange, equalRanges } from '../address/address-range.ts'
import type { Endpoint } from '../model/endpoint.ts'
import type { SecurityAssociation } from '../model/security-association.ts'
import type { SaTemplate, SpdEntry } from '../model/spd-entry.ts'

/** What keeps an installed entry from using an SA. */
export type SaDifference = 'reqid' | 'mode' | 'interface number' | 'mark' | 'SPI'

/** The installed entries of an end, whether they are its SPD or stand beside its configuration. */
export function installedEntries(end: Endpoint): readonly SpdEntry[] {
  return (end.installed ?? end.spd ?? []).filter(({ installed }) => installed !== undefined)
}

/** The template that an entry cannot do without; of a bundle the last one, since ESP is applied after IPComp. */
export function mainTemplate(entry: SpdEntry): SaTemplate | undefined {
  return entry.installed?.templates.findLast(({ protocol }) => protocol === 'esp' || protocol === 'ah')
}

/**
 * Why an entry does not use an SA between the same addresses with the same protocol (Linux: `xfrm_state_find`, and
 * `xfrm_state_ok` for what comes in): an empty list when it does. `undefined` where they have nothing to do with each
 * other.
 */
export function differences(entry: SpdEntry, sa: SecurityAssociation): SaDifference[] | undefined {
  const template = mainTemplate(entry)
  if (template === undefined || template.protocol !== sa.protocol || !isBetween(entry, template, sa)) return undefined
  const scope = entry.installed?.scope
  // An inbound template without a reqid takes any.
  const out = entry.direction === 'out'
  return [
    ...(differ(template.reqid, sa.reqid) && (template.reqid !== 0 || out) ? (['reqid'] as const) : []),
    ...(differ(template.mode, sa.mode) ? (['mode'] as const) : []),
    ...(scope?.interfaceId !== sa.scope.interfaceId ? (['interface number'] as const) : []),
    ...(sa.scope.mark !== null && sa.scope.mark.value !== scope?.mark?.value ? (['mark'] as const) : []),
    ...(out && differ(template.spi, sa.spi) ? (['SPI'] as const) : []),
  ]
}

/** `null`: not known, which differs from nothing. */
function differ<T>(a: T | null, b: T | null): boolean {
  return a !== null && b !== null && a !== b
}

function isBetween(entry: SpdEntry, template: SaTemplate, { source, destination }: SecurityAssociation): boolean {
  const [from, to] = [template.source ?? entry.tunnel.source, template.destination ?? entry.tunnel.destination]
  if (from !== null && to !== null) return equalRanges(from, source) && equalRanges(to, destination)
  const out = entry.direction === 'out'
  return entry.selectors.some(({ local, remote }) => {
    const [sent, received]: readonly AddressRange[] = out ? [local, remote] : [remote, local]
    return (
      sent !== undefined &&
      received !== undefined &&
      containsRange(sent, source) &&
      containsRange(received, destination)
    )
  })
}

/** It has keys; without, it only marks that a negotiation was asked for. */
export function isComplete(sa: SecurityAssociation): boolean {
  return sa.algorithms.length > 0
}

/** Whether an SA carries what its owner sends; `undefined` where the owner's address is not known. */
export function isOutbound(end: Endpoint, sa: SecurityAssociation): boolean | undefined {
  if (sa.direction !== null) return sa.direction === 'out'
  if (end.addresses.some(({ value }) => equalRanges(value, sa.source))) return true
  return end.addresses.some(({ value }) => equalRanges(value, sa.destination)) ? false : undefined
}
