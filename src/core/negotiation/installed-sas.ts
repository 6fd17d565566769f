import { containsRange, equalRanges } from '../address/address-range.ts'
import type { Endpoint } from '../model/endpoint.ts'
import { grouped } from '../model/grouped.ts'
import { rememberedOf } from '../model/remembered.ts'
import type { SecurityAssociation } from '../model/security-association.ts'
import type { SaTemplate, SpdEntry } from '../model/spd-entry.ts'

/** What keeps an installed entry from using an SA. */
export type SaDifference = 'addresses' | 'reqid' | 'mode' | 'interface number' | 'mark' | 'SPI'

/** The installed entries of the tunnel to an end's peer, whether they are its SPD or stand beside its configuration. */
export const installedEntries = rememberedOf((end: Endpoint): readonly SpdEntry[] =>
  (end.installed ?? end.spd ?? []).filter((entry) => entry.installed !== undefined && goesToPeer(entry, end)),
)

function goesToPeer(entry: SpdEntry, { peers }: Endpoint): boolean {
  const far = entry.direction === 'out' ? entry.tunnel.destination : entry.tunnel.source
  return far === null || peers.length === 0 || peers.some(({ value }) => equalRanges(value, far))
}

/** The template that an entry cannot do without; of a bundle the last one, since ESP is applied after IPComp. */
export function mainTemplate(entry: SpdEntry): SaTemplate | undefined {
  return entry.installed?.templates.findLast(({ protocol }) => protocol === 'esp' || protocol === 'ah')
}

/** Which SAs an end's installed entries use, and which are there for none of them. */
interface SaUse {
  readonly entries: readonly SpdEntry[]
  readonly isServed: (entry: SpdEntry) => boolean
  /** An SA that no entry uses, and that has something to do with this one: why it is not used. */
  readonly almost: (
    entry: SpdEntry,
  ) => { readonly sa: SecurityAssociation; readonly differences: readonly SaDifference[] } | undefined
}

/** The use of the SAs that an end shows; those that tell too little to be matched are left out. */
export function saUse(end: Endpoint): SaUse {
  const entries = installedEntries(end)
  const sas = (end.sas ?? []).filter(isComplete)
  const byReqid = grouped(sas, ({ reqid }) => reqid)
  const used = new Set<SecurityAssociation>()
  const served = new Set<SpdEntry>()
  for (const entry of entries) {
    const reqid = mainTemplate(entry)?.reqid ?? null
    // What is not known fits anything; there are few of these.
    const candidates =
      reqid === null || reqid === 0 ? sas : [...(byReqid.get(reqid) ?? []), ...(byReqid.get(null) ?? [])]
    for (const sa of candidates) {
      if (differences(entry, sa)?.length !== 0) continue
      used.add(sa)
      served.add(entry)
    }
  }
  const unused = sas.filter((sa) => !used.has(sa))
  return {
    entries,
    isServed: (entry) => served.has(entry),
    almost: (entry) => {
      for (const sa of unused) {
        const found = differences(entry, sa)
        if (found !== undefined) return { sa, differences: found }
      }
      return undefined
    },
  }
}

/**
 * Why an entry does not use an SA (Linux: `xfrm_state_find`, and `xfrm_state_ok` for what comes in): an empty list when
 * it does. `undefined` where they have nothing to do with each other: neither the addresses nor one of them and the reqid.
 */
function differences(entry: SpdEntry, sa: SecurityAssociation): SaDifference[] | undefined {
  const template = mainTemplate(entry)
  if (template === undefined || template.protocol !== sa.protocol) return undefined
  if (!isBetween(entry, sa)) {
    const known = template.reqid !== null && template.reqid !== 0 && template.reqid === sa.reqid
    return known && sharesAnEnd(entry, sa) ? ['addresses'] : undefined
  }
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

/** Of the main template, or where it has none, of the tunnel around it. */
function addressesOf(entry: SpdEntry): Pick<SaTemplate, 'source' | 'destination'> {
  const template = mainTemplate(entry)
  return {
    source: template?.source ?? entry.tunnel.source,
    destination: template?.destination ?? entry.tunnel.destination,
  }
}

/** Transport mode takes the addresses of the packet itself. */
function isBetween(entry: SpdEntry, { source, destination }: SecurityAssociation): boolean {
  const { source: from, destination: to } = addressesOf(entry)
  if (from !== null && to !== null) return equalRanges(from, source) && equalRanges(to, destination)
  // An output may print the peer alone.
  if (from !== null) return equalRanges(from, source)
  if (to !== null) return equalRanges(to, destination)
  return entry.selectors.some(({ local, remote }) =>
    entry.direction === 'out'
      ? containsRange(local, source) && containsRange(remote, destination)
      : containsRange(remote, source) && containsRange(local, destination),
  )
}

/** It comes from where the template says, or goes there, but not both. */
function sharesAnEnd(entry: SpdEntry, { source, destination }: SecurityAssociation): boolean {
  const { source: from, destination: to } = addressesOf(entry)
  return (from !== null && equalRanges(from, source)) || (to !== null && equalRanges(to, destination))
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
