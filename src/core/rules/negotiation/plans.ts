import { type AddressRange, containsRange, equalRanges } from '../../address/address-range.ts'
import { canGive } from '../../model/address-pools.ts'
import type { Change } from '../../model/change.ts'
import { isUnknownHost, isUnknownIdentity } from '../../model/hosts.ts'
import type { SelectorTemplate } from '../../model/ike-policy.ts'
import type { Plan } from '../rule.ts'
import type { Party } from './failures.ts'

export type PlannedChange = Plan['changes'][number]

export function changeOf({ end }: Party, change: Change): PlannedChange {
  return { end: end.label, change }
}

/** One way out for each list of changes that has any. An address that nobody tells can be written nowhere. */
export function plansOf(...ways: readonly (readonly PlannedChange[])[]): Plan[] {
  return ways.filter((changes) => changes.length > 0 && !changes.some(namesUnknownHost)).map((changes) => ({ changes }))
}

function namesUnknownHost({ change }: PlannedChange): boolean {
  if ('identity' in change) return isUnknownIdentity(change.identity)
  if ('owners' in change) return change.owners.some(isUnknownIdentity)
  return (
    'addresses' in change && change.addresses.some((address) => typeof address !== 'string' && isUnknownHost(address))
  )
}

/** Both in IKEv2: whoever cannot, from now on can; both in IKEv1 where a product knows no other. */
export function versionPlans(parties: readonly Party[]): Plan[] {
  const version = parties.some(({ end }) => end.vendor.onlyIkev1) ? 1 : 2
  return plansOf(
    parties.flatMap((party) =>
      party.connection.initiates.value === version && party.connection.accepts.includes(version)
        ? []
        : [changeOf(party, { kind: 'version', connection: party.connection.name, version })],
    ),
  )
}

/** Main mode on both ends. */
export function mainModePlans(parties: readonly Party[]): Plan[] {
  const changes = parties.flatMap((party) =>
    party.connection.exchange.value === 'main'
      ? []
      : [changeOf(party, { kind: 'exchange', connection: party.connection.name, exchange: 'main' })],
  )
  return [...plansOf(changes), ...versionPlans(parties)]
}

/** Each end's connection names the addresses that the two really have. */
export function addressPlans([initiator, responder]: readonly [Party, Party]): Plan[] {
  return plansOf([
    ...towards(initiator, responder.host, 'single'),
    ...from(responder),
    ...(initiator.connection.oriented === false ? from(initiator) : []),
    ...towards(responder, initiator.host, 'any'),
    // Without a version that there is, a connection is nobody's.
    ...[initiator, responder].flatMap((party) =>
      party.connection.accepts.length > 0 ? [] : versionPlans([party]).flatMap(({ changes }) => changes),
    ),
  ])
}

/** An end that only answers is let begin. */
export function beginningPlans(party: Party): Plan[] {
  const { connection } = party
  const child = party.child ?? connection.children[0]
  if (child === undefined) return []
  return plansOf([changeOf(party, { kind: 'waits', connection: connection.name, child: child.name, waits: false })])
}

/** The responder catches no packets for a child that only its peer can bring up. */
export function waitingPlans([, responder]: readonly [Party, Party]): Plan[] {
  const { connection, child } = responder
  if (child === undefined) return []
  return plansOf([changeOf(responder, { kind: 'waits', connection: connection.name, child: child.name, waits: true })])
}

/** Who begins needs one address to go to, the first; who answers only has to know the other's. */
function towards(party: Party, peer: AddressRange, wanted: 'single' | 'any'): PlannedChange[] {
  const { name, remoteAddresses } = party.connection
  const known = remoteAddresses.value
  const goesTo = known.find((address) => address.from === address.to)
  const fits =
    wanted === 'single'
      ? goesTo !== undefined && equalRanges(goesTo, peer)
      : known.length === 0 || known.some((address) => containsRange(address, peer))
  return fits ? [] : [changeOf(party, { kind: 'peer-addresses', connection: name, addresses: [peer] })]
}

function from(party: Party): PlannedChange[] {
  const { name, localAddresses, oriented } = party.connection
  const known = localAddresses.value
  if (oriented !== false && (known.length === 0 || known.some((address) => containsRange(address, party.host))))
    return []
  return [changeOf(party, { kind: 'own-addresses', connection: name, addresses: [party.host] })]
}

/** Tunnel mode on both ends, which protects whatever transport mode does, and the addresses beside. */
export function tunnelModePlans(parties: readonly Party[]): Plan[] {
  return plansOf(
    parties.flatMap((party) => {
      const { child, connection } = party
      if (child === undefined || child.mode.value !== 'transport') return []
      return [changeOf(party, { kind: 'mode', connection: connection.name, child: child.name, mode: 'tunnel' })]
    }),
  )
}

/** Whoever begins asks for no compression; or whoever answers has it too. */
export function compressionPlans([initiator, responder]: readonly [Party, Party]): Plan[] {
  return plansOf(compressing(initiator, false), compressing(responder, true))
}

function compressing(party: Party, compression: boolean): PlannedChange[] {
  const { child, connection } = party
  if (child === undefined || child.compression.value === compression) return []
  return [changeOf(party, { kind: 'compression', connection: connection.name, child: child.name, compression })]
}

export function childlessPlans(parties: readonly Party[]): Plan[] {
  return plansOf(
    parties.flatMap((party) =>
      party.connection.childless.value === 'force'
        ? [changeOf(party, { kind: 'childless', connection: party.connection.name, childless: 'allow' })]
        : [],
    ),
  )
}

/** A virtual address that nobody gives is not asked for. */
export function virtualAddressPlans([initiator, responder]: readonly [Party, Party]): Plan[] {
  const { connection, host } = initiator
  const any = host.family === 'ipv6' ? '::' : '0.0.0.0'
  const asking = (addresses: readonly string[]) =>
    changeOf(initiator, { kind: 'virtual-addresses', connection: connection.name, addresses })
  if (connection.virtualAddresses.length === 0) return plansOf([asking([any])])
  const given = ['0.0.0.0', '::'].filter((each) => responder.connection.pools.some((pool) => canGive(pool, each)))
  return plansOf([asking([])], given.length === 0 ? [] : [asking(given)])
}

/** One end's child becomes the mirror image of the other's, the responder's first; in tunnel mode where that is needed. */
export function selectorPlans([initiator, responder]: readonly [Party, Party]): Plan[] {
  const ways = [
    mirror(responder, initiator),
    mirror(initiator, responder),
    mirror(initiator, responder).concat(mirror(responder, initiator)),
  ]
  const tunnel = tunnelModePlans([initiator, responder]).flatMap(({ changes }) => changes)
  return plansOf(tunnel, ...ways, ...(tunnel.length === 0 ? [] : ways.slice(0, 2).map((way) => [...way, ...tunnel])))
}

function mirror(party: Party, model: Party): PlannedChange[] {
  if (party.child === undefined || model.child === undefined) return []
  const change: Change = {
    kind: 'child-selectors',
    connection: party.connection.name,
    child: party.child.name,
    local: model.child.remote.value.map(unwritten),
    remote: model.child.local.value.map(unwritten),
  }
  return [changeOf(party, change)]
}

function unwritten(template: SelectorTemplate): SelectorTemplate {
  return { ...template, span: null }
}
