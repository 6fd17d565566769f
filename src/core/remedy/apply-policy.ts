import { type AddressRange, equalRanges } from '../address/address-range.ts'
import type { Change } from '../model/change.ts'
import { childrenWith, type Owner } from '../model/children-with-box.ts'
import type { Endpoint } from '../model/endpoint.ts'
import { entryById } from '../model/entry-by-id.ts'
import { addressIdentity, equalIdentities } from '../model/identity.ts'
import type {
  ChildConfig,
  Identity,
  IkeConnection,
  IkePolicy,
  SelectorTemplate,
  SharedKey,
} from '../model/ike-policy.ts'
import type { Setting } from '../model/setting.ts'
import { planned } from '../model/setting.ts'
import type { Box } from '../selectors/box.ts'
import { equalIntervals, type Interval } from '../selectors/interval.ts'
import { followAddress, withKey, withNewKey, withPostQuantumKey, withSetting } from './apply-settings.ts'

/** What of an end decides how a change is made in its policy. */
type Changed = Pick<Endpoint, 'meant' | 'vendor' | 'spd'>

/** A daemon's policy after changes that are made one after the other. */
export function policyAfter(policy: IkePolicy, changes: readonly Change[], end: Changed): IkePolicy {
  let after = policy
  for (const change of changes) after = withChange(after, change, end)
  return after
}

function withChange(policy: IkePolicy, change: Change, { meant, vendor, spd }: Changed): IkePolicy {
  switch (change.kind) {
    case 'cover':
      return inFirst(policy, meant, (connection) =>
        coverIn(connection, vendor.onePairEach === true ? { ...change, alone: true } : change),
      )
    case 'replace':
      return replaceIn(policy, change, childrenWith({ spd }, change.from))
    case 'remove':
      return inEach(policy, (connection) => removeFrom(connection, change.box, ownerOf(spd, change.entry)))
    case 'retarget':
      return withKeysFor(
        inEach(policy, (connection) => retarget(connection, change.from, change.to)),
        policy,
        vendor,
      )
    case 'peer-addresses':
      return withKeysFor(withSetting(policy, change), policy, vendor)
    case 'new-key':
      return withNewKey(policy, change)
    case 'post-quantum-key':
      return withPostQuantumKey(policy, change)
    case 'key-owners':
      return withKey(policy, change.key, { owners: change.owners, onlyAt: [], onlyIn: undefined })
    case 'listening-ports':
      return { ...policy, daemon: withoutPorts(policy.daemon) }
    case 'add-direction':
    case 'unmirror':
    case 'shown-setting':
    case 'clear-obstacle':
    case 'correct':
      // A daemon installs both directions, is told in the terms of its policy, and was read anew before; obstacles stand beside it.
      return policy
    default:
      return withSetting(policy, change)
  }
}

function withoutPorts({ ports: _, ...daemon }: IkePolicy['daemon']): IkePolicy['daemon'] {
  return daemon
}

function inEach(policy: IkePolicy, change: (connection: IkeConnection) => IkeConnection): IkePolicy {
  return { ...policy, connections: policy.connections.map(change) }
}

function inFirst(
  policy: IkePolicy,
  meant: Endpoint['meant'],
  change: (connection: IkeConnection) => IkeConnection,
): IkePolicy {
  const first = firstMeant(policy, meant)
  return inEach(policy, (each) => (each === first ? change(each) : each))
}

/** The first connection that is meant for the peer: traffic is added there. */
export function firstMeant({ connections }: IkePolicy, meant: Endpoint['meant']): IkeConnection | undefined {
  return connections.find(({ name }) => meant?.has(name)) ?? connections[0]
}

/**
 * A child that has one of the two sides alone gets the other one added; what would pair it with more than was asked for
 * becomes a child of its own. So does everything in IKEv1, whose quick mode offers the first pair of a child alone.
 */
function coverIn(connection: IkeConnection, { box, alone }: Change<'cover'>): IkeConnection {
  const [model] = connection.children
  if (model === undefined) return connection
  const local = templateOf(box.local, box.protocol, box.localPort)
  const remote = templateOf(box.remote, box.protocol, box.remotePort)
  const pairs = alone === true || connection.initiates.value === 1
  const at = pairs
    ? -1
    : connection.children.findIndex((child) => isOnly(child.local, local) || isOnly(child.remote, remote))
  const found = connection.children[at]
  if (found === undefined) {
    const names = takenNames(connection)
    const name = names.next(model.name)
    const { except: _, ...shared } = model
    const added = { ...shared, name, local: planned([local]), remote: planned([remote]) }
    const more = { ...connection, children: [...connection.children, added] }
    handedOn.set(more, names)
    return more
  }
  const wider = isOnly(found.local, local)
    ? { ...found, remote: planned([...found.remote.value, remote]) }
    : { ...found, local: planned([...found.local.value, local]) }
  return { ...connection, children: connection.children.with(at, wider) }
}

/** Names of the children of a connection that one change makes after the other: handed on with it, since there may be thousands. */
class ChildNames {
  readonly #taken: Set<string>
  #number = 2

  constructor({ children }: IkeConnection) {
    this.#taken = new Set(children.map(({ name }) => name))
  }

