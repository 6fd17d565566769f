import { type AddressRange, containsRange, formatHost, isUnrestricted } from '../../address/address-range.ts'
import { isProblem } from '../../address/parse-address.ts'
import { rememberedFor } from '../../model/remembered.ts'
import type { DialectStep } from '../../model/vendor.ts'
import type { Box } from '../../selectors/box.ts'
import { addressCommands } from './address-lists.ts'
import { subnetOf } from './addresses.ts'
import { commandBlock, type ObjectCommands, quoted } from './commands.ts'
import { type Configuration, interfacesIn, textOf } from './configuration.ts'
import { type Policy, policiesOf } from './policies.ts'
import type { Tunnel } from './tunnels.ts'

/** `out`: into the tunnel; `in`: out of it. */
export type Direction = 'out' | 'in'

/** Which packets a policy is to accept, and which policy denies them so far. */
export interface NewPolicy {
  readonly direction: Direction
  readonly packets: readonly Box[]
  readonly denied: Policy | undefined
  /** So many other policies are made beside, each with a name of its own. */
  readonly nth: number
}

/** `from 10.1.0.0/24 to 10.2.0.0/24 into "to-b"`. */
export function wayWords({ phase1 }: Tunnel, direction: Direction, packets: readonly Box[]): string {
  const [locals, remotes] = [packets.map((box) => box.local), packets.map((box) => box.remote)].map(words)
  return direction === 'out'
    ? `from ${locals} to ${remotes} into "${phase1.name}"`
    : `from ${remotes} to ${locals} out of "${phase1.name}"`
}

function words(ranges: readonly AddressRange[]): string {
  return [...new Set(ranges.map(formatHost))].join(', ')
}

/** A policy for these packets, with address objects where none has their networks; in front of the one that denies them. */
export function newPolicy(
  config: Configuration,
  tunnel: Tunnel,
  { direction, packets, denied, nth }: NewPolicy,
): DialectStep {
  const { name, vdom } = tunnel.phase1
  const locals = addressesOf(
    config,
    vdom,
    packets.map((box) => box.local),
  )
  const remotes = addressesOf(
    config,
    vdom,
    packets.map((box) => box.remote),
  )
  const inside = insideOf(config, tunnel, packets)
  const outside = tunnel.isInterface ? name : (textOf(tunnel.phase1, 'interface') ?? 'any')
  const outwards = direction === 'out' || !tunnel.isInterface
  const [from, to] = outwards ? [inside, outside] : [outside, inside]
  const [source, destination] = outwards ? [locals, remotes] : [remotes, locals]
  const lines = [
    `set name ${quoted(freeName(config, vdom, `${direction === 'out' ? 'to' : 'from'} ${name}`, nth))}`,
    `set srcintf ${quoted(from)}`,
    `set dstintf ${quoted(to)}`,
    `set srcaddr ${source.names.map(quoted).join(' ')}`,
    `set dstaddr ${destination.names.map(quoted).join(' ')}`,
    ...(tunnel.isInterface
      ? ['set action accept']
      : ['set action ipsec', `set vpntunnel ${quoted(name)}`, 'set inbound enable', 'set outbound enable']),
    'set schedule "always"',
    'set service "ALL"',
  ]
  const number = denied === undefined ? null : nextNumber(config, vdom)
  const then = denied === undefined ? [] : [`move ${number} before ${denied.object.name}`]
  const policy = { table: 'firewall policy', name: number, lines, then }
  const where = denied === undefined ? '' : `, in front of the policy ${denied.object.name}`
  return {
    say: `Add a firewall policy that accepts packets ${wayWords(tunnel, direction, packets)}${where}.`,
    run: commandBlock(vdom, [...locals.objects, ...remotes.objects, policy]),
  }
}

interface Addresses {
  readonly names: readonly string[]
  /** Those that have to be made. */
  readonly objects: readonly ObjectCommands[]
}

function addressesOf({ book }: Configuration, vdom: string | null, ranges: readonly AddressRange[]): Addresses {
  if (ranges.some(isUnrestricted)) return { names: ['all'], objects: [] }
  const distinct = [...new Map(ranges.map((range) => [formatHost(range), range])).values()]
  const named = distinct.map((range) => {
    const known = book.nameOf(range, vdom)
    return known === undefined ? addressCommands(`net_${formatHost(range).replace('/', '_')}`, range) : known
  })
  return {
    names: named.map((each) => (typeof each === 'string' ? each : (each.name ?? ''))),
    objects: named.filter((each) => typeof each !== 'string'),
  }
}

/** The interface behind which the own network is; any where that is not told. */
function insideOf(config: Configuration, { phase1 }: Tunnel, packets: readonly Box[]): string {
  const outer = textOf(phase1, 'interface')
  const behind = networksOf(config, phase1.vdom).find(
    ({ name, network }) => name !== outer && packets.every((box) => containsRange(network, box.local)),
  )
  return behind?.name ?? 'any'
}

/** The networks of the interfaces. */
const networksOf = rememberedFor(
  (vdom: string | null) => JSON.stringify(vdom),
  (config: Configuration, vdom) =>
    interfacesIn(config, vdom).flatMap(({ name, values }) => {
      const network = values.has('ip') ? subnetOf(values.get('ip'), 'ipv4') : null
      return network === null || isProblem(network) ? [] : [{ name, network }]
    }),
)

/** FortiOS wants each policy to have a name of its own, of 35 characters at most. */
function freeName(config: Configuration, vdom: string | null, wanted: string, nth: number): string {
  const taken = new Set((policiesOf(config, vdom) ?? []).map(({ object }) => textOf(object, 'name')))
  const stem = wanted.slice(0, 32)
  let left = nth
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? stem : `${stem} ${number}`
    if (taken.has(name)) continue
    if (left === 0) return name
    left -= 1
  }
}

function nextNumber(config: Configuration, vdom: string | null): string {
  let last = 0
  for (const { object } of policiesOf(config, vdom) ?? []) {
    const number = Number(object.name)
    if (Number.isInteger(number) && number > last) last = number
  }
  return String(last + 1)
}