  /** The model's name with the first number that is free. */
  next(model: string): string {
    while (this.#taken.has(`${model}-${this.#number}`)) this.#number += 1
    const name = `${model}-${this.#number}`
    this.#taken.add(name)
    return name
  }
}

const handedOn = new WeakMap<IkeConnection, ChildNames>()

/** Those of a connection that is changed once more; whoever changes the same one again asks its children. */
function takenNames(connection: IkeConnection): ChildNames {
  const names = handedOn.get(connection) ?? new ChildNames(connection)
  handedOn.delete(connection)
  return names
}

/** Another child may share the network of one side, and keeps it. Where no child is known to have the pair, each that has both networks changes. */
function replaceIn(policy: IkePolicy, { from, to }: Change<'replace'>, owners: readonly Owner[]): IkePolicy {
  const [local, remote] = [sideOf(from, 'local'), sideOf(from, 'remote')]
  const names = new Set(owners.map(({ connection, child }) => nameOf(connection, child)))
  const isMeant = (connection: IkeConnection, child: ChildConfig) =>
    names.size === 0 ? hasPair(child, local, remote) : names.has(nameOf(connection, child))
  return inEach(policy, (connection) => {
    const children = connection.children.map((child) =>
      isMeant(connection, child)
        ? {
            ...child,
            local: exchange(child.local, local, sideOf(to, 'local')),
            remote: exchange(child.remote, remote, sideOf(to, 'remote')),
          }
        : child,
    )
    return { ...connection, children }
  })
}

function nameOf(connection: IkeConnection, child: ChildConfig): string {
  return `${connection.name}\n${child.name}`
}

function hasPair(child: ChildConfig, local: KnownSelector, remote: KnownSelector): boolean {
  return (
    child.local.value.some((each) => isSame(each, local)) && child.remote.value.some((each) => isSame(each, remote))
  )
}

/** The child that an entry is made of; several may have the same packets. */
function ownerOf(spd: Changed['spd'], id: string): Owner | undefined {
  return entryById(spd, id)?.negotiated
}

/** Of a list the one selector goes; of a child with nothing else, the whole child. Without an owner, of each that has it. */
function removeFrom(connection: IkeConnection, box: Box, owner: Owner | undefined): IkeConnection {
  if (owner !== undefined && owner.connection.name !== connection.name) return connection
  const [local, remote] = [sideOf(box, 'local'), sideOf(box, 'remote')]
  const children = connection.children.flatMap((child): ChildConfig[] => {
    if (!hasPair(child, local, remote) || (owner !== undefined && owner.child.name !== child.name)) return [child]
    if (child.remote.value.length > 1)
      return [{ ...child, remote: planned(child.remote.value.filter((each) => !isSame(each, remote))) }]
    if (child.local.value.length > 1)
      return [{ ...child, local: planned(child.local.value.filter((each) => !isSame(each, local))) }]
    return []
  })
  return { ...connection, children }
}

function retarget(connection: IkeConnection, from: AddressRange, to: AddressRange): IkeConnection {
  const { value } = connection.remoteAddresses
  if (!value.some((address) => equalRanges(address, from))) return connection
  const addresses = value.map((address) => (equalRanges(address, from) ? to : address))
  return {
    ...connection,
    remoteAddresses: planned(addresses),
    remote: followAddress(connection.remote, addresses),
  }
}

/** The keys of peers that have got other addresses, where they go along; an address with a key of its own keeps that. */
function withKeysFor(after: IkePolicy, before: IkePolicy, { keyFollowsPeer }: Changed['vendor']): IkePolicy {
  if (keyFollowsPeer !== true) return after
  const moved = after.connections.flatMap((connection, at) => {
    const [from, to] = [before.connections[at], connection].map((each) =>
      each?.remoteAddresses.value.map(addressIdentity),
    )
    const fresh = (to ?? []).filter((address) => !before.keys.some((key) => owns(key, address)))
    return connection === before.connections[at] ? [] : [{ from: from ?? [], fresh }]
  })
  const keys = before.keys.map((key) => {
    const fresh = moved.flatMap((each) => (each.from.some((address) => owns(key, address)) ? each.fresh : []))
    return fresh.length === 0 ? key : { ...key, owners: [...key.owners, ...fresh] }
  })
  return { ...after, keys }
}

function owns({ owners }: SharedKey, identity: Identity): boolean {
  return owners.some((owner) => equalIdentities(owner, identity))
}

function exchange(
  list: Setting<readonly SelectorTemplate[]>,
  from: KnownSelector,
  to: KnownSelector,
): Setting<readonly SelectorTemplate[]> {
  if (isSame(from, to) || !list.value.some((each) => isSame(each, from))) return list
  return planned(list.value.map((each) => (isSame(each, from) ? to : each)))
}

/** Of the packets of an entry, so that the addresses are known. */
interface KnownSelector extends SelectorTemplate {
  readonly addresses: AddressRange
}

function sideOf(box: Box, side: 'local' | 'remote'): KnownSelector {
  return templateOf(box[side], box.protocol, side === 'local' ? box.localPort : box.remotePort)
}

function templateOf(addresses: AddressRange, protocol: Interval, ports: Interval): KnownSelector {
  return { addresses, protocol, ports, span: null }
}

function isOnly({ value }: Setting<readonly SelectorTemplate[]>, wanted: KnownSelector): boolean {
  const [first, ...more] = value
  return first !== undefined && more.length === 0 && isSame(first, wanted)
}

function isSame({ addresses, protocol, ports }: SelectorTemplate, known: KnownSelector): boolean {
  if (addresses === 'dynamic' || !equalRanges(addresses, known.addresses)) return false
  return equalIntervals(protocol, known.protocol) && equalIntervals(ports, known.ports)
}
